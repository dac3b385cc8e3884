"""Transformed distributions whose parts take conditions."""

from tf1shim.contrib.distributions.conditional_distribution import ConditionalDistribution
from tf1shim.contrib.distributions.transformed_distribution import TransformedDistribution


class ConditionalTransformedDistribution(ConditionalDistribution, TransformedDistribution):
    """A `TransformedDistribution` whose methods take conditions for its two parts.

    They take the dicts `bijector_kwargs` and `distribution_kwargs`.

    >>> import tf1shim as tf
    >>> tfd = tf.contrib.distributions
    >>> class Shift(tfd.bijectors.ConditionalBijector):
    ...     def __init__(self):
    ...         super().__init__(forward_min_event_ndims=0)
    ...     def _inverse(self, y, by):
    ...         return y - by
    >>> moved = tfd.ConditionalTransformedDistribution(tfd.Normal(0., 1.), Shift())
    >>> with tf.Session() as sess:
    ...     print(sess.run(moved.cdf(3., bijector_kwargs={"by": 3.})))
    0.5
    """
