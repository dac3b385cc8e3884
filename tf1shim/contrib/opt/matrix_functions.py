"""Roots of matrices by iteration, as Shampoo needs them.

>>> import tf1shim as tf
>>> from tf1shim.contrib.opt.python.training import matrix_functions
>>> root = matrix_functions.matrix_square_root(tf.constant([[4.0, 0.0], [0.0, 9.0]]), 2)
>>> with tf.Session() as sess:
...     print(sess.run(root).round(2) + 0.0)
[[2. 0.]
 [0. 3.]]
"""

import tf1shim as tf


def matrix_square_root(mat_a, mat_a_size, iter_count=100, ridge_epsilon=1e-4):
    """Returns a symmetric positive definite matrix's root, by Newton's iterations.

    >>> with tf.Session() as sess:
    ...     print(sess.run(matrix_square_root(tf.constant([[4.0]]), 1)).round(2))
    [[2.]]

    `ridge_epsilon` is added to the diagonal. It ends when the error grows, or after `iter_count`.
    """
    identity = tf.eye(tf.cast(mat_a_size, tf.int32))
    mat_a = mat_a + ridge_epsilon * identity
    norm = tf.sqrt(tf.reduce_sum(mat_a * mat_a))

    def goes_on(i, y, y_before, z, error, error_before):
        return tf.logical_and(i < iter_count, error < error_before)

    def iterate(i, y, y_before, z, error, error_before):
        step = 0.5 * (3.0 * identity - tf.matmul(z, y))
        new_y, new_z = tf.matmul(y, step), tf.matmul(step, z)
        root = new_y * tf.sqrt(norm)
        residual = mat_a - tf.matmul(root, root)
        new_error = tf.sqrt(tf.reduce_sum(residual * residual)) / norm
        return i + 1, new_y, y, new_z, new_error, error

    first = mat_a / norm
    loop = tf.while_loop(goes_on, iterate, [0, first, first, identity, norm, norm + 1.0])
    return loop[2] * tf.sqrt(norm)


def matrix_inverse_pth_root(
    mat_g, mat_g_size, alpha, iter_count=100, epsilon=1e-6, ridge_epsilon=1e-6
):
    """Returns ``mat_g ** alpha`` of a positive definite matrix; `alpha` is ``-1 / p``.

    >>> with tf.Session() as sess:
    ...     print(sess.run(matrix_inverse_pth_root(4.0 * tf.eye(2), 2, -0.5)).round(3) + 0.0)
    [[0.5 0. ]
     [0.  0.5]]
    """
    identity = tf.eye(tf.cast(mat_g_size, tf.int32))
    if mat_g_size == 1:
        return tf.pow(mat_g + ridge_epsilon, alpha)

    def goes_on(i, m, root):
        return tf.logical_and(i < iter_count, tf.reduce_max(tf.abs(m - identity)) > epsilon)

    def iterate(i, m, root):
        step = (1 - alpha) * identity + alpha * m
        return i + 1, tf.matmul(_power(step, -1.0 / alpha), m), tf.matmul(root, step)

    damped = mat_g + ridge_epsilon * identity
    scale = (1 - 1 / alpha) / (2 * tf.norm(damped))
    return tf.while_loop(goes_on, iterate, [0, damped * scale, identity * tf.pow(scale, -alpha)])[2]


def _power(matrix, p):
    """`matrix` to the power of a positive whole number."""
    assert p == int(p) and p > 0, p
    power = None
    while p > 0:
        if p % 2 == 1:
            power = matrix if power is None else tf.matmul(matrix, power)
        p //= 2
        matrix = tf.matmul(matrix, matrix)
    return power
