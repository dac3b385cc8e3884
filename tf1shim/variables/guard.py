"""Initial values that depend on other variables: they read the others' initialized values.

``b = tf.Variable(a * 2)`` must not read an `a` that the same initializer op is only about to
set, so the reads in the initial value are replaced, as TF1 did, by ``a.initialized_value()``.
"""

from __future__ import annotations

from tf1shim import _tf


def guarded_initial_value(name, value):
    """`value` with each variable read replaced by that variable's initialized value.

    Left as it is where it holds a loop, or depends on no variable.
    """
    graph = _tf.get_default_graph()
    variables = getattr(graph, "variables_by_op_name", {})
    if not variables or not _reads(value.op):
        return value
    if _has_cycle(value.op):
        return value
    return _replaced(name, value.op, {}, variables).outputs[value.value_index]


_READS = ("ReadVariableOp",)


def _reads(op):
    """True if `op` depends on a variable read."""
    seen, stack = set(), [op]
    while stack:
        op = stack.pop()
        if op in seen:
            continue
        seen.add(op)
        if op.type in _READS:
            return True
        stack.extend(t.op for t in op.inputs)
    return False


def _has_cycle(op):
    """True if there is a cycle above `op` (a TF1 while loop)."""
    finished, open_ops, stack = set(), set(), [(op, False)]
    while stack:
        op, leaving = stack.pop()
        if leaving:
            open_ops.discard(op)
            finished.add(op)
            continue
        if op in finished:
            continue
        if op in open_ops:
            return True
        open_ops.add(op)
        stack.append((op, True))
        for above in [*(t.op for t in op.inputs), *op.control_inputs]:
            if above in open_ops:
                return True
            stack.append((above, False))
    return False


def _replaced(name, op, cache, variables):
    """`op` rebuilt on initialized values; the same op if it depends on no variable."""
    done = cache.get(op)
    if done is not None:
        return done
    if op.type in _READS:
        variable = variables.get(op.inputs[0].op.name)
        # A variable in no initializer's reach (no initial value) stays a plain read.
        if variable is None or variable.initial_value is None:
            cache[op] = op
        else:
            cache[op] = variable.initialized_value().op
        return cache[op]
    inputs = [_replaced(name, t.op, cache, variables).outputs[t.value_index] for t in op.inputs]
    if any(new is not old for new, old in zip(inputs, op.inputs)):
        new_name = f"{op.name}_{name}".replace(":", "_")
        cache[op] = op.graph.create_op(
            op.type,
            inputs,
            [t.dtype for t in op.outputs],
            name=new_name,
            attrs=op.node_def.attr,
            op_def=op.op_def,
        )
    else:
        cache[op] = op
    return cache[op]
