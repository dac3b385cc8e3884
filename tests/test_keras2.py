"""``tf.keras`` is Keras 2 in our graphs and sessions; other Kerases beside it are as they were."""

import keras as keras3
import numpy as np
import pytest
import tensorflow
import tf_keras
from sklearn.datasets import load_digits

import tf1shim as tf
from tf1shim import keras2

K = tf.keras.backend
L = tf.keras.layers


@pytest.fixture(autouse=True)
def new_session():
    """Keras' session and its counters of names, anew."""
    K.clear_session()
    yield
    K.clear_session()


def ramp(*shape):
    """Numbers between -1 and 1 that all differ."""
    return np.sin(np.arange(np.prod(shape)) * 1.7 + 0.3).astype(np.float32).reshape(shape)


def weighted(model):
    """`model` with the weights that the recorded programs had."""
    model.set_weights(
        [(np.abs(ramp(*w.shape)) if w.ndim == 1 else ramp(*w.shape)) * 0.3
         for w in model.get_weights()]
    )  # fmt: skip
    return model


def regression(optimizer="sgd"):
    """The small compiled model of the recorded programs."""
    model = tf.keras.Sequential([L.Dense(6, activation="tanh", input_shape=(4,)), L.Dense(1)])
    model.compile(optimizer, "mse")
    return weighted(model)


X = ramp(20, 4)
Y = X.sum(1)


# Losses of four epochs in TensorFlow 1.15.5, from the same weights and data.
RECORDED = {
    "sgd": [0.0318, 0.0256, 0.0207, 0.0168],
    "rmsprop": [0.0302, 0.0229, 0.0187, 0.0155],
    "adagrad": [0.0328, 0.0304, 0.0289, 0.0277],
    "adadelta": [0.0341, 0.0341, 0.0341, 0.0341],
    "adam": [0.0323, 0.0279, 0.0240, 0.0205],
    "adamax": [0.0325, 0.0292, 0.0264, 0.0238],
    "nadam": [0.0327, 0.0293, 0.0261, 0.0230],
}


@pytest.mark.parametrize("name", RECORDED)
def test_fit_has_the_losses_of_115(name):
    """Every optimizer, by name, makes the losses that it made in TensorFlow 1.15.5."""
    model = regression(name)

    history = model.fit(X, Y, epochs=4, batch_size=5, shuffle=False, verbose=0)

    np.testing.assert_allclose(history.history["loss"], RECORDED[name], atol=6e-5)


def test_fit_with_an_optimizer_of_tf_train():
    """``tf.train`` optimizers train a Keras model, with 1.15.5's losses and variable names."""
    model = regression(tf.train.AdamOptimizer(0.05))

    history = model.fit(X, Y, epochs=4, batch_size=5, shuffle=False, verbose=0)

    np.testing.assert_allclose(history.history["loss"], [0.0405, 0.0135, 0.0086, 0.0046], atol=6e-5)
    names = [v.name for v in tf.global_variables()]
    assert names[4:7] == ["TFOptimizer/iterations:0", "training/beta1_power:0",
                          "training/beta2_power:0"]  # fmt: skip


def test_fit_learns_digits():
    """A small convolutional net learns scikit-learn's digits."""
    tf.set_random_seed(1)
    images, labels = load_digits(return_X_y=True)
    images = (images / 16).reshape(-1, 8, 8, 1)
    model = tf.keras.Sequential(
        [
            L.Conv2D(16, 3, activation="relu", input_shape=(8, 8, 1)),
            L.MaxPooling2D(),
            L.Dropout(0.1),
            L.Flatten(),
            L.Dense(10, activation="softmax"),
        ]
    )
    model.compile("adam", tf.keras.losses.sparse_categorical_crossentropy, metrics=["accuracy"])

    history = model.fit(images[:1500], labels[:1500], epochs=12, batch_size=32, verbose=0)

    assert sorted(history.history) == ["acc", "loss"]
    assert model.evaluate(images[1500:], labels[1500:], verbose=0)[1] > 0.85


