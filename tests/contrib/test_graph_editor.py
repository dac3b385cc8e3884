"""tf.contrib.graph_editor and sessions: what is rewired after a run is what runs next."""

import numpy as np
import pytest

import tf1shim as tf

ge = tf.contrib.graph_editor


def test_rewiring_after_a_run():
    """A session that ran an operation runs it as it is now; fetches, feeds and targets alike."""
    x, two, three = tf.placeholder(tf.float32), tf.constant(2.0), tf.constant(3.0)
    y = tf.multiply(x, two, name="y")
    with tf.Session() as sess:
        call = sess.make_callable(y, [x])
        assert [sess.run(y, {x: 5.0}), sess.run("y:0", {x: 5.0}), call(5.0)] == [10.0] * 3
        assert ge.reroute_ts(three, two) == 1
        assert [sess.run(y, {x: 5.0}), sess.run("y:0", {x: 5.0}), call(5.0)] == [15.0] * 3
        assert ge.swap_ts([two], [three]) == 1
        assert [sess.run(y, {x: 5.0}), sess.run("y:0", {x: 5.0}), call(5.0)] == [10.0] * 3


def test_sessions_of_other_graphs_keep_their_plans():
    """Rewiring a graph concerns the sessions on that graph alone, and each once."""
    with tf.Graph().as_default() as other:
        kept = tf.constant(1.0) + 1.0
    a, b = tf.constant(1.0), tf.constant(2.0)
    y = a * 10.0
    elsewhere = tf.Session(graph=other)
    with tf.Session() as sess:
        elsewhere.run(kept)
        sess.run(y)
        plans = dict(elsewhere._plans)
        ge.reroute_ts(b, a)
        assert elsewhere.run(kept) == 2.0 and dict(elsewhere._plans) == plans
        assert sess.run(y) == 20.0
        again = dict(sess._plans)
        assert sess.run(y) == 20.0 and dict(sess._plans) == again
    elsewhere.close()


def test_control_inputs_after_a_run():
    """An operation that is made to wait for another runs it from then on, and not after."""
    v = tf.get_variable("v", initializer=0.0)
    count, y = v.assign_add(1.0), tf.constant(1.0) * 2.0
    with tf.Session() as sess:
        sess.run(v.initializer)
        sess.run(y)
        assert sess.run(v) == 0.0
        ge.add_control_inputs(y.op, count.op)
        sess.run(y)
        assert sess.run(v) == 1.0
        ge.remove_control_inputs(y.op, count.op)
        sess.run(y)
        assert sess.run(v) == 1.0


def test_variables_keep_their_values():
    """Rewiring changes what is computed from variables, not what is in them."""
    v = tf.get_variable("v", initializer=[1.0, 2.0])
    x = tf.placeholder_with_default([1.0, 1.0], [2])
    loss = tf.reduce_sum(v * x)
    step = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:
        sess.run(v.initializer)
        sess.run(step)
        before = sess.run(v)
        ge.swap_ts(x, tf.constant([2.0, 0.0]))
        np.testing.assert_array_equal(sess.run(v), before)
        sess.run(step)
        np.testing.assert_allclose(sess.run(v), before - [0.2, 0.0], rtol=1e-6)


def test_a_model_with_its_input_replaced():
    """graph_replace: a trained model on another input, with the same variables."""
    x = tf.placeholder(tf.float32, [None, 2], name="x")
    y = tf.layers.dense(x, 1, name="dense")
    queue = tf.constant([[1.0, 2.0]])
    other = ge.graph_replace(y, {x: queue}, dst_scope="serve")
    assert other.op.name == "serve/dense/BiasAdd"
    assert len(tf.global_variables()) == 2
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        np.testing.assert_array_equal(sess.run(other), sess.run(y, {x: [[1.0, 2.0]]}))


def test_loops_are_copied():
    """A loop, its body a function of the graph, is copied within the graph and into another."""
    x = tf.constant(1.0, name="x")
    y = tf.while_loop(lambda v: v < 10.0, lambda v: v * 2.0, [x], name="loop")
    y = tf.identity(y, name="y")
    again = ge.graph_replace(y, {x: tf.constant(3.0)}, dst_scope="again")
    there = tf.Graph()
    _, info = ge.copy(y.graph, there)
    with tf.Session() as sess, tf.Session(graph=there) as elsewhere:
        assert sess.run([y, again]) == [16.0, 12.0]
        assert elsewhere.run(info.transformed(y)) == 16.0


def test_variables_of_a_copy_are_its_own():
    """A copied variable is another variable: it is initialized by itself."""
    v = tf.get_variable("v", initializer=2.0)
    y = tf.multiply(v, 3.0, name="y")
    _, info = ge.copy(y.graph, dst_scope="copy")
    y2, init2 = info.transformed([y, v.initializer])
    with tf.Session() as sess:
        sess.run(v.initializer)
        assert sess.run(y) == 6.0
        sess.run(init2)
        sess.run(v.assign(5.0))
        assert sess.run([y, y2]) == [15.0, 6.0]


def test_devices_and_attributes_are_copied():
    """A copy has the original's device, attributes and static shapes."""
    with tf.device("/cpu:0"):
        x = tf.placeholder(tf.float32, [None, 3], name="x")
        y = tf.reduce_sum(x, 1, keepdims=True, name="y")
    _, info = ge.copy(y.graph, dst_scope="copy")
    y2 = info.transformed(y)
    assert y2.op.device == y.op.device and y2.op.get_attr("keep_dims") is True
    assert y2.shape.as_list() == [None, 1] and isinstance(y2, tf.Tensor)


def test_outside_of_any_with_block():
    """It works on any graph, whichever is the default."""
    with tf.Graph().as_default() as graph:
        a, b = tf.constant(1.0, name="a"), tf.constant(2.0, name="b")
        y = tf.negative(a, name="y")
    before = len(tf.get_default_graph().get_operations())
    ge.reroute_ts(b, a)
    made, placeholders = ge.detach_inputs(y.op)
    assert placeholders[0].graph is graph and made.graph is graph
    assert len(tf.get_default_graph().get_operations()) == before
    with tf.Session(graph=graph) as sess:
        assert sess.run(y, {placeholders[0]: 7.0}) == -7.0


def test_wrong_rewiring():
    """What TensorFlow's C++ library refuses raises, and the operation stays as it was."""
    x = tf.constant([1.0, 2.0])
    y = tf.reshape(x, [2, 1])
    with pytest.raises(ValueError, match="not compatible"):
        ge.reroute_ts(tf.constant([1]), x)
    with tf.Session() as sess:
        assert sess.run(y).tolist() == [[1.0], [2.0]]
