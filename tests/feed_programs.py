"""Programs about feeds: every form of keys and values.

Each is a function of the TF1 namespace; what TensorFlow 1.15.5 makes of it is in
session_outcomes.json. Python 3.7 and TensorFlow 1.15 read this file too.
"""

import collections

import numpy as np
from session_programs import run

PROGRAMS = {}


def program(fn):
    """Adds a program."""
    PROGRAMS[fn.__name__] = fn
    return fn


def fed(tf, value, dtype="float32", shape=None):
    """What a placeholder gives that is fed `value`, directly and through an op."""
    x = tf.placeholder(dtype, shape)
    y = tf.identity(x)
    with tf.Session() as sess:
        # Twice: the first run finds out what the key means.
        return [sess.run(y, {x: value}), sess.run([x, y], {x: value})]


@program
def feed_python_values(tf):
    return [
        fed(tf, 1, shape=[]),
        fed(tf, 1.5, shape=[]),
        fed(tf, [1, 2]),
        fed(tf, (1, 2)),
        fed(tf, [[1, 2.5], [3, 4]], shape=[None, 2]),
        fed(tf, True),
        fed(tf, 3, "int32"),
        fed(tf, 3.0, "int32"),
        fed(tf, 3, "bool"),
        fed(tf, [True, False], "bool"),
        fed(tf, [], shape=[0]),
    ]


@program
def feed_numpy_dtypes(tf):
    return [
        fed(tf, np.arange(3), "float32"),
        fed(tf, np.arange(3.0), "int64"),
        fed(tf, np.arange(3, dtype=np.float64), "float16"),
        fed(tf, np.float32(2), "float64"),
        fed(tf, np.int64(2), "int32"),
        fed(tf, np.bool_(True), "bool"),
        fed(tf, np.array(2 + 1j), "complex64"),
        fed(tf, np.array([1, 2], np.uint8), "int8"),
        fed(tf, np.array([1, 2], ">i4"), "int32"),
        fed(tf, np.array([1.5, 2], ">f4"), "float32"),
    ]


@program
def feed_strings(tf):
    return [
        fed(tf, "a", "string"),
        fed(tf, b"a\x00b", "string"),
        fed(tf, ["\u00e4", "b"], "string"),
        fed(tf, np.array(["a", "bcd"]), "string"),
        fed(tf, np.array([b"a", b"bcd"]), "string"),
        fed(tf, np.array(["a", b"b"], object), "string"),
        fed(tf, [], "string"),
    ]


@program
def feed_float_of_string(tf):
    return fed(tf, "1.5")


@program
def feed_memory_layouts(tf):
    a = np.arange(12, dtype=np.float32).reshape(3, 4)
    readonly = a.copy()
    readonly.flags.writeable = False
    return [
        fed(tf, a[:, ::2]),
        fed(tf, a[::-1]),
        fed(tf, a.T),
        fed(tf, np.asfortranarray(a)),
        fed(tf, readonly),
        fed(tf, np.broadcast_to(np.float32(1), [2, 3])),
        fed(tf, np.zeros([0, 3], np.float32)),
        fed(tf, np.zeros([3, 0], np.float32), shape=[None, 0]),
        fed(tf, np.array(5, np.float32)),
        fed(tf, np.matrix([[1.0, 2.0]])),
        fed(tf, np.frombuffer(b"\x00" * 13, np.float32, 3, 1)),
    ]


@program
def feed_partial_shapes(tf):
    return [
        fed(tf, [[1, 2]], shape=[None, 2]),
        fed(tf, [[1], [2]], shape=[None, None]),
        fed(tf, [[[1]]]),
        fed(tf, 7),
        fed(tf, [1, 2], shape=[2]),
    ]


@program
def feed_placeholder_with_default(tf):
    x = tf.placeholder_with_default([1.0, 2.0], [None])
    with tf.Session() as sess:
        return [sess.run(x * 2), sess.run(x * 2, {x: [5]}), sess.run(x)]


