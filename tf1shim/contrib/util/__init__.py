"""``tf.contrib.util``: values of constant tensors, protos, and which operations a graph needs.

>>> import tf1shim as tf
>>> print(tf.contrib.util.constant_value(tf.constant([1, 2])))
[1 2]
"""

import tf1shim as tf
from tf1shim.contrib.names import missing
from tf1shim.contrib.util import loader

make_ndarray = tf.make_ndarray
make_tensor_proto = tf.make_tensor_proto
constant_value = tf.get_static_value


def ops_used_by_graph_def(graph_def):
    """The names of the operations that a `tf.GraphDef` uses, those of its functions too.

    >>> _ = tf.constant(1) + 2
    >>> sorted(ops_used_by_graph_def(tf.get_default_graph().as_graph_def()))
    ['AddV2', 'Const']
    """
    functions = {f.signature.name: f for f in graph_def.library.function}
    used, nodes = set(), list(graph_def.node)
    while nodes:
        op = nodes.pop().op
        if op not in used:
            used.add(op)
            nodes += functions[op].node_def if op in functions else ()
    return used.difference(functions)


def stripped_op_list_for_graph(graph_def):
    """The definitions of the operations that a `tf.GraphDef` uses, an ``OpList``.

    >>> _ = tf.constant(1)
    >>> graph_def = tf.get_default_graph().as_graph_def()
    >>> [op.name for op in stripped_op_list_for_graph(graph_def).op]
    ['Const']
    """
    with tf.Graph().as_default():
        return tf.train.export_meta_graph(graph_def=graph_def).meta_info_def.stripped_op_list


__all__ = [
    "constant_value",
    "loader",
    "make_ndarray",
    "make_tensor_proto",
    "ops_used_by_graph_def",
    "stripped_op_list_for_graph",
]
__getattr__ = missing(__name__)
