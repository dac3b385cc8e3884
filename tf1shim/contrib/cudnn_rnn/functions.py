"""cuDNN's ops as functions of a vector of parameters, for programs that keep that themselves."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.cudnn_rnn.forward import _cudnn_rnn
from tf1shim.contrib.cudnn_rnn.params import (
    CUDNN_GRU,
    CUDNN_INPUT_LINEAR_MODE,
    CUDNN_LSTM,
    CUDNN_RNN_RELU,
    CUDNN_RNN_TANH,
    CUDNN_RNN_UNIDIRECTION,
    Layout,
)


def cudnn_lstm(
    inputs,
    input_h,
    input_c,
    params,
    is_training,
    sequence_lengths=None,
    time_major=True,
    input_mode=CUDNN_INPUT_LINEAR_MODE,
    direction=CUDNN_RNN_UNIDIRECTION,
    dropout=0.0,
    seed=0,
    num_proj=None,
    name=None,
):
    """LSTM layers: their outputs, final outputs of each, final cell states.

    >>> from tf1shim.contrib.cudnn_rnn import cudnn_rnn_ops
    >>> size = cudnn_rnn_ops.cudnn_rnn_opaque_params_size("lstm", 1, 4, 3)
    >>> state = tf.zeros([1, 2, 4])
    >>> outputs, h, c = cudnn_rnn_ops.cudnn_lstm(
    ...     tf.ones([5, 2, 3]), state, state, tf.fill([size], 0.1), is_training=True)
    >>> outputs.shape.as_list(), h.shape.as_list()
    ([5, 2, 4], [1, 2, 4])
    """
    return _cudnn_rnn(rnn_mode=CUDNN_LSTM, **locals())


def _without_cell_state(rnn_mode, input_h, **arguments):
    input_h = tf.convert_to_tensor(input_h)
    none = tf.constant([], dtype=input_h.dtype)
    return _cudnn_rnn(rnn_mode=rnn_mode, input_h=input_h, input_c=none, **arguments)[:2]


def cudnn_gru(
    inputs,
    input_h,
    params,
    is_training,
    sequence_lengths=None,
    time_major=True,
    input_mode=CUDNN_INPUT_LINEAR_MODE,
    direction=CUDNN_RNN_UNIDIRECTION,
    dropout=0.0,
    seed=0,
    name=None,
):
    """GRU layers: their outputs, and the final outputs of each."""
    return _without_cell_state(CUDNN_GRU, **locals())


def cudnn_rnn_tanh(
    inputs,
    input_h,
    params,
    is_training,
    sequence_lengths=None,
    time_major=True,
    input_mode=CUDNN_INPUT_LINEAR_MODE,
    direction=CUDNN_RNN_UNIDIRECTION,
    dropout=0.0,
    seed=0,
    name=None,
):
    """Layers without gates, with `tf.tanh`: their outputs, and the final outputs of each."""
    return _without_cell_state(CUDNN_RNN_TANH, **locals())


def cudnn_rnn_relu(
    inputs,
    input_h,
    params,
    is_training,
    input_mode=CUDNN_INPUT_LINEAR_MODE,
    direction=CUDNN_RNN_UNIDIRECTION,
    dropout=0.0,
    seed=0,
    sequence_lengths=None,
    time_major=True,
    name=None,
):
    """Layers without gates, with `tf.nn.relu`; mind the other order of its arguments."""
    return _without_cell_state(CUDNN_RNN_RELU, **locals())


def cudnn_rnn_opaque_params_to_canonical(
    rnn_mode,
    num_layers,
    num_units,
    input_size,
    params,
    input_mode=CUDNN_INPUT_LINEAR_MODE,
    direction=CUDNN_RNN_UNIDIRECTION,
    dropout=0,
    seed=0,
    num_proj=None,
    name=None,
):
    """The weights and the biases in a vector of parameters, two lists."""
    layout = Layout(rnn_mode, num_layers, num_units, input_size, input_mode, direction, num_proj)
    with tf.name_scope(name, "CudnnRNNParamsToCanonical", [params]):
        return layout.from_vector(params)


def cudnn_rnn_canonical_to_opaque_params(
    rnn_mode,
    num_layers,
    num_units,
    input_size,
    weights,
    biases,
    input_mode=CUDNN_INPUT_LINEAR_MODE,
    direction=CUDNN_RNN_UNIDIRECTION,
    dropout=0,
    seed=0,
    num_proj=None,
    name=None,
):
    """The vector of parameters with these weights and biases."""
    layout = Layout(rnn_mode, num_layers, num_units, input_size, input_mode, direction, num_proj)
    if len(weights) != len(layout.weight_shapes) or len(biases) != len(layout.bias_shapes):
        raise ValueError(
            f"Expected {len(layout.weight_shapes)} weights and {len(layout.bias_shapes)} biases, "
            f"got {len(weights)} and {len(biases)}"
        )
    with tf.name_scope(name, "CudnnRNNCanonicalToParams", [*weights, *biases]):
        return layout.to_vector(weights, biases)


def cudnn_rnn_opaque_params_size(
    rnn_mode,
    num_layers,
    num_units,
    input_size,
    input_mode=CUDNN_INPUT_LINEAR_MODE,
    direction=CUDNN_RNN_UNIDIRECTION,
    dtype=tf.float32,
    dropout=0,
    seed=0,
    num_proj=None,
    name=None,
):
    """The length of the vector of parameters: a tensor."""
    layout = Layout(rnn_mode, num_layers, num_units, input_size, input_mode, direction, num_proj)
    return tf.constant(layout.size, tf.int32, name=name or "CudnnRNNParamsSize")
