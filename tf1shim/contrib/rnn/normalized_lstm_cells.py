"""LSTMs with normalized gates or weights."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.rnn.core_rnn_cell import _bias_variable, _linear_parts, _listed
from tf1shim.contrib.rnn.shared import (
    LSTMStateTuple,
    Peepholes,
    RNNCell,
    TwoStates,
    layer_norm,
    size_of,
)
from tf1shim.rnn_cell.cells import clipped

_LSTM_PEEPHOLES = {"f": "w_f_diag", "i": "w_i_diag", "o": "w_o_diag"}


class LayerNormBasicLSTMCell(TwoStates, RNNCell):
    """An LSTM with layer normalization and recurrent dropout.

    >>> cell = tf.contrib.rnn.LayerNormBasicLSTMCell(4, dropout_keep_prob=0.5)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [v.op.name.partition("/")[2] for v in tf.global_variables()][:3]
    ['kernel', 'input/gamma', 'input/beta']

    Args:
        num_units: width of the cell state and of the output.
        forget_bias: added to the forget gate.
        input_size: deprecated, not used.
        activation: of the new input and of the cell state.
        layer_norm: whether gates and state are normalized; they have no bias then.
        norm_gain: initial gain of the normalization.
        norm_shift: its initial shift.
        dropout_keep_prob: of the new input, a float or a tensor; the float 1.0 means no dropout.
        dropout_prob_seed: seed of the dropout.
        reuse: whether to use variables that are there.
    """

    def __init__(
        self,
        num_units,
        forget_bias=1.0,
        input_size=None,
        activation=tf.tanh,
        layer_norm=True,
        norm_gain=1.0,
        norm_shift=0.0,
        dropout_keep_prob=1.0,
        dropout_prob_seed=None,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        if input_size is not None:
            tf.logging.warn("%s: The input_size parameter is deprecated.", self)
        self._num_units = num_units
        self._activation = activation
        self._forget_bias = forget_bias
        self._keep_prob = dropout_keep_prob
        self._seed = dropout_prob_seed
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift

    def _norm(self, inp, scope, dtype=tf.float32):
        return layer_norm(inp, scope, self._norm_gain, self._norm_shift, dtype)

    def _linear(self, args):
        size = 4 * self._num_units
        weights = tf.get_variable("kernel", [args.get_shape()[-1], size], dtype=args.dtype)
        out = tf.matmul(args, weights)
        if not self._layer_norm:
            out = tf.nn.bias_add(out, tf.get_variable("bias", [size], dtype=args.dtype))
        return out

    def call(self, inputs, state):
        """One step."""
        c, h = state
        args = tf.concat([inputs, h], 1)
        gates = tf.split(value=self._linear(args), num_or_size_splits=4, axis=1)
        if self._layer_norm:
            scopes = "input", "transform", "forget", "output"
            gates = [self._norm(x, scope, args.dtype) for x, scope in zip(gates, scopes)]
        i, j, f, o = gates
        g = self._activation(j)
        if not isinstance(self._keep_prob, float) or self._keep_prob < 1:
            g = tf.nn.dropout(g, self._keep_prob, seed=self._seed)
        new_c = c * tf.sigmoid(f + self._forget_bias) + tf.sigmoid(i) * g
        if self._layer_norm:
            new_c = self._norm(new_c, "state", args.dtype)
        new_h = self._activation(new_c) * tf.sigmoid(o)
        return new_h, LSTMStateTuple(new_c, new_h)


class _OptionalLSTMCell(TwoStates, RNNCell):
    """What `LayerNormLSTMCell` and `WeightNormLSTMCell` have in common: `LSTMCell`'s options."""

    def _configure(
        self,
        num_units,
        use_peepholes,
        cell_clip,
        initializer,
        num_proj,
        proj_clip,
        forget_bias,
        activation,
    ):
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._forget_bias = forget_bias
        self._activation = activation or tf.tanh


