"""Cells with gates other than the LSTM's and the GRU's."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.rnn.core_rnn_cell import LinearMaps
from tf1shim.contrib.rnn.shared import (
    LayerRNNCell,
    LSTMStateTuple,
    OneState,
    RNNCell,
    TwoStates,
    size_of,
    width_of,
)


class NASCell(TwoStates, LayerRNNCell):
    """The cell that neural architecture search found.

    >>> cell = tf.contrib.rnn.NASCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [(v.op.name, v.shape.as_list()) for v in tf.global_variables()]
    [('nas_cell/recurrent_kernel', [4, 32]), ('nas_cell/kernel', [3, 32])]
    """

    _NAS_BASE = 8

    def __init__(self, num_units, num_proj=None, use_bias=False, reuse=None, **kwargs):
        super().__init__(_reuse=reuse, **kwargs)
        self._num_units = num_units
        self._num_proj = num_proj
        self._use_bias = use_bias

    def build(self, input_shape):
        """Makes the variables."""
        size = width_of(input_shape, "Could not infer input size from inputs.get_shape()[-1]")
        columns = self._NAS_BASE * self._num_units
        self.recurrent_kernel = self.add_weight("recurrent_kernel", [self.output_size, columns])
        self.kernel = self.add_weight("kernel", [size, columns])
        if self._use_bias:
            self.bias = self.add_weight("bias", [columns], initializer=tf.zeros_initializer())
        if self._num_proj is not None:
            self.projection_weights = self.add_weight(
                "projection_weights", [self._num_units, self._num_proj]
            )
        self.built = True

    def call(self, inputs, state):
        """One step."""
        c_prev, m_prev = state
        sigmoid, tanh, relu = tf.sigmoid, tf.tanh, tf.nn.relu
        from_m = tf.matmul(m_prev, self.recurrent_kernel)
        from_x = tf.matmul(inputs, self.kernel)
        if self._use_bias:
            from_m = tf.nn.bias_add(from_m, self.bias)
        m = tf.split(axis=1, num_or_size_splits=self._NAS_BASE, value=from_m)
        x = tf.split(axis=1, num_or_size_splits=self._NAS_BASE, value=from_x)
        # The leaves of the tree, all sums but the fourth, are joined in pairs.
        functions = sigmoid, relu, sigmoid, relu, tanh, sigmoid, tanh, sigmoid
        leaves = [
            function(x[i] * m[i] if i == 3 else x[i] + m[i]) for i, function in enumerate(functions)
        ]
        first = tanh(leaves[0] * leaves[1])
        second = tanh(leaves[2] + leaves[3])
        third = tanh(leaves[4] * leaves[5])
        fourth = sigmoid(leaves[6] + leaves[7])
        new_c = tanh(first + c_prev) * second
        new_m = tanh(new_c * tanh(third + fourth))
        if self._num_proj is not None:
            new_m = tf.matmul(new_m, self.projection_weights)
        return new_m, LSTMStateTuple(new_c, new_m)


class UGRNNCell(LinearMaps, OneState, RNNCell):
    """The update gate RNN: one gate mixes the old state and a new one.

    >>> cell = tf.contrib.rnn.UGRNNCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [(v.op.name, v.shape.as_list()) for v in tf.global_variables()]
    [('ugrnn_cell/kernel', [7, 8]), ('ugrnn_cell/bias', [8])]
    """

    def __init__(
        self, num_units, initializer=None, forget_bias=1.0, activation=tf.tanh, reuse=None
    ):
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._initializer = initializer
        self._forget_bias = forget_bias
        self._activation = activation

    def call(self, inputs, state):
        """One step."""
        size_of(inputs)
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            mapped = self._mapped("gates", tf.concat([inputs, state], 1), 2 * self._num_units)
            gate, new = tf.split(axis=1, num_or_size_splits=2, value=mapped)
            c = self._activation(new)
            g = tf.sigmoid(gate + self._forget_bias)
            new_state = g * state + (1.0 - g) * c
        return new_state, new_state


class IntersectionRNNCell(LinearMaps, OneState, RNNCell):
    """The +RNN: one gate on the way through time, one on the way through depth.

    >>> cell = tf.contrib.rnn.IntersectionRNNCell(4, num_in_proj=4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [v.op.name.partition("/")[2] for v in tf.global_variables()]
    ['in_projection/kernel', 'in_projection/bias', 'kernel', 'bias']

    Raises:
        ValueError: inputs are not `num_units` wide and `num_in_proj` is not given.
    """

    def __init__(
        self,
        num_units,
        num_in_proj=None,
        initializer=None,
        forget_bias=1.0,
        y_activation=tf.nn.relu,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._initializer = initializer
        self._forget_bias = forget_bias
        self._num_input_proj = num_in_proj
        self._y_activation = y_activation

    def call(self, inputs, state):
        """One step: the output goes up, the state goes on."""
        size, units = size_of(inputs), self._num_units
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            if size != units:
                if not self._num_input_proj:
                    raise ValueError(
                        "Must have input size == output size for Intersection RNN. "
                        "To fix, num_in_proj should be set to num_units at cell init."
                    )
                with tf.variable_scope("in_projection"):
                    inputs = self._mapped("in_projection", inputs, units)
            mapped = self._mapped("gates", tf.concat([inputs, state], 1), 4 * units)
            gate_h, h, gate_y, y = [mapped[:, n * units : (n + 1) * units] for n in range(4)]
            h = tf.tanh(h)
            y = self._y_activation(y)
            gate_h = tf.sigmoid(gate_h + self._forget_bias)
            gate_y = tf.sigmoid(gate_y + self._forget_bias)
            new_state = gate_h * state + (1.0 - gate_h) * h
            new_y = gate_y * inputs + (1.0 - gate_y) * y
        return new_y, new_state


class SRUCell(OneState, LayerRNNCell):
    """The simple recurrent unit: its state meets no matrix.

    >>> cell = tf.contrib.rnn.SRUCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [(v.op.name, v.shape.as_list()) for v in tf.global_variables()]
    [('sru_cell/kernel', [3, 16]), ('sru_cell/bias', [8])]
    """

    def __init__(self, num_units, activation=None, reuse=None, name=None, **kwargs):
        super().__init__(_reuse=reuse, name=name, **kwargs)
        self._num_units = num_units
        self._activation = activation or tf.tanh
        self.input_spec = tf.layers.InputSpec(ndim=2)

    def build(self, input_shape):
        """Makes the variables."""
        units = self._num_units
        self._kernel = self.add_weight("kernel", [width_of(input_shape), 4 * units])
        self._bias = self.add_weight("bias", [2 * units], initializer=tf.zeros_initializer())
        self.built = True

    def call(self, inputs, state):
        """One step."""
        mapped = tf.matmul(inputs, self._kernel)
        new, f, r, skip = tf.split(value=mapped, num_or_size_splits=4, axis=1)
        gates = tf.sigmoid(tf.nn.bias_add(tf.concat([f, r], 1), self._bias))
        f, r = tf.split(value=gates, num_or_size_splits=2, axis=1)
        c = f * state + (1.0 - f) * new
        h = r * self._activation(c) + (1.0 - r) * skip
        return h, c


class _KerasStyleCell(OneState, LayerRNNCell):
    """A cell with the arguments of a Keras layer: activation and initializers by name."""

    def __init__(
        self,
        units,
        activation="tanh",
        kernel_initializer="glorot_uniform",
        bias_initializer="ones",
        name=None,
        dtype=None,
        **kwargs,
    ):
        super().__init__(name=name, dtype=dtype, **kwargs)
        self.input_spec = tf.layers.InputSpec(ndim=2)
        self.units = self._num_units = units
        self.activation = tf.keras.activations.get(activation)
        self.kernel_initializer = tf.keras.initializers.get(kernel_initializer)
        self.bias_initializer = tf.keras.initializers.get(bias_initializer)


class MinimalRNNCell(_KerasStyleCell):
    """The minimal RNN: one gate mixes the old state and the mapped input.

    >>> from tf1shim.contrib.rnn.rnn_cell import MinimalRNNCell
    >>> cell = MinimalRNNCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [(v.op.name, v.shape.as_list()) for v in tf.global_variables()]
    [('minimal_rnn_cell/kernel', [11, 4]), ('minimal_rnn_cell/bias', [4])]
    """

    def build(self, input_shape):
        """Makes the variables."""
        units = self.units
        self.kernel = self.add_weight(
            name="kernel",
            shape=[width_of(input_shape) + 2 * units, units],
            initializer=self.kernel_initializer,
        )
        self.bias = self.add_weight(name="bias", shape=[units], initializer=self.bias_initializer)
        self.built = True

    def call(self, inputs, state):
        """One step."""
        sizes = [size_of(inputs), 2 * self.units]
        for_input, for_gate = tf.split(value=self.kernel, num_or_size_splits=sizes, axis=0)
        x = self.activation(tf.matmul(inputs, for_input))
        gate = tf.matmul(tf.concat([x, state], 1), for_gate)
        u = tf.sigmoid(tf.nn.bias_add(gate, self.bias))
        new_h = u * state + (1 - u) * x
        return new_h, new_h


class CFNCell(_KerasStyleCell):
    """The chaos free network: its state only ever shrinks between inputs.

    >>> from tf1shim.contrib.rnn.rnn_cell import CFNCell
    >>> cell = CFNCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [v.op.name for v in tf.global_variables()]
    ['cfn_cell/kernel', 'cfn_cell/recurrent_kernel', 'cfn_cell/bias']
    """

    def build(self, input_shape):
        """Makes the variables."""
        units = self.units
        self.kernel = self.add_weight(
            name="kernel",
            shape=[width_of(input_shape), 3 * units],
            initializer=self.kernel_initializer,
        )
        self.recurrent_kernel = self.add_weight(
            name="recurrent_kernel",
            shape=[units, 2 * units],
            initializer=self.kernel_initializer,
        )
        self.bias = self.add_weight(
            name="bias", shape=[2 * units], initializer=self.bias_initializer
        )
        self.built = True

    def call(self, inputs, state):
        """One step."""
        size_of(inputs)
        sizes = [2 * self.units, self.units]
        for_gates, for_input = tf.split(value=self.kernel, num_or_size_splits=sizes, axis=1)
        gates = tf.matmul(state, self.recurrent_kernel) + tf.matmul(inputs, for_gates)
        gates = tf.sigmoid(tf.nn.bias_add(gates, self.bias))
        theta, eta = tf.split(value=gates, num_or_size_splits=2, axis=1)
        x = tf.matmul(inputs, for_input)
        new_h = theta * self.activation(state) + (1 - eta) * self.activation(x)
        return new_h, new_h
