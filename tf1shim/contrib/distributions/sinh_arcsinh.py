"""The sinh-arcsinh distribution."""

import tf1shim as tf
from tf1shim.contrib.distributions import bijectors
from tf1shim.contrib.distributions.distribution_util import (
    get_broadcast_shape,
    maybe_check_scalar_distribution,
    parameter,
    with_dependencies,
)
from tf1shim.contrib.distributions.transformed_distribution import TransformedDistribution


def standard_normal(dtype, allow_nan_stats):
    """The normal distribution of mean 0 and deviation 1."""
    return tf.distributions.Normal(
        loc=tf.zeros([], dtype=dtype),
        scale=tf.ones([], dtype=dtype),
        allow_nan_stats=allow_nan_stats,
    )


def sinh_arcsinh(scale, skewness, tailweight, has_default_skewness):
    """The bijector, and `scale` such that 2 stays 2 without skewness."""
    f = unskewed = bijectors.SinhArcsinh(skewness=skewness, tailweight=tailweight)
    if not has_default_skewness:
        unskewed = bijectors.SinhArcsinh(
            skewness=skewness.dtype.as_numpy_dtype(0.0), tailweight=tailweight
        )
    two = tf.convert_to_tensor(2, dtype=scale.dtype)
    return f, 2 * scale / unskewed.forward(two)


class SinhArcsinh(TransformedDistribution):
    """``loc + scale * sinh(tailweight * (arcsinh(z) + skewness))``, up to a constant factor.

    >>> import tf1shim as tf
    >>> skewed = tf.contrib.distributions.SinhArcsinh(loc=0., scale=1., skewness=0.)
    >>> with tf.Session() as sess:
    ...     print(sess.run(skewed.cdf(0.)))
    0.5

    Args: `distribution` is that of ``z``: a single scalar, by default the standard normal one. With
    that, the default `skewness` of 0 and the default `tailweight` of 1 it is normal.
    """

    loc = parameter("loc", "The location.")
    scale = parameter("scale", "The scale.")
    skewness = parameter("skewness", "The skewness.")
    tailweight = parameter("tailweight", "The tail weight.")

    def __init__(
        self,
        loc,
        scale,
        skewness=None,
        tailweight=None,
        distribution=None,
        validate_args=False,
        allow_nan_stats=True,
        name="SinhArcsinh",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[loc, scale, skewness, tailweight]) as name:
            loc = tf.convert_to_tensor(loc, name="loc")
            dtype = loc.dtype
            scale = tf.convert_to_tensor(scale, name="scale", dtype=dtype)
            has_default_skewness = skewness is None
            tailweight = tf.convert_to_tensor(
                1.0 if tailweight is None else tailweight, name="tailweight", dtype=dtype
            )
            skewness = tf.convert_to_tensor(
                0.0 if skewness is None else skewness, name="skewness", dtype=dtype
            )
            batch_shape = get_broadcast_shape(loc, scale, tailweight, skewness)
            if distribution is None:
                distribution = standard_normal(dtype, allow_nan_stats)
            else:
                checks = maybe_check_scalar_distribution(distribution, dtype, validate_args)
                if checks:
                    loc = with_dependencies(checks, loc)
            f, factor = sinh_arcsinh(scale, skewness, tailweight, has_default_skewness)
            affine = bijectors.AffineScalar(shift=loc, scale=factor, validate_args=validate_args)
            super().__init__(
                distribution=distribution,
                bijector=bijectors.Chain([affine, f]),
                batch_shape=batch_shape,
                validate_args=validate_args,
                name=name,
            )
        self._parameters = parameters
        self._loc = loc
        self._scale = scale
        self._tailweight = tailweight
        self._skewness = skewness
