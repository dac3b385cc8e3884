"""The Cauchy distribution."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    ScalarDistribution,
    parameter,
    positive,
)


class LocationScale(ScalarDistribution):
    """A distribution of scalars with a location and a positive scale."""

    _shaped_by = _params = ("loc", "scale")

    loc = parameter("loc", "The location.")
    scale = parameter("scale", "The scale.")

    def _build(self, loc, scale, validate_args, allow_nan_stats, parameters, name):
        with tf.name_scope(name, values=[loc, scale]) as name:
            with positive(validate_args, scale):
                self._loc = tf.identity(loc, name="loc")
                self._scale = tf.identity(scale, name="scale")
                tf.debugging.assert_same_float_dtype([self._loc, self._scale])
        tf.distributions.Distribution.__init__(
            self,
            dtype=self._scale.dtype,
            reparameterization_type=tf.distributions.FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._loc, self._scale],
            name=name,
        )

    def _uniform(self, n, low, seed):
        """`n` samples between `low` and 1 for each member of the batch."""
        return tf.random_uniform(
            shape=tf.concat([[n], self.batch_shape_tensor()], 0),
            minval=low,
            maxval=1.0,
            dtype=self.dtype,
            seed=seed,
        )

    def _log_prob(self, x):
        return self._log_unnormalized_prob(x) - self._log_normalization()

    def _log_normalization(self):
        return tf.log(self.scale)

    def _mode(self):
        return self.loc * tf.ones_like(self.scale)

    def _z(self, x):
        with tf.name_scope("standardize", values=[x]):
            return (x - self.loc) / self.scale


class Cauchy(LocationScale):
    """The Cauchy distribution: density ``1 / (pi * scale * (1 + ((x - loc) / scale)**2))``.

    >>> import tf1shim as tf
    >>> cauchy = tf.contrib.distributions.Cauchy(loc=0., scale=[1., 2.])
    >>> with tf.Session() as sess:
    ...     print(sess.run(cauchy.cdf(0.)))
    [0.5 0.5]

    It has no mean and no standard deviation: they are NaN, or a ValueError if `allow_nan_stats` is
    false.
    """

    def __init__(self, loc, scale, validate_args=False, allow_nan_stats=True, name="Cauchy"):
        self._build(loc, scale, validate_args, allow_nan_stats, dict(locals()), name)

    def _sample_n(self, n, seed=None):
        return self._quantile(self._uniform(n, 0.0, seed))

    def _cdf(self, x):
        return tf.atan(self._z(x)) / np.pi + 0.5

    def _log_cdf(self, x):
        return tf.log1p(2 / np.pi * tf.atan(self._z(x))) - np.log(2)

    def _log_unnormalized_prob(self, x):
        return -tf.log1p(tf.square(self._z(x)))

    def _log_normalization(self):
        return np.log(np.pi) + tf.log(self.scale)

    def _entropy(self):
        entropy = np.log(4 * np.pi) + tf.log(self.scale)
        return entropy * tf.ones_like(self.loc)

    def _quantile(self, p):
        return self.loc + self.scale * tf.tan(np.pi * (p - 0.5))

    def _undefined(self, what):
        if self.allow_nan_stats:
            return self._nan()
        raise ValueError(f"`{what}` is undefined for Cauchy distribution.")

    def _mean(self):
        return self._undefined("mean")

    def _stddev(self):
        return self._undefined("stddev")
