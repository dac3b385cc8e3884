"""Pairs of LSTMs, over time and over frequencies, that see each other."""

from __future__ import annotations

import collections

import tf1shim as tf
from tf1shim.contrib.rnn.shared import RNNCell, _get_concat_variable, size_of
from tf1shim.contrib.rnn.time_freq_lstm_cell import NO_SIZE
from tf1shim.rnn_cell.cells import advise_tuples, clipped


class GridLSTMCell(RNNCell):
    """Two LSTMs, one over time and one over frequencies, that see each other.

    >>> cell = tf.contrib.rnn.GridLSTMCell(4, feature_size=3, frequency_skip=1,
    ...                                    num_frequency_blocks=[3])
    >>> outputs, state = cell(tf.ones([2, 5]), cell.zero_state(2, tf.float32))
    >>> outputs.shape.as_list(), state._fields[:2]
    ([2, 24], ('state_f00_b00_c', 'state_f00_b00_m'))

    Args:
        num_units: width of the cell states and of the outputs.
        use_peepholes: whether gates see the cell states.
        share_time_frequency_weights: whether both LSTMs are one.
        cell_clip: bound of the cell states.
        initializer: not used, as in TensorFlow 1.
        num_unit_shards: number of variables that each kernel is split into.
        forget_bias: added to the forget gates.
        feature_size: width of a window.
        frequency_skip: how far a window is from the next.
        num_frequency_blocks: a list, the number of windows of each block.
        start_freqindex_list: where each block begins.
        end_freqindex_list: where each block ends.
        couple_input_forget_gates: whether a forget gate is 1 minus the input gate.
        state_is_tuple: False to have the state as one matrix.
        reuse: whether to use variables that are there.

    Raises:
        ValueError: no `num_frequency_blocks`, or blocks that do not fit the inputs.
    """

    _prefixes = ("state",)
    _tuple_name = "GridLSTMStateTuple"

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        share_time_frequency_weights=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=None,
        num_frequency_blocks=None,
        start_freqindex_list=None,
        end_freqindex_list=None,
        couple_input_forget_gates=False,
        state_is_tuple=True,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        advise_tuples(self, state_is_tuple)
        self._num_units = num_units
        self._use_peepholes = use_peepholes
        self._share_time_frequency_weights = share_time_frequency_weights
        self._cell_clip = cell_clip
        self._initializer = initializer
        self._num_unit_shards = num_unit_shards
        self._forget_bias = forget_bias
        self._feature_size = feature_size
        self._frequency_skip = frequency_skip
        self._num_frequency_blocks = num_frequency_blocks
        self._start_freqindex_list = start_freqindex_list
        self._end_freqindex_list = end_freqindex_list
        self._couple_input_forget_gates = couple_input_forget_gates
        self._state_is_tuple = state_is_tuple
        if num_frequency_blocks is None:
            raise ValueError("Must specify num_frequency_blocks")
        names = [
            f"{prefix}_f{n:02d}_b{block:02d}_{part}"
            for prefix in self._prefixes
            for block, count in enumerate(num_frequency_blocks)
            for n in range(count)
            for part in "cm"
        ]
        self._state_count = len(names)
        self._state_tuple_type = (
            collections.namedtuple(self._tuple_name, names) if state_is_tuple else None
        )

    @property
    def output_size(self):
        """Width of all outputs, side by side."""
        return self._num_units * self._state_count

    @property
    def state_size(self):
        """Widths of the state's parts, or their sum."""
        if self._state_is_tuple:
            return self._state_tuple_type(*[self._num_units] * self._state_count)
        return self._num_units * self._state_count

    @property
    def state_tuple_type(self):
        """The named tuple of the states; None if they are one matrix."""
        return self._state_tuple_type

    def call(self, inputs, state):
        """One step in time."""
        batch_size = inputs.get_shape()[0].value or tf.shape(inputs)[0]
        outputs, states = self._all_blocks(
            self._make_tf_features(inputs), state, batch_size, "state"
        )
        if self._state_is_tuple:
            return tf.concat(outputs, 1), self._state_tuple_type(*states)
        states = tf.concat(states, 1)
        return tf.concat(outputs, 1), states

    def _all_blocks(self, blocks, state, batch_size, prefix):
        """The outputs and the states of all blocks."""
        outputs, states = [], []
        for block, windows in enumerate(blocks):
            made = self._compute(windows, block, state, batch_size, prefix, self._state_is_tuple)
            outputs.extend(made[0])
            states.extend(made[1])
        return outputs, states

    def _compute(
        self, freq_inputs, block, state, batch_size, state_prefix="state", state_is_tuple=True
    ):
        """The outputs and the new states of one block, from its windows."""
        units, dtype = self._num_units, freq_inputs[0].dtype
        rows = freq_inputs[0].get_shape().as_list()[1] + 2 * units
        axes = ("freq",) if self._share_time_frequency_weights else ("freq", "time")
        lstms = {axis: _AxisLSTM(self, axis, block, rows, dtype) for axis in axes}
        for axis in axes:
            lstms[axis].add_peepholes()
        freq, time = lstms["freq"], lstms.get("time")
        m_freq = tf.zeros([batch_size, units], dtype)
        c_freq = tf.zeros([batch_size, units], dtype)
        outputs, states = [], []
        for n, window in enumerate(freq_inputs):
            if state_is_tuple:
                name = f"{state_prefix}_f{n:02d}_b{block:02d}"
                c_time, m_time = getattr(state, name + "_c"), getattr(state, name + "_m")
            else:
                c_time = tf.slice(state, [0, 2 * n * units], [-1, units])
                m_time = tf.slice(state, [0, (2 * n + 1) * units], [-1, units])
            inputs = tf.concat([window, m_time, m_freq], 1)
            for_freq = freq.split(inputs)
            for_time = time.split(inputs) if time else for_freq
            both = c_freq, c_time
            c_freq = freq.state(for_freq, c_freq, both)
            c_time = (time or freq).state(for_time, c_time, both)
            both = c_freq, c_time
            m_freq = freq.output(for_freq, c_freq, both)
            m_time = (time or freq).output(for_time, c_time, both)
            states += [c_time, m_time]
            outputs += [m_time, m_freq]
        return outputs, states

    def _make_tf_features(self, input_feat, slice_offset=0):
        """The windows of each block."""
        input_size = size_of(input_feat, NO_SIZE)
        if slice_offset:
            sides = [0, slice_offset] if slice_offset > 0 else [-slice_offset, 0]
            input_feat = tf.pad(input_feat, tf.constant([[0, 0], sides], tf.int32), "CONSTANT")
        starts, ends = self._start_freqindex_list, self._end_freqindex_list
        counts = self._num_frequency_blocks
        if not starts:
            if len(counts) != 1:
                raise ValueError(
                    f"Length of num_frequency_blocks is not 1, but instead is {len(counts)}"
                )
            starts, ends = [0], [input_size]
        elif len(starts) != len(ends):
            raise ValueError(
                "Length of start and end freqindex_list does not match %d %d",
                len(starts),
                len(ends),
            )
        elif len(counts) != len(starts):
            raise ValueError(
                "Length of num_frequency_blocks is not equal to start_freqindex_list %d %d",
                len(counts),
                len(starts),
            )
        size, skip = self._feature_size, self._frequency_skip
        blocks = []
        for start, end, count in zip(starts, ends, counts):
            fitting = int((end - start - size) / skip) + 1
            if fitting != count:
                raise ValueError(
                    f"Invalid num_frequency_blocks, requires {count} but gets {fitting}, please "
                    "check the input size and filter config are correct."
                )
            first = start + max(slice_offset, 0)
            blocks.append(
                [tf.slice(input_feat, [0, first + n * skip], [-1, size]) for n in range(count)]
            )
        return blocks


