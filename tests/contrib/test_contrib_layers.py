"""tf.contrib.layers in sessions, loops and summaries; the rest is in the goldens."""

import numpy as np
import pytest

import tf1shim as tf

layers = tf.contrib.layers
framework = tf.contrib.framework


def summaries(sess, *merged):
    """``{tag: value}`` of the scalar summaries; None for histograms."""
    proto = tf.Summary.FromString(sess.run(merged or tf.summary.merge_all()))
    return {v.tag: v.simple_value if v.HasField("simple_value") else None for v in proto.value}


# --- batch normalization -------------------------------------------------------------------------
def moving(sess):
    """The moving mean and variance."""
    return sess.run(framework.get_variables_by_name("moving_mean")[0]), sess.run(
        framework.get_variables_by_name("moving_variance")[0]
    )


@pytest.mark.parametrize("fused", [True, False])
@pytest.mark.parametrize("shape", [(8, 3), (8, 2, 2, 3)])
def test_batch_norm_with_a_tensor(fused, shape):
    """A tensor for is_training decides, in each run, what normalizes and whether averages move."""
    x = np.random.RandomState(0).normal(3.0, 2.0, shape).astype(np.float32)
    training = tf.placeholder(tf.bool, [])
    y = layers.batch_norm(
        tf.constant(x), 0.5, updates_collections=None, is_training=training, fused=fused
    )
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        in_use = sess.run(y, {training: False})
        assert moving(sess)[0].tolist() == [0, 0, 0]
        np.testing.assert_allclose(in_use, x / np.sqrt(1.001), rtol=1e-4)
        trained = sess.run(y, {training: True})
        np.testing.assert_allclose(trained.reshape(-1, 3).mean(0), 0, atol=1e-5)
        np.testing.assert_allclose(moving(sess)[0], x.reshape(-1, 3).mean(0) / 2, rtol=1e-4)


