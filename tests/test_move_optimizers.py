"""Training that goes on: optimizer slots between TF1's checkpoints and Keras' optimizers."""

import functools
import json
import os

import keras
import move_programs
import numpy as np
import pytest
import tensorflow
import tf115
import tf_keras

import tf1shim as tf

STEPS = 3
# Sums in another order: float32's last digits.
CLOSE = {"rtol": 2e-5, "atol": 1e-6}


class Model:
    """The model of `move_programs` in TF2, with an optimizer of Keras."""

    def __init__(self, name, library=keras):
        self.optimizer = eval("optimizers." + move_programs.OPTIMIZERS[name][1], vars(library))
        self.w = tensorflow.Variable(np.zeros([3, 2], np.float32), name="net/w")
        self.b = tensorflow.Variable(np.zeros([2], np.float32), name="net/b")
        self.p = tensorflow.Variable(np.zeros([4, 2], np.float32), name="p")
        self.variables = [self.w, self.b, self.p]

    def train(self, steps):
        """Trains; the weights afterwards, in the order of `move_programs`."""
        for _ in range(steps):
            with tensorflow.GradientTape() as tape:
                made = tensorflow.matmul(move_programs.X, self.w) + self.b + self.p
                loss = tensorflow.reduce_mean(tensorflow.square(made - move_programs.Y))
            gradients = tape.gradient(loss, self.variables)
            self.optimizer.apply_gradients(zip(gradients, self.variables))
        return [self.w.numpy(), self.b.numpy(), self.p.numpy()[:2], self.p.numpy()[2:]]


def assert_close(ours, theirs):
    """The same weights, but for the last digits."""
    for one, other in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(one, other, **CLOSE)


CASES = [(name, keras) for name in move_programs.OPTIMIZERS]
CASES += [(name, tf_keras) for name in ("adam", "nesterov", "rmsprop_both", "adagrad", "ftrl")]


@pytest.mark.parametrize(("name", "library"), CASES, ids=lambda c: getattr(c, "__name__", c))
def test_training_goes_on_in_keras_and_back(name, library, tmp_path):
    """TF1's steps, then Keras', then TF1's: the same weights as with TF1's alone."""
    move_programs.run(tf, name, STEPS, f"{tmp_path}/first")
    alone = move_programs.run(tf, name, STEPS, f"{tmp_path}/second", load=f"{tmp_path}/first")
    model = Model(name, library)

    report = tf.load_checkpoint(model, f"{tmp_path}/first", optimizer=model.optimizer)
    moved = model.train(STEPS)
    path = tf.save_checkpoint(model, f"{tmp_path}/moved", optimizer=model.optimizer)

    assert report.ok
    assert int(model.optimizer.iterations) == 2 * STEPS
    assert_close(moved, alone)
    assert tf.train.list_variables(path) == tf.train.list_variables(f"{tmp_path}/second")
    back = move_programs.run(tf, name, STEPS, f"{tmp_path}/third", load=path)
    assert_close(model.train(STEPS), back)


@pytest.mark.parametrize("name", ["adam", "momentum", "rmsprop_both", "adagrad"])
def test_a_wrapped_function_trains_on(name, tmp_path):
    """A wrapped function, with a partitioned variable, is trained by Keras and TF1 in turn."""
    move_programs.run(tf, name, STEPS, f"{tmp_path}/first")
    alone = move_programs.run(tf, name, STEPS, f"{tmp_path}/second", load=f"{tmp_path}/first")
    module = tf.wrap(functools.partial(move_programs.loss, tf), name="model")
    module()
    optimizer = eval(move_programs.OPTIMIZERS[name][1], vars(keras.optimizers))

    report = tf.load_checkpoint(module, f"{tmp_path}/first", optimizer=optimizer)
    for _ in range(STEPS):
        with tensorflow.GradientTape() as tape:
            loss = module()
        variables = module.trainable_variables
        optimizer.apply(tape.gradient(loss, variables), variables)
    path = tf.save_checkpoint(module, f"{tmp_path}/moved", optimizer=optimizer)

    assert report.ok and [v.name for v in module.variables] == [
        f"{name}:0" for name in move_programs.NAMES
    ]
    assert_close([v.numpy() for v in module.variables], alone)
    assert tf.train.list_variables(path) == tf.train.list_variables(f"{tmp_path}/second")
    again = move_programs.run(tf, name, 0, f"{tmp_path}/third", load=path)
    assert_close(again, alone)


