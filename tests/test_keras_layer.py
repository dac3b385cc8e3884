"""Wrapped functions as layers of Keras 3: training, saving, distributing."""

import os
import subprocess
import sys
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf2
import tf_keras
from sklearn.datasets import load_iris

import tf1shim as tf

FEATURES, CLASSES = load_iris(return_X_y=True)
FEATURES = FEATURES.astype("float32")


def net(x, is_training=False):
    """A TensorFlow 1 model function; Keras finds it here by its name."""
    with tf.variable_scope("net", regularizer=tf.contrib.layers.l2_regularizer(0.01)):
        hidden = tf.layers.dense(x, 16, activation=tf.nn.relu)
    hidden = tf.layers.batch_normalization(hidden, training=is_training)
    return tf.layers.dense(hidden, 3, name="logits")


def embedding(ids):
    """The sum of the rows of a table."""
    table = tf.get_variable("table", [10, 3])
    return tf.reduce_sum(tf.nn.embedding_lookup(table, ids), 1)


def compiled(layer, optimizer="sgd"):
    """A model of `layer` alone, ready to be fitted."""
    model = keras.Sequential([keras.Input([4]), layer])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=["accuracy"])
    return model


@pytest.fixture(scope="module")
def trained():
    """A fitted model, its module, and its weights before."""
    tf.reset_default_graph()
    tf.set_random_seed(1)
    module = tf.wrap(net)
    model = compiled(module.as_keras_layer(), keras.optimizers.Adam(0.01))
    before = model.get_weights()
    history = model.fit(FEATURES, CLASSES, epochs=20, verbose=0).history
    return model, module, before, history


def test_fit_trains_the_modules_own_variables(trained):
    """`Model.fit` changes every trainable weight, and the weights are the module's variables."""
    model, module, before, history = trained
    assert history["loss"][-1] < history["loss"][0] / 2
    assert history["accuracy"][-1] > 0.9
    assert {id(w.value) for w in model.weights} == {id(v) for v in module.variables}
    for weight, old in zip(model.get_weights(), before):
        assert np.abs(weight - old).max() > 1e-4


def test_variables_have_paths_and_are_trained_or_not(trained):
    """Weights are called by layer and TensorFlow 1 name; moving averages are not trained."""
    model, _, _, _ = trained
    assert [w.path for w in model.trainable_weights] == [
        "net/net/dense/kernel",
        "net/net/dense/bias",
        "net/batch_normalization/gamma",
        "net/batch_normalization/beta",
        "net/logits/kernel",
        "net/logits/bias",
    ]
    assert [w.path for w in model.non_trainable_weights] == [
        "net/batch_normalization/moving_mean",
        "net/batch_normalization/moving_variance",
    ]


def test_predict_is_the_modules_inference_mode(trained):
    """`Model.predict` calls the function with training off."""
    model, module, _, _ = trained
    expected = module(FEATURES, is_training=False)
    np.testing.assert_allclose(model.predict(FEATURES, verbose=0), expected, atol=1e-5)


def test_regularizers_are_the_layers_losses():
    """The layer's losses are the module's, and count in `fit`."""
    module = tf.wrap(net)
    layer = module.as_keras_layer()
    layer(FEATURES[:5])
    got = [float(loss) for loss in layer.losses]
    np.testing.assert_allclose(got, [float(v) for v in module.regularization_losses])
    assert got[0] > 0


def test_saved_model_has_variables_of_its_own(trained, tmp_path):
    """A loaded .keras file predicts the same, and training it leaves the first model alone."""
    model, _, _, _ = trained
    expected = model.predict(FEATURES, verbose=0)
    model.save(tmp_path / "model.keras")
    loaded = keras.models.load_model(tmp_path / "model.keras")
    np.testing.assert_allclose(loaded.predict(FEATURES, verbose=0), expected, atol=1e-6)
    loaded.fit(FEATURES, CLASSES, epochs=1, verbose=0)
    assert np.abs(loaded.predict(FEATURES, verbose=0) - expected).max() > 1e-3
    np.testing.assert_array_equal(model.predict(FEATURES, verbose=0), expected)


def test_exported_model_serves_the_same(trained, tmp_path):
    """`Model.export` writes a SavedModel that gives what the model predicts."""
    model, _, _, _ = trained
    model.export(tmp_path / "served", verbose=False)
    loaded = tf2.saved_model.load(str(tmp_path / "served"))
    np.testing.assert_allclose(
        loaded.serve(FEATURES), model.predict(FEATURES, verbose=0), atol=1e-5
    )


