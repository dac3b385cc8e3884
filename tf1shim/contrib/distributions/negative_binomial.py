"""The negative binomial distribution."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    ScalarDistribution,
    embed_check_nonnegative_integer_form,
    gen_new_seed,
    get_logits_and_probs,
    parameter,
    positive,
)


class NegativeBinomial(ScalarDistribution):
    """The number of successes, of the probability `probs`, before `total_count` failures.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.NegativeBinomial(2., probs=0.5).mean()))
    2.0
    """

    _shaped_by = ("total_count", "probs")

    total_count = parameter("total_count", "The number of failures.")
    logits = parameter("logits", "The log-odds of a success.")
    probs = parameter("probs", "The probability of a success.")

    def __init__(
        self,
        total_count,
        logits=None,
        probs=None,
        validate_args=False,
        allow_nan_stats=True,
        name="NegativeBinomial",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[total_count, logits, probs]) as name:
            self._logits, self._probs = get_logits_and_probs(
                logits, probs, validate_args=validate_args, name=name
            )
            with positive(validate_args, total_count):
                self._total_count = tf.identity(total_count)
        super().__init__(
            dtype=self._probs.dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._total_count, self._probs, self._logits],
            name=name,
        )

    def _sample_n(self, n, seed=None):
        rate = tf.random_gamma(
            shape=[n],
            alpha=self.total_count,
            beta=tf.exp(-self.logits),
            dtype=self.dtype,
            seed=seed,
        )
        seed = gen_new_seed(seed, "negative_binom")
        return tf.random_poisson(rate, shape=[], dtype=self.dtype, seed=seed)

    def _checked(self, x):
        return embed_check_nonnegative_integer_form(x) if self.validate_args else x

    def _cdf(self, x):
        x = self._checked(x)
        return tf.betainc(self.total_count, 1.0 + x, tf.sigmoid(-self.logits))

    def _log_prob(self, x):
        return self._log_unnormalized_prob(x) - self._log_normalization(x)

    def _log_unnormalized_prob(self, x):
        x = self._checked(x)
        failures = self.total_count * tf.log_sigmoid(-self.logits)
        return failures + x * tf.log_sigmoid(self.logits)

    def _log_normalization(self, x):
        x = self._checked(x)
        return -tf.lgamma(self.total_count + x) + tf.lgamma(1.0 + x) + tf.lgamma(self.total_count)

    def _mean(self):
        return self.total_count * tf.exp(self.logits)

    def _mode(self):
        adjusted = tf.where_v2(
            1.0 < self.total_count, self.total_count - 1.0, tf.zeros_like(self.total_count)
        )
        return tf.floor(adjusted * tf.exp(self.logits))

    def _variance(self):
        return self._mean() / tf.sigmoid(-self.logits)
