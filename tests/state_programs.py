"""TF1 programs on variables, initialization, optimizers and checkpoints, each a function of `tf`.

tf1shim and real TensorFlow 1.15 run them alike (Python 3.7 reads this file). `Facts` collects
what a program finds, an exception as its class and first line.
"""

# Functions made in loops are called in the same turn; names are for `eval`.
# ruff: noqa: B023, F841, RUF005

import functools
import os
import shutil
import tempfile

import numpy as np


class Facts(dict):
    """What a program finds, by label."""

    def learn(self, label, find):
        """Records what `find()` returns or raises."""
        try:
            self[label] = find()
        except Exception as e:
            text = getattr(e, "message", None) or str(e)
            self[label] = "{}: {}".format(type(e).__name__, (text.splitlines() or [""])[0])


def op_names(tf):
    """The names of all ops of the default graph."""
    return [op.name for op in tf.get_default_graph().get_operations()]


# --- variables -----------------------------------------------------------------------------------


def names(tf):
    facts = Facts()
    v = tf.Variable([1.0, 2.0], name="w")
    made = tf.Variable(lambda: tf.ones([2]), name="u")
    first, second = tf.Variable(3), tf.Variable(4)
    with tf.name_scope("s"):
        scoped = [tf.Variable(1.0), tf.Variable(1.0)]
    with tf.variable_scope("t"):
        scoped += [tf.Variable(1.0), tf.Variable(1.0, name="q")]
    with tf.variable_scope("t"):
        scoped += [tf.Variable(1.0), tf.get_variable("g", [2])]
    facts["ops"] = op_names(tf)[:18]
    facts["names"] = [x.name for x in [v, made, first, second] + scoped]
    facts["op names"] = [v.op.name, v.initializer.name, v.initial_value.name, v.value().name]
    facts["repr"] = [repr(v), str(v), repr(first)]
    facts["shape"] = [str(v.shape), repr(v.get_shape()), v.shape[0].value]
    facts["identity"] = [v == v, v == made, v != made, v in {v: 1}, len({v, made, v}), bool(v)]
    facts["isinstance"] = [isinstance(v, tf.Variable), isinstance(v, tf.Tensor)]
    facts["trainable"] = [v.trainable, tf.Variable(1.0, trainable=False).trainable]
    facts["asks"] = [v.graph is tf.get_default_graph(), v.device, v.constraint]
    facts.learn("iterate", lambda: list(v))
    facts.learn("no value", lambda: tf.Variable())
    facts.learn("bad constraint", lambda: tf.Variable(1.0, constraint=3))
    facts.learn("bad collections", lambda: tf.Variable(1.0, collections="x"))
    facts.learn("unknown shape", lambda: tf.Variable(tf.placeholder(tf.float32)))
    facts.learn("empty name", lambda: tf.Variable(1.0, name=""))
    return facts


def updates(tf):
    facts = Facts()
    v, n = tf.Variable([1.0, 2.0, 3.0], name="v"), tf.Variable(5, name="n")
    up = [v.assign([4.0, 5.0, 6.0]), tf.assign(v, [1.0] * 3, name="mine"), v.assign_add([1.0] * 3)]
    facts["names"] = [(t.name, t.op.name, str(t.shape)) for t in up]
    facts.learn("dimension", lambda: tf.assign(v, [1.0, 2.0]))
    facts.learn("rank", lambda: v.assign_add([[1.0]]))
    facts.learn("dtype", lambda: v.assign(tf.constant([1, 2, 3])))
    facts.learn("strings", lambda: v.assign(np.array(["a", "b", "c"])))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for label, find in [
            ("tensor", lambda: up[0] * 2),
            ("op", lambda: up[0].op),
            ("value", lambda: [v, v.value(), v.read_value(), "v:0", "v/read:0"]),
            ("no read", lambda: v.assign_add([1.0] * 3, read_value=False)),
            ("sub", lambda: v.assign_sub([1.0] * 3)),
            ("slice", lambda: v[1:].assign([7.0, 8.0])),
            ("item", lambda: v[0].assign(9.0)),
            ("read slices", lambda: [v[1], v[:2], v[::-1], v[tf.newaxis]]),
            ("chain", lambda: tf.assign_add(tf.assign(v, [0.0] * 3), [1.0, 2.0, 3.0])),
            ("count", lambda: tf.count_up_to(n, 6)),
            ("counted", lambda: n.count_up_to(6)),
            ("other shape", lambda: tf.assign(v, [1.0, 2.0], validate_shape=False)),
            ("its value", lambda: v),
            ("not its shape", lambda: v.assign([1.0, 2.0, 3.0])),
            ("back", lambda: tf.assign(v, [1.0, 2.0, 3.0], validate_shape=False)),
        ]:
            facts.learn(label, lambda: sess.run(find()))
        facts.learn("load", lambda: (v.load([3.0, 2.0, 1.0], sess), v.eval())[1])
        facts.learn("load other shape", lambda: v.load([1.0], sess))
        facts.learn("feed", lambda: sess.run([v * 2, "v:0"], {v: [1.0] * 3}))
        facts.learn("feed by name", lambda: sess.run(v * 2, {"v:0": [1.0] * 3}))
    facts.learn("eval outside", lambda: v.eval())
    facts.learn("load outside", lambda: v.load([1.0] * 3))
    return facts


