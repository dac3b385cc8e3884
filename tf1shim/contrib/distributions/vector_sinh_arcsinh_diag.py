"""Vectors of independent sinh-arcsinh elements."""

import tf1shim as tf
from tf1shim.contrib.distributions import bijectors
from tf1shim.contrib.distributions.distribution_util import (
    make_diag_scale,
    maybe_check_scalar_distribution,
    optional_tensor,
    parameter,
    shapes_from_loc_and_scale,
    with_dependencies,
)
from tf1shim.contrib.distributions.sinh_arcsinh import sinh_arcsinh, standard_normal
from tf1shim.contrib.distributions.transformed_distribution import TransformedDistribution


class VectorSinhArcsinhDiag(TransformedDistribution):
    """`SinhArcsinh` for every element, with a diagonal scale.

    >>> import tf1shim as tf
    >>> vector = tf.contrib.distributions.VectorSinhArcsinhDiag(loc=[0., 1.], tailweight=0.5)
    >>> vector.event_shape
    TensorShape([Dimension(2)])

    Args: the scale is that of `MultivariateNormalDiag`, the rest that of `SinhArcsinh`.
    """

    loc = parameter("loc", "The location.")
    scale = parameter("scale", "The scale, a linear operator.")
    skewness = parameter("skewness", "The skewness.")
    tailweight = parameter("tailweight", "The tail weight.")

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        skewness=None,
        tailweight=None,
        distribution=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalLinearOperator",
    ):
        parameters = dict(locals())
        values = [loc, scale_diag, scale_identity_multiplier, skewness, tailweight]
        with tf.name_scope(name, values=values) as name:
            loc = optional_tensor(loc, "loc")
            has_default_skewness = skewness is None
            scale = make_diag_scale(
                loc=loc,
                scale_diag=scale_diag,
                scale_identity_multiplier=scale_identity_multiplier,
                validate_args=False,
                assert_positive=False,
            )
            batch_shape, event_shape = shapes_from_loc_and_scale(loc, scale)
            diag = scale.diag_part()
            dtype = diag.dtype
            if distribution is None:
                distribution = standard_normal(dtype, allow_nan_stats)
            else:
                checks = maybe_check_scalar_distribution(distribution, dtype, validate_args)
                if checks:
                    diag = with_dependencies(checks, diag)
            skewness = tf.convert_to_tensor(
                0.0 if skewness is None else skewness, dtype=dtype, name="skewness"
            )
            tailweight = tf.convert_to_tensor(
                1.0 if tailweight is None else tailweight, dtype=dtype, name="tailweight"
            )
            f, factor = sinh_arcsinh(diag, skewness, tailweight, has_default_skewness)
            affine = bijectors.Affine(shift=loc, scale_diag=factor, validate_args=validate_args)
            super().__init__(
                distribution=distribution,
                bijector=bijectors.Chain([affine, f]),
                batch_shape=batch_shape,
                event_shape=event_shape,
                validate_args=validate_args,
                name=name,
            )
        self._parameters = parameters
        self._loc = loc
        self._scale = scale
        self._tailweight = tailweight
        self._skewness = skewness
