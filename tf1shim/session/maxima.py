"""Keeps TensorFlow's optimizer from taking any ``max(x, a * x)`` for a leaky relu.

Its remapper does so whatever the factor is; of one above 1 the result is then the smaller of the
two. A node between the product and the maximum hides the pattern.
"""

from __future__ import annotations

import tensorflow

from tf1shim import _tf

#: What is a product of its input, or becomes one when TensorFlow simplifies it.
PRODUCTS = {"Mul", "Add", "AddV2", "AddN", "RealDiv", "Div"}
_FLOATS = {
    dtype.as_datatype_enum
    for dtype in (_tf.dtypes.float32, _tf.dtypes.float16, _tf.dtypes.bfloat16)
}


def hide_products(node, nodes):
    """Puts a node of its own between `node`, a ``Maximum``, and each product that it is of.

    Products by a constant from 0 to 1 stay: they are leaky relus. `nodes` are those of the function
    by name; returns the nodes to add.
    """
    added = []
    if node.attr["T"].type in _FLOATS:
        for i, name in enumerate(node.input[:2]):
            if _is_product(_producer(name, nodes), nodes):
                hidden = _tf.node_def_pb2.NodeDef()
                hidden.name, hidden.op = f"{node.name}/product_{i}", "Snapshot"
                hidden.device = node.device
                hidden.input.append(name)
                hidden.attr["T"].type = node.attr["T"].type
                node.input[i] = f"{hidden.name}:output:0"
                added.append(hidden)
    return added


def _producer(name, nodes):
    """The node that an input is from, if it is one of the function's."""
    node = nodes.get(name.partition(":")[0])
    while node is not None and node.op == "Identity":
        node = nodes.get(node.input[0].partition(":")[0])
    return node


def _is_product(node, nodes):
    if node is None or node.op not in PRODUCTS:
        return False
    return node.op != "Mul" or not any(_is_leak(_producer(name, nodes)) for name in node.input[:2])


def _is_leak(node):
    """True for a constant from 0 to 1."""
    if node is None or node.op != "Const":
        return False
    value = tensorflow.make_ndarray(node.attr["value"].tensor)
    return value.size == 1 and 0.0 <= value.item() <= 1.0