def test_other_dtypes(tmp_path):
    """Slots have the dtype of their variables."""
    tf.reset_default_graph()
    w = tf.get_variable("w", [2], tf.float64, tf.ones_initializer())
    train = tf.train.MomentumOptimizer(0.1, 0.9).minimize(tf.reduce_sum(tf.square(w)))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train)
        path = tf.train.Saver().save(sess, f"{tmp_path}/a")
    held = tensorflow.Variable(np.zeros(2), name="w")
    sgd = keras.optimizers.SGD(0.1, momentum=0.9)

    report = tf.load_checkpoint([held], path, optimizer=sgd)
    tf.save_checkpoint([held], f"{tmp_path}/b", optimizer=sgd)

    assert report.slots[0].dtype == "float64"
    np.testing.assert_allclose(tf.train.load_variable(f"{tmp_path}/b", "w/Momentum"), [2.0, 2.0])


TF115 = """
import json, sys
import numpy as np
import tensorflow as tf
tf.logging.set_verbosity(tf.logging.FATAL)
sys.path.insert(0, {tests!r})
import move_programs
for name, path, load in json.loads({runs!r}):
    weights = move_programs.run(tf, name, {steps}, path, load=load)
    np.savez(path + ".npz", *weights)
"""


def on_tf115(runs):
    """The weights after some `move_programs.run` on TensorFlow 1.15.5, by path."""
    tests = os.path.dirname(os.path.abspath(__file__))
    tf115.run(TF115.format(tests=tests, runs=json.dumps(runs), steps=STEPS))
    return {path: list(np.load(path + ".npz").values()) for _, path, _ in runs}


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """What TensorFlow 1.15.5 trained alone, and what it trained on from Keras' checkpoints."""
    if tf115.python() is None:
        pytest.skip(tf115.reason())
    at = tmp_path_factory.mktemp("moves")
    names = list(move_programs.OPTIMIZERS)
    runs = [(name, f"{at}/{name}1", None) for name in names]
    alone = on_tf115(runs + [(name, f"{at}/{name}2", f"{at}/{name}1") for name in names])
    moved, after = {}, {}
    for name in names:
        model = Model(name)
        tf.load_checkpoint(model, f"{at}/{name}1", optimizer=model.optimizer)
        moved[name] = model.train(STEPS)
        tf.save_checkpoint(model, f"{at}/{name}k", optimizer=model.optimizer)
        after[name] = model.train(STEPS)
    back = on_tf115([(name, f"{at}/{name}3", f"{at}/{name}k") for name in names])
    return {
        name: (alone[f"{at}/{name}2"], moved[name], back[f"{at}/{name}3"], after[name])
        for name in names
    }


@pytest.mark.tf115
@pytest.mark.parametrize("name", move_programs.OPTIMIZERS)
def test_training_goes_on_as_in_tf_1_15(name, real):
    """Keras goes on as TensorFlow 1.15.5 does, and 1.15.5 goes on as Keras does."""
    alone, moved, back, after = real[name]

    assert_close(moved, alone)
    assert_close(back, after)


def saved(optimizer, path, steps=3, scope=None, names=("w",)):
    """A TF1 checkpoint of variables that each of some optimizers has trained."""
    tf.reset_default_graph()
    variables = [tf.get_variable(name, [2], initializer=tf.ones_initializer()) for name in names]
    made = optimizer if isinstance(optimizer, list) else [optimizer]
    step = tf.train.get_or_create_global_step()
    trains = []
    for number, one in enumerate(made):
        loss = tf.add_n([tf.reduce_sum(tf.square(v)) for v in variables])
        with scope("train") if scope else tf.name_scope(None):
            trains += [one.minimize(loss, global_step=step if number == 0 else None)]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for number, train in enumerate(trains):
            for _ in range(steps + number):
                sess.run(train)
        return tf.train.Saver().save(sess, path)


