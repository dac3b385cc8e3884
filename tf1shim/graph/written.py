"""Graph defs as TensorFlow 1 wrote them, for it and its tools to read.

Ops have got attributes since; TensorFlow 1.15.5 refuses a node with one that it does not know,
even at its default. `new_attrs.tsv` says which those are.
"""

from __future__ import annotations

import functools
from pathlib import Path

from tf1shim import _tf

#: What only helps to find bugs, or to save time: attributes and an op that came after 1.15.5.
HINTS = ("debug_name", "grad_a", "grad_b", "grad_x", "grad_y")
TIME_SAVER = "DisableCopyOnRead"
#: Whether an assignment compares shapes: the op's own attribute is new. Any reader admits this one.
VALIDATE_SHAPE = "_validate_shape"
#: The attribute that says which gradient an op has; what those of ours begin with.
GRADIENT = "_gradient_op_type"
OURS = "tf1shim/"
#: Where TensorFlow's own tools look for the value of a resource.
READ = "/Read/ReadVariableOp"


@functools.cache
def _new_attrs():
    """``{op: {attribute that it got since TensorFlow 1.15.5: default}}``."""
    table = {}
    for line in Path(__file__).with_name("new_attrs.tsv").read_text().splitlines():
        name, _, ops = line.partition("\t")
        for op in ops.split():
            definition = _tf.op_def(op)
            for attr in definition.attr if definition else ():
                if attr.name == name:
                    table.setdefault(op, {})[name] = attr.default_value
    return table


def as_tf1_wrote(graph_def):
    """Takes out of `graph_def` what TensorFlow 1.15.5 cannot read and nobody needs; returns it."""
    table = _new_attrs()
    _remove(graph_def, [node for node in graph_def.node if node.op == TIME_SAVER])
    for nodes in (graph_def.node, *(f.node_def for f in graph_def.library.function)):
        for node in nodes:
            for name, default in table.get(node.op, {}).items():
                if name in node.attr and (node.attr[name] == default or name in HINTS):
                    del node.attr[name]
            if GRADIENT in node.attr and node.attr[GRADIENT].s.startswith(OURS.encode()):
                del node.attr[GRADIENT]
            if node.op == "AssignVariableOp" and "validate_shape" in node.attr:
                if node.attr["validate_shape"].b:
                    node.attr[VALIDATE_SHAPE].b = True
                del node.attr["validate_shape"]
    return graph_def


def _remove(graph_def, nodes):
    """Takes out `nodes`, which have no outputs."""
    if nodes:
        waits = {"^" + node.name for node in nodes}
        for node in graph_def.node:
            if not waits.isdisjoint(node.input):
                node.input[:] = [name for name in node.input if name not in waits]
        for node in nodes:
            graph_def.node.remove(node)


def as_read_now(graph_def):
    """`graph_def` with what `as_tf1_wrote` hid; a copy, unless there is nothing to change."""
    if not any(VALIDATE_SHAPE in node.attr for node in graph_def.node):
        return graph_def
    made = _tf.v1.GraphDef()
    made.CopyFrom(graph_def)
    for node in made.node:
        if VALIDATE_SHAPE in node.attr:
            node.attr["validate_shape"].b = node.attr[VALIDATE_SHAPE].b
            del node.attr[VALIDATE_SHAPE]
    return made


def add_reads(graph_def):
    """Adds to a graph def for a file a read of each variable, under the name that tools look for.

    ``freeze_graph`` and the converters, those of TensorFlow 1 too, ask for 'v/Read/ReadVariableOp'.
    """
    nodes = {node.name: node for node in graph_def.node}
    for node in nodes.values():
        if node.op == "ReadVariableOp" and node.name == f"{node.input[0]}/read":
            name = node.input[0] + READ
            if name not in nodes:
                read = graph_def.node.add()
                read.CopyFrom(node)
                read.name = name
    return graph_def
