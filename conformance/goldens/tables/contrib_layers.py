"""``tf.contrib.layers``: the layers with variables, pooling, repetition and argument scopes."""

import importlib

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def deep(tf, name):
    """The file of TensorFlow 1 that has the layers' private names."""
    return importlib.import_module(tf.contrib.layers.__name__ + ".python.layers." + name)


def images(tf, channels=3, batch=2):
    return tf.constant(ramp(batch, 6, 6, channels))


def volumes(tf, channels=2):
    return tf.constant(ramp(1, 4, 4, 4, channels))


@table.case(seeded=True)
def fully_connected(tf):
    layers = tf.contrib.layers
    x = tf.constant(ramp(4, 3))
    y = layers.fully_connected(x, 5, weights_initializer=layers.xavier_initializer(seed=1))
    z = layers.fully_connected(
        y,
        2,
        tf.nn.tanh,
        weights_initializer=layers.xavier_initializer(seed=3),
        weights_regularizer=layers.l2_regularizer(0.1),
        biases_initializer=tf.constant_initializer(0.5),
        biases_regularizer=layers.l1_regularizer(0.2),
        variables_collections={"weights": ["w"], "biases": ["b", "c"]},
        outputs_collections=["outs"],
        scope="named",
    )
    return {"y": y, "z": z, "losses": tf.losses.get_regularization_losses(), "aliases": z.aliases}


@table.case
def fully_connected_normalized(tf):
    layers = tf.contrib.layers
    x = tf.constant(ramp(4, 3))
    y = layers.fully_connected(
        x, 5, normalizer_fn=layers.batch_norm, normalizer_params={"scale": True}
    )
    z = layers.fully_connected(x, 5, normalizer_fn=layers.layer_norm, scope="ln")
    return {"y": y, "z": z}


@table.case
def fully_connected_reused(tf):
    layers = tf.contrib.layers
    x = tf.constant(ramp(4, 3))
    y = layers.fully_connected(x, 3, scope="fc")
    z = layers.fully_connected(y, 3, scope="fc", reuse=True)
    with tf.variable_scope("", reuse=True):
        w = layers.fully_connected(z, 3, scope="fc")
    return {"y": y, "z": z, "w": w}


@table.case
def fully_connected_in_scopes(tf):
    layers = tf.contrib.layers
    x = tf.constant(ramp(4, 3))
    with tf.variable_scope("net") as scope:
        y = layers.fully_connected(x, 3)
        y = layers.fully_connected(y, 3)
    with tf.variable_scope(scope, reuse=True):
        z = layers.fully_connected(x, 3, scope="fully_connected")
    with tf.name_scope("names"):
        w = layers.fully_connected(x, 3, trainable=False, scope="frozen")
    return {"y": y, "z": z, "w": w}


@table.case
def fully_connected_of_rank_3(tf):
    return tf.contrib.layers.fully_connected(
        tf.constant(ramp(2, 3, 4)),
        5,
        biases_initializer=None,
        activation_fn=None,
        outputs_collections="outs",
        variables_collections=["a", "b"],
    )


@table.case
def fully_connected_partitioned(tf):
    with tf.variable_scope("net", partitioner=tf.fixed_size_partitioner(2)):
        return tf.contrib.layers.fully_connected(
            tf.constant(ramp(3, 4)),
            6,
            variables_collections=["mine"],
            weights_regularizer=tf.contrib.layers.l2_regularizer(0.1),
        )


@table.case
def fully_connected_twice_of_a_name(tf):
    x = tf.constant(ramp(4, 3))
    tf.contrib.layers.fully_connected(x, 3, scope="fc")
    return tf.contrib.layers.fully_connected(x, 3, scope="fc")


@table.case
def fully_connected_of_no_number(tf):
    return tf.contrib.layers.fully_connected(tf.constant(ramp(4, 3)), "many")


@table.case(same_text=False)
def fully_connected_of_unknown_width(tf):
    return tf.contrib.layers.fully_connected(tf.placeholder(tf.float32, [None, None]), 5)


@table.case
def fully_connected_float64(tf):
    return tf.contrib.layers.fully_connected(tf.constant(ramp(4, 3).astype("float64")), 2)