def scatters(tf):
    facts = Facts()
    x = tf.Variable([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], name="x")
    row, nd = [[2.0, 3.0]], [[0, 1]]
    slices = tf.IndexedSlices(tf.constant(row), tf.constant([0]))
    with tf.Session() as sess:
        sess.run(x.initializer)
        for label, find in [
            ("update", lambda: tf.scatter_update(x, [0], row)),
            ("add twice", lambda: tf.scatter_add(x, [0, 0], row * 2)),
            ("sub", lambda: tf.scatter_sub(x, 1, row[0])),
            ("mul", lambda: tf.scatter_mul(x, [1], row)),
            ("div", lambda: tf.scatter_div(x, [1], row)),
            ("min", lambda: tf.scatter_min(x, [1], row)),
            ("max", lambda: tf.scatter_max(x, [1], row)),
            ("nd update", lambda: tf.scatter_nd_update(x, nd, [77.0])),
            ("nd add", lambda: tf.scatter_nd_add(x, nd, [1.0])),
            ("nd sub", lambda: tf.scatter_nd_sub(x, nd, [2.0])),
            ("method", lambda: x.scatter_update(slices)),
            ("method add", lambda: x.scatter_add(slices)),
            ("on a reference", lambda: tf.scatter_add(tf.assign(x, tf.ones([3, 2])), [0], row)),
            ("out of range", lambda: tf.scatter_update(x, [5], row)),
            ("gather", lambda: [tf.gather(x, [1, 0]), tf.nn.embedding_lookup(x, [2])]),
            ("uninitialized", lambda: tf.scatter_add(tf.Variable([1.0], name="z"), [0], [1.0])),
        ]:
            facts.learn(label, lambda: sess.run(find()))
    facts["names"] = [
        tf.scatter_update(x, [0], row, name="mine").name,
        tf.scatter_nd_add(x, nd, [1.0]).name.partition("_")[0],
    ]
    return facts


def operators(tf):
    facts = Facts()
    v = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
    k, b = tf.Variable([3, 5]), tf.Variable([True, False])
    expressions = (
        "v + 1|1 + v|v - 1|1 - v|v * v|2 * v|v / 2|2 / v|v // 2|7 // v|v % 2|5 % v|v ** 2|2 ** v|"
        "-v|abs(-v)|v < 2|v <= 2|v > 2|v >= 2|v @ v|np.eye(2, dtype=np.float32) @ v|v[0, 1]|"
        "v[v > 1]|b & True|b | b|b ^ b|~b|k / 2|k // 2|np.float32(2) * v|np.ones([2, 2], 'f') + v|"
        "v[..., 0]|v[k[0] - 3]"
    )
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for text in expressions.replace("b | b", "b OR b").split("|"):
            text = text.replace("OR", "|")
            facts.learn(text, lambda: sess.run(eval(text)))
    facts["op names"] = op_names(tf)[-12:]
    return facts


def dtypes(tf):
    facts = Facts()
    values = [True, "s", 3, 2.5, np.int64(3), np.float64(2.5), np.complex64(1 + 2j), np.int8(3)]
    values += [np.uint8(3), np.float16(3), ["a", "b"], [True, False]]
    with tf.Session() as sess:
        for value in values:
            v = tf.Variable(value)
            sess.run(v.initializer)
            facts[repr(v)] = [np.asarray(sess.run(v)).dtype.name, str(sess.run(v.assign(v)))]
    return facts


def protos(tf):
    facts = Facts()
    v = tf.Variable([1.0], name="v")
    with tf.name_scope("x"):
        y = tf.Variable(1.0, name="y", trainable=False)
    proto = v.to_proto()
    facts["fields"] = [proto.variable_name, proto.initializer_name, proto.snapshot_name]
    facts["fields"] += [proto.initial_value_name, proto.trainable]
    again = tf.Variable.from_proto(proto)
    facts["again"] = [again.name, again.op is v.op, again.initializer is v.initializer]
    facts["scope"] = [str(v.to_proto("x")), y.to_proto("x").variable_name]
    parts = tf.get_variable("p", [4, 2], partitioner=tf.fixed_size_partitioner(2))
    facts["slices"] = [str(part.to_proto().save_slice_info_def) for part in parts]
    facts.learn("both", lambda: tf.Variable(1.0, variable_def=proto))
    return facts


def any_shape(tf):
    facts = Facts()
    x = tf.placeholder(tf.float32)
    v = tf.Variable(x, validate_shape=False, name="v")
    facts["shape"] = [str(v.shape), str(v.value().shape)]
    with tf.Session() as sess:
        facts["one"] = (sess.run(v.initializer, {x: [1.0, 2.0]}), sess.run(v))[1]
        facts["two"] = (sess.run(v.initializer, {x: [[1.0]]}), sess.run(v))[1]
        facts.learn("any", lambda: sess.run(tf.assign(v, [1.0, 2.0, 3.0], validate_shape=False)))
        facts.learn("same", lambda: sess.run(tf.assign(v, [3.0, 2.0, 1.0])))
        facts.learn("other", lambda: sess.run(v.assign([1.0, 2.0])))
        facts.learn("kept", lambda: sess.run(v))
    return facts


