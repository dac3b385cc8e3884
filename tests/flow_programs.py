"""TF1 programs on control flow, gradients and functions.

Real TensorFlow 1.15 runs them too (Python 3.7); what it finds is in flow_outcomes.json.
"""

# Functions made in loops are called in the same turn.

import importlib

import numpy as np
from state_programs import Facts


def found(tf, facts, label, make, feed=None):
    """Learns what a new session, variables initialized, gives for what `make()` makes."""

    def find():
        fetches = make()
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            return sess.run(fetches, feed)

    facts.learn(label, find)


def branches(tf):
    facts = Facts()
    p, x = tf.placeholder_with_default(True, []), tf.constant([1.0, 2.0])
    n = tf.constant(1)
    for label, make in [
        ("two", lambda: tf.cond(p, lambda: (x, x + 1), lambda: (x, x))),
        ("list", lambda: tf.cond(p, lambda: [x], lambda: [x * 2])),
        ("list, strict", lambda: tf.cond(p, lambda: [x], lambda: [x * 2], strict=True)),
        ("dict", lambda: tf.cond(p, lambda: {"a": x}, lambda: {"a": x * 2})),
        ("constant", lambda: tf.cond(tf.constant(False), lambda: 1, lambda: 2)),
        ("numbers", lambda: tf.cond(p, lambda: 1.5, lambda: 2.5)),
        ("operations", lambda: tf.cond(p, tf.no_op, tf.no_op)),
        ("none", lambda: tf.cond(p, lambda: None, lambda: None)),
        ("other dtypes", lambda: tf.cond(p, lambda: 1, lambda: 2.0)),
        ("other numbers", lambda: tf.cond(p, lambda: [x, x], lambda: [x])),
        ("other structures", lambda: tf.cond(p, lambda: (x, x), lambda: [x, x])),
        ("none and one", lambda: tf.cond(p, lambda: None, lambda: x)),
        ("old names", lambda: tf.cond(p, fn1=lambda: x, fn2=lambda: x * 2)),
        ("both names", lambda: tf.cond(p, lambda: x, lambda: x, fn1=lambda: x)),
        ("case", lambda: tf.case([(n > 1, lambda: x), (n > 0, lambda: x * 3)], lambda: -x)),
        ("case, dict", lambda: tf.case({n > 1: lambda: x, n < 0: lambda: -x}, lambda: x * 9)),
        ("case, none", lambda: tf.case([(n > 1, lambda: x)])),
        ("case, exclusive", lambda: tf.case(
            [(n > 0, lambda: x), (n < 2, lambda: -x)], lambda: x, exclusive=True)),
        ("case, no pairs", lambda: tf.case(3)),
        ("case, no function", lambda: tf.case([(n > 0, x)])),
        ("switch_case", lambda: tf.switch_case(n, [lambda: x, lambda: x * 5])),
        ("switch_case, default", lambda: tf.switch_case(n + 7, {1: lambda: x}, lambda: -x)),
        ("fails in a branch", lambda: tf.cond(p, lambda: tf.check_numerics(
            x / 0.0, "broken"), lambda: x)),
    ]:
        found(tf, facts, label, make)
    y = tf.cond(p, lambda: tf.square(x), lambda: x)
    found(tf, facts, "gradients", lambda: [tf.gradients(y, x), tf.hessians(y, x)])
    facts["shapes"] = [str(y.shape), str(tf.cond(p, lambda: x, lambda: tf.ones([3])).shape)]
    return facts


