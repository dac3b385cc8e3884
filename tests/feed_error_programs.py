"""Programs about feeds that do not fit, and placeholders that get none.

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


@program
def feed_wrong_shape(tf):
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    run(tf, x * 2, {x: np.zeros([2, 4])})


@program
def feed_wrong_rank(tf):
    x = tf.placeholder(tf.float32, [3], name="x")
    run(tf, x * 2, {x: 1.0})


@program
def feed_wrong_shape_later(tf):
    x = tf.placeholder(tf.float32, [3], name="x")
    with tf.Session() as sess:
        sess.run(x * 2, {x: [1, 2, 3]})
        sess.run(x * 2, {x: [1, 2]})


@program
def feed_scalar_shape(tf):
    x = tf.placeholder(tf.float32, [], name="x")
    run(tf, x * 2, {x: [1.0]})


@program
def feed_wrong_shape_of_constant(tf):
    c = tf.constant([1.0, 2.0], name="c")
    run(tf, c * 2, {c: [1, 2, 3]})


@program
def feed_string_to_float(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x * 2, {x: "abc"})


@program
def feed_strings_to_float(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x * 2, {x: ["abc"]})


@program
def feed_string_to_float_later(tf):
    x = tf.placeholder(tf.float32, name="x")
    with tf.Session() as sess:
        sess.run(x * 2, {x: 1})
        sess.run(x * 2, {x: "abc"})


@program
def feed_ragged_list(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x * 2, {x: [[1, 2], [3]]})


@program
def feed_large_integer(tf):
    x = tf.placeholder(tf.int8, name="x")
    run(tf, x * 2, {x: 300})


@program
def feed_integer_to_bool(tf):
    x = tf.placeholder(tf.bool, name="x")
    run(tf, tf.logical_not(x), {x: 3})


@program
def feed_integer_to_string(tf):
    x = tf.placeholder(tf.string, name="x")
    run(tf, x, {x: 3})


@program
def feed_large_integer_to_float16(tf):
    x = tf.placeholder(tf.float16, name="x")
    run(tf, x * 2, {x: 100001})


@program
def feed_none(tf):
    x = tf.placeholder(tf.int32, name="x")
    run(tf, x * 2, {x: None})


@program
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


@program
def feed_none_to_string(tf):
    x = tf.placeholder(tf.string, name="x")
    return run(tf, tf.identity(x), {x: None})


@program
def feed_tensor_value(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x * 2, {x: tf.constant(1.0, name="c")})


@program
def feed_tensor_value_later(tf):
    x = tf.placeholder(tf.float32, name="x")
    with tf.Session() as sess:
        sess.run(x * 2, {x: 1.0})
        sess.run(x * 2, {x: tf.constant(1.0, name="c")})


@program
def feed_variable_value(tf):
    x = tf.placeholder(tf.float32, [], name="x")
    v = tf.Variable(1.0, name="v")
    run(tf, x * 2, {x: v})


@program
def feed_not_feedable(tf):
    c = tf.constant(1.0, name="c")
    tf.get_default_graph().prevent_feeding(c)
    run(tf, c * 2, {c: 1})


@program
def feed_tensor_of_another_graph(tf):
    with tf.Graph().as_default():
        x = tf.placeholder(tf.float32, name="x")
    run(tf, tf.constant(1), {x: 1})


@program
def feed_unknown_name(tf):
    run(tf, tf.constant(1), {"nope:0": 1})


@program
def feed_unknown_output(tf):
    run(tf, tf.placeholder(tf.float32, name="x"), {"x:7": 1})


@program
def feed_operation_name(tf):
    run(tf, tf.placeholder(tf.float32, name="x"), {"x": 1})


@program
def feed_operation(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x, {x.op: 1})


@program
def feed_key_of_wrong_type(tf):
    run(tf, tf.constant(1), {3: 1})


@program
def feed_key_none(tf):
    run(tf, tf.constant(1), {None: 1})


@program
def feed_no_dict(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x, [(x, 1)])


@program
def feed_set(tf):
    x = tf.placeholder(tf.float32, name="x")
    run(tf, x, {x})


@program
def feed_tuple_of_wrong_length(tf):
    x, y = tf.placeholder(tf.float32, name="x"), tf.placeholder(tf.float32, name="y")
    run(tf, x, {(x, y): (1, 2, 3)})


@program
def feed_tuple_with_scalar(tf):
    x, y = tf.placeholder(tf.float32, name="x"), tf.placeholder(tf.float32, name="y")
    run(tf, x, {(x, y): 1})


@program
def feed_tensor_twice_in_tuples(tf):
    x, y = tf.placeholder(tf.float32, name="x"), tf.placeholder(tf.float32, name="y")
    run(tf, x, collections.OrderedDict([((x, y), (1, 2)), ((y, x), (1, 2))]))


@program
def unfed_placeholder(tf):
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    run(tf, x * 2)


@program
def unfed_placeholder_fetched(tf):
    run(tf, tf.placeholder(tf.float32, name="x"))


@program
def unfed_placeholder_of_no_shape(tf):
    run(tf, tf.placeholder(tf.int32, [], name="x") + 1)


@program
def unfed_placeholder_in_large_graph(tf):
    x = tf.placeholder(tf.float32, [2], name="x")
    y = x
    for _ in range(300):
        y = tf.nn.relu(y + 1)
    run(tf, y)


@program
def unfed_placeholder_in_cond(tf):
    x = tf.placeholder(tf.float32, [2], name="x")
    y = tf.cond(
        tf.constant(True), lambda: tf.cond(tf.constant(True), lambda: x + 1, lambda: x), lambda: x
    )
    run(tf, y)


@program
def unfed_placeholder_in_loop(tf):
    x = tf.placeholder(tf.float32, [], name="x")
    run(tf, tf.while_loop(lambda i: i < 3, lambda i: i + x, [tf.constant(0.0)]))


@program
def unfed_of_two(tf):
    x = tf.placeholder(tf.float32, [2], name="x")
    y = tf.placeholder(tf.float32, [2], name="y")
    run(tf, x + y, {x: [1, 2]})