def placement(tf):
    facts = Facts()
    with tf.device("/cpu:0"):
        d = tf.Variable(1.0, name="d")
        e = tf.Variable(lambda: tf.constant(1.0), name="e")
    for v in (d, e):
        facts[v.name] = [v.device, v.initializer.device, v.value().device, v.initial_value.device]
    c = tf.Variable(1.0, caching_device="/cpu:0", name="c")
    facts["cached"] = [c.value().name, c.value().device, (c + 1).op.inputs[0].name]
    hold = tf.placeholder(tf.float32)
    with tf.control_dependencies([tf.identity(hold)]):
        z = tf.Variable(2.0, name="z")
    with tf.Session() as sess:
        facts["no control inputs"] = (sess.run(z.initializer), sess.run(z))[1]
    mine = tf.Variable(1.0, collections=["mine"], name="mine")
    facts["collections"] = [
        [v.name for v in tf.get_collection(key)]
        for key in ("mine", "variables", "trainable_variables")
    ]
    facts["constraint"] = tf.Variable(-1.0, constraint=tf.nn.relu).constraint is tf.nn.relu
    with tf.Graph().as_default() as other:
        facts["graph"] = [tf.Variable(1.0).graph is other, mine.graph is other]
    return facts


def in_bodies(tf):
    facts = Facts()

    def body(i):
        return i + tf.get_variable("loop", [], initializer=tf.constant_initializer(4.0))

    def branch():
        return tf.Variable(lambda: tf.constant(5.0), name="branch") + 1.0

    def each(t):
        return t * tf.get_variable("map", [], initializer=tf.ones_initializer())

    fetches = [
        tf.while_loop(lambda i: i < 10.0, body, [tf.constant(0.0)]),
        tf.cond(tf.constant(True), branch, lambda: tf.constant(0.0)),
        tf.map_fn(each, tf.constant([1.0, 2.0])),
    ]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        facts["values"] = sess.run(fetches)
    facts["names"] = [v.name.split("/")[-1] for v in tf.global_variables()]
    return facts


# --- initialization ------------------------------------------------------------------------------


def initial_values(tf):
    facts = Facts()
    kinds = [
        ("list", [1.0, 2.0]),
        ("array", np.array([1.0, 2.0])),
        ("tensor", tf.fill([2], 3.0)),
        ("function", lambda: tf.zeros([2])),
        ("array function", lambda: np.ones(2, np.float32)),
    ]
    initializers = [
        ("class", tf.zeros_initializer),
        ("typed", tf.ones_initializer(tf.float32)),
        ("constant", tf.constant_initializer([1.0, 2.0, 3.0, 4.0])),
        ("normal", tf.random_normal_initializer(seed=3)),
        ("truncated", tf.truncated_normal_initializer(seed=3)),
        ("scaling", tf.variance_scaling_initializer(seed=3)),
        ("glorot", tf.glorot_uniform_initializer(seed=3)),
        ("he", tf.initializers.he_normal(seed=3)),
        ("orthogonal", tf.orthogonal_initializer(seed=3)),
        ("own", lambda shape, dtype=None, partition_info=None: tf.ones(shape, dtype)),
        ("own array", lambda shape, dtype=None, partition_info=None: np.ones(shape)),
    ]
    with tf.Session() as sess:
        for label, value in kinds:
            with tf.variable_scope(label.replace(" ", "_")):
                v, g = tf.Variable(value), tf.get_variable("g", initializer=value)
            sess.run([v.initializer, g.initializer])
            facts[label] = [v.initial_value.name, g.initial_value.name] + sess.run([v, g])
        for i, (label, initializer) in enumerate(initializers):
            v = tf.get_variable(f"v{i}", [2, 2], initializer=initializer)
            sess.run(v.initializer)
            facts[label] = [v.initial_value.name, sess.run(v)]
        x = tf.placeholder(tf.float32, [2])
        fed = tf.Variable(x)
        facts["fed"] = (sess.run(fed.initializer, {x: [5.0, 6.0]}), sess.run(fed))[1]
        facts.learn("unfed", lambda: sess.run(fed.initializer).partition("'")[0])
    return facts


