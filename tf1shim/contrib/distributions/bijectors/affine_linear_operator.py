"""Affine maps by a linear operator."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.affine import AffineMap
from tf1shim.contrib.distributions.bijectors.bijector import zero


class AffineLinearOperator(AffineMap):
    """``y = shift + scale @ x`` for vectors ``x``; `scale` is a linear operator.

    >>> import tf1shim as tf
    >>> affine = tf.contrib.distributions.bijectors.AffineLinearOperator(
    ...     [1., 1.], scale=tf.linalg.LinearOperatorDiag([2., 3.]))
    >>> with tf.Session() as sess:
    ...     print(sess.run(affine.forward([1., 2.])))
    [3. 7.]

    Raises: TypeError if `scale` is none, or differs in dtype from `shift`; ValueError with
    `validate_args` if it is not known to be invertible.
    """

    def __init__(self, shift=None, scale=None, validate_args=False, name="affine_linear_operator"):
        with self._init_scope(name, validate_args, [shift]):
            dtype, parents = tf.float32, []
            if shift is not None:
                shift = tf.convert_to_tensor(shift, name="shift")
                parents.append(shift)
                dtype = shift.dtype.base_dtype
            if scale is not None:
                if shift is not None and dtype != scale.dtype.base_dtype:
                    raise TypeError(
                        f"shift.dtype({shift.dtype}) is incompatible with "
                        f"scale.dtype({scale.dtype})."
                    )
                if not isinstance(scale, tf.linalg.LinearOperator):
                    raise TypeError("scale is not an instance of tf.LinearOperator")
                if validate_args and not scale.is_non_singular:
                    raise ValueError("Scale matrix must be non-singular.")
                parents += scale.graph_parents
                dtype = scale.dtype.base_dtype
            self._shift, self._scale = shift, scale
            batch_ndims = self._make_shaper(validate_args)
            if not isinstance(batch_ndims, int):
                parents.append(batch_ndims)
            super().__init__(
                forward_min_event_ndims=1,
                graph_parents=parents,
                is_constant_jacobian=True,
                dtype=dtype,
                validate_args=validate_args,
                name=name,
            )

    def _forward(self, x):
        y = x if self.scale is None else self._scaled(x)
        return y if self.shift is None else y + self.shift

    def _inverse(self, y):
        x = y if self.shift is None else y - self.shift
        return x if self.scale is None else self._unscaled(x)

    def _forward_log_det_jacobian(self, x):
        if self.scale is None:
            return zero(x)
        with tf.control_dependencies(self._scale_checks()):
            return self.scale.log_abs_determinant()
