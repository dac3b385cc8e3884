"""`wrap`: functions, methods and classes of TensorFlow 1 as TensorFlow 2 modules."""

import collections
import copy
import functools
import gc
import pickle
import threading
import warnings
import weakref

import numpy as np
import pytest
import tensorflow

import tf1shim as tf

ROWS = np.arange(12, dtype=np.float32).reshape(4, 3) / 10


def linear(x, units=2):
    """A model with plain `get_variable`s."""
    with tf.variable_scope("net"):
        w = tf.get_variable("w", [x.shape[-1].value, units], initializer=tf.ones_initializer())
        b = tf.get_variable("b", [units], initializer=tf.zeros_initializer())
    return tf.matmul(x, w) + b


def perceptron(x, training=False):
    """A model with initial values, dropout and moving averages, all seeded."""
    with tf.variable_scope("mlp", regularizer=tf.contrib.layers.l2_regularizer(0.1)):
        glorot = tf.glorot_uniform_initializer(seed=1)
        h = tf.layers.dense(x, 4, tf.nn.relu, kernel_initializer=glorot)
        h = tf.layers.batch_normalization(h, training=training)
        h = tf.layers.dropout(h, 0.5, training=training, seed=3)
        return tf.layers.dense(h, 2)


def eager(*values):
    """TF2 tensors of the values, made outside of any graph."""
    return tensorflow.constant(values[0] if len(values) == 1 else values, tensorflow.float32)


# --- calling -------------------------------------------------------------------------------------


def test_calls_share_variables_by_name():
    """Every call, eager or in tf.function, in any shape or mode, shares what a former one made."""
    model = tf.wrap(perceptron)
    model(ROWS)
    first = model.variables
    names = [v.name for v in first]
    model(ROWS, training=True)
    model(ROWS[:1])
    tensorflow.function(lambda x: model(x))(eager(ROWS))
    assert model.variables == first
    assert names == [
        "mlp/dense/kernel:0",
        "mlp/dense/bias:0",
        "mlp/batch_normalization/gamma:0",
        "mlp/batch_normalization/beta:0",
        "mlp/batch_normalization/moving_mean:0",
        "mlp/batch_normalization/moving_variance:0",
        "mlp/dense_1/kernel:0",
        "mlp/dense_1/bias:0",
    ]
    assert [v.name for v in model.trainable_variables] == names[:4] + names[6:]
    assert all(type(v).__name__ == "ResourceVariable" for v in first)
    assert isinstance(model, tensorflow.Module)


def test_names_do_not_depend_on_the_call():
    """Default names of scopes, layers and variables are the same in each call."""

    def model(x):
        for _ in range(2):
            with tf.variable_scope(None, "block"):
                x = x * tf.get_variable("w", [])
        return x + tf.Variable(1.0) + tf.Variable(2.0) + tf.Variable(3.0, name="mine")

    module = tf.wrap(model)
    module(eager(1.0))
    names = [v.name for v in module.variables]
    assert names == ["block/w:0", "block_1/w:0", "Variable:0", "Variable_1:0", "mine:0"]
    module.variables[4].assign(5.0)
    np.testing.assert_allclose(module(eager([1.0])), [module(eager(1.0))], rtol=1e-6)
    assert [v.name for v in module.variables] == names


@pytest.mark.parametrize("seed", [None, 5])
def test_numbers_are_the_sessions(seed):
    """Initial values, dropout and moving averages are, to the bit, those of a session."""
    tf.set_random_seed(seed)
    x = tf.placeholder(tf.float32, [4, 3])
    y = perceptron(x, training=True)
    loss = tf.reduce_sum(y**2)
    gradients = tf.gradients(loss, tf.trainable_variables())
    updates = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    expected = []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        expected.append(sess.run(tf.global_variables()))
        for _ in range(3):
            expected.append(sess.run([gradients, y, updates], {x: ROWS})[:2])
        averages = sess.run(tf.global_variables())
    tf.reset_default_graph()
    tf.set_random_seed(seed)
    model = tf.wrap(perceptron)
    model.build(tensorflow.TensorSpec([4, 3]), training=True)
    got = [[v.numpy() for v in model.variables]]
    for _ in range(3):
        with tensorflow.GradientTape() as tape:
            y = model(tensorflow.constant(ROWS), training=True)
            loss = tensorflow.reduce_sum(y**2)
        got.append([tape.gradient(loss, model.trainable_variables), y.numpy()])
    if seed is None:  # then the last layer's first values are anyone's
        got[0], expected[0] = got[0][:-2], expected[0][:-2]
    else:
        np.testing.assert_array_equal(got[3][1], expected[3][1])
        for ours, theirs in zip(got[3][0], expected[3][0]):
            np.testing.assert_allclose(ours, theirs, rtol=1e-6)
    for ours, theirs in zip(got[0], expected[0]):
        np.testing.assert_array_equal(ours, theirs)
    np.testing.assert_array_equal(model.variables[4], averages[4])
    np.testing.assert_array_equal(model.variables[5], averages[5])