class _AxisLSTM:
    """The LSTM of a `GridLSTMCell` along one axis: its variables and its gates."""

    def __init__(self, cell, axis, block, rows, dtype):
        self._cell, self._axis, self._block, self._dtype = cell, axis, block, dtype
        self._gates = 3 if cell._couple_input_forget_gates else 4
        columns = self._gates * cell._num_units
        name = f"{axis[0]}_{block}"
        self._kernel = _get_concat_variable(
            f"W_{name}", [rows, columns], dtype, cell._num_unit_shards
        )
        self._bias = tf.get_variable(
            f"B_{name}", [columns], initializer=tf.zeros_initializer(), dtype=dtype
        )
        self._diagonals = {}

    def add_peepholes(self):
        """Makes the weights with which gates see both axes' cell states."""
        if self._cell._use_peepholes:
            for gate in "IO" if self._cell._couple_input_forget_gates else "FIO":
                for seen in "ft":
                    name = f"W_{gate}_diag_{self._axis}{seen}_{self._block}"
                    self._diagonals[gate, seen] = tf.get_variable(
                        name, shape=[self._cell._num_units], dtype=self._dtype
                    )

    def split(self, inputs):
        """The sums that go into the gates: input, new input, (forget,) output."""
        sums = tf.nn.bias_add(tf.matmul(inputs, self._kernel), self._bias)
        return tf.split(value=sums, num_or_size_splits=self._gates, axis=1)

    def _gate(self, gate, x, both):
        for seen, state in zip("ft", both):
            if (gate, seen) in self._diagonals:
                x = x + self._diagonals[gate, seen] * state
        return tf.sigmoid(x)

    def state(self, sums, c_prev, both):
        """The new cell state."""
        let_in = self._gate("I", sums[0], both)
        if self._gates == 3:
            keep = 1.0 - let_in
        else:
            keep = self._gate("F", sums[2] + self._cell._forget_bias, both)
        return clipped(keep * c_prev + let_in * tf.tanh(sums[1]), self._cell._cell_clip)

    def output(self, sums, c, both):
        """The new output."""
        return self._gate("O", sums[-1], both) * tf.tanh(c)


