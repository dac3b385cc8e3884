"""``tf.layers``: each function and class, with the arguments that matter, and their misuse."""

import copy
import functools

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def ops(tf, kind=None):
    """The names of all ops of the graph, or of those of one type."""
    found = tf.get_default_graph().get_operations()
    return [op.name for op in found if kind is None or op.type == kind]


# --- dense ---------------------------------------------------------------------------------------
@table.case
def dense(tf):
    return {"y": tf.layers.dense(tf.constant(ramp(4, 3)), 5, tf.nn.relu)}


@table.case
def dense_without_bias_or_activation(tf):
    return {"y": tf.layers.dense(tf.constant(ramp(4, 3)), 5, use_bias=False)}


@table.case(seeded=True)
def dense_twice_shared_and_regularized(tf):
    x = tf.constant(ramp(4, 3))
    arguments = dict(
        units=3,
        name="shared",
        kernel_initializer=tf.truncated_normal_initializer(stddev=0.1, seed=3),
        kernel_regularizer=lambda w: 0.1 * tf.reduce_sum(w * w),
    )
    y = tf.layers.dense(x, **arguments)
    return {"y": y, "z": tf.layers.dense(y, reuse=True, **arguments)}


@table.case
def dense_twice_named_anew(tf):
    x = tf.constant(ramp(4, 3))
    with tf.variable_scope("net"):
        y = tf.layers.dense(tf.layers.dense(x, 3, tf.nn.tanh), 2)
    with tf.variable_scope("net"):
        z = tf.layers.dense(x, 2)
    return {"y": y, "z": z}


@table.case
def dense_in_a_scope_reused(tf):
    def net(x):
        h = tf.layers.dense(x, 4, tf.sigmoid, name="hidden")
        return tf.layers.dense(h, 2, name="out")

    x = tf.constant(ramp(4, 3))
    with tf.variable_scope("net") as scope:
        y = net(x)
    with tf.variable_scope("net", reuse=True):
        z = net(2 * x)
    with tf.variable_scope(scope, reuse=tf.AUTO_REUSE):
        w = net(3 * x)
    return {"y": y, "z": z, "w": w}


@table.case
def dense_auto_reuse_argument(tf):
    x = tf.constant(ramp(4, 3))
    y = tf.layers.dense(x, 3, name="d", reuse=tf.AUTO_REUSE)
    return {"y": y, "z": tf.layers.dense(y, 3, name="d", reuse=tf.AUTO_REUSE)}


@table.case
def dense_of_three_dimensions(tf):
    return {"y": tf.layers.dense(tf.constant(ramp(2, 3, 4)), 5, tf.nn.elu)}


@table.case
def dense_of_unknown_batch(tf):
    x = tf.placeholder_with_default(ramp(4, 3), [None, 3])
    deep = tf.placeholder_with_default(ramp(2, 2, 3), [None, None, 3])
    return {"y": tf.layers.dense(x, 5), "z": tf.layers.dense(deep, 2)}


@table.case
def dense_of_numpy(tf):
    return {"y": tf.layers.dense(ramp(4, 3), 5)}


@table.case
def dense_of_python_lists(tf):
    return {"y": tf.layers.dense([[1.0, 2.0], [3.0, 4.0]], 5)}


@table.case
def dense_float64(tf):
    return {"y": tf.layers.dense(tf.constant(ramp(4, 3).astype("float64")), 5)}


@table.case(rtol=2e-2, atol=2e-2)
def dense_float16(tf):
    return {"y": tf.layers.dense(tf.constant(ramp(4, 3).astype("float16")), 5)}


@table.case
def dense_of_integers(tf):
    return {"y": tf.layers.dense(tf.constant([[1, 2], [3, 4]]), 5)}


@table.case
def dense_not_trainable(tf):
    return {"y": tf.layers.dense(tf.constant(ramp(4, 3)), 5, trainable=False)}


@table.case
def dense_all_regularizers(tf):
    y = tf.layers.dense(
        tf.constant(ramp(4, 3)),
        5,
        tf.nn.relu,
        kernel_regularizer=lambda w: 0.1 * tf.reduce_sum(w * w),
        bias_regularizer=lambda b: 0.2 * tf.reduce_sum(tf.abs(b)),
        activity_regularizer=lambda a: 0.3 * tf.reduce_mean(a * a),
        bias_initializer=tf.constant_initializer(0.5),
    )
    return {"y": y, "losses": tf.losses.get_regularization_losses()}


@table.case
def dense_constraints(tf):
    d = tf.layers.Dense(
        2, kernel_constraint=lambda w: tf.clip_by_value(w, -0.1, 0.1), bias_constraint=tf.nn.relu
    )
    y = d(tf.constant(ramp(4, 3)))
    return {
        "y": y,
        "applied": d.kernel.constraint(d.kernel),
        "has": [v.constraint is not None for v in d.variables],
    }


@table.case
def dense_scope_defaults(tf):
    x = tf.constant(ramp(4, 3))
    with tf.variable_scope(
        "net",
        initializer=tf.constant_initializer(0.25),
        regularizer=lambda w: 0.1 * tf.reduce_sum(w * w),
        constraint=tf.nn.relu,
    ):
        y = tf.layers.dense(x, 5)
    constrained = [v.constraint is not None for v in tf.global_variables()]
    return {"y": y, "losses": tf.losses.get_regularization_losses(), "constrained": constrained}


@table.case
def dense_initializers(tf):
    x = tf.constant(ramp(4, 3))
    made = {}
    for name, initializer in [
        ("zeros", tf.zeros_initializer()),
        ("ones", tf.ones_initializer()),
        ("orthogonal", tf.orthogonal_initializer(seed=1)),
        ("xavier", tf.glorot_normal_initializer(seed=2)),
        ("he", tf.variance_scaling_initializer(2.0, seed=3)),
        ("uniform", tf.random_uniform_initializer(-0.1, 0.1, seed=4)),
        ("identity", tf.initializers.identity()),
        ("constant", tf.constant_initializer(ramp(3, 5))),
    ]:
        made[name] = tf.layers.dense(x, 5, kernel_initializer=initializer, name=name)
    return made


