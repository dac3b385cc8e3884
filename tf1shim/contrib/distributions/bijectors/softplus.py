"""The softplus function."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Bijector
from tf1shim.contrib.distributions.distribution_util import (
    optional_tensor,
    parameter,
    softplus_inverse,
    with_dependencies,
)


class Softplus(Bijector):
    """``log(1 + exp(x))``; with `hinge_softness` that many times its value at ``x / softness``.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.bijectors.Softplus().forward(0.)).round(3))
    0.693
    """

    hinge_softness = parameter("hinge_softness", "How soft the kink at 0 is, or None.")

    def __init__(self, hinge_softness=None, validate_args=False, name="softplus"):
        with tf.name_scope(name, values=[hinge_softness]):
            self._hinge_softness = optional_tensor(hinge_softness, "hinge_softness")
            # As in TensorFlow 1 this is an AttributeError without a softness.
            if validate_args:
                softness = self._hinge_softness
                check = tf.assert_none_equal(
                    tf.convert_to_tensor(0, dtype=softness.dtype),
                    softness,
                    message="hinge_softness must be non-zero",
                )
                self._hinge_softness = with_dependencies([check], softness)
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _softened(self, fn, x):
        if self.hinge_softness is None:
            return fn(x)
        softness = tf.cast(self.hinge_softness, x.dtype)
        return softness * fn(x / softness)

    def _hardened(self, x):
        return x if self.hinge_softness is None else x / tf.cast(self.hinge_softness, x.dtype)

    def _forward(self, x):
        return self._softened(tf.nn.softplus, x)

    def _inverse(self, y):
        return self._softened(softplus_inverse, y)

    def _inverse_log_det_jacobian(self, y):
        return -tf.log(-tf.expm1(-self._hardened(y)))

    def _forward_log_det_jacobian(self, x):
        return -tf.nn.softplus(-self._hardened(x))
