"""``tensorflow.core``: TensorFlow's protocol buffers, by the paths that TensorFlow 1 code uses.

>>> from tf1shim.core.framework import graph_pb2
>>> graph_pb2.GraphDef().node
[]
"""

from tf1shim.python.modules import lookup, register_protos

register_protos()
__getattr__ = lookup("core")
