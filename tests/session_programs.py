"""Programs about sessions: what is fetched, what is fed, what is refused.

Each is a function of the TF1 namespace. `PROGRAMS` has all of them by name; `REFUSALS` says which
end in an exception, with its class and the first line that TensorFlow 1.15.5 gives it.
Python 3.7 and TensorFlow 1.15 read this file too.
"""

import collections
import threading

import numpy as np

PROGRAMS = {}
REFUSALS = {}
Point = collections.namedtuple("Point", "x y")


def program(fn):
    """Adds a program whose value is compared."""
    PROGRAMS[fn.__name__] = fn
    return fn


def refused(kind, line):
    """Adds a program that ends in an exception of class `kind` with the first line `line`."""

    def add(fn):
        REFUSALS[fn.__name__] = (kind, line)
        return program(fn)

    return add


def run(tf, fetches, feed_dict=None):
    """One run in a session of its own, variables initialized."""
    with tf.Session() as sess:
        if tf.global_variables():
            sess.run(tf.global_variables_initializer())
        return sess.run(fetches, feed_dict)


# --- fetches -----------------------------------------------------------------------------------


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
    strings = tf.constant(["a", "bc", u"\u00e4"])
    return run(tf, [tf.constant("abc"), strings, tf.constant("", shape=[0]), tf.constant(b"\x00\xff")])


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


@refused("TypeError", "Fetch argument None has invalid type <class 'NoneType'>")
def fetch_none(tf):
    tf.constant(1)
    run(tf, None)


@refused("TypeError", "Fetch argument None has invalid type <class 'NoneType'>")
def fetch_none_in_structure(tf):
    run(tf, {"a": [tf.constant(1), None]})


@refused("TypeError", "")
def fetch_integer(tf):
    tf.constant(1)
    run(tf, 7)


@refused("TypeError", "")
def fetch_array(tf):
    tf.constant(1)
    run(tf, np.zeros(2))


@refused("TypeError", "")
def fetch_float_in_list(tf):
    run(tf, [tf.constant(1), 2.5])


@refused("TypeError", "")
def fetch_set(tf):
    run(tf, {tf.constant(1, name="c").name})


@refused("TypeError", "")
def fetch_defaultdict(tf):
    with tf.Session() as sess:
        value = sess.run(collections.defaultdict(list, a=tf.constant(1)))
        raise TypeError([type(value).__name__, value.default_factory])


@refused("ValueError", "")
def fetch_unknown_operation(tf):
    tf.constant(1)
    run(tf, "nope")


@refused("ValueError", "")
def fetch_unknown_tensor(tf):
    tf.constant(1)
    run(tf, "nope:0")


@refused("ValueError", "")
def fetch_unknown_output(tf):
    tf.constant(1, name="x")
    run(tf, "x:7")


@refused("ValueError", "")
def fetch_wrong_output(tf):
    tf.constant(1, name="x")
    run(tf, "x:y")


@refused("ValueError", "")
def fetch_empty_name(tf):
    tf.constant(1, name="x")
    run(tf, "")


@refused("ValueError", "")
def fetch_slash_name(tf):
    tf.constant(1, name="x")
    run(tf, "^x")


@refused("ValueError", "")
def fetch_of_another_graph(tf):
    with tf.Graph().as_default():
        c = tf.constant(1.0, name="c")
    tf.constant(2.0)
    run(tf, c)


@refused("ValueError", "")
def fetch_operation_of_another_graph(tf):
    with tf.Graph().as_default():
        c = tf.no_op(name="c")
    tf.constant(2.0)
    run(tf, c)


@refused("ValueError", "")
def fetch_variable_of_another_graph(tf):
    with tf.Graph().as_default():
        v = tf.Variable(1.0, name="v")
    tf.constant(2.0)
    run(tf, v)


@refused("ValueError", "")
def fetch_marked_unfetchable(tf):
    c = tf.constant(1, name="c")
    tf.get_default_graph().prevent_fetching(c.op)
    run(tf, c)


# --- feeds -------------------------------------------------------------------------------------


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
        fed(tf, [u"\u00e4", "b"], "string"),
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


@refused("ValueError", "")
def feed_wrong_shape(tf):
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    run(tf, x * 2, {x: np.zeros([2, 4])})


