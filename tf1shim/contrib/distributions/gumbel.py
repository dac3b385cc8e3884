"""The Gumbel distribution: TensorFlow 1 kept it private."""

import math

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.cauchy import LocationScale


class _Gumbel(LocationScale):
    """The Gumbel distribution: its cdf is ``exp(-exp(-(x - loc) / scale))``."""

    def __init__(self, loc, scale, validate_args=False, allow_nan_stats=True, name="Gumbel"):
        self._build(loc, scale, validate_args, allow_nan_stats, dict(locals()), name)

    def _sample_n(self, n, seed=None):
        uniform = self._uniform(n, np.finfo(self.dtype.as_numpy_dtype).tiny, seed)
        sampled = -tf.log(-tf.log(uniform))
        return sampled * self.scale + self.loc

    def _log_cdf(self, x):
        return -tf.exp(-self._z(x))

    def _cdf(self, x):
        return tf.exp(-tf.exp(-self._z(x)))

    def _log_unnormalized_prob(self, x):
        z = self._z(x)
        return -z - tf.exp(-z)

    def _entropy(self):
        return 1 + tf.log(self.scale * tf.ones_like(self.loc)) + np.euler_gamma

    def _mean(self):
        return self.loc + self.scale * np.euler_gamma

    def _stddev(self):
        return self.scale * tf.ones_like(self.loc) * math.pi / math.sqrt(6)
