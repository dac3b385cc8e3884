"""The Gumbel-softmax distributions: one-hot vectors, made smooth."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.exp import Exp
from tf1shim.contrib.distributions.distribution_util import parameter, positive
from tf1shim.contrib.distributions.onehot_categorical import CategoricalVector
from tf1shim.contrib.distributions.transformed_distribution import TransformedDistribution


class ExpRelaxedOneHotCategorical(CategoricalVector):
    """The logarithms of `RelaxedOneHotCategorical`.

    >>> import tf1shim as tf
    >>> relaxed = tf.contrib.distributions.ExpRelaxedOneHotCategorical(0.5, probs=[0.1, 0.9])
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.reduce_sum(tf.exp(relaxed.sample(2)), -1)).round(3))
    [1. 1.]
    """

    temperature = parameter("temperature", "The temperature.")

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        dtype=None,
        validate_args=False,
        allow_nan_stats=True,
        name="ExpRelaxedOneHotCategorical",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs, temperature]) as name:
            self._set_logits(logits, probs, validate_args, name)
            if dtype is None:
                dtype = self._logits.dtype
                if not validate_args:
                    temperature = tf.cast(temperature, dtype)
            with positive(validate_args, temperature):
                self._temperature = tf.identity(temperature, name="temperature")
                self._temperature_2d = tf.reshape(temperature, [-1, 1], name="temperature_2d")
            self._set_sizes()
        super().__init__(
            dtype=dtype,
            reparameterization_type=tf.distributions.FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._logits, self._probs, self._temperature],
            name=name,
        )

    def _sample_n(self, n, seed=None):
        sample_shape = tf.concat([[n], tf.shape(self.logits)], 0)
        logits = self._rows(self.logits * tf.ones(sample_shape, dtype=self.dtype))
        # Above 0: the logarithm below must be finite.
        uniform = tf.random_uniform(
            shape=tf.shape(logits),
            minval=np.finfo(self.dtype.as_numpy_dtype).tiny,
            maxval=1.0,
            dtype=self.dtype,
            seed=seed,
        )
        gumbel = -tf.log(-tf.log(uniform))
        noisy = tf.div(gumbel + logits, self._temperature_2d)
        return tf.reshape(tf.nn.log_softmax(noisy), sample_shape)

    def _log_prob(self, x):
        x, logits = self._broadcast(self._assert_valid_sample(x))
        shape = tf.shape(tf.reduce_sum(logits, axis=[-1]))
        rows, x = self._rows(logits), self._rows(x)
        k = tf.cast(self.event_size, x.dtype)
        log_normalization = tf.lgamma(k) + (k - 1.0) * tf.log(self.temperature)
        log_softmax = tf.nn.log_softmax(rows - x * self._temperature_2d)
        log_prob = log_normalization + tf.reduce_sum(log_softmax, [-1], keepdims=False)
        return tf.reshape(log_prob, shape)


class RelaxedOneHotCategorical(TransformedDistribution):
    """Vectors on the simplex that come close to one-hot ones as `temperature` goes to 0.

    >>> import tf1shim as tf
    >>> relaxed = tf.contrib.distributions.RelaxedOneHotCategorical(0.5, logits=[0., 1., 2.])
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.reduce_sum(relaxed.sample())).round(3))
    1.0
    """

    def __init__(
        self,
        temperature,
        logits=None,
        probs=None,
        dtype=None,
        validate_args=False,
        allow_nan_stats=True,
        name="RelaxedOneHotCategorical",
    ):
        distribution = ExpRelaxedOneHotCategorical(
            temperature,
            logits=logits,
            probs=probs,
            dtype=dtype,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
        )
        super().__init__(distribution, Exp(), name=name)