def variables(*names):
    """TF2 variables of the shape of those of `saved`."""
    return [tensorflow.Variable([0.0, 0.0], name=name) for name in names]


@pytest.mark.parametrize("scope", [tf.name_scope, tf.variable_scope])
def test_slots_in_scopes(scope, tmp_path):
    """Slots take the variable scope of `minimize`, beta powers its name scope; both are found."""
    path = saved(tf.train.AdamOptimizer(), f"{tmp_path}/a", scope=scope)
    held, adam = variables("w"), keras.optimizers.Adam(epsilon=1e-8)

    report = tf.load_checkpoint(held, path, optimizer=adam)

    assert report.ok and int(adam.iterations) == 3 and not report.notes
    again = tf.save_checkpoint(held, f"{tmp_path}/b", optimizer=adam, like=path)
    assert tf.train.list_variables(again) == tf.train.list_variables(path)


def test_an_optimizer_of_another_name(tmp_path):
    """The only slots that fit are found under any name; averages are none."""
    tf.reset_default_graph()
    w = tf.get_variable("w", [2], initializer=tf.ones_initializer())
    train = tf.train.AdamOptimizer(name="Opt").minimize(tf.reduce_sum(w))
    with tf.control_dependencies([train]):
        train = tf.train.ExponentialMovingAverage(0.9).apply([w])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train)
        path = tf.train.Saver().save(sess, f"{tmp_path}/a")
    held, adam = variables("w"), keras.optimizers.Adam()

    report = tf.load_checkpoint(held, path, optimizer=adam)

    assert [entry.key for entry in report.slots] == ["w/Opt", "w/Opt_1", "beta1_power"]
    assert [entry.key for entry in report.unused] == ["w/ExponentialMovingAverage"]
    again = tf.save_checkpoint(held, f"{tmp_path}/b", optimizer={"Opt": adam})
    assert {"w/Opt", "w/Opt_1"} < dict(tf.train.list_variables(again)).keys()


def test_two_optimizers(tmp_path):
    """Two Adams on one variable are given in the order of making, or by name."""
    path = saved([tf.train.AdamOptimizer(), tf.train.AdamOptimizer(0.1)], f"{tmp_path}/a")
    held = variables("w")
    first, second = keras.optimizers.Adam(), keras.optimizers.Adam()

    with pytest.raises(ValueError, match=r"would have 2 slots .* has 4: w/Adam, w/Adam_1, w/Ada"):
        tf.load_checkpoint(held, path, optimizer=[None, first])
    report = tf.load_checkpoint(held, path, optimizer=[first, second])

    keys = [entry.key for entry in report.slots]
    assert keys == ["w/Adam", "w/Adam_1", "beta1_power", "w/Adam_2", "w/Adam_3", "beta1_power_1"]
    assert (int(first.iterations), int(second.iterations)) == (3, 4)
    again = tf.save_checkpoint(held, f"{tmp_path}/b", optimizer=[first, second])
    assert tf.train.list_variables(again) == tf.train.list_variables(path)
    by_name = keras.optimizers.Adam()
    with pytest.raises(ValueError, match="any of 2 optimizers of the checkpoint: beta1_power, bet"):
        tf.load_checkpoint(held, path, optimizer={"Adam_2": by_name})
    report = tf.load_checkpoint(held, path, optimizer={"Adam_2": second, "Adam": first})
    assert [entry.key for entry in report.slots][:2] == ["w/Adam_2", "w/Adam_3"]