def reports(tf):
    facts = Facts()
    a, b = tf.Variable(1.0, name="a"), tf.Variable(2.0, name="b")
    tf.Variable(3, name="l", collections=[tf.GraphKeys.LOCAL_VARIABLES], trainable=False)
    report, asked = tf.report_uninitialized_variables(), tf.is_variable_initialized(a)
    check = tf.assert_variables_initialized([b])
    facts["names"] = [report.name, asked.name, tf.report_uninitialized_variables([a], "r").name]
    with tf.Session() as sess:
        facts["none"] = sess.run([report, asked])
        facts.learn("check", lambda: sess.run(check))
        sess.run(a.initializer)
        facts["one"] = sess.run([report, asked])
        sess.run([tf.variables_initializer([b]), tf.local_variables_initializer()])
        facts["all"] = sess.run([report, check])
    makers = "global_variables_initializer initialize_all_variables local_variables_initializer"
    facts["ops"] = [getattr(tf, maker)().name for maker in (makers + " tables_initializer").split()]
    facts["ops"] += [tf.variables_initializer([], name="z").name]
    facts["ops"] += [tf.initialize_variables([a]).name, tf.initialize_local_variables().name]
    facts.learn("no variable", lambda: tf.variables_initializer([3]))
    return facts


def uninitialized(tf):
    facts = Facts()
    a, b = tf.Variable(1.0, name="a"), tf.get_variable("sc/b", [2])
    with tf.Session() as sess:
        for label, find in [
            ("read", lambda: a),
            ("use", lambda: b + 1.0),
            ("update", lambda: tf.assign_add(a, 1.0)),
            ("gather", lambda: tf.gather(b, [0])),
            ("branch", lambda: tf.cond(tf.constant(True), lambda: a + 1.0, lambda: 0.0)),
            ("set", lambda: tf.assign(a, 3.0)),
            ("read it", lambda: a),
        ]:
            facts.learn(label, lambda: sess.run(find()))
        facts.learn("eval", lambda: b.eval())
        facts.learn("fed", lambda: sess.run(b + 1.0, {b: [1.0, 2.0]}))
    return facts


# --- optimizers ----------------------------------------------------------------------------------

OPTIMIZERS = {
    "gradient descent": lambda tf: tf.train.GradientDescentOptimizer(0.1),
    "momentum": lambda tf: tf.train.MomentumOptimizer(0.1, 0.9),
    "nesterov": lambda tf: tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True),
    "adagrad": lambda tf: tf.train.AdagradOptimizer(0.1),
    "adagrad da": lambda tf: tf.train.AdagradDAOptimizer(0.1, tf.train.get_global_step()),
    "adadelta": lambda tf: tf.train.AdadeltaOptimizer(0.5),
    "adam": lambda tf: tf.train.AdamOptimizer(0.1),
    "ftrl": lambda tf: tf.train.FtrlOptimizer(0.1, l1_regularization_strength=0.01),
    "ftrl shrinkage": lambda tf: tf.train.FtrlOptimizer(
        0.1, l2_shrinkage_regularization_strength=0.1
    ),
    "proximal": lambda tf: tf.train.ProximalGradientDescentOptimizer(0.1, 0.01, 0.01),
    "proximal adagrad": lambda tf: tf.train.ProximalAdagradOptimizer(0.1, 0.1, 0.01, 0.01),
    "rmsprop": lambda tf: tf.train.RMSPropOptimizer(0.1, momentum=0.5),
    "rmsprop centered": lambda tf: tf.train.RMSPropOptimizer(0.1, centered=True),
}


def training(tf, make, sparse, config=None):
    """Three steps of an optimizer: its gradients, variables, slots and all values."""
    start = np.arange(12).reshape(4, 3).astype(np.float32) / 10
    w = tf.get_variable("w", initializer=start)
    with tf.variable_scope("s"):
        b = tf.get_variable("b", [3], initializer=tf.zeros_initializer())
    step = tf.train.get_or_create_global_step()
    if sparse:
        x = tf.constant([1, 2, 1])
        hidden = tf.nn.embedding_lookup(w, x)
    else:
        hidden = tf.matmul(tf.constant(np.arange(8).reshape(2, 4) / 10, tf.float32), w)
    loss = tf.reduce_mean(tf.square(hidden + b - 1.0))
    optimizer = make(tf)
    gradients = optimizer.compute_gradients(loss)
    train = optimizer.apply_gradients(gradients, global_step=step)
    slots = [optimizer.get_slot(w, name) for name in optimizer.get_slot_names()]
    facts = Facts(train=train.name)
    facts["gradients"] = [(type(g).__name__, v.name) for g, v in gradients]
    facts["variables"] = [v.name for v in tf.global_variables()]
    facts["trainable"] = [v.name for v in tf.trainable_variables()]
    facts["own"] = [v.name for v in optimizer.variables()]
    facts["slots"] = list(zip(optimizer.get_slot_names(), [v.name for v in slots]))
    with tf.Session(config=config) as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(3):
            sess.run(train)
        facts["values"] = sess.run([w, b, step] + slots)
    return facts


def _training(make, sparse):
    return lambda tf: training(tf, make, sparse)


