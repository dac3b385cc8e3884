"""How much `AddSignOptimizer` and `PowerSignOptimizer` heed signs, as a function of the step.

>>> import tf1shim as tf
>>> from tf1shim.contrib.opt.python.training.sign_decay import get_linear_decay_fn
>>> with tf.Session() as sess:
...     print(sess.run(get_linear_decay_fn(100)(tf.constant(25))))
0.75
"""

import math

import tf1shim as tf


def get_linear_decay_fn(decay_steps):
    """Returns a function that falls from 1 to 0 in `decay_steps` steps.

    >>> with tf.Session() as sess:
    ...     print(sess.run(get_linear_decay_fn(4)(tf.constant(9))))
    0.0
    """

    def linear_decay_fn(global_step):
        step = _step(global_step, decay_steps, "linear_decay")
        remaining = tf.cast(decay_steps, tf.int32) - tf.cast(step, tf.int32)
        share = tf.cast(remaining, tf.float32) / tf.cast(decay_steps, tf.float32)
        return tf.maximum(0.0, share)

    return linear_decay_fn


def get_cosine_decay_fn(decay_steps, num_periods=0.5, zero_after=None):
    """Returns a function that is a cosine between 1 and 0, by default half a period.

    >>> with tf.Session() as sess:
    ...     print("%.2f" % sess.run(get_cosine_decay_fn(4)(tf.constant(2))))
    0.50

    It is 0 after `zero_after` periods.
    """

    def cosine_decay_fn(global_step):
        step = _step(global_step, decay_steps, "cosine_decay")
        completed = tf.cast(step, tf.float32) / tf.cast(decay_steps, tf.float32)
        periods = 2.0 * num_periods * completed
        return _cosine(periods, periods, None if zero_after is None else 2 * zero_after)

    return cosine_decay_fn


def get_restart_decay_fn(decay_steps, num_periods=1, zero_after=None):
    """Returns a function that falls from 1 to 0 along half a cosine, `num_periods` times.

    >>> with tf.Session() as sess:
    ...     print(sess.run(get_restart_decay_fn(4, num_periods=2)(tf.constant(2))))
    1.0

    It is 0 after `zero_after` restarts.
    """

    def restart_decay_fn(global_step):
        step = _step(global_step, decay_steps, "cosine_decay")
        position = tf.mod(num_periods * tf.cast(step, tf.float32), decay_steps)
        fraction = position / tf.cast(decay_steps, tf.float32)
        done = tf.cast(num_periods * step, tf.float32) / tf.cast(decay_steps, tf.float32)
        return _cosine(fraction, done, zero_after)

    return restart_decay_fn


def _step(global_step, decay_steps, what):
    if global_step is None:
        raise ValueError(f"global_step is required for {what}.")
    return tf.minimum(global_step, decay_steps)


def _cosine(fraction, done, zero_after):
    decayed = 0.5 * (1.0 + tf.cos(tf.constant(math.pi) * fraction))
    if zero_after is None:
        return decayed
    return tf.where(tf.greater_equal(done, zero_after), 0.0, decayed)
