"""Dormand and Prince's method: Runge-Kutta with steps of the size that the error allows."""

import collections

import tf1shim as tf

# https://en.wikipedia.org/wiki/Dormand-Prince_method; the weights of the step's middle are those
# of L. F. Shampine, Some Practical Runge-Kutta Formulas (1986).
_ALPHA = [1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0]
_BETA = [
    [1 / 5],
    [3 / 40, 9 / 40],
    [44 / 45, -56 / 15, 32 / 9],
    [19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729],
    [9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656],
    [35 / 384, 0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84],
]
_MIDDLE = [
    6025192743 / 30085553152 / 2,
    0,
    51252292925 / 65400821598 / 2,
    -2691868925 / 45128329728 / 2,
    187940372067 / 1594534317056 / 2,
    -1776094331 / 19743644256 / 2,
    11237099 / 235043384 / 2,
]
_ERROR = [
    1951 / 21600 - 35 / 384,
    0,
    22642 / 50085 - 500 / 1113,
    451 / 720 - 125 / 192,
    -12231 / 42400 + 2187 / 6784,
    649 / 6300 - 11 / 84,
    1 / 60,
]
# Rows: a polynomial's coefficients, highest first; columns: dt f0, dt f1, y0, y1, y in the middle.
_QUARTIC = [[-2, 2, -8, -8, 16], [5, -3, 18, 14, -32], [-4, 1, -11, -5, 16]]

_State = collections.namedtuple("_State", "y, f, t0, t1, dt, polynomial")


def odeint(
    func,
    y0,
    t,
    rtol=1e-6,
    atol=1e-12,
    method=None,
    options=None,
    full_output=False,
    name=None,
):
    """Integrates ``dy/dt = func(y, t)`` from `y0`; returns `y` at the times `t`.

    >>> y = odeint(lambda y, t: tf.stack([y[1], -y[0]]), tf.constant([0.0, 1.0]), [0.0, 1.5707963])
    >>> with tf.Session() as sess:
    ...     print(abs(sess.run(y)[1] - [1.0, 0.0]) < 1e-4)
    [ True  True]

    Args: `rtol`, `atol`, the error that a step may have; `method` is "dopri5"; `options`:
    `first_step`, `safety`, `ifactor`, `dfactor`, `max_num_steps`. With `full_output` a dict with
    `num_func_evals`, `integrate_points`, `error_ratio` comes along. Raises: ValueError for another
    method, TypeError if `y0` or `t` are integers; when run `tf.errors.InvalidArgumentError` if `t`
    does not increase, or a step gets too small, or there are too many.
    """
    if method is not None and method != "dopri5":
        raise ValueError(f"invalid method: {method!r}")
    if options is not None and method is None:
        raise ValueError("cannot supply `options` without specifying `method`")
    with tf.name_scope(name, "odeint", [y0, t, rtol, atol]) as scope:
        y0 = tf.convert_to_tensor(y0, name="y0")
        t = tf.convert_to_tensor(t, preferred_dtype=tf.float64, name="t")
        check_types(y0, t)
        error_dtype = y0.dtype.real_dtype
        rtol = tf.convert_to_tensor(rtol, error_dtype, name="rtol")
        atol = tf.convert_to_tensor(atol, error_dtype, name="atol")
        return _dopri5(func, y0, t, rtol, atol, full_output, scope, **(options or {}))


