"""``tf.contrib.cudnn_rnn``: layers of stacked RNNs, with cuDNN's parameters; on any device.

>>> import tf1shim as tf
>>> lstm = tf.contrib.cudnn_rnn.CudnnLSTM(num_layers=2, num_units=4)
>>> outputs, (h, c) = lstm(tf.ones([5, 2, 3]))
>>> outputs.name, [v.name for v in tf.global_variables()]
('cudnn_lstm/CudnnRNN:0', ['cudnn_lstm/opaque_kernel:0'])

TensorFlow 1's layers were one op of cuDNN, for NVIDIA's devices only. These compute the same with
ordinary ops. Their variable has cuDNN's layout, and in checkpoints its parts have the names of
the variables of `CudnnCompatibleLSTMCell` and `CudnnCompatibleGRUCell`, as before.
"""

from tf1shim.contrib.cudnn_rnn.cudnn_rnn import (
    CudnnGRU,
    CudnnLSTM,
    CudnnRNNRelu,
    CudnnRNNTanh,
)
from tf1shim.contrib.cudnn_rnn.cudnn_rnn_ops import (
    CudnnCompatibleGRUCell,
    CudnnCompatibleLSTMCell,
    CudnnGRUSaveable,
    CudnnLSTMSaveable,
    CudnnParamsFormatConverterGRU,
    CudnnParamsFormatConverterLSTM,
    CudnnParamsFormatConverterRelu,
    CudnnParamsFormatConverterTanh,
    CudnnRNNReluSaveable,
    CudnnRNNTanhSaveable,
)
from tf1shim.contrib.names import missing

__getattr__ = missing(__name__)
