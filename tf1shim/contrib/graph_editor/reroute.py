"""Who reads which tensor: swapped or rerouted, for tensors and for whole subgraphs."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.graph_editor import subgraph, util
from tf1shim.graph import rewiring

# Which of two sides are changed: the readers of the second get the first, and the other way round.
SWAP, A_TO_B = (True, True), (True, False)


def _check_ts_compatibility(ts0, ts1):
    if len(ts0) != len(ts1):
        raise ValueError(f"ts0 and ts1 have different sizes: {len(ts0)} != {len(ts1)}")
    for t0, t1 in zip(ts0, ts1):
        if not t0.dtype.is_compatible_with(t1.dtype):
            raise ValueError(f"Dtypes {t0.dtype} and {t1.dtype} are not compatible.")
        if not t0.shape.is_compatible_with(t1.shape):
            raise ValueError(f"Shapes {t0.shape} and {t1.shape} are not compatible.")


def _reroute_ts(ts0, ts1, mode, can_modify=None, cannot_modify=None):
    """Changes the inputs of what reads `ts0` or `ts1`; returns how many were changed."""
    ts0, ts1 = util.make_list_of_t(ts0), util.make_list_of_t(ts1)
    _check_ts_compatibility(ts0, ts1)
    only = None if can_modify is None else frozenset(util.make_list_of_op(can_modify))
    never = frozenset() if cannot_modify is None else util.make_list_of_op(cannot_modify)

    # Who reads what is looked up before anything is changed; at which places, only then: an
    # operation that reads both of two swapped tensors ends up with one of them, as in TensorFlow 1.
    readers = [[dict.fromkeys(t.consumers()) for t in pair] for pair in zip(ts1, ts0)]
    changed = 0
    for t0, t1, both in zip(ts0, ts1, readers):
        for wanted, new, old, ops in zip(mode, (t0, t1), (t1, t0), both):
            if not wanted or new is old:
                continue
            places = [
                (op, i)
                for op in ops
                if op not in never and (only is None or op in only)
                for i, t in enumerate(op.inputs)
                if t is old
            ]
            for op, i in places:
                rewiring.update_input(op, i, new)
            changed += len(places)
    return changed


def swap_ts(ts0, ts1, can_modify=None, cannot_modify=None):
    """Gives the readers of each tensor the tensor at its place in the other list.

    Args:
        ts0: Tensors.
        ts1: As many tensors, of the same dtypes and compatible shapes.
        can_modify: If given, no other operations are changed.
        cannot_modify: Operations that are not changed.

    Returns:
        How many inputs were changed.

    Raises:
        TypeError: They are no tensors.
        ValueError: They do not fit together.
    """
    return _reroute_ts(ts0, ts1, SWAP, can_modify, cannot_modify)


def reroute_ts(ts0, ts1, can_modify=None, cannot_modify=None):
    """Gives the readers of `ts1` the tensors `ts0`; those of `ts0` keep theirs.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> two, three = tf.constant(2.0), tf.constant(3.0)
    >>> y = tf.sqrt(two) * 2.0
    >>> tf.contrib.graph_editor.reroute_ts(tf.square(three), two)
    1
    >>> with tf.Session() as sess:
    ...     print(sess.run(y))
    6.0

    The arguments are those of `swap_ts`.
    """
    return _reroute_ts(ts0, ts1, A_TO_B, can_modify, cannot_modify)


def _views(sgv0, sgv1):
    sgv0, sgv1 = subgraph.make_view(sgv0), subgraph.make_view(sgv1)
    util.check_graphs(sgv0, sgv1)
    return sgv0, sgv1


def _exchange_inputs(sgv0, sgv1, mode):
    """Makes the views' inputs (and passthroughs) those that their operations now have."""
    old = sgv0.copy(), sgv1.copy()
    new = sgv0.copy(), sgv1.copy()
    a_to_b, b_to_a = mode
    for wanted, source, target in ((a_to_b, old[0], new[1]), (b_to_a, old[1], new[0])):
        if wanted:
            target._input_ts = list(source._input_ts)
            target._passthrough_ts = list(source._passthrough_ts)
    # An output that was another's passthrough is what that has become.
    for wanted, a, b in ((a_to_b, *new), (b_to_a, *reversed(new))):
        if wanted:
            b._output_ts = [
                b._input_ts[a._input_ts.index(t)] if t in a._passthrough_ts else t
                for t in b._output_ts
            ]
    sgv0._assign_from(new[0])
    sgv1._assign_from(new[1])


