"""tf.layers and tf.nn.rnn_cell beside everything else: graphs, sessions, threads, eager code."""

import copy
import pickle
import subprocess
import sys
import threading
import traceback
import warnings

import numpy as np
import pytest
import tensorflow

import tf1shim as tf

X = np.sin(np.arange(12, dtype=np.float32)).reshape(4, 3)


def initialized():
    """A session whose variables have their initial values."""
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    return sess


def test_two_graphs_have_layers_of_their_own():
    """The same names in two graphs are two variables with two values."""
    values = []
    for value in (1.0, 2.0):
        with tf.Graph().as_default():
            y = tf.layers.dense(X, 2, kernel_initializer=tf.constant_initializer(value))
            assert [v.name for v in tf.global_variables()] == ["dense/kernel:0", "dense/bias:0"]
            with initialized() as sess:
                values.append(sess.run(y))

    np.testing.assert_allclose(values[1], 2.0 * values[0], rtol=1e-6)
    assert tf.global_variables() == []


def test_two_sessions_draw_initial_values_of_their_own():
    """Without a seed each session draws others, as TF1's initializers did and Keras 2's do not."""
    tf.layers.dense(X, 2)
    cell = tf.nn.rnn_cell.GRUCell(2)
    cell(tf.constant(X), cell.zero_state(4, tf.float32))
    kernels = [v for v in tf.trainable_variables() if "kernel" in v.name]

    with initialized() as one, initialized() as other:
        for kernel in kernels:
            assert not np.allclose(one.run(kernel), other.run(kernel))


def test_sessions_keep_moving_averages_apart():
    """The update ops of batch normalization move the averages of their session alone."""
    norm = tf.layers.BatchNormalization(momentum=0.0)
    norm(tf.constant(X), training=True)

    with initialized() as one, initialized() as other:
        one.run(tf.get_collection(tf.GraphKeys.UPDATE_OPS))

        np.testing.assert_allclose(one.run(norm.moving_mean), X.mean(0), rtol=1e-5)
        np.testing.assert_array_equal(other.run(norm.moving_mean), [0.0, 0.0, 0.0])


def test_a_layer_may_be_made_before_its_graph():
    """A layer has no graph until it is called; then its variables are in that one."""
    layer, graph = tf.layers.Dense(2), tf.Graph()

    with graph.as_default():
        y = layer(tf.constant(X))

    assert y.graph is graph
    assert layer.kernel.graph is graph
    assert tf.get_default_graph().get_operations() == []


def test_a_layer_made_in_a_graph_may_be_called_outside():
    """Outside the block, a layer is called in the default graph."""
    with tf.Graph().as_default():
        layer = tf.layers.Dense(2)

    assert layer(tf.constant(X)).graph is tf.get_default_graph()


def test_a_built_layer_stays_in_its_graph():
    """A layer whose variables are in one graph cannot be called in another."""
    layer = tf.layers.Dense(3)
    layer(tf.constant(X))

    with tf.Graph().as_default(), pytest.raises(ValueError, match=r"does not exist|same graph"):
        layer(tf.constant(X))


def test_threads_build_in_the_graph_they_enter():
    """Workers that enter one graph make variables there; those of the same scope are shared."""
    # One at a time: a tf.Graph is not made for ops that several threads add at once.
    graph, errors, turn = tf.Graph(), [], threading.Lock()
    with graph.as_default():
        tf.layers.dense(X, 2, name="shared")

    def work(number):
        try:
            with turn, graph.as_default():
                tf.layers.dense(X, 2, name="shared", reuse=True)
                tf.layers.dense(X, 2, name=f"own{number}")
                cell = tf.nn.rnn_cell.GRUCell(2, name=f"cell{number}")
                tf.nn.static_rnn(cell, [tf.ones([1, 2])] * 2, dtype=tf.float32)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    with graph.as_default():
        names = {v.op.name for v in tf.global_variables()}
    assert len(names) == 2 + 3 * (2 + 4)