class LayerNormLSTMCell(_OptionalLSTMCell):
    """`tf.nn.rnn_cell.LSTMCell` with layer normalization of gates and state.

    >>> from tf1shim.contrib.rnn.rnn_cell import LayerNormLSTMCell
    >>> cell = LayerNormLSTMCell(4, layer_norm=True)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [v.op.name.partition("/")[2] for v in tf.global_variables()][:4]
    ['kernel', 'bias', 'input/gamma', 'input/beta']

    With normalization the variable ``bias`` is made, and not used.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        forget_bias=1.0,
        activation=None,
        layer_norm=False,
        norm_gain=1.0,
        norm_shift=0.0,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._configure(
            num_units,
            use_peepholes,
            cell_clip,
            initializer,
            num_proj,
            proj_clip,
            forget_bias,
            activation,
        )
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift

    def _normalized(self, x, scope):
        return layer_norm(x, scope, self._norm_gain, self._norm_shift) if self._layer_norm else x

    def call(self, inputs, state):
        """One step."""
        c_prev, m_prev = state
        units, act = self._num_units, self._activation
        size_of(inputs)
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer) as scope:
            gates, bias = _linear_parts([inputs, m_prev], 4 * units, bias=True)
            if not self._layer_norm:
                gates = tf.nn.bias_add(gates, bias)
            gates = tf.split(value=gates, num_or_size_splits=4, axis=1)
            scopes = "input", "transform", "forget", "output"
            i, j, f, o = [self._normalized(x, name) for x, name in zip(gates, scopes)]
            if self._use_peepholes:
                with tf.variable_scope(scope):
                    peepholes = Peepholes(True, _LSTM_PEEPHOLES, units, inputs.dtype)
            else:
                peepholes = Peepholes(False, {}, units, inputs.dtype)
            c = peepholes.gate("f", f, c_prev, self._forget_bias) * c_prev
            c = c + peepholes.gate("i", i, c_prev) * act(j)
            c = clipped(self._normalized(c, "state"), self._cell_clip)
            m = peepholes.gate("o", o, c) * act(c)
            if self._num_proj is not None:
                with tf.variable_scope("projection"):
                    m, _ = _linear_parts(m, self._num_proj, bias=False)
                m = clipped(m, self._proj_clip)
        return m, LSTMStateTuple(c, m)


class WeightNormLSTMCell(_OptionalLSTMCell):
    """`tf.nn.rnn_cell.LSTMCell` with weights of a learned length.

    >>> from tf1shim.contrib.rnn.rnn_cell import WeightNormLSTMCell
    >>> cell = WeightNormLSTMCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [v.op.name.rpartition("/")[2] for v in tf.global_variables()]
    ['kernel', 'norm_0', 'norm_1', 'bias']

    Each column of the part of the kernel that goes with the inputs, and of the part that goes with
    the state, is a unit vector times a variable. With ``norm=False`` it is `LSTMCell`.
    """

    def __init__(
        self,
        num_units,
        norm=True,
        use_peepholes=False,
        cell_clip=None,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        forget_bias=1,
        activation=None,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._scope = "wn_lstm_cell"
        self._configure(
            num_units,
            use_peepholes,
            cell_clip,
            initializer,
            num_proj,
            proj_clip,
            forget_bias,
            activation,
        )
        self._norm = norm

    def _normalize(self, weight, name):
        lengths = tf.get_variable(name, weight.get_shape().as_list()[1:], dtype=weight.dtype)
        return tf.nn.l2_normalize(weight, axis=0) * lengths

    def _linear(self, args, size, bias):
        args, width = _listed(args)
        dtype = args[0].dtype
        with tf.variable_scope(tf.get_variable_scope()) as scope:
            weights = tf.get_variable("kernel", [width, size], dtype=dtype)
            if self._norm:
                parts, start = [], 0
                with tf.control_dependencies(None):
                    for i, arg in enumerate(args):
                        end = start + arg.get_shape()[1].value
                        parts.append(self._normalize(weights[start:end, :], f"norm_{i}"))
                        start = end
                    weights = tf.concat(parts, axis=0)
            result = tf.matmul(args[0] if len(args) == 1 else tf.concat(args, 1), weights)
            if not bias:
                return result
            return tf.nn.bias_add(result, _bias_variable(scope, size, dtype, None))

    def call(self, inputs, state):
        """One step."""
        c, h = state
        units, act = self._num_units, self._activation
        size_of(inputs)
        with tf.variable_scope(self._scope, initializer=self._initializer):
            gates = self._linear([inputs, h], 4 * units, bias=True)
            i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=1)
            peepholes = Peepholes(self._use_peepholes, _LSTM_PEEPHOLES, units, inputs.dtype)
            new_c = c * peepholes.gate("f", f, c, self._forget_bias)
            new_c = clipped(new_c + peepholes.gate("i", i, c) * act(j), self._cell_clip)
            new_h = peepholes.gate("o", o, new_c) * act(new_c)
            if self._num_proj is not None:
                with tf.variable_scope("projection"):
                    new_h = self._linear(new_h, self._num_proj, bias=False)
                new_h = clipped(new_h, self._proj_clip)
            return new_h, LSTMStateTuple(new_c, new_h)
