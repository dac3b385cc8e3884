"""Subgraphs detached from what is around them, connected, and bypassed."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.graph_editor import reroute, select, subgraph, util


def detach_control_inputs(sgv):
    """Makes the operations of a subgraph wait for none outside."""
    sgv = subgraph.make_view(sgv)
    for op in sgv.ops:
        outside = [above for above in op.control_inputs if above not in sgv.ops]
        reroute.remove_control_inputs(op, outside)


def detach_control_outputs(sgv, control_outputs):
    """Makes no operation outside wait for one of a subgraph.

    Raises:
        TypeError: `control_outputs` is no `ControlOutputs`.
    """
    if not isinstance(control_outputs, util.ControlOutputs):
        raise TypeError(f"Expected a util.ControlOutputs, got: {type(control_outputs)}")
    control_outputs.update()
    sgv = subgraph.make_view(sgv)
    for op in sgv.ops:
        for below in list(control_outputs.get(op)):
            if below not in sgv.ops:
                reroute.remove_control_inputs(below, op)


def detach_inputs(sgv, control_inputs=False):
    """Puts placeholders in the place of a subgraph's inputs.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> y = tf.sqrt(tf.constant(2.0, name="two"))
    >>> view, placeholders = tf.contrib.graph_editor.detach_inputs(y.op)
    >>> placeholders[0].name
    'geph__two_0:0'
    >>> with tf.Session() as sess:
    ...     print(sess.run(y, {placeholders[0]: 9.0}))
    3.0

    Args:
        sgv: A `SubGraphView`, or what `make_view` takes.
        control_inputs: Its operations wait for none outside any more either.

    Returns:
        The view, changed, and a list of the placeholders.
    """
    sgv = subgraph.make_view(sgv)
    with sgv.graph.as_default():
        placeholders = [
            tf.placeholder(dtype=t.dtype, name=util.placeholder_name(t)) for t in sgv.inputs
        ]
    reroute.swap_inputs(sgv, placeholders)
    if control_inputs:
        detach_control_inputs(sgv)
    return sgv, placeholders


def detach_outputs(sgv, control_outputs=None):
    """Gives the readers of a subgraph's outputs placeholders.

    Args:
        sgv: A `SubGraphView`, or what `make_view` takes.
        control_outputs: A `ControlOutputs`: no operation outside waits for it any more either.

    Returns:
        The view, with the outputs that were read, and a list of the placeholders.
    """
    sgv = subgraph.make_view(sgv)
    read = sgv.remap_outputs([i for i, t in enumerate(sgv.outputs) if t.consumers()])
    below = subgraph.SubGraphView(read.consumers())
    below = below.remap_inputs([i for i, t in enumerate(below.inputs) if t in read.outputs])
    with read.graph.as_default():
        placeholders = [util.make_placeholder_from_tensor(t) for t in below.inputs]
    reroute.swap_outputs(read, placeholders)
    if control_outputs is not None:
        detach_control_outputs(read, control_outputs)
    return read, placeholders


def detach(sgv, control_inputs=False, control_outputs=None, control_ios=None):
    """Detaches the inputs and the outputs of a subgraph.

    Args:
        sgv: A `SubGraphView`, or what `make_view` takes.
        control_inputs: As for `detach_inputs`.
        control_outputs: As for `detach_outputs`.
        control_ios: A `ControlOutputs`, for both.

    Returns:
        The view, and two lists of placeholders: in the place of its inputs, and of its outputs.
    """
    control_inputs, control_outputs = select.check_cios(
        control_inputs, control_outputs, control_ios
    )
    _, inputs = detach_inputs(sgv, control_inputs)
    _, outputs = detach_outputs(sgv, control_outputs)
    return sgv, inputs, outputs


def connect(sgv0, sgv1, disconnect_first=False):
    """Makes the outputs of the first subgraph the inputs of the second.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> y, z = tf.sqrt(tf.constant(16.0)), tf.negative(tf.constant(1.0))
    >>> _ = tf.contrib.graph_editor.connect(y.op, z.op)
    >>> with tf.Session() as sess:
    ...     print(sess.run(z))
    -4.0

    Args:
        sgv0: A `SubGraphView`, or what `make_view` takes.
        sgv1: Another, with as many inputs as the first has outputs.
        disconnect_first: The outputs are detached from their other readers.

    Returns:
        Both views.
    """
    sgv0, sgv1 = subgraph.make_view(sgv0), subgraph.make_view(sgv1)
    util.check_graphs(sgv0, sgv1)
    if disconnect_first:
        detach_outputs(sgv0)
    reroute.reroute_inputs(subgraph.SubGraphView(passthrough_ts=sgv0.outputs), sgv1)
    return sgv0, sgv1


def bypass(sgv):
    """Gives the readers of a subgraph's outputs its inputs.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> y = tf.sqrt(tf.constant(16.0))
    >>> z = -y
    >>> _ = tf.contrib.graph_editor.bypass(y.op)
    >>> with tf.Session() as sess:
    ...     print(sess.run(z))
    -16.0

    Returns:
        The view, and a list of the placeholders that are its inputs now.
    """
    sgv = subgraph.make_view(sgv)
    inputs = list(sgv.inputs)
    sgv, placeholders = detach_inputs(sgv)
    reroute.reroute_ts(inputs, sgv.outputs)
    return sgv, placeholders
