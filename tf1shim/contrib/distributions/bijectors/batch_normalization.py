"""Batch normalization as a bijector."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Bijector


def _undo_batch_normalization(x, mean, variance, offset, scale, variance_epsilon, name=None):
    with tf.name_scope(name, "undo_batchnorm", [x, mean, variance, scale, offset]):
        rescale = tf.sqrt(variance + variance_epsilon)
        if scale is not None:
            rescale /= scale
        return x * rescale + (mean if offset is None else mean - offset * rescale)


class BatchNormalization(Bijector):
    """Its inverse is the layer ``tf.layers.BatchNormalization``, so samples are un-normalized.

    >>> import tf1shim as tf
    >>> normalization = tf.contrib.distributions.bijectors.BatchNormalization()
    >>> normalization.inverse(tf.ones([4, 2])).shape
    TensorShape([Dimension(4), Dimension(2)])
    >>> [v.op.name for v in tf.trainable_variables()]
    ['batch_normalization/gamma', 'batch_normalization/beta']

    Args: `batchnorm_layer` replaces the layer, whose gammas are kept positive; with `training`
    the inverse uses the batch's own statistics.

    Raises: ValueError if that is no such layer, or renormalizes, or has virtual batches; and if
    the shape of an argument is not known.
    """

    def __init__(
        self, batchnorm_layer=None, training=True, validate_args=False, name="batch_normalization"
    ):
        self.batchnorm = batchnorm_layer or tf.layers.BatchNormalization(
            gamma_constraint=lambda x: tf.nn.relu(x) + 1e-6
        )
        self._validate_bn_layer(self.batchnorm)
        self._training = training
        axis = self.batchnorm.axis
        super().__init__(
            forward_min_event_ndims=1 if isinstance(axis, int) else len(axis),
            validate_args=validate_args,
            name=name,
        )

    @staticmethod
    def _validate_bn_layer(layer):
        if not isinstance(layer, tf.layers.BatchNormalization):
            raise ValueError("batchnorm_layer must be an instance of BatchNormalization layer.")
        if layer.renorm:
            raise ValueError("BatchNorm Bijector does not support renormalization.")
        if layer.virtual_batch_size:
            raise ValueError("BatchNorm Bijector does not support virtual batch sizes.")

    @staticmethod
    def _known_shape(x):
        if not x.shape.is_fully_defined():
            raise ValueError("Input must have shape known at graph construction.")
        return np.int32(x.shape.as_list())

    def _forward(self, x):
        layer = self.batchnorm
        if not layer.built:
            layer.build(x.shape)
        shape = self._known_shape(x)
        ndims = len(shape)
        reduced = [i for i in range(ndims) if i not in layer.axis]
        broadcast_shape = [1] * ndims
        broadcast_shape[layer.axis[0]] = shape[layer.axis[0]]

        def broadcast(v):
            if len(v.shape) != ndims and reduced != list(range(ndims - 1)):
                return tf.reshape(v, broadcast_shape)
            return v

        return _undo_batch_normalization(
            x,
            broadcast(layer.moving_mean),
            broadcast(layer.moving_variance),
            broadcast(layer.beta) if layer.center else None,
            broadcast(layer.gamma) if layer.scale else None,
            layer.epsilon,
        )

    def _inverse(self, y):
        return self.batchnorm.apply(y, training=self._training)

    def _forward_log_det_jacobian(self, x):
        # Forward uses the moving statistics, always.
        return -self._inverse_log_det_jacobian(x, use_saved_statistics=True)

    def _inverse_log_det_jacobian(self, y, use_saved_statistics=False):
        shape = self._known_shape(y)
        layer = self.batchnorm
        if not layer.built:
            layer.build(shape)
        if use_saved_statistics or not self._training:
            log_variance = tf.log(layer.moving_variance + layer.epsilon)
        else:
            axes = [i for i in range(len(shape)) if i not in layer.axis]
            _, variance = tf.nn.moments(y, axes=axes, keepdims=True)
            log_variance = tf.log(variance + layer.epsilon)
        log_gamma = tf.reduce_sum(tf.log(layer.gamma))
        return log_gamma - 0.5 * tf.reduce_sum(log_variance)
