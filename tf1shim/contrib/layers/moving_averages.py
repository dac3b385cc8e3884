"""Moving averages of values, kept in variables.

TensorFlow 1 has this file as ``tensorflow/python/training/moving_averages.py``.
"""

import tf1shim as tf


def assign_moving_average(variable, value, decay, zero_debias=True, name=None):
    """Moves `variable` towards `value`: ``variable -= (1 - decay) * (variable - value)``.

    >>> import tf1shim as tf
    >>> v = tf.get_variable("v", initializer=1.0)
    >>> move = assign_moving_average(v, 0.0, 0.75, zero_debias=False)
    >>> with tf.Session() as sess:
    ...   sess.run(v.initializer)
    ...   print(move.name, sess.run(move))
    AssignMovingAvg:0 0.75

    Args: `zero_debias`, True to correct for the start at zero: then two more variables, ``biased``
    and ``local_step``, keep the average as it is and the number of steps.
    Returns: the new value, as a tensor.
    """
    with tf.name_scope(name, "AssignMovingAvg", [variable, value, decay]) as scope:
        rate = tf.convert_to_tensor(1.0 - decay, name="decay")
        if rate.dtype != variable.dtype.base_dtype:
            rate = tf.cast(rate, variable.dtype.base_dtype)
        if zero_debias:
            return _debiased(variable, value, rate, scope)
        return tf.assign_sub(variable, (variable - value) * rate, name=scope)


def _debiased(variable, value, rate, scope):
    with tf.variable_scope(variable.op.name, values=[variable, value, rate]):
        biased, local_step = (
            tf.get_variable(
                _unused(name),
                shape,
                variable.dtype.base_dtype,
                tf.zeros_initializer(),
                trainable=False,
            )
            for name, shape in (("biased", variable.get_shape()), ("local_step", []))
        )
    biased = tf.assign_sub(biased, (biased - value) * rate)
    steps = tf.assign_add(local_step, 1)
    return tf.assign(variable, biased / (1 - tf.pow(1.0 - rate, steps)), name=scope)


def _unused(name):
    """`name`, or the first of ``name_1``, ``name_2``, ... that is no variable of this scope."""
    scope = tf.get_variable_scope()
    taken = set() if scope.reuse else {v.op.name for v in scope.global_variables()}
    candidate, count = name, 0
    while f"{scope.name}/{candidate}" in taken:
        count += 1
        candidate = f"{name}_{count}"
    return candidate
