"""The geometric distribution."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    ScalarDistribution,
    embed_check_nonnegative_integer_form,
    get_logits_and_probs,
    parameter,
    positive,
    with_dependencies,
)


class Geometric(ScalarDistribution):
    """The number of failures before the first success, of the probability `probs`.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.Geometric(probs=0.5).prob([0., 1., 2.])))
    [0.5   0.25  0.125]
    """

    _shaped_by = ("probs",)

    logits = parameter("logits", "The log-odds of a success.")
    probs = parameter("probs", "The probability of a success.")

    def __init__(
        self, logits=None, probs=None, validate_args=False, allow_nan_stats=True, name="Geometric"
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs]) as name:
            self._logits, self._probs = get_logits_and_probs(
                logits, probs, validate_args=validate_args, name=name
            )
            with positive(validate_args, self._probs):
                self._probs = tf.identity(self._probs, name="probs")
        super().__init__(
            dtype=self._probs.dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._probs, self._logits],
            name=name,
        )

    def _sample_n(self, n, seed=None):
        uniform = tf.random_uniform(
            tf.concat([[n], tf.shape(self._probs)], 0),
            minval=np.finfo(self.dtype.as_numpy_dtype).tiny,
            maxval=1.0,
            seed=seed,
            dtype=self.dtype,
        )
        return tf.floor(tf.log(uniform) / tf.log1p(-self.probs))

    def _count(self, x):
        """`x` as whole numbers, in the batch shape at least."""
        x = embed_check_nonnegative_integer_form(x) if self.validate_args else tf.floor(x)
        return x * tf.ones_like(self.probs)

    def _cdf(self, x):
        x = self._count(x)
        below = tf.zeros_like(x)
        return tf.where(x < 0.0, below, -tf.expm1((1.0 + x) * tf.log1p(-self.probs)))

    def _log_prob(self, x):
        x = self._count(x)
        probs = self.probs * tf.ones_like(x)
        # At x = 0 the first term is 0, even if a success is certain.
        certain = tf.where(tf.equal(x, 0.0), tf.zeros_like(probs), probs)
        return x * tf.log1p(-certain) + tf.log(probs)

    def _entropy(self):
        probs = self._probs
        if self.validate_args:
            check = tf.assert_less(
                probs,
                tf.constant(1.0, probs.dtype),
                message="Entropy is undefined when logits = inf or probs = 1.",
            )
            probs = with_dependencies([check], probs)
        return tf.nn.softplus(self.logits) / probs - self.logits

    def _mean(self):
        return tf.exp(-self.logits)

    def _variance(self):
        return self._mean() / self.probs

    def _mode(self):
        return tf.zeros(self.batch_shape_tensor(), dtype=self.dtype)
