"""The softsign function."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked


def _inside(bound, check, what):
    """A check that a tensor is `what` the number `bound`."""
    message = f"Inverse transformation input must be {what} {bound:.0f}."
    return lambda y: check(y, tf.cast(bound, dtype=y.dtype.base_dtype), message=message)


class Softsign(Checked):
    """``x / (1 + abs(x))``.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.bijectors.Softsign().forward([-1., 3.])))
    [-0.5   0.75]
    """

    def __init__(self, validate_args=False, name="softsign"):
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x):
        return x / (1.0 + tf.abs(x))

    def _inverse(self, y):
        y = self._maybe_assert_valid_y(y)
        return y / (1.0 - tf.abs(y))

    def _forward_log_det_jacobian(self, x):
        return -2.0 * tf.log1p(tf.abs(x))

    def _inverse_log_det_jacobian(self, y):
        y = self._maybe_assert_valid_y(y)
        return -2.0 * tf.log1p(-tf.abs(y))

    def _maybe_assert_valid_y(self, y):
        return self._check(
            y,
            _inside(-1.0, tf.assert_greater, "greater than"),
            _inside(1.0, tf.assert_less, "less than"),
        )
