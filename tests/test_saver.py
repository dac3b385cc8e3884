"""`Saver`, checkpoint readers and warm starts, as in TensorFlow 1.15.5."""

import pytest
import state_oracle
import state_programs

import tf1shim as tf


@pytest.mark.parametrize("name", [p.__name__ for p in state_programs.CHECKPOINTS])
def test_checkpoints_are_those_of_tf_1_15(name):
    """Files, keys, values, and the first lines of errors are TensorFlow 1.15.5's."""
    assert state_oracle.differences(name) == {}


def test_an_assignment_of_unknown_shape_is_compared_when_it_runs():
    """A value of another shape is refused where TF1 refused it, and leaves the variable alone."""
    v, x = tf.Variable([1.0, 2.0]), tf.placeholder(tf.float32)
    update = v.assign(x)
    with tf.Session() as sess:
        sess.run(v.initializer)
        shapes = r"lhs shape= \[2\] rhs shape= \[3\]"
        with pytest.raises(tf.errors.InvalidArgumentError, match=shapes):
            sess.run(update, {x: [1.0, 2.0, 3.0]})
        assert sess.run(v).tolist() == [1.0, 2.0]
        assert sess.run(update, {x: [5.0, 6.0]}).tolist() == [5.0, 6.0]
