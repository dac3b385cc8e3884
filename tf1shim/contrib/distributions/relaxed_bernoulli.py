"""The Bernoulli distribution, made smooth."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.sigmoid import Sigmoid
from tf1shim.contrib.distributions.distribution_util import (
    get_logits_and_probs,
    parameter,
    positive,
)
from tf1shim.contrib.distributions.logistic import Logistic
from tf1shim.contrib.distributions.transformed_distribution import TransformedDistribution


class RelaxedBernoulli(TransformedDistribution):
    """Numbers between 0 and 1 that come close to these as `temperature` goes to 0.

    >>> import tf1shim as tf
    >>> relaxed = tf.contrib.distributions.RelaxedBernoulli(0.5, probs=[0.5, 0.9])
    >>> with tf.Session() as sess:
    ...     print(sess.run(relaxed.cdf(0.5)).round(3))
    [0.5 0.1]
    """

    temperature = parameter("temperature", "The temperature.")
    logits = parameter("logits", "The log-odds of a 1.")
    probs = parameter("probs", "The probability of a 1.")

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        validate_args=False,
        allow_nan_stats=True,
        name="RelaxedBernoulli",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs, temperature]) as name:
            with positive(validate_args, temperature):
                self._temperature = tf.identity(temperature, name="temperature")
            self._logits, self._probs = get_logits_and_probs(
                logits=logits, probs=probs, validate_args=validate_args
            )
            logistic = Logistic(
                self._logits / self._temperature,
                1.0 / self._temperature,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name + "/Logistic",
            )
            super().__init__(
                distribution=logistic,
                bijector=Sigmoid(validate_args=validate_args),
                validate_args=validate_args,
                name=name,
            )
        self._parameters = parameters

    @staticmethod
    def _param_shapes(sample_shape):
        return {"logits": tf.convert_to_tensor(sample_shape, dtype=tf.int32)}