def test_layers_in_a_tf_program():
    """Keras layers on a placeholder are trained by a tf.train optimizer in one tf.Session."""
    x, labels = tf.placeholder(tf.float32, [None, 4]), tf.placeholder(tf.float32, [None, 3])
    hidden = L.Dense(5, activation="relu")(x)
    output = L.Dense(3, activation="softmax")(hidden)
    loss = tf.reduce_mean(tf.keras.losses.categorical_crossentropy(labels, output))
    step = tf.train.GradientDescentOptimizer(0.5).minimize(loss)
    feed = {x: ramp(6, 4), labels: np.eye(3)[[0, 1, 2, 0, 1, 2]]}

    with tf.Session() as sess:
        K.set_session(sess)
        sess.run(tf.global_variables_initializer())
        for variable in tf.trainable_variables():
            variable.load(ramp(*variable.shape.as_list()) * 0.3, sess)
        for _ in range(5):
            step.run(feed)
        found = loss.eval(feed)

    assert [v.name for v in tf.trainable_variables()] == [
        "dense/kernel:0", "dense/bias:0", "dense_1/kernel:0", "dense_1/bias:0"]  # fmt: skip
    assert found == pytest.approx(1.0504, abs=6e-5)  # as in TensorFlow 1.15.5


def test_get_session_initializes():
    """``K.get_session()`` makes a tf.Session and initializes Keras' variables, and no others."""
    model = tf.keras.Sequential([L.Dense(2, kernel_initializer="ones", input_shape=(3,))])
    other = tf.Variable(1.0)

    sess = K.get_session()

    assert type(sess) is tf.Session
    assert K.get_session() is sess
    assert sess.run(model.output, {model.input: np.ones((1, 3))}).tolist() == [[3, 3]]
    with pytest.raises(tf.errors.FailedPreconditionError):
        sess.run(other)


def test_session_choice():
    """The default session comes first, then the one that was set."""
    mine = tf.Session()
    K.set_session(mine)
    assert K.get_session() is mine
    with tf.Session() as default:
        assert K.get_session() is default
    assert K.get_session() is mine


def test_clear_session():
    """``K.clear_session()`` starts a new graph and new names; the old session stays open."""
    regression()
    graph, sess = tf.get_default_graph(), K.get_session()

    K.clear_session()

    assert tf.get_default_graph() is not graph
    assert regression().weights[0].name == "dense/kernel:0"
    assert sess.run(graph.get_tensor_by_name("dense/kernel:0")).shape == (4, 6)
    with tf.Graph().as_default(), pytest.raises(AssertionError, match="nested graphs"):
        K.clear_session()


def test_k_function():
    """A function computes its outputs, then its updates, and takes the learning phase."""
    x = K.placeholder((None, 2))
    count = K.variable(0.0)
    twice = K.function(
        [x, K.learning_phase()],
        [K.in_train_phase(x * 2, x), count + 0.0],
        updates=[K.update_add(count, 1.0)],
    )

    assert twice([np.array([[1, 2]]), 1])[0].tolist() == [[2, 4]]
    assert twice([np.array([[1, 2]]), 0])[0].tolist() == [[1, 2]]
    assert K.get_value(count) == 2


def test_a_tensor_as_data():
    """Symbolic data is fed within the run: features and labels are of one batch."""
    data = tf.data.Dataset.from_tensor_slices((X, Y[:, None])).batch(5).repeat()
    features, labels = tf.data.make_one_shot_iterator(data).get_next()

    history = regression().fit(features, labels, epochs=4, steps_per_epoch=4, verbose=0)

    np.testing.assert_allclose(history.history["loss"], RECORDED["sgd"], atol=6e-5)


def test_a_dataset_as_data():
    """A dataset is data too."""
    data = tf.data.Dataset.from_tensor_slices((X, Y[:, None])).batch(5)

    history = regression().fit(data, epochs=4, verbose=0)

    np.testing.assert_allclose(history.history["loss"], RECORDED["sgd"], atol=6e-5)


def test_a_generator_as_data():
    """``fit_generator`` trains on what a generator yields."""

    def batches():
        while True:
            for i in range(0, 20, 5):
                yield X[i : i + 5], Y[i : i + 5]

    history = regression().fit_generator(
        batches(), steps_per_epoch=4, epochs=4, verbose=0, workers=0, shuffle=False
    )

    np.testing.assert_allclose(history.history["loss"], RECORDED["sgd"], atol=6e-5)


