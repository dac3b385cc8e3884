"""LSTMs whose gates are convolutions."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.rnn.shared import LSTMStateTuple, RNNCell

_CONVOLUTIONS = {3: tf.nn.conv1d, 4: tf.nn.conv2d, 5: tf.nn.conv3d}


def _conv(args, filter_size, num_features, bias, bias_start=0.0):
    """A convolution of several tensors, side by side in their channels, with a new kernel."""
    shapes = [a.get_shape().as_list() for a in args]
    rank = len(shapes[0])
    for shape in shapes:
        if len(shape) not in _CONVOLUTIONS:
            raise ValueError(f"Conv Linear expects 3D, 4D or 5D arguments: {shapes}")
        if len(shape) != rank:
            raise ValueError(f"Conv Linear expects all args to be of same Dimension: {shapes}")
    dtype = args[0].dtype
    kernel = tf.get_variable(
        "kernel", [*filter_size, sum(shape[-1] for shape in shapes), num_features], dtype=dtype
    )
    inputs = args[0] if len(args) == 1 else tf.concat(args, axis=rank - 1)
    strides = 1 if rank == 3 else rank * [1]
    result = _CONVOLUTIONS[rank](inputs, kernel, strides, padding="SAME")
    if not bias:
        return result
    initializer = tf.constant_initializer(bias_start, dtype=dtype)
    return result + tf.get_variable("biases", [num_features], dtype=dtype, initializer=initializer)


class ConvLSTMCell(RNNCell):
    """An LSTM whose states are images (or signals, or volumes).

    >>> cell = tf.contrib.rnn.ConvLSTMCell(2, input_shape=[8, 8, 3], output_channels=4,
    ...                                    kernel_shape=[3, 3])
    >>> outputs, state = cell(tf.ones([2, 8, 8, 3]), cell.zero_state(2, tf.float32))
    >>> outputs.shape.as_list(), [v.op.name for v in tf.global_variables()]
    ([2, 8, 8, 4], ['conv_lstm_cell/kernel', 'conv_lstm_cell/biases'])

    Args:
        conv_ndims: 1, 2 or 3.
        input_shape: the shape of one input, as a list, channels last.
        output_channels: channels of the state and of the output.
        kernel_shape: height, width, ... of the kernel.
        use_bias: whether the convolution has a bias.
        skip_connection: whether the input is put beside the output.
        forget_bias: added to the forget gate.
        initializers: not used.
        name: the layer's name.

    Raises:
        ValueError: `input_shape` has not one axis more than `conv_ndims`.
    """

    def __init__(
        self,
        conv_ndims,
        input_shape,
        output_channels,
        kernel_shape,
        use_bias=True,
        skip_connection=False,
        forget_bias=1.0,
        initializers=None,
        name="conv_lstm_cell",
    ):
        super().__init__(name=name)
        if conv_ndims != len(input_shape) - 1:
            raise ValueError(f"Invalid input_shape {input_shape} for conv_ndims={conv_ndims}.")
        self._conv_ndims = conv_ndims
        self._output_channels = output_channels
        self._kernel_shape = list(kernel_shape)
        self._use_bias = use_bias
        self._forget_bias = forget_bias
        self._skip_connection = skip_connection
        more = input_shape[-1] if skip_connection else 0
        self._state_shape = tf.TensorShape([*input_shape[:-1], output_channels])
        self._output_shape = tf.TensorShape([*input_shape[:-1], output_channels + more])

    @property
    def output_size(self):
        """Shape of one output."""
        return self._output_shape

    @property
    def state_size(self):
        """Shapes of the cell state and of the output fed back."""
        return LSTMStateTuple(self._state_shape, self._state_shape)

    def call(self, inputs, state, scope=None):
        """One step."""
        cell, hidden = state
        gates = _conv(
            [inputs, hidden], self._kernel_shape, 4 * self._output_channels, self._use_bias
        )
        i, j, f, o = tf.split(value=gates, num_or_size_splits=4, axis=self._conv_ndims + 1)
        new_cell = tf.sigmoid(f + self._forget_bias) * cell
        new_cell += tf.sigmoid(i) * tf.tanh(j)
        output = tf.tanh(new_cell) * tf.sigmoid(o)
        if self._skip_connection:
            output = tf.concat([output, inputs], axis=-1)
        return output, LSTMStateTuple(new_cell, output)


class Conv1DLSTMCell(ConvLSTMCell):
    """A `ConvLSTMCell` for signals, ``[batch, time, channels]``."""

    def __init__(self, name="conv_1d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=1, name=name, **kwargs)


class Conv2DLSTMCell(ConvLSTMCell):
    """A `ConvLSTMCell` for images, ``[batch, height, width, channels]``."""

    def __init__(self, name="conv_2d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=2, name=name, **kwargs)


class Conv3DLSTMCell(ConvLSTMCell):
    """A `ConvLSTMCell` for volumes, ``[batch, depth, height, width, channels]``."""

    def __init__(self, name="conv_3d_lstm_cell", **kwargs):
        super().__init__(conv_ndims=3, name=name, **kwargs)
