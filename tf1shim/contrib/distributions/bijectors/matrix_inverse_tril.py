"""Inverses of triangular matrices."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked


class MatrixInverseTriL(Checked):
    """The inverse of lower triangular matrices.

    >>> import tf1shim as tf
    >>> inverse = tf.contrib.distributions.bijectors.MatrixInverseTriL()
    >>> with tf.Session() as sess:
    ...     print(sess.run(inverse.forward([[1., 0.], [2., 1.]])))
    [[ 1.  0.]
     [-2.  1.]]
    """

    def __init__(self, validate_args=False, name="matrix_inverse_tril"):
        super().__init__(forward_min_event_ndims=2, validate_args=validate_args, name=name)

    def _forward(self, x):
        with tf.control_dependencies(self._assertions(x)):
            shape = tf.shape(x)
            identity = tf.eye(shape[-1], batch_shape=shape[:-2])
            return tf.raw_ops.MatrixTriangularSolve(matrix=x, rhs=identity, lower=True)

    def _inverse(self, y):
        return self._forward(y)

    def _forward_log_det_jacobian(self, x):
        with tf.control_dependencies(self._assertions(x)):
            size = tf.cast(tf.shape(x)[-1], x.dtype.base_dtype)
            log_det = tf.reduce_sum(tf.log(tf.abs(tf.matrix_diag_part(x))), axis=-1)
            return -2.0 * size * log_det

    def _assertions(self, x):
        if not self.validate_args:
            return []
        shape = tf.shape(x)
        diag = tf.matrix_diag_part(x)
        without_diag = tf.matrix_set_diag(x, tf.zeros(shape[:-1], dtype=tf.float32))
        above = tf.matrix_band_part(without_diag, 0, -1)
        return [
            tf.assert_rank_at_least(x, 2, message="Input must have rank at least 2."),
            tf.assert_equal(shape[-2], shape[-1], message="Input must be a square matrix."),
            tf.assert_equal(above, tf.zeros_like(above), message="Input must be lower triangular."),
            tf.assert_none_equal(
                diag, tf.zeros_like(diag), message="Input must have all diagonal entries nonzero."
            ),
        ]