@pytest.mark.parametrize("name", ["model.h5", "model"])
def test_save_and_load(tmp_path, name):
    """A saved model is loaded with its weights, as a file and as a SavedModel."""
    # The slots of an optimizer in a SavedModel are not loaded yet.
    model = regression("adam" if name.endswith("h5") else "sgd")
    model.fit(X, Y, epochs=1, verbose=0)
    expected = model.predict(X)

    model.save(str(tmp_path / name), save_format="h5" if name.endswith("h5") else "tf")
    K.clear_session()
    again = tf.keras.models.load_model(str(tmp_path / name))

    np.testing.assert_allclose(again.predict(X), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", ["weights.h5", "weights"])
def test_save_weights(tmp_path, name):
    """Weights are saved and loaded in both formats, in Keras' own session."""
    model = regression()
    expected = model.predict(X)
    model.save_weights(str(tmp_path / name))
    model.set_weights([w * 0 for w in model.get_weights()])

    model.load_weights(str(tmp_path / name))

    np.testing.assert_array_equal(model.predict(X), expected)


def test_saver_of_keras_variables(tmp_path):
    """A tf.train.Saver saves and restores a Keras model's variables under their names."""
    model = regression()
    expected = model.predict(X)
    path = tf.train.Saver(model.weights).save(K.get_session(), str(tmp_path / "model"))
    model.set_weights([w * 0 for w in model.get_weights()])

    tf.train.Saver(model.weights).restore(K.get_session(), path)

    assert [name for name, _ in tf.train.list_variables(path)] == [
        "dense/bias", "dense/kernel", "dense_1/bias", "dense_1/kernel"]  # fmt: skip
    np.testing.assert_array_equal(model.predict(X), expected)


def test_callbacks(tmp_path):
    """Callbacks are called, and write what they are to write."""
    seen = []
    callbacks = tf.keras.callbacks
    regression().fit(
        X, Y, epochs=3, verbose=0, validation_split=0.2,
        callbacks=[
            callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: seen.append(sorted(logs))),
            callbacks.ModelCheckpoint(str(tmp_path / "{epoch}.h5")),
            callbacks.CSVLogger(str(tmp_path / "log.csv")),
            callbacks.LearningRateScheduler(lambda epoch: 0.01 / (epoch + 1)),
            callbacks.TensorBoard(str(tmp_path / "board")),
        ],
    )  # fmt: skip

    assert [names[0] for names in seen] == ["loss"] * 3
    assert "val_loss" in seen[0]
    assert {f.name for f in tmp_path.iterdir()} == {"1.h5", "2.h5", "3.h5", "log.csv", "board"}


def test_adversaries():
    """A frozen model inside another is not trained there, though it was compiled to be trained."""
    judge = tf.keras.Sequential([L.Dense(1, activation="sigmoid", input_shape=(2,))])
    judge.compile("sgd", "binary_crossentropy")
    maker = tf.keras.Sequential([L.Dense(2, input_shape=(3,))])
    judge.trainable = False
    both = tf.keras.Sequential([maker, judge])
    both.compile("sgd", "binary_crossentropy")
    before = judge.get_weights()[0], maker.get_weights()[0]

    both.train_on_batch(ramp(4, 3), np.ones(4))
    assert (judge.get_weights()[0] == before[0]).all()
    assert (maker.get_weights()[0] != before[1]).any()
    judge.train_on_batch(ramp(4, 2), np.ones(4))
    assert (judge.get_weights()[0] != before[0]).any()


def test_other_kerases_beside(tmp_path):
    """Eager tf_keras and Keras 3 models live on while legacy code uses its own Keras 2."""
    x = np.ones((8, 3), "float32")
    models = []
    for library in (tf_keras, keras3):
        model = library.Sequential([library.layers.Dense(2), library.layers.Dense(3)])
        model.compile("sgd", "mse")
        model.fit(x, x, verbose=0)
        models.append(model)
    bases = tf_keras.layers.Dense.__bases__

    regression().fit(X, Y, verbose=0)
    tf.layers.dense(tf.constant(x), 2)

    for model in models:
        model.fit(x, x, verbose=0)
        assert model(x).numpy().shape == (8, 3)
    assert tf_keras.layers.Dense.__bases__ == bases
    models[0].save(str(tmp_path / "m.keras"))
    again = tf_keras.models.load_model(str(tmp_path / "m.keras"))
    assert type(again) is tf_keras.Sequential
    assert tensorflow.executing_eagerly()
    assert keras2.ALIAS not in tf_keras.layers.Dense.__module__


def test_summary_is_that_of_115():
    """``model.summary()`` prints TensorFlow 1.15's table."""
    lines = []

    regression().summary(print_fn=lines.append)

    assert lines[0] == 'Model: "sequential"'
    assert lines[4] == "dense (Dense)                (None, 6)                 30        "
    assert lines[-4:-1] == ["Total params: 37", "Trainable params: 37", "Non-trainable params: 0"]


