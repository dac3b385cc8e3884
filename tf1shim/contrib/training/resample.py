"""Resampling of a batch: each element as often as its rate says."""

import tf1shim as tf
from tf1shim.contrib.layers.moving_averages import assign_moving_average


def resample_at_rate(inputs, rates, scope=None, seed=None, back_prop=False):
    """Takes each element of a batch a random number of times, on average as `rates` says.

    >>> import tf1shim as tf
    >>> a, b = tf.contrib.training.resample_at_rate([[1, 2, 3], [4, 5, 6]], [0.0, 0.0, 0.0])
    >>> with tf.Session() as sess:
    ...     sess.run(tf.shape(a))
    array([0], dtype=int32)

    `inputs` are tensors of the same first dimension, `rates` the mean of the Poisson distribution
    for each. `seed` seeds it; without `back_prop` no gradient is kept for the indices.
    """
    with tf.name_scope(scope, default_name="resample_at_rate", values=[*inputs, rates]):
        rates = tf.convert_to_tensor(rates, name="rates")
        counts = tf.cast(tf.random_poisson(rates, (), rates.dtype, seed=seed), tf.int32)
        indices = _repeat_range(counts)
        if not back_prop:
            indices = tf.stop_gradient(indices)
        return [tf.gather(x, indices) for x in inputs]


def _repeat_range(counts, name=None):
    """Each index of `counts` as often as it says there: ``[1, 0, 2]`` gives ``[0, 2, 2]``."""
    with tf.name_scope(name, "repeat_range", [counts]):
        counts = tf.convert_to_tensor(counts, name="counts")
        ends = tf.cumsum(counts)
        positions = tf.range(tf.reduce_sum(counts))
        return tf.searchsorted(ends, positions, side="right", out_type=tf.int32)


def weighted_resample(inputs, weights, overall_rate, scope=None, mean_decay=0.999, seed=None):
    """Resamples a batch by `weights`, so that its size is on average `overall_rate` times as large.

    Returns the resampled inputs and, for each element, the rate at which it was taken. The mean
    of the weights is a moving average with `mean_decay`, kept in a local variable
    ``estimate_mean/estimated_mean``.
    """
    with tf.name_scope(scope, "weighted_resample", inputs) as opscope:
        with tf.variable_scope(scope, "estimate_mean", inputs):
            estimated = tf.get_local_variable(
                "estimated_mean", initializer=tf.cast(0, weights.dtype), dtype=weights.dtype
            )
            mean = assign_moving_average(estimated, tf.reduce_mean(weights), mean_decay)
        rates = weights * overall_rate / mean
        results = resample_at_rate([rates, *inputs], rates, opscope, seed, back_prop=False)
        return results[1:], results[0]
