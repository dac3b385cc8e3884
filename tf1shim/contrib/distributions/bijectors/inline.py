"""Bijectors of given functions."""

from tf1shim.contrib.distributions.bijectors.bijector import Bijector


class Inline(Bijector):
    """A bijector of functions.

    >>> import tf1shim as tf
    >>> exp = tf.contrib.distributions.bijectors.Inline(
    ...     forward_fn=tf.exp, inverse_fn=tf.log, forward_min_event_ndims=0,
    ...     inverse_log_det_jacobian_fn=lambda y: -tf.log(y))
    >>> with tf.Session() as sess:
    ...     print(sess.run(exp.inverse(1.)))
    0.0

    Raises: NotImplementedError where a method needs a function that is not given. Those of shapes
    leave a shape as it is by default.
    """

    def __init__(
        self,
        forward_fn=None,
        inverse_fn=None,
        inverse_log_det_jacobian_fn=None,
        forward_log_det_jacobian_fn=None,
        forward_event_shape_fn=None,
        forward_event_shape_tensor_fn=None,
        inverse_event_shape_fn=None,
        inverse_event_shape_tensor_fn=None,
        is_constant_jacobian=False,
        validate_args=False,
        forward_min_event_ndims=None,
        inverse_min_event_ndims=None,
        name="inline",
    ):
        super().__init__(
            forward_min_event_ndims=forward_min_event_ndims,
            inverse_min_event_ndims=inverse_min_event_ndims,
            is_constant_jacobian=is_constant_jacobian,
            validate_args=validate_args,
            name=name,
        )
        self._functions = {
            "forward_fn": forward_fn,
            "inverse_fn": inverse_fn,
            "inverse_log_det_jacobian_fn": inverse_log_det_jacobian_fn,
            "forward_log_det_jacobian_fn": forward_log_det_jacobian_fn,
        }
        self._shape_functions = {
            "forward_event_shape": forward_event_shape_fn,
            "forward_event_shape_tensor": forward_event_shape_tensor_fn,
            "inverse_event_shape": inverse_event_shape_fn,
            "inverse_event_shape_tensor": inverse_event_shape_tensor_fn,
        }

    def _shape(self, which, shape):
        fn = self._shape_functions[which]
        return shape if fn is None else fn(shape)

    def _forward_event_shape(self, input_shape):
        return self._shape("forward_event_shape", input_shape)

    def _forward_event_shape_tensor(self, input_shape):
        return self._shape("forward_event_shape_tensor", input_shape)

    def _inverse_event_shape(self, output_shape):
        return self._shape("inverse_event_shape", output_shape)

    def _inverse_event_shape_tensor(self, output_shape):
        return self._shape("inverse_event_shape_tensor", output_shape)

    def _call(self, which, value, kwargs):
        fn = self._functions[which]
        if not callable(fn):
            raise NotImplementedError(f"{which} is not a callable function.")
        return fn(value, **kwargs)

    def _forward(self, x, **kwargs):
        return self._call("forward_fn", x, kwargs)

    def _inverse(self, y, **kwargs):
        return self._call("inverse_fn", y, kwargs)

    def _inverse_log_det_jacobian(self, y, **kwargs):
        return self._call("inverse_log_det_jacobian_fn", y, kwargs)

    def _forward_log_det_jacobian(self, x, **kwargs):
        return self._call("forward_log_det_jacobian_fn", x, kwargs)
