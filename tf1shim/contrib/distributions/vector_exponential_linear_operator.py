"""The distribution of ``loc + scale @ x``, where the elements of ``x`` are exponential."""

import tf1shim as tf
from tf1shim.contrib.distributions.mvn_linear_operator import VectorLinearOperator


class VectorExponentialLinearOperator(VectorLinearOperator):
    """The distribution of ``loc + scale @ x``, where the elements of ``x`` are exponential.

    `scale` is a linear operator.
    """

    def __init__(
        self,
        loc=None,
        scale=None,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorExponentialLinearOperator",
    ):
        parameters = dict(locals())

        def exponential(dtype):
            rate = tf.ones([], dtype=dtype)
            return tf.distributions.Exponential(rate=rate, allow_nan_stats=allow_nan_stats)

        self._build(exponential, loc, scale, validate_args, parameters, name, "in")

    def _moved(self, x):
        moved = self.scale.matvec(x)
        return moved if self.loc is None else tf.identity(self.loc) + moved

    def _mean(self):
        return self._moved(tf.ones(self._shape(), self.dtype))

    def _mode(self):
        return self._moved(tf.zeros(self._shape(), self.dtype))