@table.case
def dense_relatives(tf):
    layers = tf.contrib.layers
    x = tf.constant(ramp(4, 3))
    return [layers.relu(x, 2), layers.relu6(x, 2), layers.elu(x, 2), layers.linear(x, 2)]


@table.case
def legacy_fully_connected(tf):
    layers = tf.contrib.layers
    x = tf.constant(ramp(4, 2, 3))
    return [
        layers.legacy_fully_connected(x, 2, tf.nn.sigmoid, name="mine"),
        layers.legacy_relu(x, 2, weight_regularizer=layers.l2_regularizer(0.3)),
        layers.legacy_linear(x, 2, bias_init=None, output_collections=("o",)),
        layers.legacy_fully_connected(tf.constant(ramp(4, 3)), 2),
    ]


@table.case
def legacy_fully_connected_of_rank_1(tf):
    return tf.contrib.layers.legacy_fully_connected(tf.constant(ramp(3)), 2)


@table.case
def bias_add(tf):
    layers = tf.contrib.layers
    return [
        layers.bias_add(
            images(tf),
            tf.nn.relu,
            tf.constant_initializer(0.1),
            layers.l2_regularizer(0.1),
            variables_collections={"biases": ["b"]},
            outputs_collections="o",
        ),
        layers.bias_add(tf.constant(ramp(2, 3, 4, 4)), data_format="NCHW", scope="nchw"),
    ]


@table.case
def bias_add_misused(tf):
    return tf.contrib.layers.bias_add(tf.constant(ramp(2, 3)), data_format="NCHW")


@table.case
def bias_add_of_another_format(tf):
    return tf.contrib.layers.bias_add(tf.constant(ramp(2, 3)), data_format="NWHC")


@table.case
def dropout(tf):
    layers = tf.contrib.layers
    x = images(tf)
    training = tf.placeholder_with_default(False, [])
    return {
        "in_use": layers.dropout(x, is_training=False, outputs_collections="o", scope="named"),
        "all": layers.dropout(x, keep_prob=1.0),
        "tensor": layers.dropout(x, is_training=training),
    }


@table.case(gradients=False)
def dropout_while_training(tf):
    y = tf.contrib.layers.dropout(tf.ones([200, 200]), 0.75, noise_shape=[200, 1], seed=4)
    kept = tf.reduce_mean(tf.cast(y > 0, tf.float32))
    return {"name": y.name, "near": tf.abs(kept - 0.75) < 0.15, "largest": tf.reduce_max(y)}


@table.case
def softmax(tf):
    layers = tf.contrib.layers
    x = tf.placeholder_with_default(ramp(2, 3, 4), [None, None, 4])
    return [layers.softmax(x), layers.softmax(tf.constant(ramp(2, 3)), scope="s")]


@table.case
def softmax_of_rank_1(tf):
    return tf.contrib.layers.softmax(tf.constant(ramp(3)))


@table.case
def repeat_and_stack(tf):
    layers = tf.contrib.layers
    x = tf.constant(ramp(4, 3))
    return [
        layers.repeat(x, 2, layers.fully_connected, 3),
        layers.repeat(x, 2, layers.fully_connected, 3, scope="again", activation_fn=None),
        layers.repeat(x, 2, layers.linear, 3),
        layers.stack(x, layers.fully_connected, [2, 3]),
        layers.stack(x, layers.fully_connected, [(2, None), (4,)], scope="fc"),
        layers.stack(images(tf), layers.conv2d, [(2, [3, 3]), (2, [1, 1])], padding="VALID"),
    ]


@table.case
def stack_of_no_list(tf):
    return tf.contrib.layers.stack(tf.constant(ramp(4, 3)), tf.contrib.layers.fully_connected, 3)


@table.case(seeded=True)
def conv2d(tf):
    layers = tf.contrib.layers
    x = images(tf)
    y = layers.conv2d(x, 4, 3, weights_initializer=layers.xavier_initializer(False, 2))
    z = layers.conv2d(
        y,
        2,
        [3, 2],
        stride=2,
        padding="VALID",
        activation_fn=None,
        weights_initializer=layers.variance_scaling_initializer(seed=1),
        weights_regularizer=layers.l2_regularizer(0.1),
        biases_initializer=None,
        variables_collections={"weights": ["w"]},
        outputs_collections=["outs"],
        scope="conv1",
    )
    return {"y": y, "z": z}


