"""The absolute value."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked, non_negative, zero

_CHECK = non_negative("Argument y was negative")


class AbsoluteValue(Checked):
    """``abs(x)``: not injective, so its inverse is a pair.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(*sess.run(tf.contrib.distributions.bijectors.AbsoluteValue().inverse(1.)))
    -1.0 1.0
    """

    def __init__(self, validate_args=False, name="absolute_value"):
        with self._init_scope(name, validate_args):
            super().__init__(
                forward_min_event_ndims=0,
                is_constant_jacobian=True,
                validate_args=validate_args,
                name=name,
            )

    @property
    def _is_injective(self):
        return False

    def _forward(self, x):
        return tf.abs(x)

    def _inverse(self, y):
        y = self._check(y, _CHECK)
        return -y, y

    def _inverse_log_det_jacobian(self, y):
        zeros = self._check(zero(y), lambda _: _CHECK(y))
        return zeros, zeros
