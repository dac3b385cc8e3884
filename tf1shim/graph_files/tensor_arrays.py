"""Gradients through the TensorArrays of TensorFlow 1's loops, which graph files bring along.

TensorFlow has them still, but hands its own code another kind of TensorArray in a process that has
TensorFlow 2's control flow. So the modules of these gradients run once more, with TensorFlow 1's;
what they register has names of its own, and the ops of the graph say that they are meant.
"""

from __future__ import annotations

import functools

from tf1shim import _tf
from tf1shim.graph.written import GRADIENT, OURS
from tf1shim.overlay import Overlay
from tf1shim.second_copy import AnsweredImports


@functools.cache
def _gradients():
    """The op types that have such a gradient, each with the name that it is registered by."""
    found = {}

    def registers(op_type):
        found[op_type] = _tf.as_bytes(OURS + op_type)
        return _tf.RegisterGradient(OURS + op_type)

    arrays = _run("ops.tensor_array_ops", {
        "framework.type_spec": {"register_type_spec_from_value_converter": _nothing},
        "framework.type_spec_registry": {"register": lambda name: lambda cls: cls},
        "ops.control_flow_util": {"EnableControlFlowV2": _nothing},
        "saved_model.nested_structure_coder": dict.fromkeys(
            ("BuiltInTypeSpecCodec", "register_codec"), _nothing),
        "util.tf_export": {"tf_export": lambda *names, **_: lambda obj: obj},
    })  # fmt: skip
    _run("ops.tensor_array_grad", {
        "framework.ops": {"RegisterGradient": registers, "NotDifferentiable": _nothing},
        "ops.tensor_array_ops": vars(arrays),
    })  # fmt: skip
    return found


def _run(name, answers):
    """A module beneath ``tensorflow.python`` once more, with some names of what it imports."""
    modules = {
        f"tensorflow.python.{path}": Overlay(_tf.private_module(f"python.{path}"), **names)
        for path, names in answers.items()
    }
    parent = _tf.private_module(f"python.{name.partition('.')[0]}")
    alias = f"{__name__}.{name.rpartition('.')[2]}"
    return AnsweredImports(modules).run(f"tensorflow.python.{name}", alias, parent)


def _nothing(*_, **__):
    """In place of what is registered already; and no, to whether loops are those of today."""


def name_gradients(graph_def):
    """Says of each op on a TensorArray in `graph_def` which gradient it has; returns it."""
    if any(node.op.startswith("TensorArray") for node in graph_def.node):
        made = _tf.v1.GraphDef()
        made.CopyFrom(graph_def)
        for node in made.node:
            if node.op.startswith("TensorArray") and node.op in _gradients():
                node.attr[GRADIENT].s = node.attr[GRADIENT].s or _gradients()[node.op]
        return made
    return graph_def