def test_nothing_warns():
    """Legacy layers and cells, used as in legacy code, raise no Python warnings."""

    class Own(tf.layers.Layer):
        def build(self, _):
            self.w = self.add_variable("w", [3])
            self.built = True

        def call(self, inputs):
            self.add_update(tf.assign(self.w, self.w), inputs=True)
            return inputs * self.w

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        layer = Own()
        layer.apply(tf.layers.dense(X, 3))
        assert layer.graph is None
        assert len(layer.updates) == 1
        tf.layers.batch_normalization(tf.ones([1, 2, 2, 3]), training=True)
        cell = tf.nn.rnn_cell.MultiRNNCell([tf.nn.rnn_cell.LSTMCell(2)])
        tf.nn.dynamic_rnn(cell, tf.ones([1, 2, 3]), dtype=tf.float32)


def test_autograph_converts_what_is_the_users():
    """A layer's `call` may ask a tensor, as in 1.15; what it calls of ours is left as it is."""
    seen = []

    def initializer(shape, dtype=None, partition_info=None):
        seen.extend(frame.filename for frame in traceback.extract_stack())
        return tf.ones(shape, dtype)

    class Signed(tf.layers.Layer):
        def call(self, inputs):
            w = tf.get_variable("w", [3], initializer=initializer)
            if tf.reduce_sum(inputs) > 0.0:
                outputs = inputs * w
            else:
                outputs = -inputs * w
            return outputs

    layer, sign = Signed(), tf.placeholder(tf.float32, [])
    y = layer(tf.fill([2, 3], sign))

    with initialized() as sess:
        np.testing.assert_array_equal(sess.run(y, {sign: -2.0}), np.full([2, 3], 2.0))
    generated = {name for name in seen if "autograph_generated" in name}
    assert len(generated) == 1


def test_cells_are_copied_and_pickled_before_they_are_used():
    """`copy.deepcopy` and `pickle` give cells that make variables of their own."""
    cell = tf.nn.rnn_cell.DropoutWrapper(tf.nn.rnn_cell.LSTMCell(2), output_keep_prob=0.5)
    cells = [cell, copy.deepcopy(cell), pickle.loads(pickle.dumps(cell))]

    tf.nn.static_rnn(tf.nn.rnn_cell.MultiRNNCell(cells), [tf.ones([1, 2])] * 2, dtype=tf.float32)

    assert len(tf.trainable_variables()) == 6


def test_the_classes_are_found_where_they_say():
    """Classes and functions are pickled by name, and their names are `tf`'s."""
    for found in (tf.layers.Dense, tf.layers.dense, tf.nn.rnn_cell.GRUCell):
        assert pickle.loads(pickle.dumps(found)) is found
    assert tf.layers.Dense.__module__ == "tf1shim.layers"
    assert tf.nn.rnn_cell.LSTMCell.__module__ == "tf1shim.nn.rnn_cell"


def test_kinds_are_as_they_were():
    """Cells are layers, layers are Keras' layers, and a subclass is of all its bases."""

    class Own(tf.layers.Dense):
        pass

    assert isinstance(Own(1), tf.layers.Layer)
    assert isinstance(tf.nn.rnn_cell.GRUCell(1), tf.layers.Layer)
    assert isinstance(tf.layers.Dense(1), tf.keras.layers.Layer)
    assert not isinstance(tf.layers.Dense(1), tf.layers.Conv2D)
    assert issubclass(tf.nn.rnn_cell.LSTMCell, tf.nn.rnn_cell.RNNCell)


def test_keras_models_of_subclasses_hold_layers():
    """A subclass of `tf.keras.Model` may have legacy layers; `Sequential` refuses them, as 1.15."""

    class Model(tf.keras.Model):
        def __init__(self):
            super().__init__()
            self.dense = tf.layers.Dense(2)

        def call(self, inputs):
            return self.dense(inputs)

    model = Model()

    assert model(tf.constant(X)).shape.as_list() == [4, 2]
    assert [v.name for v in model.variables] == ["dense/kernel:0", "dense/bias:0"]
    with pytest.raises(TypeError, match=r"The following are legacy tf\.layers\.Layers"):
        tf.keras.Sequential([tf.layers.Dense(4)])


