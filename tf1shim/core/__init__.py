"""``tensorflow.core``: TensorFlow's protocol buffers, by the paths that TensorFlow 1 code uses.

>>> from tf1shim.core.framework import graph_pb2
>>> graph_pb2.GraphDef().node
[]
"""

from tf1shim.python.modules import register_protos, resolve

register_protos()


def __getattr__(name):
    if name.startswith("__") and name.endswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return resolve("core", name)