@refused("ValueError", "")
def feed_wrong_rank(tf):
    x = tf.placeholder(tf.float32, [3], name="x")
    run(tf, x * 2, {x: 1.0})


@refused("ValueError", "")
def feed_wrong_shape_later(tf):
    x = tf.placeholder(tf.float32, [3], name="x")
    with tf.Session() as sess:
        sess.run(x * 2, {x: [1, 2, 3]})
        sess.run(x * 2, {x: [1, 2]})


@refused("ValueError", "")
def feed_scalar_shape(tf):
    x = tf.placeholder(tf.float32, [], name="x")
    run(tf, x * 2, {x: [1.0]})


@refused("ValueError", "")
def feed_wrong_shape_of_constant(tf):
    c = tf.constant([1.0, 2.0], name="c")
    run(tf, c * 2, {c: [1, 2, 3]})


@refused("ValueError", "")
def feed_string_to_float(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x * 2, {x: "abc"})


@refused("ValueError", "")
def feed_strings_to_float(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x * 2, {x: ["abc"]})


@refused("ValueError", "")
def feed_string_to_float_later(tf):
    x = tf.placeholder(tf.float32, name="x")
    with tf.Session() as sess:
        sess.run(x * 2, {x: 1})
        sess.run(x * 2, {x: "abc"})


@refused("ValueError", "")
def feed_ragged_list(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x * 2, {x: [[1, 2], [3]]})


@refused("TypeError", "")
def feed_large_integer(tf):
    x = tf.placeholder(tf.int8, name="x")
    run(tf, x * 2, {x: 300})


@refused("TypeError", "")
def feed_integer_to_bool(tf):
    x = tf.placeholder(tf.bool, name="x")
    run(tf, tf.logical_not(x), {x: 3})


@refused("TypeError", "")
def feed_integer_to_string(tf):
    x = tf.placeholder(tf.string, name="x")
    run(tf, x, {x: 3})


@refused("TypeError", "")
def feed_large_integer_to_float16(tf):
    x = tf.placeholder(tf.float16, name="x")
    run(tf, x * 2, {x: 100001})


@refused("TypeError", "")
def feed_none(tf):
    x = tf.placeholder(tf.int32, name="x")
    run(tf, x * 2, {x: None})


@refused("ValueError", "")
def feed_none_to_shape(tf):
    x = tf.placeholder(tf.float32, [2], name="x")
    run(tf, x * 2, {x: None})


@program
def feed_none_to_float(tf):
    x = tf.placeholder(tf.float32, name="x")
    return run(tf, x * 2, {x: None})


@program
def feed_none_to_float_later(tf):
    x = tf.placeholder(tf.float32, name="x")
    with tf.Session() as sess:
        sess.run(x * 2, {x: 1})
        return sess.run(x * 2, {x: None})


@refused("InternalError", "")
def feed_none_to_string(tf):
    x = tf.placeholder(tf.string, name="x")
    return run(tf, tf.identity(x), {x: None})


@refused("TypeError", "")
def feed_tensor_value(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x * 2, {x: tf.constant(1.0, name="c")})


@refused("TypeError", "")
def feed_tensor_value_later(tf):
    x = tf.placeholder(tf.float32, name="x")
    with tf.Session() as sess:
        sess.run(x * 2, {x: 1.0})
        sess.run(x * 2, {x: tf.constant(1.0, name="c")})


@refused("TypeError", "")
def feed_variable_value(tf):
    x = tf.placeholder(tf.float32, [], name="x")
    v = tf.Variable(1.0, name="v")
    run(tf, x * 2, {x: v})


@refused("ValueError", "")
def feed_not_feedable(tf):
    c = tf.constant(1.0, name="c")
    tf.get_default_graph().prevent_feeding(c)
    run(tf, c * 2, {c: 1})


@refused("TypeError", "")
def feed_tensor_of_another_graph(tf):
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, name="x")
    run(tf, tf.constant(1), {x: 1})


@refused("TypeError", "")
def feed_unknown_name(tf):
    run(tf, tf.constant(1), {"nope:0": 1})


@refused("TypeError", "")
def feed_unknown_output(tf):
    run(tf, tf.placeholder(tf.float32, name="x"), {"x:7": 1})


