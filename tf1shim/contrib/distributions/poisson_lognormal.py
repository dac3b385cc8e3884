"""The Poisson distribution with a log-normal rate."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.exp import Exp
from tf1shim.contrib.distributions.distribution_util import (
    concat_vectors,
    gen_new_seed,
    parameter,
    pick_vector,
)
from tf1shim.contrib.distributions.poisson import Poisson
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
        grid, probs = hermite_gauss(quadrature_size, loc.dtype)
        probs = tf.convert_to_tensor(probs, name="probs", dtype=loc.dtype)
        nodes = loc[..., tf.newaxis] + np.sqrt(2.0) * scale[..., tf.newaxis] * grid
        return nodes, probs


def hermite_gauss(size, dtype):
    """The nodes and the normalized weights of the Gauss-Hermite quadrature, arrays of `dtype`."""
    grid, probs = (
        x.astype(dtype.as_numpy_dtype) for x in np.polynomial.hermite.hermgauss(deg=size)
    )
    return grid, probs / np.linalg.norm(probs, ord=1, keepdims=True)


def quantile_edges(distribution, ndims, size):
    """``size + 1`` quantiles at equal steps, without the outermost; the last dimension's."""
    zero = tf.zeros([], dtype=distribution.dtype)
    one = tf.constant(1.0, dtype=distribution.dtype)
    edges = tf.raw_ops.LinSpace(start=zero, stop=one, num=size + 3)[1:-1]
    ones = tf.ones([ndims], dtype=tf.int32)
    edges = tf.reshape(edges, shape=tf.concat([[-1], ones], axis=0))
    return distribution.quantile(edges)


def last(x, ndims):
    """`x` with its first dimension moved behind the `ndims` others."""
    return tf.transpose(x, tf.concat([tf.range(1, 1 + ndims), [0]], axis=0))


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
        quantiles = last(quantile_edges(distribution, ndims, quadrature_size), ndims)
        grid = (quantiles[..., :-1] + quantiles[..., 1:]) / 2.0
        grid.set_shape(distribution.batch_shape.concatenate([quadrature_size]))
        return grid, equal_probs(quadrature_size, distribution.dtype)


def equal_probs(size, dtype):
    """`size` equal probabilities."""
    return tf.fill(dims=[size], value=1.0 / tf.cast(size, dtype))


class PoissonLogNormalQuadratureCompound(tf.distributions.Distribution):
    """The Poisson distribution of a log-normal rate, as a mixture of Poisson distributions.

    >>> import tf1shim as tf
    >>> compound = tf.contrib.distributions.PoissonLogNormalQuadratureCompound(
    ...     loc=[0., -0.5], scale=1., quadrature_size=4)
    >>> compound.batch_shape
    TensorShape([Dimension(2)])

    Args: `quadrature_fn`, a function of `loc`, `scale`, the size and `validate_args`, gives the
    rates' logarithms and their probabilities.

    Raises: TypeError if these differ in dtype.
    """

    mixture_distribution = parameter("mixture_distribution", "What draws a rate.")
    distribution = parameter("distribution", "The Poisson distributions.")
    loc = parameter("loc", "The mean of the rate's logarithm.")
    scale = parameter("scale", "The deviation of the rate's logarithm.")
    quadrature_size = parameter("quadrature_size", "How many rates there are.")

    def __init__(
        self,
        loc,
        scale,
        quadrature_size=8,
        quadrature_fn=quadrature_scheme_lognormal_quantiles,
        validate_args=False,
        allow_nan_stats=True,
        name="PoissonLogNormalQuadratureCompound",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[loc, scale]) as name:
            if loc is not None:
                loc = tf.convert_to_tensor(loc, name="loc")
            if scale is not None:
                dtype = None if loc is None else loc.dtype
                scale = tf.convert_to_tensor(scale, dtype=dtype, name="scale")
            grid, probs = quadrature_fn(loc, scale, quadrature_size, validate_args)
            if grid.dtype.base_dtype != probs.dtype.base_dtype:
                raise TypeError(
                    f"Quadrature grid dtype ({grid.dtype.name}) does not match quadrature probs "
                    f"dtype ({probs.dtype.name})."
                )
            how = {"validate_args": validate_args, "allow_nan_stats": allow_nan_stats}
            self._quadrature_grid, self._quadrature_probs = grid, probs
            self._distribution = Poisson(log_rate=grid, **how)
            self._mixture_distribution = tf.distributions.Categorical(logits=tf.log(probs), **how)
            self._loc = loc
            self._scale = scale
            self._quadrature_size = quadrature_size
            super().__init__(
                dtype=grid.dtype,
                reparameterization_type=tf.distributions.NOT_REPARAMETERIZED,
                parameters=parameters,
                graph_parents=[loc, scale],
                name=name,
                **how,
            )

    def _batch_shape_tensor(self):
        logits = self.mixture_distribution.logits
        shape = self.distribution.batch_shape_tensor()
        return tf.broadcast_dynamic_shape(shape, tf.shape(logits))[:-1]

    def _batch_shape(self):
        logits = self.mixture_distribution.logits
        return tf.broadcast_static_shape(self.distribution.batch_shape, logits.shape)[:-1]

    def _event_shape(self):
        return tf.TensorShape([])

    def _sample_n(self, n, seed=None):
        batch_size = self.batch_shape.num_elements()
        if batch_size is None:
            batch_size = tf.reduce_prod(self.batch_shape_tensor())
        no_dims = np.int32([])
        # A rate for each member of the batch, whose rates follow each other in the flat list.
        shared = self.mixture_distribution.is_scalar_batch()
        ids = self.mixture_distribution.sample(
            sample_shape=concat_vectors([n], pick_vector(shared, [batch_size], no_dims)),
            seed=gen_new_seed(seed, "poisson_lognormal_quadrature_compound"),
        )
        rest = pick_vector(self.is_scalar_batch(), no_dims, np.int32([-1]))
        ids = tf.reshape(ids, shape=concat_vectors([n], rest))
        size = self.quadrature_size
        ids += tf.range(start=0, limit=batch_size * size, delta=size, dtype=ids.dtype)
        rate = tf.gather(tf.reshape(self.distribution.rate, shape=[-1]), ids)
        rate = tf.reshape(rate, shape=concat_vectors([n], self.batch_shape_tensor()))
        return tf.random_poisson(lam=rate, shape=[], dtype=self.dtype, seed=seed)

    def _log_prob(self, x):
        log_probs = self.distribution.log_prob(x[..., tf.newaxis])
        return tf.reduce_logsumexp(self.mixture_distribution.logits + log_probs, axis=-1)

    def _mean(self):
        log_rates = self.mixture_distribution.logits + self.distribution.log_rate
        return tf.exp(tf.reduce_logsumexp(log_rates, axis=-1))

    def _variance(self):
        return tf.exp(self._log_variance())

    def _stddev(self):
        return tf.exp(0.5 * self._log_variance())

    def _log_variance(self):
        """Of the mean variance plus the variance of the means; a Poisson's are both its rate."""
        distance = self.distribution.mean() - self._mean()[..., tf.newaxis]
        parts = [self.distribution.log_rate, 2.0 * tf.log(tf.abs(distance))]
        logits = self.mixture_distribution.logits[..., tf.newaxis]
        return tf.reduce_logsumexp(logits + tf.stack(parts, axis=-1), axis=[-2, -1])
