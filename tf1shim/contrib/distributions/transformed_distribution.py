"""Distributions of a bijector's values."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Identity
from tf1shim.contrib.distributions.distribution_util import (
    concat_vectors,
    constant_value_as_shape,
    dimension_value,
    maybe_get_static_value,
    pick_vector,
    static_value,
    with_dependencies,
)


def _ndims_from_shape(shape):
    """How many dimensions the tensor `shape` has: a number if it is known, else a tensor."""
    if shape.shape.ndims not in (None, 1):
        raise ValueError("input is not a valid shape: not 1D")
    if not shape.dtype.is_integer:
        raise TypeError("input is not a valid shape: wrong dtype")
    known = dimension_value(shape.shape.with_rank(1)[0])
    return tf.shape(shape)[0] if known is None else known


def _not(x):
    known = static_value(x)
    return tf.logical_not(x) if known is None else not known


def _all(*conditions):
    known = [static_value(c) for c in conditions]
    if any(k is not None and not k for k in known):
        return False
    return tf.reduce_all(conditions) if any(k is None for k in known) else True


def _nonzero(ndims):
    return ndims != 0 if isinstance(ndims, int) else tf.not_equal(ndims, 0)


class TransformedDistribution(tf.distributions.Distribution):
    """The distribution of ``bijector.forward(x)``, where ``x`` is of `distribution`.

    >>> import tf1shim as tf
    >>> tfd = tf.contrib.distributions
    >>> log_normal = tfd.TransformedDistribution(tfd.Normal(0., 1.), tfd.bijectors.Exp())
    >>> with tf.Session() as sess:
    ...     print(sess.run(log_normal.cdf(1.)))
    0.5

    Args: `batch_shape` and `event_shape` replace those of `distribution`, where they are scalar:
    an event of many independent draws of a scalar, say.

    Raises: NotImplementedError for the cdf, the survival function and the quantile if `event_shape`
    is given or the bijector is not injective, and for the entropy if its Jacobian is not constant.
    """

    def __init__(
        self,
        distribution,
        bijector=None,
        batch_shape=None,
        event_shape=None,
        validate_args=False,
        name=None,
    ):
        parameters = dict(locals())
        name = name or ("" if bijector is None else bijector.name) + distribution.name
        with tf.name_scope(name, values=[event_shape, batch_shape]) as name:
            self._empty = tf.constant([], dtype=tf.int32, name="empty")
            if bijector is None:
                bijector = Identity(validate_args=validate_args)
            self._override_batch_shape = self._maybe_validate_shape_override(
                batch_shape, distribution.is_scalar_batch(), validate_args, "batch_shape"
            )
            self._is_batch_override, self._is_maybe_batch_override = self._overrides(
                self._override_batch_shape
            )
            self._override_event_shape = self._maybe_validate_shape_override(
                event_shape, distribution.is_scalar_event(), validate_args, "event_shape"
            )
            self._is_event_override, self._is_maybe_event_override = self._overrides(
                self._override_event_shape
            )
            # An overriding event comes before a batch of the distribution, which belongs last.
            self._needs_rotation = _all(
                self._is_event_override,
                _not(self._is_batch_override),
                _not(distribution.is_scalar_batch()),
            )
            ndims = _ndims_from_shape(self._override_event_shape)
            if isinstance(self._needs_rotation, bool):
                self._rotate_ndims = ndims if self._needs_rotation else 0
            else:
                self._rotate_ndims = tf.where_v2(self._needs_rotation, ndims, 0)
            self._reduce_event_indices = tf.range(self._rotate_ndims - ndims, self._rotate_ndims)
        self._distribution = distribution
        self._bijector = bijector
        super().__init__(
            dtype=distribution.dtype,
            reparameterization_type=distribution.reparameterization_type,
            validate_args=validate_args,
            allow_nan_stats=distribution.allow_nan_stats,
            parameters=parameters,
            graph_parents=distribution._graph_parents + bijector.graph_parents,
            name=name,
        )

    @staticmethod
    def _overrides(shape):
        """Whether `shape` overrides, as far as it is known; and whether it may."""
        known = tf.get_static_value(shape)
        return _nonzero(_ndims_from_shape(shape)), known is None or known.size != 0

    @property
    def distribution(self):
        """The distribution that is transformed."""
        return self._distribution

    @property
    def bijector(self):
        """What transforms it."""
        return self._bijector

    def _event_shape_tensor(self):
        shape = pick_vector(
            self._is_event_override,
            self._override_event_shape,
            self.distribution.event_shape_tensor(),
        )
        return self.bijector.forward_event_shape_tensor(shape)

    def _event_shape(self):
        if self._is_maybe_event_override:
            shape = constant_value_as_shape(self._override_event_shape)
        else:
            shape = self.distribution.event_shape
        return self.bijector.forward_event_shape(shape)

    def _batch_shape_tensor(self):
        return pick_vector(
            self._is_batch_override,
            self._override_batch_shape,
            self.distribution.batch_shape_tensor(),
        )

    def _batch_shape(self):
        if self._is_maybe_batch_override:
            return constant_value_as_shape(self._override_batch_shape)
        return self.distribution.batch_shape

    def _sample_n(self, n, seed=None, bijector_kwargs=None, distribution_kwargs=None):
        sample_shape = concat_vectors(
            pick_vector(self._needs_rotation, self._empty, [n]),
            self._override_batch_shape,
            self._override_event_shape,
            pick_vector(self._needs_rotation, [n], self._empty),
        )
        x = self.distribution.sample(
            sample_shape=sample_shape, seed=seed, **(distribution_kwargs or {})
        )
        return self._maybe_rotate_dims(x)

    def _call_sample_n(self, sample_shape, seed, name, **kwargs):
        with self._name_scope(name, values=[sample_shape]):
            sample_shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32, name="sample_shape")
            sample_shape, n = self._expand_sample_shape_to_vector(sample_shape, "sample_shape")
            x = self._sample_n(n, seed, **kwargs)
            x = tf.reshape(x, tf.concat([sample_shape, tf.shape(x)[1:]], 0))
            # The bijector caches x with its value: it has to see the x that is given out.
            y = self.bijector.forward(x, **(kwargs.get("bijector_kwargs") or {}))
            return self._set_sample_static_shape(y, sample_shape)

    def _fibers(self, y, bijector_kwargs):
        """``(x, inverse log det Jacobian)`` for each x that the bijector maps to `y`."""
        kwargs = bijector_kwargs or {}
        x = self.bijector.inverse(y, **kwargs)
        ildj = self.bijector.inverse_log_det_jacobian(
            y, event_ndims=self._maybe_get_static_event_ndims(), **kwargs
        )
        return [(x, ildj)] if self.bijector._is_injective else list(zip(x, ildj))

    def _log_prob(self, y, bijector_kwargs=None, distribution_kwargs=None):
        fibers = self._fibers(y, bijector_kwargs)
        found = []
        for x, ildj in fibers:
            x = self._maybe_rotate_dims(x, rotate_right=True)
            log_prob = self.distribution.log_prob(x, **(distribution_kwargs or {}))
            if self._is_maybe_event_override:
                log_prob = tf.reduce_sum(log_prob, self._reduce_event_indices)
            found.append(self._with_batch_shape(log_prob + tf.cast(ildj, log_prob.dtype), y))
        if self.bijector._is_injective:
            return found[0]
        return tf.reduce_logsumexp(tf.stack(found), axis=0)

    def _prob(self, y, bijector_kwargs=None, distribution_kwargs=None):
        found = []
        for x, ildj in self._fibers(y, bijector_kwargs):
            x = self._maybe_rotate_dims(x, rotate_right=True)
            prob = self.distribution.prob(x, **(distribution_kwargs or {}))
            if self._is_maybe_event_override:
                prob = tf.reduce_prod(prob, self._reduce_event_indices)
            found.append(self._with_batch_shape(prob * tf.exp(tf.cast(ildj, prob.dtype)), y))
        return found[0] if self.bijector._is_injective else sum(found)

    def _with_batch_shape(self, value, y):
        event_ndims = self._maybe_get_static_event_ndims()
        if self._is_maybe_event_override and isinstance(event_ndims, int):
            rest = y.shape.with_rank_at_least(1)[:-event_ndims]
            value.set_shape(tf.broadcast_static_shape(rest, self.batch_shape))
        return value

    def _refuse(self, what):
        if self._is_maybe_event_override:
            raise NotImplementedError(f"{what} is not implemented when overriding event_shape")
        if not self.bijector._is_injective:
            raise NotImplementedError(f"{what} is not implemented when bijector is not injective.")

    def _at_inverse(self, what, y, bijector_kwargs=None, distribution_kwargs=None):
        """The function `what` of the distribution at the inverse of `y`."""
        self._refuse(what)
        x = self.bijector.inverse(y, **(bijector_kwargs or {}))
        return getattr(self.distribution, what)(x, **(distribution_kwargs or {}))

    def _log_cdf(self, y, **kwargs):
        return self._at_inverse("log_cdf", y, **kwargs)

    def _cdf(self, y, **kwargs):
        return self._at_inverse("cdf", y, **kwargs)

    def _log_survival_function(self, y, **kwargs):
        return self._at_inverse("log_survival_function", y, **kwargs)

    def _survival_function(self, y, **kwargs):
        return self._at_inverse("survival_function", y, **kwargs)

    def _quantile(self, value, bijector_kwargs=None, distribution_kwargs=None):
        self._refuse("quantile")
        x = self.distribution.quantile(value, **(distribution_kwargs or {}))
        return self.bijector.forward(x, **(bijector_kwargs or {}))

    def _entropy(self):
        if not self.bijector.is_constant_jacobian:
            raise NotImplementedError("entropy is not implemented")
        if not self.bijector._is_injective:
            raise NotImplementedError("entropy is not implemented when bijector is not injective.")
        entropy = self.distribution.entropy()
        if self._is_maybe_event_override:
            size = tf.reduce_prod(self._override_event_shape)
            entropy *= tf.cast(size, dtype=entropy.dtype.base_dtype)
        if self._is_maybe_batch_override:
            batch_shape, override = (
                self.distribution.batch_shape_tensor(),
                self._override_batch_shape,
            )
            entropy = tf.reshape(entropy, tf.concat([tf.ones_like(override), batch_shape], 0))
            entropy = tf.tile(entropy, tf.concat([override, tf.ones_like(batch_shape)], 0))
        zeros = tf.zeros(
            tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0), self.dtype
        )
        event_ndims = self.event_shape.ndims
        if event_ndims is None:
            event_ndims = tf.size(self.event_shape_tensor())
        ildj = self.bijector.inverse_log_det_jacobian(zeros, event_ndims=event_ndims)
        entropy -= tf.cast(ildj, entropy.dtype)
        entropy.set_shape(self.batch_shape)
        return entropy

    def _maybe_validate_shape_override(self, override_shape, base_is_scalar, validate_args, name):
        shape = tf.convert_to_tensor(
            [] if override_shape is None else override_shape, dtype=tf.int32, name=name
        )
        overrides = _nonzero(_ndims_from_shape(shape))
        if overrides is False:
            return self._empty
        checks = []
        if shape.shape.ndims is None and validate_args:
            message = "shape override must be a vector"
            checks.append(tf.assert_rank(shape, 1, message=message))
        known = tf.get_static_value(shape)
        message = "shape override must have positive elements"
        if known is not None and any(size <= 0 for size in known):
            raise ValueError(message)
        if known is None and validate_args:
            checks.append(tf.assert_positive(shape, message=message))
        neither_scalar = _all(_not(base_is_scalar), overrides)
        message = "base distribution not scalar"
        if neither_scalar is True:
            raise ValueError(message)
        if neither_scalar is not False and validate_args:
            checks.append(tf.assert_equal(neither_scalar, False, message=message))
        return with_dependencies(checks, shape) if checks else shape

    def _maybe_rotate_dims(self, x, rotate_right=False):
        """`x` with the dimensions that `_rotate_ndims` counts moved from the front to the end."""
        if self._needs_rotation is False:
            return x
        ndims = tf.rank(x)
        n = ndims - self._rotate_ndims if rotate_right else self._rotate_ndims
        return tf.transpose(x, concat_vectors(tf.range(n, ndims), tf.range(0, n)))

    def _maybe_get_static_event_ndims(self):
        if self.event_shape.ndims is not None:
            return self.event_shape.ndims
        event_ndims = tf.size(self.event_shape_tensor())
        known = maybe_get_static_value(event_ndims)
        return event_ndims if known is None else known