def test_weights_file_needs_no_function(trained, tmp_path):
    """`save_weights` and `load_weights` move the values to another model of the function."""
    model, _, _, _ = trained
    model.save_weights(tmp_path / "model.weights.h5")
    other = compiled(tf.wrap(net).as_keras_layer())
    other.load_weights(tmp_path / "model.weights.h5")
    np.testing.assert_allclose(
        other.predict(FEATURES, verbose=0), model.predict(FEATURES, verbose=0), atol=1e-6
    )


def test_functional_model_takes_integers():
    """Symbolic inputs of any dtype make the variables; gradients reach an embedding."""
    module = tf.wrap(embedding)
    ids = keras.Input([None], dtype="int32")
    model = keras.Model(ids, module.as_keras_layer()(ids))
    model.compile("sgd", "mse")
    before = module.variables[0].numpy()
    model.fit(np.array([[1, 2]]), np.ones([1, 3]), verbose=0)
    changed = np.abs(module.variables[0].numpy() - before).max(axis=1) > 0
    assert changed.tolist() == [False, True, True] + [False] * 7


def test_called_module_becomes_a_layer():
    """A module that was called before is adopted with the values that it has."""
    module = tf.wrap(net)
    expected = module(FEATURES)
    model = compiled(module.as_keras_layer(name="adopted"))
    np.testing.assert_allclose(model.predict(FEATURES, verbose=0), expected, atol=1e-5)


def test_session_and_keras_train_the_same_variables():
    """A Session on the module's variables sees what `fit` did, and `predict` what it does."""
    module = tf.wrap(net)
    model = compiled(module.as_keras_layer())
    with tf.Graph().as_default():
        kernel = tf.get_variable("logits/kernel", [16, 3])
        zeroed = kernel.assign(tf.zeros_like(kernel))
    session = tf.Session(graph=kernel.graph, variables=module)
    model.fit(FEATURES, CLASSES, verbose=0)
    fitted = session.run(kernel)
    session.run(zeroed)
    assert np.abs(fitted).max() > 0
    assert np.ptp(model.predict(FEATURES, verbose=0), axis=0).max() == 0


@pytest.mark.parametrize(
    "optimizer",
    [
        keras.optimizers.SGD(0.01),
        keras.optimizers.Adam(0.01),
        keras.optimizers.Adagrad(0.01),
        tf_keras.optimizers.Adam(0.01),
    ],
    ids=lambda o: f"{type(o).__module__.partition('.')[0]}-{type(o).__name__}",
)
def test_keras_optimizers_train_the_module_itself(optimizer):
    """Optimizers of Keras 3 and 2 apply gradients to `trainable_variables` without any layer."""
    tf.reset_default_graph()
    tf.set_random_seed(1)
    module = tf.wrap(net)

    def loss():
        return tf2.reduce_mean(
            tf2.nn.sparse_softmax_cross_entropy_with_logits(CLASSES, module(FEATURES))
        )

    first = float(loss())
    for _ in range(5):
        with tf2.GradientTape() as tape:
            value = loss()
        gradients = tape.gradient(value, module.trainable_variables)
        optimizer.apply_gradients(zip(gradients, module.trainable_variables))
    assert float(loss()) < first


def test_functions_without_a_name_are_refused():
    """A lambda cannot be found again by its name: saving it says what to do."""
    layer = tf.wrap(lambda x: tf.layers.dense(x, 1)).as_keras_layer()
    with pytest.raises(NotImplementedError, match="cannot be saved by its name"):
        layer.get_config()


def test_missing_function_is_named(trained):
    """A file whose function has gone says which, and how to give it."""
    layer = trained[0].layers[0]
    config = {**layer.get_config(), "function": "tests.nowhere:net"}
    with pytest.raises(ValueError, match="custom_objects"):
        type(layer).from_config(config)


def test_two_devices_train_as_one_does():
    """Under a MirroredStrategy of two devices, `fit` and a loop give one device's weights."""
    root = Path(__file__).parent.parent
    found = subprocess.run(
        [sys.executable, root / "tests" / "strategy_program.py"],
        env={**os.environ, "PYTHONPATH": str(root), "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr[-2000:]
    assert float(found.stdout) < 1e-6
