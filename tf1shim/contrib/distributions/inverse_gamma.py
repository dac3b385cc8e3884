"""The inverse gamma distribution."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    ScalarDistribution,
    parameter,
    positive,
    with_dependencies,
)


class InverseGamma(ScalarDistribution):
    """The distribution of ``1 / x``, where ``x`` is ``Gamma(concentration, rate)``.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.InverseGamma([0.5, 3.], 4.).mean()))
    [nan  2.]

    The mean of a concentration of at most 1 and the variance of one of at most 2 are NaN, or fail
    in the session if `allow_nan_stats` is false.
    """

    _shaped_by = _params = ("concentration", "rate")

    concentration = parameter("concentration", "The concentration.")
    rate = parameter("rate", "The rate.")

    def __init__(
        self, concentration, rate, validate_args=False, allow_nan_stats=True, name="InverseGamma"
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[concentration, rate]) as name:
            with positive(validate_args, concentration, rate):
                self._concentration = tf.identity(concentration, name="concentration")
                self._rate = tf.identity(rate, name="rate")
                tf.debugging.assert_same_float_dtype([self._concentration, self._rate])
        super().__init__(
            dtype=self._concentration.dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._concentration, self._rate],
            name=name,
        )

    def _sample_n(self, n, seed=None):
        return 1.0 / tf.random_gamma(
            shape=[n], alpha=self.concentration, beta=self.rate, dtype=self.dtype, seed=seed
        )

    def _log_prob(self, x):
        return self._log_unnormalized_prob(x) - self._log_normalization()

    def _cdf(self, x):
        x = self._maybe_assert_valid_sample(x)
        return tf.igammac(self.concentration, self.rate / x)

    def _log_unnormalized_prob(self, x):
        x = self._maybe_assert_valid_sample(x)
        return -(1.0 + self.concentration) * tf.log(x) - self.rate / x

    def _log_normalization(self):
        return tf.lgamma(self.concentration) - self.concentration * tf.log(self.rate)

    def _entropy(self):
        return (
            self.concentration
            + tf.log(self.rate)
            + tf.lgamma(self.concentration)
            - (1.0 + self.concentration) * tf.digamma(self.concentration)
        )

    def _mean(self):
        return self._above(1, self.rate / (self.concentration - 1.0), "mean")

    def _variance(self):
        variance = (
            tf.square(self.rate)
            / tf.squared_difference(self.concentration, 1.0)
            / (self.concentration - 2.0)
        )
        return self._above(2, variance, "variance")

    def _above(self, least, moment, what):
        """`moment` where the concentration is greater than `least`."""
        if self.allow_nan_stats:
            nan = self._nan(name="nan")
            return tf.where_v2(self.concentration > float(least), moment, nan)
        bound = tf.constant(least, dtype=self.dtype)
        message = f"{what} undefined when any concentration <= {least}"
        check = tf.assert_less(bound, self.concentration, message=message)
        return with_dependencies([check], moment)

    def _mode(self):
        return self.rate / (1.0 + self.concentration)

    def _maybe_assert_valid_sample(self, x):
        tf.debugging.assert_same_float_dtype(tensors=[x], dtype=self.dtype)
        return with_dependencies([tf.assert_positive(x)], x) if self.validate_args else x


class InverseGammaWithSoftplusConcentrationRate(InverseGamma):
    """`InverseGamma` of the softplus of its parameters."""

    def __init__(
        self,
        concentration,
        rate,
        validate_args=False,
        allow_nan_stats=True,
        name="InverseGammaWithSoftplusConcentrationRate",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[concentration, rate]) as name:
            super().__init__(
                concentration=tf.nn.softplus(concentration, name="softplus_concentration"),
                rate=tf.nn.softplus(rate, name="softplus_rate"),
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters
