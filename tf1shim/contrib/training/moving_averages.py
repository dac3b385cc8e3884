"""The moving average of a variable, without the bias towards its initial zero."""

import tf1shim as tf


def assign_moving_average(variable, value, decay, zero_debias=True, name=None):
    """Moves `variable` towards `value`: to ``variable * decay + value * (1 - decay)``.

    >>> import tf1shim as tf
    >>> v = tf.get_variable("v", initializer=0.0)
    >>> with tf.Session() as sess:
    ...     debiased = assign_moving_average(v, 5.0, 0.9)
    ...     sess.run(tf.global_variables_initializer())
    ...     round(float(sess.run(debiased)), 4)
    5.0

    With `zero_debias` the average is kept in a variable ``biased``, and `variable` gets it divided
    by ``1 - decay ** steps``, `steps` being counted in a variable ``local_step``: both beneath the
    name of `variable` in the current scope, and global. Returns the new value.
    """
    with tf.name_scope(name, "AssignMovingAvg", [variable, value, decay]) as scope:
        rate = tf.convert_to_tensor(1.0 - decay, name="decay")
        rate = tf.cast(rate, variable.dtype.base_dtype)
        if zero_debias:
            return _debiased(variable, value, rate)
        return tf.assign_sub(variable, (variable - value) * rate, name=scope)


def _debiased(variable, value, rate):
    with (
        tf.variable_scope(variable.op.name, values=[variable, value, rate]),
        tf.colocate_with(variable.op),
    ):
        biased = _zero("biased", variable.get_shape(), variable.dtype.base_dtype)
        steps = _zero("local_step", [], variable.dtype.base_dtype)
        biased = tf.assign_sub(biased, (biased - value) * rate)
        steps = tf.assign_add(steps, 1)
        return tf.assign(variable, biased / (1 - tf.pow(1.0 - rate, steps)))


def _zero(name, shape, dtype):
    """A variable that starts as 0, of a name that no other has, unless the scope reuses it."""
    scope = tf.get_variable_scope()
    if not scope.reuse:
        taken = {v.op.name for v in scope.global_variables()}
        base, count = name, 0
        while f"{scope.name}/{name}" in taken:
            count += 1
            name = f"{base}_{count}"
    return tf.get_variable(name, shape, dtype, initializer=tf.zeros_initializer(), trainable=False)
