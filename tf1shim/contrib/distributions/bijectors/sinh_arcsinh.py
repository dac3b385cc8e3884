"""The sinh-arcsinh transformation."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked, positive
from tf1shim.contrib.distributions.distribution_util import parameter


def _sqrtx2p1(x):
    """``sqrt(x**2 + 1)``, where the square of a great `x` must not overflow."""
    small = tf.abs(x) * np.sqrt(np.finfo(x.dtype.as_numpy_dtype).eps) <= 1.0
    return tf.where_v2(small, tf.sqrt(x**2.0 + 1.0), tf.abs(x))


class SinhArcsinh(Checked):
    """``sinh((arcsinh(x) + skewness) * tailweight)``.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.bijectors.SinhArcsinh().forward(2.)).round(3))
    2.0

    Args: the default `skewness` is 0, the default `tailweight` 1.
    """

    skewness = parameter("skewness", "The skewness.")
    tailweight = parameter("tailweight", "The tail weight.")

    def __init__(self, skewness=None, tailweight=None, validate_args=False, name="SinhArcsinh"):
        with self._init_scope(name, validate_args, [skewness, tailweight]):
            self._skewness = tf.convert_to_tensor(
                0.0 if skewness is None else skewness, name="skewness"
            )
            self._tailweight = tf.convert_to_tensor(
                1.0 if tailweight is None else tailweight,
                name="tailweight",
                dtype=self._skewness.dtype,
            )
            tf.debugging.assert_same_float_dtype([self._skewness, self._tailweight])
            check = positive("Argument tailweight was not positive")
            self._tailweight = self._check(self._tailweight, check)
        super().__init__(forward_min_event_ndims=0, validate_args=validate_args, name=name)

    def _forward(self, x):
        return tf.sinh((tf.asinh(x) + self.skewness) * self.tailweight)

    def _inverse(self, y):
        return tf.sinh(tf.asinh(y) / self.tailweight - self.skewness)

    def _inverse_log_det_jacobian(self, y):
        slope = tf.cosh(tf.asinh(y) / self.tailweight - self.skewness) / _sqrtx2p1(y)
        return tf.log(slope) - tf.log(self.tailweight)

    def _forward_log_det_jacobian(self, x):
        slope = tf.cosh((tf.asinh(x) + self.skewness) * self.tailweight) / _sqrtx2p1(x)
        return tf.log(slope) + tf.log(self.tailweight)
