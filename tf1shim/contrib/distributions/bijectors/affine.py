"""Affine maps of vectors."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Checked
from tf1shim.contrib.distributions.distribution_util import (
    dimension_size,
    make_tril_scale,
    optional_tensor,
)
from tf1shim.contrib.distributions.shape import _DistributionShape


class AffineMap(Checked):
    """``y = shift + scale @ x``, where `scale` is a linear operator or None."""

    @property
    def shift(self):
        """What is added, or None."""
        return self._shift

    @property
    def scale(self):
        """What `x` is multiplied with."""
        return self._scale

    def _make_shaper(self, validate_args):
        """Sets what makes matrices of vectors; returns how many dimensions a batch has."""
        batch_ndims = 0
        if isinstance(self._scale, tf.linalg.LinearOperator):
            ndims = self._scale.tensor_rank
            batch_ndims = (self._scale.tensor_rank_tensor() if ndims is None else ndims) - 2
        self._shaper = _DistributionShape(
            batch_ndims=batch_ndims, event_ndims=1, validate_args=validate_args
        )
        return batch_ndims

    def _as_matrices(self, fn, x):
        """``fn`` of the vectors of `x`, as the columns of matrices."""
        x, sample_shape = self._shaper.make_batch_of_event_sample_matrices(
            x, expand_batch_dim=False
        )
        return self._shaper.undo_make_batch_of_event_sample_matrices(
            fn(x), sample_shape, expand_batch_dim=False
        )

    def _scaled(self, x):
        def multiply(matrices):
            with tf.control_dependencies(self._scale_checks()):
                return self.scale.matmul(matrices)

        return self._as_matrices(multiply, x)

    def _unscaled(self, y):
        return self._as_matrices(self.scale.solve, y)

    def _scale_checks(self):
        if not self.validate_args:
            return []
        try:
            return [self.scale.assert_non_singular()]
        except NotImplementedError:
            return []


class Affine(AffineMap):
    """``y = shift + scale @ x`` for vectors ``x``.

    >>> import tf1shim as tf
    >>> affine = tf.contrib.distributions.bijectors.Affine([1., 1.], scale_diag=[2., 3.])
    >>> with tf.Session() as sess:
    ...     print(sess.run(affine.forward([1., 2.])))
    [3. 7.]

    Args: ``scale`` is the sum of all that is given: ``scale_identity_multiplier`` times the
    identity, ``diag(scale_diag)``, the lower triangle `scale_tril`, and
    ``factor @ diag(scale_perturb_diag) @ factor.T``. Without any of them it is the identity.

    Raises: ValueError for `scale_perturb_diag` without `scale_perturb_factor`; TypeError if the
    dtypes differ.
    """

    def __init__(
        self,
        shift=None,
        scale_identity_multiplier=None,
        scale_diag=None,
        scale_tril=None,
        scale_perturb_factor=None,
        scale_perturb_diag=None,
        validate_args=False,
        name="affine",
    ):
        if scale_perturb_diag is not None and scale_perturb_factor is None:
            raise ValueError(
                "When scale_perturb_diag is specified, scale_perturb_factor must be specified."
            )
        matrices = [scale_tril, scale_diag, scale_perturb_factor]
        self._is_only_identity_multiplier = all(m is None for m in matrices)
        values = [shift, scale_identity_multiplier, scale_diag, scale_tril, scale_perturb_diag]
        with self._init_scope(name, validate_args, [*values, scale_perturb_factor]):
            dtype = tf.float32
            if shift is not None:
                shift = tf.convert_to_tensor(shift, name="shift")
                dtype = shift.dtype.base_dtype
            self._shift = shift
            if self._is_only_identity_multiplier and scale_identity_multiplier is None:
                scale_identity_multiplier = tf.convert_to_tensor(1.0, dtype=dtype)
            self._scale = self._create_scale_operator(
                scale_identity_multiplier,
                scale_diag,
                scale_tril,
                scale_perturb_diag,
                scale_perturb_factor,
            )
            dtype = self._scale.dtype.base_dtype
            if not self._is_only_identity_multiplier:
                if shift is not None and shift.dtype.base_dtype != dtype:
                    raise TypeError(
                        f"shift.dtype({shift.dtype}) is incompatible with "
                        f"scale.dtype({self._scale.dtype})."
                    )
            self._make_shaper(validate_args)
            # TensorFlow 1 left the operator's parents out if there was no shift.
            parents = [] if shift is None else [shift]
            if self._is_only_identity_multiplier:
                parents = [self._scale]
            elif parents:
                parents = self._scale.graph_parents + parents
            super().__init__(
                forward_min_event_ndims=1,
                graph_parents=parents,
                is_constant_jacobian=True,
                dtype=dtype,
                validate_args=validate_args,
                name=name,
            )

    def _create_scale_operator(self, multiplier, diag, tril, perturb_diag, perturb_factor):
        multiplier = optional_tensor(multiplier, "identity_multiplier")
        diag = optional_tensor(diag, "diag")
        tril = optional_tensor(tril, "tril")
        perturb_diag = optional_tensor(perturb_diag, "perturb_diag")
        perturb_factor = optional_tensor(perturb_factor, "perturb_factor")
        if self._is_only_identity_multiplier:
            message = "identity_multiplier should be non-zero."
            return self._check(
                multiplier,
                lambda x: tf.assert_none_equal(x, tf.zeros([], x.dtype), [message]),
            )
        size = None if perturb_factor is None else dimension_size(perturb_factor, axis=-2)
        scale = make_tril_scale(
            loc=self._shift,
            scale_tril=tril,
            scale_diag=diag,
            scale_identity_multiplier=multiplier,
            validate_args=self._validate_args,
            assert_positive=False,
            shape_hint=size,
        )
        if perturb_factor is None:
            return scale
        return tf.linalg.LinearOperatorLowRankUpdate(
            scale,
            u=perturb_factor,
            diag_update=perturb_diag,
            is_diag_update_positive=perturb_diag is None,
            # What it takes for the operator to be these is up to the caller.
            is_non_singular=True,
            is_self_adjoint=True,
            is_positive_definite=True,
            is_square=True,
        )

    def _forward(self, x):
        y = x * self.scale if self._is_only_identity_multiplier else self._scaled(x)
        return y if self.shift is None else y + self.shift

    def _inverse(self, y):
        x = y if self.shift is None else y - self.shift
        return x / self.scale if self._is_only_identity_multiplier else self._unscaled(x)

    def _forward_log_det_jacobian(self, x):
        if self._is_only_identity_multiplier:
            size = tf.cast(tf.shape(x)[-1], dtype=self.scale.dtype)
            return tf.log(tf.abs(self.scale)) * size
        return self.scale.log_abs_determinant()
