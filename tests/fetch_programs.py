"""Programs about fetches: every form of them, and what is refused.

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


Point = collections.namedtuple("Point", "x y")


@program
def fetch_tensor(tf):
    return run(tf, [tf.constant(1.5), tf.constant([1, 2]), tf.constant([[True, False]])])


@program
def fetch_scalar_types(tf):
    kinds = "float16 float32 float64 int8 int16 int32 int64 uint8 uint16 uint32 uint64 bool".split()
    kinds += ["complex64", "complex128"]
    return run(tf, [tf.constant(1, dtype=k) if k != "bool" else tf.constant(True) for k in kinds])


@program
def fetch_strings(tf):
    strings = tf.constant(["a", "bc", "\u00e4"])
    return run(
        tf, [tf.constant("abc"), strings, tf.constant("", shape=[0]), tf.constant(b"\x00\xff")]
    )


@program
def fetch_operation(tf):
    return run(tf, tf.no_op())


@program
def fetch_operations_among_tensors(tf):
    return run(tf, [tf.no_op(), tf.constant(1), (tf.no_op(), tf.no_op())])


@program
def fetch_variable(tf):
    v = tf.Variable([1.0, 2.0], name="v")
    return run(tf, [v, v.name, v.op.name + "/read:0", v + 1, v.value(), v.initialized_value()])


@program
def fetch_names(tf):
    tf.add(tf.constant(1, name="c"), 2, name="sum")
    return run(tf, ["c:0", "sum:0", "sum"])


@program
def fetch_bytes_name(tf):
    tf.constant(1, name="c")
    return run(tf, b"c:0")


@program
def fetch_empty_list(tf):
    tf.constant(1)
    return run(tf, [])


@program
def fetch_empty_things(tf):
    a = tf.constant(1)
    return run(tf, [[], (), {}, a, [[]]])


@program
def fetch_nest(tf):
    a, b = tf.constant(1), tf.constant([2.0])
    return run(tf, {"k": [a, (b, a)], "l": {"m": b, "n": tf.no_op()}, 3: (a,)})


@program
def fetch_namedtuple(tf):
    a, b = tf.constant(1), tf.constant([2.0])
    return run(tf, Point(a, [b, Point(b, a)]))


@program
def fetch_ordered_dict(tf):
    a = tf.constant(1)
    return run(tf, collections.OrderedDict([("z", a), ("a", a + 1)]))


@program
def fetch_list_subclass(tf):
    class Mine(list):
        pass

    return run(tf, Mine([tf.constant(1)]))


@program
def fetch_duplicates(tf):
    a = tf.random_uniform([])
    x, y, (z, w) = run(tf, [a, a, (a, a.name)])
    return x == y == z == w


@program
def fetch_same_array_is_shared(tf):
    a = tf.constant([1, 2])
    x, y = run(tf, [a, a])
    return x is y


@program
def fetch_sparse(tf):
    sparse = tf.SparseTensor([[0, 1], [2, 3]], [1.0, 2.0], [3, 4])
    return run(tf, [sparse, sparse.values])


@program
def fetch_indexed_slices(tf):
    slices = tf.IndexedSlices(tf.constant([[1.0, 2.0]]), tf.constant([3]), tf.constant([4, 2]))
    return run(tf, [slices, tf.IndexedSlices(tf.constant([[1.0]]), tf.constant([3]))])


@program
def fetch_gradient_slices(tf):
    v = tf.Variable([[1.0], [2.0], [3.0]], name="v")
    return run(tf, tf.gradients(tf.reduce_sum(tf.gather(v, [0, 2])), [v]))


@program
def fetch_ragged(tf):
    ragged = tf.ragged.constant([[1, 2], [], [3]])
    value = run(tf, ragged)
    return [type(value).__name__, value.to_list(), value.values, value.row_splits]


@program
def fetch_empty_arrays(tf):
    return run(tf, [tf.zeros([0]), tf.zeros([2, 0], tf.int32), tf.constant([], tf.string)])


@program
def fetch_is_fed(tf):
    x = tf.placeholder(tf.float32, [None], name="x")
    return run(tf, [x, x * 2, "x:0"], {x: [1, 2]})


@program
def fetch_is_fed_only(tf):
    x = tf.placeholder(tf.float32, [None], name="x")
    return run(tf, x, {x: [1, 2]})


@program
def fetch_is_fed_scalar(tf):
    x = tf.placeholder(tf.float32, [], name="x")
    s = tf.placeholder(tf.string, [], name="s")
    return run(tf, [x, s], {x: 1, s: "a"})


@program
def fetch_is_fed_strings(tf):
    s = tf.placeholder(tf.string, [None], name="s")
    return run(tf, [s, tf.identity(s)], {s: ["a", b"b"]})


@program
def fetch_large(tf):
    return run(tf, tf.reduce_sum(tf.ones([1000, 1000]), 0)).sum()


@program
def fetch_large_array(tf):
    value = run(tf, tf.fill([1000, 3000], 2.0))
    return [value.shape, value.flags.writeable, value.flags.owndata or value.base is not None]


@program
def fetched_array_is_writeable(tf):
    v = tf.Variable([1.0, 2.0], name="v")
    with tf.Session() as sess:
        sess.run(v.initializer)
        value = sess.run(v)
        value[0] = 9
        return [value, sess.run(v), sess.run(v + 0)]


@program
def fetched_array_keeps_its_value(tf):
    v = tf.Variable(np.zeros(1000, np.float32), name="v")
    add = tf.assign_add(v, tf.ones([1000]))
    with tf.Session() as sess:
        sess.run(v.initializer)
        before, after = sess.run(v), sess.run(add)
        for _ in range(3):
            sess.run(add.op)
        return [before[:3], after[:3], sess.run(v)[:3]]


@program
def fetched_constant_keeps_its_value(tf):
    c = tf.constant([1.0, 2.0])
    with tf.Session() as sess:
        sess.run(c)[0] = 7
        return sess.run(c)


@program
def fetch_tensor_of_no_output(tf):
    v = tf.Variable(1.0, name="v")
    return run(tf, [v.initializer, tf.group(v.initializer)])


@program
def fetch_none(tf):
    tf.constant(1)
    run(tf, None)


@program
def fetch_none_in_structure(tf):
    run(tf, {"a": [tf.constant(1), None]})


@program
def fetch_integer(tf):
    tf.constant(1)
    run(tf, 7)


@program
def fetch_array(tf):
    tf.constant(1)
    run(tf, np.zeros(2))


@program
def fetch_float_in_list(tf):
    run(tf, [tf.constant(1), 2.5])


@program
def fetch_set(tf):
    run(tf, {tf.constant(1, name="c").name})


@program
def fetch_unknown_operation(tf):
    tf.constant(1)
    run(tf, "nope")


@program
def fetch_unknown_tensor(tf):
    tf.constant(1)
    run(tf, "nope:0")


@program
def fetch_unknown_output(tf):
    tf.constant(1, name="x")
    run(tf, "x:7")


@program
def fetch_wrong_output(tf):
    tf.constant(1, name="x")
    run(tf, "x:y")


@program
def fetch_empty_name(tf):
    tf.constant(1, name="x")
    run(tf, "")


@program
def fetch_slash_name(tf):
    tf.constant(1, name="x")
    run(tf, "^x")


@program
def fetch_of_another_graph(tf):
    with tf.Graph().as_default():
        c = tf.constant(1.0, name="c")
    tf.constant(2.0)
    run(tf, c)


@program
def fetch_operation_of_another_graph(tf):
    with tf.Graph().as_default():
        c = tf.no_op(name="c")
    tf.constant(2.0)
    run(tf, c)


@program
def fetch_variable_of_another_graph(tf):
    with tf.Graph().as_default():
        v = tf.Variable(1.0, name="v")
    tf.constant(2.0)
    run(tf, v)


@program
def fetch_marked_unfetchable(tf):
    c = tf.constant(1, name="c")
    tf.get_default_graph().prevent_fetching(c.op)
    run(tf, c)
