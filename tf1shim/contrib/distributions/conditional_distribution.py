"""Distributions whose methods take conditions."""

import tf1shim as tf
from tf1shim.graph import in_graph


class ConditionalDistribution(tf.distributions.Distribution):
    """A distribution whose methods hand further keyword arguments to the subclass.

    >>> import tf1shim as tf
    >>> class Shifted(tf.contrib.distributions.ConditionalDistribution):
    ...     def _log_prob(self, value, shift):
    ...         return value - shift
    >>> shifted = Shifted(tf.float32, tf.distributions.NOT_REPARAMETERIZED, False, False)
    >>> with tf.Session() as sess:
    ...     print(sess.run(shifted.log_prob(3., shift=1.)))
    2.0
    """

    @in_graph
    def sample(self, sample_shape=(), seed=None, name="sample", **condition_kwargs):
        """Samples of the shape `sample_shape`; the conditions go to ``_sample_n``."""
        return self._call_sample_n(sample_shape, seed, name, **condition_kwargs)

    @in_graph
    def log_prob(self, value, name="log_prob", **condition_kwargs):
        """The logarithm of the density at `value`; the conditions go to ``_log_prob``."""
        return self._call_log_prob(value, name, **condition_kwargs)

    @in_graph
    def prob(self, value, name="prob", **condition_kwargs):
        """The density at `value`; the conditions go to ``_prob``."""
        return self._call_prob(value, name, **condition_kwargs)

    @in_graph
    def log_cdf(self, value, name="log_cdf", **condition_kwargs):
        """The logarithm of the cdf at `value`; the conditions go to ``_log_cdf``."""
        return self._call_log_cdf(value, name, **condition_kwargs)

    @in_graph
    def cdf(self, value, name="cdf", **condition_kwargs):
        """The probability of at most `value`; the conditions go to ``_cdf``."""
        return self._call_cdf(value, name, **condition_kwargs)

    @in_graph
    def log_survival_function(self, value, name="log_survival_function", **condition_kwargs):
        """The logarithm of the survival function at `value`, with the conditions."""
        return self._call_log_survival_function(value, name, **condition_kwargs)

    @in_graph
    def survival_function(self, value, name="survival_function", **condition_kwargs):
        """The probability of more than `value`; the conditions go to ``_survival_function``."""
        return self._call_survival_function(value, name, **condition_kwargs)
