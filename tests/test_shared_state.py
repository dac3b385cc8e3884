"""Variables that a session and code of TensorFlow 2 share, and parts of graphs as modules."""

import os
import subprocess
import sys
import textwrap

import numpy as np
import pytest
import tensorflow

import tf1shim as tf

ROWS = np.arange(12, dtype=np.float32).reshape(4, 3) / 10
KERAS = tensorflow.keras.optimizers


def linear(x):
    """A model of two variables."""
    with tf.variable_scope("net"):
        w = tf.get_variable("w", [x.shape[-1].value, 2], initializer=tf.ones_initializer())
        b = tf.get_variable("b", [2], initializer=tf.zeros_initializer())
    return tf.matmul(x, w) + b


class Legacy:
    """A TensorFlow 1 training program on `linear`; `variables` as for a session."""

    def __init__(self, variables=None):
        self.x = tf.placeholder(tf.float32, [None, 3], name="x")
        self.y = tf.identity(linear(self.x), name="y")
        loss = tf.reduce_mean(tf.square(self.y - 1.0))
        self.train = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
        self.sess = tf.Session(variables=variables)

    def __call__(self):
        """The output."""
        return self.sess.run(self.y, {self.x: ROWS})

    def step(self):
        """One step of training."""
        self.sess.run(self.train, {self.x: ROWS})


def tf2_step(module):
    """The same step in TensorFlow 2."""
    with tensorflow.GradientTape() as tape:
        loss = tensorflow.reduce_mean(tensorflow.square(module(ROWS) - 1.0))
    variables = module.trainable_variables
    KERAS.SGD(0.1).apply_gradients(zip(tape.gradient(loss, variables), variables))


def test_session_variables_are_tf2s():
    """`session.variables` are watched by a tape and trained by Keras' optimizers."""
    legacy = Legacy()
    legacy.sess.run(tf.global_variables_initializer())
    found = legacy.sess.variables
    assert list(found) == ["net/w:0", "net/b:0"]
    w = found["net/w:0"]
    assert isinstance(w, tensorflow.Variable) and w.trainable
    with tensorflow.GradientTape() as tape:
        loss = tensorflow.reduce_sum(w * w)
    gradient = tape.gradient(loss, w)
    before = legacy()
    for optimizer in (KERAS.SGD(0.1), KERAS.Adam(0.1)):
        optimizer.apply_gradients([(gradient, w)])
    np.testing.assert_allclose(w, np.full([3, 2], 0.7), rtol=1e-5)
    assert (legacy()[1:] < before[1:]).all()


def test_wrap_on_a_session():
    """``wrap(variables=session)``: a step in either is seen by the other, and they are the same."""
    legacy = Legacy()
    module = tf.wrap(linear, variables=legacy.sess)
    with pytest.raises(
        tf.errors.FailedPreconditionError, match=r"(?s)uninitialized value net/w.*sess\.run"
    ):
        module(ROWS)
    legacy.sess.run(tf.global_variables_initializer())
    np.testing.assert_array_equal(module(ROWS), legacy())
    assert module.variables == tuple(legacy.sess.variables.values())
    other = tf.wrap(linear)
    other(ROWS)
    for step in (legacy.step, lambda: tf2_step(module)):
        step()
        tf2_step(other)
        np.testing.assert_array_equal(module(ROWS), legacy())
        np.testing.assert_allclose(module(ROWS), other(ROWS), rtol=1e-6)


def test_session_on_a_module(tmp_path):
    """``Session(variables=module)``: steps, initializers and a Saver act on the module's own."""
    module = tf.wrap(linear)
    module(ROWS)
    module.variables[1].assign([5.0, 6.0])
    legacy = Legacy(variables=module)
    np.testing.assert_array_equal(legacy(), module(ROWS))
    legacy.step()
    tf2_step(module)
    np.testing.assert_array_equal(legacy(), module(ROWS))
    saver = tf.train.Saver()
    path = saver.save(legacy.sess, str(tmp_path / "m"))
    kept = module(ROWS)
    tf2_step(module)
    assert not np.array_equal(module(ROWS), kept)
    saver.restore(legacy.sess, path)
    np.testing.assert_array_equal(module(ROWS), kept)
    legacy.sess.run(tf.global_variables_initializer())
    assert module.variables[1].numpy().tolist() == [0, 0]
    legacy.sess.close()
    assert module(ROWS).shape == [4, 2]


