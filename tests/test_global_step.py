"""`tf.train.get_global_step` finds the step counters that TensorFlow 1 programs make."""

import pytest

import tf1shim as tf


def named_step():
    """A step counter that is known by its name alone, as older programs make it."""
    return tf.Variable(0, name="global_step", trainable=False)


@pytest.mark.parametrize("find", ["train.get_global_step", "contrib.framework.get_global_step"])
def test_a_step_known_by_its_name_is_counted(find):
    """An optimizer counts the steps in a variable that is only named 'global_step'."""
    step, w = named_step(), tf.get_variable("w", initializer=2.0)
    found = tf
    for part in find.split("."):
        found = getattr(found, part)
    train = tf.train.GradientDescentOptimizer(0.5).minimize(w * w, global_step=found())

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run([train])
        assert tf.train.global_step(sess, tf.train.get_global_step()) == sess.run(step) == 1


def test_what_is_found():
    """The collection's variable comes before the one of the name; without either it is None."""
    assert tf.train.get_global_step() is None
    named = named_step()
    assert tf.train.get_global_step() is named
    collected = tf.get_variable("n", [], tf.int64, trainable=False)
    tf.add_to_collection(tf.GraphKeys.GLOBAL_STEP, collected)
    assert tf.train.get_global_step() is collected
    with tf.Graph().as_default() as other:
        assert tf.train.get_global_step(named.graph) is collected
        placeholder = tf.placeholder(tf.int64, [], name="global_step")
        assert tf.train.get_global_step() is placeholder
        assert tf.train.get_global_step(other) is placeholder


def test_the_tensor_of_its_name_is_counted_in():
    """An optimizer counts in what the graph has under the step's name; so do assignments to it."""
    tf.train.get_or_create_global_step()
    w = tf.get_variable("w", initializer=2.0)
    step = tf.get_default_graph().get_tensor_by_name("global_step:0")
    weight = tf.get_default_graph().get_tensor_by_name("w:0")
    train = tf.train.GradientDescentOptimizer(0.5).minimize(w * w, global_step=step)
    updates = [tf.assign_add(step, 5), tf.assign(weight, 3.0)]

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train)
        assert sess.run([step, weight]) == [1, 0.0]
        sess.run(updates)
        assert sess.run([step, weight]) == [6, 3.0]


def test_a_tensor_computed_of_a_variable_is_no_target():
    """Other tensors cannot be assigned to."""
    w = tf.get_variable("w", initializer=2.0)

    with pytest.raises(AttributeError):
        tf.assign(w + 1.0, 3.0)
