"""``tf.contrib.grid_rnn``: grids of RNN cells, in any number of dimensions.

>>> import tf1shim as tf
>>> cell = tf.contrib.grid_rnn.Grid2LSTMCell(4)
>>> outputs, states = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
>>> outputs[0].shape.as_list(), len(states)
([2, 4], 2)
"""

from collections import namedtuple

from tf1shim.contrib.grid_rnn.grid_rnn_cell import GridRNNCell
from tf1shim.contrib.grid_rnn.grids import (
    Grid1BasicLSTMCell,
    Grid1BasicRNNCell,
    Grid1LSTMCell,
    Grid2BasicLSTMCell,
    Grid2BasicRNNCell,
    Grid2GRUCell,
    Grid2LSTMCell,
    Grid3LSTMCell,
)
from tf1shim.contrib.names import missing

__getattr__ = missing(__name__)
