"""Assignments of values whose shape is known only when they are computed.

TF1's ``Assign`` compared that shape with the variable's; the op on resources compares it with
nothing. A restored value is such a one.
"""

from __future__ import annotations

from tf1shim.variables.building import ANY_SHAPE


def check_shapes(definition, ops):
    """Has the function refuse, among the assignments `ops`, values of another shape."""
    declared = {op.name: shape for op in ops if (shape := _shape_to_check(op)) is not None}
    if not declared:
        return
    for node in list(definition.node_def):
        if node.name in declared:
            shape, dtype = declared[node.name], node.attr["dtype"].type
            # The check's error names its input, which says here that it is ours. No optimizer
            # takes this kind of identity away.
            value = definition.node_def.add()
            value.name, value.op = node.name + "/value_as_declared", "PlaceholderWithDefault"
            value.input.append(node.input[1])
            value.attr["dtype"].type = dtype
            value.attr["shape"].shape.unknown_rank = True
            check = definition.node_def.add()
            check.name, check.op = node.name + "/shape_as_declared", "EnsureShape"
            check.input.append(value.name + ":output:0")
            check.attr["T"].type = dtype
            check.attr["shape"].shape.CopyFrom(shape)
            node.input[1] = check.name + ":output:0"


def _shape_to_check(op):
    """The shape of the variable that `op` assigns to, where only the run can compare it."""
    if op.type != "AssignVariableOp" or op.inputs[1].shape.is_fully_defined():
        return None
    if op.inputs[0].op.type != "VarHandleOp" or ANY_SHAPE in op.node_def.attr:
        return None
    shape = op.inputs[0].op.node_def.attr["shape"].shape
    return None if shape.unknown_rank else shape