def test_variables_that_one_side_lacks():
    """What is not lent is made anew, in the session or by the module."""
    module = tf.wrap(linear)
    module(ROWS)
    x = tf.placeholder(tf.float32, [None, 3])
    y = tf.layers.dense(linear(x), 1, name="more")
    sess = tf.Session(variables=module)
    with pytest.raises(tf.errors.FailedPreconditionError, match="more/kernel"):
        sess.run(y, {x: ROWS})
    sess.run(tf.variables_initializer(tf.global_variables("more")))
    both = tf.wrap(lambda x: tf.layers.dense(linear(x), 1, name="more"), variables=sess)
    np.testing.assert_array_equal(both(ROWS), sess.run(y, {x: ROWS}))
    assert both.variables[:2] == module.variables
    more = tf.wrap(lambda x: linear(x) * tf.get_variable("s", []), variables=sess)
    more(ROWS)
    assert [v.name for v in more.variables] == ["net/w:0", "net/b:0", "s:0"]
    assert more.variables[:2] == module.variables


def test_closed_session_lends_nothing():
    """Functions on the variables of a closed session say so."""
    legacy = Legacy()
    legacy.sess.run(tf.global_variables_initializer())
    module = tf.wrap(linear, variables=legacy.sess)
    part = legacy.sess.as_module(legacy.x, legacy.y)
    module(ROWS), part(ROWS)
    legacy.sess.close()
    for call in (lambda: module(ROWS), lambda: module(ROWS[:1]), lambda: part(ROWS)):
        with pytest.raises(RuntimeError, match=r"closed Session\.\n  keep the session open"):
            call()


@pytest.mark.parametrize(
    ("lender", "text"),
    [
        (5, "must be a session, a module, or a dict or list"),
        ([1], "must hold TF2 variables"),
        ({"net/w": 3.0}, "must hold TF2 variables, but 'net/w' is 3.0"),
    ],
)
def test_what_cannot_lend(lender, text):
    """Anything but TF2 variables, or what has them, is refused when it is given."""
    for share in (lambda: tf.wrap(linear, variables=lender), lambda: Legacy(variables=lender)):
        with pytest.raises(TypeError, match=text):
            share()


def test_lent_variables_that_do_not_fit():
    """Graph variables, two of one name, another shape or dtype: errors, where they are known."""
    with pytest.raises(TypeError, match=r"(?s)must hold TF2 variables.*variables=session"):
        tf.wrap(linear, variables=[tf.Variable(1.0)])
    two = [tensorflow.Variable(1.0, name="a"), tensorflow.Variable(2.0, name="a")]
    with pytest.raises(ValueError, match=r"Two variables are called 'a'"):
        tf.wrap(linear, variables=two)
    for value, text in ((np.ones([2, 2], np.float32), "shape"), (np.ones([3, 2]), "dtype")):
        lent = {"net/w": tensorflow.Variable(value)}
        with pytest.raises(ValueError, match=rf"share variable net/w, but specified {text}"):
            tf.wrap(linear, variables=lent)(ROWS)


def test_dict_lends_under_other_names():
    """A dict says which variable is which."""
    mine = tensorflow.Variable(np.full([3, 2], 2.0, np.float32), name="mine")
    module = tf.wrap(linear, variables={"net/w": mine})
    assert module(np.ones([1, 3], np.float32)).numpy().tolist() == [[6, 6]]
    assert module.variables[0] is mine


# --- as_module -----------------------------------------------------------------------------------


@pytest.fixture
def network():
    """A session on x:0 -> h:0 -> y:0, and z:0 = y:0 * by:0."""
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    h = tf.nn.relu(tf.layers.dense(x, 4, name="first"), name="h")
    y = tf.identity(tf.layers.dense(h, 2, name="second"), name="y")
    tf.multiply(y, tf.placeholder(tf.float32, [], name="by"), name="z")
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    yield sess
    sess.close()


def test_part_of_a_graph(network):
    """Any part is a module, named by tensors or their names, with the variables that it uses."""
    whole, last = network.as_module("x:0", "y:0"), network.as_module("h:0", "y:0")
    expected = network.run("y:0", {"x:0": ROWS})
    np.testing.assert_array_equal(whole(ROWS), expected)
    np.testing.assert_array_equal(last(network.run("h:0", {"x:0": ROWS})), expected)
    assert [v.name for v in whole.variables] == [
        "first/kernel:0",
        "first/bias:0",
        "second/kernel:0",
        "second/bias:0",
    ]
    assert last.variables == whole.variables[2:]
    graph = network.graph
    named = network.as_module(
        {"x": graph.get_tensor_by_name("x:0"), "by": "by:0"}, {"z": "z:0", "both": ["h:0", "y:0"]}
    )
    found = named(x=ROWS, by=2.0)
    np.testing.assert_array_equal(found["z"], 2 * expected)
    np.testing.assert_array_equal(found["both"][1], expected)
    np.testing.assert_allclose(tensorflow.function(whole, jit_compile=True)(ROWS), expected, 1e-5)