def loops(tf):
    facts = Facts()
    w = tf.get_variable("w", initializer=2.0, use_resource=True)
    x = tf.constant([1.0, 2.0])
    less = lambda i, *_: i < 3  # noqa: E731
    any_rows = tf.TensorShape([None])
    pair = {"i": 0, "a": x}
    for label, make in [
        ("one", lambda: tf.while_loop(less, lambda i: i + 1, [0])),
        ("same structure", lambda: tf.while_loop(
            less, lambda i: [i + 1], [0], return_same_structure=True)),
        ("nested structure", lambda: tf.while_loop(
            lambda d: d["i"] < 3, lambda d: {"i": d["i"] + 1, "a": d["a"] * w}, [pair])),
        ("limited", lambda: tf.while_loop(
            lambda i: True, lambda i: i + 1, [0], maximum_iterations=tf.constant(4))),
        ("no turn", lambda: tf.while_loop(lambda i: i < 0, lambda i: i + 1, [5])),
        ("serial", lambda: tf.while_loop(
            less, lambda i, a: (i + 1, a + w), [0, x], parallel_iterations=1, swap_memory=True)),
        ("grows", lambda: tf.while_loop(less, lambda i, a: (i + 1, tf.concat([a, a], 0)), [0, x],
            shape_invariants=[tf.TensorShape([]), any_rows])),
        ("grows unasked", lambda: tf.while_loop(
            less, lambda i, a: (i + 1, tf.concat([a, a], 0)), [0, x])),
        ("changes dtype", lambda: tf.while_loop(less, lambda i, a: (i + 1, i), [0, x])),
        ("wrong number", lambda: tf.while_loop(less, lambda i, a: i + 1, [0, x])),
        ("wrong invariants", lambda: tf.while_loop(
            less, lambda i, a: (i + 1, a), [0, x],
            shape_invariants=[tf.TensorShape([]), tf.TensorShape([3])])),
        ("no variables", lambda: tf.while_loop(lambda: True, lambda: [], [])),
        ("no cond", lambda: tf.while_loop(lambda i: x, lambda i: i + 1, [0])),
        ("sparse", lambda: tf.while_loop(less, lambda i, s: (i + 1, s * 2.0), [
            0, tf.SparseTensor([[1]], [1.0], [3])])[1].values),
        ("gradients", lambda: tf.gradients(tf.while_loop(
            less, lambda i, a: (i + 1, a * w * a), [0, x])[1], [x, w])),
        ("in a branch", lambda: tf.cond(w > 0, lambda: tf.while_loop(
            less, lambda i: i + 1, [0]), lambda: 7)),
        ("map_fn", lambda: tf.map_fn(
            lambda a: (a * 2, a), x, dtype=(tf.float32, tf.float32))),
        ("map_fn, shape", lambda: tf.map_fn(lambda a: tf.fill([2], a), x, infer_shape=False)),
        ("map_fn, scalar", lambda: tf.map_fn(lambda a: a, 3.0)),
        ("scan", lambda: tf.scan(lambda a, b: a * b, x, reverse=True)),
        ("scan, pair", lambda: tf.scan(
            lambda a, b: (a[0] + b, a[1] * b), x, initializer=(0.0, 1.0))),
        ("foldl", lambda: tf.foldl(lambda a, b: a * 10.0 + b, x, parallel_iterations=2)),
        ("foldr", lambda: tf.foldr(lambda a, b: a * 10.0 + b, x, back_prop=False)),
        ("array", lambda: tf.TensorArray(
            tf.float32, 0, dynamic_size=True).write(2, x).write(0, x).size()),
        ("array, split", lambda: tf.TensorArray(tf.float32, 2).split(x, [1, 1]).concat()),
    ]:
        found(tf, facts, label, make)
    return facts


