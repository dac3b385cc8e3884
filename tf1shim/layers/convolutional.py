"""``tf.layers``: the convolutions, with the ops and names that they had in TensorFlow 1."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.layers.base import InputSpec, Layer, legacy

# By rank: the op of a convolution, and its data format where channels come last.
OPS = {1: (tf.nn.conv1d, "NWC"), 2: (tf.nn.conv2d, "NHWC"), 3: (tf.nn.conv3d, "NDHWC")}


class _Convolution(Layer):
    """What the convolutions share; `rank` is their number of dimensions."""

    @property
    def input_spec(self):
        """What the layer takes: one batch dimension, where Keras 2 allows many."""
        return self._input_spec

    @input_spec.setter
    def input_spec(self, spec):
        if spec is not None and spec.min_ndim is not None:
            spec = InputSpec(ndim=self.rank + 2, axes=spec.axes)
        self._input_spec = spec

    def convolution_op(self, inputs, kernel):
        """The convolution itself; a dilated one goes through batches, as in TensorFlow 1."""
        padding = "VALID" if self.padding == "causal" else self.padding.upper()
        if all(rate == 1 for rate in self.dilation_rate):
            return self._convolve(inputs, kernel, self.strides, padding)
        last = self.data_format == "channels_last"
        return tf.nn.with_space_to_batch(
            inputs,
            self.dilation_rate,
            padding,
            lambda batches, _, padding: self._convolve(batches, kernel, (1,) * self.rank, padding),
            filter_shape=kernel.shape,
            spatial_dims=range(1, self.rank + 1) if last else range(2, self.rank + 2),
            data_format=self._format(),
        )

    def _format(self):
        last = OPS[self.rank][1]
        return last if self.data_format == "channels_last" else f"NC{last[1:-1]}"

    def _convolve(self, inputs, kernel, strides, padding):
        if self.rank == 1:
            strides = strides[0]
        else:
            strides = [1, *strides, 1] if self._format()[-1] == "C" else [1, 1, *strides]
        return OPS[self.rank][0](inputs, kernel, strides, padding, data_format=self._format())


class Conv1D(_Convolution, legacy.Conv1D):
    """A convolution over one dimension.

    >>> tf.layers.Conv1D(4, 2)(tf.zeros([1, 5, 3])).name
    'conv1d/BiasAdd:0'
    """


class Conv2D(_Convolution, legacy.Conv2D):
    """A convolution over two dimensions.

    >>> conv = tf.layers.Conv2D(4, 2, activation=tf.nn.relu)
    >>> conv(tf.zeros([1, 5, 5, 3])).name, [v.name for v in conv.variables]
    ('conv2d/Relu:0', ['conv2d/kernel:0', 'conv2d/bias:0'])
    """


class Conv3D(_Convolution, legacy.Conv3D):
    """A convolution over three dimensions.

    >>> tf.layers.Conv3D(4, 2)(tf.zeros([1, 5, 5, 5, 3])).shape.as_list()
    [1, 4, 4, 4, 4]
    """


class SeparableConv1D(_Convolution, legacy.SeparableConv1D):
    """A convolution of each channel by itself, then one over the channels; one dimension.

    >>> conv = tf.layers.SeparableConv1D(4, 2)
    >>> conv(tf.zeros([1, 5, 3])).shape.as_list()
    [1, 4, 4]
    """


class SeparableConv2D(_Convolution, legacy.SeparableConv2D):
    """A convolution of each channel by itself, then one over the channels; two dimensions.

    >>> conv = tf.layers.SeparableConv2D(4, 2, use_bias=False)
    >>> conv(tf.zeros([1, 5, 5, 3])).shape.as_list()
    [1, 4, 4, 4]
    >>> [v.name for v in conv.variables]
    ['separable_conv2d/depthwise_kernel:0', 'separable_conv2d/pointwise_kernel:0']
    """


class Conv2DTranspose(_Convolution, legacy.Conv2DTranspose):
    """The transpose (gradient) of `Conv2D`, often used to scale images up.

    >>> tf.layers.Conv2DTranspose(4, 2, strides=2)(tf.zeros([1, 5, 5, 3])).shape.as_list()
    [1, 10, 10, 4]
    """


class Conv3DTranspose(_Convolution, legacy.Conv3DTranspose):
    """The transpose (gradient) of `Conv3D`.

    >>> tf.layers.Conv3DTranspose(4, 2)(tf.zeros([1, 5, 5, 5, 3])).shape.as_list()
    [1, 6, 6, 6, 4]
    """