@table.case
def conv2d_dilated(tf):
    return [
        tf.contrib.layers.conv2d(images(tf), 4, [3, 3], rate=2, scope="a"),
        tf.contrib.layers.conv2d(images(tf), 4, [3, 3], rate=[2, 1], padding="VALID"),
    ]


@table.case
def conv2d_normalized(tf):
    layers = tf.contrib.layers
    with tf.contrib.framework.arg_scope(
        [layers.conv2d],
        normalizer_fn=layers.batch_norm,
        padding="VALID",
        normalizer_params={"is_training": True, "decay": 0.9},
    ):
        y = layers.conv2d(images(tf), 4, 3, scope="conv1")
        z = layers.conv2d(y, 4, 1, scope="conv2", padding="SAME")
    return {"y": y, "z": z}


@table.case
def conv2d_reused(tf):
    layers = tf.contrib.layers
    x = images(tf)
    y = layers.conv2d(x, 3, 3, scope="c")
    return {
        "y": y,
        "z": layers.conv2d(y, 3, 3, scope="c", reuse=True),
        "w": layers.conv2d(y, 3, 3, scope="c", reuse=tf.AUTO_REUSE),
    }


@table.case
def convolutions_of_other_ranks(tf):
    layers = tf.contrib.layers
    return [
        layers.conv1d(tf.constant(ramp(2, 7, 3)), 4, 3, stride=2),
        layers.conv3d(volumes(tf), 3, [2, 2, 2]),
        layers.convolution(tf.constant(ramp(2, 7, 3)), 4, 3, padding="VALID", scope="any"),
        layers.convolution2d(images(tf), 2, 1),
    ]


@table.case
def conv2d_of_rank_3(tf):
    return tf.contrib.layers.conv2d(tf.constant(ramp(2, 7, 3)), 4, 3)


@table.case
def convolution_of_rank_2(tf):
    return tf.contrib.layers.convolution(tf.constant(ramp(2, 7)), 4, 3)


@table.case
def conv2d_of_another_format(tf):
    return tf.contrib.layers.conv2d(images(tf), 4, 3, data_format="NHCW")


@table.case(same_text=False)
def conv2d_of_unknown_channels(tf):
    return tf.contrib.layers.conv2d(tf.placeholder(tf.float32, [None, 4, 4, None]), 4, 3)


@table.case
def conv2d_transpose(tf):
    layers = tf.contrib.layers
    return [
        layers.conv2d_transpose(images(tf), 4, 3, stride=2),
        layers.convolution2d_transpose(
            images(tf),
            2,
            [3, 2],
            stride=[2, 1],
            padding="VALID",
            activation_fn=tf.nn.tanh,
            normalizer_fn=layers.batch_norm,
            variables_collections={"weights": ["w"]},
            outputs_collections="o",
            scope="up",
        ),
        layers.conv3d_transpose(
            volumes(tf), 3, 2, stride=2, weights_regularizer=layers.l2_regularizer(0.1)
        ),
    ]


@table.case
def conv2d_transpose_of_another_format(tf):
    return tf.contrib.layers.conv2d_transpose(images(tf), 4, 3, data_format=None)


@table.case
def conv2d_in_plane(tf):
    layers = tf.contrib.layers
    return [
        layers.conv2d_in_plane(images(tf), 3),
        layers.convolution2d_in_plane(
            images(tf),
            [3, 2],
            stride=2,
            padding="VALID",
            activation_fn=None,
            normalizer_fn=layers.layer_norm,
            weights_regularizer=layers.l2_regularizer(0.1),
            variables_collections={"weights": ["w"]},
            scope="plane",
        ),
    ]


