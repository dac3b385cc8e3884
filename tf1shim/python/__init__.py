"""``tensorflow.python``: the private paths that TensorFlow 1 code imports from.

>>> from tf1shim.python.framework import ops
>>> import tf1shim as tf
>>> ops.convert_to_tensor is tf.convert_to_tensor, ops.Tensor is tf.Tensor
(True, True)
>>> from tf1shim.python.ops import rnn_cell_impl
>>> rnn_cell_impl.LSTMCell is tf.nn.rnn_cell.LSTMCell
True
"""

from tf1shim.python.modules import register, resolve

register()


def __getattr__(name):
    if name.startswith("__") and name.endswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return resolve("python", name)