def test_eager_keras_goes_on_beside_legacy_layers():
    """Models of eager Keras 2 and Keras 3 train before, between and after legacy layers."""
    keras = pytest.importorskip("keras")
    tf_keras = pytest.importorskip("tf_keras")
    models = []
    for package in (tf_keras, keras):
        model = package.Sequential([package.layers.Dense(3), package.layers.BatchNormalization()])
        model.compile("sgd", "mse")
        model.fit(X, X, verbose=0)
        models.append(model)
    bases = tf_keras.layers.Dense.__bases__, tf_keras.layers.BatchNormalization.__bases__

    legacy = tf.layers.Dense(2)
    y = tf.layers.batch_normalization(legacy(tf.constant(X)), training=True)
    for model in models:
        model.fit(X, X, verbose=0)
        assert model(X).shape == (4, 3)
    z = legacy(tf.constant(X))

    assert bases == (tf_keras.layers.Dense.__bases__, tf_keras.layers.BatchNormalization.__bases__)
    assert tf_keras.layers.Dense(2)(X).numpy().shape == (4, 2)
    with initialized() as sess:
        assert sess.run(y).shape == sess.run(z).shape == (4, 2)


def test_a_tape_of_eager_code_does_not_see_them():
    """Legacy layers in a block of `GradientTape` stay in their graph."""
    with tensorflow.GradientTape() as tape:
        v = tensorflow.Variable(3.0)
        y = tf.layers.dense(X, 2)
        square = v * v

    assert y.graph is tf.get_default_graph()
    assert tape.gradient(square, v).numpy() == 6.0


def test_layers_work_eagerly():
    """With TF1's `enable_eager_execution`, layers and cells compute at once."""
    program = """
import numpy as np, tf1shim as tf
tf.enable_eager_execution()
x = np.ones([4, 3], "float32")
dense = tf.layers.Dense(2, kernel_initializer=tf.ones_initializer())
with tf.GradientTape() as tape:
    y = tf.reduce_sum(dense(x))
print(y.numpy(), [g.shape.as_list() for g in tape.gradient(y, dense.variables)])
norm = tf.layers.BatchNormalization()
norm(x, training=True)
print(norm.moving_mean.numpy())
cell = tf.nn.rnn_cell.LSTMCell(3)
print(cell(x, cell.zero_state(4, tf.float32))[0].numpy().shape)
"""
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert said.stdout.splitlines() == ["24.0 [[3, 2], [2]]", "[0.01 0.01 0.01]", "(4, 3)"], (
        said.stderr
    )


def test_dropout_is_built_as_in_tf1():
    """`tf.nn.dropout` multiplies, by ops with TF1's names; nothing is dropped of rate 0."""
    x = tf.constant(X)

    assert tf.nn.dropout(x, 0.5).name == "dropout/mul_1:0"
    assert tf.nn.dropout(x, rate=0.0) is x
    assert tf.nn.dropout(x, 0.5, noise_shape=[None, 1]).shape.as_list() == [4, 3]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"rate": 1.5}, r"rate must be a scalar tensor or a float in the range \[0, 1\), got 1.5"),
        ({}, "You must provide a rate to dropout."),
        ({"rate": 0.5, "keep_prob": 0.5}, "Cannot specify both 'keep_prob' and 'rate'"),
        ({"keep_prob": "half"}, "keep_prob must be a floating point number or Tensor"),
    ],
)
def test_dropout_refuses(arguments, message):
    """What `tf.nn.dropout` cannot do it says in TF1's words."""
    with pytest.raises(ValueError, match=message):
        tf.nn.dropout(tf.constant(X), **arguments)


def test_dropout_of_integers_is_refused():
    """Only floating point tensors can be scaled."""
    with pytest.raises(ValueError, match="x has to be a floating point tensor"):
        tf.nn.dropout(tf.constant([1, 2]), 0.5)