def test_loops_draw_in_order():
    """Random numbers drawn in the iterations of a loop are those of a session, under a tape too."""

    def model(x):
        def body(i, y):
            return i + 1, y * 2 + tf.nn.dropout(x, rate=0.5, seed=4)

        return tf.while_loop(lambda i, y: i < 20, body, (0, x))[1]

    x = tf.placeholder(tf.float32, [4, 3])
    y = model(x)
    with tf.Session() as sess:
        expected = [sess.run(y, {x: ROWS}) for _ in range(3)]
    module, rows = tf.wrap(model), tensorflow.constant(ROWS)
    for values in expected:
        with tensorflow.GradientTape() as tape:
            tape.watch(rows)
            y = module(rows)
        np.testing.assert_array_equal(y, values)
        assert tape.gradient(y, rows) is not None


def test_shapes_are_exact_unless_built_wider():
    """A function sees the static shape of each call; after `build` with None, that serves all."""
    seen = []

    def model(x):
        seen.append(x.shape.as_list())
        return tf.reduce_sum(x) * tf.get_variable("w", [], initializer=tf.ones_initializer())

    module = tf.wrap(model)
    for rows in (1, 2, 2, 3):
        module(ROWS[:rows])
    assert seen == [[1, 3], [2, 3], [3, 3]]
    wide = tf.wrap(model)
    wide.build(tensorflow.TensorSpec([None, 3]))
    assert [v.name for v in wide.variables] == ["w:0"]
    del seen[:]
    assert wide(np.ones([1, 3], np.float32)) == 3
    assert wide(np.ones([4, 3], np.float32)) == 12
    assert seen == []


def test_arguments_of_every_kind():
    """Nests, sparse and ragged tensors, variables, arrays, defaults and plain values are taken."""

    def total(parts, scale=1.0, *more, mode="sum", **named):
        result = parts["a"] + parts["b"][0] + sum(more) + sum(named.values())
        return result * scale if mode == "sum" else tf.zeros([])

    module = tf.wrap(total)
    parts = {"a": eager(1.0), "b": [tensorflow.Variable(2.0)]}
    assert module(parts) == 3
    assert module(parts, 2.0, eager(1.0), eager(1.0), late=eager(5.0)) == 20
    assert module(parts, mode="none") == 0
    sparse = tf.wrap(lambda s: tf.sparse_tensor_dense_matmul(s, tf.ones([3, 1])))
    assert sparse(tensorflow.sparse.from_dense(ROWS)).shape == [4, 1]
    ragged = tf.wrap(lambda r: (r * 2.0, tf.reduce_sum(r.values)))
    doubled, summed = ragged(tensorflow.ragged.constant([[1.0], [2.0, 3.0]]))
    assert doubled.to_list() == [[2.0], [4.0, 6.0]]
    assert summed == 6


def test_outputs_of_every_kind():
    """Nests keep their classes; None stays None; numbers and variables become tensors."""
    Pair = collections.namedtuple("Pair", "a b")

    def model(x):
        sparse = tf.SparseTensor([[0]], [1.0], [2])
        return Pair(x, [None, {"k": 5, "v": tf.get_variable("v", initializer=7.0)}]), sparse, ()

    pair, sparse, nothing = tf.wrap(model)(eager(1.0))
    assert type(pair) is Pair
    assert pair.a == 1 and pair.b[0] is None and pair.b[1]["k"] == 5 and pair.b[1]["v"] == 7
    assert isinstance(sparse, tensorflow.SparseTensor) and nothing == ()
    assert tf.wrap(lambda x: None)(eager(1.0)) is None


