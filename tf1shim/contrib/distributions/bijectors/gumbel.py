"""The cumulative distribution function of the Gumbel distribution."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import (
    Checked,
    at_most_one,
    non_negative,
    positive,
)
from tf1shim.contrib.distributions.distribution_util import parameter


class Gumbel(Checked):
    """``exp(-exp(-(x - loc) / scale))``: its inverse makes Gumbel samples of uniform ones.

    >>> import tf1shim as tf
    >>> tfd = tf.contrib.distributions
    >>> gumbel = tfd.TransformedDistribution(
    ...     tfd.Uniform(0., 1.), tfd.bijectors.Invert(tfd.bijectors.Gumbel(loc=0., scale=1.)))
    >>> with tf.Session() as sess:
    ...     print(sess.run(gumbel.cdf(0.)).round(3))
    0.368
    """

    loc = parameter("loc", "The location.")
    scale = parameter("scale", "The scale.")

    def __init__(self, loc=0.0, scale=1.0, validate_args=False, name="gumbel"):
        with self._init_scope(name, validate_args, [loc, scale]):
            self._loc = tf.convert_to_tensor(loc, name="loc")
            self._scale = tf.convert_to_tensor(scale, name="scale")
            tf.debugging.assert_same_float_dtype([self._loc, self._scale])
            self._scale = self._check(self._scale, positive("Argument scale was not positive"))
        super().__init__(validate_args=validate_args, forward_min_event_ndims=0, name=name)

    def _forward(self, x):
        z = (x - self.loc) / self.scale
        return tf.exp(-tf.exp(-z))

    def _inverse(self, y):
        y = self._maybe_assert_valid_y(y)
        return self.loc - self.scale * tf.log(-tf.log(y))

    def _inverse_log_det_jacobian(self, y):
        y = self._maybe_assert_valid_y(y)
        return tf.log(self.scale / (-tf.log(y) * y))

    def _forward_log_det_jacobian(self, x):
        z = (x - self.loc) / self.scale
        return -z - tf.exp(-z) - tf.log(self.scale)

    def _maybe_assert_valid_y(self, y):
        return self._check(
            y,
            non_negative("Inverse transformation input must be greater than 0."),
            at_most_one("Inverse transformation input must be less than or equal to 1."),
        )
