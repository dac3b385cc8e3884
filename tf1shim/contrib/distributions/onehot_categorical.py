"""Categorical distributions of one-hot vectors."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    get_logits_and_probs,
    parameter,
    register_kl,
    with_dependencies,
)


class CategoricalVector(tf.distributions.Distribution):
    """A distribution of vectors, of the length of its `logits`."""

    event_size = parameter("event_size", "The length of an event, a tensor.")
    logits = parameter("logits", "The logarithms of the probabilities, up to a constant.")
    probs = parameter("probs", "The probabilities.")

    def _set_logits(self, logits, probs, validate_args, name):
        self._logits, self._probs = get_logits_and_probs(
            name=name,
            logits=logits,
            probs=probs,
            validate_args=validate_args,
            multidimensional=True,
        )

    def _set_sizes(self):
        ndims = self._logits.shape.with_rank_at_least(1).ndims
        if ndims is not None:
            self._batch_rank = tf.convert_to_tensor(ndims - 1, dtype=tf.int32, name="batch_rank")
        else:
            with tf.name_scope("batch_rank"):
                self._batch_rank = tf.rank(self._logits) - 1
        with tf.name_scope("event_size"):
            self._event_size = tf.shape(self._logits)[-1]

    def _batch_shape_tensor(self):
        return tf.shape(self.logits)[:-1]

    def _batch_shape(self):
        return self.logits.shape[:-1]

    def _event_shape_tensor(self):
        return tf.shape(self.logits)[-1:]

    def _event_shape(self):
        return self.logits.shape.with_rank_at_least(1)[-1:]

    def _broadcast(self, x):
        """`x` and the logits in the same shape."""
        logits = self.logits
        known = x.shape.is_fully_defined() and logits.shape.is_fully_defined()
        if not known or x.shape != logits.shape:
            logits = tf.ones_like(x, dtype=logits.dtype) * logits
            x = tf.ones_like(logits, dtype=x.dtype) * x
        return x, logits

    def _rows(self, x):
        return tf.reshape(x, [-1, self.event_size])

    def _assert_valid_sample(self, x):
        if not self.validate_args:
            return x
        checks = [
            tf.assert_non_positive(x),
            tf.assert_near(tf.zeros([], dtype=self.dtype), tf.reduce_logsumexp(x, axis=[-1])),
        ]
        return with_dependencies(checks, x)


class OneHotCategorical(CategoricalVector):
    """The categorical distribution, as vectors with a single one.

    >>> import tf1shim as tf
    >>> one_hot = tf.contrib.distributions.OneHotCategorical(probs=[0.1, 0.6, 0.3])
    >>> with tf.Session() as sess:
    ...     print(sess.run(one_hot.mode()), sess.run(one_hot.prob([0, 0, 1])).round(3))
    [0 1 0] 0.3

    Raises: ValueError unless exactly one of `logits` and `probs` is given.
    """

    def __init__(
        self,
        logits=None,
        probs=None,
        dtype=tf.int32,
        validate_args=False,
        allow_nan_stats=True,
        name="OneHotCategorical",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[logits, probs]) as name:
            self._set_logits(logits, probs, validate_args, name)
            self._set_sizes()
        super().__init__(
            dtype=dtype,
            reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._logits, self._probs],
            name=name,
        )

    def _sample_n(self, n, seed=None):
        sample_shape = tf.concat([[n], tf.shape(self.logits)], 0)
        logits = self.logits
        rows = logits if logits.shape.ndims == 2 else self._rows(logits)
        drawn = tf.transpose(tf.multinomial(rows, n, seed=seed))
        return tf.reshape(tf.one_hot(drawn, self.event_size, dtype=self.dtype), sample_shape)

    def _log_prob(self, x):
        x, logits = self._broadcast(self._assert_valid_sample(x))
        shape = tf.shape(tf.reduce_sum(logits, -1))
        rows = self._rows(logits)
        loss = tf.nn.softmax_cross_entropy_with_logits(labels=self._rows(x), logits=rows)
        return tf.reshape(-loss, shape)

    def _entropy(self):
        return -tf.reduce_sum(tf.nn.log_softmax(self.logits) * self.probs, axis=-1)

    def _mode(self):
        mode = tf.one_hot(
            tf.argmax(self.logits, axis=self._batch_rank), self.event_size, dtype=self.dtype
        )
        mode.set_shape(self.logits.shape)
        return mode

    def _covariance(self):
        p = self.probs
        outer = -tf.matmul(p[..., None], p[..., None, :])
        return tf.matrix_set_diag(outer, self._variance())

    def _variance(self):
        return self.probs * (1.0 - self.probs)


@register_kl(OneHotCategorical, OneHotCategorical)
def _kl_categorical_categorical(a, b, name=None):
    with tf.name_scope(name, "kl_categorical_categorical", values=[a.logits, b.logits]):
        difference = tf.nn.log_softmax(a.logits) - tf.nn.log_softmax(b.logits)
        return tf.reduce_sum(tf.nn.softmax(a.logits) * difference, axis=-1)
