"""``tf.contrib.layers``: what ``contrib_layers`` has not, from layer_norm to rev_block."""

import importlib

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def deep(tf, name):
    """The file of TensorFlow 1 that has the layers' private names."""
    return importlib.import_module(tf.contrib.layers.__name__ + ".python.layers." + name)


def ops(tf, name):
    return importlib.import_module(tf.contrib.layers.__name__ + ".python.ops." + name)


def images(tf, channels=4):
    return tf.constant(ramp(2, 6, 6, channels))


# --- normalization -------------------------------------------------------------------------------
@table.case
def layer_norm(tf):
    layers = tf.contrib.layers
    x = images(tf)
    return [
        layers.layer_norm(x),
        layers.layer_norm(
            x,
            center=False,
            activation_fn=tf.nn.relu,
            begin_norm_axis=-1,
            variables_collections={"gamma": ["g"]},
            outputs_collections="o",
            scope="ln",
        ),
        layers.layer_norm(x, scale=False, begin_norm_axis=2, begin_params_axis=1, trainable=False),
        layers.layer_norm(tf.placeholder_with_default(ramp(4, 3), [None, 3])),
    ]


@table.case(rtol=1e-2, atol=1e-2)
def layer_norm_float16(tf):
    return tf.contrib.layers.layer_norm(tf.constant(ramp(4, 3).astype("float16")))


@table.case
def layer_norm_of_large_axis(tf):
    return tf.contrib.layers.layer_norm(tf.constant(ramp(4, 3)), begin_norm_axis=2)


@table.case
def layer_norm_of_unknown_width(tf):
    return tf.contrib.layers.layer_norm(tf.placeholder(tf.float32, [None, None]))


@table.case
def layer_norm_of_unknown_rank(tf):
    return tf.contrib.layers.layer_norm(tf.placeholder(tf.float32))


@table.case
def layer_norm_reused(tf):
    layers = tf.contrib.layers
    x = tf.constant(ramp(4, 3))
    return [layers.layer_norm(x, scope="ln"), layers.layer_norm(2 * x, scope="ln", reuse=True)]


@table.case
def instance_norm(tf):
    layers = tf.contrib.layers
    return [
        layers.instance_norm(images(tf)),
        layers.instance_norm(
            tf.constant(ramp(2, 3, 5, 4)),
            scale=False,
            epsilon=0.1,
            activation_fn=tf.nn.relu,
            param_initializers={"beta": tf.constant_initializer(0.2)},
            data_format="NCHW",
            variables_collections=["mine"],
            outputs_collections="o",
            scope="named",
        ),
        layers.instance_norm(images(tf), center=False, scale=False),
    ]


@table.case
def instance_norm_of_unknown_channels(tf):
    return tf.contrib.layers.instance_norm(tf.placeholder(tf.float32, [None, 4, 4, None]))


@table.case
def group_norm(tf):
    layers = tf.contrib.layers
    return [
        layers.group_norm(images(tf), groups=2),
        layers.group_norm(
            tf.constant(ramp(2, 4, 3, 5)),
            groups=4,
            channels_axis=1,
            reduction_axes=(2, -1),
            scale=False,
            activation_fn=tf.nn.relu,
            outputs_collections="o",
            param_initializers={"beta": tf.constant_initializer(0.2)},
            scope="named",
        ),
        layers.group_norm(images(tf), groups=2, center=False, mean_close_to_zero=True),
        layers.group_norm(tf.placeholder_with_default(ramp(2, 5, 5, 6), [None, 5, 5, 6]), groups=3),
    ]


@table.case
def group_norm_of_too_many(tf):
    return tf.contrib.layers.group_norm(images(tf))


@table.case
def group_norm_of_uneven(tf):
    return tf.contrib.layers.group_norm(images(tf), groups=3)


@table.case
def group_norm_over_its_channels(tf):
    return tf.contrib.layers.group_norm(images(tf), groups=2, reduction_axes=[-1])


@table.case(seeded=True, same_initializers=False)  # tf.eye has another kernel.
def gdn(tf):
    layers = tf.contrib.layers
    layer = layers.GDN(inverse=True, gamma_init=0.2)
    return [
        layers.gdn(images(tf)),
        layers.gdn(tf.constant(ramp(2, 5, 3)), inverse=True, beta_min=0.5, name="seq"),
        layers.gdn(tf.constant(ramp(1, 2, 3, 4, 2)), name="volume"),
        layers.gdn(2 * images(tf), name="gdn", reuse=True),
        layer(tf.constant(ramp(2, 3, 5))),
    ]


