"""The cumulative distribution function of the Weibull distribution: not public in TensorFlow 1."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import (
    Checked,
    at_most_one,
    non_negative,
    positive,
)
from tf1shim.contrib.distributions.distribution_util import parameter


class Weibull(Checked):
    """``1 - exp(-(x / scale)**concentration)``: its inverse makes Weibull samples of uniform ones.

    >>> import tf1shim as tf
    >>> from tf1shim.contrib.distributions.bijectors.weibull import Weibull
    >>> with tf.Session() as sess:
    ...     print(sess.run(Weibull().forward(1.)).round(3))
    0.632
    """

    scale = parameter("scale", "The scale.")
    concentration = parameter("concentration", "The shape.")

    def __init__(self, scale=1.0, concentration=1.0, validate_args=False, name="weibull"):
        with self._init_scope(name, validate_args, [scale, concentration]):
            self._scale = tf.convert_to_tensor(scale, name="scale")
            self._concentration = tf.convert_to_tensor(concentration, name="concentration")
            tf.debugging.assert_same_float_dtype([self._scale, self._concentration])
            self._scale = self._check(self._scale, positive("Argument scale was not positive"))
            check = positive("Argument concentration was not positive")
            self._concentration = self._check(self._concentration, check)
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x):
        x = self._maybe_assert_valid_x(x)
        return -tf.expm1(-((x / self.scale) ** self.concentration))

    def _inverse(self, y):
        y = self._maybe_assert_valid_y(y)
        return self.scale * (-tf.log1p(-y)) ** (1 / self.concentration)

    def _inverse_log_det_jacobian(self, y):
        y = self._maybe_assert_valid_y(y)
        return (
            -tf.log1p(-y)
            + (1 / self.concentration - 1) * tf.log(-tf.log1p(-y))
            + tf.log(self.scale / self.concentration)
        )

    def _forward_log_det_jacobian(self, x):
        x = self._maybe_assert_valid_x(x)
        return (
            -((x / self.scale) ** self.concentration)
            + (self.concentration - 1) * tf.log(x)
            + tf.log(self.concentration)
            + -self.concentration * tf.log(self.scale)
        )

    def _maybe_assert_valid_x(self, x):
        return self._check(x, non_negative("Forward transformation input must be at least 0."))

    def _maybe_assert_valid_y(self, y):
        return self._check(
            y,
            non_negative("Inverse transformation input must be greater than 0."),
            at_most_one("Inverse transformation input must be less than or equal to 1."),
        )
