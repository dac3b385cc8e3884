"""Partial runs: one run in several steps, each op computed once."""

import oracle
import partial_run_programs
import pytest

import tf1shim as tf


@pytest.mark.parametrize("name", sorted(partial_run_programs.PROGRAMS))
def test_partial_runs_as_tensorflow_1_does(name):
    """Values of every step, and the refusals, are TensorFlow 1.15.5's."""
    oracle.check(partial_run_programs.PROGRAMS[name])


def test_refused_step_changes_nothing():
    """A step that is refused, or whose op fails, can be done again."""
    x = tf.placeholder(tf.float32, [None, None])
    y = tf.placeholder(tf.float32, [])
    first = tf.reshape(x, [2])
    second = first * y
    with tf.Session() as sess:
        handle = sess.partial_run_setup([first, second], [x, y])
        with pytest.raises(tf.errors.InvalidArgumentError, match="can't be computed"):
            sess.partial_run(handle, second, {x: [[1, 2]]})
        with pytest.raises(tf.errors.InvalidArgumentError, match="reshape"):
            sess.partial_run(handle, first, {x: [[1, 2, 3]]})
        assert sess.partial_run(handle, first, {x: [[1, 2]]}).tolist() == [1, 2]
        assert sess.partial_run(handle, second, {y: 3}).tolist() == [3, 6]
