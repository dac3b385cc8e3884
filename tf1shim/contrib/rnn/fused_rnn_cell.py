"""Cells that run over a whole sequence at once."""

from __future__ import annotations

import abc

import tf1shim as tf


class FusedRNNCell(abc.ABC):
    """The interface of a cell that gets a whole sequence, time first."""

    @abc.abstractmethod
    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        """Runs over `inputs`, ``[time, batch, width]`` or a list of matrices.

        Returns the outputs, in the same form, and the final state.
        """


class FusedRNNCellAdaptor(FusedRNNCell):
    """Makes an ordinary cell one that runs over a sequence.

    >>> fused = tf.contrib.rnn.FusedRNNCellAdaptor(tf.nn.rnn_cell.GRUCell(4))
    >>> outputs, state = fused(tf.ones([5, 2, 3]), dtype=tf.float32)
    >>> outputs.shape.as_list(), state.shape.as_list()
    ([5, 2, 4], [2, 4])

    It unrolls the sequence, or makes a loop if `use_dynamic_rnn`.
    """

    def __init__(self, cell, use_dynamic_rnn=False):
        self._cell = cell
        self._use_dynamic_rnn = use_dynamic_rnn

    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        """Runs over a sequence: see `FusedRNNCell`."""
        is_list = isinstance(inputs, list)
        how = {
            "initial_state": initial_state,
            "dtype": dtype,
            "sequence_length": sequence_length,
            "scope": scope,
        }
        if self._use_dynamic_rnn:
            inputs = tf.stack(inputs) if is_list else inputs
            outputs, state = tf.nn.dynamic_rnn(self._cell, inputs, time_major=True, **how)
            return tf.unstack(outputs) if is_list else outputs, state
        inputs = inputs if is_list else tf.unstack(inputs)
        outputs, state = tf.nn.static_rnn(self._cell, inputs, **how)
        return outputs if is_list else tf.stack(outputs), state


class TimeReversedFusedRNN(FusedRNNCell):
    """Runs a `FusedRNNCell` backwards in time; its outputs come in the order of the inputs.

    >>> fused = tf.contrib.rnn.FusedRNNCellAdaptor(tf.nn.rnn_cell.GRUCell(4))
    >>> backwards = tf.contrib.rnn.TimeReversedFusedRNN(fused)
    >>> outputs, _ = backwards(tf.ones([5, 2, 3]), dtype=tf.float32)
    >>> outputs.name
    'ReverseV2_1:0'

    With `sequence_length`, only that much of each sequence is reversed.
    """

    def __init__(self, cell):
        self._cell = cell

    def _reverse(self, sequence, lengths):
        if isinstance(sequence, list):
            return sequence[::-1]
        if lengths is None:
            return tf.reverse(sequence, [0])
        return tf.reverse_sequence(sequence, lengths, 0, 1)

    def __call__(self, inputs, initial_state=None, dtype=None, sequence_length=None, scope=None):
        """Runs over a sequence: see `FusedRNNCell`."""
        outputs, state = self._cell(
            self._reverse(inputs, sequence_length),
            initial_state=initial_state,
            dtype=dtype,
            sequence_length=sequence_length,
            scope=scope,
        )
        return self._reverse(outputs, sequence_length), state