def own_optimizers(tf):
    facts = Facts()
    w, u = tf.Variable([1.0, 2.0], name="w"), tf.Variable([[3.0], [4.0]], name="u")
    loss = tf.reduce_sum(w * w) + tf.reduce_sum(tf.gather(u, [1, 1]))

    class Own(tf.train.Optimizer):
        """Overrides what TF1 called, as legacy optimizers do."""

        def __init__(self, rate):
            super().__init__(False, "Own")
            self.rate = rate

        def _create_slots(self, var_list):
            for v in var_list:
                self._zeros_slot(v, "m", self._name)

        def _apply_dense(self, grad, var):
            m = self.get_slot(var, "m")
            moved = m.assign(0.9 * m + grad)
            return tf.group(tf.assign_sub(var, self.rate * moved), moved)

        def _apply_sparse(self, grad, var):
            return tf.scatter_sub(var, grad.indices, self.rate * grad.values)

    class Doubled(tf.train.AdamOptimizer):
        """Overrides one of the two methods of a TensorFlow optimizer."""

        def _apply_dense(self, grad, var):
            return super()._apply_dense(2 * grad, var)

    class Scaled(tf.train.GradientDescentOptimizer):
        def compute_gradients(self, *args, **kwargs):
            pairs = super().compute_gradients(*args, **kwargs)
            return [(g * 2, v) for g, v in pairs if v is w]

    for optimizer in (Own(0.1), Doubled(0.1), Scaled(0.1)):
        kind = type(optimizer).__name__
        train = optimizer.minimize(loss)
        facts[kind] = [train.name, isinstance(optimizer, tf.train.Optimizer)]
        facts[kind + " slots"] = [v.name for v in optimizer.variables()]
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            sess.run(train)
            sess.run(train)
            facts[kind + " values"] = sess.run([w, u])
    return facts


def optimizer_arguments(tf):
    facts = Facts()
    w, u = tf.Variable([1.0, 2.0], name="w"), tf.Variable([3.0], name="u")
    c = tf.Variable(0.0, trainable=False, name="c")
    step = tf.train.create_global_step()
    loss = tf.reduce_sum(w * w) + tf.reduce_sum(u * u)
    sgd, adam = tf.train.GradientDescentOptimizer(0.5), tf.train.AdamOptimizer(0.1)
    only = adam.minimize(loss, step, var_list=[w], name="only", gate_gradients=adam.GATE_GRAPH)
    pairs = sgd.compute_gradients(loss, [w, u], colocate_gradients_with_ops=True)
    clipped, norm = tf.clip_by_global_norm([g for g, _ in pairs], 1.0)
    clip = sgd.apply_gradients(list(zip(clipped, [w, u])), global_step=step)
    facts["names"] = [only.name, clip.name, adam.get_name(), tf.train.get_global_step() is step]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for run in (only, only, clip):
            sess.run(run)
        facts["values"] = sess.run([w, u, step, norm]) + [tf.train.global_step(sess, step)]
    facts.learn("no path", lambda: sgd.minimize(loss, var_list=[c]))
    facts.learn("no gradient", lambda: sgd.apply_gradients([(None, w)]))
    facts.learn("no variable", lambda: sgd.minimize(loss, var_list=[tf.constant(1.0)]))
    facts.learn("no variables", lambda: sgd.apply_gradients([]))
    facts.learn("second step", lambda: tf.train.create_global_step())
    sync = tf.train.SyncReplicasOptimizer(sgd, 1, 1)
    facts.learn("sync", lambda: sync.minimize(loss, global_step=step).name)
    return facts


def averages(tf):
    facts = Facts()
    w, step = tf.Variable([1.0, 2.0], name="w"), tf.Variable(3, trainable=False, name="step")
    x = tf.reduce_sum(w * 2, name="x")
    plain = tf.train.ExponentialMovingAverage(0.9, num_updates=step)
    debiased = tf.train.ExponentialMovingAverage(0.5, zero_debias=True, name="Other")
    kept = [plain.apply([w]), debiased.apply([w, x])]
    facts["names"] = [op.name for op in kept] + [plain.average_name(w), debiased.average(x).name]
    facts["to restore"] = sorted((k, v.name) for k, v in plain.variables_to_restore().items())
    facts["variables"] = [v.name for v in tf.global_variables()]
    facts["averaged"] = [v.name for v in tf.moving_average_variables()]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(3):
            sess.run(tf.assign_add(w, [1.0, 1.0]))
            sess.run(kept)
        facts["values"] = sess.run([plain.average(w), debiased.average(w), debiased.average(x)])
    facts.learn("integer", lambda: plain.apply([step]))
    return facts


def decays(tf):
    t, step = tf.train, tf.train.get_or_create_global_step()
    rates = [
        t.exponential_decay(0.1, step, 10, 0.5),
        t.exponential_decay(0.1, step, 10, 0.5, staircase=True),
        t.piecewise_constant(step, [5, 10], [1.0, 0.5, 0.1]),
        t.polynomial_decay(0.1, step, 10),
        t.natural_exp_decay(0.1, step, 10, 0.5),
        t.inverse_time_decay(0.1, step, 10, 0.5),
        t.cosine_decay(0.1, step, 20),
        t.cosine_decay_restarts(0.1, step, 5),
        t.linear_cosine_decay(0.1, step, 20),
    ]
    facts = Facts(names=[rate.name.split("/")[0] for rate in rates])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(4):
            facts[int(sess.run(step))] = sess.run(rates)
            sess.run(tf.assign_add(step, 4))
    return facts


