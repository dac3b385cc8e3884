"""Batches as events."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import dimension_value, register_kl


class Independent(tf.distributions.Distribution):
    """`distribution`, of which the last dimensions of the batch count as a part of the event.

    >>> import tf1shim as tf
    >>> tfd = tf.contrib.distributions
    >>> pixels = tfd.Independent(tfd.Bernoulli(logits=tf.zeros([5, 28, 28])), 2)
    >>> pixels.batch_shape, pixels.event_shape
    (TensorShape([Dimension(5)]), TensorShape([Dimension(28), Dimension(28)]))

    Args: `reinterpreted_batch_ndims`, how many; the default is all but the first.

    Raises: ValueError if the batch has not so many.
    """

    def __init__(
        self, distribution, reinterpreted_batch_ndims=None, validate_args=False, name=None
    ):
        parameters = dict(locals())
        name = name or "Independent" + distribution.name
        self._distribution = distribution
        with tf.name_scope(name) as name:
            if reinterpreted_batch_ndims is None:
                reinterpreted_batch_ndims = self._get_default_reinterpreted_batch_ndims()
            ndims = tf.convert_to_tensor(
                reinterpreted_batch_ndims, dtype=tf.int32, name="reinterpreted_batch_ndims"
            )
            known = self._static_reinterpreted_batch_ndims = tf.get_static_value(ndims)
            self._reinterpreted_batch_ndims = ndims if known is None else known
            super().__init__(
                dtype=distribution.dtype,
                reparameterization_type=distribution.reparameterization_type,
                validate_args=validate_args,
                allow_nan_stats=distribution.allow_nan_stats,
                parameters=parameters,
                graph_parents=[ndims, *distribution._graph_parents],
                name=name,
            )
            self._runtime_assertions = self._make_runtime_assertions(ndims)

    @property
    def distribution(self):
        """The distribution whose batch it is."""
        return self._distribution

    @property
    def reinterpreted_batch_ndims(self):
        """How many dimensions of the batch belong to the event."""
        return self._reinterpreted_batch_ndims

    def _checked(self):
        return tf.control_dependencies(self._runtime_assertions)

    def _split(self):
        """The shape of the distribution's batch, and where the event begins in it."""
        batch_shape = self.distribution.batch_shape_tensor()
        ndims = dimension_value(batch_shape.shape.with_rank_at_least(1)[0])
        if ndims is None:
            ndims = tf.shape(batch_shape)[0]
        return batch_shape, ndims - self.reinterpreted_batch_ndims

    def _static_split(self):
        batch_shape = self.distribution.batch_shape
        if self._static_reinterpreted_batch_ndims is None or batch_shape.ndims is None:
            return None, None
        return batch_shape, int(batch_shape.ndims - self._static_reinterpreted_batch_ndims)

    def _batch_shape_tensor(self):
        with self._checked():
            batch_shape, start = self._split()
            return batch_shape[:start]

    def _batch_shape(self):
        batch_shape, start = self._static_split()
        return tf.TensorShape(None) if batch_shape is None else batch_shape[:start]

    def _event_shape_tensor(self):
        with self._checked():
            batch_shape, start = self._split()
            event_shape = self.distribution.event_shape_tensor()
            return tf.concat([batch_shape[start:], event_shape], axis=0)

    def _event_shape(self):
        batch_shape, start = self._static_split()
        if batch_shape is None:
            return tf.TensorShape(None)
        return batch_shape[start:].concatenate(self.distribution.event_shape)

    def _sample_n(self, n, seed):
        with self._checked():
            return self.distribution.sample(sample_shape=n, seed=seed)

    def _log_prob(self, x):
        with self._checked():
            return self._reduce_sum(self.distribution.log_prob(x))

    def _entropy(self):
        with self._checked():
            return self._reduce_sum(self.distribution.entropy())

    def _mean(self):
        with self._checked():
            return self.distribution.mean()

    def _variance(self):
        with self._checked():
            return self.distribution.variance()

    def _stddev(self):
        with self._checked():
            return self.distribution.stddev()

    def _mode(self):
        with self._checked():
            return self.distribution.mode()

    def _make_runtime_assertions(self, ndims):
        most = self.distribution.batch_shape.ndims
        known = self._static_reinterpreted_batch_ndims
        if most is not None and known is not None:
            if known > most:
                raise ValueError(
                    f"reinterpreted_batch_ndims({known}) cannot exceed "
                    f"distribution.batch_ndims({most})"
                )
            return []
        if not self.validate_args:
            return []
        most = tf.size(self.distribution.batch_shape_tensor())
        message = "reinterpreted_batch_ndims cannot exceed distribution.batch_ndims"
        return [tf.assert_less_equal(ndims, most, message=message)]

    def _reduce_sum(self, stat):
        ndims = self._reinterpreted_batch_ndims
        known = self._static_reinterpreted_batch_ndims is not None
        return tf.reduce_sum(stat, axis=-1 - (np.arange(ndims) if known else tf.range(ndims)))

    def _get_default_reinterpreted_batch_ndims(self):
        ndims = self.distribution.batch_shape.ndims
        if ndims is None:
            return tf.maximum(0, tf.shape(self.distribution.batch_shape_tensor())[0] - 1)
        return max(0, ndims - 1)


@register_kl(Independent, Independent)
def _kl_independent(a, b, name="kl_independent"):
    p, q = a.distribution, b.distribution
    if a.event_shape.is_fully_defined() and b.event_shape.is_fully_defined():
        if a.event_shape != b.event_shape:
            raise ValueError("Event shapes do not match.")
        if p.event_shape != q.event_shape:
            raise NotImplementedError(
                "KL between Independents with different event shapes not supported."
            )
        ndims = a.event_shape.ndims - p.event_shape.ndims
        axes = [-i - 1 for i in range(ndims)]
        return tf.reduce_sum(tf.distributions.kl_divergence(p, q, name=name), axis=axes)
    checks = [
        tf.assert_equal(a.event_shape_tensor(), b.event_shape_tensor()),
        tf.assert_equal(p.event_shape_tensor(), q.event_shape_tensor()),
    ]
    with tf.control_dependencies(checks):
        ndims = tf.size(a.event_shape_tensor()) - tf.size(p.event_shape_tensor())
        axes = tf.range(-ndims, 0)
        return tf.reduce_sum(tf.distributions.kl_divergence(p, q, name=name), axis=axes)