def _reroute_sgv_inputs(sgv0, sgv1, mode):
    sgv0, sgv1 = _views(sgv0, sgv1)
    can_modify = sgv0.ops + sgv1.ops
    can_modify += util.get_consuming_ops(sgv0.passthroughs)
    can_modify += util.get_consuming_ops(sgv1.passthroughs)
    _reroute_ts(sgv0.inputs, sgv1.inputs, mode, can_modify=can_modify)
    _exchange_inputs(sgv0, sgv1, mode)
    return sgv0, sgv1


def _reroute_sgv_outputs(sgv0, sgv1, mode):
    sgv0, sgv1 = _views(sgv0, sgv1)
    _reroute_ts(sgv0.outputs, sgv1.outputs, mode, cannot_modify=sgv0.ops + sgv1.ops)
    return sgv0, sgv1


def _reroute_sgv(sgv0, sgv1, mode):
    sgv0, sgv1 = _reroute_sgv_outputs(sgv0, sgv1, mode)
    return _reroute_sgv_inputs(sgv0, sgv1, mode)


def swap_inputs(sgv0, sgv1):
    """Exchanges the inputs of two subgraphs; returns their views, changed."""
    return _reroute_sgv_inputs(sgv0, sgv1, SWAP)


def reroute_inputs(sgv0, sgv1):
    """Gives the second subgraph the inputs of the first; returns their views, changed."""
    return _reroute_sgv_inputs(sgv0, sgv1, A_TO_B)


def swap_outputs(sgv0, sgv1):
    """Gives the readers of each subgraph the outputs of the other; returns the views."""
    return _reroute_sgv_outputs(sgv0, sgv1, SWAP)


def reroute_outputs(sgv0, sgv1):
    """Gives the readers of the second subgraph the outputs of the first; returns the views."""
    return _reroute_sgv_outputs(sgv0, sgv1, A_TO_B)


def swap_ios(sgv0, sgv1):
    """Exchanges the inputs and the outputs of two subgraphs; returns their views, changed."""
    return _reroute_sgv(sgv0, sgv1, SWAP)


def reroute_ios(sgv0, sgv1):
    """Puts the first subgraph in the place of the second; returns their views, changed."""
    return _reroute_sgv(sgv0, sgv1, A_TO_B)


def _check_is_op(op):
    if not isinstance(op, tf.Operation):
        raise TypeError(f"Expected a tf.Operation, got: {type(op)}")


def remove_control_inputs(op, cops):
    """Makes the operation `op` no longer wait for `cops`.

    Raises:
        TypeError: `op` is none.
        ValueError: It does not wait for one of them.
    """
    _check_is_op(op)
    cops = util.make_list_of_op(cops, allow_graph=False)
    for cop in cops:
        if cop not in op.control_inputs:
            raise ValueError(f"{op.name} is not a control_input of {cop.name}")
    rewiring.remove_control_inputs(op, cops)


def add_control_inputs(op, cops):
    """Makes the operation `op` wait for `cops` too.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> a, b = tf.no_op(name="a"), tf.no_op(name="b")
    >>> tf.contrib.graph_editor.add_control_inputs(b, a)
    >>> [op.name for op in b.control_inputs]
    ['a']

    Raises:
        TypeError: `op` is none.
        ValueError: It waits for one of them already.
    """
    _check_is_op(op)
    cops = util.make_list_of_op(cops, allow_graph=False)
    for cop in cops:
        if cop in op.control_inputs:
            raise ValueError(f"{cop.name} is already a control_input of {op.name}")
    rewiring.add_control_inputs(op, cops)
