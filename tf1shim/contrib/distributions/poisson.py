"""The Poisson distribution."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    ScalarDistribution,
    embed_check_nonnegative_integer_form,
    parameter,
    positive,
)


class Poisson(ScalarDistribution):
    """The Poisson distribution, of a `rate` or of the `log_rate`.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.Poisson(rate=2.).mode()))
    2.0

    Raises: ValueError unless exactly one of `rate` and `log_rate` is given; TypeError if it is not
    of a float type.
    """

    _shaped_by = ("rate",)

    rate = parameter("rate", "The rate.")
    log_rate = parameter("log_rate", "The logarithm of the rate.")

    def __init__(
        self, rate=None, log_rate=None, validate_args=False, allow_nan_stats=True, name="Poisson"
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[rate]) as name:
            if (rate is None) == (log_rate is None):
                raise ValueError("Must specify exactly one of `rate` and `log_rate`.")
            if log_rate is None:
                rate = self._float(rate, "rate")
                with positive(validate_args, rate):
                    self._rate = tf.identity(rate, name="rate")
                    self._log_rate = tf.log(rate, name="log_rate")
            else:
                self._log_rate = self._float(log_rate, "log_rate")
                self._rate = tf.exp(self._log_rate, name="rate")
        super().__init__(
            dtype=self._rate.dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._rate],
            name=name,
        )

    @staticmethod
    def _float(value, name):
        value = tf.convert_to_tensor(value, name=name)
        if not value.dtype.is_floating:
            raise TypeError(f"{name}.dtype ({value.dtype.name}) is a not a float-type.")
        return value

    def _checked(self, x):
        return embed_check_nonnegative_integer_form(x) if self.validate_args else x

    def _log_prob(self, x):
        return self._log_unnormalized_prob(x) - self._log_normalization()

    def _log_cdf(self, x):
        return tf.log(self.cdf(x))

    def _cdf(self, x):
        return tf.igammac(1.0 + self._checked(x), self.rate)

    def _log_normalization(self):
        return self.rate

    def _log_unnormalized_prob(self, x):
        x = self._checked(x)
        return x * self.log_rate - tf.lgamma(1.0 + x)

    def _mean(self):
        return tf.identity(self.rate)

    def _variance(self):
        return tf.identity(self.rate)

    def _mode(self):
        return tf.floor(self.rate)

    def _sample_n(self, n, seed=None):
        return tf.random_poisson(self.rate, [n], dtype=self.dtype, seed=seed)
