"""Vectors of independent exponential elements."""

from tf1shim.contrib.distributions.distribution_util import init_diag_scale
from tf1shim.contrib.distributions.vector_exponential_linear_operator import (
    VectorExponentialLinearOperator,
)


class VectorExponentialDiag(VectorExponentialLinearOperator):
    """The distribution of ``loc + diag * x``, where the elements of ``x`` are exponential.

    >>> import tf1shim as tf
    >>> vector = tf.contrib.distributions.VectorExponentialDiag([1., -1.], scale_diag=[1., 2.])
    >>> with tf.Session() as sess:
    ...     print(sess.run([vector.mean(), vector.variance()]))
    [array([2., 1.], dtype=float32), array([1., 4.], dtype=float32)]

    Args: ``diag`` is ``scale_diag + scale_identity_multiplier``, ones if neither is given.
    """

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorExponentialDiag",
    ):
        parameters = dict(locals())
        scale, name = init_diag_scale(name, loc, scale_diag, scale_identity_multiplier)
        super().__init__(
            loc=loc,
            scale=scale,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            name=name,
        )
        self._parameters = parameters
