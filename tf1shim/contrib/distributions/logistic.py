"""The logistic distribution."""

import math

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.cauchy import LocationScale


class Logistic(LocationScale):
    """The logistic distribution: its cdf is ``sigmoid((x - loc) / scale)``.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.Logistic(0., 1.).cdf([0., 100.])))
    [0.5 1. ]
    """

    def __init__(self, loc, scale, validate_args=False, allow_nan_stats=True, name="Logistic"):
        self._build(loc, scale, validate_args, allow_nan_stats, dict(locals()), name)

    def _sample_n(self, n, seed=None):
        uniform = self._uniform(n, np.finfo(self.dtype.as_numpy_dtype).tiny, seed)
        sampled = tf.log(uniform) - tf.log1p(-1.0 * uniform)
        return sampled * self.scale + self.loc

    def _log_cdf(self, x):
        return -tf.nn.softplus(-self._z(x))

    def _cdf(self, x):
        return tf.sigmoid(self._z(x))

    def _log_survival_function(self, x):
        return -tf.nn.softplus(self._z(x))

    def _survival_function(self, x):
        return tf.sigmoid(-self._z(x))

    def _log_unnormalized_prob(self, x):
        z = self._z(x)
        return -z - 2.0 * tf.nn.softplus(-z)

    def _entropy(self):
        return 2 + tf.log(self.scale * tf.ones_like(self.loc))

    def _mean(self):
        return self.loc * tf.ones_like(self.scale)

    def _stddev(self):
        return self.scale * tf.ones_like(self.loc) * math.pi / math.sqrt(3)

    def _mode(self):
        return self._mean()
