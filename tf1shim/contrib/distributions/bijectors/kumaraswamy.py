"""The inverse of the cumulative distribution function of the Kumaraswamy distribution."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked, non_negative, positive
from tf1shim.contrib.distributions.distribution_util import parameter, with_dependencies


class Kumaraswamy(Checked):
    """``(1 - (1 - x)**(1 / concentration0)) ** (1 / concentration1)`` on [0, 1].

    >>> import tf1shim as tf
    >>> kumaraswamy = tf.contrib.distributions.bijectors.Kumaraswamy(1., 1.)
    >>> with tf.Session() as sess:
    ...     print(sess.run(kumaraswamy.forward(0.5)))
    0.5
    """

    concentration1 = parameter("concentration1", "The exponent of x.")
    concentration0 = parameter("concentration0", "The exponent of the complement.")

    def __init__(
        self, concentration1=None, concentration0=None, validate_args=False, name="kumaraswamy"
    ):
        check = positive("Concentration parameter must be positive.")
        with self._init_scope(name, validate_args, [concentration1, concentration0]):
            self._concentration1 = self._check(
                tf.convert_to_tensor(concentration1, name="concentration1"), check
            )
            self._concentration0 = self._check(
                tf.convert_to_tensor(concentration0, name="concentration0"), check
            )
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x):
        x = self._maybe_assert_valid(x)
        complement = -tf.exp(tf.log1p(-x) / self.concentration0)
        return tf.exp(tf.log1p(complement) / self.concentration1)

    def _inverse(self, y):
        y = self._maybe_assert_valid(y)
        complement = -((1 - y**self.concentration1) ** self.concentration0)
        return tf.exp(tf.log1p(complement))

    def _inverse_log_det_jacobian(self, y):
        y = self._maybe_assert_valid(y)
        return (
            tf.log(self.concentration1)
            + tf.log(self.concentration0)
            + (self.concentration1 - 1) * tf.log(y)
            + (self.concentration0 - 1) * tf.log1p(-(y**self.concentration1))
        )

    def _maybe_assert_valid(self, x):
        if not self.validate_args:
            return x
        one = tf.ones([], self.concentration0.dtype)
        checks = [
            non_negative("sample must be non-negative")(x),
            tf.assert_less_equal(x, one, message="sample must be no larger than `1`."),
        ]
        return with_dependencies(checks, x)
