"""The Poisson distribution with a log-normal rate."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    concat_vectors,
    gen_new_seed,
    parameter,
    pick_vector,
)
from tf1shim.contrib.distributions.poisson import Poisson
from tf1shim.contrib.distributions.quadrature import (
    quadrature_scheme_lognormal_gauss_hermite,  # noqa: F401  legacy code finds it here
    quadrature_scheme_lognormal_quantiles,
)


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