# --- checkpoints ---------------------------------------------------------------------------------


def in_directory(program):
    """`program` with a fresh directory, whose path its facts do not show."""

    @functools.wraps(program)
    def run(tf):
        directory = tempfile.mkdtemp()
        try:
            return _without(directory, program(tf, directory))
        finally:
            shutil.rmtree(directory)

    return run


def _without(directory, value):
    if isinstance(value, dict):
        return {key: _without(directory, item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without(directory, item) for item in value]
    return value.replace(directory, "DIR") if isinstance(value, str) else value


def _model(tf):
    a = tf.get_variable("a", initializer=[1.0, 2.0])
    with tf.variable_scope("s"):
        b = tf.get_variable("b", [2, 2], initializer=tf.constant_initializer(3.0))
    return [a, b, tf.Variable(7, name="c", trainable=False)]


def _saved(tf, directory, make=_model):
    with tf.Graph().as_default(), tf.Session() as sess:
        make(tf)
        sess.run(tf.global_variables_initializer())
        return tf.train.Saver().save(sess, directory + "/m")


def _restored(tf, path, make, **options):
    with tf.Graph().as_default(), tf.Session() as sess:
        v = make()
        tf.train.Saver(**options).restore(sess, path)
        return sess.run(v)


@in_directory
def saving(tf, directory):
    facts = Facts()
    variables, saver = _model(tf), tf.train.Saver()
    facts["ops"] = [name for name in op_names(tf) if name.startswith("save/")][:10]
    with tf.Session() as sess:
        facts.learn("uninitialized", lambda: saver.save(sess, directory + "/u"))
        sess.run(tf.global_variables_initializer())
        facts["path"] = saver.save(sess, directory + "/m")
        for i in range(7):
            saver.save(sess, directory + "/m", global_step=i)
        facts["by variable"] = saver.save(sess, directory + "/g", global_step=variables[2])
        facts["no meta"] = saver.save(sess, directory + "/n", write_meta_graph=False)
        facts["no state"] = saver.save(sess, directory + "/o", write_state=False)
        facts["files"] = sorted(os.listdir(directory))
        facts["last"] = saver.last_checkpoints
        facts["latest"] = tf.train.latest_checkpoint(directory)
        state = tf.train.get_checkpoint_state(directory)
        facts["state"] = [state.model_checkpoint_path] + list(state.all_model_checkpoint_paths)
        facts["none there"] = tf.train.latest_checkpoint(directory + "/none")
    with tf.Session() as sess:
        saver.restore(sess, directory + "/n")
        facts["restored"] = sess.run(variables)
        facts.learn("no file", lambda: saver.restore(sess, directory + "/zz"))
        facts.learn("no path", lambda: saver.restore(sess, None))
        facts.learn("no directory", lambda: saver.save(sess, directory + "/no/dir"))
    facts.learn("closed", lambda: saver.restore(sess, directory + "/n"))
    facts.learn("no session", lambda: saver.save(None, directory + "/x"))
    return facts


@in_directory
def reading(tf, directory):
    path = _saved(tf, directory)
    reader = tf.train.NewCheckpointReader(path)
    facts = Facts(listed=tf.train.list_variables(directory))
    facts["value"] = tf.train.load_variable(directory, "s/b")
    facts["exists"] = [tf.train.checkpoint_exists(path), tf.train.checkpoint_exists(path + "z")]
    facts["shapes"] = sorted(reader.get_variable_to_shape_map().items())
    dtypes_ = reader.get_variable_to_dtype_map()
    facts["dtypes"] = sorted((key, dtype.name) for key, dtype in dtypes_.items())
    facts["has"] = [reader.has_tensor("a"), reader.has_tensor("z"), reader.get_tensor("a")]
    facts.learn("no key", lambda: reader.get_tensor("z"))
    facts.learn("no file", lambda: tf.train.NewCheckpointReader(path + "z"))
    return facts


@in_directory
def saver_options(tf, directory):
    facts = Facts()
    a, b, _ = _model(tf)
    options = {
        "keep all": {"max_to_keep": 0},
        "keep none": {"max_to_keep": None},
        "keep two": {"max_to_keep": 2},
        "sharded": {"sharded": True},
        "relative": {"save_relative_paths": True},
        "v1": {"write_version": tf.train.SaverDef.V1},
        "list": {"var_list": [a]},
        "dict": {"var_list": {"x/y": a, "z": b}},
        "padded": {"pad_step_number": True},
        "named": {"name": "mine"},
    }
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for label, kwargs in options.items():
            folder = os.path.join(directory, label.replace(" ", "_"))
            os.mkdir(folder)
            saver = tf.train.Saver(**kwargs)
            paths = [saver.save(sess, folder + "/m", global_step=i) for i in range(3)]
            with open(folder + "/checkpoint") as state:
                facts[label] = [paths[-1], sorted(os.listdir(folder)), state.read()]
            facts[label + " keys"] = tf.train.list_variables(paths[-1])
            with tf.Session() as other:
                tf.train.Saver(**kwargs).restore(other, tf.train.latest_checkpoint(folder))
                facts[label + " restored"] = other.run(a)
        facts.learn("nothing", lambda: tf.train.Saver([]))
        facts.learn("twice", lambda: tf.train.Saver([a, a]))
        facts.learn("no variable", lambda: tf.train.Saver([tf.constant(1.0)]))
        facts.learn("not built", lambda: tf.train.Saver(defer_build=True).save(sess, directory))
        facts.learn("empty", lambda: tf.train.Saver([], allow_empty=True).save(sess, directory))
    with tf.Graph().as_default():
        facts.learn("no variables", lambda: tf.train.Saver())
    return facts


@in_directory
def restoring(tf, directory):
    path, facts = _saved(tf, directory), Facts()

    def variable(name, shape, dtype=tf.float32):
        return lambda: tf.get_variable(name, shape, dtype)

    for label, make, options in [
        ("missing", variable("new", [2]), {}),
        ("shape", variable("a", [3]), {}),
        ("rank", variable("s/b", [4]), {}),
        ("dtype", variable("a", [2], tf.float64), {}),
        ("reshape", variable("s/b", [4]), {"reshape": True}),
        ("reshape other", variable("s/b", [5]), {"reshape": True}),
    ]:
        facts.learn(label, lambda: _restored(tf, path, make, **options))

    def mapped(name, key):
        with tf.Graph().as_default(), tf.Session() as sess:
            v = tf.get_variable(name, [2])
            tf.train.Saver({key: v}).restore(sess, path)
            return sess.run(v)

    facts.learn("mapped", lambda: mapped("q/a", "a"))
    facts.learn("key with colon", lambda: mapped("a", "a:0"))

    def overwritten():
        with tf.Graph().as_default(), tf.Session() as sess:
            v = tf.get_variable("a", [2], initializer=tf.zeros_initializer())
            tf.train.Saver().restore(sess, path)
            return [sess.run(v), sess.run(tf.global_variables_initializer()), sess.run(v)]

    facts.learn("overwritten", overwritten)
    return facts


@in_directory
def warm_starts(tf, directory):
    facts = Facts()

    def make(tf):
        _model(tf)
        halves = tf.fixed_size_partitioner(2)
        tf.get_variable("p", [4, 2], initializer=tf.ones_initializer(), partitioner=halves)

    path = _saved(tf, directory, make)

    def started(make, assignment):
        with tf.Graph().as_default(), tf.Session() as sess:
            v = make()
            tf.train.init_from_checkpoint(
                path, assignment(v) if callable(assignment) else assignment
            )
            sess.run(tf.global_variables_initializer())
            return sess.run(tf.convert_to_tensor(v))

    def scoped():
        with tf.variable_scope("t"):
            return tf.get_variable("b", [2, 2])

    def x():
        return tf.get_variable("x", [2])

    def parts(shape):
        return lambda: tf.get_variable("y", shape, partitioner=tf.fixed_size_partitioner(2))

    for label, maker, assignment in [
        ("name", x, {"a": "x"}),
        ("variable", x, lambda v: {"a": v}),
        ("list", x, lambda v: {"a": [v]}),
        ("scope", scoped, {"s/": "t/"}),
        ("root", lambda: tf.get_variable("a", [2]), {"/": "/"}),
        ("parts", parts([4, 2]), {"p": "y"}),
        ("whole from parts", lambda: tf.get_variable("y", [4, 2]), {"p": "y"}),
        ("parts from whole", parts([2, 2]), {"s/b": "y"}),
        ("no such variable", x, {"a": "nope"}),
        ("other shape", lambda: tf.get_variable("x", [3]), {"a": "x"}),
    ]:
        facts.learn(label, lambda: started(maker, assignment))
    facts["missing"] = "Tensor zz is not found in" in str(_error(lambda: started(x, {"zz": "x"})))
    return facts


def _error(call):
    try:
        call()
    except ValueError as e:
        return e


@in_directory
def meta_graphs(tf, directory):
    path, facts = _saved(tf, directory), Facts()

    def imported(fetches, restore=True, **options):
        with tf.Graph().as_default() as graph, tf.Session() as sess:
            saver = tf.train.import_meta_graph(path + ".meta", **options)
            if restore:
                saver.restore(sess, path)
            else:
                sess.run(tf.global_variables_initializer())
            kinds = {isinstance(v, tf.Variable) for v in tf.global_variables()}
            names_ = [v.name for v in tf.global_variables()]
            trained = [v.name for v in tf.trainable_variables()]
            value = graph.get_tensor_by_name(fetches[0]) * 2
            return [sess.run(fetches), sess.run(value), names_, trained, list(kinds)]

    facts.learn("import", lambda: imported(["a:0", "s/b:0", "c:0", "a/read:0"]))
    facts.learn("scope", lambda: imported(["x/a:0", "x/s/b:0"], import_scope="x"))
    facts.learn("initialize", lambda: imported(["a:0"], False, clear_devices=True))
    return facts


@in_directory
def partitioned(tf, directory):
    def halves(tf):
        return tf.get_variable(
            "p",
            [4, 2],
            initializer=tf.random_uniform_initializer(seed=1),
            partitioner=tf.fixed_size_partitioner(2),
        )

    path = _saved(tf, directory, halves)
    facts = Facts(keys=tf.train.list_variables(path))

    def get(shape, n=None):
        partitioner = tf.fixed_size_partitioner(n) if n else None
        return lambda: tf.convert_to_tensor(tf.get_variable("p", shape, partitioner=partitioner))

    facts["whole"] = _restored(tf, path, get([4, 2]))
    facts["quarters"] = _restored(tf, path, get([4, 2], 4))
    facts["halves"] = _restored(tf, path, get([4, 2], 2))
    facts.learn("other", lambda: _restored(tf, path, get([6, 2], 2)))
    return facts


@in_directory
def warm_starts_by_pattern(tf, directory):
    facts = Facts()
    path = _saved(tf, directory, _model)

    def started(*args, **kwargs):
        with tf.Graph().as_default(), tf.Session() as sess:
            for name, shape in ("a", [2]), ("s/b", [2, 2]), ("more", [2]):
                tf.get_variable(name, shape, initializer=tf.zeros_initializer())
            tf.train.warm_start(*args, **kwargs)
            sess.run(tf.global_variables_initializer())
            return {v.op.name: sess.run(v) for v in tf.global_variables()}

    for label, args, kwargs in [
        ("all that are trained", (path,), {"vars_to_warm_start": "a|s/.*"}),
        ("latest of a directory", (directory,), {"vars_to_warm_start": "a"}),
        ("several patterns", (path, ["a", "s/b"]), {}),
        ("none", (path, None), {}),
        ("by another name", (path, "more"), {"var_name_to_prev_var_name": {"more": "a"}}),
        ("name of none", (path, "a"), {"var_name_to_prev_var_name": {"nope": "a"}}),
        ("pattern of none", (path, "nothing"), {}),
    ]:
        facts.learn(label, lambda: started(*args, **kwargs))
    facts["missing"] = "Tensor more is not found" in str(_error(lambda: started(path, "more")))
    return facts


@in_directory
def warm_starts_by_vocabulary(tf, directory):
    facts = Facts()

    def vocabulary(name, words):
        file = os.path.join(directory, name)
        with open(file, "w") as stream:
            stream.write("\n".join(words) + "\n")
        return file

    old = vocabulary("old.txt", ["apple", "banana", "pear"])
    new = vocabulary("new.txt", ["pear", "kiwi", "apple", "plum"])

    def make(tf):
        tf.get_variable("w", [3, 2], initializer=tf.constant_initializer([[1, 2], [3, 4], [5, 6]]))
        tf.get_variable("c", [2, 3], initializer=tf.constant_initializer([[1, 2, 3], [4, 5, 6]]))
        tf.get_variable("bias", [3], initializer=tf.constant_initializer([1, 2, 3]))

    path = _saved(tf, directory, make)

    def started(shape, name="w", partitioner=None, **kwargs):
        info = {
            "new_vocab": new,
            "new_vocab_size": 4,
            "num_oov_buckets": 0,
            "old_vocab": old,
            "backup_initializer": tf.ones_initializer(),
        }
        info.update(kwargs)
        with tf.Graph().as_default(), tf.Session() as sess:
            v = tf.get_variable(name, shape, partitioner=partitioner)
            tf.train.warm_start(
                path, name, var_name_to_vocab_info={name: tf.train.VocabInfo(**info)}
            )
            sess.run(tf.global_variables_initializer())
            return sess.run(tf.convert_to_tensor(v))

    facts.learn("rows", lambda: started([4, 2]))
    facts.learn("rows with buckets", lambda: started([6, 2], num_oov_buckets=2))
    facts.learn("part of the old", lambda: started([4, 2], old_vocab_size=1))
    facts.learn("columns", lambda: started([2, 4], "c", axis=1))
    facts.learn("a bias", lambda: started([4, 1], "bias"))
    facts.learn("not enough rows", lambda: started([3, 2]))
    facts.learn("parts", lambda: started([4, 2], partitioner=tf.fixed_size_partitioner(2)))
    facts["info"] = str(tf.train.VocabInfo("n", 1, 2, "o")._fields)
    return facts


VARIABLES = [names, updates, scatters, operators, dtypes, protos, any_shape, placement, in_bodies]
INITIALIZATION = [initial_values, reports, uninitialized]
TRAINING = [own_optimizers, optimizer_arguments, averages, decays]
CHECKPOINTS = [saving, reading, saver_options, restoring, warm_starts]
CHECKPOINTS += [meta_graphs, partitioned, warm_starts_by_pattern, warm_starts_by_vocabulary]

PROGRAMS = {
    program.__name__: program for program in VARIABLES + INITIALIZATION + TRAINING + CHECKPOINTS
}
for _label, _make in OPTIMIZERS.items():
    PROGRAMS[_label + ", dense"] = _training(_make, False)
    PROGRAMS[_label + ", sparse"] = _training(_make, True)