@table.case
def gdn_of_unknown_channels(tf):
    return tf.contrib.layers.gdn(tf.placeholder(tf.float32, [None, 4, 4, None]))


# --- reshaping and units -------------------------------------------------------------------------
@table.case
def flatten(tf):
    layers = tf.contrib.layers
    return [
        layers.flatten(images(tf)),
        layers.flatten(tf.placeholder_with_default(ramp(2, 3, 4), [None, 3, 4]), "o", "named"),
        layers.flatten(tf.placeholder_with_default(ramp(2, 3, 4), [None, None, 4])),
    ]


@table.case
def inner_flatten(tf):
    inner = deep(tf, "layers")._inner_flatten
    sparse = tf.SparseTensor([[0, 0, 1], [1, 1, 0]], [1.0, 2.0], [2, 2, 3])
    return [
        inner(images(tf), 3, "o", "named"),
        inner(tf.placeholder_with_default(ramp(2, 3, 4), [None, None, 4]), 2),
        inner(sparse, 2).values,
        inner(sparse, 2).indices,
    ]


@table.case
def inner_flatten_of_low_rank(tf):
    return deep(tf, "layers")._inner_flatten(tf.constant(ramp(2, 3)), 3)


@table.case
def dense_to_sparse(tf):
    layers = tf.contrib.layers
    a = layers.dense_to_sparse(tf.constant([[1, 0, 2], [0, 0, 3]]))
    b = layers.dense_to_sparse(tf.constant([["a", "x"], ["x", "b"]]), "x", "o", "named")
    return [a.indices, a.values, a.dense_shape, b.indices, b.values]


@table.case
def one_hot_encoding(tf):
    layers = tf.contrib.layers
    return [
        layers.one_hot_encoding(tf.constant([1, 0, 3]), 4),
        layers.one_hot_encoding(tf.constant([[1], [0]], tf.int64), 2, 2.0, -1.0, "o", "named"),
    ]


@table.case
def images_to_sequence_and_back(tf):
    layers = tf.contrib.layers
    x = tf.constant(ramp(2, 3, 4, 2))
    y = layers.images_to_sequence(x)
    z = layers.images_to_sequence(tf.constant(ramp(2, 3, 4, 2)), "NCHW", "o", "named")
    unknown = tf.placeholder_with_default(ramp(4, 6, 2), [4, None, 2])
    return [
        y,
        z,
        layers.sequence_to_images(y, 3),
        layers.sequence_to_images(unknown, 3, "channels_first", "o", "back"),
    ]


@table.case
def images_to_sequence_of_another_format(tf):
    return tf.contrib.layers.images_to_sequence(images(tf), "channels_last")


@table.case
def units(tf):
    layers = tf.contrib.layers
    return [
        layers.maxout(tf.constant(ramp(4, 6)), 3),
        layers.maxout(tf.placeholder_with_default(ramp(4, 6, 5), [None, 6, 5]), 2, 1, "named"),
        layers.unit_norm(tf.constant(ramp(2, 3, 4)), 1),
        layers.unit_norm(tf.constant(ramp(2, 3)), 0, 0.1, "last"),
        deep(tf, "layers").poincare_normalize(3.0 * tf.constant(ramp(4, 3))),
    ]


@table.case
def maxout_of_uneven(tf):
    return tf.contrib.layers.maxout(tf.constant(ramp(4, 6)), 4)


@table.case
def unit_norm_of_large_dim(tf):
    return tf.contrib.layers.unit_norm(tf.constant(ramp(4, 6)), 2)


@table.case
def spatial_softmax(tf):
    layers = tf.contrib.layers
    return [
        layers.spatial_softmax(images(tf)),
        layers.spatial_softmax(
            tf.placeholder_with_default(ramp(2, 3, 4, 5), [None, 3, None, None]),
            0.5,
            "named",
            variables_collections={"temperature": ["t"]},
            data_format="NCHW",
        ),
        layers.spatial_softmax(images(tf), trainable=False, variables_collections=["t"]),
    ]