@table.case(seeded=True)
def dense_seeded_initializers(tf):
    x = tf.constant(ramp(4, 3))
    made = {}
    for name, initializer in [
        ("xavier", tf.glorot_normal_initializer(seed=2)),
        ("glorot", tf.glorot_uniform_initializer(seed=2)),
        ("he", tf.variance_scaling_initializer(2.0, seed=3)),
        ("uniform", tf.random_uniform_initializer(-0.1, 0.1, seed=4)),
        ("normal", tf.random_normal_initializer(stddev=0.1, seed=5)),
    ]:
        made[name] = tf.layers.dense(x, 5, kernel_initializer=initializer, name=name)
    return made


@table.case
def dense_initializers_by_name(tf):
    return tf.layers.dense(tf.constant(ramp(4, 3)), 5, kernel_initializer="zeros")


@table.case
def dense_partitioned_scope(tf):
    with tf.variable_scope("net", partitioner=tf.fixed_size_partitioner(2)):
        y = tf.layers.dense(tf.constant(ramp(4, 4)), 6, name="d")
    return {"y": y}


@table.case
def dense_partitioned_and_regularized(tf):
    with tf.variable_scope("net", partitioner=tf.fixed_size_partitioner(2)):
        y = tf.layers.dense(
            tf.constant(ramp(4, 4)),
            6,
            name="d",
            kernel_regularizer=lambda w: tf.reduce_sum(w * w),
        )
    return {"y": y, "losses": tf.losses.get_regularization_losses()}


@table.case
def dense_custom_getter(tf):
    asked = []

    def double(getter, name, *args, **kwargs):
        asked.append(name)
        return getter(name, *args, **kwargs) * 2.0

    with tf.variable_scope("net", custom_getter=double):
        y = tf.layers.dense(tf.constant(ramp(4, 3)), 5)
    return {"y": y, "asked": asked}


@table.case
def dense_custom_getter_not_trainable(tf):
    def frozen(getter, *args, **kwargs):
        kwargs["trainable"] = False
        return getter(*args, **kwargs)

    with tf.variable_scope("net", custom_getter=frozen):
        d = tf.layers.Dense(5)
        y = d(tf.constant(ramp(4, 3)))
    return {
        "y": y,
        "trainable": [v.name for v in d.trainable_variables],
        "other": [v.name for v in d.non_trainable_variables],
    }


@table.case
def dense_object(tf):
    d = tf.layers.Dense(5, tf.nn.relu, name="d")
    before = [d.name, d.built, d.units, len(d.variables), d.trainable, str(d.dtype)]
    x = tf.constant(ramp(4, 3))
    y, z = d(x), d(x + 1.0)
    after = [
        d.name,
        d.scope_name,
        d.built,
        d.count_params(),
        d.dtype if isinstance(d.dtype, str) else d.dtype.name,
        [v.name for v in d.variables],
        [v.name for v in d.weights],
        [v.name for v in d.trainable_variables],
        [v.name for v in d.trainable_weights],
        [v.name for v in d.non_trainable_variables],
        [v.name for v in d.non_trainable_weights],
        d.losses,
        d.updates,
    ]
    return {"y": y, "z": z, "before": before, "after": after, "kernel": d.kernel, "bias": d.bias}


@table.case
def dense_object_applied(tf):
    d = tf.layers.Dense(3)
    x = tf.constant(ramp(4, 3))
    y = d.apply(x)
    with tf.variable_scope("other"):
        z = d.apply(x)
    with tf.name_scope("names"):
        w = d(x)
    return {"y": y, "z": z, "w": w, "ops": ops(tf, "MatMul")}


@table.case
def dense_object_built_first(tf):
    d = tf.layers.Dense(3, name="d")
    d.build(tf.TensorShape([None, 3]))
    return {"y": d(tf.constant(ramp(4, 3))), "name": d.scope_name}


@table.case
def dense_object_with_scope_argument(tf):
    x = tf.constant(ramp(4, 3))
    d = tf.layers.Dense(3)
    y = d(x, scope="given")
    with tf.variable_scope("outer") as outer:
        pass
    e = tf.layers.Dense(3, _scope=outer)
    z = e(x)
    f = tf.layers.Dense(3, _scope="outer", _reuse=True)
    w = f(x)
    return {"y": y, "z": z, "w": w, "names": [d.name, e.name, f.name, d.scope_name, f.scope_name]}


@table.case
def dense_name_is_a_scope(tf):
    x = tf.constant(ramp(4, 3))
    with tf.variable_scope("outer") as outer:
        d = tf.layers.Dense(3, name=outer)
        y = d(x)
    return {"y": y, "name": d.name}


@table.case
def dense_output_shape(tf):
    d = tf.layers.Dense(3)
    shapes = [[4, 5], [None, 5], [None, 2, 5]]
    return [d.compute_output_shape(tf.TensorShape(s)).as_list() for s in shapes]


@table.case
def dense_config(tf):
    config = tf.layers.Dense(3, tf.nn.relu, name="d", trainable=False).get_config()
    kept = (
        "name",
        "trainable",
        "dtype",
        "units",
        "activation",
        "use_bias",
        "kernel_initializer",
        "kernel_regularizer",
        "activity_regularizer",
        "kernel_constraint",
    )
    return {k: config[k] for k in kept}


@table.case
def dense_input_and_output(tf):
    d = tf.layers.Dense(3)
    x = tf.constant(ramp(4, 3))
    y = d(x)
    return {
        "y": y,
        "same": [d.input is x, d.output is y],
        "shapes": [d.input_shape, d.output_shape, d.get_input_shape_at(0)],
    }


@table.case
def dense_deepcopy(tf):
    d = tf.layers.Dense(3, tf.nn.relu)
    e = copy.deepcopy(d)
    x = tf.constant(ramp(4, 3))
    return {"y": d(x), "z": e(x), "names": [d.name, e.name, d.scope_name, e.scope_name]}


@table.case(same_text=False)
def dense_deepcopy_of_a_used_one(tf):
    d = tf.layers.Dense(3, kernel_initializer=tf.ones_initializer())
    x = tf.constant(ramp(4, 3))
    d(x)
    return {"z": copy.deepcopy(d)(x)}


@table.case
def dense_in_a_loop(tf):
    d = tf.layers.Dense(3, tf.nn.tanh)
    x = tf.constant(ramp(4, 3))
    d.build(x.shape)
    _, y = tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, d(y)), (0, x))
    return {"y": y}