def test_states_go_out_and_in():
    """An LSTM's state tuple comes back as what it is, and may be given to the next call."""

    def model(x, state=None):
        cell = tf.nn.rnn_cell.LSTMCell(2, initializer=tf.ones_initializer())
        return tf.nn.dynamic_rnn(cell, x, dtype=tf.float32, initial_state=state)

    module = tf.wrap(model)
    with tensorflow.GradientTape() as tape:
        outputs, state = module(ROWS[None])
        loss = tensorflow.reduce_sum(outputs)
    assert type(state) is tf.nn.rnn_cell.LSTMStateTuple
    assert None not in tape.gradient(loss, module.trainable_variables)
    np.testing.assert_array_equal(module(ROWS[None, 2:], module(ROWS[None, :2])[1])[1].h, state.h)


# --- gradients -----------------------------------------------------------------------------------


def flows(x):
    """A loss through TensorFlow 1's loops and branches."""
    w = tf.get_variable("w", [3, 3], initializer=tf.constant_initializer(0.5))
    _, y = tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, tf.tanh(tf.matmul(y, w))), (0, x))
    y = tf.cond(tf.reduce_sum(y) > 0, lambda: y * 2, lambda: tf.matmul(y, w))
    kept = tf.scan(lambda a, b: a * 0.5 + tf.reduce_sum(tf.matmul(b[None], w)), y, 0.0)
    return tf.reduce_sum(kept) + tf.reduce_sum(y)


def test_gradients_through_control_flow():
    """Gradients through loops and branches, of first and second order, are a graph's."""
    x = tf.placeholder(tf.float32, [4, 3])
    loss = flows(x)
    (by_w,) = tf.gradients(loss, tf.trainable_variables())
    (second,) = tf.gradients(by_w, x)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        expected = sess.run([loss, by_w, second], {x: ROWS})
    module, rows = tf.wrap(flows), tensorflow.constant(ROWS)
    with tensorflow.GradientTape(persistent=True) as outer:
        outer.watch(rows)
        with tensorflow.GradientTape() as inner:
            loss = module(rows)
        (by_w,) = inner.gradient(loss, module.trainable_variables)
    got = [loss, by_w, outer.gradient(by_w, rows)]
    for ours, theirs in zip(got, expected):
        np.testing.assert_allclose(ours, theirs, rtol=1e-5)
    again = outer.gradient(loss, module.trainable_variables)[0]
    np.testing.assert_allclose(again, expected[1], rtol=1e-5)


def test_gradients_of_ones_own():
    """`custom_gradient`, `gradient_override_map` and `map_fn` have theirs under a tape."""

    @tf.RegisterGradient("WrapNine")
    def _nine(op, d):
        return d * 9

    @tf.custom_gradient
    def seven(x):
        return tf.identity(x), lambda d: d * 7

    def model(x):
        w = tf.get_variable("w", [], initializer=tf.ones_initializer())
        with tf.get_default_graph().gradient_override_map({"Square": "WrapNine"}):
            kept = tf.map_fn(lambda row: row * w, tf.ones([2]))
            return seven(w) + tf.square(w) + x + tf.reduce_sum(kept)

    module = tf.wrap(model)
    with tensorflow.GradientTape() as tape:
        loss = module(eager(0.0))
    assert tape.gradient(loss, module.trainable_variables)[0] == 18


def test_regularization_losses():
    """The regularizers' losses of all calls together, each once, seen by a tape; or an error."""
    model = tf.wrap(perceptron)
    assert model.regularization_losses == []
    model(ROWS, training=True)
    model(ROWS[:2])
    with tensorflow.GradientTape() as tape:
        losses = model.regularization_losses
        total = tensorflow.add_n(losses)
    assert len(losses) == len(model.variables) == 8
    kernel = model.trainable_variables[0]
    np.testing.assert_allclose(tape.gradient(total, kernel), 0.1 * kernel, rtol=1e-6)
    active = tf.wrap(lambda x: tf.layers.dense(x, 2, activity_regularizer=tf.nn.l2_loss))
    active(ROWS)
    with pytest.raises(ValueError, match=r"depends on the arguments.*\n.*\n.*get_regularization"):
        _ = active.regularization_losses


