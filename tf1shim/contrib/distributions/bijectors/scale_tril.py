"""Vectors as triangular matrices with a positive diagonal."""

from tf1shim.contrib.distributions.bijectors.affine_scalar import AffineScalar
from tf1shim.contrib.distributions.bijectors.chain import Chain
from tf1shim.contrib.distributions.bijectors.fill_triangular import FillTriangular
from tf1shim.contrib.distributions.bijectors.softplus import Softplus
from tf1shim.contrib.distributions.bijectors.transform_diagonal import TransformDiagonal


class ScaleTriL(Chain):
    """`FillTriangular`, then `diag_bijector` and an addition of `diag_shift` on the diagonal.

    >>> import tf1shim as tf
    >>> tfb = tf.contrib.distributions.bijectors
    >>> with tf.Session() as sess:
    ...     print(sess.run(tfb.ScaleTriL(tfb.Exp(), diag_shift=None).forward([0., 2., 0.])))
    [[1. 0.]
     [2. 1.]]

    Args: `diag_bijector` is `Softplus` by default.
    """

    def __init__(self, diag_bijector=None, diag_shift=1e-5, validate_args=False, name="scale_tril"):
        if diag_bijector is None:
            diag_bijector = Softplus(validate_args=validate_args)
        if diag_shift is not None:
            diag_bijector = Chain([AffineScalar(shift=diag_shift), diag_bijector])
        super().__init__(
            [TransformDiagonal(diag_bijector=diag_bijector), FillTriangular()],
            validate_args=validate_args,
            name=name,
        )
