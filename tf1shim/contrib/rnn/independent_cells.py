"""Cells each of whose units sees only its own past."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.rnn.shared import (
    LayerRNNCell,
    LSTMStateTuple,
    OneState,
    TwoStates,
    width_of,
)


class _IndependentCell(LayerRNNCell):
    """What they share: kernels for the inputs, rows of weights for the state, biases."""

    _kernel_initializer = _bias_initializer = None

    def _add(self, scope, input_size, columns, kernel_w, kernel_u, bias, bias_start):
        w = self.add_weight(
            scope + kernel_w, [input_size, columns], initializer=self._kernel_initializer
        )
        u = self.add_weight(
            scope + kernel_u,
            [1, columns],
            initializer=tf.random_uniform_initializer(minval=-1, maxval=1, dtype=self.dtype),
        )
        start = bias_start if self._bias_initializer is None else self._bias_initializer
        return w, u, self.add_weight(scope + bias, [columns], initializer=start)


class IndRNNCell(OneState, _IndependentCell):
    """The independently recurrent RNN.

    >>> cell = tf.contrib.rnn.IndRNNCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [(v.op.name.partition("/")[2], v.shape.as_list()) for v in tf.global_variables()]
    [('kernel_w', [3, 4]), ('kernel_u', [1, 4]), ('bias', [4])]
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, dtype=None):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = tf.layers.InputSpec(ndim=2)
        self._num_units = num_units
        self._activation = activation or tf.tanh

    def build(self, input_shape):
        """Makes the variables."""
        size, zeros = width_of(input_shape), tf.zeros_initializer(dtype=self.dtype)
        self._kernel_w, self._kernel_u, self._bias = self._add(
            "", size, self._num_units, "kernel_w", "kernel_u", "bias", zeros
        )
        self.built = True

    def call(self, inputs, state):
        """One step."""
        gates = tf.matmul(inputs, self._kernel_w) + state * self._kernel_u
        output = self._activation(tf.nn.bias_add(gates, self._bias))
        return output, output


class IndyGRUCell(OneState, _IndependentCell):
    """A GRU of independent units.

    >>> cell = tf.contrib.rnn.IndyGRUCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [v.op.name.partition("/")[2] for v in tf.global_variables()][:3]
    ['gates/kernel_w', 'gates/kernel_u', 'gates/bias']
    """

    def __init__(
        self,
        num_units,
        activation=None,
        reuse=None,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        dtype=None,
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = tf.layers.InputSpec(ndim=2)
        self._num_units = num_units
        self._activation = activation or tf.tanh
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    def build(self, input_shape):
        """Makes the variables."""
        size, units = width_of(input_shape), self._num_units
        ones = tf.constant_initializer(1.0, dtype=self.dtype)
        self._gate_kernel_w, self._gate_kernel_u, self._gate_bias = self._add(
            "gates/", size, 2 * units, "kernel_w", "kernel_u", "bias", ones
        )
        zeros = tf.zeros_initializer(dtype=self.dtype)
        self._candidate_kernel_w, self._candidate_kernel_u, self._candidate_bias = self._add(
            "candidate/", size, units, "kernel", "kernel_u", "bias", zeros
        )
        self.built = True

    def call(self, inputs, state):
        """One step."""
        gates = tf.matmul(inputs, self._gate_kernel_w)
        gates = gates + tf.tile(state, [1, 2]) * self._gate_kernel_u
        gates = tf.sigmoid(tf.nn.bias_add(gates, self._gate_bias))
        r, u = tf.split(value=gates, num_or_size_splits=2, axis=1)
        r_state = r * state
        candidate = tf.matmul(inputs, self._candidate_kernel_w)
        candidate = candidate + r_state * self._candidate_kernel_u
        c = self._activation(tf.nn.bias_add(candidate, self._candidate_bias))
        new_h = u * state + (1 - u) * c
        return new_h, new_h


class IndyLSTMCell(TwoStates, _IndependentCell):
    """An LSTM of independent units.

    >>> cell = tf.contrib.rnn.IndyLSTMCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [(v.op.name.partition("/")[2], v.shape.as_list()) for v in tf.global_variables()]
    [('kernel_w', [3, 16]), ('kernel_u', [1, 16]), ('bias', [16])]
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        activation=None,
        reuse=None,
        kernel_initializer=None,
        bias_initializer=None,
        name=None,
        dtype=None,
    ):
        super().__init__(_reuse=reuse, name=name, dtype=dtype)
        self.input_spec = tf.layers.InputSpec(ndim=2)
        self._num_units = num_units
        self._forget_bias = forget_bias
        self._activation = activation or tf.tanh
        self._kernel_initializer = kernel_initializer
        self._bias_initializer = bias_initializer

    def build(self, input_shape):
        """Makes the variables."""
        size, zeros = width_of(input_shape), tf.zeros_initializer(dtype=self.dtype)
        self._kernel_w, self._kernel_u, self._bias = self._add(
            "", size, 4 * self._num_units, "kernel_w", "kernel_u", "bias", zeros
        )
        self.built = True

    def call(self, inputs, state):
        """One step."""
        c, h = state
        # TF1 made constants of their own here; they are part of the ops' numbering.
        one = tf.constant(1, dtype=tf.int32)
        gates = tf.matmul(inputs, self._kernel_w)
        gates += tf.tile(h, [1, 4]) * self._kernel_u
        gates = tf.nn.bias_add(gates, self._bias)
        i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=one)
        forget = tf.sigmoid(tf.add(f, tf.constant(self._forget_bias, dtype=f.dtype)))
        new_c = tf.add(tf.multiply(c, forget), tf.multiply(tf.sigmoid(i), self._activation(j)))
        new_h = tf.multiply(self._activation(new_c), tf.sigmoid(o))
        return new_h, LSTMStateTuple(new_c, new_h)
