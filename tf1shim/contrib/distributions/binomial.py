"""The binomial distribution."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    ScalarDistribution,
    assert_integer_form,
    embed_check_nonnegative_integer_form,
    get_logits_and_probs,
    parameter,
    with_dependencies,
)


class Binomial(ScalarDistribution):
    """The number of successes in `total_count` draws, each of the probability `probs`.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.Binomial(2., probs=0.5).prob([0., 1., 2.])))
    [0.25 0.5  0.25]

    It cannot be sampled, as in TensorFlow 1.
    """

    _shaped_by = ("total_count", "probs")

    total_count = parameter("total_count", "The number of draws.")
    logits = parameter("logits", "The log-odds of a success.")
    probs = parameter("probs", "The probability of a success.")

    def __init__(
        self,
        total_count,
        logits=None,
        probs=None,
        validate_args=False,
        allow_nan_stats=True,
        name="Binomial",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[total_count, logits, probs]) as name:
            total_count = tf.convert_to_tensor(total_count, name="total_count")
            if validate_args:
                checks = [
                    tf.assert_non_negative(
                        total_count, message="total_count must be non-negative."
                    ),
                    assert_integer_form(
                        total_count, message="total_count cannot contain fractional components."
                    ),
                ]
                total_count = with_dependencies(checks, total_count)
            self._total_count = total_count
            self._logits, self._probs = get_logits_and_probs(
                logits=logits, probs=probs, validate_args=validate_args, name=name
            )
        super().__init__(
            dtype=self._probs.dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._total_count, self._logits, self._probs],
            name=name,
        )

    def _log_prob(self, counts):
        return self._log_unnormalized_prob(counts) - self._log_normalization(counts)

    def _prob(self, counts):
        return tf.exp(self._log_prob(counts))

    def _cdf(self, counts):
        counts = self._checked(counts)
        probs = self.probs
        known = counts.shape.is_fully_defined() and probs.shape.is_fully_defined()
        if not (known and counts.shape.is_compatible_with(probs.shape)):
            # The kernel does not broadcast.
            probs += tf.zeros_like(counts)
            counts += tf.zeros_like(self.probs)
        return self._cdf_of_counts(counts, self.total_count, probs)

    @staticmethod
    def _cdf_of_counts(k, n, p):
        ones = tf.ones_like(n - k)
        all_of_them = tf.equal(k, n)
        rest = tf.where_v2(all_of_them, ones, n - k)
        return tf.where_v2(all_of_them, ones, tf.betainc(a=rest, b=k + 1, x=1 - p))

    def _log_unnormalized_prob(self, counts):
        counts = self._checked(counts)
        successes = counts * tf.log(self.probs)
        return successes + (self.total_count - counts) * tf.log1p(-self.probs)

    def _log_normalization(self, counts):
        counts = self._checked(counts)
        return (
            tf.lgamma(1.0 + self.total_count - counts)
            + tf.lgamma(1.0 + counts)
            - tf.lgamma(1.0 + self.total_count)
        )

    def _mean(self):
        return self.total_count * self.probs

    def _variance(self):
        return self._mean() * (1.0 - self.probs)

    def _mode(self):
        return tf.floor((1.0 + self.total_count) * self.probs)

    def _checked(self, counts):
        if not self.validate_args:
            return counts
        counts = embed_check_nonnegative_integer_form(counts)
        message = "counts are not less than or equal to n."
        check = tf.assert_less_equal(counts, self.total_count, message=message)
        return with_dependencies([check], counts)
