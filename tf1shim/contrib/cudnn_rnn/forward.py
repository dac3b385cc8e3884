"""What cuDNN's one op computed, with ordinary ops."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.cudnn_rnn.params import (
    CUDNN_GRU,
    CUDNN_INPUT_LINEAR_MODE,
    CUDNN_LSTM,
    CUDNN_RNN_RELU,
    CUDNN_RNN_UNIDIRECTION,
    Layout,
)


class _Step(tf.nn.rnn_cell.RNNCell):
    """One step of a layer; its inputs are mapped already."""

    def __init__(self, layout, weights, biases):
        super().__init__(name="step")
        gates, units = layout.num_gates, layout.num_units
        self._mode, self._units = layout.rnn_mode, units
        self._projection = weights[-1] if layout.projected else None
        self._kernel = tf.concat(weights[gates : 2 * gates], 0)
        self._bias = tf.concat(biases[gates:], 0)
        self._width = weights[gates].shape[1].value

    @property
    def output_size(self):
        """Width of the output."""
        return self._width

    @property
    def state_size(self):
        """Widths of the state: of the output, and of LSTM's cell state."""
        return (self._width, self._units) if self._mode == CUDNN_LSTM else self._width

    def call(self, inputs, state):
        """One step."""
        h = state[0] if self._mode == CUDNN_LSTM else state
        mapped = tf.nn.bias_add(tf.matmul(h, self._kernel, transpose_b=True), self._bias)
        if self._mode == CUDNN_LSTM:
            i, f, j, o = tf.split(inputs + mapped, 4, axis=1)
            c = tf.sigmoid(f) * state[1] + tf.sigmoid(i) * tf.tanh(j)
            h = tf.sigmoid(o) * tf.tanh(c)
            if self._projection is not None:
                h = tf.matmul(h, self._projection, transpose_b=True)
            return h, (h, c)
        if self._mode == CUDNN_GRU:
            x_r, x_u, x_new = tf.split(inputs, 3, axis=1)
            h_r, h_u, h_new = tf.split(mapped, 3, axis=1)
            u = tf.sigmoid(x_u + h_u)
            new = tf.tanh(x_new + tf.sigmoid(x_r + h_r) * h_new)
            h = (1 - u) * new + u * h
            return h, h
        activation = tf.nn.relu if self._mode == CUDNN_RNN_RELU else tf.tanh
        h = activation(inputs + mapped)
        return h, h


def _run(layout, weights, biases, inputs, state, lengths, backwards):
    """Runs one direction of one layer over `inputs`, time first."""
    gates = layout.num_gates
    kernel, bias = tf.concat(weights[:gates], 0), tf.concat(biases[:gates], 0)
    if backwards:
        inputs = _reverse(inputs, lengths)
    # The inputs of all steps in one product.
    inputs = tf.tensordot(inputs, kernel, [[2], [1]]) + bias
    step = _Step(layout, weights, biases)
    outputs, state = tf.nn.dynamic_rnn(
        step, inputs, sequence_length=lengths, initial_state=state, time_major=True, scope="run"
    )
    return _reverse(outputs, lengths) if backwards else outputs, state


def _reverse(sequence, lengths):
    if lengths is None:
        return tf.reverse(sequence, [0])
    return tf.reverse_sequence(sequence, lengths, 0, 1)


def _cudnn_rnn(
    inputs,
    input_h,
    input_c,
    params,
    is_training,
    rnn_mode,
    sequence_lengths=None,
    time_major=True,
    input_mode=CUDNN_INPUT_LINEAR_MODE,
    direction=CUDNN_RNN_UNIDIRECTION,
    dropout=0.0,
    seed=0,
    num_proj=None,
    name=None,
):
    """A stack of layers, from the vector of their parameters.

    Args:
        inputs: ``[time, batch, width]``, or batch first if not `time_major`.
        input_h: the initial outputs, ``[layers * directions, batch, units]``, or batch first.
        input_c: LSTM's initial cell states, likewise.
        params: all weights and biases: see `tf1shim.contrib.cudnn_rnn.params`.
        is_training: whether there is dropout.
        rnn_mode: ``lstm``, ``gru``, ``rnn_tanh`` or ``rnn_relu``.
        sequence_lengths: how many steps each example has; all if None.
        time_major: whether time is the first axis.
        input_mode: ``linear_input``.
        direction: ``unidirectional`` or ``bidirectional``.
        dropout: the part of each layer's outputs, but for the last, that is dropped.
        seed: of the dropout.
        num_proj: width to which LSTM's outputs are projected.
        name: of the op.

    Returns:
        The last layer's outputs, all layers' final outputs, and their final cell states, which are
        empty if there are none.
    """
    lstm = rnn_mode == CUDNN_LSTM
    op_type = (
        "CudnnRNN" if sequence_lengths is None and time_major and not num_proj else "CudnnRNNV3"
    )
    values = [inputs, input_h, input_c, params]
    with (
        tf.name_scope(name, op_type, values) as scope,
        tf.variable_scope(tf.get_variable_scope(), auxiliary_name_scope=False),
    ):
        inputs, input_h, input_c, params = map(tf.convert_to_tensor, values)
        layout = Layout(
            rnn_mode,
            tf.dimension_value(input_h.shape[0 if time_major else 1])
            // (1 if direction == CUDNN_RNN_UNIDIRECTION else 2),
            input_c.shape[2].value if lstm else input_h.shape[2].value,
            inputs.shape[2].value,
            input_mode,
            direction,
            num_proj,
        )
        if not time_major:
            inputs = tf.transpose(inputs, [1, 0, 2])
            input_h = tf.transpose(input_h, [1, 0, 2])
            input_c = tf.transpose(input_c, [1, 0, 2]) if lstm else input_c
        initial = tf.unstack(input_h)
        if lstm:
            initial = list(zip(initial, tf.unstack(input_c)))
        parts = list(layout.of_each_layer(*layout.from_vector(params)))
        final = []
        for layer in range(layout.num_layers):
            if layer and dropout and is_training:
                inputs = tf.nn.dropout(inputs, rate=dropout, seed=seed)
            made = []
            for backwards in range(layout.num_dirs):
                i = layer * layout.num_dirs + backwards
                outputs, state = _run(
                    layout, *parts[i], inputs, initial[i], sequence_lengths, backwards
                )
                made.append(outputs)
                final.append(state)
            inputs = tf.concat(made, 2) if len(made) > 1 else made[0]
        output_h = tf.stack([state[0] for state in final] if lstm else final)
        output_c = tf.stack([state[1] for state in final]) if lstm else input_c
        if not time_major:
            inputs = tf.transpose(inputs, [1, 0, 2])
            output_h = tf.transpose(output_h, [1, 0, 2])
            output_c = tf.transpose(output_c, [1, 0, 2]) if lstm else output_c
        # Under the name of cuDNN's op, which had these three as its outputs.
        return tuple(tf.identity_n([inputs, output_h, output_c], name=scope))