@refused("TypeError", "")
def feed_operation_name(tf):
    run(tf, tf.placeholder(tf.float32, name="x"), {"x": 1})


@refused("TypeError", "")
def feed_operation(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x, {x.op: 1})


@refused("TypeError", "")
def feed_key_of_wrong_type(tf):
    run(tf, tf.constant(1), {3: 1})


@refused("TypeError", "")
def feed_key_none(tf):
    run(tf, tf.constant(1), {None: 1})


@refused("AttributeError", "")
def feed_no_dict(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x, [(x, 1)])


@refused("TypeError", "")
def feed_set(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x, {x})


@refused("ValueError", "")
def feed_tuple_of_wrong_length(tf):
    x, y = tf.placeholder(tf.float32, name="x"), tf.placeholder(tf.float32, name="y")
    run(tf, x, {(x, y): (1, 2, 3)})


@refused("ValueError", "")
def feed_tuple_with_scalar(tf):
    x, y = tf.placeholder(tf.float32, name="x"), tf.placeholder(tf.float32, name="y")
    run(tf, x, {(x, y): 1})


@refused("ValueError", "")
def feed_tensor_twice_in_tuples(tf):
    x, y = tf.placeholder(tf.float32, name="x"), tf.placeholder(tf.float32, name="y")
    run(tf, x, collections.OrderedDict([((x, y), (1, 2)), ((y, x), (1, 2))]))


@refused("InvalidArgumentError", "")
def unfed_placeholder(tf):
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    run(tf, x * 2)


@refused("InvalidArgumentError", "")
def unfed_placeholder_fetched(tf):
    run(tf, tf.placeholder(tf.float32, name="x"))


@refused("InvalidArgumentError", "")
def unfed_placeholder_of_no_shape(tf):
    run(tf, tf.placeholder(tf.int32, [], name="x") + 1)


@refused("InvalidArgumentError", "")
def unfed_placeholder_in_large_graph(tf):
    x = tf.placeholder(tf.float32, [2], name="x")
    y = x
    for _ in range(300):
        y = tf.nn.relu(y + 1)
    run(tf, y)


@refused("InvalidArgumentError", "")
def unfed_placeholder_in_cond(tf):
    x = tf.placeholder(tf.float32, [2], name="x")
    y = tf.cond(
        tf.constant(True), lambda: tf.cond(tf.constant(True), lambda: x + 1, lambda: x), lambda: x
    )
    run(tf, y)


@refused("InvalidArgumentError", "")
def unfed_placeholder_in_loop(tf):
    x = tf.placeholder(tf.float32, [], name="x")
    run(tf, tf.while_loop(lambda i: i < 3, lambda i: i + x, [tf.constant(0.0)]))


@refused("InvalidArgumentError", "")
def unfed_of_two(tf):
    x = tf.placeholder(tf.float32, [2], name="x")
    y = tf.placeholder(tf.float32, [2], name="y")
    run(tf, x + y, {x: [1, 2]})


# --- sessions ----------------------------------------------------------------------------------


@program
def two_sessions_two_values(tf):
    v = tf.Variable(1.0, name="v")
    add = tf.assign_add(v, 1.0)
    one, two = tf.Session(), tf.Session()
    one.run(v.initializer)
    two.run(v.initializer)
    one.run(add)
    return [one.run(v), two.run(v), one.close(), two.run(add)]


@program
def session_of_given_graph(tf):
    g = tf.Graph()
    with g.as_default():
        c = tf.constant(3)
    with tf.Session(graph=g) as sess:
        inside = tf.get_default_graph() is g
        return [sess.run(c), c.eval(), inside, sess.graph is g]


@program
def default_graph_after_session(tf):
    before = tf.get_default_graph()
    with tf.Session(graph=tf.Graph()):
        tf.constant(1)
    return [tf.get_default_graph() is before, tf.get_default_session() is None]


@program
def eval_and_run(tf):
    x = tf.placeholder(tf.float32, [])
    v = tf.Variable(2.0, name="v")
    with tf.Session() as sess:
        v.initializer.run()
        tf.no_op().run()
        other = [v.eval(), (x * v).eval({x: 3}), (x + 1).eval(feed_dict={x: 1}, session=sess)]
        tf.assign(v, x).op.run({x: 9})
        tf.group(v.initializer).run(session=sess)
        return other + [v.eval(sess)]


