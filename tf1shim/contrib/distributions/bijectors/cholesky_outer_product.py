"""Products of triangular matrices with themselves."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked
from tf1shim.contrib.distributions.distribution_util import pick_vector


class CholeskyOuterProduct(Checked):
    """``x @ x.T`` of lower triangular matrices; its inverse is the Cholesky decomposition.

    >>> import tf1shim as tf
    >>> product = tf.contrib.distributions.bijectors.CholeskyOuterProduct()
    >>> with tf.Session() as sess:
    ...     print(sess.run(product.forward([[1., 0.], [2., 1.]])))
    [[1. 2.]
     [2. 5.]]
    """

    def __init__(self, validate_args=False, name="cholesky_outer_product"):
        super().__init__(forward_min_event_ndims=2, validate_args=validate_args, name=name)

    @staticmethod
    def _square(x, *messages):
        shape = tf.shape(x)
        is_matrix, is_square = messages or (None, None)
        return [
            tf.assert_rank_at_least(x, 2, message=is_matrix),
            tf.assert_equal(shape[-2], shape[-1], message=is_square),
        ]

    def _forward(self, x):
        if self.validate_args:
            with tf.control_dependencies(self._square(x)):
                x = tf.identity(x)
        x = tf.matrix_band_part(x, -1, 0)
        return tf.matmul(x, x, adjoint_b=True)

    def _inverse(self, y):
        return tf.cholesky(y)

    def _forward_log_det_jacobian(self, x):
        """The entry in the k-th row of p of the diagonal counts ``p + 1 - k`` times."""
        diag = self._make_columnar(tf.matrix_diag_part(x))
        if self.validate_args:
            checks = self._square(
                x,
                "Input must be a (batch of) matrix.",
                "Input must be a (batch of) square matrix.",
            )
            message = "Input must be positive definite."
            checks.append(tf.assert_positive(diag, message=message))
            with tf.control_dependencies(checks):
                x = tf.identity(x)
        size = None if x.shape.ndims is None else x.shape.as_list()[-1]
        if size is None:
            size = tf.shape(x)[-1]
            p = tf.cast(size, dtype=x.dtype)
        else:
            p = np.array(size, dtype=x.dtype.as_numpy_dtype)
        one = tf.constant(1.0, dtype=x.dtype)
        exponents = tf.raw_ops.LinSpace(start=p, stop=one, num=size)
        weighted = tf.matmul(tf.log(diag), exponents[..., tf.newaxis])
        fldj = p * np.log(2.0) + tf.squeeze(weighted, axis=-1)
        if x.shape.ndims is not None:
            return tf.squeeze(fldj, axis=-1) if x.shape.ndims == 2 else fldj
        shape = tf.shape(fldj)
        last = pick_vector(tf.equal(tf.rank(x), 2), np.array([], dtype=np.int32), shape[-1:])
        return tf.reshape(fldj, tf.concat([shape[:-1], last], 0))

    @staticmethod
    def _make_columnar(x):
        """`x` as a matrix at least."""
        if x.shape.ndims is not None:
            return x[tf.newaxis, :] if x.shape.ndims == 1 else x
        shape = tf.shape(x)
        added = pick_vector(tf.equal(tf.rank(x), 1), [1], np.array([], dtype=np.int32))
        return tf.reshape(x, tf.concat([shape[:-1], added, shape[-1:]], 0))
