"""Control flow, functional loops and Python functions: as compat.v1's, built outside any `with`."""

import collections

import numpy as np
import pytest
from oracle import both

import tf1shim as tf


def run(tf, fetch, feed=None):
    """What a new session with initialized variables computes."""
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return sess.run(fetch, feed)


def cond(tf):
    """Branches, nested, with gradients."""
    p, x = tf.placeholder(tf.bool, []), tf.constant([1.0, 2.0])
    y = tf.cond(p, lambda: (x, [x * 2]), lambda: (x + 1, [x]))
    inner = tf.cond(p, lambda: tf.cond(x[0] > 0, lambda: x * 7, lambda: x), lambda: x)
    grad = tf.gradients(inner * inner, x)
    return [run(tf, [y, inner, grad], {p: flag}) for flag in (True, False)]


def cond_assigns(tf):
    """An assignment in one branch only."""
    p, w = tf.placeholder(tf.bool, []), tf.Variable(1.0, name="w", use_resource=True)
    op = tf.cond(p, lambda: tf.group(tf.assign(w, 5.0)), lambda: tf.no_op())
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(op, {p: False})
        before = sess.run(w)
        sess.run(op, {p: True})
        return [before, sess.run(w)]


def case(tf):
    """`tf.case` with pairs and with a dict."""
    x = tf.constant([1.0, 2.0])
    one = tf.case([(tf.equal(tf.size(x), 2), lambda: x * 10)], default=lambda: x)
    two = tf.case({tf.constant(True): lambda: x + 3}, default=lambda: x, exclusive=True)
    return run(tf, [one, two])


def loops(tf):
    """Loops: captured, nested, limited, growing; gradients."""
    w = tf.Variable(2.0, name="w", use_resource=True)
    i, a = tf.while_loop(lambda i, a: i < 3, lambda i, a: (i + 1, a * w), [0, tf.ones([2])])
    _, nested = tf.while_loop(
        lambda i, y: i < 3,
        lambda i, y: (
            i + 1,
            tf.while_loop(lambda j, q: j < 2, lambda j, q: (j + 1, q + w), [0, y])[1],
        ),
        [0, tf.constant(1.0)],
        parallel_iterations=1,
        swap_memory=True,
    )
    limited = tf.while_loop(lambda i: i < 10, lambda i: i + 1, [0], maximum_iterations=4)
    _, grown = tf.while_loop(
        lambda i, z: i < 2,
        lambda i, z: (i + 1, tf.concat([z, z], 0)),
        [0, tf.ones([1, 2])],
        shape_invariants=[tf.TensorShape([]), tf.TensorShape([None, 2])],
    )
    shapes = [t.shape.as_list() for t in (i, a, nested, grown)]
    return shapes, run(tf, [i, a, nested, limited, grown, tf.gradients([a, nested], w)])


def loop_assigns(tf):
    """A variable counted up by the body."""
    count = tf.Variable(0, name="count", use_resource=True)

    def body(i):
        with tf.control_dependencies([tf.assign_add(count, i)]):
            return tf.identity(i + 1)

    loop = tf.while_loop(lambda i: i < 5, body, [tf.constant(0)])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return [sess.run(loop), sess.run(count)]


def tensor_arrays(tf):
    """TensorArrays in and out of loops."""

    def write(i, array):
        return i + 1, array.write(i, tf.ones([2]) * tf.cast(i, tf.float32))

    def write_in_state(i, state):
        return i + 1, state._replace(array=write(i, state.array)[1])

    _, array = tf.while_loop(lambda i, a: i < 3, write, [0, tf.TensorArray(tf.float32, 3)])
    state = collections.namedtuple("State", "array")(tf.TensorArray(tf.float32, 3))
    _, state = tf.while_loop(lambda i, s: i < 3, write_in_state, [0, state])
    scattered = tf.TensorArray(tf.float32, 3).scatter([0, 1, 2], [1.0, 2.0, 3.0])
    unstacked = tf.TensorArray(tf.float32, 3).unstack([1.0, 2.0, 3.0])
    stacked = [array.stack(), state.array.stack()]
    return run(tf, [*stacked, scattered.gather([1, 2]), unstacked.read(2), unstacked.size()])


def functional(tf):
    """map_fn, scan, foldl, foldr; gradients."""
    x, w = tf.constant([1.0, 2.0, 3.0]), tf.Variable(3.0, name="w", use_resource=True)
    mapped = tf.map_fn(lambda a: a * w, x)
    scanned = tf.scan(lambda a, b: a * w + b, x, initializer=tf.constant(0.0))
    pairs = tf.map_fn(lambda ab: (ab[0] + ab[1], ab[0]), (x, x), dtype=(tf.float32, tf.float32))
    folds = [tf.foldl(lambda a, b: a - b, x), tf.foldr(lambda a, b: a - b, x, initializer=10.0)]
    return run(tf, [mapped, scanned, pairs, folds, tf.gradients([mapped, scanned], w)])


