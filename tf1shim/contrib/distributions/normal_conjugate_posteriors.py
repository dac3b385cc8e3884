"""The normal distribution as a conjugate prior."""

import tf1shim as tf


def _posterior(prior, scale, s, n):
    """The mean and the variance of the mean, and the variance of an observation."""
    if not isinstance(prior, tf.distributions.Normal):
        raise TypeError("Expected prior to be an instance of type Normal")
    if s.dtype != prior.dtype:
        raise TypeError(
            f"Observation sum s.dtype does not match prior dtype: {s.dtype} vs. {prior.dtype}"
        )
    n = tf.cast(n, prior.dtype)
    prior_variance, variance = tf.square(prior.scale), tf.square(scale)
    posterior_variance = 1.0 / (1 / prior_variance + n / variance)
    loc = (prior.loc / prior_variance + s / variance) * posterior_variance
    return loc, posterior_variance, variance


def normal_conjugates_known_scale_posterior(prior, scale, s, n):
    """The posterior of a normal distribution's mean, after observations.

    >>> import tf1shim as tf
    >>> prior = tf.distributions.Normal(0., 1.)
    >>> posterior = tf.contrib.distributions.normal_conjugates_known_scale_posterior(
    ...     prior, scale=1., s=tf.constant(3.), n=3)
    >>> with tf.Session() as sess:
    ...     print(sess.run(posterior.mean()))
    0.75

    Args: `prior`, a ``Normal`` for the mean; the known `scale`; `s`, the sum of the observations;
    `n`, how many.

    Raises: TypeError if `prior` is not a ``Normal``, or has another dtype than `s`.
    """
    loc, posterior_variance, _ = _posterior(prior, scale, s, n)
    return tf.distributions.Normal(loc=loc, scale=tf.sqrt(posterior_variance))


def normal_conjugates_known_scale_predictive(prior, scale, s, n):
    """The distribution of the next observation; see `normal_conjugates_known_scale_posterior`."""
    loc, posterior_variance, variance = _posterior(prior, scale, s, n)
    return tf.distributions.Normal(loc=loc, scale=tf.sqrt(posterior_variance + variance))
