"""``tf.layers.BatchNormalization``."""

from __future__ import annotations

import contextlib

import tf1shim as tf
from tf1shim.layers.base import Layer, legacy


class BatchNormalization(Layer, legacy.BatchNormalization):
    """Shifts and scales inputs to mean 0 and variance 1: the batch's own, or moving averages.

    >>> norm = tf.layers.BatchNormalization()
    >>> y = norm(tf.zeros([8, 3]), training=True)
    >>> [op.name for op in tf.get_collection(tf.GraphKeys.UPDATE_OPS)]
    ['batch_normalization/AssignMovingAvg', 'batch_normalization/AssignMovingAvg_1']

    Run these ops beside the training op: they move the averages that ``training=False`` uses.
    """

    def __init__(self, *args, **kwargs):
        clipping = kwargs.get("renorm_clipping") or {}
        known = ["rmax", "rmin", "dmax"]
        if kwargs.get("renorm") and set(clipping) - set(known):
            raise ValueError(f"renorm_clipping {clipping} contains keys not in {known}")
        super().__init__(*args, **kwargs)

    def build(self, input_shape):
        """Makes the variables; raises ValueError for inputs without the sizes of all axes."""
        shape = tf.TensorShape(input_shape)
        if not shape.ndims:
            raise ValueError("Input has undefined rank:", shape)
        axes = [self.axis] if isinstance(self.axis, int) else list(self.axis)
        axes = [axis + shape.ndims if axis < 0 else axis for axis in axes]
        for axis in axes:
            if not 0 <= axis < shape.ndims:
                raise ValueError(f"Invalid axis: {axis}")
        if len(axes) != len(set(axes)):
            raise ValueError(f"Duplicate axis: {axes}")
        if any(shape[axis].value is None for axis in axes):
            raise ValueError("Input has undefined `axis` dimension. Input shape: ", shape)
        super().build(input_shape)

    def _assign_moving_average(self, variable, value, momentum, inputs_size):
        eager = tf.executing_eagerly()
        near = contextlib.nullcontext() if eager else tf.get_default_graph().colocate_with(variable)
        with tf.name_scope("AssignMovingAvg") as scope, near:
            decay = tf.convert_to_tensor(1.0 - momentum, name="decay")
            difference = variable - tf.cast(value, variable.dtype)
            difference *= tf.cast(decay, variable.dtype.base_dtype)
            if inputs_size is not None:
                difference = tf.where(inputs_size > 0, difference, tf.zeros_like(difference))
            return tf.assign_sub(variable, difference, name=scope)