@pytest.mark.parametrize("optimizer", [tensorflow.keras.optimizers.Adam, tensorflow.optimizers.SGD])
def test_training_in_tf_function(optimizer):
    """A module first called in a tf.function is trained there by an optimizer of TF2."""
    model, optimizer = tf.wrap(perceptron), optimizer(0.05)

    @tensorflow.function
    def step(x):
        with tensorflow.GradientTape() as tape:
            loss = tensorflow.reduce_mean((model(x) - 1.0) ** 2)
        variables = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return loss

    model.build(tensorflow.TensorSpec([4, 3]))
    optimizer.build(model.trainable_variables)
    losses = [float(step(ROWS)) for _ in range(20)]
    assert losses[-1] < 0.6 * losses[0]


def test_jit_compile():
    """`jit_compile` is ``tf.function``'s."""
    model = tf.wrap(linear, jit_compile=True)
    np.testing.assert_allclose(model(ROWS), tf.wrap(linear)(ROWS), rtol=1e-6)
    with tensorflow.GradientTape() as tape:
        loss = tensorflow.reduce_sum(model(ROWS))
    assert tape.gradient(loss, model.variables)[1].numpy().tolist() == [4, 4]


# --- updates, collections, state -----------------------------------------------------------------


def test_updates_always_or_on_demand():
    """Moving averages are updated with each training call, or only by `run_updates`."""
    always, demanded = tf.wrap(perceptron), tf.wrap(perceptron, updates="on_demand")
    for model in (always, demanded):
        model(ROWS, training=True)
        assert model.updates == [
            "mlp/batch_normalization/AssignMovingAvg",
            "mlp/batch_normalization/AssignMovingAvg_1",
        ]
    variance = 5
    assert always.variables[variance].numpy()[0] != 1
    assert demanded.variables[variance].numpy()[0] == 1
    demanded.run_updates(ROWS, training=True)
    np.testing.assert_array_equal(always.variables[variance], demanded.variables[variance])
    assert always(ROWS) is not None and always.updates == []
    with pytest.raises(ValueError, match="updates must be 'always' or 'on_demand'"):
        tf.wrap(perceptron, updates="never")


def test_collections():
    """The collections of the newest call, with TF2 variables."""

    def model(x):
        tf.add_to_collection("mine", 5)
        return x * tf.get_variable("w", [], collections=["kept", tf.GraphKeys.GLOBAL_VARIABLES])

    module = tf.wrap(model)
    assert module.collections == {}
    module(eager(1.0))
    assert module.collections["mine"] == [5]
    (w,) = module.variables
    assert module.collections["kept"] == module.collections["variables"] == [w]


def test_metrics_tables_and_partitions():
    """Metrics count over calls; tables are there; the parts of a variable are variables."""
    accuracy = tf.wrap(lambda labels, found: tf.metrics.accuracy(labels, found))
    _, first = accuracy(np.int32([1, 2]), np.int32([1, 1]))
    _, second = accuracy(np.int32([1, 2]), np.int32([1, 2]))
    assert (float(first), float(second)) == (0.5, 0.75)
    assert [v.name for v in accuracy.variables] == ["accuracy/total:0", "accuracy/count:0"]

    def embedded(words):
        table = tf.contrib.lookup.index_table_from_tensor(["a", "b"], num_oov_buckets=1)
        parts = tf.fixed_size_partitioner(3)
        w = tf.get_variable("w", [3, 2], partitioner=parts, initializer=tf.ones_initializer())
        ids = table.lookup(words)
        return ids, tf.nn.embedding_lookup(w, ids, "div")

    module = tf.wrap(embedded)
    with tensorflow.GradientTape() as tape:
        ids, found = module(tensorflow.constant(["b", "z"]))
        loss = tensorflow.reduce_sum(found)
    assert ids.numpy().tolist() == [1, 2]
    assert [v.name for v in module.variables] == ["w/part_0:0", "w/part_1:0", "w/part_2:0"]
    gradients = [tensorflow.convert_to_tensor(g) for g in tape.gradient(loss, module.variables)]
    assert [g.numpy().tolist() for g in gradients] == [[[0, 0]], [[1, 1]], [[1, 1]]]


