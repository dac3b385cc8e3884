"""The square."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked, non_negative


class Square(Checked):
    """``x**2`` of numbers that are not negative.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.bijectors.Square().inverse([4., 9.])))
    [2. 3.]
    """

    def __init__(self, validate_args=False, name="square"):
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x):
        return tf.square(self._maybe_assert_valid(x))

    def _inverse(self, y):
        return tf.sqrt(self._maybe_assert_valid(y))

    def _forward_log_det_jacobian(self, x):
        return np.log(2.0) + tf.log(self._maybe_assert_valid(x))

    def _maybe_assert_valid(self, t):
        return self._check(t, non_negative("All elements must be non-negative."))
