"""The Kumaraswamy distribution."""

import tf1shim as tf
from tf1shim.contrib.distributions import bijectors
from tf1shim.contrib.distributions.distribution_util import (
    get_broadcast_shape,
    with_dependencies,
)
from tf1shim.contrib.distributions.transformed_distribution import TransformedDistribution


def _harmonic_number(x):
    one = tf.ones([], dtype=x.dtype)
    return tf.digamma(x + one) - tf.digamma(one)


class Kumaraswamy(TransformedDistribution):
    """The Kumaraswamy distribution on [0, 1]: its cdf is ``1 - (1 - x**c1)**c0``.

    >>> import tf1shim as tf
    >>> kumaraswamy = tf.contrib.distributions.Kumaraswamy(1., 2.)
    >>> with tf.Session() as sess:
    ...     print(sess.run(kumaraswamy.cdf(0.5)).round(3))
    0.75

    The mode where a concentration is at most 1 is NaN, or fails in the session if
    `allow_nan_stats` is false.
    """

    def __init__(
        self,
        concentration1=None,
        concentration0=None,
        validate_args=False,
        allow_nan_stats=True,
        name="Kumaraswamy",
    ):
        with tf.name_scope(name, values=[concentration1, concentration0]) as name:
            concentration1 = tf.convert_to_tensor(concentration1, name="concentration1")
            concentration0 = tf.convert_to_tensor(concentration0, name="concentration0")
        dtype = concentration1.dtype
        super().__init__(
            distribution=tf.distributions.Uniform(
                low=tf.zeros([], dtype=dtype),
                high=tf.ones([], dtype=dtype),
                allow_nan_stats=allow_nan_stats,
            ),
            bijector=bijectors.Kumaraswamy(
                concentration1=concentration1,
                concentration0=concentration0,
                validate_args=validate_args,
            ),
            batch_shape=get_broadcast_shape(concentration1, concentration0),
            name=name,
        )
        self._reparameterization_type = tf.distributions.FULLY_REPARAMETERIZED

    @property
    def concentration1(self):
        """The exponent of x."""
        return self.bijector.concentration1

    @property
    def concentration0(self):
        """The exponent of the complement."""
        return self.bijector.concentration0

    def _entropy(self):
        a, b = self.concentration1, self.concentration0
        return 1 - 1.0 / a + (1 - 1.0 / b) * _harmonic_number(b) + tf.log(a) + tf.log(b)

    def _moment(self, n):
        """The mean of ``x**n``."""
        ones = tf.ones_like(self.concentration1 + self.concentration0, dtype=self.dtype)
        a, b = ones * self.concentration1, ones * self.concentration0
        log_beta = tf.lbeta(tf.stack([1 + n / a, b], -1))
        return tf.exp(tf.log(b) + log_beta)

    def _mean(self):
        return self._moment(1)

    def _variance(self):
        return self._moment(2) - tf.square(self._moment(1))

    def _mode(self):
        a, b = self.concentration1, self.concentration0
        mode = ((a - 1) / (a * b - 1)) ** (1.0 / a)
        if self.allow_nan_stats:
            value = self.dtype.as_numpy_dtype(float("nan"))
            nan = tf.fill(self.batch_shape_tensor(), value, name="nan")
            return tf.where_v2((a > 1.0) & (b > 1.0), mode, nan)
        checks = [
            tf.assert_less(
                tf.ones([], dtype=value.dtype),
                value,
                message=f"Mode undefined for {which} <= 1.",
            )
            for which, value in (("concentration1", a), ("concentration0", b))
        ]
        return with_dependencies(checks, mode)