def test_train_step_inside():
    """A whole training step of TensorFlow 1 may be wrapped: slots are variables of the module."""

    def step(x):
        loss = tf.reduce_sum(linear(x))
        train = tf.train.MomentumOptimizer(0.1, 0.9).minimize(loss, tf.train.create_global_step())
        with tf.control_dependencies([train]):
            return tf.identity(loss)

    module = tf.wrap(step)
    losses = [float(module(ROWS)) for _ in range(3)]
    assert losses[0] > losses[1] > losses[2]
    assert [v.name for v in module.variables][2:] == [
        "global_step:0",
        "net/w/Momentum:0",
        "net/b/Momentum:0",
    ]
    assert module.variables[2].numpy() == 3


# --- reuse ---------------------------------------------------------------------------------------


def test_reuse_as_in_a_graph():
    """Within a call, reuse has TensorFlow 1's errors; ``reuse=True`` sees what a call has made."""

    def model(x, reuse=None, twice=False):
        for _ in range(1 + twice):
            with tf.variable_scope("a", reuse=reuse):
                w = tf.get_variable("w", [], initializer=tf.ones_initializer())
        return x * w

    module = tf.wrap(model)
    with pytest.raises(ValueError, match=r"(?s)Variable a/w does not exist.*test_wrap\.py:\d+"):
        module(eager(1.0), reuse=True)
    with pytest.raises(ValueError, match=r"(?s)Variable a/w already exists.*test_wrap\.py:\d+"):
        module(eager(1.0), twice=True)
    assert module.variables == ()
    assert module(eager(2.0)) == module(eager(2.0), reuse=True) == 2
    assert module(eager(2.0), reuse=tf.AUTO_REUSE, twice=True) == 2
    assert len(module.variables) == 1


def test_calls_that_disagree():
    """A call with another shape or dtype for a variable fails and says where; the rest goes on."""
    module = tf.wrap(
        lambda x, units=2: tf.get_variable("w", [units], x.dtype, tf.ones_initializer())
    )
    module(eager(1.0))
    with pytest.raises(ValueError, match=r"share variable w, .* \(3,\) .* \(2,\)\.\n.*test_wrap"):
        module(eager(1.0), 3)
    with pytest.raises(ValueError, match=r"share variable w, .* float64 .* float32\.\n.*test_wrap"):
        module(tensorflow.constant(1.0, tensorflow.float64))
    assert module(eager([1.0])).numpy().tolist() == [1, 1]


def test_failing_call_makes_nothing():
    """A function that raises leaves no variable; the next call starts from its initializers."""

    class Model:
        def __init__(self):
            self.dense = tf.layers.Dense(1, kernel_initializer=tf.ones_initializer())

        @tf.wrap
        def __call__(self, x, fail=False):
            y = self.dense(x)
            if fail:
                raise KeyError("later")
            return y

    model = Model()
    with pytest.raises(KeyError):
        model(eager([[1.0, 2.0]]), fail=True)
    assert model.__call__.variables == ()
    assert model(eager([[1.0, 2.0]])) == 3
    assert model(eager([[1.0, 2.0], [0.0, 0.0]])).numpy().tolist() == [[3], [0]]


def test_variables_of_later_calls():
    """A new mode may make more variables, but not in a tf.function: the error says where."""

    def model(x, more=False):
        y = linear(x)
        if more:
            y *= tf.get_variable("scale", [], initializer=tf.ones_initializer())
        return y

    module = tf.wrap(model)
    module(ROWS)

    @tensorflow.function(autograph=False)
    def call(x):
        return module(x, more=True)

    with pytest.raises(ValueError, match=r"later call.*\n.*'scale' at .*test_wrap\.py:\d+"):
        call(ROWS)
    assert len(module.variables) == 2
    module(ROWS, more=True)
    assert [v.name for v in module.variables][2:] == ["scale:0"]
    np.testing.assert_array_equal(call(ROWS), module(ROWS))


# --- methods and classes -------------------------------------------------------------------------


