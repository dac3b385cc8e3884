"""Vectors as triangular matrices."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions import distribution_util
from tf1shim.contrib.distributions.bijectors.bijector import Bijector


class FillTriangular(Bijector):
    """Fills a lower (or, with `upper`, an upper) triangular matrix with a vector.

    >>> import tf1shim as tf
    >>> fill = tf.contrib.distributions.bijectors.FillTriangular()
    >>> with tf.Session() as sess:
    ...     print(sess.run(fill.forward([1., 2., 3.])))
    [[3. 0.]
     [2. 1.]]

    Raises: ValueError if the vector has not as many elements as a triangle, or a matrix is not
    square.
    """

    def __init__(self, upper=False, validate_args=False, name="fill_triangular"):
        self._upper = upper
        super().__init__(
            forward_min_event_ndims=1,
            inverse_min_event_ndims=2,
            validate_args=validate_args,
            name=name,
        )

    def _forward(self, x):
        return distribution_util.fill_triangular(x, upper=self._upper)

    def _inverse(self, y):
        return distribution_util.fill_triangular_inverse(y, upper=self._upper)

    def _forward_log_det_jacobian(self, x):
        return tf.zeros_like(x[..., 0])

    def _inverse_log_det_jacobian(self, y):
        return tf.zeros_like(y[..., 0, 0])

    def _forward_event_shape(self, input_shape):
        d = distribution_util.dimension_value(input_shape[-1])
        n = None if d is None else vector_size_to_square_matrix_size(d, self.validate_args)
        return input_shape[:-1].concatenate([n, n])

    def _inverse_event_shape(self, output_shape):
        rows, columns = map(distribution_util.dimension_value, output_shape[-2:])
        if None not in (rows, columns) and rows != columns:
            raise ValueError(f"Matrix must be square. (saw [{rows}, {columns}])")
        known = None not in (rows, columns)
        return output_shape[:-2].concatenate([rows * (rows + 1) // 2 if known else None])

    def _forward_event_shape_tensor(self, input_shape_tensor):
        n = vector_size_to_square_matrix_size(input_shape_tensor[-1], self.validate_args)
        return tf.concat([input_shape_tensor[:-1], [n, n]], axis=0)

    def _inverse_event_shape_tensor(self, output_shape_tensor):
        n = output_shape_tensor[-1]
        if self.validate_args:
            check = tf.assert_equal(n, output_shape_tensor[-2], message="Matrix must be square.")
            with tf.control_dependencies([check]):
                n = tf.identity(n)
        d = tf.cast(n * (n + 1) / 2, output_shape_tensor.dtype)
        return tf.concat([output_shape_tensor[:-2], [d]], axis=0)


def vector_size_to_square_matrix_size(d, validate_args, name=None):
    """The rows of a triangular matrix of `d` elements: a number, or a tensor if `d` is one."""
    if isinstance(d, (float, int, np.generic, np.ndarray)):
        n = (-1 + np.sqrt(1 + 8 * d)) / 2.0
        if float(int(n)) != n:
            raise ValueError("Vector length is not a triangular number.")
        return int(n)
    with tf.name_scope(name, "vector_size_to_square_matrix_size", [d]):
        n = (-1.0 + tf.sqrt(1 + 8.0 * tf.cast(d, tf.float32))) / 2.0
        if validate_args:
            whole = tf.cast(tf.cast(n, tf.int32), tf.float32)
            message = "Vector length is not a triangular number"
            with tf.control_dependencies([tf.assert_equal(whole, n, message=message)]):
                n = tf.identity(n)
        return tf.cast(n, d.dtype)