class BidirectionalGridLSTMCell(GridLSTMCell):
    """Two `GridLSTMCell`, one up and one down the frequencies, side by side.

    >>> cell = tf.contrib.rnn.BidirectionalGridLSTMCell(
    ...     4, feature_size=3, frequency_skip=1, num_frequency_blocks=[3])
    >>> outputs, state = cell(tf.ones([2, 5]), cell.zero_state(2, tf.float32))
    >>> outputs.shape.as_list(), state._fields[-1]
    ([2, 48], 'bwd_state_f02_b00_m')

    `backward_slice_offset` moves the windows of the way down.
    """

    _prefixes = ("fwd_state", "bwd_state")
    _tuple_name = "BidirectionalGridLSTMStateTuple"

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        share_time_frequency_weights=False,
        cell_clip=None,
        initializer=None,
        num_unit_shards=1,
        forget_bias=1.0,
        feature_size=None,
        frequency_skip=None,
        num_frequency_blocks=None,
        start_freqindex_list=None,
        end_freqindex_list=None,
        couple_input_forget_gates=False,
        backward_slice_offset=0,
        reuse=None,
    ):
        super().__init__(
            num_units,
            use_peepholes,
            share_time_frequency_weights,
            cell_clip,
            initializer,
            num_unit_shards,
            forget_bias,
            feature_size,
            frequency_skip,
            num_frequency_blocks,
            start_freqindex_list,
            end_freqindex_list,
            couple_input_forget_gates,
            True,
            reuse,
        )
        self._backward_slice_offset = int(backward_slice_offset)

    def call(self, inputs, state):
        """One step in time."""
        batch_size = inputs.get_shape()[0].value or tf.shape(inputs)[0]
        up = down = self._make_tf_features(inputs)
        if self._backward_slice_offset:
            down = self._make_tf_features(inputs, self._backward_slice_offset)
        with tf.variable_scope("fwd"):
            outputs, states = self._all_blocks(up, state, batch_size, "fwd_state")
        with tf.variable_scope("bwd"):
            down = [windows[::-1] for windows in down]
            more_outputs, more_states = self._all_blocks(down, state, batch_size, "bwd_state")
        states = self._state_tuple_type(*states, *more_states)
        return tf.concat(outputs + more_outputs, 1), states