def test_two_optimizers_in_name_scopes(tmp_path):
    """Beta powers in several name scopes are told apart by the scope."""
    made = [tf.train.AdamOptimizer(), tf.train.AdamOptimizer(0.1)]
    path = saved(made, f"{tmp_path}/a", scope=tf.name_scope)
    held, adam = variables("w"), keras.optimizers.Adam()

    with pytest.raises(ValueError, match=r"train/beta1_power, train_1/beta1_power"):
        tf.load_checkpoint(held, path, optimizer=[adam, keras.optimizers.Adam()])
    report = tf.load_checkpoint(held, path, optimizer={"train_1/Adam_2": adam})

    keys = [entry.key for entry in report.slots]
    assert keys == ["w/Adam_2", "w/Adam_3", "train_1/beta1_power"]
    assert int(adam.iterations) == 4


def test_one_of_two_optimizers(tmp_path):
    """None stands for an Adam that stays behind: a generator without its discriminator."""
    tf.reset_default_graph()
    d, g = (tf.get_variable(name, [2], initializer=tf.ones_initializer()) for name in "dg")
    step_d = tf.train.AdamOptimizer().minimize(tf.reduce_sum(d), var_list=[d])
    step_g = tf.train.AdamOptimizer().minimize(tf.reduce_sum(g), var_list=[g])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in (step_d, step_g, step_g):
            sess.run(step)
        path = tf.train.Saver().save(sess, f"{tmp_path}/a")
    held, adam = variables("g"), keras.optimizers.Adam()

    with pytest.raises(ValueError, match="could be any of 2 optimizers") as raised:
        tf.load_checkpoint(held, path, optimizer=adam)
    tf.load_checkpoint(held, path, optimizer=[None, adam])

    assert "or a list of all, in the order in which the TF1 program made them" in str(raised.value)
    assert int(adam.iterations) == 2


