"""Variants of the LSTM: coupled gates, normalization, groups, phases."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.rnn.core_rnn_cell import LinearMaps, _bias_variable, _linear_parts, _listed
from tf1shim.contrib.rnn.shared import (
    LSTMStateTuple,
    Peepholes,
    RNNCell,
    TwoStates,
    _get_concat_variable,
    clipped,
    layer_norm,
    size_of,
)

_LSTM_PEEPHOLES = {"f": "w_f_diag", "i": "w_i_diag", "o": "w_o_diag"}


class CoupledInputForgetGateLSTMCell(TwoStates, RNNCell):
    """An LSTM that takes in as much as it forgets: its input gate is 1 minus the forget gate.

    >>> cell = tf.contrib.rnn.CoupledInputForgetGateLSTMCell(4)
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [(v.op.name.partition("/")[2], v.shape.as_list()) for v in tf.global_variables()]
    [('W_0', [7, 12]), ('B', [12])]

    Args:
        num_units: width of the cell state.
        use_peepholes: whether gates see the cell state.
        initializer: not used, as in TensorFlow 1.
        num_proj: width to which the output is projected.
        proj_clip: bound of the projected output.
        num_unit_shards: number of variables that the kernel is split into.
        num_proj_shards: likewise for the projection.
        forget_bias: added to the forget gate.
        state_is_tuple: False to have the state as one matrix.
        activation: of the new input and of the cell state.
        reuse: whether to use variables that are there.
        layer_norm: whether gates and state are normalized; they have no bias then.
        norm_gain: initial gain of the normalization.
        norm_shift: its initial shift.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        initializer=None,
        num_proj=None,
        proj_clip=None,
        num_unit_shards=1,
        num_proj_shards=1,
        forget_bias=1.0,
        state_is_tuple=True,
        activation=tf.tanh,
        reuse=None,
        layer_norm=False,
        norm_gain=1.0,
        norm_shift=0.0,
    ):
        super().__init__(_reuse=reuse)
        if not state_is_tuple:
            tf.logging.warn(
                "%s: Using a concatenated state is slower and will soon be deprecated.  "
                "Use state_is_tuple=True.",
                self,
            )
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._initializer = initializer
        self._num_proj = num_proj
        self._proj_clip = proj_clip
        self._num_unit_shards = num_unit_shards
        self._num_proj_shards = num_proj_shards
        self._forget_bias = forget_bias
        self._state_is_tuple = state_is_tuple
        self._activation = activation
        self._layer_norm = layer_norm
        self._norm_gain = norm_gain
        self._norm_shift = norm_shift

    @property
    def state_size(self):
        """Widths of the cell state and of the output, or their sum."""
        sizes = super().state_size
        return sizes if self._state_is_tuple else sum(sizes)

    def _normalized(self, x, scope):
        return layer_norm(x, scope, self._norm_gain, self._norm_shift) if self._layer_norm else x

    def call(self, inputs, state):
        """One step."""
        units, act = self._num_units, self._activation
        width = units if self._num_proj is None else self._num_proj
        if self._state_is_tuple:
            c_prev, m_prev = state
        else:
            c_prev = tf.slice(state, [0, 0], [-1, units])
            m_prev = tf.slice(state, [0, units], [-1, width])
        dtype = inputs.dtype
        rows = size_of(inputs) + width
        w = _get_concat_variable("W", [rows, 3 * units], dtype, self._num_unit_shards)
        b = tf.get_variable("B", [3 * units], initializer=tf.zeros_initializer(), dtype=dtype)
        gates = tf.matmul(tf.concat([inputs, m_prev], 1), w)
        if not self._layer_norm:
            gates = tf.nn.bias_add(gates, b)
        j, f, o = tf.split(value=gates, num_or_size_splits=3, axis=1)
        j = self._normalized(j, "transform")
        f = self._normalized(f, "forget")
        o = self._normalized(o, "output")
        names = {"f": "W_F_diag", "o": "W_O_diag"}
        peepholes = Peepholes(self._use_peepholes, names, units, dtype)
        forget = peepholes.gate("f", f, c_prev, self._forget_bias)
        c = self._normalized(forget * c_prev + (1 - forget) * act(j), "state")
        m = peepholes.gate("o", o, c) * act(c)
        if self._num_proj is not None:
            w = _get_concat_variable("W_P", [units, width], dtype, self._num_proj_shards)
            m = clipped(tf.matmul(m, w), self._proj_clip)
        return m, LSTMStateTuple(c, m) if self._state_is_tuple else tf.concat([c, m], 1)


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