@program
def feed_intermediate(tf):
    a = tf.constant([1.0, 2.0])
    b = a * 2
    return run(tf, [b + 1, a, b], {b: [10, 20]})


@program
def feed_constant(tf):
    a = tf.constant([1.0, 2.0])
    return run(tf, a * 2, {a: [5, 6]})


@program
def feed_variable(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(v.initializer)
        return [sess.run([v, v + 1], {v: 10}), sess.run([v, v + 1], {"v:0": 10}), sess.run(v)]


@program
def feed_uninitialized_variable(tf):
    v = tf.Variable([1.0, 2.0], name="v")
    with tf.Session() as sess:
        return sess.run([v * 2, v], {v: [3, 4]})


@program
def feed_variable_read(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(v.initializer)
        return sess.run(v * 2, {v.value(): 10})


@program
def feed_variable_of_loops_branches_and_gathers(tf):
    v, w = tf.Variable(1.0, name="v"), tf.Variable([[1.0, 2.0], [3.0, 4.0]], name="w")
    loop = tf.while_loop(lambda i, a: i < 2, lambda i, a: (i + 1, a + v), [0, 0.0])[1]
    inner = lambda: tf.cond(v > 1.0, lambda: v * 10.0, lambda: v * 100.0)  # noqa: E731
    branches = tf.cond(v > 0.0, inner, lambda: v)
    rows = [tf.gather(w, [1, 1]), tf.nn.embedding_lookup(w, [0]), tf.gather_nd(w, [[0, 1]])]
    slope = tf.gradients(loop, v)[0]
    feeds = {v: 5.0, w: [[10.0, 20.0], [30.0, 40.0]]}
    with tf.Session() as sess:
        unset = sess.run([loop, branches, rows, slope], feeds)
        sess.run(tf.global_variables_initializer())
        return [unset, sess.run([loop, branches, rows], feeds), sess.run([loop, branches, rows])]


@program
def feed_by_name(tf):
    x = tf.placeholder(tf.float32, [], name="x")
    return run(tf, [x + 1, "x:0"], {"x:0": 2})


@program
def feed_sparse(tf):
    x = tf.sparse_placeholder(tf.float32)
    y = tf.sparse_tensor_to_dense(x)
    value = tf.SparseTensorValue([[0, 1]], [2.0], [1, 3])
    with tf.Session() as sess:
        return [
            sess.run(y, {x: value}),
            sess.run(y, {x: ([[0, 0]], [1.0], [1, 2])}),
            sess.run([x, y], {x: (np.array([[0, 0]], np.int64), [1.0], np.array([1, 2]))}),
        ]


@program
def feed_sparse_with_shape(tf):
    x = tf.sparse_placeholder(tf.float32, shape=[1, 3])
    value = tf.SparseTensorValue([[0, 1]], [2.0], [1, 3])
    return run(tf, [tf.sparse_tensor_to_dense(x), x], {x: value})


@program
def feed_indexed_slices(tf):
    slices = tf.IndexedSlices(tf.placeholder(tf.float32), tf.placeholder(tf.int32))
    return run(tf, slices, {slices: ([[1.0]], [2])})


@program
def feed_ragged(tf):
    x = tf.ragged.placeholder(tf.float32, 1)
    value = tf.ragged.constant_value([[1.0], [2.0, 3.0]], dtype=np.float32)
    return run(tf, x * 2, {x: value}).to_list()


@program
def feed_tuple_keys(tf):
    x, y, z = (tf.placeholder(tf.float32, name=n) for n in "xyz")
    with tf.Session() as sess:
        return [
            sess.run(x + y, {(x, y): (1, 2)}),
            sess.run(x + y, {(x, y): [1, 2]}),
            sess.run(x + y + z, {(x, (y, z)): (1, (2, 3))}),
            sess.run([x, y, z], {(x, y): (1, 2), z: 3}),
        ]


@program
def feed_under_two_keys(tf):
    x = tf.placeholder(tf.float32, name="x")
    return run(tf, x, collections.OrderedDict([(x, 1), ("x:0", 2)]))


@program
def feed_unused(tf):
    x = tf.placeholder(tf.float32)
    return run(tf, tf.constant(1), {x: 1})


@program
def feed_empty_dict(tf):
    return run(tf, tf.constant(1), {})


@program
def feed_one_of_many_outputs(tf):
    a, b, c = tf.split(tf.constant([1.0, 2.0, 3.0]), 3)
    with tf.Session() as sess:
        return [
            sess.run([a, b, c], {b: [9]}),
            sess.run([a + b + c], {a: [9]}),
            sess.run([a + b + c, a], {a: [9], c: [7]}),
            sess.run([a * 2], {a: [9], b: [1], c: [7]}),
        ]


@program
def feed_op_waited_for(tf):
    v = tf.Variable(1.0, name="v")
    add = tf.assign_add(v, 1.0)
    with tf.control_dependencies([add]):
        y = tf.constant(5.0) * 2
    with tf.Session() as sess:
        sess.run(v.initializer)
        return [sess.run(y, {add: 7}), sess.run(v), sess.run(y), sess.run(v)]


@program
def feed_placeholder_waited_for(tf):
    x = tf.placeholder(tf.float32, name="x")
    with tf.control_dependencies([x]):
        y = tf.constant(5.0) * 2
    return run(tf, [y, x], {x: 7})


@program
def feed_condition(tf):
    p = tf.placeholder(tf.bool, [])
    y = tf.cond(p, lambda: tf.constant(1), lambda: tf.constant(2))
    with tf.Session() as sess:
        return [sess.run(y, {p: True}), sess.run(y, {p: False}), sess.run(y, {p: np.True_})]


@program
def feed_inside_loop(tf):
    n = tf.placeholder(tf.int32, [])
    k = tf.constant(2)
    y = tf.while_loop(lambda i, s: i < n, lambda i, s: (i + 1, s + k), (0, 0))
    with tf.Session() as sess:
        return [sess.run(y, {n: 3}), sess.run(y, {n: 3, k: 5})]


@program
def feed_changes_nothing(tf):
    v = tf.Variable(np.zeros(64, np.float32), name="v")
    x = tf.placeholder(tf.float32, [64])
    assign = tf.assign(v, x)
    data = np.ones(64, np.float32)
    with tf.Session() as sess:
        sess.run(v.initializer)
        sess.run(assign.op, {x: data})
        data[:] = 5
        first = sess.run(v)
        sess.run(tf.assign_add(v, x).op, {x: data})
        return [first[0], sess.run(v)[0], data[0]]


@program
def fed_arrays_never_alias(tf):
    v = tf.Variable(np.zeros(64, np.float32), name="v")
    x = tf.placeholder(tf.float32, [64])
    assign, add = tf.assign(v, x), tf.assign_add(v, tf.ones([64]))
    seen = []
    with tf.Session() as sess:
        for offset in range(0, 64, 4):
            data = np.frombuffer(bytearray(64 * 4 + 64), np.float32, 64, offset)
            sess.run(assign.op, {x: data})
            fetched = sess.run(v)
            sess.run(add.op)
            seen.append([data[0], fetched[0], sess.run(v)[0]])
    return np.array(seen)


@program
def feed_for_assign_and_fetch_it(tf):
    v = tf.Variable(np.zeros(16, np.float32), name="v")
    x = tf.placeholder(tf.float32, [16])
    assign = tf.assign(v, tf.identity(x))
    data = np.ones(16, np.float32)
    with tf.Session() as sess:
        fetched, new = sess.run([x, assign], {x: data})
        fetched_copy = fetched.copy()
        sess.run(tf.assign_add(v, tf.ones([16])).op)
        return [fetched_copy[0], fetched[0], new[0], data[0]]
