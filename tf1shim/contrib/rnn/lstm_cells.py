"""Variants of the LSTM: coupled gates, groups, phases."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.rnn.core_rnn_cell import LinearMaps
from tf1shim.contrib.rnn.shared import (
    LSTMStateTuple,
    Peepholes,
    RNNCell,
    TwoStates,
    _get_concat_variable,
    layer_norm,
    size_of,
)
from tf1shim.rnn_cell.cells import advise_tuples, clipped


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
        advise_tuples(self, state_is_tuple)
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