REFUSED = {
    "betas": ("AdamOptimizer()", "Adam(beta_1=0.8)", "TF1's AdamOptimizer had other betas"),
    "amsgrad": ("AdamOptimizer()", "Adam(amsgrad=True)", "TF1's AdamOptimizer did not have"),
    "centered": ("RMSPropOptimizer(0.1)", "RMSprop(centered=True)", "would have 3 slots"),
    "not centered": ("RMSPropOptimizer(0.1, centered=True)", "RMSprop()", "would have 2 slots"),
    "no momentum": ("MomentumOptimizer(0.1, 0.9)", "SGD()", "give it the same momentum"),
    "schedule": (
        "MomentumOptimizer(0.1, 0.9)",
        "SGD(schedules.ExponentialDecay(0.1, 2, 0.5), momentum=0.9)",
        "they go on alike with a constant one only",
    ),
    "no learning rate": (
        "MomentumOptimizer(0.1, 0.9)",
        "SGD(0.0, momentum=0.9)",
        "a learning rate of 0",
    ),
    "accumulation": (
        "AdamOptimizer()",
        "Adam(gradient_accumulation_steps=2)",
        "gradient_accumulation_steps, which TF1 did not have",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_would_not_go_on_the_same_is_refused(case, tmp_path):
    """An optimizer that would train differently is refused, with the reason; nothing changes."""
    theirs, ours, reason = REFUSED[case]
    path = saved(eval("tf.train." + theirs), f"{tmp_path}/a")
    held, optimizer = variables("w"), eval(ours, vars(keras.optimizers))

    with pytest.raises(ValueError, match="training would not go on the same") as raised:
        tf.load_checkpoint(held, path, optimizer=optimizer)

    assert reason in str(raised.value) and reason in raised.value.report.refused[0]
    assert held[0].numpy().tolist() == [0, 0]
    assert not optimizer.built and int(optimizer.iterations) == 0
    assert not tf.load_checkpoint(held, path, optimizer=optimizer, strict=False).ok
    assert held[0].numpy().any()


def test_another_optimizers_checkpoint(tmp_path):
    """The slots that an optimizer needs and the checkpoint has not are missing."""
    path = saved(tf.train.MomentumOptimizer(0.1, 0.9), f"{tmp_path}/a")

    with pytest.raises(tf.errors.NotFoundError, match="Key w/Adam not found in checkpoint"):
        tf.load_checkpoint(variables("w"), path, optimizer=keras.optimizers.Adam())


@pytest.mark.parametrize(
    "optimizer", [keras.optimizers.Nadam(), tf_keras.optimizers.legacy.Adam(), "adam"], ids=type
)
def test_optimizers_that_tf1_did_not_have(optimizer, tmp_path):
    """Other optimizers are refused by both functions."""
    held = variables("w")
    path = tf.save_checkpoint(held, f"{tmp_path}/a")

    with pytest.raises(TypeError, match="optimizer must be one of keras"):
        tf.load_checkpoint(held, path, optimizer=optimizer)
    with pytest.raises(TypeError, match="optimizer must be one of keras"):
        tf.save_checkpoint(held, path, optimizer=optimizer)


def test_saving_an_optimizer_that_has_not_trained(tmp_path):
    """Without slots there is nothing to save, and no file appears."""
    with pytest.raises(ValueError, match=r"adam.* has no slots yet"):
        tf.save_checkpoint(variables("w"), f"{tmp_path}/a", optimizer=keras.optimizers.Adam())
    assert os.listdir(tmp_path) == []


def test_an_optimizer_of_other_variables(tmp_path):
    """An optimizer that trains what was not given cannot be moved."""
    path = saved(tf.train.AdamOptimizer(), f"{tmp_path}/a")
    held, adam = variables("w"), keras.optimizers.Adam()
    adam.build([*held, *variables("other")])

    with pytest.raises(ValueError, match="trains 2 variables, and only 1 of them"):
        tf.load_checkpoint(held, path, optimizer=adam)


@pytest.mark.parametrize("steps", [0, 1, 7, 820, 900, 5000, 60000])
def test_the_number_of_steps(steps):
    """Adam's steps are found in the powers that TF1 multiplies, also when beta1's has vanished."""
    from tf1shim.migrate.checkpoints.slot_names import steps_from

    one, two = np.float32(0.9), np.float32(0.999)
    powers = [one, two]
    for _ in range(steps):
        powers = [powers[0] * one, powers[1] * two]

    found = steps_from(*powers, 0.9, 0.999)

    assert abs(found - steps) <= steps * 1e-4
    assert steps_from(*powers, 0.9, 0.999, global_step=steps) == steps
    if 0 < steps < 830:
        assert steps_from(*powers, 0.9, 0.99) is None


@pytest.mark.parametrize("name", ["gradient_descent", "adam", "adagrad"])
def test_sparse_gradients(name, tmp_path):
    """Rows that are looked up, some twice, go on the same once their gradients are added up."""
    start, batches = np.linspace(-1, 1, 10, dtype=np.float32).reshape(5, 2), [[0, 1], [2, 2]]
    tf.reset_default_graph()
    table, ids = tf.get_variable("e", initializer=start), tf.placeholder(tf.int32, [2])
    optimizer = eval("tf.train." + move_programs.OPTIMIZERS[name][0])
    train = optimizer.minimize(tf.reduce_sum(tf.square(tf.gather(table, ids) - 1.0)))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for batch in batches:
            sess.run(train, {ids: batch})
        path = tf.train.Saver().save(sess, f"{tmp_path}/a")
        for batch in batches:
            sess.run(train, {ids: batch})
        alone = sess.run(table)
    moved = tensorflow.Variable(start, name="e")
    optimizer = eval(move_programs.OPTIMIZERS[name][1], vars(keras.optimizers))

    tf.load_checkpoint([moved], path, optimizer=optimizer)
    for batch in batches:
        with tensorflow.GradientTape() as tape:
            rows = tensorflow.gather(moved, batch)
            loss = tensorflow.reduce_sum(tensorflow.square(rows - 1.0))
        gradient = tensorflow.convert_to_tensor(tape.gradient(loss, moved))
        optimizer.apply([gradient], [moved])

    np.testing.assert_allclose(moved.numpy(), alone, **CLOSE)
