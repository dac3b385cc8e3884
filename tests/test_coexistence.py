"""Legacy graph code, eager TensorFlow 2 and Keras 3 in one process and one thread."""

import keras
import numpy as np
import tensorflow

import tf1shim as tf

DATA = np.random.RandomState(0).rand(16, 3).astype("float32")


def fit():
    """Trains a Keras 3 model for one epoch; its loss."""
    model = keras.Sequential([keras.layers.Dense(4, activation="relu"), keras.layers.Dense(1)])
    model.compile("adam", "mse")
    return model.fit(DATA, DATA[:, :1], epochs=1, verbose=0).history["loss"][0]


def eager_step():
    """A step of eager TF2 code; a tf.function within."""
    v = tensorflow.Variable(2.0)
    square = tensorflow.function(lambda x: x * x)
    with tensorflow.GradientTape() as tape:
        y = square(v)
    return float(tape.gradient(y, v))


def test_before_between_and_after_legacy_code():
    """Keras and eager code work before, between and after the calls of a legacy program."""
    assert np.isfinite(fit())
    x = tf.placeholder(tf.float32, [None, 3])
    assert eager_step() == 4.0
    with tf.variable_scope("net"):
        w = tf.get_variable("w", [3, 1], initializer=tf.zeros_initializer())
    assert np.isfinite(fit())
    loss = tf.reduce_mean(tf.square(tf.matmul(x, w) - x[:, :1]))
    train = tf.train.AdamOptimizer(0.1).minimize(loss)
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    assert eager_step() == 4.0
    first = sess.run(loss, {x: DATA})
    for _ in range(20):
        sess.run(train, {x: DATA})
        assert tensorflow.executing_eagerly()
    assert np.isfinite(fit())
    assert sess.run(loss, {x: DATA}) < first
    sess.close()
    assert eager_step() == 4.0


def test_keras_leaves_the_default_graph_alone():
    """What eager code makes adds nothing to tf1shim's default graph."""
    x = tf.constant(1.0)
    before = [op.name for op in tf.get_default_graph().get_operations()]

    fit()
    eager_step()

    assert [op.name for op in tf.get_default_graph().get_operations()] == before
    assert tf.get_default_graph() is x.graph
    assert tf.global_variables() == []


def test_eager_results_feed_graphs_and_back():
    """Arrays and eager tensors go into a session; what comes out goes into eager code."""
    x = tf.placeholder(tf.float32, [None])
    eager = tensorflow.constant([1.0, 2.0])

    with tf.Session() as sess:
        out = sess.run(x * 2, {x: eager.numpy()})

    np.testing.assert_array_equal(tensorflow.add(out, eager), [3.0, 6.0])


def test_compat_v1_beside_it():
    """tensorflow.compat.v1 goes on working in the same process."""
    v1 = tensorflow.compat.v1
    ours = tf.constant(1.0) + 1

    with tensorflow.Graph().as_default():
        v = v1.get_variable("v", [], initializer=v1.ones_initializer())
        with v1.Session() as sess:
            sess.run(v1.global_variables_initializer())
            assert sess.run(v + 1) == 2.0
        assert type(v + 1) is not tf.Tensor
    with tf.Session() as sess:
        assert sess.run(ours) == 2.0


def test_keras_2_initializers_build_graph_tensors():
    """tf.keras' initializers, called from legacy code, give tensors of the graph."""
    made = tf.keras.initializers.Zeros()([2, 3])

    assert type(made) is tf.Tensor
    assert made.shape[1].value == 3


def test_strategies_of_the_process_stay_tensorflows():
    """Legacy code may ask for the default strategy; eager code's is as it was afterwards."""
    assert tf.distribute.get_strategy().num_replicas_in_sync == 1

    strategy = tensorflow.distribute.get_strategy()
    assert strategy.run(lambda: tensorflow.Variable(3).numpy()) == 3