def test_methods():
    """Each object has variables of its own, which its wrapped methods share."""

    class Model(tensorflow.Module):
        def __init__(self, units):
            super().__init__()
            self.units = units

        @tf.wrap
        def once(self, x):
            return linear(x, self.units)

        @tf.wrap(updates="on_demand")
        def twice(self, x):
            return 2 * linear(x, self.units)

    a, b = Model(2), Model(3)
    np.testing.assert_array_equal(2 * a.once(ROWS), a.twice(ROWS))
    assert b.once(ROWS).shape == [4, 3]
    assert a.once.variables == a.twice.variables
    assert [v.name for v in a.trainable_variables][:2] == ["net/w:0", "net/b:0"]
    assert a.once is a.once


def test_methods_of_other_objects():
    """Static and class methods work; an object without __dict__ has an error."""

    class Model:
        __slots__ = ("units",)

        @tf.wrap
        def bare(self, x):
            return x

        @staticmethod
        @tf.wrap
        def static(x):
            return linear(x)

        @classmethod
        @tf.wrap
        def of_class(cls, x):
            return linear(x)

    with pytest.raises(TypeError, match=r"(?s)'Model' object has no __dict__ .*'bare'.*wrap a"):
        Model().bare(ROWS)
    np.testing.assert_array_equal(Model.static(ROWS), Model().of_class(ROWS))


@tf.wrap
class Network:
    """A TensorFlow 1 class that keeps layers, cells, templates and variables."""

    def __init__(self, units):
        self.name = "mine"
        self.layers = [tf.layers.Dense(units, name="dense", kernel_regularizer=tf.nn.l2_loss)]
        self.norm = tf.layers.BatchNormalization()
        self.shift = tf.get_variable("shift", [units])
        self.cell = tf.nn.rnn_cell.LSTMCell(units)
        self.scale = tf.make_template("scale", lambda x: x * tf.get_variable("by", []))

    def __call__(self, x, training=False):
        """The output."""
        y, _ = self.cell(x, self.cell.zero_state(x.shape[0].value, tf.float32))
        y = self.scale(self.layers[0](x) + self.shift + y)
        return self.scale(self.norm(y, training=training))


def test_classes():
    """What ``__init__`` makes and keeps serves every call of the object; two objects share none."""
    network, other = Network(3), Network(3)
    assert [v.name for v in network.variables] == ["shift:0"]
    for training in (False, True, False):
        for rows in (4, 2):
            network(ROWS[:rows], training=training)
    with tensorflow.GradientTape() as tape:
        loss = tensorflow.reduce_sum(network(ROWS, training=True) ** 2)
    assert None not in tape.gradient(loss, network.trainable_variables)
    assert len(network.variables) == 10 and len(network.trainable_variables) == 8
    assert len(network.regularization_losses) == 1
    other(ROWS)
    assert not {id(v) for v in network.variables} & {id(v) for v in other.variables}
    assert isinstance(network, Network) and isinstance(network, tensorflow.Module)
    assert (network.name, type(network.layers), Network.__name__) == ("mine", list, "Network")


def test_subclasses_of_wrapped_classes():
    """A subclass, wrapped or not, calls what it inherits."""

    class Twice(Network):
        def __call__(self, x):
            return 2 * super().__call__(x)

    @tf.wrap
    class More(Network):
        def __init__(self):
            super().__init__(3)
            self.more = tf.layers.Dense(1, name="more")

        def __call__(self, x):
            return self.more(super().__call__(x))

    assert Twice(3)(ROWS).shape == [4, 3]
    more = More()
    assert more(ROWS).shape == [4, 1]
    assert [v.name for v in more.variables][-2:] == ["more/kernel:0", "more/bias:0"]
    with pytest.raises(TypeError, match="has no __call__ to wrap"):
        tf.wrap(type("Empty", (), {}))


@pytest.mark.parametrize("base", ["layers.Layer", "keras.Model"])
def test_keras_2_classes(base):
    """A layer or model class of TensorFlow 1's Keras becomes a module with TF2 variables."""
    layers, name = base.split(".")

    class Scale(getattr(getattr(tf, layers), name)):
        def build(self, shape):
            self.by = self.add_weight("by", shape=[], initializer="ones")
            super().build(shape)

        def call(self, x):
            return x * self.by

    scale = tf.wrap(Scale)()
    with tensorflow.GradientTape() as tape:
        loss = tensorflow.reduce_sum(scale(eager([2.0, 3.0])))
    assert tape.gradient(loss, scale.trainable_variables)[0] == 5
    assert isinstance(scale.variables[0].numpy(), np.floating)


