"""Matrices with another diagonal."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Bijector


class TransformDiagonal(Bijector):
    """`diag_bijector` on the diagonal of matrices.

    >>> import tf1shim as tf
    >>> tfb = tf.contrib.distributions.bijectors
    >>> with tf.Session() as sess:
    ...     print(sess.run(tfb.TransformDiagonal(tfb.Exp()).forward([[0., 2.], [3., 0.]])))
    [[1. 2.]
     [3. 1.]]
    """

    def __init__(self, diag_bijector, validate_args=False, name="transform_diagonal"):
        self._diag_bijector = diag_bijector
        super().__init__(
            forward_min_event_ndims=2,
            inverse_min_event_ndims=2,
            validate_args=validate_args,
            name=name,
        )

    def _forward(self, x):
        return tf.matrix_set_diag(x, self._diag_bijector.forward(tf.matrix_diag_part(x)))

    def _inverse(self, y):
        return tf.matrix_set_diag(y, self._diag_bijector.inverse(tf.matrix_diag_part(y)))

    def _forward_log_det_jacobian(self, x):
        diag = tf.matrix_diag_part(x)
        return self._diag_bijector.forward_log_det_jacobian(diag, event_ndims=1)

    def _inverse_log_det_jacobian(self, y):
        diag = tf.matrix_diag_part(y)
        return self._diag_bijector.inverse_log_det_jacobian(diag, event_ndims=1)
