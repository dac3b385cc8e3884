"""An LSTM over the frequencies of each step, and over time."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.rnn.shared import Peepholes, RNNCell, _get_concat_variable, size_of
from tf1shim.rnn_cell.cells import clipped

NO_SIZE = "Cannot infer input_size from static shape inference."


class TimeFreqLSTMCell(RNNCell):
    """An LSTM that runs over the frequencies of each step, and over time.

    >>> cell = tf.contrib.rnn.TimeFreqLSTMCell(4, feature_size=3, frequency_skip=1)
    >>> outputs, state = cell(tf.ones([2, 5]), tf.zeros([2, 3 * 8]))
    >>> outputs.shape.as_list(), state.shape.as_list()
    ([2, 12], [2, 24])

    Its state has, for each of the windows of `feature_size` values, a cell state and an output;
    `state_size` says the width of one such pair, as in TensorFlow 1.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=1,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_unit_shards = num_unit_shards
        self._forget_bias = forget_bias
        self._feature_size = feature_size
        self._frequency_skip = frequency_skip

    @property
    def output_size(self):
        """Width of the output for one window."""
        return self._num_units

    @property
    def state_size(self):
        """Width of the state for one window."""
        return 2 * self._num_units

    def call(self, inputs, state):
        """One step in time."""
        units, dtype = self._num_units, inputs.dtype
        windows = self._make_tf_features(inputs)
        rows = windows[0].get_shape().as_list()[1] + 2 * units
        w = _get_concat_variable("W", [rows, 4 * units], dtype, self._num_unit_shards)
        b = tf.get_variable("B", [4 * units], initializer=tf.zeros_initializer(), dtype=dtype)
        names = {"f": "W_F_diag", "i": "W_I_diag", "o": "W_O_diag"}
        peepholes = Peepholes(self._use_peepholes, names, units, dtype)
        m_below = tf.zeros([inputs.shape[0].value or inputs.get_shape()[0], units], dtype)
        for n, window in enumerate(windows):
            c_prev = tf.slice(state, [0, 2 * n * units], [-1, units])
            m_prev = tf.slice(state, [0, (2 * n + 1) * units], [-1, units])
            gates = tf.matmul(tf.concat([window, m_prev, m_below], 1), w)
            gates = tf.nn.bias_add(gates, b)
            i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=1)
            c = peepholes.gate("f", f, c_prev, self._forget_bias) * c_prev
            c = clipped(c + peepholes.gate("i", i, c_prev) * tf.tanh(j), self._cell_clip)
            m = m_below = peepholes.gate("o", o, c) * tf.tanh(c)
            if n == 0:
                state_out, m_out = tf.concat([c, m], 1), m
            else:
                state_out = tf.concat([state_out, c, m], 1)
                m_out = tf.concat([m_out, m], 1)
        return m_out, state_out

    def _make_tf_features(self, input_feat):
        """The windows of each row."""
        size, skip = self._feature_size, self._frequency_skip
        count = int((size_of(input_feat, NO_SIZE) - size) / skip) + 1
        return [tf.slice(input_feat, [0, n * skip], [-1, size]) for n in range(count)]