def map_assigns(tf):
    """A variable added to by the mapped function."""
    total = tf.Variable(0.0, name="total", use_resource=True)

    def add(x):
        with tf.control_dependencies([total.assign_add(x)]):
            return x + 0.0

    mapped = tf.map_fn(add, tf.constant([1.0, 2.0, 4.0]))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return [sess.run(mapped), sess.run(total)]


def python_functions(tf):
    """py_func and custom_gradient."""
    y = tf.py_func(lambda a, b: a + b, [tf.constant([1.0, 2.0]), 3.0], tf.float32)
    pair = tf.py_func(lambda a: (a, np.int64(3)), [1], [tf.int32, tf.int64], stateful=False)
    text = tf.py_func(lambda s: s + b"!", [tf.constant("a")], tf.string)

    @tf.custom_gradient
    def doubled(x):
        return x * 2, lambda dy: dy * 100.0

    x = tf.constant(1.0)
    made = [y, pair, text, doubled(x), tf.gradients(doubled(x), x)[0]]
    return str(y.shape), [t.name for t in pair], run(tf, made)


def decorated_helper(tf):
    """A helper under tf.function, converted by AutoGraph."""

    @tf.function
    def helper(x):
        total = tf.constant(0.0)
        for _ in tf.range(3):
            total += x
        if total > 0.0:
            total = total * 10.0
        return total

    x = tf.placeholder(tf.float32, [])
    y = helper(x)
    return run(tf, [y, tf.gradients(y, x)[0]], {x: 2.0})


def asserts(tf):
    """Assert, assert_* and Print that let pass."""
    x = tf.constant([1.0, 2.0])
    with tf.control_dependencies([tf.Assert(tf.reduce_all(x > 0), [x]), tf.assert_positive(x)]):
        good = tf.identity(x)
    printed = tf.Print(x, [x], "x", first_n=1)
    return run(tf, [good, printed])


def failing_assert(tf):
    """An Assert that does not."""
    return run(tf, tf.Assert(tf.constant(False), ["bad", 3]))


PROGRAMS = [
    cond, cond_assigns, case, loops, loop_assigns, tensor_arrays, functional, map_assigns,
    python_functions, decorated_helper, asserts,
]  # fmt: skip


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.__name__)
def test_as_compat_v1(program):
    """The program computes what it computes on compat.v1."""
    ours, theirs = both(program)

    assert theirs.error is None, theirs
    assert ours.value == theirs.value, ours


def test_a_failing_assert_raises():
    """A failed Assert stops the run with its data."""
    ours, theirs = both(failing_assert)

    assert ours.refusal[0] == theirs.refusal[0] == "InvalidArgumentError"
    assert "bad" in ours.refusal[1]


@pytest.mark.parametrize(
    ("fn", "line"),
    [
        (lambda x: tf.cond(True, lambda: x, lambda: x), "pred must not be a Python bool"),
        (lambda x: tf.cond(x > 0, x, x), "true_fn must be callable."),
        (lambda x: tf.cond(x > 0, true_fn=lambda: x), "cond(): false_fn argument required"),
        (lambda x: tf.while_loop(lambda i: i < 3, 3, [0]), "body must be callable."),
        (lambda x: tf.while_loop(3, lambda i: i, [0]), "cond must be callable."),
    ],
)
def test_refusals(fn, line):
    """What 1.15.5 refused with a TypeError is refused with its words."""
    with pytest.raises(TypeError) as caught:
        fn(tf.constant(1.0))

    assert str(caught.value).splitlines()[0] == line


def test_a_finalized_graph_is_refused_before_the_predicate():
    """`tf.cond` in a finalized graph is refused for that, whatever else is wrong."""
    tf.get_default_graph().finalize()
    with pytest.raises(RuntimeError, match="Graph is finalized and cannot be"):
        tf.cond(1, lambda: 1, lambda: 2)


def test_a_body_that_fails_changes_no_scope():
    """After a loop's body has failed, variables are made and refused as before."""
    with pytest.raises(TypeError, match="DataType bool not in list"):
        tf.while_loop(lambda i, y: i < 2, lambda i, y: (i + 1, tf.tanh(y)), (0, tf.constant(True)))

    assert tf.get_variable_scope().use_resource is None
    w = tf.get_variable("w", initializer=tf.placeholder(tf.float32), validate_shape=False)
    assert w.shape.ndims is None
    with pytest.raises(ValueError, match="Originally defined at"):
        tf.get_variable("w")


def test_variables_made_in_a_branch():
    """get_variable in a branch makes the variable of the scope around it."""
    with tf.variable_scope("c"):
        y = tf.cond(
            tf.constant(True),
            lambda: tf.get_variable("v", [2], initializer=tf.ones_initializer()) * 2,
            lambda: tf.zeros([2]),
        )

    assert [v.name for v in tf.global_variables()] == ["c/v:0"]
    np.testing.assert_array_equal(run(tf, y), [2, 2])