@table.case
def dense_made_in_a_loop(tf):
    def body(i, y):
        return i + 1, tf.layers.dense(y, 3, tf.nn.tanh, name="d", reuse=tf.AUTO_REUSE)

    _, y = tf.while_loop(lambda i, y: i < 3, body, (0, tf.constant(ramp(4, 3))))
    return {"y": y}


@table.case
def dense_in_a_branch(tf):
    x = tf.constant(ramp(4, 3))
    d = tf.layers.Dense(3)
    d.build(x.shape)
    y = tf.cond(tf.reduce_sum(x) > -100.0, lambda: d(x), lambda: x)
    return {"y": y}


@table.case
def dense_in_map_fn(tf):
    x = tf.constant(ramp(4, 2, 3))
    return {"y": tf.map_fn(lambda row: tf.layers.dense(row, 3), x)}


@table.case
def dense_partial(tf):
    layer = functools.partial(tf.layers.dense, activation=tf.nn.relu, use_bias=False)
    return {"y": layer(layer(tf.constant(ramp(4, 3)), 4), 2)}


@table.case
def dense_under_control_and_device(tf):
    x = tf.constant(ramp(4, 3))
    with tf.control_dependencies([tf.no_op("first")]), tf.device("/cpu:0"):
        y = tf.layers.dense(x, 3)
    inputs = [i.name for i in tf.global_variables()[0].initializer.control_inputs]
    return {"y": y, "devices": [v.device for v in tf.global_variables()], "inputs": inputs}


@table.case
def dense_trained(tf):
    x = tf.constant(ramp(4, 3))
    y = tf.layers.dense(tf.layers.dense(x, 4, tf.nn.relu), 1)
    loss = tf.reduce_mean(tf.square(y - 0.5))
    return {"loss": loss, "train": tf.train.GradientDescentOptimizer(0.1).minimize(loss)}


# --- misuse --------------------------------------------------------------------------------------
@table.case
def dense_of_unknown_width(tf):
    return tf.layers.dense(tf.placeholder(tf.float32, [None, None]), 5)


@table.case
def dense_of_unknown_rank(tf):
    return tf.layers.dense(tf.placeholder(tf.float32), 5)


@table.case
def dense_of_a_vector(tf):
    return tf.layers.dense(tf.constant(ramp(4)), 5)


@table.case
def dense_of_another_width(tf):
    d = tf.layers.Dense(5)
    d(tf.constant(ramp(4, 3)))
    return d(tf.constant(ramp(4, 2)))


@table.case
def dense_of_none(tf):
    return tf.layers.dense(None, 5)


@table.case(same_text=False)
def dense_of_no_units(tf):
    return tf.layers.dense(tf.constant(ramp(4, 3)), None)


@table.case
def dense_shared_without_reuse(tf):
    x = tf.constant(ramp(4, 3))
    tf.layers.dense(x, 3, name="d")
    return tf.layers.dense(x, 3, name="d")


@table.case
def dense_reused_before_there_is_one(tf):
    return tf.layers.dense(tf.constant(ramp(4, 3)), 3, name="d", reuse=True)


@table.case
def dense_reused_with_another_shape(tf):
    tf.layers.dense(tf.constant(ramp(4, 3)), 3, name="d")
    return tf.layers.dense(tf.constant(ramp(4, 2)), 3, name="d", reuse=True)


@table.case
def dense_unknown_argument(tf):
    return tf.layers.Dense(3, colour="red")


@table.case
def dense_scope_name_too_early(tf):
    return tf.layers.Dense(3).scope_name


@table.case
def dense_count_params_too_early(tf):
    return tf.layers.Dense(3, name="d").count_params()


@table.case
def dense_input_too_early(tf):
    return tf.layers.Dense(3, name="d").input


@table.case
def dense_unknown_initializer(tf):
    return tf.layers.dense(tf.constant(ramp(4, 3)), 5, kernel_initializer="colour")


# --- convolutions --------------------------------------------------------------------------------
@table.case
def conv1d(tf):
    x = tf.constant(ramp(2, 8, 3))
    return {
        "y": tf.layers.conv1d(x, 4, 3),
        "same": tf.layers.conv1d(x, 4, 3, strides=2, padding="same", activation=tf.nn.relu),
        "dilated": tf.layers.conv1d(x, 4, [2], dilation_rate=2, use_bias=False),
    }


@table.case
def conv2d(tf):
    x = tf.constant(ramp(2, 6, 5, 3))
    return {
        "y": tf.layers.conv2d(x, 4, 3, activation=tf.nn.relu),
        "same": tf.layers.conv2d(x, 4, (3, 2), strides=2, padding="SAME"),
        "strides": tf.layers.conv2d(x, 4, [1, 1], strides=(2, 1), use_bias=False, name="s"),
        "dilated": tf.layers.conv2d(x, 4, 2, dilation_rate=(2, 1)),
    }


@table.case
def conv2d_of_unknown_size(tf):
    x = tf.placeholder_with_default(ramp(2, 6, 5, 3), [None, None, None, 3])
    return {
        "y": tf.layers.conv2d(x, 4, 3),
        "same": tf.layers.conv2d(x, 4, 3, 2, "same"),
        "dilated": tf.layers.conv2d(x, 4, 2, dilation_rate=2),
    }


@table.case
def conv2d_regularized_shared_and_not_trainable(tf):
    x = tf.constant(ramp(2, 4, 4, 2))
    arguments = dict(
        filters=2,
        kernel_size=2,
        padding="same",
        name="c",
        kernel_regularizer=lambda w: 0.1 * tf.reduce_sum(w * w),
        bias_regularizer=lambda w: 0.2 * tf.reduce_sum(w * w),
        activity_regularizer=lambda a: tf.reduce_mean(a),
        kernel_constraint=tf.nn.relu,
        trainable=False,
    )
    y = tf.layers.conv2d(x, **arguments)
    return {
        "y": y,
        "z": tf.layers.conv2d(y, reuse=True, **arguments),
        "losses": tf.losses.get_regularization_losses(),
    }


@table.case
def conv2d_object(tf):
    c = tf.layers.Conv2D(4, 3, name="c")
    x = tf.constant(ramp(2, 6, 5, 3))
    y = c(x)
    return {
        "y": y,
        "z": c(x * 2.0),
        "facts": [c.kernel_size, c.strides, c.padding, c.data_format, c.rank, c.filters],
        "shape": c.compute_output_shape(tf.TensorShape([None, 9, 9, 3])).as_list(),
        "params": c.count_params(),
    }