# --- nesting and other worlds --------------------------------------------------------------------


def test_wrapped_in_wrapped():
    """A wrapped function within another is a plain function; objects bring their variables."""
    inner, network = tf.wrap(linear), Network(3)
    network(ROWS)
    outer = tf.wrap(lambda x: inner(network(x)))
    outer(ROWS)
    assert inner.variables == ()
    own = {id(v) for v in network.variables}
    names = [v.name for v in outer.variables if id(v) not in own]
    assert names == ["net/w:0", "net/b:0"] and len(outer.variables) == 12
    network.variables[0].assign_add([1.0, 1.0, 1.0])
    shared = tf.wrap(lambda x: linear(network(x)), variables=outer)
    np.testing.assert_array_equal(shared(ROWS), outer(ROWS))


def test_two_objects_of_one_name():
    """Two objects whose variables have the same names stay two within another function."""
    a, b = Network(3), Network(3)
    a(ROWS), b(ROWS)
    both = tf.wrap(lambda x, swapped=False: b(x) - a(x) if swapped else a(x) - b(x))
    np.testing.assert_allclose(both(ROWS), a(ROWS) - b(ROWS), atol=1e-6)
    np.testing.assert_allclose(both(ROWS, True), b(ROWS) - a(ROWS), atol=1e-6)
    assert len({id(v) for v in both.variables}) == 20


def test_in_a_graph():
    """In a TensorFlow 1 graph it is called as it is; eager tensors are computed there too."""
    model, rows = tf.wrap(linear), tensorflow.constant(ROWS)
    x = tf.placeholder(tf.float32, [None, 3])
    y = model(x)
    assert y.graph is tf.get_default_graph() and model.variables == ()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        np.testing.assert_array_equal(model(rows), sess.run(y, {x: ROWS}))
    assert type(model.variables[0]).__name__ == "ResourceVariable"