def gradients(tf):
    facts = Facts()
    x, y = tf.constant([1.0, 2.0]), tf.constant([3.0, 4.0])
    z = x * y
    idle = tf.constant(1.0)
    table = tf.get_variable("t", initializer=np.ones([4, 2], np.float32), use_resource=True)
    rows = tf.gather(table, [1, 1, 3])
    enum = tf.UnconnectedGradients
    for label, make in [
        ("grad_ys", lambda: tf.gradients(z, [x, y], grad_ys=[1.0, 10.0])),
        ("wrong grad_ys", lambda: tf.gradients(z, x, grad_ys=[tf.constant([1])])),
        ("stop_gradients", lambda: tf.gradients(z * x, [x], stop_gradients=[x, z])),
        ("unconnected", lambda: tf.gradients(z, [x, idle], unconnected_gradients=enum.ZERO)),
        ("colocated", lambda: tf.gradients(z, x, colocate_gradients_with_ops=True)),
        ("gated", lambda: tf.gradients([z, z * x], [x, y], gate_gradients=True)),
        ("aggregated", lambda: tf.gradients(
            [z, x * 3.0], x, aggregation_method=tf.AggregationMethod.EXPERIMENTAL_TREE)),
        ("accumulated", lambda: tf.gradients(
            [z, x], x, aggregation_method=tf.AggregationMethod.EXPERIMENTAL_ACCUMULATE_N)),
        ("bad aggregation", lambda: tf.gradients([z, x], x, aggregation_method=77)),
        ("hessians", lambda: tf.hessians(tf.reduce_sum(x * x * y), [x])),
        ("slices", lambda: tf.gradients(rows, table)),
        ("of integers", lambda: tf.gradients(tf.constant([2]) * 3, tf.constant([1]))),
        ("no gradient", lambda: tf.gradients(tf.py_func(lambda a: a, [x], tf.float32), x)),
        ("stopped", lambda: tf.gradients(tf.stop_gradient(z) + x, x)),
        ("prevented", lambda: tf.gradients(tf.raw_ops.PreventGradient(input=z, message="no"), x)),
    ]:
        found(tf, facts, label, make)
    facts["none"] = tf.gradients(z, idle)

    @tf.RegisterGradient("Tenfold" + str(np.random.randint(1 << 60)))
    def tenfold(op, grad):
        return grad * 10.0

    kind = tenfold.__name__
    name = "Own" + str(np.random.randint(1 << 60))
    tf.RegisterGradient(name)(lambda op, grad: grad * 5.0)
    with tf.get_default_graph().gradient_override_map({"Square": name}):
        squared = tf.square(x)
    found(tf, facts, "overridden", lambda: [kind == "tenfold", tf.gradients(squared, x)])
    facts.learn("no string", lambda: tf.RegisterGradient(3))

    @tf.custom_gradient
    def clipped(a):
        return tf.square(a), lambda dy: tf.clip_by_value(dy * 100.0, -5.0, 5.0)

    @tf.custom_gradient
    def weighted(a):
        v = tf.get_variable("v", initializer=3.0, use_resource=True)

        def grad(dy, variables=None):
            return dy * 7.0, [tf.ones_like(variables[0]) * 11.0]

        return a * v, grad

    found(tf, facts, "custom", lambda: [clipped(x), tf.gradients(clipped(x), x)])

    def with_variable():
        with tf.variable_scope("s", use_resource=True):
            made = weighted(x)
        return [made, tf.gradients(made, [x, *tf.trainable_variables("s")])]

    found(tf, facts, "custom, variable", with_variable)
    return facts


def functions(tf):
    facts = Facts()
    root = tf.__name__ if tf.__name__ == "tf1shim" else "tensorflow"
    function = importlib.import_module(root + ".python.framework.function")
    x = tf.placeholder_with_default([1.0, 2.0], [2])
    v = tf.get_variable("v", initializer=3.0, use_resource=True)

    @function.Defun(tf.float32, func_name="Twice")
    def twice(a):
        return a * 2.0

    @function.Defun(tf.float32, tf.float32)
    def gradient(a, dy):
        return dy * 100.0

    @function.Defun(tf.float32, grad_func=gradient)
    def own(a):
        return a * 2.0

    @function.Defun()
    def captures():
        return x + v

    found(tf, facts, "called", lambda: [twice(x), tf.gradients(twice(x), x)])
    found(tf, facts, "own gradient", lambda: tf.gradients(own(x), x))
    found(tf, facts, "own gradient in a loop", lambda: tf.while_loop(
        lambda i, a: i < 2, lambda i, a: (i + 1, a + tf.gradients(own(x), x)[0]),
        [0, tf.zeros([2])]))
    found(tf, facts, "captures", lambda: captures())
    facts["name"] = [twice(x).op.type, twice.name]

    @tf.function
    def counted(a):
        total = tf.constant(0.0)
        for i in tf.range(3):
            if tf.equal(i, 1):
                total += a * v
            else:
                total -= 1.0
        return total

    @tf.function
    def adds(a):
        v.assign_add(a)
        return v.read_value()

    found(tf, facts, "adds", lambda: adds(1.5))
    found(tf, facts, "function", lambda: [counted(2.0), tf.gradients(counted(x[0]), [x, v])])
    found(tf, facts, "in a loop", lambda: tf.while_loop(
        lambda i, a: i < 2, lambda i, a: (i + 1, counted(a)), [0, 2.0]))

    def plain(a):
        if a > 1.0:
            return a * 10.0
        return a

    converted = tf.autograph.to_graph(plain)
    found(tf, facts, "autograph", lambda: [converted(tf.constant(2.0)), converted(v - 3.0)])
    return facts


ALL = [branches, loops, gradients, functions]
PROGRAMS = {program.__name__: program for program in ALL}