def test_batch_norm_update_ops():
    """The averages stand still until the update ops run."""
    x = tf.constant([[1.0], [3.0]])
    y = layers.batch_norm(x, 0.5)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(y)
        assert moving(sess)[0] == [0]
        sess.run(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
        assert moving(sess)[0] == [1]


def test_batch_norm_zero_debias():
    """With zero_debias_moving_mean the first batch's mean counts in full."""
    layers.batch_norm(tf.constant([[1.0], [3.0]]), 0.9, zero_debias_moving_mean=True)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(3):
            sess.run(tf.get_collection(tf.GraphKeys.UPDATE_OPS))
            np.testing.assert_allclose(moving(sess)[0], [2.0], rtol=1e-5)


def test_batch_norm_weights():
    """Examples of weight zero do not count."""
    x = tf.constant([[1.0], [3.0], [100.0]])
    layers.batch_norm(x, 0.0, batch_weights=tf.constant([1.0, 1.0, 0.0]), updates_collections="u")
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(tf.get_collection("u"))
        np.testing.assert_allclose(moving(sess), [[2.0], [1.0]], rtol=1e-5)


# --- layers --------------------------------------------------------------------------------------
def test_layers_in_a_loop():
    """A layer in a while loop's body makes its variables once, outside, and learns."""
    with tf.variable_scope("loop") as scope:
        layers.fully_connected(tf.zeros([2, 3]), 3, tf.tanh, scope="fc")
        scope.reuse_variables()
        y = tf.while_loop(
            lambda i, x: i < 4,
            lambda i, x: (i + 1, layers.fully_connected(x, 3, tf.tanh, scope="fc")),
            [0, tf.ones([2, 3])],
        )[1]
    gradients = tf.gradients(y, tf.trainable_variables())
    assert [v.op.name for v in tf.model_variables()] == ["loop/fc/weights", "loop/fc/biases"]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        w, got = sess.run([tf.trainable_variables()[0], y])
        expected = np.ones([2, 3])
        for _ in range(4):
            expected = np.tanh(expected @ w)
        np.testing.assert_allclose(got, expected, rtol=1e-4)
        assert all(np.abs(g).sum() > 0 for g in sess.run(gradients))


def test_dropout_while_training():
    """It keeps about keep_prob of the elements, scaled up; noise_shape joins their fates."""
    y = layers.dropout(tf.ones([100, 100]), 0.8)
    rows = layers.dropout(tf.ones([100, 10]), 0.5, noise_shape=[100, 1])
    with tf.Session() as sess:
        y, rows = sess.run([y, rows])
    assert set(np.unique(y)) == {0, 1.25}
    assert abs((y > 0).mean() - 0.8) < 0.03
    assert all(len(set(row)) == 1 for row in rows)


def test_convolution_channels_first_names():
    """Channels first make the variables of channels last; the kernel may want a GPU."""
    x = tf.zeros([2, 3, 8, 8])
    y = layers.conv2d(x, 5, 3, data_format="NCHW", normalizer_fn=layers.batch_norm,
                      normalizer_params={"data_format": "NCHW"})  # fmt: skip
    assert y.shape.as_list() == [2, 5, 8, 8]
    shapes = [v.shape.as_list() for v in tf.model_variables()]
    assert shapes == [[3, 3, 3, 5], [5], [5], [5]]


def test_layers_of_eager_arrays():
    """Layers take arrays and lists, as TensorFlow 1's did."""
    y = layers.fully_connected(np.ones([2, 3], np.float32), 4, weights_initializer=tf.ones)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run(y).tolist() == [[3.0] * 4] * 2


def test_a_small_network_learns():
    """Convolution, normalization, pooling, dropout and dense layers train together."""
    images = np.random.RandomState(1).uniform(size=[16, 8, 8, 1]).astype(np.float32)
    labels = (images.mean(axis=(1, 2, 3)) > np.median(images.mean(axis=(1, 2, 3)))).astype(int)
    tf.set_random_seed(1)
    with framework.arg_scope(
        [layers.conv2d, layers.fully_connected], weights_regularizer=layers.l2_regularizer(1e-4)
    ):
        net = layers.conv2d(images, 8, 3, normalizer_fn=layers.batch_norm)
        net = layers.max_pool2d(net, 2)
        net = layers.dropout(layers.flatten(net), 0.9)
        logits = layers.fully_connected(net, 2, activation_fn=None)
    tf.losses.sparse_softmax_cross_entropy(labels, logits)
    step = tf.train.get_or_create_global_step()
    train = layers.optimize_loss(tf.losses.get_total_loss(), step, 0.01, "Adam")
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        losses = [sess.run(train) for _ in range(40)]
        assert losses[-1] < losses[0] / 2
        assert sess.run(step) == 40
        assert np.abs(moving(sess)[0]).sum() > 0


# --- optimize_loss and summaries -----------------------------------------------------------------
def test_optimize_loss_summaries():
    """The summaries say loss, learning rate and norms, before and after clipping."""
    w = tf.get_variable("w", initializer=[3.0, 4.0])
    layers.optimize_loss(
        tf.nn.l2_loss(w),
        tf.train.get_or_create_global_step(),
        0.5,
        "SGD",
        clip_gradients=1.0,
        learning_rate_decay_fn=lambda rate, step: rate * 0.5,
        summaries=layers.OPTIMIZER_SUMMARIES,
    )
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        said = summaries(sess)
    assert {tag.replace("OptimizeLoss/", ""): value for tag, value in said.items()} == {
        "learning_rate_1": 0.25,
        "global_norm/gradient_norm": 5.0,
        "loss": 12.5,
        "gradients/w_0": None,
        "gradient_norm/w_0": 1.0,
        "global_norm/clipped_gradient_norm": pytest.approx(1.0),
    }


def test_optimize_loss_noise():
    """gradient_noise_scale adds noise, of dense gradients of known shape."""
    w = tf.get_variable("w", initializer=tf.zeros([1000]))
    train = layers.optimize_loss(
        tf.reduce_sum(w), tf.train.get_or_create_global_step(), 1.0, "SGD", 0.1
    )
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train)
        moved = sess.run(w)
    assert abs(moved.mean() + 1.0) < 0.05
    assert 0.05 < moved.std() < 0.15


def test_optimize_loss_runs_the_update_ops():
    """By default a step runs the update ops; with a list, those of the list instead."""
    w, count = tf.get_variable("w", initializer=1.0), tf.get_variable("n", initializer=0.0)
    tf.add_to_collection(tf.GraphKeys.UPDATE_OPS, tf.assign_add(count, 1.0))
    step = tf.train.get_or_create_global_step()
    default = layers.optimize_loss(w * w, step, 0.1, "SGD", variables=[w])
    none = layers.optimize_loss(w * w, step, 0.1, "SGD", variables=[w], update_ops=[])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run([default])
        sess.run([none])
        assert sess.run([count, step]) == [1.0, 2]


def test_adaptive_clipping():
    """A gradient far above the usual norm is scaled down to the usual."""
    from tf1shim.contrib.layers.python.layers.optimizers import adaptive_clipping_fn

    w, scale = tf.get_variable("w", initializer=1.0), tf.placeholder(tf.float32, [])
    ((clipped, _),) = adaptive_clipping_fn(1.0, decay=0.9)([(scale * tf.ones([]), w)])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(200):
            sess.run(clipped, {scale: 2.0})
        assert 2.0 < sess.run(clipped, {scale: 1000.0}) < 100.0