def _dopri5(
    func,
    y0,
    t,
    rtol,
    atol,
    full_output,
    scope,
    first_step=1.0,
    safety=0.9,
    ifactor=10.0,
    dfactor=0.2,
    max_num_steps=1000,
):
    with tf.name_scope("dopri5"):
        first_step, safety, ifactor, dfactor = (
            tf.convert_to_tensor(value, t.dtype)
            for value in (1.0 if first_step is None else first_step, safety, ifactor, dfactor)
        )
        with increasing(t):
            count = tf.size(t)
        history = (
            tf.TensorArray(t.dtype, size=0, dynamic_size=True),
            tf.TensorArray(rtol.dtype, size=0, dynamic_size=True),
        )
        start = _State(y0, func(y0, t[0]), t[0], t[0], first_step, (y0,) * 5)

        def step(state, history, steps):
            """A step, which counts if its error is small enough."""
            end = state.t1 + state.dt
            with tf.control_dependencies(_checks(state, end, steps, max_num_steps)):
                y1, f1, error, slopes = _runge_kutta(func, state)
            ratio = _error_ratio(error, state.y, y1, rtol, atol)
            accepted = ratio <= 1
            y, f, time, polynomial = tf.cond(
                accepted,
                lambda: (y1, f1, end, _polynomial(state, y1, slopes)),
                lambda: tuple(map(_copy, (state.y, state.f, state.t1, state.polynomial))),
            )
            dt = _next_step(state.dt, ratio, safety, ifactor, dfactor)
            new = _State(y, f, state.t1, time, dt, polynomial)
            times, ratios = history
            history = times.write(times.size(), end), ratios.write(ratios.size(), ratio)
            return new, history, steps + 1

        def interpolate(solution, history, state, i):
            """Steps until ``t[i]`` is passed, and the value there."""
            state, history, _ = tf.while_loop(
                lambda state, *_: t[i] > state.t1, step, (state, history, 0)
            )
            return solution.write(i, _value(state, t[i], y0.dtype)), history, state, i + 1

        solution = tf.TensorArray(y0.dtype, size=count).write(0, y0)
        solution, history, _, _ = tf.while_loop(
            lambda solution, history, state, i: i < count,
            interpolate,
            (solution, history, start, 1),
        )
    y = tf.identity(solution.stack(), name=scope)
    y.set_shape(t.get_shape().concatenate(y0.get_shape()))
    if not full_output:
        return y
    times, ratios = (array.stack() for array in history)
    return y, {
        "num_func_evals": 6 * tf.size(times) + 1,
        "integrate_points": times,
        "error_ratio": ratios,
    }


def _copy(tensors):
    return tf.nest.map_structure(tf.identity, tensors)


def _runge_kutta(func, state):
    """The next value and slope, the error, all slopes."""
    dt = tf.cast(state.dt, state.y.dtype)
    slopes = [state.f]
    for alpha, beta in zip(_ALPHA, _BETA):
        y = state.y + _weighted(dt, beta, slopes)
        slopes.append(func(y, state.t1 + alpha * state.dt))
    return y, slopes[-1], _weighted(dt, _ERROR, slopes), slopes


def _weighted(scale, weights, values):
    return tf.add_n([scale * w * v for w, v in zip(weights, values) if w != 0])


def _checks(state, end, steps, max_num_steps):
    finite = tf.reduce_all(tf.is_finite(tf.abs(state.y)))
    return [
        tf.Assert(end > state.t1, ["underflow in dt", state.dt]),
        tf.Assert(steps < max_num_steps, ["max_num_steps exceeded"]),
        tf.Assert(finite, ["non-finite values in state `y`", state.y]),
    ]


def _error_ratio(error, y0, y1, rtol, atol):
    """The root mean square of the errors, each by what is allowed."""
    allowed = atol + rtol * tf.maximum(tf.abs(y0), tf.abs(y1))
    return tf.sqrt(tf.reduce_mean(tf.square(tf.abs(error)) / tf.square(allowed)))


def _next_step(dt, ratio, safety, ifactor, dfactor, order=5):
    ratio = tf.cast(ratio, dt.dtype)
    factor = ratio ** tf.cast(1 / order, dt.dtype) / safety
    return dt / tf.maximum(1 / ifactor, tf.minimum(factor, 1 / dfactor))


def _polynomial(state, y1, slopes):
    """A polynomial through the step's start, middle and end, and their slopes."""
    dt = tf.cast(state.dt, state.y.dtype)
    middle = state.y + _weighted(dt, _MIDDLE, slopes)
    values = [dt * slopes[0], dt * slopes[-1], state.y, y1, middle]
    high = tuple(tf.add_n([w * v for w, v in zip(row, values)]) for row in _QUARTIC)
    return (*high, values[0], state.y)


def _value(state, t, dtype):
    """The polynomial at the time `t` within the last step."""
    inside = tf.Assert(
        tf.logical_and(state.t0 <= t, t <= state.t1),
        ["invalid interpolation, fails `t0 <= t <= t1`:", state.t0, t, state.t1],
    )
    with tf.control_dependencies([inside]):
        x = tf.cast((t - state.t0) / (state.t1 - state.t0), dtype)
    value = state.polynomial[0]
    for coefficient in state.polynomial[1:]:
        value = value * x + coefficient
    return value


def check_types(y0, t, dt=None):
    """Raises TypeError for integers."""
    if not (y0.dtype.is_floating or y0.dtype.is_complex):
        raise TypeError("`y0` must have a floating point or complex floating point dtype")
    for what, value in (("t", t), ("dt", dt)):
        if value is not None and not value.dtype.is_floating:
            raise TypeError(f"`{what}` must have a floating point dtype")


def increasing(t):
    """A block after a check that the times increase."""
    check = tf.Assert(tf.reduce_all(t[1:] > t[:-1]), ["`t` must be monotonic increasing"])
    return tf.control_dependencies([check])