@table.case
def spatial_softmax_of_unknown_channels(tf):
    return tf.contrib.layers.spatial_softmax(tf.placeholder(tf.float32, [None, 4, 4, None]))


@table.case
def scale_gradient(tf):
    x = tf.constant(ramp(3))
    y = tf.contrib.layers.scale_gradient(tf.square(x), 0.25)
    return {"y": tf.identity(y, name="y"), "gradient": tf.identity(tf.gradients(y, x)[0], name="g")}


# --- initializers and regularizers ---------------------------------------------------------------
@table.case(seeded=True)
def initializers(tf):
    layers = tf.contrib.layers

    def get(name, shape, initializer, dtype=tf.float32):
        return tf.get_variable(name, shape, dtype, initializer)

    get("xavier", [6, 4], layers.xavier_initializer(seed=1))
    get("normal", [6, 4], layers.xavier_initializer(False, seed=2))
    get("conv", [2, 2, 3, 4], layers.xavier_initializer_conv2d(seed=3))
    get("in", [6, 4], layers.variance_scaling_initializer(seed=4))
    get("out", [6, 4], layers.variance_scaling_initializer(1.0, "FAN_OUT", True, seed=5))
    get("avg", [2, 3, 4], layers.variance_scaling_initializer(3.0, "FAN_AVG", seed=6))
    get("vector", [5], layers.variance_scaling_initializer(seed=7))
    get("scalar", [], layers.variance_scaling_initializer(uniform=True, seed=8))
    get("double", [6, 4], layers.xavier_initializer(seed=9, dtype=tf.float64), tf.float64)
    return {}


@table.case
def initializer_of_ints(tf):
    return tf.contrib.layers.xavier_initializer(dtype=tf.int32)


@table.case
def initializer_of_unknown_mode(tf):
    return tf.contrib.layers.variance_scaling_initializer(mode="FAN_OFF")


@table.case
def regularizers(tf):
    layers = tf.contrib.layers
    w = tf.constant(ramp(3, 4))
    made = {
        "l1": layers.l1_regularizer(0.1),
        "l2": layers.l2_regularizer(0.2, scope="named"),
        "both": layers.l1_l2_regularizer(0.1, 0.2),
        "only_l2": layers.l1_l2_regularizer(0.0, 0.2),
        "only_l1": layers.l1_l2_regularizer(0.1, 0.0, "mine"),
        "sum": layers.sum_regularizer([layers.l1_regularizer(0.5), None, lambda w: None]),
        "tensor": layers.l2_regularizer(tf.constant(0.5)),
        "none": layers.l1_regularizer(0.0),
        "nothing": layers.sum_regularizer([lambda w: None]),
    }
    return dict({k: f(w) for k, f in made.items()}, no_list=layers.sum_regularizer([None]))


@table.case
def regularizer_of_an_int(tf):
    return tf.contrib.layers.l2_regularizer(1)


@table.case
def regularizer_below_zero(tf):
    return tf.contrib.layers.l1_regularizer(-0.5)


@table.case
def l2_regularizer_below_zero(tf):
    return tf.contrib.layers.l1_l2_regularizer(0.1, -0.5)


@table.case
def apply_regularization(tf):
    layers = tf.contrib.layers
    w = tf.get_variable("w", [3], collections=[tf.GraphKeys.WEIGHTS, tf.GraphKeys.GLOBAL_VARIABLES])
    all_weights = layers.apply_regularization(layers.l2_regularizer(0.1))
    given = layers.apply_regularization(layers.l1_regularizer(0.1), [w, tf.constant(ramp(2))])
    none = layers.apply_regularization(lambda w: None, [w])
    return [all_weights, given, none]


@table.case
def apply_regularization_to_nothing(tf):
    return tf.contrib.layers.apply_regularization(lambda w: None)


@table.case
def apply_regularization_of_vectors(tf):
    return tf.contrib.layers.apply_regularization(lambda w: w, [tf.constant(ramp(2))])


