"""Changing operations that are there already: their inputs, and what they wait for.

Sessions compile what they run; `Graph.rewirings` tells them that it may have changed.
"""

from __future__ import annotations

from tf1shim import _tf


def update_input(op, index, tensor):
    """Makes `tensor` the input of `op` at `index`.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> x, one, two = tf.placeholder(tf.float32), tf.constant(1.0), tf.constant(2.0)
    >>> y = x + one
    >>> with tf.Session() as sess:
    ...     before = sess.run(y, {x: 10.0})
    ...     update_input(y.op, 1, two)
    ...     print(before, sess.run(y, {x: 10.0}))
    11.0 12.0
    """
    _tf.update_input(op, index, tensor)
    _changed(op.graph)


def add_control_inputs(op, above):
    """Makes `op` wait for the operations `above` too."""
    _tf.add_control_inputs(op, above)
    _changed(op.graph)


def remove_control_inputs(op, above):
    """Makes `op` no longer wait for the operations `above`."""
    kept = [other for other in op.control_inputs if other not in above]
    _tf.remove_all_control_inputs(op)
    _tf.add_control_inputs(op, kept)
    _changed(op.graph)


def copied_op(op, node_def, graph, inputs):
    """A new operation of `node_def`, a changed copy of that of `op`, in `graph`.

    It waits for nothing; the functions that it calls are copied into `graph` too. The copy of a
    variable is another variable.
    """
    if op.type == "VarHandleOp" and op.get_attr("shared_name") == op.name.encode():
        node_def.attr["shared_name"].s = node_def.name.encode()
    if graph is not op.graph:
        _tf.copy_functions(op.graph, graph, node_def)
    return _tf.create_op(graph, node_def, inputs, [t.dtype for t in op.outputs], op.op_def)


def _changed(graph):
    graph.rewirings = getattr(graph, "rewirings", 0) + 1
