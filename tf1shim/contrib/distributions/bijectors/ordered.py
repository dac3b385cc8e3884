"""Increasing vectors."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked
from tf1shim.contrib.distributions.distribution_util import dimension_value, with_dependencies


def last_dimension(shape, change=0):
    """The shape of a vector that is longer by `change` than the last dimension of `shape`."""
    if shape.ndims is None or dimension_value(shape[-1]) is None:
        return shape
    return tf.TensorShape([dimension_value(shape[-1]) + change])


def check_more_than_one(shape):
    """Raises if the last dimension of `shape` is known to be 1 or less."""
    size = None if shape.ndims is None else dimension_value(shape[-1])
    if size is not None and size <= 1:
        raise ValueError(f"output_shape[-1] = {size} <= 1")


def checked_more_than_one(shape):
    """The tensor `shape`, after a check that its last element is more than 1."""
    message = "Need last dimension greater than 1."
    return with_dependencies([tf.assert_greater(shape[-1], 1, message=message)], shape)


class Ordered(Checked):
    """Increasing vectors to any vectors: the first element, and the logarithms of the steps.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.bijectors.Ordered().inverse([2., 0., 0.])))
    [2. 3. 4.]
    """

    def __init__(self, validate_args=False, name="ordered"):
        super().__init__(forward_min_event_ndims=1, validate_args=validate_args, name=name)

    def _forward_event_shape(self, input_shape):
        return last_dimension(input_shape)

    def _forward_event_shape_tensor(self, input_shape):
        return input_shape[-1][..., tf.newaxis]

    def _inverse_event_shape(self, output_shape):
        check_more_than_one(output_shape)
        return last_dimension(output_shape)

    def _inverse_event_shape_tensor(self, output_shape):
        if self.validate_args:
            output_shape = checked_more_than_one(output_shape)
        return output_shape[-1][..., tf.newaxis]

    def _forward(self, x):
        x = self._maybe_assert_valid_x(x)
        first = x[..., 0, tf.newaxis]
        return tf.concat([first, tf.log(x[..., 1:] - x[..., :-1])], axis=-1)

    def _inverse(self, y):
        first = y[..., 0, tf.newaxis]
        return tf.cumsum(tf.concat([first, tf.exp(y[..., 1:])], axis=-1), axis=-1)

    def _inverse_log_det_jacobian(self, y):
        return tf.reduce_sum(y[..., 1:], axis=-1)

    def _forward_log_det_jacobian(self, x):
        x = self._maybe_assert_valid_x(x)
        return -tf.reduce_sum(tf.log(x[..., 1:] - x[..., :-1]), axis=-1)

    def _maybe_assert_valid_x(self, x):
        message = "Forward transformation input must be strictly increasing."
        return self._check(
            x, lambda x: tf.assert_positive(x[..., 1:] - x[..., :-1], message=message)
        )
