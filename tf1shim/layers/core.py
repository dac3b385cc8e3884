"""``tf.layers``: `Dense`, `Dropout`, `Flatten`."""

from __future__ import annotations

import math

import tf1shim as tf
from tf1shim.layers.base import InputSpec, Layer, legacy


class Dense(Layer, legacy.Dense):
    """``activation(inputs x kernel + bias)``, over the last dimension.

    >>> dense = tf.layers.Dense(2, tf.nn.relu)
    >>> dense(tf.zeros([4, 3])).name, [v.name for v in dense.variables]
    ('dense/Relu:0', ['dense/kernel:0', 'dense/bias:0'])

    Raises: ValueError if the inputs have no last dimension that is known.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.input_spec = InputSpec(min_ndim=2)


class Dropout(Layer, legacy.Dropout):
    """Sets a part of the inputs to zero, where ``training=True``, and scales up the others.

    >>> drop = tf.layers.Dropout(0.5, seed=1)
    >>> drop(tf.ones([2, 3])).name, drop(tf.ones([2, 3]), training=True).name
    ('dropout/Identity:0', 'dropout/dropout/mul_1:0')

    `training` may be a tensor.
    """

    def call(self, inputs, training=False):
        """Drops where `training` is true."""
        return smart_cond(
            training,
            lambda: tf.nn.dropout(
                inputs,
                noise_shape=self._get_noise_shape(inputs),
                seed=self.seed,
                rate=self.rate,
            ),
            lambda: tf.identity(inputs),
        )

    def _get_noise_shape(self, inputs):
        if self.noise_shape is None:
            return None
        sizes = tf.shape(inputs)
        return [sizes[i] if n is None else n for i, n in enumerate(self.noise_shape)]


class Flatten(Layer, legacy.Flatten):
    """All dimensions but the first as one.

    >>> tf.layers.Flatten()(tf.zeros([4, 2, 3])).shape
    TensorShape([Dimension(4), Dimension(6)])
    """

    def __init__(self, data_format=None, **kwargs):
        super().__init__(data_format=data_format, **kwargs)
        self.input_spec = InputSpec(min_ndim=1)

    def call(self, inputs):
        """The inputs as a matrix, channels last."""
        rank = inputs.shape.ndims
        if self.data_format == "channels_first" and rank > 1:
            inputs = tf.transpose(inputs, [0, *range(2, rank), 1])
        outputs = tf.reshape(inputs, (inputs.shape[0].value or tf.shape(inputs)[0], -1))
        sizes = inputs.shape.as_list()
        known = None if None in sizes[1:] else math.prod(sizes[1:])
        outputs.set_shape([sizes[0], known])
        return outputs


def smart_cond(condition, true_fn, false_fn):
    """``tf.cond``, or one of the two alone where the condition is known."""
    if isinstance(condition, tf.Variable):
        return tf.cond(condition, true_fn, false_fn)
    known = tf.get_static_value(condition) if hasattr(condition, "op") else condition
    if known is None:
        return tf.cond(condition, true_fn, false_fn)
    return true_fn() if known else false_fn()
