"""Affine maps of scalars."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked, zero
from tf1shim.contrib.distributions.distribution_util import optional_tensor, parameter


class AffineScalar(Checked):
    """``y = shift + scale * x``, each number for itself.

    >>> import tf1shim as tf
    >>> affine = tf.contrib.distributions.bijectors.AffineScalar(shift=1., scale=2.)
    >>> with tf.Session() as sess:
    ...     print(sess.run(affine.inverse([3., 5.])))
    [1. 2.]
    """

    shift = parameter("shift", "What is added, or None.")
    scale = parameter("scale", "What is multiplied with, or None.")

    def __init__(self, shift=None, scale=None, validate_args=False, name="affine_scalar"):
        with self._init_scope(name, validate_args, [scale, shift]):
            self._shift = optional_tensor(shift, "shift")
            self._scale = optional_tensor(scale, "scale")
            if self._scale is not None:
                self._scale = self._check(
                    self._scale, lambda x: tf.assert_none_equal(x, tf.zeros([], dtype=x.dtype))
                )
            super().__init__(
                forward_min_event_ndims=0,
                is_constant_jacobian=True,
                validate_args=validate_args,
                name=name,
            )

    def _forward(self, x):
        y = tf.identity(x)
        if self.scale is not None:
            y *= self.scale
        return y if self.shift is None else y + self.shift

    def _inverse(self, y):
        x = tf.identity(y)
        if self.shift is not None:
            x -= self.shift
        return x if self.scale is None else x / self.scale

    def _forward_log_det_jacobian(self, x):
        return zero(x) if self.scale is None else tf.log(tf.abs(self.scale))