# --- utilities -----------------------------------------------------------------------------------
@table.case
def collections_of_outputs(tf):
    layers, utils = tf.contrib.layers, deep(tf, "utils")
    x = tf.constant(ramp(4, 3))
    with tf.variable_scope("net"):
        y = layers.fully_connected(x, 3, outputs_collections="points")
        y = layers.repeat(y, 2, layers.fully_connected, 3, outputs_collections="points", scope="r")
        layers.max_pool2d(images(tf), 2, outputs_collections="points", scope="pool")
    tf.add_to_collection("points", tf.unstack(x)[1])
    found = utils.convert_collection_to_dict("points")
    again = utils.convert_collection_to_dict("points", clear_collection=True)
    return {
        "names": [[k, v.name] for k, v in found.items()],
        "same": list(found) == list(again),
        "left": tf.get_collection("points"),
        "aliases": utils.gather_tensors_aliases([x, y]),
    }


@table.case
def utilities(tf):
    utils = deep(tf, "utils")
    shape = tf.TensorShape([None, 3, 4, 5])
    return {
        "constant": utils.constant_value(tf.constant(3)),
        "plain": utils.constant_value(True),
        "unknown": utils.constant_value(tf.placeholder(tf.bool)),
        "variable": utils.constant_value(tf.get_variable("v", [2])),
        "static": utils.static_cond(0, lambda: "yes", lambda: "no"),
        "smart": utils.smart_cond(tf.constant(True), lambda: "yes", lambda: "no"),
        "collections": [
            utils.get_variable_collections({"a": ["x"]}, "a"),
            utils.get_variable_collections({"a": ["x"]}, "b"),
            utils.get_variable_collections(["x"], "b"),
        ],
        "dimensions": [
            utils.channel_dimension(shape, "channels_first"),
            utils.channel_dimension(shape, "channels_last"),
            utils.last_dimension(shape, 4),
        ],
        "pairs": [
            utils.two_element_tuple(2),
            utils.two_element_tuple([1, 2]),
            utils.n_positive_integers(3, 2),
            utils.n_positive_integers(2, (1, 2)),
        ],
    }


def misuse(name, function):
    """Adds a case of a call that fails."""
    function.__name__ = name
    table.case(function)


for name, call in {
    "constant_value_of_none": lambda tf: deep(tf, "utils").constant_value(None),
    "constant_value_of_another_type": lambda tf: deep(tf, "utils").constant_value(
        tf.constant(1), tf.bool
    ),
    "static_cond_of_values": lambda tf: deep(tf, "utils").static_cond(True, 1, lambda: 2),
    "last_dimension_of_unknown": lambda tf: deep(tf, "utils").last_dimension(
        tf.TensorShape([2, None])
    ),
    "last_dimension_of_low_rank": lambda tf: deep(tf, "utils").last_dimension(
        tf.TensorShape([2]), 2
    ),
    "two_element_tuple_of_three": lambda tf: deep(tf, "utils").two_element_tuple([1, 2, 3]),
    "two_element_tuple_of_a_string": lambda tf: deep(tf, "utils").two_element_tuple("ab"),
    "n_positive_integers_of_zero": lambda tf: deep(tf, "utils").n_positive_integers(2, 0),
    "n_positive_integers_of_two": lambda tf: deep(tf, "utils").n_positive_integers(3, [1, 2]),
    "n_positive_integers_none": lambda tf: deep(tf, "utils").n_positive_integers(0, [1, 2]),
}.items():
    misuse(name, call)


# --- summaries -----------------------------------------------------------------------------------
@table.case
def summaries(tf):
    layers = tf.contrib.layers
    v = tf.get_variable("v", [3], initializer=tf.ones_initializer())
    tf.add_to_collection(tf.GraphKeys.WEIGHTS, v)
    tf.add_to_collection(tf.GraphKeys.ACTIVATIONS, tf.nn.relu6(9.0 * tf.constant(ramp(5)), "six"))
    made = [
        layers.summarize_tensor(tf.constant(2.0, name="scalar")),
        layers.summarize_tensor(v, "tag"),
        layers.summarize_activation(tf.nn.relu(tf.constant(ramp(5)), "relu")),
        layers.summarize_activation(tf.nn.softplus(tf.constant(ramp(5)), "soft")),
        layers.summarize_activation(tf.nn.tanh(tf.constant(ramp(5)), "tanh")),
    ]
    made += layers.summarize_tensors([v])
    made += layers.summarize_collection("variables", "nothing")
    made += layers.summarize_activations()
    made += layers.summaries.summarize_variables()
    made += layers.summaries.summarize_weights(name_filter="v")
    made += layers.summaries.summarize_biases()
    return {
        "names": [s.name for s in made],
        "none": [
            layers.summarize_tensor(tf.constant("a")),
            layers.summarize_tensor(tf.constant(True)),
        ],
        "scalars": [
            s for s in tf.get_collection(tf.GraphKeys.SUMMARIES) if s.op.type == "ScalarSummary"
        ],
    }


