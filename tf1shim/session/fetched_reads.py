"""Fetched variables: as in TF1, what they are at the end of the run.

TF1's fetch of a variable shared the variable's memory, and so did its ``Identity`` or ``Reshape``:
whatever the same run assigned showed, in whichever order it ran. A ``ReadVariableOp`` gives the
value of some moment. So a fetched read is done once more, after all that may change the variable.
Variables that the program itself made with ``use_resource=True`` are read when the graph says.
"""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.session.rewrite import op_traits

READ = "ReadVariableOp"
# What gave TF1's memory on, uncopied.
SHARING = {"ExpandDims", "Identity", "Reshape", "Squeeze", "StopGradient"}
# What takes a variable's handle and leaves the variable alone.
LOOKING = {READ, "ResourceGather", "ResourceGatherNd", "VarIsInitializedOp", "VariableShape"}


def read_at_end(definition, part, fetched, graph):
    """Changes the function of `part` so that the `fetched` tensors are read after all updates."""
    chains = [(i, chain) for i, tensor in enumerate(fetched) if (chain := _chain(tensor, part))]
    if not chains:
        return
    variables = getattr(graph, "variables_by_op_name", {})
    updates = {}
    for op in part.body:
        if op.type not in LOOKING:
            for tensor in op.inputs:
                if tensor.op.type == "VarHandleOp":
                    updates.setdefault(tensor.op, []).append(op)
    nodes = None
    for i, chain in chains:
        handle = chain[-1].inputs[0].op
        if handle not in updates or getattr(variables.get(handle.name), "is_resource", False):
            continue
        nodes = nodes or {node.name: node for node in definition.node_def}
        ends = {end for op in updates[handle] for end in _ends(definition, op, nodes)}
        _repeat(definition, f"fetch_{i}", [nodes[op.name] for op in chain], sorted(ends))


def _chain(tensor, part):
    """The ops from `tensor` down to the read that it shares memory with; None if there is none."""
    chain = []
    while tensor not in part.inputs:
        op = tensor.op
        chain.append(op)
        if op.type == READ:
            of_variable = op.inputs[0].op.type == "VarHandleOp" and op.inputs[0] not in part.inputs
            return chain if of_variable else None
        if op.type not in SHARING:
            return None
        tensor = op.inputs[0]
    return None


def _ends(definition, op, nodes):
    """The names of the nodes to wait for until `op` is done.

    What waits for a ``cond`` may start before its branch ends; what uses its outputs may not.
    """
    if not op.outputs or not op_traits(op.type).function_attrs:
        return [op.name]
    output = _tf.op_def(op.type).output_arg[0].name
    names = [f"{op.name}/done_{i}" for i in range(len(op.outputs))]
    for i, name in enumerate(names):
        if name not in nodes:
            node = nodes[name] = definition.node_def.add()
            node.name, node.op = name, "Identity"
            node.attr["T"].type = op.outputs[i].dtype.as_datatype_enum
            node.input.append(f"{op.name}:{output}:{i}")
    return names


def _repeat(definition, result, nodes, updates):
    """Makes the function's `result` that of copies of `nodes`, which wait for `updates`."""
    above = None
    for node in reversed(nodes):
        copy = definition.node_def.add()
        copy.CopyFrom(node)
        copy.name = f"{node.name}/{result}"
        if above is None:
            known = set(copy.input)
            copy.input.extend(f"^{name}" for name in updates if f"^{name}" not in known)
        else:
            copy.input[0] = above
        above = f"{copy.name}:{_tf.op_def(node.op).output_arg[0].name}:0"
    definition.ret[result] = above
