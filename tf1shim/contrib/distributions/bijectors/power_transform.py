"""Powers."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked, positive
from tf1shim.contrib.distributions.distribution_util import parameter, with_dependencies


class PowerTransform(Checked):
    """``(1 + power * x) ** (1 / power)``, and ``exp(x)`` for the power 0.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.bijectors.PowerTransform(1.).forward(2.)))
    3.0

    Raises: ValueError if `power` is negative or not a constant.
    """

    power = parameter("power", "The power, a number.")

    def __init__(self, power=0.0, validate_args=False, name="power_transform"):
        with self._init_scope(name, validate_args, [power]):
            power = tf.get_static_value(tf.convert_to_tensor(power, name="power"))
        if power is None or power < 0:
            raise ValueError("`power` must be a non-negative TF constant.")
        self._power = power
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x):
        x = self._maybe_assert_valid_x(x)
        if self.power == 0.0:
            return tf.exp(x)
        # Not a power: that is inexact for small ones.
        return tf.exp(tf.log1p(x * self.power) / self.power)

    def _inverse(self, y):
        y = self._maybe_assert_valid_y(y)
        if self.power == 0.0:
            return tf.log(y)
        return tf.expm1(tf.log(y) * self.power) / self.power

    def _inverse_log_det_jacobian(self, y):
        y = self._maybe_assert_valid_y(y)
        return (self.power - 1.0) * tf.log(y)

    def _forward_log_det_jacobian(self, x):
        x = self._maybe_assert_valid_x(x)
        if self.power == 0.0:
            return x
        return (1.0 / self.power - 1.0) * tf.log1p(x * self.power)

    def _maybe_assert_valid_x(self, x):
        if not self.validate_args or self.power == 0.0:
            return x
        message = f"Forward transformation input must be at least {-1.0 / self.power}."
        check = tf.assert_non_negative(1.0 + self.power * x, message=message)
        return with_dependencies([check], x)

    def _maybe_assert_valid_y(self, y):
        return self._check(y, positive("Inverse transformation input must be greater than 0."))
