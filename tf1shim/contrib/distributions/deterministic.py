"""Distributions of one value."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import parameter, with_dependencies


class _BaseDeterministic(tf.distributions.Distribution):
    """What both have: `loc`, and how far from it a value may be."""

    loc = parameter("loc", "The only value.")
    atol = parameter("atol", "The absolute tolerance.")
    rtol = parameter("rtol", "The relative tolerance.")

    def __init__(
        self,
        loc,
        atol=None,
        rtol=None,
        is_vector=False,
        validate_args=False,
        allow_nan_stats=True,
        name="_BaseDeterministic",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[loc, atol, rtol]) as name:
            loc = tf.convert_to_tensor(loc, name="loc")
            if is_vector and validate_args:
                message = "Argument loc must be at least rank 1."
                if loc.shape.ndims is None:
                    check = tf.assert_rank_at_least(loc, 1, message=message)
                    loc = with_dependencies([check], loc)
                elif loc.shape.ndims < 1:
                    raise ValueError(message)
            self._loc = loc
            super().__init__(
                dtype=loc.dtype,
                reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=[loc],
                name=name,
            )
            self._atol = self._get_tol(atol)
            self._rtol = self._get_tol(rtol)
            self._slack = self._atol
            if rtol is not None:
                self._slack = self._atol + self._rtol * tf.abs(loc)

    def _get_tol(self, tol):
        if tol is None:
            return tf.convert_to_tensor(0, dtype=self.loc.dtype)
        tol = tf.convert_to_tensor(tol, dtype=self.loc.dtype)
        if not self.validate_args:
            return tol
        message = "Argument 'tol' must be non-negative"
        return with_dependencies([tf.assert_non_negative(tol, message=message)], tol)

    def _entropy(self):
        return tf.zeros(self.batch_shape_tensor(), dtype=self.dtype)

    def _mean(self):
        return tf.identity(self.loc)

    def _variance(self):
        return tf.zeros_like(self.loc)

    def _mode(self):
        return self.mean()

    def _sample_n(self, n, seed=None):
        known = tf.get_static_value(tf.convert_to_tensor(n))
        ndims = self.loc.shape.ndims
        if known is not None and ndims is not None:
            multiples = [known] + [1] * ndims
        else:
            multiples = tf.concat(([n], tf.ones_like(tf.shape(self.loc))), axis=0)
        return tf.tile(self.loc[tf.newaxis, ...], multiples=multiples)


class Deterministic(_BaseDeterministic):
    """The scalar `loc`, with certainty.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.Deterministic(2.).prob([2., 2.1])))
    [1. 0.]

    Args: values within ``atol + rtol * abs(loc)`` of `loc` have the probability 1.
    """

    def __init__(
        self,
        loc,
        atol=None,
        rtol=None,
        validate_args=False,
        allow_nan_stats=True,
        name="Deterministic",
    ):
        super().__init__(loc, atol, rtol, False, validate_args, allow_nan_stats, name)

    def _batch_shape_tensor(self):
        return tf.shape(self.loc)

    def _batch_shape(self):
        return self.loc.shape

    def _event_shape_tensor(self):
        return tf.constant([], dtype=tf.int32)

    def _event_shape(self):
        return tf.TensorShape([])

    def _prob(self, x):
        return tf.cast(tf.abs(x - self.loc) <= self._slack, dtype=self.dtype)

    def _cdf(self, x):
        return tf.cast(x >= self.loc - self._slack, dtype=self.dtype)


class VectorDeterministic(_BaseDeterministic):
    """The vector `loc`, with certainty. Its arguments are those of `Deterministic`.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.VectorDeterministic([0., 2.]).prob([0., 3.])))
    0.0
    """

    def __init__(
        self,
        loc,
        atol=None,
        rtol=None,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorDeterministic",
    ):
        super().__init__(loc, atol, rtol, True, validate_args, allow_nan_stats, name)

    def _batch_shape_tensor(self):
        return tf.shape(self.loc)[:-1]

    def _batch_shape(self):
        return self.loc.shape[:-1]

    def _event_shape_tensor(self):
        return tf.shape(self.loc)[-1]

    def _event_shape(self):
        return self.loc.shape[-1:]

    def _prob(self, x):
        if self.validate_args:
            is_vector = tf.assert_rank_at_least(x, 1)
            same_size = tf.assert_equal(
                self.event_shape_tensor(),
                tf.gather(tf.shape(x), tf.rank(x) - 1),
                message="Argument 'x' not defined in the same space R^k as this distribution",
            )
            with tf.control_dependencies([is_vector, same_size]):
                x = tf.identity(x)
        close = tf.abs(x - self.loc) <= self._slack
        return tf.cast(tf.reduce_all(close, axis=-1), dtype=self.dtype)