@table.case
def separable_conv2d(tf):
    layers = tf.contrib.layers
    return [
        layers.separable_conv2d(images(tf), 4, 3),
        layers.separable_conv2d(
            images(tf),
            4,
            [3, 3],
            2,
            stride=2,
            padding="VALID",
            activation_fn=None,
            weights_regularizer=layers.l2_regularizer(0.1),
            pointwise_initializer=tf.ones_initializer(),
            variables_collections={"weights": ["w"], "biases": ["b"]},
            outputs_collections="o",
            scope="sep",
        ),
        layers.separable_conv2d(images(tf), None, 3, 2),
        layers.separable_convolution2d(
            images(tf),
            None,
            [3, 3],
            1,
            rate=2,
            normalizer_fn=layers.batch_norm,
            weights_regularizer=layers.l2_regularizer(0.1),
            scope="depth",
        ),
        layers.separable_conv2d(images(tf), 4, 3, rate=[2, 2], normalizer_fn=layers.batch_norm),
    ]


@table.case
def pooling(tf):
    layers = tf.contrib.layers
    return [
        layers.max_pool2d(images(tf), 2),
        layers.max_pool2d(
            images(tf), [3, 3], stride=1, padding="SAME", scope="pool1", outputs_collections="o"
        ),
        layers.avg_pool2d(images(tf), [2, 2]),
        layers.avg_pool2d(images(tf), 3, stride=[1, 2], padding="SAME", scope="pool2"),
        layers.max_pool3d(volumes(tf), 2),
        layers.avg_pool3d(volumes(tf), [2, 2, 2], stride=1, scope="p3"),
    ]


@table.case
def pooling_of_another_format(tf):
    return tf.contrib.layers.max_pool3d(volumes(tf), 2, data_format="NHWC")


@table.case
def pool(tf):
    pool = deep(tf, "layers").pool
    return [
        pool(tf.constant(ramp(2, 7, 3)), 2, "MAX"),
        pool(images(tf), [2, 3], "AVG", padding="SAME", stride=2, scope="p"),
        pool(images(tf), 2, "MAX", dilation_rate=2),
    ]


@table.case
def batch_norm(tf):
    layers = tf.contrib.layers
    y = layers.batch_norm(images(tf))
    z = layers.batch_norm(
        y,
        decay=0.9,
        center=False,
        scale=True,
        epsilon=0.1,
        activation_fn=tf.nn.relu,
        variables_collections={"gamma": ["g"], "moving_mean": ["m"]},
        outputs_collections="o",
        scope="bn",
    )
    return {"y": y, "z": z}


@table.case
def batch_norm_in_use(tf):
    layers = tf.contrib.layers
    training = tf.placeholder_with_default(False, [])
    return {
        "use": layers.batch_norm(images(tf), is_training=False),
        "tensor": layers.batch_norm(images(tf), is_training=training, scope="t"),
        "forced": layers.batch_norm(
            images(tf), is_training=training, scope="f", updates_collections=None
        ),
        "matrix": layers.batch_norm(tf.constant(ramp(4, 3)), is_training=training, scope="m"),
    }


@table.case
def batch_norm_forced(tf):
    layers = tf.contrib.layers
    y = layers.batch_norm(
        images(tf),
        decay=0.5,
        updates_collections=None,
        scale=True,
        variables_collections=["mine"],
        outputs_collections=["o"],
    )
    return {"y": y, "forced": tf.group(y)}


@table.case
def batch_norm_other_collections(tf):
    layers = tf.contrib.layers
    layers.batch_norm(images(tf), decay=0.5, updates_collections="mine")
    layers.batch_norm(images(tf), decay=0.5, updates_collections=["mine", "yours"], fused=False)
    return {"ops": tf.group(*tf.get_collection("mine"))}


@table.case
def batch_norm_zero_debias(tf):
    layers = tf.contrib.layers
    y = layers.batch_norm(images(tf), decay=0.9, zero_debias_moving_mean=True)
    z = layers.batch_norm(
        tf.constant(ramp(4, 3)), decay=0.9, zero_debias_moving_mean=True, fused=False, scope="bn"
    )
    return {"y": y, "z": z}


@table.case
def batch_norm_not_fused(tf):
    layers = tf.contrib.layers
    y = layers.batch_norm(images(tf), fused=False, scale=True)
    z = layers.batch_norm(tf.constant(ramp(4, 3)), fused=False, is_training=False, scope="m")
    w = layers.batch_norm(images(tf), fused=False, updates_collections=None, scope="forced")
    return {"y": y, "z": z, "w": w, "forced": tf.group(w)}