@program
def as_default_does_not_close(tf):
    c = tf.constant(1)
    sess = tf.Session()
    with sess.as_default() as entered:
        first = [c.eval(), entered is sess, tf.get_default_session() is sess]
    with sess.as_default():
        with sess.as_default():
            first.append(c.eval())
    return first + [tf.get_default_session() is None, sess.run(c)]


@program
def nested_sessions(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as outer:
        outer.run(v.initializer)
        with tf.Session() as inner:
            inner.run(v.initializer)
            tf.assign(v, 5.0).eval()
            seen = [v.eval(), tf.get_default_session() is inner]
        return seen + [v.eval(), tf.get_default_session() is outer]


@program
def interactive_session(tf):
    sess = tf.InteractiveSession()
    c = tf.constant(2) * 3
    value = [c.eval(), tf.get_default_session() is sess, sess.close()]
    return value + [tf.get_default_session() is None]


@program
def interactive_session_of_graph(tf):
    g = tf.Graph()
    sess = tf.InteractiveSession(graph=g)
    c = tf.constant(2) * 3
    value = [c.eval(), c.graph is g, sess.close()]
    return value + [tf.get_default_graph() is g, sess.close()]


@program
def interactive_session_with_config(tf):
    config = tf.ConfigProto(allow_soft_placement=True)
    sess = tf.InteractiveSession(config=config)
    value = tf.constant(1).eval()
    sess.close()
    return value


@program
def close_twice(tf):
    tf.constant(1)
    sess = tf.Session()
    return [sess.close(), sess.close()]


@program
def make_callables(tf):
    x, y = tf.placeholder(tf.float32, []), tf.placeholder(tf.float32, [])
    c = tf.constant([1.0])
    with tf.Session() as sess:
        return [
            sess.make_callable(x + y, [x, y])(1, 2),
            sess.make_callable([x, {"a": x * 2}], [x])(3),
            sess.make_callable(c)(),
            sess.make_callable([c, c])(),
            sess.make_callable(tf.no_op())(),
            sess.make_callable(c.op)(),
            sess.make_callable({"a": c}, [])(),
            sess.make_callable(x + y, (x, y))(np.float32(1), 5),
            sess.make_callable(c, accept_options=True)(options=tf.RunOptions()),
            sess.make_callable(x * 2, [x], accept_options=True)(2, run_metadata=tf.RunMetadata()),
            sess.make_callable(x * 2, [x])(4, options=tf.RunOptions()),
            sess.make_callable("Const:0")() if tf.get_default_graph().get_operations() else None,
        ]


@program
def make_callable_of_state(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(v.initializer)
        step = sess.make_callable(tf.assign_add(v, 1.0))
        return [step(), step(), sess.run(v)]


@refused("TypeError", "")
def make_callable_of_tensor_feed_list(tf):
    x = tf.placeholder(tf.float32)
    with tf.Session() as sess:
        sess.make_callable(x, x)


@refused("TypeError", "")
def make_callable_of_none(tf):
    tf.constant(1)
    with tf.Session() as sess:
        sess.make_callable(None)


@refused("InvalidArgumentError", "")
def make_callable_called_with_too_few(tf):
    x, y = tf.placeholder(tf.float32, name="x"), tf.placeholder(tf.float32, name="y")
    with tf.Session() as sess:
        sess.make_callable(x + y, [x, y])(1)


@program
def make_callable_called_with_too_many(tf):
    x = tf.placeholder(tf.float32, name="x")
    with tf.Session() as sess:
        return sess.make_callable(x * 2, [x])(1, 2)


@refused("RuntimeError", "")
def make_callable_of_closed_session(tf):
    c = tf.constant(1)
    with tf.Session() as sess:
        call = sess.make_callable(c)
    call()


@refused("RuntimeError", "")
def make_callable_with_feeds_of_closed_session(tf):
    x = tf.placeholder(tf.float32)
    with tf.Session() as sess:
        call = sess.make_callable(x, [x])
    call(1)


@program
def growing_graph(tf):
    with tf.Session() as sess:
        seen = []
        v = tf.Variable(1.0, name="v")
        sess.run(v.initializer)
        for i in range(4):
            seen.append(sess.run(tf.assign_add(v, i)))
        w = tf.Variable(v.initialized_value() * 2, name="w")
        sess.run(w.initializer)
        return seen + [sess.run(w)]


@program
def run_inside_py_func(tf):
    c = tf.constant(3.0)
    g = tf.get_default_graph()
    inner = tf.Session(graph=g)
    y = tf.py_func(lambda: inner.run(c) * np.float32(2), [], tf.float32)
    return run(tf, y)


@program
def same_session_inside_py_func(tf):
    c = tf.constant(3.0)
    with tf.Session() as sess:
        y = tf.py_func(lambda: sess.run(c) * np.float32(2), [], tf.float32)
        return sess.run(y)


@program
def threads_add_exactly(tf):
    v = tf.Variable(0, name="v")
    w = tf.Variable(0.0, name="w")
    add = tf.assign_add(v, 1, use_locking=True)
    both = tf.group(add, tf.assign_add(w, 1.0, use_locking=True))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        threads = [
            threading.Thread(target=lambda: [sess.run(both) for _ in range(100)]) for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sess.run([v, w])


@program
def threads_use_their_own_feeds(tf):
    x = tf.placeholder(tf.float32, [])
    y = x * 2
    wrong = []
    with tf.Session() as sess:

        def work(n):
            for i in range(50):
                if sess.run(y, {x: n * 100 + i}) != (n * 100 + i) * 2:
                    wrong.append((n, i))

        threads = [threading.Thread(target=work, args=[n]) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return wrong


@program
def queue_across_threads(tf):
    queue = tf.FIFOQueue(3, tf.int32, shapes=[[]])
    x = tf.placeholder(tf.int32, [])
    put, get = queue.enqueue(x), queue.dequeue()
    with tf.Session() as sess:

        def work():
            for i in range(50):
                sess.run(put, {x: i})

        thread = threading.Thread(target=work)
        thread.start()
        seen = [int(sess.run(get)) for _ in range(50)]
        thread.join()
        return [seen == list(range(50)), sess.run(queue.size())]


@program
def thread_has_the_default_graph(tf):
    seen = []
    with tf.Session() as sess:

        def work():
            with sess.graph.as_default(), sess.as_default():
                seen.append(tf.constant(4).eval())

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    return seen


@program
def run_metadata_is_filled(tf):
    metadata = tf.RunMetadata()
    options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
    a = tf.random_normal([10, 10])
    with tf.Session() as sess:
        sess.run(tf.matmul(a, a), options=options, run_metadata=metadata)
    return [metadata.HasField("step_stats"), len(metadata.step_stats.dev_stats) > 0]


@program
def run_metadata_without_trace(tf):
    metadata = tf.RunMetadata()
    a = tf.random_normal([10, 10])
    with tf.Session() as sess:
        sess.run(tf.matmul(a, a), run_metadata=metadata)
        sess.run(a, options=tf.RunOptions(output_partition_graphs=True), run_metadata=metadata)
    return metadata.HasField("step_stats")


@program
def trace_without_metadata(tf):
    options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
    with tf.Session() as sess:
        return sess.run(tf.constant(1), options=options)


@program
def session_properties(tf):
    tf.constant(1, name="c")
    with tf.Session() as sess:
        return [sess.graph is tf.get_default_graph(), [n.name for n in sess.graph_def.node]]


@program
def session_str(tf):
    tf.constant(1, name="c")
    with tf.Session() as sess, tf.Session("") as other:
        return [sess.sess_str, other.sess_str]


@program
def device_list(tf):
    tf.constant(1, name="c")
    with tf.Session() as sess:
        return [d.device_type for d in sess.list_devices() if d.device_type == "CPU"]


@program
def config_options(tf):
    config = tf.ConfigProto(
        intra_op_parallelism_threads=1, inter_op_parallelism_threads=1, log_device_placement=False
    )
    config.gpu_options.allow_growth = True
    with tf.Session(config=config) as sess:
        return sess.run(tf.constant(1) + 1)


@program
def session_after_error(tf):
    v = tf.Variable(1.0, name="v")
    x = tf.placeholder(tf.float32, [2], name="x")
    with tf.Session() as sess:
        sess.run(v.initializer)
        sess.run(tf.assign_add(v, 1.0))
        for bad in (None, "nope", x, 3):
            try:
                sess.run(bad)
            except (TypeError, ValueError, tf.errors.OpError):
                continue
        n = len(tf.get_default_graph().get_operations())
        try:
            sess.run(x, {x: 1})
        except ValueError:
            n -= len(tf.get_default_graph().get_operations())
        return [sess.run(v), n, sess.run(x, {x: [1, 2]})]


@refused("RuntimeError", "")
def closed_session(tf):
    c = tf.constant(1)
    sess = tf.Session()
    sess.close()
    sess.run(c)


@refused("RuntimeError", "")
def session_after_its_block(tf):
    c = tf.constant(1)
    with tf.Session() as sess:
        pass
    sess.run(c)


@refused("RuntimeError", "")
def eval_in_closed_session(tf):
    c = tf.constant(1)
    sess = tf.Session()
    sess.close()
    c.eval(session=sess)


@refused("RuntimeError", "")
def reentered_session(tf):
    tf.constant(1)
    with tf.Session() as sess:
        with sess:
            pass


@refused("ValueError", "")
def eval_without_session(tf):
    tf.constant(1).eval()


@refused("ValueError", "")
def run_operation_without_session(tf):
    tf.no_op().run()


@refused("ValueError", "")
def eval_in_session_of_another_graph(tf):
    c = tf.constant(1)
    with tf.Session(graph=tf.Graph()):
        c.eval()


@refused("ValueError", "")
def run_operation_in_session_of_another_graph(tf):
    op = tf.no_op()
    with tf.Session(graph=tf.Graph()):
        op.run()


@refused("RuntimeError", "")
def empty_graph(tf):
    tf.Session(graph=tf.Graph()).run([])


@refused("RuntimeError", "")
def empty_graph_name(tf):
    tf.Session(graph=tf.Graph()).run("x")


@refused("TypeError", "")
def session_of_no_graph(tf):
    tf.Session(graph=3)


@refused("TypeError", "")
def session_of_graph_def(tf):
    tf.Session(graph=tf.GraphDef())


@refused("TypeError", "")
def session_of_integer_target(tf):
    tf.Session(3)


@refused("TypeError", "")
def session_of_config_as_target(tf):
    tf.Session(tf.ConfigProto())


@refused("TypeError", "")
def session_of_wrong_config(tf):
    tf.Session(config={"allow_soft_placement": True})


@refused("NotFoundError", "")
def session_of_unknown_target(tf):
    tf.constant(1)
    tf.Session("nope")


@refused("AttributeError", "")
def run_with_wrong_options(tf):
    c = tf.constant(1)
    with tf.Session() as sess:
        sess.run(c, options=3)


@refused("TypeError", "")
def run_with_wrong_metadata(tf):
    c = tf.constant(1)
    with tf.Session() as sess:
        sess.run(c, run_metadata=3)


@refused("DeadlineExceededError", "")
def run_times_out(tf):
    queue = tf.FIFOQueue(1, tf.int32)
    with tf.Session() as sess:
        sess.run(queue.dequeue(), options=tf.RunOptions(timeout_in_ms=100))


@refused("DeadlineExceededError", "")
def operation_times_out(tf):
    queue = tf.FIFOQueue(1, tf.int32)
    with tf.Session(config=tf.ConfigProto(operation_timeout_in_ms=100)) as sess:
        sess.run(queue.dequeue())


@program
def session_after_timeout(tf):
    queue = tf.FIFOQueue(2, tf.int32)
    get = queue.dequeue()
    with tf.Session() as sess:
        try:
            sess.run(get, options=tf.RunOptions(timeout_in_ms=50))
        except tf.errors.DeadlineExceededError:
            sess.run(queue.enqueue(5))
        return sess.run(get)


@refused("CancelledError", "")
def close_cancels_dequeue(tf):
    queue = tf.FIFOQueue(1, tf.int32, name="queue")
    get = queue.dequeue(name="get")
    sess = tf.Session()
    sess.run(queue.size())
    raised = []

    def work():
        try:
            sess.run(get)
        except Exception as e:
            raised.append(e)

    thread = threading.Thread(target=work)
    thread.start()
    threading.Event().wait(0.1)
    sess.close()
    thread.join(10)
    raise raised[0]


@refused("InvalidArgumentError", "")
def error_of_an_op(tf):
    x = tf.placeholder(tf.float32, [None], name="x")
    y = tf.reshape(x, [2, 2], name="y")
    run(tf, y, {x: [1, 2, 3]})


@refused("InvalidArgumentError", "")
def assertion_fails(tf):
    with tf.control_dependencies([tf.Assert(tf.constant(False), [tf.constant("why"), 3])]):
        y = tf.constant(1) + 1
    run(tf, y)


@refused("OutOfRangeError", "")
def closed_queue(tf):
    queue = tf.FIFOQueue(1, tf.int32, name="queue")
    with tf.Session() as sess:
        sess.run(queue.close())
        sess.run(queue.dequeue(name="get"))


# --- uninitialized variables -------------------------------------------------------------------


@refused("FailedPreconditionError", "")
def uninitialized_variable(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(v)


@refused("FailedPreconditionError", "")
def uninitialized_get_variable(tf):
    with tf.variable_scope("scope"):
        v = tf.get_variable("v", [2])
    with tf.Session() as sess:
        sess.run(v + 1)


@refused("FailedPreconditionError", "")
def uninitialized_one_of_two(tf):
    v, w = tf.Variable(1.0, name="v"), tf.Variable(1.0, name="w")
    with tf.Session() as sess:
        sess.run(v.initializer)
        sess.run(v + w)


@refused("FailedPreconditionError", "")
def uninitialized_in_loop(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(tf.while_loop(lambda i: i < 3, lambda i: i + v, [tf.constant(0.0)]))


@refused("FailedPreconditionError", "")
def uninitialized_in_cond(tf):
    v = tf.Variable(1.0, name="v")
    p = tf.placeholder(tf.bool, [])
    with tf.Session() as sess:
        sess.run(tf.cond(p, lambda: v + 1, lambda: v * 2), {p: True})


@refused("FailedPreconditionError", "")
def uninitialized_gather(tf):
    v = tf.Variable([1.0, 2.0], name="v")
    with tf.Session() as sess:
        sess.run(tf.gather(v, [0]))


@refused("FailedPreconditionError", "")
def uninitialized_assign_add(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(tf.assign_add(v, 1.0))


@refused("FailedPreconditionError", "")
def uninitialized_scatter(tf):
    v = tf.Variable([1.0, 2.0], name="v")
    with tf.Session() as sess:
        sess.run(tf.scatter_add(v, [0], [1.0]))


@refused("FailedPreconditionError", "")
def uninitialized_by_eval(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session():
        v.eval()


@refused("FailedPreconditionError", "")
def uninitialized_in_second_session(tf):
    v = tf.Variable(1.0, name="v")
    with tf.Session() as sess:
        sess.run(v.initializer)
    with tf.Session() as sess:
        sess.run(v)


@refused("FailedPreconditionError", "")
def uninitialized_initial_value(tf):
    v = tf.Variable(1.0, name="v")
    w = tf.Variable(v * 2, name="w")
    with tf.Session() as sess:
        sess.run(w.initializer)


# --- partial runs ------------------------------------------------------------------------------


def three(tf):
    """Three placeholders and two sums of them."""
    a, b, c = (tf.placeholder(tf.float32, [], name=n) for n in "abc")
    first = tf.add(a, b, name="first")
    return a, b, c, first, tf.multiply(first, c, name="second")


@program
def partial_run(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, second], [a, b, c])
        value = sess.partial_run(handle, first, {a: 1, b: 2})
        return [type(handle).__name__, value, sess.partial_run(handle, second, {c: value * 17})]


@program
def partial_runs_at_once(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        one = sess.partial_run_setup([first, second], [a, b, c])
        two = sess.partial_run_setup([first, second], [a, b, c])
        return [
            sess.partial_run(one, first, {a: 1, b: 2}),
            sess.partial_run(two, first, {a: 10, b: 20}),
            sess.partial_run(two, second, {c: 2}),
            sess.partial_run(one, second, {c: 2}),
        ]


@program
def partial_run_computes_once(tf):
    count = []
    x = tf.placeholder(tf.float32, [])
    noise = tf.py_func(lambda: count.append(1) or np.float32(len(count)), [], tf.float32)
    first, second = noise * 1, noise * x
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, second], [x])
        return [sess.partial_run(handle, first), sess.partial_run(handle, second, {x: 3}), len(count)]


@program
def partial_run_structures(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup({"f": first, "s": [second]}, [a, "b:0", c])
        return [
            sess.partial_run(handle, {"f": [first]}, {a: 1, "b:0": 2}),
            sess.partial_run(handle, (second,), {c: 2}),
        ]


@program
def partial_run_of_one_feed(tf):
    x = tf.placeholder(tf.float32, [])
    y = x * 2
    with tf.Session() as sess:
        return sess.partial_run(sess.partial_run_setup(y, x), y, {x: 4})


@program
def partial_run_of_sparse(tf):
    x = tf.sparse_placeholder(tf.float32)
    y = tf.sparse_tensor_to_dense(x)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([y], [x])
        return sess.partial_run(handle, y, {x: ([[0, 1]], [2.0], [1, 2])})


@program
def partial_run_feeds_first(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, second], [a, b, c])
        return [
            sess.partial_run(handle, [], {a: 1}),
            sess.partial_run(handle, [], {b: 2}),
            sess.partial_run(handle, [first, second], {c: 4}),
        ]


@program
def partial_run_of_operation(tf):
    a, b, c, first, second = three(tf)
    v = tf.Variable(0.0, name="v")
    with tf.Session() as sess:
        sess.run(v.initializer)
        handle = sess.partial_run_setup([first, tf.assign(v, first).op], [a, b])
        return [sess.partial_run(handle, first, {a: 1, b: 2})]


@refused("RuntimeError", "")
def partial_run_asked_for_operation(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, first.op], [a, b])
        sess.partial_run(handle, [first.op], {a: 1, b: 2})


@refused("InvalidArgumentError", "")
def partial_run_unknown_handle(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        sess.partial_run("nope", first, {a: 1, b: 2})


@refused("InvalidArgumentError", "")
def partial_run_fetch_not_set_up(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first], [a, b])
        sess.partial_run(handle, a + b, {a: 1, b: 2})


@refused("InvalidArgumentError", "")
def partial_run_feed_not_set_up(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first], [a, b])
        sess.partial_run(handle, first, {a: 1, b: 2, c: 3})


@refused("InvalidArgumentError", "")
def partial_run_fetched_twice(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, second], [a, b, c])
        sess.partial_run(handle, first, {a: 1, b: 2})
        sess.partial_run(handle, first)


@refused("InvalidArgumentError", "")
def partial_run_fed_twice(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, second], [a, b, c])
        sess.partial_run(handle, first, {a: 1, b: 2})
        sess.partial_run(handle, second, {a: 1, c: 2})


@refused("InvalidArgumentError", "")
def partial_run_needs_more(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, second], [a, b, c])
        sess.partial_run(handle, second, {a: 1, b: 2})


@refused("InvalidArgumentError", "")
def partial_run_after_the_end(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first], [a, b])
        sess.partial_run(handle, first, {a: 1, b: 2})
        sess.partial_run(handle, first, {a: 1, b: 2})


@refused("InvalidArgumentError", "")
def partial_run_of_unfed_placeholder(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first], [a])
        sess.partial_run(handle, first, {a: 1})


@refused("InvalidArgumentError", "")
def partial_run_set_up_with_nothing(tf):
    three(tf)
    with tf.Session() as sess:
        sess.partial_run_setup([], [])


@refused("RuntimeError", "")
def partial_run_setup_in_closed_session(tf):
    a, b, c, first, second = three(tf)
    sess = tf.Session()
    sess.close()
    sess.partial_run_setup([first], [a, b])


@refused("RuntimeError", "")
def partial_run_in_closed_session(tf):
    a, b, c, first, second = three(tf)
    sess = tf.Session()
    handle = sess.partial_run_setup([first], [a, b])
    sess.close()
    sess.partial_run(handle, first, {a: 1, b: 2})


@refused("RuntimeError", "")
def partial_run_setup_of_empty_graph(tf):
    tf.Session(graph=tf.Graph()).partial_run_setup([], [])


@refused("TypeError", "")
def partial_run_setup_with_none(tf):
    tf.constant(1)
    tf.Session().partial_run_setup([None])
