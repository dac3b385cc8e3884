"""Softmax as a bijector."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Bijector
from tf1shim.contrib.distributions.bijectors.ordered import (
    check_more_than_one,
    checked_more_than_one,
    last_dimension,
)
from tf1shim.contrib.distributions.distribution_util import dimension_value, pad


class SoftmaxCentered(Bijector):
    """``softmax([x, 0])``: vectors to the simplex, of one more element.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.bijectors.SoftmaxCentered().forward([0.])))
    [0.5 0.5]
    """

    def __init__(self, validate_args=False, name="softmax_centered"):
        super().__init__(forward_min_event_ndims=1, validate_args=validate_args, name=name)

    def _forward_event_shape(self, input_shape):
        return last_dimension(input_shape, 1)

    def _forward_event_shape_tensor(self, input_shape):
        return (input_shape[-1] + 1)[..., tf.newaxis]

    def _inverse_event_shape(self, output_shape):
        check_more_than_one(output_shape)
        return last_dimension(output_shape, -1)

    def _inverse_event_shape_tensor(self, output_shape):
        if self.validate_args:
            output_shape = checked_more_than_one(output_shape)
        return (output_shape[-1] - 1)[..., tf.newaxis]

    @staticmethod
    def _set_shape(y, x, change):
        """Gives `y` the shape of `x`, but `change` elements more."""
        if x.shape.ndims is not None:
            size = dimension_value(x.shape[-1])
            y.set_shape(x.shape[:-1].concatenate([None if size is None else size + change]))

    def _forward(self, x):
        y = pad(x, axis=-1, back=True)
        self._set_shape(y, x, 1)
        return tf.nn.softmax(y)

    def _inverse(self, y):
        x = tf.log(y)
        x = x[..., :-1] + (-x[..., -1])[..., tf.newaxis]
        self._set_shape(x, y, -1)
        return x

    def _inverse_log_det_jacobian(self, y):
        return -tf.reduce_sum(tf.log(y), axis=-1)

    def _forward_log_det_jacobian(self, x):
        log_total = tf.nn.softplus(tf.reduce_logsumexp(x, axis=-1, keepdims=True))
        fldj = -log_total + tf.reduce_sum(x - log_total, axis=-1, keepdims=True)
        return tf.squeeze(fldj, axis=-1)
