"""Batches in another shape."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import constant_value_as_shape


class BatchReshape(tf.distributions.Distribution):
    """`distribution`, with its batch in the shape `batch_shape`.

    >>> import tf1shim as tf
    >>> tfd = tf.contrib.distributions
    >>> tfd.BatchReshape(tfd.Normal(tf.zeros([6]), 1.), [2, 3]).batch_shape
    TensorShape([Dimension(2), Dimension(3)])

    Args: a -1 in `batch_shape` stands for what is left.

    Raises: ValueError if the sizes differ; NotImplementedError for a value that would have to be
    broadcast.
    """

    def __init__(
        self, distribution, batch_shape, validate_args=False, allow_nan_stats=True, name=None
    ):
        parameters = dict(locals())
        name = name or "BatchReshape" + distribution.name
        with tf.name_scope(name, values=[batch_shape]) as name:
            self._batch_shape_unexpanded = tf.convert_to_tensor(
                batch_shape, dtype=tf.int32, name="batch_shape"
            )
            validate_init_args_statically(distribution, self._batch_shape_unexpanded)
            self._distribution = distribution
            self._batch_shape_, self._batch_shape_static, self._runtime_assertions = (
                calculate_reshape(
                    distribution.batch_shape_tensor(), self._batch_shape_unexpanded, validate_args
                )
            )
            super().__init__(
                dtype=distribution.dtype,
                reparameterization_type=distribution.reparameterization_type,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=[self._batch_shape_unexpanded, *distribution._graph_parents],
                name=name,
            )

    @property
    def distribution(self):
        """The distribution whose batch is reshaped."""
        return self._distribution

    def _checked(self, checks=()):
        return tf.control_dependencies([*self._runtime_assertions, *checks])

    def _batch_shape_tensor(self):
        with self._checked():
            return tf.identity(self._batch_shape_)

    def _batch_shape(self):
        return self._batch_shape_static

    def _event_shape_tensor(self):
        with self._checked():
            return tf.identity(self.distribution.event_shape_tensor())

    def _event_shape(self):
        return self.distribution.event_shape

    def _sample_n(self, n, seed=None):
        with self._checked():
            x = self.distribution.sample(sample_shape=n, seed=seed)
            parts = [[n], self._batch_shape_unexpanded, self.event_shape_tensor()]
            return tf.reshape(x, tf.concat(parts, axis=0))

    def _log_prob(self, x):
        return self._call_reshape_input_output(self.distribution.log_prob, x)

    def _prob(self, x):
        return self._call_reshape_input_output(self.distribution.prob, x)

    def _log_cdf(self, x):
        return self._call_reshape_input_output(self.distribution.log_cdf, x)

    def _cdf(self, x):
        return self._call_reshape_input_output(self.distribution.cdf, x)

    def _log_survival_function(self, x):
        return self._call_reshape_input_output(self.distribution.log_survival_function, x)

    def _survival_function(self, x):
        return self._call_reshape_input_output(self.distribution.survival_function, x)

    def _entropy(self):
        return self._call_and_reshape_output(self.distribution.entropy, 0)

    def _mean(self):
        return self._call_and_reshape_output(self.distribution.mean)

    def _mode(self):
        return self._call_and_reshape_output(self.distribution.mode)

    def _stddev(self):
        return self._call_and_reshape_output(self.distribution.stddev)

    def _variance(self):
        return self._call_and_reshape_output(self.distribution.variance)

    def _covariance(self):
        return self._call_and_reshape_output(self.distribution.covariance, 2)

    def _call_and_reshape_output(self, fn, events=1):
        """What `fn` gives, in the new batch shape, times the event shape `events` times."""
        with self._checked():
            # The public one for a matrix, as in TensorFlow 1: it counts in the names of ops.
            fn_of_shape = self.event_shape_tensor if events > 1 else self._event_shape_tensor
            shapes = [fn_of_shape()] * events
            result = tf.reshape(fn(), tf.concat([self._batch_shape_unexpanded, *shapes], axis=0))
            if self.batch_shape.ndims is not None and self.event_shape.ndims is not None:
                static = self.batch_shape
                for _ in range(events):
                    static = static.concatenate(self.event_shape)
                result.set_shape(result.shape.merge_with(static))
            return result

    def _call_reshape_input_output(self, fn, x):
        """``fn(x)``, both in the distribution's own batch shape for the call."""
        with self._checked(self._validate_sample_arg(x)):
            sample_shape, static = self._sample_shape(x)
            parts = [sample_shape, self.distribution.batch_shape_tensor()]
            parts.append(self.event_shape_tensor())
            result = fn(tf.reshape(x, tf.concat(parts, axis=0)))
            parts = [sample_shape, self._batch_shape_unexpanded]
            result = tf.reshape(result, tf.concat(parts, axis=0))
            if static.ndims is not None and self.batch_shape.ndims is not None:
                result.set_shape(result.shape.merge_with(static.concatenate(self.batch_shape)))
            return result

    def _ndims(self, x):
        """How many dimensions `x`, a batch and an event have: numbers where they are known."""
        x_ndims = tf.rank(x) if x.shape.ndims is None else x.shape.ndims
        event_ndims = self.event_shape.ndims
        if event_ndims is None:
            event_ndims = tf.size(self.event_shape_tensor())
        batch_ndims = self.batch_shape.ndims
        if batch_ndims is None:
            batch_ndims = tf.size(self._batch_shape_unexpanded)
        return x_ndims, batch_ndims, event_ndims

    def _sample_shape(self, x):
        x_ndims, batch_ndims, event_ndims = self._ndims(x)
        ndims = x_ndims - batch_ndims - event_ndims
        static = x.shape[:ndims] if isinstance(ndims, int) else tf.TensorShape(None)
        if static.is_fully_defined():
            return np.int32(static.as_list()), static
        return tf.shape(x)[:ndims], static

    def _validate_sample_arg(self, x):
        """Raises if `x` would have to be broadcast; returns the checks for the session."""
        with tf.name_scope("validate_sample_arg", values=[x]):
            x_ndims, batch_ndims, event_ndims = self._ndims(x)
            expected_ndims = batch_ndims + event_ndims
            ndims_known = isinstance(x_ndims, int) and isinstance(expected_ndims, int)
            if ndims_known and x_ndims < expected_ndims:
                raise NotImplementedError(
                    "Broadcasting is not supported; too few batch and event dims "
                    f"(expected at least {expected_ndims}, saw {x_ndims})."
                )
            ndims_checks = []
            if not ndims_known and self.validate_args:
                check = tf.assert_greater_equal(
                    x_ndims,
                    expected_ndims,
                    message="Broadcasting is not supported; too few batch and event dims.",
                    name="assert_batch_and_event_ndims_large_enough",
                )
                ndims_checks.append(check)

            if self.batch_shape.is_fully_defined() and self.event_shape.is_fully_defined():
                expected = np.int32(self.batch_shape.concatenate(self.event_shape).as_list())
            else:
                parts = [self.batch_shape_tensor(), self.event_shape_tensor()]
                expected = tf.concat(parts, axis=0)
            start = x_ndims - expected_ndims
            if ndims_known:
                start = max(start, 0)
            if ndims_known and x.shape[start:].is_fully_defined():
                actual = np.int32(x.shape[start:].as_list())
            else:
                actual = tf.shape(x)[tf.maximum(start, 0) :]
            if isinstance(expected, np.ndarray) and isinstance(actual, np.ndarray):
                if any(expected != actual):
                    raise NotImplementedError(
                        "Broadcasting is not supported; unexpected batch and event shape "
                        f"(expected {expected}, saw {actual})."
                    )
                return ndims_checks
            if not self.validate_args:
                return []
            with tf.control_dependencies(ndims_checks):
                check = tf.assert_equal(
                    expected,
                    actual,
                    message="Broadcasting is not supported; unexpected batch and event shape.",
                    name="assert_batch_and_event_shape_same",
                )
            return [check]


