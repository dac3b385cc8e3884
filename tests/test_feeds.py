"""Feeds: values for placeholders and for any other tensor, checked as TensorFlow 1 checked them."""

import feed_error_programs
import feed_programs
import numpy as np
import oracle
import pytest

import tf1shim as tf

# Python's or NumPy's own text, which differs by version.
CLASS_ONLY = {"feed_none", "feed_ragged_list"}


@pytest.mark.parametrize("name", sorted(feed_programs.PROGRAMS))
def test_feeds_as_tensorflow_1_does(name):
    """What the fed tensor and those behind it give is what TensorFlow 1.15.5 gives."""
    oracle.check(feed_programs.PROGRAMS[name])


@pytest.mark.parametrize("name", sorted(feed_error_programs.PROGRAMS))
def test_refuses_as_tensorflow_1_does(name):
    """A feed that does not fit ends in TensorFlow 1.15.5's exception and first line."""
    oracle.check(feed_error_programs.PROGRAMS[name], name in CLASS_ONLY)


@pytest.mark.parametrize("alignment", [0, 4, 64])
def test_fed_memory_is_never_shared(alignment):
    """Neither a variable nor the caller's array sees what the other does later."""
    memory = np.zeros(256, np.float32)
    start = (-memory.ctypes.data % 64 + alignment) // 4
    array = memory[start : start + 64]
    x = tf.placeholder(tf.float32, [64])
    v = tf.Variable(np.zeros(64, np.float32))
    assign, add = tf.assign(v, x).op, tf.assign_add(v, tf.ones([64])).op
    with tf.Session() as sess:
        sess.run(assign, {x: array})
        sess.run(add)
        assert not array.any()
        array[:] = 5
        assert (sess.run(v) == 1).all()


@pytest.mark.parametrize("value", [3, 3.5, True, [1, 2], np.float64(2), "1.5"])
def test_later_runs_take_what_the_first_takes(value):
    """A key's first run and its later ones, which check less, feed the same."""
    x = tf.placeholder(tf.float32)
    with tf.Session() as sess:
        first, second = (sess.run(x * 2, {x: value}) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_refused_feed_says_where_the_tensor_was_made():
    """A wrong shape is answered with the line that made the placeholder."""
    x = tf.placeholder(tf.float32, [3], name="x")
    with tf.Session() as sess, pytest.raises(ValueError, match=r"made at .*test_feeds.py:\d+"):
        sess.run(x, {x: [1, 2]})


def test_a_value_that_does_not_fit_a_variable_is_told_by_its_name():
    """The text says 'v:0', which is what TensorFlow 1 fed."""
    v = tf.get_variable("v", [2])
    with tf.Session() as sess, pytest.raises(ValueError, match="for Tensor 'v:0', which has shape"):
        sess.run(v, {v: 1.0})


def test_feeds_are_refused_before_fetches():
    """Where a feed and a fetch are of another graph, the exception is the feed's."""
    with tf.Graph().as_default():
        other = tf.constant(1.0)
    tf.constant(1.0)
    with tf.Session() as sess, pytest.raises(TypeError, match="Cannot interpret feed_dict key"):
        sess.run(other, {other: 2.0})
