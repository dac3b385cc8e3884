"""Events in another shape."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Bijector
from tf1shim.contrib.distributions.distribution_util import (
    constant_value_as_shape,
    dimension_value,
    with_dependencies,
)


class Reshape(Bijector):
    """Events of the shape `event_shape_in` in the shape `event_shape_out`.

    >>> import tf1shim as tf
    >>> reshape = tf.contrib.distributions.bijectors.Reshape([2, 2])
    >>> reshape.forward(tf.zeros([5, 4])).shape
    TensorShape([Dimension(5), Dimension(2), Dimension(2)])

    Args: a -1 in a shape stands for what is left; the default `event_shape_in` is a vector.

    Raises: ValueError or TypeError if a shape is none, and ValueError if an argument has another.
    """

    def __init__(self, event_shape_out, event_shape_in=(-1,), validate_args=False, name=None):
        with tf.name_scope(name, "reshape", values=[event_shape_out, event_shape_in]):
            self._event_shape_out, self._event_shape_in = (
                tf.convert_to_tensor(shape, name=which, preferred_dtype=tf.int32)
                for shape, which in (
                    (event_shape_out, "event_shape_out"),
                    (event_shape_in, "event_shape_in"),
                )
            )
            self._assertions = [
                check
                for shape in (self._event_shape_out, self._event_shape_in)
                for check in self._maybe_check_valid_shape(shape, validate_args)
            ]
            super().__init__(
                forward_min_event_ndims=0,
                is_constant_jacobian=True,
                validate_args=validate_args,
                name=name or "reshape",
            )

    @staticmethod
    def _maybe_check_valid_shape(shape, validate_args):
        """Raises if `shape` cannot be one, as far as is known; the checks for the session."""
        if not shape.dtype.is_integer:
            raise TypeError(f"{shape} dtype ({shape.dtype.name}) should be `int`-like.")
        checks = []
        ndims = tf.rank(shape)
        known = tf.get_static_value(ndims)
        if known is not None and known > 1:
            raise ValueError(f"`{shape}` rank ({known}) should be <= 1.")
        if known is None and validate_args:
            message = f"`{shape}` rank should be <= 1."
            checks.append(tf.assert_less_equal(ndims, 1, message=message))
        if validate_args and not constant_value_as_shape(shape).is_fully_defined():
            unknown = tf.reduce_sum(tf.cast(tf.equal(shape, -1), tf.int32))
            message = f"`{shape}` elements must have at most one `-1`."
            checks.append(tf.assert_less_equal(unknown, 1, message=message))
            message = f"`{shape}` elements must be either positive integers or `-1`."
            checks.append(tf.assert_greater_equal(shape, -1, message=message))
        return checks

    def _reshape_helper(self, x, event_shape_in, event_shape_out):
        event_ndims_ = dimension_value(event_shape_in.shape.with_rank_at_least(1)[0])
        event_ndims = tf.shape(event_shape_in)[0]
        ndims_, ndims = x.shape.ndims, tf.rank(x)

        known = None
        if event_ndims_ is not None and ndims_ is not None:
            event = x.shape.with_rank_at_least(event_ndims_)[ndims_ - event_ndims_ :]
            if event.is_fully_defined():
                known = np.int32(event.as_list())
        expected = tf.get_static_value(event_shape_in)
        if known is not None and expected is not None:
            given = expected >= 0
            if not np.equal(known[given], expected[given]).all():
                raise ValueError(
                    f"Input `event_shape` does not match `event_shape_in` ({known} vs {expected})."
                )
        elif self.validate_args:
            actual = tf.shape(x)[ndims - event_ndims :] if known is None else known
            given = tf.reshape(event_shape_in >= 0, [-1])
            check = tf.assert_equal(
                tf.boolean_mask(actual, given),
                tf.boolean_mask(event_shape_in, given),
                message="Input `event_shape` does not match `event_shape_in`.",
            )
            x = with_dependencies([check], x)

        if event_ndims_ is not None and event_ndims_ == ndims_:
            return tf.reshape(x, event_shape_out)
        sample_and_batch_shape = tf.shape(x)
        ndims = tf.rank(x) if ndims_ is None else ndims_
        sample_and_batch_shape = sample_and_batch_shape[: ndims - tf.abs(event_ndims)]
        return tf.reshape(x, tf.concat([sample_and_batch_shape, event_shape_out], axis=0))

    def _checked(self):
        return tf.control_dependencies(self._assertions)

    def _forward(self, x):
        with self._checked():
            return self._reshape_helper(x, self._event_shape_in, self._event_shape_out)

    def _inverse(self, y):
        with self._checked():
            return self._reshape_helper(y, self._event_shape_out, self._event_shape_in)

    def _forward_log_det_jacobian(self, x):
        with self._checked():
            return tf.constant(0.0, dtype=x.dtype)

    def _inverse_log_det_jacobian(self, y):
        with self._checked():
            return tf.constant(0.0, dtype=y.dtype)

    def _reshaped(self, fn, shape):
        """What `fn` makes of zeros of the shape `shape`."""
        with self._checked():
            return fn(tf.zeros(shape=shape, dtype=tf.float32))

    def _forward_event_shape(self, input_shape):
        return self._reshaped(self.forward, input_shape).shape

    def _inverse_event_shape(self, output_shape):
        return self._reshaped(self.inverse, output_shape).shape

    def _forward_event_shape_tensor(self, input_shape):
        return tf.shape(self._reshaped(self.forward, input_shape))

    def _inverse_event_shape_tensor(self, output_shape):
        return tf.shape(self._reshaped(self.inverse, output_shape))
