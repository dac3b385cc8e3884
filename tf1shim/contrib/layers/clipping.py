"""Clipping gradients for `optimize_loss`: by their global norm, or by what it used to be.

TensorFlow 1 kept these functions in ``optimizers.py``.
"""

import tf1shim as tf
from tf1shim.contrib.layers.moving_averages import assign_moving_average


def map_gradient(fn, gradient):
    """`fn` of a gradient or, of a sparse one, of its values; None stays None."""
    if isinstance(gradient, tf.IndexedSlices):
        return tf.IndexedSlices(fn(gradient.values), gradient.indices, gradient.dense_shape)
    return gradient if gradient is None else fn(gradient)


def _clip_gradients_by_norm(grads_and_vars, clip_gradients):
    gradients, variables = zip(*grads_and_vars)
    clipped, _ = tf.clip_by_global_norm(gradients, clip_gradients)
    return list(zip(clipped, variables))


def _adaptive_max_norm(norm, std_factor, decay, global_step, epsilon, name):
    """A norm to clip at, from the moving mean and deviation of the norm's logarithm; the mean."""
    with tf.variable_scope(name, "AdaptiveMaxNorm", [norm]):
        log_norm = tf.log(norm + epsilon)
        if global_step is not None:
            n = tf.cast(global_step, tf.float32)
            decay = tf.minimum(decay, n / (n + 1.0))

        def moving_average(name, value):
            variable = tf.get_variable(
                name,
                shape=value.get_shape(),
                dtype=value.dtype,
                initializer=tf.zeros_initializer(),
                trainable=False,
            )
            return assign_moving_average(variable, value, decay, zero_debias=False)

        mean = moving_average("mean", log_norm)
        variance = moving_average("sq_mean", tf.square(log_norm)) - tf.square(mean)
        deviation = tf.sqrt(tf.maximum(epsilon, variance))
        return tf.exp(mean + std_factor * deviation), mean


def adaptive_clipping_fn(
    std_factor=2.0,
    decay=0.95,
    static_max_norm=None,
    global_step=None,
    report_summary=False,
    epsilon=1e-8,
    name=None,
):
    """Makes a function for the `clip_gradients` of `optimize_loss`.

    >>> import tf1shim as tf
    >>> w = tf.get_variable("w", initializer=3.0)
    >>> clipped = adaptive_clipping_fn()([(tf.constant(2.0), w)])
    >>> clipped[0][1] is w, [v.op.name for v in tf.global_variables()]
    (True, ['w', 'AdaptiveMaxNorm/mean', 'AdaptiveMaxNorm/sq_mean'])

    It scales gradients down whose global norm is more than `std_factor` deviations above the mean
    (both of the logarithm); to the mean, then.
    Args: `decay`, of the moving averages, less in the first steps if there is a `global_step`;
    `static_max_norm`, a limit besides; `report_summary`, True for a summary of the largest norm.
    """

    def gradient_clipping(grads_and_vars):
        gradients, variables = zip(*grads_and_vars)
        norm = tf.global_norm(gradients)
        max_norm, log_mean = _adaptive_max_norm(norm, std_factor, decay, global_step, epsilon, name)
        if report_summary:
            tf.summary.scalar("global_norm/adaptive_max_gradient_norm", max_norm)
        factor = tf.where(norm < max_norm, tf.ones_like(norm), tf.exp(log_mean) / norm)
        if static_max_norm is not None:
            factor = tf.minimum(static_max_norm / norm, factor)
        clipped = [map_gradient(lambda values: values * factor, g) for g in gradients]
        return list(zip(clipped, variables))

    return gradient_clipping