def test_summarize_activations():
    """The part of a ReLU that is cut off is a scalar, the activation a histogram."""
    y = tf.nn.relu6(tf.constant([-1.0, 1.0, 3.0, 9.0]), name="y")
    tf.add_to_collection(tf.GraphKeys.ACTIVATIONS, y)
    layers.summarize_activations()
    with tf.Session() as sess:
        assert summaries(sess) == {"y/zeros": 0.25, "y/sixes": 0.25, "y/activation": None}


# --- reversible blocks ---------------------------------------------------------------------------
def block(x1, x2, scope, efficient):
    """A reversible block whose functions have side inputs, and its gradients."""
    side = [tf.constant([[0.5, -0.5, 1.0]])]

    def f(x, side):
        return tf.layers.dense(x * side[0], 3, tf.tanh, kernel_initializer=tf.ones_initializer())

    def g(x):
        return tf.layers.dense(x, 3, kernel_initializer=tf.ones_initializer())

    with tf.variable_scope(scope):
        y1, y2 = layers.rev_block(x1, x2, f, g, 3, f_side_input=side, is_training=efficient)
        loss = tf.reduce_sum(y1 * y2)
        return [y1, y2, *tf.gradients(loss, [x1, x2, *side, *tf.trainable_variables(scope)])]


def test_rev_block_gradients():
    """The efficient gradients are the usual ones: of inputs, side inputs and variables."""
    x1 = tf.constant(np.linspace(-1, 1, 6).reshape(2, 3), tf.float32)
    x2 = x1 * 0.5
    pairs = block(x1, x2, "a", True), block(x1, x2, "b", False)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        efficient, usual = sess.run(pairs)
    assert len(efficient) == 5 + 12
    for got, expected in zip(efficient, usual):
        np.testing.assert_allclose(got, expected, rtol=2e-3, atol=1e-2)


def test_recompute_grad_of_other_variables():
    """A function that uses other variables when it is computed again is refused."""
    names = iter("ab")

    @layers.recompute_grad
    def fickle(x):
        return x * tf.get_variable(next(names), [], initializer=tf.ones_initializer())

    with tf.variable_scope("s", use_resource=True):
        tf.get_variable("b", [], initializer=tf.ones_initializer())
        y = fickle(tf.constant(1.0))
    with pytest.raises(ValueError, match="The variables used on recompute were different"):
        tf.gradients(y, tf.trainable_variables())


def test_recompute_grad_says_when():
    """A function with the argument is_recomputing is told; its arg_scope is that of the call."""
    told = []

    @layers.recompute_grad
    def f(x, is_recomputing=False):
        told.append((is_recomputing, layers.fully_connected(x, 2, scope="fc").op.type))
        return tf.identity(x)

    x = tf.ones([1, 2])
    with framework.arg_scope([layers.fully_connected], activation_fn=None):
        with tf.variable_scope("s", use_resource=True):
            y = f(x)
    tf.gradients(y, x)
    assert told == [(False, "BiasAdd"), (True, "BiasAdd")]


# --- what is missing -----------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["real_valued_column", "input_from_feature_columns"])
def test_feature_columns_are_missing(name):
    """The old feature columns are refused with a pointer to tf.feature_column."""
    with pytest.raises(tf.MissingSymbolError, match=r"instead: tf\.feature_column"):
        getattr(layers, name)


def test_scattered_embeddings_are_missing():
    """The hashed embeddings are refused: their kernel was part of tf.contrib."""
    from tf1shim.contrib.layers import embedding_ops

    with pytest.raises(tf.MissingSymbolError, match="SparseFeatureCross"):
        embedding_ops.scattered_embedding_lookup  # noqa: B018


def test_deep_paths():
    """Deep paths give a file's names, private ones too; functions win over files."""
    from tf1shim.contrib.framework.python.ops import add_arg_scope, arg_scope, variables
    from tf1shim.contrib.layers.python.layers import initializers
    from tf1shim.contrib.layers.python.layers import layers as file
    from tf1shim.contrib.layers.python.layers.layers import _build_variable_getter  # noqa: F401

    everything = {}
    exec("from tf1shim.contrib.layers.python.layers.layers import *", everything)
    assert (add_arg_scope, arg_scope) == (framework.add_arg_scope, framework.arg_scope)
    assert variables.model_variable is framework.model_variable
    assert initializers.xavier_initializer is layers.xavier_initializer
    assert file.conv2d is everything["conv2d"] is layers.conv2d
