"""``tf.contrib.copy_graph``: operations and variables of a graph, copied into another.

>>> import tf1shim as tf
>>> one, two = tf.Graph(), tf.Graph()
>>> with one.as_default():
...     total = tf.add(1, 2, name="total")
>>> copied = tf.contrib.copy_graph.copy_op_to_graph(total, two, [])
>>> copied.graph is two, copied.name
(True, 'total:0')
"""

from tf1shim.contrib.copy_graph.copy_elements import (
    copy_op_to_graph,
    copy_variable_to_graph,
    get_copied_op,
)
from tf1shim.contrib.names import missing

__all__ = ["copy_op_to_graph", "copy_variable_to_graph", "get_copied_op"]
__getattr__ = missing(__name__)