def test_training_a_part(network):
    """What trains a module trains the session and other modules of it; optimizers may be TF2's."""
    whole, last = network.as_module("x:0", "y:0"), network.as_module("h:0", "y:0")
    optimizer = KERAS.Adam(0.1)

    @tensorflow.function
    def step(x):
        with tensorflow.GradientTape() as tape:
            loss = tensorflow.reduce_mean((whole(x) - 1.0) ** 2)
        variables = whole.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return loss

    optimizer.build(whole.trainable_variables)
    losses = [float(step(ROWS)) for _ in range(10)]
    assert losses[-1] < losses[0]
    expected = network.run("y:0", {"x:0": ROWS})
    np.testing.assert_allclose(whole(ROWS), expected, rtol=1e-6)
    np.testing.assert_allclose(last(network.run("h:0", {"x:0": ROWS})), expected, rtol=1e-6)


def test_parts_that_cannot_be(network):
    """A part that needs another placeholder says which, and where it was made."""
    with pytest.raises(
        ValueError, match=r"(?s)placeholder tensor 'by'\n.*test_shared_state\.py:\d+.*inputs"
    ):
        network.as_module("x:0", "z:0")
    with pytest.raises(KeyError, match="nope"):
        network.as_module("x:0", "nope:0")
    with pytest.raises(TypeError):
        network.as_module("x:0", "y:0")()


def test_saving_a_part(network, tmp_path):
    """A part is saved as a SavedModel that trains on, and as a checkpoint that restores."""
    whole = network.as_module("x:0", "y:0")
    tensorflow.saved_model.save(whole, str(tmp_path / "s"))
    loaded = tensorflow.saved_model.load(str(tmp_path / "s"))
    rows = tensorflow.constant(ROWS)
    np.testing.assert_array_equal(loaded(rows), whole(rows))
    with tensorflow.GradientTape() as tape:
        loss = tensorflow.reduce_sum(loaded(rows) ** 2)
    assert None not in tape.gradient(loss, loaded.trainable_variables)
    path = tensorflow.train.Checkpoint(m=whole).save(str(tmp_path / "c"))
    before = whole(rows)
    whole.variables[3].assign([7.0, 7.0])
    tensorflow.train.Checkpoint(m=whole).restore(path).assert_consumed()
    np.testing.assert_array_equal(whole(rows), before)


def test_two_devices_train_as_one():
    """Under MirroredStrategy on two devices a wrapped function trains as on one."""
    said = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(MIRRORED)],
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
    )
    assert "SAME" in said.stdout, said.stderr[-3000:]


MIRRORED = """
    import numpy as np
    import tensorflow
    import tf1shim as tf

    cpu = tensorflow.config.list_physical_devices("CPU")[0]
    tensorflow.config.set_logical_device_configuration(
        cpu, [tensorflow.config.LogicalDeviceConfiguration()] * 2
    )

    def linear(x):
        w = tf.get_variable("w", [3, 2], initializer=tf.ones_initializer())
        return tf.matmul(x, w) + tf.get_variable("b", [2], initializer=tf.zeros_initializer())

    rows = np.arange(24, dtype=np.float32).reshape(8, 3) / 10

    def trained(strategy):
        model = tf.wrap(linear)
        with strategy.scope():
            model.build(tensorflow.TensorSpec([None, 3]))

        def replica(x):
            with tensorflow.GradientTape() as tape:
                loss = tensorflow.reduce_sum((model(x) - 1.0) ** 2) / 8.0
            gradients = tape.gradient(loss, model.trainable_variables)
            context = tensorflow.distribute.get_replica_context()
            gradients = context.all_reduce("sum", gradients)
            for v, g in zip(model.trainable_variables, gradients):
                v.assign_sub(0.1 * g)

        @tensorflow.function
        def step(x):
            strategy.run(replica, (x,))

        data = tensorflow.data.Dataset.from_tensor_slices(rows).batch(8)
        for _ in range(3):
            for x in strategy.experimental_distribute_dataset(data):
                step(x)
        return [v.numpy() for v in model.variables]

    two = tensorflow.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    assert two.num_replicas_in_sync == 2
    one = tensorflow.distribute.get_strategy()
    for a, b in zip(trained(one), trained(two)):
        np.testing.assert_allclose(a, b, rtol=1e-5)
        assert not (a == 1).all() and not (a == 0).all()
    print("SAME")
"""