def test_a_saved_model_goes_on_training(tmp_path):
    """Loaded as a SavedModel, a model goes on with its optimizer's slots."""
    model = regression("adam")
    model.fit(X, Y, epochs=2, batch_size=5, shuffle=False, verbose=0)
    model.save(str(tmp_path / "model"), save_format="tf")
    expected = model.fit(X, Y, epochs=2, batch_size=5, shuffle=False, verbose=0).history["loss"]

    K.clear_session()
    again = tf.keras.models.load_model(str(tmp_path / "model"))

    found = again.fit(X, Y, epochs=2, batch_size=5, shuffle=False, verbose=0).history["loss"]
    np.testing.assert_allclose(found, expected, rtol=1e-5)
    np.testing.assert_allclose(found, RECORDED["adam"][2:], atol=6e-5)


# As TensorFlow 1.15.5 writes them.
HE_NORMAL = {"scale": 2.0, "mode": "fan_in", "distribution": "truncated_normal", "seed": None,
             "dtype": "float32"}  # fmt: skip


def test_configs_are_those_of_115():
    """Initializers and regularizers have 1.15's classes and configs, and are made from them."""
    layer = L.Dense(2, kernel_initializer="he_normal", kernel_regularizer="l2")

    config = layer.get_config()

    assert config["kernel_initializer"] == {"class_name": "VarianceScaling", "config": HE_NORMAL}
    regularizer = config["kernel_regularizer"]
    assert regularizer["class_name"] == "L1L2"
    assert regularizer["config"] == pytest.approx({"l1": 0.0, "l2": 0.01})
    assert L.Dense.from_config(config).get_config() == config
    assert "keepdims" not in L.GlobalAveragePooling2D().get_config()
    assert "fn" not in tf.keras.losses.MeanSquaredError().get_config()


def test_initializers_are_of_the_graph():
    """An initializer of ``tf.keras`` called by a program makes a tensor of the default graph."""
    for name in ("he_normal", "glorot_normal", "RandomNormal"):
        assert getattr(tf.keras.initializers, name)(seed=3)((4, 3)).graph is tf.get_default_graph()


def test_former_methods():
    """Models predict classes, layers are applied, and tell which updates depend on an input."""
    model = tf.keras.Sequential(
        [L.BatchNormalization(input_shape=(4,)), L.Dense(3, kernel_regularizer="l2")]
    )
    given = tf.placeholder(tf.float32, [None, 4])

    model.apply(given)

    classes = model.predict_classes(X)
    np.testing.assert_array_equal(classes, model.predict_proba(X).argmax(-1))
    counts = [len(model.get_updates_for(of)) for of in (model.inputs, [given], None)]
    assert counts == [2, 2, 0]
    assert len(model.get_losses_for(None)) == 1
    assert model.get_losses_for(given) == []


def classifier():
    """A compiled model for `KerasClassifier`."""
    model = tf.keras.Sequential([L.Dense(3, activation="softmax", input_shape=(4,))])
    model.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
    return weighted(model)


def test_estimators_of_scikit_learn():
    """``tf.keras.wrappers.scikit_learn`` trains models as scikit-learn's estimators."""
    wrap = tf.keras.wrappers.scikit_learn
    labels = np.arange(20) % 3 + 5
    estimator = wrap.KerasClassifier(classifier, epochs=1, verbose=0)

    estimator.fit(X, labels)

    assert set(estimator.predict(X)) <= {5, 6, 7}
    assert estimator.score(X, labels) == pytest.approx((estimator.predict(X) == labels).mean())
    with pytest.raises(ValueError, match="colour is not a legal parameter"):
        wrap.KerasRegressor(regression, colour=1)


def test_evaluate_tells_its_progress(capsys):
    """``evaluate(verbose=2)`` prints the losses, as 1.15 did."""
    model = regression()

    loss = model.evaluate(X, Y, verbose=2)

    assert f"loss: {loss:.4f}" in capsys.readouterr().out
    model.evaluate(X, Y, verbose=0)
    assert capsys.readouterr().out == ""


def test_mobilenet_is_that_of_115():
    """MobileNet's layers have the names that they had in 1.15.5."""
    model = tf.keras.applications.MobileNet((32, 32, 3), alpha=0.25, weights=None, classes=7)

    names = [layer.name for layer in model.layers]

    assert names[1:3] == ["conv1_pad", "conv1"]
    assert names[-6:] == ["global_average_pooling2d", "reshape_1", "dropout", "conv_preds",
                          "reshape_2", "act_softmax"]  # fmt: skip
