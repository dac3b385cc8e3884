"""Multivariate normal distributions, and others of ``loc + scale @ x``."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.affine_linear_operator import AffineLinearOperator
from tf1shim.contrib.distributions.distribution_util import (
    is_diagonal_scale,
    optional_tensor,
    register_kl,
    scale_gram,
    shapes_from_loc_and_scale,
)
from tf1shim.contrib.distributions.transformed_distribution import TransformedDistribution


class VectorLinearOperator(TransformedDistribution):
    """The distribution of ``loc + scale @ x``, where the elements of ``x`` are independent.

    `scale` is a linear operator.
    """

    def _build(self, make_scalar, loc, scale, validate_args, parameters, name, where):
        """Sets it up; `make_scalar` makes the distribution of an element, given the dtype.

        `where`: TensorFlow 1 did the last part ``after`` the name scope, ``in`` it, or ``below``
        it, in another scope of that name.
        """
        if scale is None:
            raise ValueError("Missing required `scale` parameter.")
        if not scale.dtype.is_floating:
            raise TypeError("`scale` parameter must have floating-point dtype.")

        def finish(name, loc, batch_shape, event_shape):
            TransformedDistribution.__init__(
                self,
                distribution=make_scalar(scale.dtype),
                bijector=AffineLinearOperator(shift=loc, scale=scale, validate_args=validate_args),
                batch_shape=batch_shape,
                event_shape=event_shape,
                validate_args=validate_args,
                name=name,
            )

        with tf.name_scope(name, values=[loc, *scale.graph_parents]) as scope:
            loc = optional_tensor(loc, "loc")
            shapes = shapes_from_loc_and_scale(loc, scale)
            if where != "after":
                finish(scope if where == "in" else name, loc, *shapes)
        if where == "after":
            finish(scope, loc, *shapes)
        self._parameters = parameters

    @property
    def loc(self):
        """What is added, or None."""
        return self.bijector.shift

    @property
    def scale(self):
        """The linear operator."""
        return self.bijector.scale

    def _shape(self):
        shape = self.batch_shape.concatenate(self.event_shape)
        if shape.is_fully_defined():
            return shape
        return tf.concat([self.batch_shape_tensor(), self.event_shape_tensor()], 0)

    def _covariance(self):
        if is_diagonal_scale(self.scale):
            return tf.matrix_diag(tf.square(self.scale.diag_part()))
        return scale_gram(self.scale)

    def _gram_diagonal(self):
        low_rank = isinstance(self.scale, tf.linalg.LinearOperatorLowRankUpdate)
        if low_rank and self.scale.is_self_adjoint:
            return tf.matrix_diag_part(self.scale.matmul(self.scale.to_dense()))
        return tf.matrix_diag_part(scale_gram(self.scale))

    def _variance(self):
        if is_diagonal_scale(self.scale):
            return tf.square(self.scale.diag_part())
        return self._gram_diagonal()

    def _stddev(self):
        if is_diagonal_scale(self.scale):
            return tf.abs(self.scale.diag_part())
        return tf.sqrt(self._gram_diagonal())


class CenteredVector(VectorLinearOperator):
    """One whose mean and mode is `loc`."""

    def _mean(self):
        shape = self._shape()
        if self.loc is None:
            return tf.zeros(shape, self.dtype)
        if isinstance(shape, tf.TensorShape) and shape == self.loc.shape:
            return tf.identity(self.loc)
        return tf.identity(self.loc) + tf.zeros(shape, self.dtype)

    def _mode(self):
        return self._mean()


class MultivariateNormalLinearOperator(CenteredVector):
    """The multivariate normal distribution with the covariance ``scale @ scale.T``.

    >>> import tf1shim as tf
    >>> from tf1shim.contrib.distributions.mvn_linear_operator import (
    ...     MultivariateNormalLinearOperator)
    >>> scale = tf.linalg.LinearOperatorDiag([1., 2.])
    >>> with tf.Session() as sess:
    ...     print(sess.run(MultivariateNormalLinearOperator(scale=scale).covariance()))
    [[1. 0.]
     [0. 4.]]

    Raises: ValueError without `scale`; TypeError if it is not of a float type.
    """

    def __init__(
        self,
        loc=None,
        scale=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalLinearOperator",
    ):
        parameters = dict(locals())

        def standard_normal(dtype):
            return tf.distributions.Normal(
                loc=tf.zeros([], dtype=dtype), scale=tf.ones([], dtype=dtype)
            )

        self._build(standard_normal, loc, scale, validate_args, parameters, name, "after")


@register_kl(MultivariateNormalLinearOperator, MultivariateNormalLinearOperator)
def _kl_brute_force(a, b, name=None):
    def squared_norm(x):
        return tf.reduce_sum(tf.square(x), axis=[-2, -1])

    values = [a.loc, b.loc, *a.scale.graph_parents, *b.scale.graph_parents]
    with tf.name_scope(name, "kl_mvn", values=values):
        if is_diagonal_scale(a.scale) and is_diagonal_scale(b.scale):
            quotient = (a.stddev() / b.stddev())[..., tf.newaxis]
        else:
            quotient = b.scale.solve(a.scale.to_dense())
        log_dets = b.scale.log_abs_determinant() - a.scale.log_abs_determinant()
        size = tf.cast(a.scale.domain_dimension_tensor(), a.dtype)
        distance = b.scale.solve((b.mean() - a.mean())[..., tf.newaxis])
        kl = log_dets + 0.5 * (-size + squared_norm(quotient) + squared_norm(distance))
        kl.set_shape(tf.broadcast_static_shape(a.batch_shape, b.batch_shape))
        return kl