@table.case(rtol=1e-6)
def conv2d_float64(tf):
    return {"y": tf.layers.conv2d(tf.constant(ramp(1, 4, 4, 2).astype("float64")), 2, 2)}


@table.case
def conv3d(tf):
    x = tf.constant(ramp(2, 4, 5, 3, 2))
    return {
        "y": tf.layers.conv3d(x, 3, 2, activation=tf.tanh),
        "same": tf.layers.conv3d(x, 3, (2, 3, 1), strides=(2, 1, 1), padding="same"),
    }


@table.case
def separable_conv1d(tf):
    x = tf.constant(ramp(2, 8, 3))
    return {
        "y": tf.layers.separable_conv1d(x, 4, 3),
        "same": tf.layers.separable_conv1d(
            x, 4, 3, 2, "same", depth_multiplier=2, activation=tf.nn.relu, use_bias=False
        ),
    }


@table.case
def separable_conv2d(tf):
    x = tf.constant(ramp(2, 6, 5, 3))
    return {
        "y": tf.layers.separable_conv2d(x, 4, 3),
        "same": tf.layers.separable_conv2d(
            x, 4, 3, 2, "same", depth_multiplier=2, activation=tf.nn.relu, use_bias=False
        ),
        "dilated": tf.layers.separable_conv2d(x, 4, 2, dilation_rate=2, name="dilated"),
    }


@table.case
def separable_conv2d_regularized(tf):
    y = tf.layers.separable_conv2d(
        tf.constant(ramp(2, 6, 5, 3)),
        4,
        3,
        depthwise_initializer=tf.ones_initializer(),
        pointwise_initializer=tf.zeros_initializer(),
        depthwise_regularizer=lambda w: 0.1 * tf.reduce_sum(w * w),
        pointwise_regularizer=lambda w: 0.2 * tf.reduce_sum(w * w),
    )
    return {"y": y, "losses": tf.losses.get_regularization_losses()}


@table.case
def conv2d_transpose(tf):
    x = tf.constant(ramp(2, 4, 3, 3))
    return {
        "y": tf.layers.conv2d_transpose(x, 4, 3),
        "same": tf.layers.conv2d_transpose(x, 2, (3, 2), 2, "same", activation=tf.nn.relu),
        "valid": tf.layers.conv2d_transpose(x, 2, 2, (2, 3), use_bias=False, name="up"),
    }


@table.case
def conv2d_transpose_of_unknown_size(tf):
    x = tf.placeholder_with_default(ramp(2, 4, 3, 3), [None, None, None, 3])
    return {"y": tf.layers.conv2d_transpose(x, 4, 3, 2, "same")}


@table.case
def conv3d_transpose(tf):
    x = tf.constant(ramp(2, 3, 2, 2, 2))
    return {
        "y": tf.layers.conv3d_transpose(x, 3, 2),
        "same": tf.layers.conv3d_transpose(x, 3, 2, (2, 1, 2), "same", activation=tf.tanh),
        "bare": tf.layers.conv3d_transpose(x, 3, 2, use_bias=False),
    }


@table.case
def convolutions_as_objects(tf):
    flat, image = tf.constant(ramp(2, 6, 2)), tf.constant(ramp(2, 5, 5, 2))
    volume = tf.constant(ramp(1, 3, 3, 3, 2))
    layers = tf.layers
    return {
        "conv1d": layers.Conv1D(2, 2)(flat),
        "conv2d": layers.Conv2D(2, 2)(image),
        "conv3d": layers.Conv3D(2, 2)(volume),
        "separable1": layers.SeparableConv1D(2, 2)(flat),
        "separable2": layers.SeparableConv2D(2, 2)(image),
        "transpose2": layers.Conv2DTranspose(2, 2)(image),
        "transpose3": layers.Conv3DTranspose(2, 2)(volume),
    }


@table.case
def conv2d_of_a_matrix(tf):
    return tf.layers.conv2d(tf.constant(ramp(4, 3)), 4, 3)


@table.case
def conv2d_of_unknown_channels(tf):
    return tf.layers.conv2d(tf.placeholder(tf.float32, [None, 4, 4, None]), 4, 3)


@table.case
def conv2d_kernel_of_three(tf):
    return tf.layers.conv2d(tf.constant(ramp(2, 6, 5, 3)), 4, (3, 3, 3))


@table.case
def conv2d_strides_of_text(tf):
    return tf.layers.conv2d(tf.constant(ramp(2, 6, 5, 3)), 4, 3, strides="two")


@table.case
def conv2d_unknown_padding(tf):
    return tf.layers.conv2d(tf.constant(ramp(2, 6, 5, 3)), 4, 3, padding="some")


@table.case
def conv2d_unknown_data_format(tf):
    return tf.layers.conv2d(tf.constant(ramp(2, 6, 5, 3)), 4, 3, data_format="NHWC")


@table.case
def conv2d_strides_and_dilation(tf):
    return tf.layers.conv2d(tf.constant(ramp(2, 6, 5, 3)), 4, 3, strides=2, dilation_rate=2)


@table.case(same_text=False)  # AutoGraph's words.
def conv2d_kernel_too_large(tf):
    return tf.layers.conv2d(tf.constant(ramp(2, 3, 3, 3)), 4, 5)


@table.case
def conv2d_transpose_of_a_matrix(tf):
    return tf.layers.conv2d_transpose(tf.constant(ramp(4, 3)), 4, 3)


@table.case
def separable_conv2d_of_unknown_channels(tf):
    return tf.layers.separable_conv2d(tf.placeholder(tf.float32, [None, 4, 4, None]), 4, 3)


# --- pooling -------------------------------------------------------------------------------------
@table.case
def pooling1d(tf):
    x = tf.constant(ramp(2, 7, 3))
    return {
        "max": tf.layers.max_pooling1d(x, 2, 2),
        "max_same": tf.layers.max_pooling1d(x, 3, 2, "same", name="m"),
        "average": tf.layers.average_pooling1d(x, 2, 1),
        "average_same": tf.layers.average_pooling1d(x, [3], [2], "same", name="a"),
    }