class GLSTMCell(LinearMaps, TwoStates, RNNCell):
    """An LSTM whose units are in groups that do not see each other's inputs.

    >>> cell = tf.contrib.rnn.GLSTMCell(4, number_of_groups=2)
    >>> outputs, state = cell(tf.ones([2, 6]), cell.zero_state(2, tf.float32))
    >>> [(v.op.name.partition("/")[2], v.shape.as_list()) for v in tf.global_variables()][:2]
    [('group0/kernel', [5, 8]), ('group1/kernel', [5, 8])]

    Raises:
        ValueError: the width of units, projection or inputs is no multiple of the groups.
    """

    def __init__(
        self,
        num_units,
        initializer=None,
        num_proj=None,
        number_of_groups=1,
        forget_bias=1.0,
        activation=tf.tanh,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        self._num_units = num_units
        self._initializer = initializer
        self._num_proj = num_proj
        self._forget_bias = forget_bias
        self._activation = activation
        self._number_of_groups = number_of_groups
        if num_units % number_of_groups != 0:
            raise ValueError("num_units must be divisible by number_of_groups")
        if num_proj and num_proj % number_of_groups != 0:
            raise ValueError("num_proj must be divisible by number_of_groups")
        # Of what a group gets from the previous output, and of its own units.
        self._group_shape = [(num_proj or num_units) // number_of_groups]
        self._group_shape.append(num_units // number_of_groups)

    def _get_input_for_group(self, inputs, group_id, group_size):
        batch_size = inputs.get_shape()[0].value or tf.shape(inputs)[0]
        return tf.slice(
            inputs,
            begin=[0, group_id * group_size],
            size=[batch_size, group_size],
            name=f"GLSTM_group{group_id}_input_generation",
        )

    def call(self, inputs, state):
        """One step."""
        c_prev, m_prev = state
        groups, units = self._number_of_groups, self._num_units
        input_size = inputs.get_shape()[1].value
        if input_size is None:
            raise ValueError("input size must be statically known")
        if input_size % groups != 0:
            raise ValueError(
                f"input size ({input_size}) must be divisible by number_of_groups ({groups})"
            )
        with tf.variable_scope(tf.get_variable_scope(), initializer=self._initializer):
            parts = []
            for group in range(groups):
                with tf.variable_scope(f"group{group}"):
                    x = self._get_input_for_group(inputs, group, input_size // groups)
                    m = self._get_input_for_group(m_prev, group, self._group_shape[0])
                    size = 4 * self._group_shape[1]
                    parts.append(
                        tf.split(self._mapped(group, tf.concat([x, m], axis=1), size, False), 4, 1)
                    )
            biases = [
                tf.get_variable(
                    f"bias_{gate}",
                    [units],
                    dtype=inputs.dtype,
                    initializer=tf.constant_initializer(0.0, dtype=inputs.dtype),
                )
                for gate in "ijfo"
            ]
            i, j, f, o = [
                tf.nn.bias_add(tf.concat(gate, axis=1), bias)
                for gate, bias in zip(zip(*parts), biases)
            ]
        c = tf.sigmoid(f + self._forget_bias) * c_prev + tf.sigmoid(i) * tf.tanh(j)
        m = tf.sigmoid(o) * self._activation(c)
        if self._num_proj is not None:
            with tf.variable_scope("projection"):
                m = self._mapped("projection", m, self._num_proj, False)
        return m, LSTMStateTuple(c, m)


def _random_exp_initializer(minval, maxval, seed=None, dtype=tf.float32):
    """An initializer with values whose logarithms are uniform."""

    def initializer(shape, dtype=dtype, partition_info=None):
        low, high = tf.log(minval), tf.log(maxval)
        return tf.exp(tf.random_uniform(shape, low, high, dtype, seed=seed))

    return initializer


class PhasedLSTMCell(LinearMaps, TwoStates, RNNCell):
    """An LSTM whose units wake and sleep in learned rhythms; for events at any times.

    >>> cell = tf.contrib.rnn.PhasedLSTMCell(4)
    >>> times, x = tf.constant([[0.5], [3.0]]), tf.ones([2, 3])
    >>> outputs, state = cell((times, x), cell.zero_state(2, tf.float32))
    >>> [v.op.name.rpartition("/")[2] for v in tf.global_variables()][-3:]
    ['period', 'phase', 'ratio_on']

    Its inputs are pairs: the time of each, ``[batch, 1]`` and float32 or float64, and the features.

    Args:
        num_units: width of the cell state and of the output.
        use_peepholes: whether gates see the cell state.
        leak: how much a sleeping unit lets through.
        ratio_on: the part of its period that a unit is awake, at the start.
        trainable_ratio_on: whether that is learned.
        period_init_min: smallest initial period.
        period_init_max: largest initial period; their logarithms are uniform.
        reuse: whether to use variables that are there.
    """

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        leak=0.001,
        ratio_on=0.1,
        trainable_ratio_on=True,
        period_init_min=1.0,
        period_init_max=1000.0,
        reuse=None,
    ):
        # Times keep their own precision: no casting of inputs.
        super().__init__(_reuse=reuse, autocast=False)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._leak = leak
        self._ratio_on = ratio_on
        self._trainable_ratio_on = trainable_ratio_on
        self._period_init_min = period_init_min
        self._period_init_max = period_init_max

    def _mod(self, x, y):
        # The remainder, with the gradient of x.
        return tf.stop_gradient(tf.mod(x, y) - x) + x

    def _get_cycle_ratio(self, time, phase, period):
        phase, period = tf.cast(phase, time.dtype), tf.cast(period, time.dtype)
        return tf.cast(self._mod(time - phase, period) / period, tf.float32)

    def call(self, inputs, state):
        """One step."""
        c_prev, h_prev = state
        time, x = inputs
        units = self._num_units
        seen = [x, h_prev]
        with tf.variable_scope("mask_gates"):
            args = [*seen, c_prev] if self._use_peepholes else seen
            gates = tf.sigmoid(self._mapped("mask_gates", args, 2 * units))
            input_gate, forget_gate = tf.split(gates, 2, axis=1)
        with tf.variable_scope("new_input"):
            new_input = tf.tanh(self._mapped("new_input", seen, units))
        new_c = c_prev * forget_gate + input_gate * new_input
        with tf.variable_scope("output_gate"):
            args = [*seen, new_c] if self._use_peepholes else seen
            output_gate = tf.sigmoid(self._mapped("output_gate", args, units))
        new_h = tf.tanh(new_c) * output_gate
        k = self._openness(time)
        new_c = k * new_c + (1 - k) * c_prev
        new_h = k * new_h + (1 - k) * h_prev
        return new_h, LSTMStateTuple(new_c, new_h)

    def _openness(self, time):
        """How much each unit changes at `time`."""
        size = [self._num_units]
        period = tf.get_variable(
            "period",
            size,
            initializer=_random_exp_initializer(self._period_init_min, self._period_init_max),
        )
        phase = tf.get_variable(
            "phase", size, initializer=tf.random_uniform_initializer(0.0, period.initial_value)
        )
        ratio_on = tf.get_variable(
            "ratio_on",
            size,
            initializer=tf.constant_initializer(self._ratio_on),
            trainable=self._trainable_ratio_on,
        )
        cycle_ratio = self._get_cycle_ratio(time, phase, period)
        rising = 2 * cycle_ratio / ratio_on
        falling = 2 - rising
        closed = self._leak * cycle_ratio
        k = tf.where(cycle_ratio < ratio_on, falling, closed)
        return tf.where(cycle_ratio < 0.5 * ratio_on, rising, k)
