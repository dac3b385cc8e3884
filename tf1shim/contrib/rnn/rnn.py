"""Stacks of bidirectional layers."""

from __future__ import annotations

import tf1shim as tf


def stack_bidirectional_rnn(
    cells_fw,
    cells_bw,
    inputs,
    initial_states_fw=None,
    initial_states_bw=None,
    dtype=None,
    sequence_length=None,
    scope=None,
):
    """Stacks `tf.nn.static_bidirectional_rnn`: each layer gets both directions' outputs.

    >>> cells = [[tf.nn.rnn_cell.GRUCell(4) for _ in range(2)] for _ in range(2)]
    >>> xs = [tf.ones([2, 3])] * 5
    >>> ys, fw, bw = tf.contrib.rnn.stack_bidirectional_rnn(*cells, xs, dtype=tf.float32)
    >>> len(ys), ys[0].shape.as_list(), len(fw)
    (5, [2, 8], 2)

    Returns:
        The last layer's outputs, and the final states of both directions, a tuple of one for each
        layer.

    Raises:
        ValueError: the cells or the initial states are not lists of the same length.
    """

    def layer(fw, bw, xs, scope, **states):
        return tf.nn.static_bidirectional_rnn(
            fw, bw, xs, sequence_length=sequence_length, dtype=dtype, scope=scope, **states
        )

    return _stack(cells_fw, cells_bw, inputs, initial_states_fw, initial_states_bw, scope, layer)


def stack_bidirectional_dynamic_rnn(
    cells_fw,
    cells_bw,
    inputs,
    initial_states_fw=None,
    initial_states_bw=None,
    dtype=None,
    sequence_length=None,
    parallel_iterations=None,
    time_major=False,
    scope=None,
    swap_memory=False,
):
    """Stacks `tf.nn.bidirectional_dynamic_rnn`; otherwise as `stack_bidirectional_rnn`.

    >>> cells = [[tf.nn.rnn_cell.GRUCell(4) for _ in range(2)] for _ in range(2)]
    >>> xs = tf.ones([2, 5, 3])
    >>> ys, fw, bw = tf.contrib.rnn.stack_bidirectional_dynamic_rnn(*cells, xs, dtype=tf.float32)
    >>> ys.shape.as_list(), ys.name
    ([2, 5, 8], 'stack_bidirectional_rnn/cell_1/concat:0')
    """

    def layer(fw, bw, xs, scope, **states):
        outputs, (state_fw, state_bw) = tf.nn.bidirectional_dynamic_rnn(
            fw,
            bw,
            xs,
            sequence_length=sequence_length,
            parallel_iterations=parallel_iterations,
            dtype=dtype,
            swap_memory=swap_memory,
            time_major=time_major,
            **states,
        )
        return tf.concat(outputs, 2), state_fw, state_bw

    return _stack(cells_fw, cells_bw, inputs, initial_states_fw, initial_states_bw, scope, layer)


def _stack(cells_fw, cells_bw, inputs, initial_states_fw, initial_states_bw, scope, layer):
    """Puts `layer` above `layer`, each in a scope of its own."""
    for direction, cells in (("fw", cells_fw), ("bw", cells_bw)):
        if not cells:
            raise ValueError(f"Must specify at least one {direction} cell for BidirectionalRNN.")
    for direction, cells in (("fw", cells_fw), ("bw", cells_bw)):
        if not isinstance(cells, list):
            raise ValueError(f"cells_{direction} must be a list of RNNCells (one per layer).")
    if len(cells_fw) != len(cells_bw):
        raise ValueError("Forward and Backward cells must have the same depth.")
    for direction, states in (("fw", initial_states_fw), ("bw", initial_states_bw)):
        if states is not None and not (isinstance(states, list) and len(states) == len(cells_fw)):
            raise ValueError(
                f"initial_states_{direction} must be a list of state tensors (one per layer)."
            )
    states_fw, states_bw = [], []
    with tf.variable_scope(scope or "stack_bidirectional_rnn"):
        for i, (fw, bw) in enumerate(zip(cells_fw, cells_bw)):
            with tf.variable_scope(f"cell_{i}") as cell_scope:
                inputs, state_fw, state_bw = layer(
                    fw,
                    bw,
                    inputs,
                    cell_scope,
                    initial_state_fw=initial_states_fw[i] if initial_states_fw else None,
                    initial_state_bw=initial_states_bw[i] if initial_states_bw else None,
                )
            states_fw.append(state_fw)
            states_bw.append(state_bw)
    return inputs, tuple(states_fw), tuple(states_bw)


def transpose_batch_time(x):
    """Swaps the first two axes; the static shape follows. A vector or scalar stays as it is.

    >>> tf.contrib.rnn.transpose_batch_time(tf.ones([2, 5, 3])).shape.as_list()
    [5, 2, 3]
    """
    shape = x.get_shape()
    if shape.ndims is not None and shape.ndims < 2:
        return x
    swapped = tf.transpose(x, tf.concat(([1, 0], tf.range(2, tf.rank(x))), axis=0))
    if shape.ndims is not None:
        swapped.set_shape(tf.TensorShape([shape[1], shape[0]]).concatenate(shape[2:]))
    return swapped


def best_effort_input_batch_size(flat_input):
    """The batch size of time-major tensors: an int where any of them says it, else a tensor.

    >>> unknown = tf.placeholder(tf.float32, [None, None, 3])
    >>> tf.contrib.rnn.best_effort_input_batch_size([unknown, tf.ones([5, 2, 3])])
    2
    """
    for x in flat_input:
        shape = x.get_shape()
        if shape.ndims is None:
            continue
        if shape.ndims < 2:
            raise ValueError(f"Expected input tensor {x} to have rank at least 2")
        if shape[1].value is not None:
            return shape[1].value
    return tf.shape(flat_input[0])[1]