@table.case
def pooling2d(tf):
    x = tf.constant(ramp(2, 6, 5, 3))
    return {
        "max": tf.layers.max_pooling2d(x, 2, 2),
        "max_same": tf.layers.max_pooling2d(x, (3, 2), (2, 1), "same", name="m"),
        "average": tf.layers.average_pooling2d(x, 2, 1),
        "average_same": tf.layers.average_pooling2d(x, 3, 2, padding="SAME", name="a"),
    }


@table.case
def pooling3d(tf):
    x = tf.constant(ramp(2, 4, 5, 3, 2))
    return {
        "max": tf.layers.max_pooling3d(x, 2, 2),
        "max_same": tf.layers.max_pooling3d(x, (1, 3, 2), (2, 1, 1), "same", name="m"),
        "average": tf.layers.average_pooling3d(x, 2, 1),
        "average_same": tf.layers.average_pooling3d(x, 2, 2, "same", name="a"),
    }


@table.case
def pooling_objects(tf):
    flat, image = tf.constant(ramp(2, 6, 2)), tf.constant(ramp(2, 4, 4, 2))
    volume = tf.constant(ramp(1, 4, 4, 2, 2))
    layers = tf.layers
    pool = layers.MaxPooling2D(2, 2, name="p")
    return {
        "max1": layers.MaxPooling1D(2, 2)(flat),
        "max2": pool(image),
        "again": pool(image),
        "max3": layers.MaxPooling3D(2, 2)(volume),
        "average1": layers.AveragePooling1D(2, 2)(flat),
        "average2": layers.AveragePooling2D(2, 2)(image),
        "average3": layers.AveragePooling3D(2, 2)(volume),
        "names": [pool.name, pool.scope_name, pool.pool_size, pool.strides],
        "shape": pool.compute_output_shape(tf.TensorShape([None, 8, 9, 3])).as_list(),
    }


@table.case
def pooling2d_of_unknown_size(tf):
    x = tf.placeholder_with_default(ramp(2, 6, 5, 3), [None, None, None, 3])
    return {"y": tf.layers.max_pooling2d(x, 2, 2)}


@table.case
def pooling2d_of_a_matrix(tf):
    return tf.layers.max_pooling2d(tf.constant(ramp(4, 3)), 2, 2)


@table.case
def pooling2d_unknown_padding(tf):
    return tf.layers.average_pooling2d(tf.constant(ramp(2, 4, 4, 3)), 2, 2, "some")


# --- flatten and dropout -------------------------------------------------------------------------
@table.case
def flatten(tf):
    return {
        "y": tf.layers.flatten(tf.constant(ramp(2, 3, 4))),
        "vector": tf.layers.flatten(tf.constant(ramp(5)), name="v"),
        "object": tf.layers.Flatten()(tf.constant(ramp(2, 3, 4, 2))),
        "first": tf.layers.flatten(tf.constant(ramp(2, 3, 4, 2)), data_format="channels_first"),
    }


@table.case
def flatten_of_unknown_batch(tf):
    x = tf.placeholder_with_default(ramp(2, 3, 4), [None, 3, 4])
    y = tf.placeholder_with_default(ramp(2, 3, 4), [None, None, 4])
    return {"x": tf.layers.flatten(x), "y": tf.layers.flatten(y)}


@table.case
def flatten_of_unknown_rank(tf):
    return tf.layers.flatten(tf.placeholder(tf.float32))


@table.case
def dropout_not_training(tf):
    x = tf.constant(ramp(4, 3))
    return {
        "y": tf.layers.dropout(x),
        "z": tf.layers.dropout(x, 0.3, training=False, name="off"),
        "object": tf.layers.Dropout(0.2)(x),
    }


@table.case
def dropout_training(tf):
    x = tf.constant(ramp(20, 3))
    return {
        "y": tf.layers.dropout(x, 0.4, seed=7, training=True),
        "rows": tf.layers.dropout(x, 0.4, noise_shape=[20, 1], seed=7, training=True, name="rows"),
        "object": tf.layers.Dropout(0.2, seed=3)(x, training=True),
    }


@table.case
def dropout_training_tensor(tf):
    x = tf.constant(ramp(20, 3))
    on = tf.placeholder_with_default(True, [])
    off = tf.placeholder_with_default(False, [])
    return {
        "on": tf.layers.dropout(x, 0.4, seed=7, training=on),
        "off": tf.layers.dropout(x, 0.4, seed=7, training=off),
    }


@table.case
def dropout_rate_tensor(tf):
    x = tf.constant(ramp(20, 3))
    rate = tf.placeholder_with_default(0.4, [])
    return {"y": tf.layers.dropout(x, rate, seed=7, training=True)}


@table.case(same_text=False)  # AutoGraph's words.
def dropout_rate_out_of_range(tf):
    return tf.layers.dropout(tf.constant(ramp(20, 3)), 1.5, training=True)


# --- batch normalization -------------------------------------------------------------------------
@table.case
def batch_normalization_training(tf):
    x = tf.constant(ramp(2, 4, 4, 3))
    return {"y": tf.layers.batch_normalization(x, training=True)}


@table.case
def batch_normalization_inference(tf):
    x = tf.constant(ramp(2, 4, 4, 3))
    return {"y": tf.layers.batch_normalization(x), "z": tf.layers.batch_normalization(x, name="b")}


@table.case
def batch_normalization_of_a_matrix(tf):
    x = tf.constant(ramp(8, 3))
    return {
        "train": tf.layers.batch_normalization(x, training=True, name="train"),
        "infer": tf.layers.batch_normalization(x, name="infer"),
    }


@table.case
def batch_normalization_training_tensor(tf):
    x = tf.constant(ramp(2, 4, 4, 3))
    on = tf.placeholder_with_default(True, [], "on")
    off = tf.placeholder_with_default(False, [], "off")
    return {
        "on": tf.layers.batch_normalization(x, training=on),
        "off": tf.layers.batch_normalization(x, training=off),
    }


@table.case
def batch_normalization_training_tensor_of_a_matrix(tf):
    x = tf.constant(ramp(8, 3))
    on = tf.placeholder_with_default(True, [], "on")
    off = tf.placeholder_with_default(False, [], "off")
    return {
        "on": tf.layers.batch_normalization(x, training=on),
        "off": tf.layers.batch_normalization(x, training=off),
    }


@table.case
def batch_normalization_training_number(tf):
    return {"y": tf.layers.batch_normalization(tf.constant(ramp(8, 3)), training=1)}


