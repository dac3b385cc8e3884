"""Autoregressive distributions."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import gen_new_seed, parameter


class Autoregressive(tf.distributions.Distribution):
    """Events each of whose elements depends on those before it.

    >>> import tf1shim as tf
    >>> tfd = tf.contrib.distributions
    >>> def walk(sample0=tf.zeros([3])):
    ...     before = tf.concat([tf.zeros_like(sample0[..., :1]), sample0[..., :-1]], -1)
    ...     return tfd.MultivariateNormalDiag(before)
    >>> walk = tfd.Autoregressive(walk)
    >>> with tf.Session() as sess:
    ...     print(sess.run(walk.log_prob([[0., 0., 0.], [1., 2., 3.]])).round(2))
    [-2.76 -4.26]

    Args: `distribution_fn` makes the distribution of an event, given the event; only the elements
    before one may count for its own distribution. `sample0` is what sampling begins with; without
    it `distribution_fn` is first called without arguments. `num_steps`: how often it is sampled;
    by default as many times as an event has elements.

    Raises: ValueError if that cannot be known, or is less than 1.
    """

    distribution_fn = parameter("distribution_fn", "Makes the distribution, given an event.")
    sample0 = parameter("sample0", "What sampling begins with.")
    num_steps = parameter("num_steps", "How often it is sampled.")
    distribution0 = parameter("distribution0", "The distribution given `sample0`.")

    def __init__(
        self,
        distribution_fn,
        sample0=None,
        num_steps=None,
        validate_args=False,
        allow_nan_stats=True,
        name="Autoregressive",
    ):
        parameters = dict(locals())
        with tf.name_scope(name) as name:
            self._distribution_fn = distribution_fn
            self._sample0 = sample0
            given = () if sample0 is None else (sample0,)
            self._distribution0 = distribution_fn(*given)
            if num_steps is None:
                num_steps = self._distribution0.event_shape.num_elements()
                if num_steps is None:
                    raise ValueError(
                        "distribution_fn must generate a distribution with fully known "
                        "`event_shape`."
                    )
            if num_steps < 1:
                raise ValueError(f"num_steps ({num_steps}) must be at least 1.")
            self._num_steps = num_steps
        super().__init__(
            dtype=self._distribution0.dtype,
            reparameterization_type=self._distribution0.reparameterization_type,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=self._distribution0._graph_parents,
            name=name,
        )

    def _batch_shape(self):
        return self.distribution0.batch_shape

    def _batch_shape_tensor(self):
        return self.distribution0.batch_shape_tensor()

    def _event_shape(self):
        return self.distribution0.event_shape

    def _event_shape_tensor(self):
        return self.distribution0.event_shape_tensor()

    def _sample_n(self, n, seed=None):
        if seed is None:
            # Every step must draw the same noise.
            seed = gen_new_seed(np.random.randint(2**32 - 1, dtype=np.int64), "autoregressive")
        samples = self.distribution0.sample(n, seed=seed)
        for _ in range(self._num_steps):
            samples = self.distribution_fn(samples).sample(seed=seed)
        return samples

    def _log_prob(self, value):
        return self.distribution_fn(value).log_prob(value)

    def _prob(self, value):
        return self.distribution_fn(value).prob(value)
