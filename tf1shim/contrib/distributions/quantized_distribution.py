"""Distributions rounded up to whole numbers."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    assert_integer_form,
    parameter,
    with_dependencies,
)


def _logsum_expbig_minus_expsmall(big, small):
    """``log(exp(big) - exp(small))``."""
    with tf.name_scope("logsum_expbig_minus_expsmall", values=[small, big]):
        return tf.log(1.0 - tf.exp(small - big)) + big


class QuantizedDistribution(tf.distributions.Distribution):
    """The distribution of ``ceil(x)``, not below `low` and not above `high`.

    >>> import tf1shim as tf
    >>> tfd = tf.contrib.distributions
    >>> dice = tfd.QuantizedDistribution(tfd.Uniform(0., 6.))
    >>> with tf.Session() as sess:
    ...     print(sess.run(dice.prob([1., 6., 7.])).round(3))
    [0.167 0.167 0.   ]

    A discretized logistic mixture, as WaveNet's, is one of a shifted mixture of logistics between 0
    and 255. Arguments of ``prob`` and ``log_prob`` must be whole numbers; with `validate_args` the
    session fails otherwise.
    """

    distribution = parameter("dist", "The distribution that is rounded.")
    low = parameter("low", "The least value, or None.")
    high = parameter("high", "The greatest value, or None.")

    def __init__(
        self, distribution, low=None, high=None, validate_args=False, name="QuantizedDistribution"
    ):
        parameters = dict(locals())
        values = [*distribution.parameters.values(), low, high]
        with tf.name_scope(name, values=values) as name:
            self._dist = distribution
            self._validate_args = validate_args
            bounds = [
                None if bound is None else tf.convert_to_tensor(bound, name=which)
                for which, bound in (("low", low), ("high", high))
            ]
            tf.debugging.assert_same_float_dtype(tensors=[distribution, *bounds])
            checks = []
            if validate_args and low is not None and high is not None:
                message = "low must be strictly less than high."
                checks.append(tf.assert_less(*bounds, message=message))
            with tf.control_dependencies(checks):
                self._low, self._high = (
                    None if bound is None else self._check_integer(bound) for bound in bounds
                )
        bounds = [bound for bound in (self._low, self._high) if bound is not None]
        super().__init__(
            dtype=distribution.dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=distribution.allow_nan_stats,
            parameters=parameters,
            graph_parents=distribution._graph_parents + bounds,
            name=name,
        )

    def _batch_shape_tensor(self):
        return self.distribution.batch_shape_tensor()

    def _batch_shape(self):
        return self.distribution.batch_shape

    def _event_shape_tensor(self):
        return self.distribution.event_shape_tensor()

    def _event_shape(self):
        return self.distribution.event_shape

    def _sample_n(self, n, seed=None):
        with tf.name_scope("transform"):
            n = tf.convert_to_tensor(n, name="n")
            samples = self.distribution.sample(n, seed=seed)
            ones = tf.ones_like(samples)
            result = tf.ceil(samples)
            if self.low is not None:
                result = tf.where(result < self.low, self.low * ones, result)
            if self.high is not None:
                result = tf.where(result > self.high, self.high * ones, result)
            return result

    def _log_prob(self, y):
        y = self._check_integer(y)
        try:
            # The greater of the two functions is the more exact one.
            above, above_before = self.log_survival_function(y), self.log_survival_function(y - 1)
            below, below_before = self.log_cdf(y), self.log_cdf(y - 1)
        except NotImplementedError:
            return _logsum_expbig_minus_expsmall(self.log_cdf(y), self.log_cdf(y - 1))
        big = tf.where(above < below, above_before, below)
        small = tf.where(above < below, above, below_before)
        return _logsum_expbig_minus_expsmall(big, small)

    def _prob(self, y):
        y = self._check_integer(y)
        try:
            above, above_before = self.survival_function(y), self.survival_function(y - 1)
            below, below_before = self.cdf(y), self.cdf(y - 1)
        except NotImplementedError:
            return self.cdf(y) - self.cdf(y - 1)
        return tf.where(above < below, above_before - above, below - below_before)

    def _bounded(self, fn, whole, under, over):
        """``fn(whole)``, but `under` below the least value and `over` from the greatest on."""
        result = fn(whole)
        whole += tf.zeros_like(result)
        if self.low is not None:
            result = tf.where(whole < self.low, under(result), result)
        if self.high is not None:
            result = tf.where(whole >= self.high, over(result), result)
        return result

    def _log_cdf(self, y):
        return self._bounded(self.distribution.log_cdf, tf.floor(y), _log_of_zero, tf.zeros_like)

    def _cdf(self, y):
        return self._bounded(self.distribution.cdf, tf.floor(y), tf.zeros_like, tf.ones_like)

    def _log_survival_function(self, y):
        fn = self.distribution.log_survival_function
        return self._bounded(fn, tf.ceil(y), tf.zeros_like, _log_of_zero)

    def _survival_function(self, y):
        fn = self.distribution.survival_function
        return self._bounded(fn, tf.ceil(y), tf.ones_like, tf.zeros_like)

    def _check_integer(self, value):
        with tf.name_scope("check_integer", values=[value]):
            value = tf.convert_to_tensor(value, name="value")
            if not self.validate_args:
                return value
            check = assert_integer_form(value, message="value has non-integer components.")
            return with_dependencies([check], value)


def _log_of_zero(x):
    return -np.inf * tf.ones_like(x)