@table.case
def batch_normalization_not_fused(tf):
    x = tf.constant(ramp(2, 4, 4, 3))
    return {
        "y": tf.layers.batch_normalization(x, training=True, fused=False),
        "momentum": tf.layers.batch_normalization(
            x, momentum=0.5, epsilon=0.1, training=True, fused=False, name="m"
        ),
    }


@table.case
def batch_normalization_fused(tf):
    x = tf.constant(ramp(2, 4, 4, 3))
    return {"y": tf.layers.batch_normalization(x, momentum=0.5, fused=True, training=True)}


@table.case
def batch_normalization_without_center_or_scale(tf):
    x = tf.constant(ramp(2, 4, 4, 3))
    return {
        "neither": tf.layers.batch_normalization(x, center=False, scale=False, training=True),
        "center": tf.layers.batch_normalization(x, scale=False, training=True),
        "scale": tf.layers.batch_normalization(x, center=False, training=True, fused=False),
    }


@table.case
def batch_normalization_other_axis(tf):
    x = tf.constant(ramp(2, 4, 4, 3))
    return {
        "one": tf.layers.batch_normalization(x, axis=1, training=True, fused=False),
        "two": tf.layers.batch_normalization(x, axis=[1, 3], training=True),
        "second": tf.layers.batch_normalization(tf.constant(ramp(8, 3)), axis=1, training=True),
    }


@table.case
def batch_normalization_regularized_and_constrained(tf):
    x = tf.constant(ramp(8, 3))
    y = tf.layers.batch_normalization(
        x,
        training=True,
        beta_initializer=tf.constant_initializer(0.1),
        gamma_initializer=tf.random_normal_initializer(1.0, 0.02, seed=1),
        moving_mean_initializer=tf.constant_initializer(0.2),
        moving_variance_initializer=tf.constant_initializer(2.0),
        beta_regularizer=lambda w: 0.1 * tf.reduce_sum(w * w),
        gamma_regularizer=lambda w: 0.2 * tf.reduce_sum(w * w),
        beta_constraint=tf.nn.relu,
        gamma_constraint=tf.nn.relu,
    )
    return {"y": y, "losses": tf.losses.get_regularization_losses()}


@table.case
def batch_normalization_shared(tf):
    x = tf.constant(ramp(8, 3))
    with tf.variable_scope("net"):
        y = tf.layers.batch_normalization(x, training=True, name="bn")
    with tf.variable_scope("net", reuse=True):
        z = tf.layers.batch_normalization(x + 1.0, training=False, name="bn")
    return {"y": y, "z": z}


@table.case(rtol=1e-2)  # Either update may come first.
def batch_normalization_shared_in_training(tf):
    x = tf.constant(ramp(8, 3))
    y = tf.layers.batch_normalization(x, training=True, name="bn")
    z = tf.layers.batch_normalization(2.0 * x, training=True, name="bn", reuse=True)
    return {"y": y, "z": z}


@table.case
def batch_normalization_not_trainable(tf):
    x = tf.constant(ramp(8, 3))
    return {"y": tf.layers.batch_normalization(x, training=True, trainable=False)}


@table.case
def batch_normalization_object(tf):
    b = tf.layers.BatchNormalization(name="bn", momentum=0.9)
    x = tf.constant(ramp(2, 4, 4, 3))
    y = b(x, training=True)
    z = b(x)
    return {
        "y": y,
        "z": z,
        "updates": [u.name for u in b.updates],
        "trainable": [v.name for v in b.trainable_variables],
        "other": [v.name for v in b.non_trainable_variables],
        "facts": [b.axis, b.momentum, b.epsilon, b.center, b.scale, b.fused],
    }


@table.case(rtol=1e-2)  # Either update may come first.
def batch_normalization_object_updates_for(tf):
    b = tf.layers.BatchNormalization(name="bn")
    x, x2 = tf.constant(ramp(8, 3)), tf.constant(ramp(4, 3))
    b(x, training=True)
    b(x2, training=True)
    return [
        [u.name for u in b.updates],
        [u.name for u in b.get_updates_for(x)],
        [u.name for u in b.get_updates_for(x2)],
        [u.name for u in b.get_updates_for(None)],
    ]


@table.case
def batch_normalization_renorm(tf):
    x = tf.constant(ramp(8, 3))
    clipping = {"rmax": 3.0, "rmin": 0.3, "dmax": 2.0}
    return {
        "train": tf.layers.batch_normalization(x, renorm=True, training=True, name="train"),
        "clipped": tf.layers.batch_normalization(
            x, renorm=True, renorm_clipping=clipping, renorm_momentum=0.5, training=True, name="c"
        ),
        "infer": tf.layers.batch_normalization(x, renorm=True, name="infer"),
    }


@table.case
def batch_normalization_renorm_training_tensor(tf):
    x = tf.constant(ramp(8, 3))
    on = tf.placeholder_with_default(True, [])
    return {"y": tf.layers.batch_normalization(x, renorm=True, training=on)}


@table.case
def batch_normalization_virtual_batch(tf):
    x = tf.constant(ramp(8, 3))
    return {
        "y": tf.layers.batch_normalization(x, virtual_batch_size=4, training=True),
        "z": tf.layers.batch_normalization(
            tf.constant(ramp(4, 2, 2, 3)), virtual_batch_size=2, training=True
        ),
    }


@table.case
def batch_normalization_adjustment(tf):
    x = tf.constant(ramp(8, 3))
    return {
        "y": tf.layers.batch_normalization(
            x, training=True, adjustment=lambda shape: (tf.fill([1, 3], 2.0), tf.ones([1, 3]))
        )
    }


@table.case(rtol=2e-2, atol=2e-2)
def batch_normalization_float16(tf):
    x = tf.constant(ramp(2, 4, 4, 3).astype("float16"))
    # TensorFlow 2 computes this in float32, and casts: the name of its last op is another.
    matrix = tf.layers.batch_normalization(x[:, 0, 0], training=True, name="m")
    return {
        "fused": tf.layers.batch_normalization(x, training=True),
        "matrix": tf.identity(matrix, name="matrix"),
    }


@table.case
def batch_normalization_float64(tf):
    x = tf.constant(ramp(8, 3).astype("float64"))
    return {"y": tf.layers.batch_normalization(x, training=True)}


