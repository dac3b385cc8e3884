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
            check = definition.node_def.add()
            check.name, check.op = node.name + "/value_as_declared", "EnsureShape"
            check.input.append(node.input[1])
            check.attr["T"].type = node.attr["dtype"].type
            check.attr["shape"].shape.CopyFrom(declared[node.name])
            node.input[1] = check.name + ":output:0"


def _shape_to_check(op):
    """The shape of the variable that `op` assigns to, where only the run can compare it."""
    if op.type != "AssignVariableOp" or op.inputs[1].shape.is_fully_defined():
        return None
    if op.inputs[0].op.type != "VarHandleOp" or ANY_SHAPE in op.node_def.attr:
        return None
    shape = op.inputs[0].op.node_def.attr["shape"].shape
    return None if shape.unknown_rank else shape