def test_threads():
    """Threads that call at once share the variables."""
    model, found = tf.wrap(linear), []

    def call(rows):
        found.append(model(ROWS[:rows]).shape[0])

    threads = [threading.Thread(target=call, args=(1 + i % 4,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [1, 1, 2, 2, 3, 3, 4, 4]
    assert len(model.variables) == 2


def test_many_kinds_are_told(caplog):
    """A few modes and shapes warn of nothing; ever new ones are told once, with what mends it."""
    model = tf.wrap(lambda x, k: x * k)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        for k in range(12):
            model(eager(1.0), k)
        assert not told
        for k in range(40):
            model(eager(1.0), k)
    assert len(told) == 1 and "24 kinds of arguments" in str(told[0].message)
    assert "retracing" not in caplog.text


def test_forgotten_module_is_freed():
    """A module that nobody holds takes graphs, sessions, tables and variables with it."""

    def kept():
        def model(words):
            table = tf.contrib.lookup.index_table_from_tensor(["a"], num_oov_buckets=1)
            return tf.nn.embedding_lookup(tf.get_variable("w", [2, 2]), table.lookup(words))

        module = tf.wrap(model)
        module(tensorflow.constant(["a"]))
        call = module._calls[0]
        return [weakref.ref(o) for o in (module, call.graph, call.session, *module.variables)]

    references = kept()
    gc.collect()
    assert [r() for r in references] == [None] * 4


def test_copies_are_refused():
    """A module is not copied or pickled: the error says what to do instead."""
    model = tf.wrap(linear)
    for copied in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match=r"(?s)'linear' cannot be copied.*load_checkpoint"):
            copied(model)


# --- bad input -----------------------------------------------------------------------------------


def uses_new_session(x):
    """Opens a session."""
    with tf.Session() as sess:
        return sess.run(x)


def uses_default_session(x):
    """Asks for the default session."""
    return tf.get_default_session().run(x)


def test_sessions_inside():
    """A function that runs a session is refused, with what to do."""
    with tf.Session(graph=tf.Graph()).as_default():
        for function in (uses_new_session, uses_default_session, lambda x: x.eval()):
            with pytest.raises(RuntimeError, match=r"(?s)graph of a wrapped function.*keep the"):
                tf.wrap(function)(eager(1.0))


def test_tensors_from_outside():
    """Placeholders, and tensors and variables of other graphs or of TF2, have an error."""

    def fed(x):
        return x * tf.placeholder(tf.float32, [], name="p")

    with pytest.raises(ValueError, match=r"(?s)placeholder tensor 'p'\n.*test_wrap\.py:\d+.*arg"):
        tf.wrap(fed)(eager(1.0))
    for outside in (tf.constant(1.0), tf.Variable(1.0), eager(1.0), tensorflow.Variable(1.0)):
        with pytest.raises((ValueError, RuntimeError), match="pass it as an argument"):
            tf.wrap(times(outside))(eager(1.0))
    with pytest.raises(ValueError, match="depends on the arguments of the call"):
        tf.wrap(lambda x: tf.get_variable("w", initializer=x))(eager(1.0))


def times(outside):
    """A function that uses what was made before it."""
    return lambda x: x * outside


@pytest.mark.parametrize(
    ("output", "text"),
    [
        (lambda x: tf.no_op(), r"output is <tf.Operation .*\n.*control_dependencies"),
        (lambda x: {"a": [x, object()]}, r"output\['a'\]\[1\] is <object .*\n.*return a tensor"),
        (lambda x: (x, linear), r"output\[1\] is <function linear"),
    ],
)
def test_outputs_that_are_no_tensors(output, text):
    """An operation or object among the outputs is refused, and the error says which."""
    with pytest.raises(TypeError, match=r"<lambda> must return tensors, but " + text):
        tf.wrap(output)(eager(1.0))


def test_what_is_wrapped():
    """Anything callable is wrapped; anything else is refused."""
    assert tf.wrap(functools.partial(linear, units=3))(ROWS).shape == [4, 3]
    assert tf.wrap(linear, name="other").name == "other"
    assert tf.wrap(linear).__doc__ == linear.__doc__
    with pytest.raises(TypeError, match="wrap needs a function or a class"):
        tf.wrap(5)


# --- files ---------------------------------------------------------------------------------------


def test_checkpoint(tmp_path):
    """A checkpoint keeps variables by name; it restores before the first call, in any order."""

    def model(x, reverse=False):
        names = ["a", "b"][:: -1 if reverse else 1]
        return sum(tf.get_variable(n, [], initializer=tf.zeros_initializer()) for n in names) * x

    saved, restored = tf.wrap(model), tf.wrap(model)
    saved(eager(1.0))
    saved.variables[0].assign(5.0)
    path = tensorflow.train.Checkpoint(m=saved).save(str(tmp_path / "c"))
    status = tensorflow.train.Checkpoint(m=restored).restore(path)
    assert restored(eager(1.0), reverse=True) == 5
    status.assert_consumed()
    assert [(v.name, float(v)) for v in restored.variables] == [("b:0", 0), ("a:0", 5)]
    network, other = Network(3), Network(3)
    network(ROWS)
    path = tensorflow.train.Checkpoint(n=network).save(str(tmp_path / "n"))
    tensorflow.train.Checkpoint(n=other).restore(path).expect_partial()
    np.testing.assert_array_equal(other(ROWS), network(ROWS))


def test_saved_model(tmp_path):
    """A saved module is called, trained and saved again without tf1shim."""
    network = Network(3)
    for training in (False, True):
        network(ROWS, training=training)
    tensorflow.saved_model.save(network, str(tmp_path / "1"))
    loaded = tensorflow.saved_model.load(str(tmp_path / "1"))
    rows = tensorflow.constant(ROWS)
    np.testing.assert_array_equal(loaded(rows), network(rows))
    with tensorflow.GradientTape() as tape:
        loss = tensorflow.reduce_sum(loaded(rows, training=True) ** 2)
    variables = loaded.trainable_variables
    assert len(variables) == 8 and len(loaded.variables) == 10
    gradients = tape.gradient(loss, variables)
    tensorflow.keras.optimizers.SGD(0.1).apply_gradients(zip(gradients, variables))
    tensorflow.saved_model.save(loaded, str(tmp_path / "2"))
    again = tensorflow.saved_model.load(str(tmp_path / "2"))
    np.testing.assert_array_equal(again(rows), loaded(rows))
    assert not np.array_equal(again(rows), network(rows))
