"""Mixtures of a batch of one distribution."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    dimension_value,
    pad_mixture_dimensions,
    parameter,
    pick_vector,
)


class MixtureSameFamily(tf.distributions.Distribution):
    """The mixture of the last dimension of the batch of `components_distribution`.

    >>> import tf1shim as tf
    >>> tfd = tf.contrib.distributions
    >>> mixture = tfd.MixtureSameFamily(tfd.Categorical(probs=[0.25, 0.75]),
    ...                                 tfd.Normal(loc=[-1., 1.], scale=[0.1, 0.5]))
    >>> with tf.Session() as sess:
    ...     print(sess.run(mixture.mean()))
    0.5

    Args: `mixture_distribution` draws a component; it is a single one, or has the batch shape that
    remains.

    Raises: ValueError if the shapes do not fit, or it does not draw whole numbers.

    `sample` pays no heed to the seed, as in TensorFlow 1.
    """

    mixture_distribution = parameter("mixture_distribution", "What draws a component.")
    components_distribution = parameter("components_distribution", "The components.")

    def __init__(
        self,
        mixture_distribution,
        components_distribution,
        validate_args=False,
        allow_nan_stats=True,
        name="MixtureSameFamily",
    ):
        parameters = dict(locals())
        with tf.name_scope(name) as name:
            self._mixture_distribution = mixture_distribution
            self._components_distribution = components_distribution
            self._runtime_assertions = []
            event_shape = components_distribution.event_shape_tensor()
            ndims = dimension_value(event_shape.shape[0])
            self._event_ndims = tf.shape(event_shape)[0] if ndims is None else ndims
            self._num_components = self._check(validate_args)
            super().__init__(
                dtype=components_distribution.dtype,
                reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=mixture_distribution._graph_parents
                + components_distribution._graph_parents,
                name=name,
            )

    def _check(self, validate_args):
        """Raises if the shapes do not fit, as far as they are known; how many components?"""
        mixture, components = self.mixture_distribution, self.components_distribution
        if not mixture.dtype.is_integer:
            raise ValueError(
                f"`mixture_distribution.dtype` ({mixture.dtype.name}) is not over integers"
            )
        if mixture.event_shape.ndims not in (None, 0):
            raise ValueError("`mixture_distribution` must have scalar `event_dim`s")

        ours, theirs = mixture.batch_shape, components.batch_shape.with_rank_at_least(1)[:-1]
        if ours.is_fully_defined() and theirs.is_fully_defined():
            if ours.ndims != 0 and ours != theirs:
                raise ValueError(
                    f"`mixture_distribution.batch_shape` (`{ours.as_list()}`) is not compatible "
                    f"with `components_distribution.batch_shape` (`{theirs.as_list()}`)"
                )
        elif validate_args:
            theirs = components.batch_shape_tensor()[:-1]
            ours = pick_vector(mixture.is_scalar_batch(), theirs, mixture.batch_shape_tensor())
            message = (
                "`mixture_distribution.batch_shape` is not compatible with "
                "`components_distribution.batch_shape`"
            )
            self._runtime_assertions.append(tf.assert_equal(ours, theirs, message=message))

        km = dimension_value(mixture.logits.shape.with_rank_at_least(1)[-1])
        kc = dimension_value(components.batch_shape.with_rank_at_least(1)[-1])
        if None not in (km, kc) and km != kc:
            raise ValueError(
                f"`mixture_distribution components` ({km}) does not equal "
                f"`components_distribution.batch_shape[-1]` ({kc})"
            )
        if km is None:
            km = tf.shape(mixture.logits)[-1]
        if validate_args and (kc is None or not isinstance(km, int)):
            kc = components.batch_shape_tensor()[-1]
            message = (
                "`mixture_distribution components` does not equal "
                "`components_distribution.batch_shape[-1:]`"
            )
            self._runtime_assertions.append(tf.assert_equal(km, kc, message=message))
        return km

    def _checked(self):
        return tf.control_dependencies(self._runtime_assertions)

    def _batch_shape_tensor(self):
        with self._checked():
            return self.components_distribution.batch_shape_tensor()[:-1]

    def _batch_shape(self):
        return self.components_distribution.batch_shape.with_rank_at_least(1)[:-1]

    def _event_shape_tensor(self):
        with self._checked():
            return self.components_distribution.event_shape_tensor()

    def _event_shape(self):
        return self.components_distribution.event_shape

    def _padded(self, x):
        """`x`, one number a component, broadcasting with events."""
        return pad_mixture_dimensions(x, self, self.mixture_distribution, self._event_shape().ndims)

    def _sum(self, x):
        return tf.reduce_sum(x, axis=-1 - self._event_ndims)

    def _sample_n(self, n, seed):
        with self._checked():
            x = self.components_distribution.sample(n)
            kind = x.dtype.as_numpy_dtype
            mask = tf.one_hot(
                indices=self.mixture_distribution.sample(n),
                depth=self._num_components,
                on_value=np.ones([], dtype=kind),
                off_value=np.zeros([], dtype=kind),
            )
            return self._sum(x * self._padded(mask))

    def _mix(self, log_values):
        weights = tf.nn.log_softmax(self.mixture_distribution.logits, axis=-1)
        return tf.reduce_logsumexp(log_values + weights, axis=-1)

    def _log_prob(self, x):
        with self._checked():
            x = self._pad_sample_dims(x)
            return self._mix(self.components_distribution.log_prob(x))

    def _log_cdf(self, x):
        return self._mix(self.components_distribution.log_cdf(self._pad_sample_dims(x)))

    def _mean(self):
        with self._checked():
            weights = self._padded(self.mixture_distribution.probs)
            return self._sum(weights * self.components_distribution.mean())

    def _variance(self):
        with self._checked():
            components = self.components_distribution
            weights = self._padded(self.mixture_distribution.probs)
            within = self._sum(weights * components.variance())
            distances = tf.squared_difference(
                components.mean(), self._pad_sample_dims(self._mean())
            )
            return within + self._sum(weights * distances)

    def _covariance(self):
        if self.event_shape.ndims != 1:
            raise NotImplementedError("covariance is not implemented")
        with self._checked():
            components = self.components_distribution
            weights = self._padded(self._padded(self.mixture_distribution.probs))
            within = tf.reduce_sum(weights * components.covariance(), axis=-3)
            d = components.mean() - self._pad_sample_dims(self._mean())
            outer = d[..., tf.newaxis, :] * d[..., tf.newaxis]
            return within + tf.reduce_sum(weights * outer, axis=-3)

    def _pad_sample_dims(self, x):
        """`x` with a dimension for the components before those of the event."""
        with tf.name_scope("pad_sample_dims", values=[x]):
            ndims = tf.rank(x) if x.shape.ndims is None else x.shape.ndims
            shape = tf.shape(x)
            start = ndims - self._event_ndims
            return tf.reshape(x, tf.concat([shape[:start], [1], shape[start:]], axis=0))
