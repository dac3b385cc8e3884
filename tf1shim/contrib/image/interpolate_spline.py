"""Polyharmonic splines through points of any dimension."""

import tf1shim as tf

_EPSILON = 1e-10


def interpolate_spline(
    train_points,
    train_values,
    query_points,
    order,
    regularization_weight=0.0,
    name="interpolate_spline",
):
    """Interpolates values between points with a polyharmonic spline.

    >>> values = interpolate_spline([[[0.0], [1.0], [2.0]]], [[[0.0], [1.0], [4.0]]], [[[1.5]]], 3)
    >>> with tf.Session() as sess:
    ...     print(sess.run(values).shape)
    (1, 1, 1)

    Args: batches of points ``[b, n, d]``, their values ``[b, n, k]``, points to ask for
    ``[b, m, d]``; `order` 2 is the thin plate spline in two dimensions. With a regularization the
    values need not be met. Raises: ValueError if `d` or `k` is not known.
    """
    with tf.name_scope(name):
        points = tf.convert_to_tensor(train_points)
        values = tf.convert_to_tensor(train_values)
        queries = tf.convert_to_tensor(query_points)
        with tf.name_scope("solve"):
            weights, linear = _solve(points, values, order, regularization_weight)
        with tf.name_scope("predict"):
            near = _phi(_squared_distances(queries, points), order)
            return tf.matmul(near, weights) + tf.matmul(_with_ones(queries), linear)


def _solve(points, values, order, regularization):
    """The weights of the radial functions, and the linear part."""
    dimensions, outputs = (t.shape.as_list()[-1] for t in (points, values))
    for known, what in ((dimensions, "input points (d)"), (outputs, "output values (k)")):
        if known is None:
            raise ValueError(f"The dimensionality of the {what} must be statically-inferrable.")
    batch, count, _ = tf.unstack(tf.shape(points), num=3)
    with tf.name_scope("construct_linear_system"):
        radial = _phi(_squared_distances(points, points), order)
        if regularization > 0:
            radial += regularization * tf.expand_dims(tf.eye(count, dtype=points.dtype), 0)
        affine = _with_ones(points)
        zeros = tf.zeros([batch, dimensions + 1, dimensions + 1], points.dtype)
        left = tf.concat([radial, tf.transpose(affine, [0, 2, 1])], 1)
        system = tf.concat([left, tf.concat([affine, zeros], 1)], 2)
        wanted = tf.concat([values, tf.zeros([batch, dimensions + 1, outputs], points.dtype)], 1)
    with tf.name_scope("solve_linear_system"):
        solution = tf.matrix_solve(system, wanted)
        return solution[:, :count, :], solution[:, count:, :]


def _with_ones(points):
    return tf.concat([points, tf.ones_like(points[..., :1])], 2)


def _squared_distances(x, y):
    x_squares, y_squares = (tf.reduce_sum(tf.square(t), 2) for t in (x, y))
    products = tf.matmul(x, y, adjoint_b=True)
    return tf.expand_dims(x_squares, 2) - 2 * products + tf.expand_dims(y_squares, 1)


def _phi(r, order):
    """The radial function of squared distances."""
    with tf.name_scope("phi"):
        safe = tf.maximum(r, _EPSILON)
        if order == 1:
            return tf.sqrt(safe)
        if order in (2, 4):
            return 0.5 * (r if order == 2 else tf.square(r)) * tf.log(safe)
        power = tf.pow(safe, 0.5 * order)
        return 0.5 * power * tf.log(safe) if order % 2 == 0 else power
