"""Quadratures: points and their weights, for mixtures over a normal distribution's values."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.exp import Exp
from tf1shim.contrib.distributions.bijectors.softmax_centered import SoftmaxCentered
from tf1shim.contrib.distributions.distribution_util import (
    dimension_value,
    pad,
    with_dependencies,
)
from tf1shim.contrib.distributions.transformed_distribution import TransformedDistribution


def quadrature_scheme_lognormal_gauss_hermite(
    loc, scale, quadrature_size, validate_args=False, name=None
):
    """The nodes of the Gauss-Hermite quadrature of a log-normal distribution, and their weights.

    >>> import tf1shim as tf
    >>> scheme = tf.contrib.distributions.quadrature_scheme_lognormal_gauss_hermite
    >>> grid, probs = scheme(tf.constant(0.), tf.constant(1.), 3)
    >>> with tf.Session() as sess:
    ...     print(sess.run(probs).round(3))
    [0.167 0.667 0.167]

    Returns: the nodes' logarithms, of the shape ``loc.shape + [quadrature_size]``; the weights.
    """
    with tf.name_scope(name, "vector_diffeomixture_quadrature_gauss_hermite", [loc, scale]):
        grid, probs = _hermite_gauss(quadrature_size, loc.dtype)
        probs = tf.convert_to_tensor(probs, name="probs", dtype=loc.dtype)
        nodes = loc[..., tf.newaxis] + np.sqrt(2.0) * scale[..., tf.newaxis] * grid
        return nodes, probs


def quadrature_scheme_lognormal_quantiles(
    loc, scale, quadrature_size, validate_args=False, name=None
):
    """The midpoints between equally probable quantiles of a log-normal distribution.

    >>> import tf1shim as tf
    >>> scheme = tf.contrib.distributions.quadrature_scheme_lognormal_quantiles
    >>> grid, probs = scheme(tf.zeros([2]), tf.ones([2]), 4)
    >>> grid.shape, probs.shape
    (TensorShape([Dimension(2), Dimension(4)]), TensorShape([Dimension(4)]))

    Returns: the midpoints, and their weights, which are all equal.
    """
    with tf.name_scope(name, "quadrature_scheme_lognormal_quantiles", [loc, scale]):
        distribution = TransformedDistribution(
            distribution=tf.distributions.Normal(loc=loc, scale=scale),
            bijector=Exp(),
            validate_args=validate_args,
        )
        ndims = distribution.batch_shape.ndims
        if ndims is None:
            ndims = tf.shape(distribution.batch_shape_tensor())[0]
        quantiles = _last(_quantile_edges(distribution, ndims, quadrature_size), ndims)
        grid = (quantiles[..., :-1] + quantiles[..., 1:]) / 2.0
        grid.set_shape(distribution.batch_shape.concatenate([quadrature_size]))
        return grid, _equal_probs(quadrature_size, distribution.dtype)


def quadrature_scheme_softmaxnormal_gauss_hermite(
    normal_loc, normal_scale, quadrature_size, validate_args=False, name=None
):
    """The nodes of the Gauss-Hermite quadrature of a softmax-normal distribution; their weights.

    >>> import tf1shim as tf
    >>> scheme = tf.contrib.distributions.quadrature_scheme_softmaxnormal_gauss_hermite
    >>> grid, probs = scheme(tf.zeros([1]), tf.ones([1]), 3)
    >>> with tf.Session() as sess:
    ...     print(sess.run(grid).round(2))
    [[0.15 0.5  0.85]
     [0.85 0.5  0.15]]

    In TensorFlow 1.15 it always raised an AttributeError.
    """
    with tf.name_scope(
        name, "quadrature_scheme_softmaxnormal_gauss_hermite", [normal_loc, normal_scale]
    ):
        loc, scale = _normal_parameters(normal_loc, normal_scale, validate_args)
        grid, probs = _hermite_gauss(quadrature_size, loc.dtype.base_dtype)
        probs = tf.convert_to_tensor(probs, name="probs", dtype=loc.dtype)
        nodes = loc[..., tf.newaxis] + np.sqrt(2.0) * scale[..., tf.newaxis] * grid
        return tf.nn.softmax(-pad(nodes, axis=-2, front=True), axis=-2), probs


def quadrature_scheme_softmaxnormal_quantiles(
    normal_loc, normal_scale, quadrature_size, validate_args=False, name=None
):
    """The midpoints between equally probable quantiles of a softmax-normal distribution.

    >>> import tf1shim as tf
    >>> scheme = tf.contrib.distributions.quadrature_scheme_softmaxnormal_quantiles
    >>> grid, probs = scheme(tf.zeros([1]), tf.ones([1]), 4)
    >>> grid.shape, probs.shape
    (TensorShape([Dimension(2), Dimension(4)]), TensorShape([Dimension(4)]))

    Returns: the midpoints, and their weights, which are all equal.
    """
    with tf.name_scope(name, "softmax_normal_grid_and_probs", [normal_loc, normal_scale]):
        loc, scale = _normal_parameters(normal_loc, normal_scale, validate_args)
        normal = tf.distributions.Normal(loc=loc, scale=scale)
        ndims = normal.batch_shape.ndims
        if ndims is None:
            ndims = tf.shape(normal.batch_shape_tensor())[0]

        shape = normal.batch_shape.with_rank_at_least(1)
        components = dimension_value(shape[-1])
        shape = shape[:-1].concatenate([None if components is None else components + 1])

        quantiles = SoftmaxCentered().forward(_quantile_edges(normal, ndims, quadrature_size))
        quantiles = _last(quantiles, ndims)
        quantiles.set_shape(shape.concatenate([quadrature_size + 1]))
        grid = (quantiles[..., :-1] + quantiles[..., 1:]) / 2.0
        grid.set_shape(shape.concatenate([quadrature_size]))
        return grid, _equal_probs(quadrature_size, normal.dtype)


def _normal_parameters(loc, scale, validate_args):
    loc = tf.convert_to_tensor(loc, name="normal_loc")
    scale = tf.convert_to_tensor(scale, dtype=loc.dtype.base_dtype, name="normal_scale")
    return loc, maybe_check_quadrature_param(scale, "normal_scale", validate_args)


def maybe_check_quadrature_param(param, name, validate_args):
    """`param`, checked to be a batch of vectors of length 1."""
    with tf.name_scope(f"check_{name}", values=[param]):
        checks = []
        if param.shape.ndims == 0:
            raise ValueError(
                f"Mixing params must be a (batch of) vector; {name}.rank={param.shape.ndims} is "
                "not at least one."
            )
        if param.shape.ndims is None and validate_args:
            message = f"Mixing params must be a (batch of) vector; {name}.rank is not at least one."
            checks.append(tf.assert_rank_at_least(param, 1, message=message))
        size = dimension_value(param.shape.with_rank_at_least(1)[-1])
        if size != 1:
            raise NotImplementedError(
                f"Currently only bimixtures are supported; {name}.shape[-1]={size} is not 1."
            )
        return with_dependencies(checks, param) if checks else param


def _hermite_gauss(size, dtype):
    """The nodes and the normalized weights of the Gauss-Hermite quadrature, arrays of `dtype`."""
    grid, probs = (
        x.astype(dtype.as_numpy_dtype) for x in np.polynomial.hermite.hermgauss(deg=size)
    )
    return grid, probs / np.linalg.norm(probs, ord=1, keepdims=True)


def _quantile_edges(distribution, ndims, size):
    """``size + 1`` quantiles at equal steps, without the outermost; the last dimension's."""
    zero = tf.zeros([], dtype=distribution.dtype)
    one = tf.constant(1.0, dtype=distribution.dtype)
    edges = tf.raw_ops.LinSpace(start=zero, stop=one, num=size + 3)[1:-1]
    ones = tf.ones([ndims], dtype=tf.int32)
    edges = tf.reshape(edges, shape=tf.concat([[-1], ones], axis=0))
    return distribution.quantile(edges)


def _last(x, ndims):
    """`x` with its first dimension moved behind the `ndims` others."""
    return tf.transpose(x, tf.concat([tf.range(1, 1 + ndims), [0]], axis=0))


def _equal_probs(size, dtype):
    """`size` equal probabilities."""
    return tf.fill(dims=[size], value=1.0 / tf.cast(size, dtype))