# --- encoders and embeddings ---------------------------------------------------------------------
@table.case
def bow_encoder(tf):
    layers = tf.contrib.layers
    ids = tf.constant([[1, 2, 0], [3, 3, 4], [0, 0, 0]])
    sparse = tf.SparseTensor([[0, 0], [1, 1]], tf.constant([1, 3]), [2, 2])
    return [
        layers.bow_encoder(ids, 5, 3),
        layers.bow_encoder(sparse, 5, 3, initializer=tf.ones_initializer(), trainable=False),
        layers.bow_encoder(
            ids, 5, 3, sparse_lookup=False, regularizer=layers.l2_regularizer(0.1), scope="dense"
        ),
        layers.bow_encoder(ids, 5, 3, sparse_lookup=False, scope="dense", reuse=True),
    ]


@table.case
def bow_encoder_without_size(tf):
    return tf.contrib.layers.bow_encoder(tf.constant([[1]]), 0, 3)


@table.case
def embed_sequence(tf):
    layers = tf.contrib.layers
    ids = tf.constant([[1, 2, 1], [3, 3, 4]])
    return [
        layers.embed_sequence(ids, 5, 3),
        layers.embed_sequence(ids, 5, 3, unique=True, scope="emb"),
        layers.embed_sequence(ids, 5, 3, scope="emb", reuse=True),
        layers.embed_sequence(ids, scope="emb", reuse=True),
    ]


@table.case
def embed_sequence_without_size(tf):
    return tf.contrib.layers.embed_sequence(tf.constant([[1]]), 5)


@table.case
def embedding_lookup_unique(tf):
    lookup = tf.contrib.layers.embedding_lookup_unique
    params = tf.get_variable("params", [6, 2])
    parts = [tf.get_variable("a", [3, 2]), tf.get_variable("b", [3, 2])]
    ids = tf.constant([[0, 5, 5], [1, 1, 2]])
    return [
        lookup(params, ids),
        lookup(parts, ids, name="mod"),
        lookup(parts, ids, "div"),
        lookup(params, tf.constant([3, 3])),
    ]


@table.case
def safe_embedding_lookup_sparse(tf):
    lookup = tf.contrib.layers.safe_embedding_lookup_sparse
    params = tf.get_variable("params", [6, 2])
    parts = [tf.get_variable("a", [3, 2]), tf.get_variable("b", [3, 2])]
    indices = [[0, 0], [0, 1], [1, 0], [3, 1]]
    ids = tf.SparseTensor(indices, tf.constant([1, 5, -1, 2], tf.int64), [4, 2])
    weights = tf.SparseTensor(indices, tf.constant([0.5, 2.0, 1.0, -1.0]), [4, 2])
    deep_ids = tf.SparseTensor([[0, 0, 1], [1, 1, 0]], tf.constant([2, 4], tf.int64), [2, 2, 2])
    return [
        lookup(params, ids),
        lookup([params], ids, weights, combiner="sqrtn", name="named"),
        lookup(parts, ids, weights, combiner="sum", default_id=3),
        lookup(parts, ids, combiner="mean", default_id=1, partition_strategy="mod", max_norm=0.1),
        lookup(params, deep_ids),
    ]


@table.case
def safe_embedding_lookup_of_nothing(tf):
    ids = tf.SparseTensor([[0, 0]], tf.constant([1], tf.int64), [4, 2])
    return tf.contrib.layers.safe_embedding_lookup_sparse(None, ids)


@table.case
def sparse_ops(tf):
    sparse = ops(tf, "sparse_ops")
    a = sparse.dense_to_sparse_tensor([[1, 0, 2], [0, 0, 3]])
    b = sparse.dense_to_sparse_tensor(tf.constant([["", "x"], ["y", "x"]]), "x")
    c = sparse.indicators_to_sparse_ids([[0, 1, 1], [0, 0, 0], [1, 0, 1]])
    d = sparse.indicators_to_sparse_ids(tf.constant([["a", ""], ["", "b"]]), dtype=tf.int32)
    found = {}
    for name, made in zip("abcd", (a, b, c, d)):
        found.update(
            {name + "/i": made.indices, name + "/v": made.values, name + "/s": made.dense_shape}
        )
    found["envelope"] = tf.identity(sparse.sparse_row_envelope(a), name="e")
    found["columns"] = tf.identity(sparse.sparse_row_envelope(a, 1, 0), name="c")
    found["buckets"] = ops(tf, "bucketization_op").bucketize([1.0, 5.0, 9.0], [2.0, 5.0])
    return found