@table.case
def batch_normalization_of_unknown_batch(tf):
    x = tf.placeholder_with_default(ramp(2, 4, 4, 3), [None, None, None, 3])
    m = tf.placeholder_with_default(ramp(8, 3), [None, 3])
    return {
        "image": tf.layers.batch_normalization(x, training=True),
        "matrix": tf.layers.batch_normalization(m, training=True),
    }


@table.case
def batch_normalization_in_a_scope_with_a_prefix(tf):
    x = tf.constant(ramp(8, 3))
    with tf.variable_scope("tower"), tf.name_scope("names"):
        y = tf.layers.batch_normalization(x, training=True, name="bn")
    return {"y": y}


@table.case
def batch_normalization_in_a_branch(tf):
    x = tf.constant(ramp(8, 3))
    b = tf.layers.BatchNormalization()
    b.build(x.shape)
    y = tf.cond(tf.reduce_sum(x) > -100.0, lambda: b(x, training=False), lambda: x)
    return {"y": y}


@table.case
def batch_normalization_trained(tf):
    x = tf.constant(ramp(8, 3))
    h = tf.layers.batch_normalization(tf.layers.dense(x, 4), training=True)
    loss = tf.reduce_mean(tf.square(tf.layers.dense(tf.nn.relu(h), 1) - 0.5))
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    return {"loss": loss, "train": train}


@table.case
def batch_normalization_of_unknown_channels(tf):
    return tf.layers.batch_normalization(tf.placeholder(tf.float32, [None, None]))


@table.case
def batch_normalization_of_unknown_rank(tf):
    return tf.layers.batch_normalization(tf.placeholder(tf.float32))


@table.case
def batch_normalization_axis_out_of_range(tf):
    return tf.layers.batch_normalization(tf.constant(ramp(8, 3)), axis=4)


@table.case
def batch_normalization_axis_twice(tf):
    return tf.layers.batch_normalization(tf.constant(ramp(2, 4, 4, 3)), axis=[1, 1])


@table.case
def batch_normalization_fused_and_virtual(tf):
    x = tf.constant(ramp(8, 2, 2, 3))
    return tf.layers.batch_normalization(x, fused=True, virtual_batch_size=4)


@table.case
def batch_normalization_renorm_and_virtual(tf):
    x = tf.constant(ramp(8, 3))
    return tf.layers.batch_normalization(x, renorm=True, virtual_batch_size=4)


@table.case
def batch_normalization_fused_of_a_matrix(tf):
    return tf.layers.batch_normalization(tf.constant(ramp(8, 3)), fused=True)


@table.case
def batch_normalization_unknown_clipping(tf):
    x = tf.constant(ramp(8, 3))
    return tf.layers.batch_normalization(x, renorm=True, renorm_clipping={"tmax": 1.0})


# --- subclasses, as old code bases write them ----------------------------------------------------
@table.case
def own_layer(tf):
    class Scale(tf.layers.Layer):
        def __init__(self, factor, **kwargs):
            super(Scale, self).__init__(**kwargs)
            self.factor = factor

        def build(self, input_shape):
            self.w = self.add_variable(
                "w", [int(input_shape[-1])], initializer=tf.ones_initializer()
            )
            self.b = self.add_weight(
                "b",
                shape=input_shape[1:],
                initializer=tf.zeros_initializer(),
                regularizer=lambda w: 0.5 * tf.reduce_sum(w * w),
                trainable=False,
            )
            super(Scale, self).build(input_shape)

        def call(self, inputs):
            return inputs * self.w * self.factor + self.b

    layer = Scale(2.0)
    x = tf.constant(ramp(4, 3))
    y = layer(x)
    z = layer(x + 1.0)
    named = Scale(3.0, name="named")
    return {
        "y": y,
        "z": z,
        "named": named(x),
        "names": [layer.name, layer.scope_name, named.name, type(layer).__name__],
        "variables": [v.name for v in layer.variables],
        "trainable": [v.name for v in layer.trainable_variables],
        "losses": [v.name for v in layer.losses],
        "is": [isinstance(layer, tf.layers.Layer), isinstance(layer, tf.layers.Dense)],
    }


@table.case
def own_layer_with_losses_and_updates(tf):
    class Watch(tf.layers.Layer):
        def build(self, input_shape):
            self.seen = self.add_variable(
                "seen", [], initializer=tf.zeros_initializer(), trainable=False
            )
            self.built = True

        def call(self, inputs, training=False):
            self.add_loss(tf.reduce_mean(inputs), inputs=inputs)
            self.add_loss(0.1 * self.seen)
            if training:
                self.add_update(tf.assign_add(self.seen, 1.0), inputs=True)
            return inputs * 2.0

    layer = Watch(name="watch")
    x = tf.constant(ramp(4, 3))
    y = layer(x, training=True)
    return {
        "y": y,
        "losses": [v.name for v in layer.losses],
        "updates": [v.name for v in layer.updates],
        "for_x": [v.name for v in layer.get_losses_for(x)],
        "for_none": [v.name for v in layer.get_losses_for(None)],
    }


@table.case
def own_layer_of_layers(tf):
    class Block(tf.layers.Layer):
        def __init__(self, units, name=None):
            super(Block, self).__init__(name=name)
            self.first = tf.layers.Dense(units, tf.nn.relu, name="first")
            self.second = tf.layers.Dense(units, name="second")

        def call(self, inputs):
            return self.second(self.first(inputs)) + inputs

    x = tf.constant(ramp(4, 3))
    block = Block(3)
    y = block(x)
    return {
        "y": y,
        "z": block(y),
        "variables": [v.name for v in block.variables],
        "names": [block.scope_name, block.first.scope_name],
    }


@table.case
def own_layer_with_get_variable(tf):
    class Old(tf.layers.Layer):
        def call(self, inputs):
            w = tf.get_variable("w", [3], initializer=tf.ones_initializer())
            return inputs * w

    x = tf.constant(ramp(4, 3))
    layer = Old(name="old")
    y = layer(x)
    return {"y": y, "z": layer(x), "variables": [v.name for v in layer.variables]}


@table.case
def own_layer_with_scope_argument(tf):
    class Scoped(tf.layers.Layer):
        def call(self, inputs, scope=None):
            self.said = scope.name
            return tf.identity(inputs)

    layer = Scoped()
    y = layer(tf.constant(ramp(4, 3)))
    return {"y": y, "said": layer.said}