@table.case
def batch_norm_of_a_matrix(tf):
    layers = tf.contrib.layers
    return [
        layers.batch_norm(tf.constant(ramp(4, 3))),
        layers.batch_norm(tf.placeholder_with_default(ramp(4, 3), [None, 3]), scope="unknown"),
        layers.batch_norm(tf.constant(ramp(4, 5, 3)), scope="rank_3"),
        layers.batch_norm(volumes(tf), scope="rank_5"),
    ]


@table.case
def batch_norm_weighted(tf):
    weights = tf.constant([0.2, 1.0])
    layers = tf.contrib.layers
    return [
        layers.batch_norm(images(tf), batch_weights=weights, decay=0.8),
        layers.batch_norm(images(tf), batch_weights=weights, updates_collections=None),
    ]


@table.case
def batch_norm_channels_first(tf):
    layers = tf.contrib.layers
    x = tf.constant(ramp(2, 3, 4, 4))
    return [
        layers.batch_norm(x, data_format="NCHW", fused=False, updates_collections=None, scope="a"),
        layers.batch_norm(x, data_format="NCHW", fused=False, scale=True, scope="b"),
        layers.batch_norm(
            x,
            data_format="NCHW",
            is_training=False,
            fused=False,
            zero_debias_moving_mean=True,
            scope="c",
        ),
        layers.batch_norm(x, data_format="NCHW", batch_weights=[0.1, 0.2], scope="d"),
    ]


@table.case
def batch_norm_parameters(tf):
    layers = tf.contrib.layers
    initializers = {
        "beta": tf.constant_initializer(0.1),
        "gamma": tf.constant_initializer(0.2),
        "moving_mean": tf.constant_initializer(0.3),
        "moving_variance": tf.constant_initializer(0.4),
    }
    regularizers = {"beta": layers.l2_regularizer(0.1), "gamma": layers.l1_regularizer(0.1)}
    arguments = dict(param_initializers=initializers, param_regularizers=regularizers, scale=True)
    return [
        layers.batch_norm(images(tf), **arguments),
        layers.batch_norm(images(tf), updates_collections=None, **arguments),
        layers.batch_norm(images(tf), updates_collections=None, fused=False, **arguments),
    ]


@table.case
def batch_norm_renorm(tf):
    layers = tf.contrib.layers
    clipping = {"rmin": tf.constant(0.5), "rmax": tf.constant(2.0), "dmax": tf.constant(1.0)}
    return layers.batch_norm(images(tf), renorm=True, renorm_clipping=clipping, renorm_decay=0.9)


@table.case
def batch_norm_renorm_misused(tf):
    return tf.contrib.layers.batch_norm(images(tf), renorm=True, updates_collections=None)


@table.case
def batch_norm_of_unknown_channels(tf):
    x = tf.placeholder(tf.float32, [None, 4, 4, None])
    return tf.contrib.layers.batch_norm(x, updates_collections=None)


@table.case
def batch_norm_of_unknown_rank(tf):
    return tf.contrib.layers.batch_norm(tf.placeholder(tf.float32), updates_collections=None)


@table.case
def batch_norm_reused(tf):
    layers = tf.contrib.layers
    y = layers.batch_norm(images(tf), scope="bn")
    z = layers.batch_norm(images(tf), scope="bn", reuse=True, is_training=False)
    w = layers.batch_norm(images(tf), scope="bn", reuse=True, updates_collections=None)
    return {"y": y, "z": z, "forced": tf.group(w)}


@table.case
def arg_scopes(tf):
    layers = tf.contrib.layers
    arg_scope = tf.contrib.framework.arg_scope
    with arg_scope(
        [layers.conv2d, layers.fully_connected],
        activation_fn=None,
        weights_regularizer=layers.l2_regularizer(0.1),
    ):
        with arg_scope([layers.conv2d], stride=2) as scope:
            y = layers.conv2d(images(tf), 2, 3)
        z = layers.conv2d(y, 2, 3, activation_fn=tf.nn.tanh)
    with arg_scope(scope):
        w = layers.conv2d(z, 2, 3)
    with arg_scope([tf.contrib.framework.model_variable], collections=["never"]):
        v = layers.fully_connected(layers.conv2d(w, 2, 1), 3)
    return [y, z, w, v]
