"""Sessions that cannot do what they are asked: TensorFlow 1's exception, then what helps."""

import oracle
import pytest
import session_error_programs

import tf1shim as tf

# The text has a handle's number, the runtime's configuration or Python's words.
CLASS_ONLY = {
    "closed_queue",
    "run_without_fetches",
    "session_of_unknown_target",
}


@pytest.mark.parametrize("name", sorted(session_error_programs.PROGRAMS))
def test_refuses_as_tensorflow_1_does(name):
    """The exception's class and first line are TensorFlow 1.15.5's."""
    oracle.check(session_error_programs.PROGRAMS[name], name in CLASS_ONLY)


def test_every_uninitialized_variable_is_named():
    """One error names all variables without value, where each was made, and what mends it."""
    variables = [tf.get_variable(f"v{i}", [2]) for i in range(3)]
    with tf.Session() as sess, pytest.raises(tf.errors.FailedPreconditionError) as caught:
        sess.run(tf.add_n(variables))
    for i in range(3):
        assert f"v{i}: made at {__file__}" in caught.value.message
    assert "tf.global_variables_initializer()" in caught.value.message


def test_a_slot_without_value_is_named():
    """A step of an optimizer whose slots have no values is refused as a read of a slot."""
    v = tf.get_variable("v", initializer=1.0)
    step = tf.train.MomentumOptimizer(0.1, 0.9).minimize(v * v)
    with tf.Session() as sess:
        sess.run(v.initializer)
        with pytest.raises(tf.errors.FailedPreconditionError) as caught:
            sess.run(step)
    assert caught.value.message.startswith("Attempting to use uninitialized value v/Momentum\n")


def test_error_says_where_the_op_was_made():
    """The text of an op's failure ends in the line that made the op."""
    x = tf.placeholder(tf.float32, [None])
    y = tf.reshape(x, [2, 2], name="y")
    with tf.Session() as sess, pytest.raises(tf.errors.InvalidArgumentError) as caught:
        sess.run(y, {x: [1, 2, 3]})
    assert f"the op 'y' was made at {__file__}" in caught.value.message


def test_session_and_graph_are_as_before():
    """After every kind of error the graph, the values and the session are what they were."""
    x = tf.placeholder(tf.float32, [2], name="x")
    v = tf.Variable([1.0, 2.0], name="v")
    w = tf.Variable(1.0, name="w")
    bad_op = tf.gather(x, tf.to_int32(x))
    with tf.Session() as sess:
        sess.run(v.initializer)
        n_ops = len(sess.graph.get_operations())
        collections = {k: list(sess.graph.get_collection_ref(k)) for k in sess.graph.collections}
        for fetch, feed in [
            (None, None),
            ("nope", None),
            (x, None),
            (x, {x: [1]}),
            (x, {x: "a"}),
            (x, {"y:0": 1}),
            (bad_op, {x: [5, 6]}),
            (w, None),
        ]:
            with pytest.raises((TypeError, ValueError, tf.errors.OpError)):
                sess.run(fetch, feed)
        assert len(sess.graph.get_operations()) == n_ops
        for key, members in collections.items():
            assert sess.graph.get_collection_ref(key) == members
        assert sess.run(x, {x: [3, 4]}).tolist() == [3, 4]
        assert sess.run(v).tolist() == [1, 2]


def test_a_default_is_no_proof_that_a_reshape_fits():
    """What a placeholder is by default is checked as any other shape is."""
    y = tf.reshape(tf.zeros([4]), tf.placeholder_with_default([3], [1]))
    with tf.Session() as sess, pytest.raises(tf.errors.InvalidArgumentError, match="4 values"):
        sess.run(y)
