"""Moving means and variances."""

import tf1shim as tf


def _check_float(name, dtype):
    if not dtype.is_floating:
        raise TypeError(f"{name}.base_dtype({dtype.name}) does not have float type `dtype`.")


def assign_moving_mean_variance(mean_var, variance_var, value, decay, name=None):
    """Moves `mean_var` and `variance_var` toward `value`; returns both as they are then.

    >>> import tf1shim as tf
    >>> mean, variance = tf.Variable(0.), tf.Variable(0.)
    >>> moved = tf.contrib.distributions.assign_moving_mean_variance(mean, variance, 2., 0.5)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     print(sess.run(moved[0]))
    1.0

    ``delta = value - mean``; the mean grows by ``(1 - decay) * delta`` and the variance shrinks by
    ``(1 - decay) * (variance - decay * delta**2)``.

    Raises: TypeError if the variables are not of the same float type.
    """
    values = [variance_var, mean_var, value, decay]
    with tf.name_scope(name, "assign_moving_mean_variance", values):
        with tf.colocate_with(variance_var), tf.colocate_with(mean_var):
            dtype = mean_var.dtype.base_dtype
            _check_float("mean_var", dtype)
            other = variance_var.dtype.base_dtype
            if dtype != other:
                raise TypeError(
                    f"mean_var.base_dtype({dtype.name}) != variance_var.base_dtype({other.name})"
                )
            value = tf.convert_to_tensor(value, dtype=dtype, name="value")
            decay = tf.convert_to_tensor(decay, dtype=dtype, name="decay")
            delta = value - mean_var
            with tf.control_dependencies([delta]):
                mean = tf.assign_add(mean_var, (1.0 - decay) * delta)
                shrinkage = (1.0 - decay) * (variance_var - decay * tf.square(delta))
                variance = tf.assign_sub(variance_var, shrinkage)
            return mean, variance


def assign_log_moving_mean_exp(log_mean_exp_var, log_value, decay, name=None):
    """Moves the logarithm of a moving mean toward ``exp(log_value)``; returns it as it is then.

    >>> import tf1shim as tf
    >>> variable = tf.Variable(0.)
    >>> moved = tf.contrib.distributions.assign_log_moving_mean_exp(variable, 0., 0.5)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     print(sess.run(moved))
    0.0

    As in TensorFlow 1 ``log(decay + (1 - decay) * exp(log_value - variable))`` is added to the
    variable.

    Raises: TypeError if the variable is not of a float type.
    """
    values = [log_mean_exp_var, log_value, decay]
    with tf.name_scope(name, "assign_log_moving_mean_exp", values):
        with tf.colocate_with(log_mean_exp_var):
            dtype = log_mean_exp_var.dtype.base_dtype
            _check_float("log_mean_exp_var", dtype)
            log_value = tf.convert_to_tensor(log_value, dtype=dtype, name="log_value")
            decay = tf.convert_to_tensor(decay, dtype=dtype, name="decay")
            delta = (log_value - log_mean_exp_var)[tf.newaxis, ...]
            old = tf.log(decay) * tf.ones_like(delta)
            terms = tf.concat([old, delta + tf.log1p(-decay)], axis=0)
            return log_mean_exp_var.assign_add(tf.reduce_logsumexp(terms, axis=0))


def moving_mean_variance(value, decay, collections=None, name=None):
    """`assign_moving_mean_variance` of two new variables, zero at first.

    >>> import tf1shim as tf
    >>> moved = tf.contrib.distributions.moving_mean_variance([2., 4.], decay=0.5)
    >>> [v.op.name for v in tf.global_variables()]
    ['moving_mean_variance/moving_variance', 'moving_mean_variance/moving_mean']

    Args: `collections` are those of the variables, the global ones by default.

    Raises: TypeError if `value` is not of a float type.
    """
    if collections is None:
        collections = [tf.GraphKeys.GLOBAL_VARIABLES]
    with tf.variable_scope(name, "moving_mean_variance", [value, decay]):
        value = tf.convert_to_tensor(value, name="value")
        dtype = value.dtype.base_dtype
        _check_float("value", dtype)
        decay = tf.convert_to_tensor(decay, dtype=dtype, name="decay")
        variance, mean = (
            tf.get_variable(
                name,
                shape=value.shape,
                dtype=value.dtype,
                initializer=tf.zeros_initializer(),
                trainable=False,
                collections=collections,
            )
            for name in ("moving_variance", "moving_mean")
        )
        return assign_moving_mean_variance(mean, variance, value, decay)
