"""Initializers whose spread follows from the number of inputs and outputs.

>>> import tf1shim as tf
>>> w = tf.get_variable("w", [2, 3], initializer=xavier_initializer(seed=1))
"""

import math

import tf1shim as tf

_FANS = {
    "FAN_IN": lambda fan_in, fan_out: fan_in,
    "FAN_OUT": lambda fan_in, fan_out: fan_out,
    "FAN_AVG": lambda fan_in, fan_out: (fan_in + fan_out) / 2.0,
}


def xavier_initializer(uniform=True, seed=None, dtype=tf.float32):
    """`variance_scaling_initializer` with a factor of 1 and the mean of inputs and outputs.

    >>> import tf1shim as tf
    >>> w = tf.get_variable("w", [100, 50], initializer=xavier_initializer())
    >>> with tf.Session() as sess:
    ...   sess.run(w.initializer)
    ...   print(abs(sess.run(w)).max() <= (6 / 150) ** 0.5)
    True
    """
    return variance_scaling_initializer(
        factor=1.0, mode="FAN_AVG", uniform=uniform, seed=seed, dtype=dtype
    )


xavier_initializer_conv2d = xavier_initializer


def variance_scaling_initializer(
    factor=2.0, mode="FAN_IN", uniform=False, seed=None, dtype=tf.float32
):
    """Makes an initializer of variance ``factor / n``.

    Args: `mode`, what n is: ``FAN_IN``, ``FAN_OUT`` or ``FAN_AVG``, the mean of both; `uniform`,
    True for a uniform distribution between ``±sqrt(3 * factor / n)``, else a truncated normal one
    of standard deviation ``sqrt(1.3 * factor / n)``.
    Returns: a function of a shape.
    Raises: TypeError if `dtype` is not floating or the mode is none of the three.
    """
    _check_floating(dtype)
    if mode not in _FANS:
        # Two arguments, as in TensorFlow 1: the text is not filled in.
        raise TypeError("Unknown mode %s [FAN_IN, FAN_OUT, FAN_AVG]", mode)

    def _initializer(shape, dtype=dtype, partition_info=None):
        _check_floating(dtype)
        fan_in = float(shape[-2] if len(shape) > 1 else shape[-1]) if shape else 1.0
        fan_out = float(shape[-1]) if shape else 1.0
        # Every position of a kernel is an input, and an output, of its own.
        receptive = math.prod(float(dim) for dim in shape[:-2])
        n = _FANS[mode](fan_in * receptive, fan_out * receptive)
        if uniform:
            limit = math.sqrt(3.0 * factor / n)
            return tf.random_uniform(shape, -limit, limit, dtype, seed=seed)
        return tf.truncated_normal(shape, 0.0, math.sqrt(1.3 * factor / n), dtype, seed=seed)

    return _initializer


def _check_floating(dtype):
    if not dtype.is_floating:
        raise TypeError("Cannot create initializer for non-floating point type.")