def calculate_reshape(original_shape, new_shape, validate=False, name=None):
    """`new_shape` without a -1, what is known of it, and the checks for the session."""
    static = constant_value_as_shape(new_shape)
    if static.is_fully_defined():
        return np.int32(static.as_list()), static, []
    with tf.name_scope(name, "calculate_reshape", [original_shape, new_shape]):
        size = tf.reduce_prod(original_shape)
        implicit = tf.equal(new_shape, -1)
        rest = size // tf.maximum(1, -tf.reduce_prod(new_shape))
        expanded = tf.where_v2(implicit, tf.fill(tf.shape(new_shape), rest), new_shape)
        if not validate:
            return expanded, static, []
        checks = [
            tf.assert_rank(original_shape, 1, message="Original shape must be a vector."),
            tf.assert_rank(new_shape, 1, message="New shape must be a vector."),
            tf.assert_less_equal(
                tf.count_nonzero(implicit, dtype=tf.int32),
                1,
                message="At most one dimension can be unknown.",
            ),
            tf.assert_positive(expanded, message="Shape elements must be >=-1."),
            tf.assert_equal(tf.reduce_prod(expanded), size, message="Shape sizes do not match."),
        ]
        return expanded, static, checks


def validate_init_args_statically(distribution, batch_shape):
    """Raises if the tensor `batch_shape` cannot be that of `distribution`, as far as is known."""
    ndims = batch_shape.shape.ndims
    if ndims not in (None, 1):
        raise ValueError(f"`batch_shape` must be a vector (saw rank: {ndims}).")
    static = constant_value_as_shape(batch_shape)
    sizes = static.num_elements(), distribution.batch_shape.num_elements()
    if None not in sizes and sizes[0] != sizes[1]:
        raise ValueError(
            f"`batch_shape` size ({sizes[0]}) must match `distribution.batch_shape` size "
            f"({sizes[1]})."
        )
    if static.dims is not None and any(d is not None and d < 1 for d in static.as_list()):
        raise ValueError("`batch_shape` elements must be >=-1.")
