"""The distribution of ``loc + scale @ x``, where the elements of ``x`` are Laplace."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.mvn_linear_operator import CenteredVector


class VectorLaplaceLinearOperator(CenteredVector):
    """The distribution of ``loc + scale @ x``, where the elements of ``x`` are Laplace.

    `scale` is a linear operator.
    """

    def __init__(
        self,
        loc=None,
        scale=None,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorLaplaceLinearOperator",
    ):
        parameters = dict(locals())

        def laplace(dtype):
            return tf.distributions.Laplace(
                loc=tf.zeros([], dtype=dtype), scale=tf.ones([], dtype=dtype)
            )

        self._build(laplace, loc, scale, validate_args, parameters, name, "below")

    def _covariance(self):
        return 2.0 * super()._covariance()

    def _variance(self):
        return 2.0 * super()._variance()

    def _stddev(self):
        return np.sqrt(2) * super()._stddev()
