"""Programs about partial runs.

Each is a function of the TF1 namespace; what TensorFlow 1.15.5 makes of it is in
session_outcomes.json. Python 3.7 and TensorFlow 1.15 read this file too.
"""

import numpy as np

PROGRAMS = {}


def program(fn):
    """Adds a program."""
    PROGRAMS[fn.__name__] = fn
    return fn


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
        return [
            sess.partial_run(handle, first),
            sess.partial_run(handle, second, {x: 3}),
            len(count),
        ]


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


@program
def partial_run_asked_for_operation(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, first.op], [a, b])
        sess.partial_run(handle, [first.op], {a: 1, b: 2})


@program
def partial_run_unknown_handle(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        sess.partial_run("nope", first, {a: 1, b: 2})


@program
def partial_run_fetch_not_set_up(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first], [a, b])
        sess.partial_run(handle, a + b, {a: 1, b: 2})


@program
def partial_run_feed_not_set_up(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first], [a, b])
        sess.partial_run(handle, first, {a: 1, b: 2, c: 3})


@program
def partial_run_fetched_twice(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, second], [a, b, c])
        sess.partial_run(handle, first, {a: 1, b: 2})
        sess.partial_run(handle, first)


@program
def partial_run_fed_twice(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, second], [a, b, c])
        sess.partial_run(handle, first, {a: 1, b: 2})
        sess.partial_run(handle, second, {a: 1, c: 2})


@program
def partial_run_needs_more(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, second], [a, b, c])
        sess.partial_run(handle, second, {a: 1, b: 2})


@program
def partial_run_after_the_end(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first], [a, b])
        sess.partial_run(handle, first, {a: 1, b: 2})
        sess.partial_run(handle, first, {a: 1, b: 2})


@program
def partial_run_of_unfed_placeholder(tf):
    a, b, c, first, second = three(tf)
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first], [a])
        sess.partial_run(handle, first, {a: 1})


@program
def partial_run_set_up_with_nothing(tf):
    three(tf)
    with tf.Session() as sess:
        sess.partial_run_setup([], [])


@program
def partial_run_setup_in_closed_session(tf):
    a, b, c, first, second = three(tf)
    sess = tf.Session()
    sess.close()
    sess.partial_run_setup([first], [a, b])


@program
def partial_run_in_closed_session(tf):
    a, b, c, first, second = three(tf)
    sess = tf.Session()
    handle = sess.partial_run_setup([first], [a, b])
    sess.close()
    sess.partial_run(handle, first, {a: 1, b: 2})


@program
def partial_run_setup_of_empty_graph(tf):
    tf.Session(graph=tf.Graph()).partial_run_setup([], [])


@program
def partial_run_setup_with_none(tf):
    tf.constant(1)
    tf.Session().partial_run_setup([None])


@program
def partial_run_changes_state_once(tf):
    x = tf.placeholder(tf.float32, [])
    v = tf.Variable(1.0, name="v")
    add = tf.assign_add(v, 1.0)
    with tf.control_dependencies([add]):
        first = tf.constant(2.0) * 1
        second = x * 3
    with tf.Session() as sess:
        sess.run(v.initializer)
        handle = sess.partial_run_setup([first, second], [x])
        return [
            sess.partial_run(handle, first),
            sess.partial_run(handle, second, {x: 5}),
            sess.run(v),
        ]


@program
def partial_run_runs_its_operations(tf):
    x, y = tf.placeholder(tf.float32, []), tf.placeholder(tf.float32, [])
    v = tf.Variable(1.0, name="v")
    z = x + y
    with tf.Session() as sess:
        sess.run(v.initializer)
        handle = sess.partial_run_setup([z, tf.assign_add(v, x).op], [x, y])
        sess.partial_run(handle, [], {x: 5})
        return [sess.partial_run(handle, z, {y: 1}), sess.run(v)]
