"""The ops on references that TensorFlow 1 had, and the ops on resources that do the same.

A TF1 graph says ``VariableV2``, ``Assign``, ``ApplyAdam``; a function of TensorFlow 2 can hold only
``VarHandleOp``, ``AssignVariableOp``, ``ResourceApplyAdam``. Which belong together follows from
the registered definitions: the same arguments, a resource for each reference.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from tf1shim import _tf

#: The ops that make a variable.
VARIABLES = ("Variable", "VariableV2", "TemporaryVariable")
#: Those whose name says nothing about the op on resources.
RENAMED = {
    **dict.fromkeys(VARIABLES, "VarHandleOp"),
    "Assign": "AssignVariableOp",
    "AssignAdd": "AssignAddVariableOp",
    "AssignSub": "AssignSubVariableOp",
    "DestroyTemporaryVariable": "ReadVariableOp",
    "IsVariableInitialized": "VarIsInitializedOp",
}
#: What a program makes by hand, and may fetch: the variable's new value.
RETURNING = ("Assign", "Scatter", "StridedSliceAssign")


class RefOp(NamedTuple):
    """An op type that takes or gives references.

    `resource_op` does the same to resources, None if there is none; `passes` is true where a
    reference goes through, as in ``RefSwitch``; `updates` where the result is the reference that
    was given, whose variable has a new value now.
    """

    op_def: Any
    resource_op: Any
    passes: bool
    updates: bool


@functools.cache
def ref_op(op_type):
    """The `RefOp` of an op type; None if it has nothing to do with references."""
    op_def = _tf.op_def(op_type)
    if op_def is None or not any(a.is_ref for a in (*op_def.input_arg, *op_def.output_arg)):
        return None
    gives_ref = any(a.is_ref for a in op_def.output_arg)
    takes_ref = any(a.is_ref for a in op_def.input_arg)
    passes = op_type.startswith("Ref") and gives_ref and takes_ref
    return RefOp(op_def, _resource_op(op_def, passes), passes, gives_ref and takes_ref)


def _resource_op(op_def, passes):
    if op_def.name in RENAMED:
        return _tf.op_def(RENAMED[op_def.name])
    if passes:
        # 'RefSelect', which takes one of many by its number, has no kin: 'Select' is another op.
        plain = _tf.op_def(op_def.name[len("Ref") :])
        return plain if len(plain.input_arg) == len(op_def.input_arg) else None
    for name in (f"Resource{op_def.name}", f"{op_def.name}V2"):
        candidate = _tf.op_def(name)
        if candidate is not None and _inputs(candidate) == _inputs(op_def):
            return candidate
    return None


def _inputs(op_def):
    """The kinds of an op's inputs: 'resource' for references too."""
    resource = _tf.dtypes.resource.as_datatype_enum
    return [
        "resource" if a.is_ref or a.type == resource else "values" if _is_many(a) else "value"
        for a in op_def.input_arg
    ]


def _is_many(arg):
    return bool(arg.number_attr or arg.type_list_attr)


def takes_refs(node, op_def):
    """For each data input of `node`, whether it is a reference."""
    found = []
    for arg in op_def.input_arg:
        many = node.attr[arg.number_attr].i if arg.number_attr else 1
        if arg.type_list_attr:
            many = len(node.attr[arg.type_list_attr].list.type)
        found += [arg.is_ref] * many
    return found


def gives_ref(op_def, index):
    """Whether output `index` of an op is a reference. None of those has outputs of many tensors."""
    return index < len(op_def.output_arg) and op_def.output_arg[index].is_ref