# --- optimize_loss -------------------------------------------------------------------------------
def model(tf):
    """A loss of two variables, and the step."""
    x = tf.get_variable("x", initializer=ramp(3))
    y = tf.get_variable("y", initializer=2.0)
    return tf.reduce_sum(tf.square(x * y)), tf.train.get_or_create_global_step(), x, y


@table.case(gradients=False)
def optimize_loss(tf):
    loss, step, _, _ = model(tf)
    train = tf.contrib.layers.optimize_loss(loss, step, 0.1, "SGD")
    return {"train": train, "run": tf.group(train)}


for name in ("Adagrad", "Adam", "Ftrl", "Momentum", "RMSProp"):

    def program(tf, name=name):
        loss, step, _, _ = model(tf)
        train = tf.contrib.layers.optimize_loss(loss, step, 0.1, name, name="opt")
        return {"run": tf.group(train)}

    program.__name__ = "optimize_loss_" + name
    # Ftrl's slots start from other ops.
    table.case(gradients=False, seeded=True, same_initializers=name != "Ftrl")(program)


@table.case(gradients=False)
def optimize_loss_with_everything(tf):
    layers = tf.contrib.layers
    loss, step, x, y = model(tf)
    counted = tf.get_variable("counted", [], initializer=tf.zeros_initializer(), trainable=False)
    tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, tf.assign_add(counted, 1.0))
    train = layers.optimize_loss(
        loss,
        step,
        0.1,
        lambda rate: tf.train.MomentumOptimizer(rate, 0.5),
        gradient_multipliers={y: 0.5, "x:0": 2.0},
        clip_gradients=1.5,
        learning_rate_decay_fn=lambda rate, step: tf.train.exponential_decay(rate, step, 1, 0.5),
        summaries=layers.OPTIMIZER_SUMMARIES,
        name="everything",
    )
    tf.get_default_graph().clear_collection(tf.GraphKeys.UPDATE_OPS)
    return {"run": tf.group(train), "summaries": tf.get_collection(tf.GraphKeys.SUMMARIES)[:0]}


@table.case(gradients=False)
def optimize_loss_of_some(tf):
    layers = tf.contrib.layers
    loss, step, x, y = model(tf)
    rate = tf.constant(0.1)
    train = layers.optimize_loss(
        loss,
        step,
        rate,
        tf.train.GradientDescentOptimizer,
        variables=[y],
        update_ops=[],
        summaries=[],
        increment_global_step=False,
    )
    own = layers.optimize_loss(
        loss,
        None,
        None,
        tf.train.GradientDescentOptimizer(0.5),
        clip_gradients=lambda pairs: [(g * 0.0, v) for g, v in pairs],
    )
    with tf.control_dependencies([train]):
        return {"run": tf.group(tf.identity(train)), "name": own.name}


@table.case(gradients=False)
def optimize_loss_of_sparse(tf):
    embeddings = tf.get_variable("embeddings", [5, 2], initializer=tf.ones_initializer())
    loss = tf.reduce_sum(tf.square(tf.nn.embedding_lookup(embeddings, [1, 3, 3])))
    train = tf.contrib.layers.optimize_loss(
        loss,
        tf.train.get_or_create_global_step(),
        0.1,
        "SGD",
        clip_gradients=0.5,
        gradient_multipliers={"embeddings:0": 3.0},
        summaries=["gradients", "gradient_norm"],
    )
    return {"run": tf.group(train)}


@table.case(gradients=False)
def adaptive_clipping(tf):
    loss, step, _, _ = model(tf)
    clip = deep(tf, "optimizers").adaptive_clipping_fn(
        std_factor=1.0, decay=0.9, static_max_norm=0.5, global_step=step, report_summary=True
    )
    train = tf.contrib.layers.optimize_loss(loss, step, 0.1, "SGD", clip_gradients=clip)
    return {"run": tf.group(train)}


