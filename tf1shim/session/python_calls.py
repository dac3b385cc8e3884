"""Nodes of a compiled run that call Python instead."""

from __future__ import annotations

from tf1shim import _tf

OP = "PyFunc"


def dtypes(args, attr):
    """The dtypes of the arguments `args` of an op whose node has the attributes `attr`."""
    return [attr[arg.type_attr].type if arg.type_attr else arg.type for arg in args]


def call_python(node, token, renamed):
    """Makes `node` call the Python function with that `token`, on its inputs, for its outputs.

    Outputs that change their names go to `renamed`.
    """
    op_def = _tf.op_def(node.op)
    for i, arg in enumerate(op_def.output_arg):
        renamed[f"{node.name}:{arg.name}:0"] = f"{node.name}:output:{i}"
    call = _tf.node_def_pb2.NodeDef(name=node.name, op=OP, device=node.device)
    call.input.extend(node.input)
    call.attr["token"].s = _tf.as_bytes(token)
    call.attr["Tin"].list.type.extend(dtypes(op_def.input_arg, node.attr))
    call.attr["Tout"].list.type.extend(dtypes(op_def.output_arg, node.attr))
    node.CopyFrom(call)
