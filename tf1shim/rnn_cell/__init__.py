"""``tf.nn.rnn_cell``: cells, of which `tf.nn.dynamic_rnn` and its like make recurrent networks.

>>> import tf1shim as tf
>>> cell = tf.nn.rnn_cell.BasicLSTMCell(4)
>>> outputs, state = tf.nn.dynamic_rnn(cell, tf.zeros([2, 5, 3]), dtype=tf.float32)
>>> outputs.shape.as_list(), [v.name for v in tf.trainable_variables()]
([2, 5, 4], ['rnn/basic_lstm_cell/kernel:0', 'rnn/basic_lstm_cell/bias:0'])
"""

from tf1shim.binding import bind, place
from tf1shim.rnn_cell import cells, wrappers
from tf1shim.rnn_cell.base import LayerRNNCell, LSTMStateTuple, RNNCell, assert_like_rnncell


def _public(cls):
    bound = bind(cls)
    place(bound, "nn.rnn_cell", cls.__name__)
    return bound


place(LSTMStateTuple, "nn.rnn_cell", "LSTMStateTuple")
RNNCell = _public(RNNCell)
LayerRNNCell = _public(LayerRNNCell)
BasicRNNCell = _public(cells.BasicRNNCell)
GRUCell = _public(cells.GRUCell)
BasicLSTMCell = _public(cells.BasicLSTMCell)
LSTMCell = _public(cells.LSTMCell)
MultiRNNCell = _public(wrappers.MultiRNNCell)
DropoutWrapper = _public(wrappers.DropoutWrapper)
ResidualWrapper = _public(wrappers.ResidualWrapper)
DeviceWrapper = _public(wrappers.DeviceWrapper)


def __dir__():
    return [name for name, value in globals().items() if isinstance(value, type)]
