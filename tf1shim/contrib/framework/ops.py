"""The graph that inputs belong to, and names of scopes.

>>> import tf1shim as tf
>>> with tf.name_scope("a"), tf.name_scope("b"):
...   print(get_name_scope())
a/b
"""

import tf1shim as tf
from tf1shim import _tf
from tf1shim.graph import in_graph


def prepend_name_scope(name, import_scope):
    """The name of a node, or an input, below the scope; `name` itself if the scope is None.

    >>> prepend_name_scope("a/w:0", "net"), prepend_name_scope("^a", "net")
    ('net/a/w:0', '^net/a')
    """
    return _tf.import_name_scope(name, import_scope)


def strip_name_scope(name, export_scope):
    """The name of a node, or an input, without the scope; `name` itself if the scope is None.

    >>> strip_name_scope("net/a/w:0", "net"), strip_name_scope("^net/a", "net")
    ('a/w:0', '^a')
    """
    return _tf.strip_name_scope(name, export_scope)


def get_name_scope():
    """The name scope that is open in the default graph."""
    return tf.get_default_graph().get_name_scope()


@in_graph
def get_graph_from_inputs(op_input_list, graph=None):
    """The graph of the given tensors and operations; the default graph if there is none of them.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default() as graph:
    ...   x = tf.constant(1)
    >>> get_graph_from_inputs([x, "no tensor"]) is graph
    True

    Raises: TypeError if `graph` is no graph; ValueError if some are of another graph.
    """
    return _tf.graph_from_inputs(op_input_list, graph)