for name, call in {
    "optimize_loss_by_unknown_name": dict(optimizer="SDG"),
    "optimize_loss_without_rate": dict(learning_rate=None),
    "optimize_loss_of_an_int_rate": dict(learning_rate=1),
    "optimize_loss_of_a_rate_below_zero": dict(learning_rate=-1.0),
    "optimize_loss_of_unknown_summary": dict(summaries=["loss", "nothing"]),
    "optimize_loss_clipped_by_an_int": dict(clip_gradients=1),
    "optimize_loss_by_a_number": dict(optimizer=3),
    "optimize_loss_by_a_function_of_nothing": dict(optimizer=lambda rate: "SGD"),
}.items():

    def program(tf, call=call):
        loss, step, _, _ = model(tf)
        arguments = dict(dict(learning_rate=0.1, optimizer="SGD"), **call)
        return tf.contrib.layers.optimize_loss(loss, step, **arguments)

    misuse(name, program)


# --- reversible blocks ---------------------------------------------------------------------------
def f(x):
    import sys

    tf = sys.modules.get("tf1shim") or sys.modules["tensorflow"]
    return tf.layers.dense(x, 3, tf.nn.tanh)


@table.case
def rev_block(tf):
    layers = tf.contrib.layers
    x = tf.get_variable("x", [4, 3])
    y1, y2 = layers.rev_block(x, 2.0 * x, f, [f, f], num_layers=2)
    z1, z2 = layers.rev_block(x, 2.0 * x, f, f, num_layers=2, is_training=False)
    return {"y": tf.identity(y1 + 2.0 * y2, "y"), "z": tf.identity(z1 + z2, "z")}


@table.case
def rev_block_side_inputs(tf):
    side = tf.get_variable("side", [4, 3], use_resource=True)

    def g(x, sides):
        return tf.layers.dense(x * sides[0], 3, use_bias=False)

    x = tf.get_variable("x", [4, 3])
    s = tf.tanh(side)
    y1, y2 = tf.contrib.layers.rev_block(x, 2.0 * x, g, f, 2, f_side_input=[s])
    return {"y": tf.identity(y1 * y2, "y")}


@table.case(rtol=1e-3, atol=1e-4)
def rev_block_backward(tf):
    block = tf.contrib.layers.RevBlock(f, f, num_layers=3)
    x1, x2 = tf.constant(ramp(4, 3)), tf.constant(ramp(4, 3)) * 2.0
    y1, y2 = block.forward(x1, x2)
    z1, z2 = block.backward(y1, y2)
    return {
        "y": tf.identity(y1 + y2, "y"),
        "z1": tf.identity(z1, "z1"),
        "z2": tf.identity(z2, "z2"),
        "weights": len(block.trainable_weights),
    }


@table.case
def recompute_grad(tf):
    layers = tf.contrib.layers

    @layers.recompute_grad
    def one(x, y):
        return tf.layers.dense(tf.layers.dense(x * y, 5, tf.nn.tanh), 3)

    @layers.recompute_grad(use_data_dep=True, tupleize_grads=True)
    def two(x, is_recomputing=False):
        return tf.layers.dense(x, 3), tf.square(x)

    x = tf.get_variable("x", [4, 3])
    with tf.variable_scope("one", use_resource=True):
        y = one(tf.identity(x), 2.0 * x)
    with tf.variable_scope("two", use_resource=True):
        z, w = two(tf.identity(x))
    return {"y": tf.identity(y, "y"), "z": tf.identity(z, "z"), "w": tf.identity(w, "w")}


@table.case
def recompute_grad_of_no_tensor(tf):
    return tf.contrib.layers.recompute_grad(lambda x: x)(3.0)


@table.case
def recompute_grad_over_a_tensor(tf):
    y = tf.constant(1.0, name="y")
    return tf.contrib.layers.recompute_grad(lambda x: x * y)(y)


@table.case
def constants(tf):
    layers = tf.contrib.layers
    return {
        "names": sorted(layers.OPTIMIZER_CLS_NAMES),
        "summaries": layers.OPTIMIZER_SUMMARIES,
        "key": layers.SPARSE_FEATURE_CROSS_DEFAULT_HASH_KEY,
        "xavier": np.float32(2.0),
    }
