"""The half normal distribution."""

import numpy as np

import tf1shim as tf
from tf1shim import _tf
from tf1shim.binding import bind
from tf1shim.contrib.distributions.distribution_util import (
    ScalarDistribution,
    parameter,
    positive,
)

erfinv = bind(_tf.erfinv, "contrib.distributions.half_normal")


class HalfNormal(ScalarDistribution):
    """The distribution of ``abs(x)``, where ``x`` is normal with mean 0 and the deviation `scale`.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.HalfNormal(scale=1.).prob([-1., 0.])).round(3))
    [0.    0.798]
    """

    _shaped_by = _params = ("scale",)

    scale = parameter("scale", "The deviation of the normal distribution.")

    def __init__(self, scale, validate_args=False, allow_nan_stats=True, name="HalfNormal"):
        parameters = dict(locals())
        with tf.name_scope(name, values=[scale]) as name:
            with positive(validate_args, scale):
                self._scale = tf.identity(scale, name="scale")
        super().__init__(
            dtype=self._scale.dtype,
            reparameterization_type=tf.distributions.FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._scale],
            name=name,
        )

    def _sample_n(self, n, seed=None):
        shape = tf.concat([[n], self.batch_shape_tensor()], 0)
        return tf.abs(tf.random_normal(shape, dtype=self.dtype, seed=seed) * self.scale)

    def _prob(self, x):
        height = np.sqrt(2) / self.scale / np.sqrt(np.pi)
        density = height * tf.exp(-0.5 * (x / self.scale) ** 2)
        return density * tf.cast(x >= 0, self.dtype)

    def _cdf(self, x):
        return tf.erf(tf.nn.relu(x) / self.scale / np.sqrt(2.0))

    def _entropy(self):
        return 0.5 * tf.log(np.pi * self.scale**2.0 / 2.0) + 0.5

    def _mean(self):
        return self.scale * np.sqrt(2.0) / np.sqrt(np.pi)

    def _quantile(self, p):
        return np.sqrt(2.0) * self.scale * erfinv(p)

    def _mode(self):
        return tf.zeros(self.batch_shape_tensor())

    def _variance(self):
        return self.scale**2.0 * (1.0 - 2.0 / np.pi)
