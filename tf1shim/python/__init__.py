"""``tensorflow.python``: the private paths that TensorFlow 1 code imports from.

>>> from tf1shim.python.framework import ops
>>> import tf1shim as tf
>>> ops.convert_to_tensor is tf.convert_to_tensor, ops.Tensor is tf.Tensor
(True, True)
>>> from tf1shim.python.ops import rnn_cell_impl
>>> rnn_cell_impl.LSTMCell is tf.nn.rnn_cell.LSTMCell
True
"""

from tf1shim.python.modules import lookup, register

register()
__getattr__ = lookup("python")