@table.case
def own_layer_of_a_list(tf):
    class Add(tf.layers.Layer):
        def build(self, input_shape):
            self.shapes = [s.as_list() for s in input_shape]
            self.built = True

        def call(self, inputs):
            a, b = inputs
            return {"sum": a + b, "difference": a - b}

    layer = Add()
    made = layer([tf.constant(ramp(4, 3)), tf.constant(ramp(4, 3)) * 2.0])
    return {"made": made, "shapes": layer.shapes}


@table.case
def own_layer_with_input_spec(tf):
    class Strict(tf.layers.Layer):
        def __init__(self):
            super(Strict, self).__init__()
            self.input_spec = tf.layers.InputSpec(ndim=2)

        def call(self, inputs):
            return inputs

    strict = Strict()
    strict(tf.constant(ramp(4, 3)))
    return strict(tf.constant(ramp(4, 3, 2)))


@table.case
def input_specs(tf):
    layers = tf.layers

    class Any(layers.Layer):
        def call(self, inputs):
            return tf.identity(inputs)

    errors = []
    for spec in (
        layers.InputSpec(shape=(None, 4)),
        layers.InputSpec(min_ndim=3),
        layers.InputSpec(max_ndim=1),
        layers.InputSpec(axes={-1: 5}),
        layers.InputSpec(dtype="int32"),
        layers.InputSpec(ndim=2),
    ):
        layer = Any(name="any")
        layer.input_spec = spec
        try:
            layer(tf.constant(ramp(4, 3)))
            errors.append(None)
        except ValueError as error:
            errors.append(str(error))
    return errors


@table.case
def input_spec_text(tf):
    spec = tf.layers.InputSpec
    return [repr(spec(ndim=2)), repr(spec(shape=(None, 3), axes={1: 3})), spec(ndim=3).ndim]


@table.case
def own_layer_that_returns_nothing(tf):
    class Forgetful(tf.layers.Layer):
        def call(self, inputs):
            pass

    return Forgetful()(tf.constant(ramp(4, 3)))


@table.case
def own_layer_names_are_snakes(tf):
    class MyHTTPLayer2D(tf.layers.Layer):
        def call(self, inputs):
            return tf.identity(inputs)

    x = tf.constant(ramp(4, 3))
    layers = [MyHTTPLayer2D(), MyHTTPLayer2D()]
    return {"y": [layer(x) for layer in layers], "names": [layer.name for layer in layers]}


@table.case
def own_subclass_of_dense(tf):
    class Halved(tf.layers.Dense):
        def call(self, inputs):
            return 0.5 * super(Halved, self).call(inputs)

    layer = Halved(3, activation=tf.nn.relu)
    return {"y": layer(tf.constant(ramp(4, 3))), "name": layer.name, "scope": layer.scope_name}


@table.case
def own_layer_weights_of_all_kinds(tf):
    class Many(tf.layers.Layer):
        def build(self, _):
            add = self.add_variable
            self.made = [
                add("default", [2, 2]),
                add("vector", [3], dtype=tf.float64, initializer=tf.zeros_initializer()),
                add(
                    "count", [], dtype=tf.int32, initializer=tf.zeros_initializer(), trainable=False
                ),
                add(
                    "flag", [2], dtype=tf.bool, initializer=tf.zeros_initializer(), trainable=False
                ),
                add("limited", [2], constraint=tf.nn.relu, initializer=tf.ones_initializer()),
                self.add_weight(name="keyword", shape=(2,), initializer=tf.ones_initializer()),
            ]
            self.built = True

        def call(self, inputs):
            return inputs + self.made[-1]

    layer = Many()
    y = layer(tf.constant(ramp(4, 2)))
    return {"y": y, "variables": [v.name for v in layer.variables], "n": layer.count_params()}


@table.case
def own_layer_partitioned(tf):
    class Parted(tf.layers.Layer):
        def build(self, _):
            self.w = self.add_variable(
                "w",
                [4, 3],
                partitioner=tf.fixed_size_partitioner(2),
                initializer=tf.ones_initializer(),
            )
            self.built = True

        def call(self, inputs):
            return tf.matmul(inputs, tf.convert_to_tensor(self.w))

    layer = Parted()
    return {"y": layer(tf.constant(ramp(2, 4))), "names": [v.name for v in layer.variables]}


@table.case
def layer_of_the_wrong_dtype(tf):
    d = tf.layers.Dense(3, dtype=tf.float64)
    return {"y": d(tf.constant(ramp(4, 3).astype("float64"))), "dtype": str(d.dtype)}


@table.case
def layer_graph(tf):
    return {"graph": tf.layers.Dense(3).graph}


@table.case
def layers_in_a_template(tf):
    net = tf.make_template("net", lambda x: tf.layers.dense(x, 3, tf.nn.tanh))
    x = tf.constant(ramp(4, 3))
    return {"y": net(x), "z": net(2.0 * x)}


@table.case
def layers_of_a_small_network(tf):
    x = tf.constant(ramp(2, 8, 8, 3))
    training = tf.placeholder_with_default(True, [], "training")
    with tf.variable_scope("net"):
        h = tf.layers.conv2d(x, 4, 3, padding="same", name="conv1")
        h = tf.nn.relu(tf.layers.batch_normalization(h, training=training, name="bn1"))
        h = tf.layers.max_pooling2d(h, 2, 2)
        h = tf.layers.separable_conv2d(h, 4, 3, padding="same")
        h = tf.layers.flatten(h)
        h = tf.layers.dropout(h, 0.5, training=training, seed=1)
        y = tf.layers.dense(h, 2)
    return {"y": y, "trainable": [v.name for v in tf.trainable_variables()]}


@table.case
def keras_style_scope(tf):
    with tf.layers.experimental.keras_style_scope():
        a, b = tf.layers.Dense(3, name="a"), tf.layers.Dense(3, name="a")
        x = tf.constant(ramp(4, 3))
        y, z = a(x), b(x)
    return {"y": y, "z": z, "names": [v.name for v in a.weights + b.weights]}


@table.case
def keras_style_scope_with_reuse(tf):
    with tf.layers.experimental.keras_style_scope():
        return tf.layers.dense(tf.constant(ramp(4, 3)), 3, reuse=True)
