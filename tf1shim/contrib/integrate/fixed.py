"""Integration with steps of given sizes."""

import tf1shim as tf
from tf1shim.contrib.integrate.odes import check_types, increasing


def odeint_fixed(func, y0, t, dt=None, method="rk4", name=None):
    """Integrates ``dy/dt = func(y, t)`` in fixed steps; returns `y` at the times `t`.

    >>> y = odeint_fixed(lambda y, t: -y, 1.0, [0.0, 0.5, 1.0], method="midpoint")
    >>> with tf.Session() as sess:
    ...     print(sess.run(y))
    [1.       0.625    0.390625]

    Args: `dt`, for all intervals or one for each, at most that long are its steps (by default one
    step is an interval); `method` "midpoint" or "rk4". Raises: ValueError for other methods or
    shapes that do not fit; TypeError for integers.
    """
    with tf.name_scope(name, "odeint_fixed", [y0, t, dt]):
        t = tf.convert_to_tensor(t, preferred_dtype=tf.float64, name="t")
        y0 = tf.convert_to_tensor(y0, name="y0")
        intervals = t[1:] - t[:-1]
        dt = intervals if dt is None else dt
        dt = tf.convert_to_tensor(dt, preferred_dtype=tf.float64, name="dt")
        steps = tf.ceil(intervals / dt)
        dt = intervals / steps
        steps = tf.cast(steps, tf.int32)
        check_types(y0, t, dt)
        _check_sizes(t, dt)
        with increasing(t), tf.name_scope(method):
            if method not in _STEPS:
                raise ValueError(f"method not supported: {method}")
            return _integrate(func, y0, t, dt, steps, _STEPS[method])


def _check_sizes(t, dt):
    for times in (t, dt):
        if len(times.get_shape().as_list()) > 1:
            raise ValueError("t must be a 1D tensor")
    if t.get_shape()[0] != dt.get_shape()[0] + 1:
        raise ValueError("t and dt have incompatible lengths, must be N and N-1")


def _integrate(func, y0, t, dt, steps, change):
    count = tf.size(t)

    def interval(solution, y, time, i):
        size = dt[i - 1]

        def step(y, time, j):
            return y + tf.cast(change(func, y, time, size), y.dtype), time + size, j + 1

        y, time, _ = tf.while_loop(lambda y, time, j: j < steps[i - 1], step, (y, time, 0))
        return solution.write(i, y), y, time, i + 1

    solution = tf.TensorArray(y0.dtype, count).write(0, y0)
    solution, _, _, _ = tf.while_loop(
        lambda solution, y, time, i: i < count, interval, (solution, y0, t[0], 1)
    )
    solution = solution.stack()
    solution.set_shape(t.get_shape().concatenate(y0.get_shape()))
    return solution


def _midpoint(func, y, t, dt):
    dt_y = tf.cast(dt, y.dtype)
    return dt_y * func(y + func(y, t) * dt_y / 2, t + dt / 2)


def _rk4(func, y, t, dt):
    dt_y, half = tf.cast(dt, y.dtype), t + dt / 2
    k1 = func(y, t)
    k2 = func(y + dt_y * k1 / 2, half)
    k3 = func(y + dt_y * k2 / 2, half)
    k4 = func(y + dt_y * k3, t + dt)
    return tf.add_n([k1, 2 * k2, 2 * k3, k4]) * (dt_y / 6)


_STEPS = {"midpoint": _midpoint, "rk4": _rk4}
