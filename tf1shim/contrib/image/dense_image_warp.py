"""Warps images by a flow: where each pixel comes from."""

import numpy as np

import tf1shim as tf


def dense_image_warp(image, flow, name="dense_image_warp"):
    """Takes the pixel at (row, column) from ``(row, column) - flow``, interpolated.

    >>> image = tf.reshape(tf.range(4.0), [1, 2, 2, 1])
    >>> with tf.Session() as sess:
    ...     print(sess.run(dense_image_warp(image, tf.fill([1, 2, 2, 2], 0.5)))[0, :, :, 0])
    [[0.  0.5]
     [1.  1.5]]

    Args: images ``[batch, height, width, channels]``, flow ``[batch, height, width, 2]``. What
    would come from outside comes from the edge.
    """
    with tf.name_scope(name):
        batch, height, width, channels = (tf.shape(image)[i] for i in range(4))
        columns, rows = tf.meshgrid(tf.range(width), tf.range(height))
        grid = tf.cast(tf.stack([rows, columns], axis=2), flow.dtype)
        points = tf.reshape(tf.expand_dims(grid, 0) - flow, [batch, height * width, 2])
        values = _interpolate_bilinear(image, points)
        return tf.reshape(values, [batch, height, width, channels])


def _interpolate_bilinear(grid, query_points, name="interpolate_bilinear", indexing="ij"):
    """Values of images `grid` between the pixels, at `query_points` ``[batch, n, 2]``."""
    if indexing not in ("ij", "xy"):
        raise ValueError("Indexing mode must be 'ij' or 'xy'")
    with tf.name_scope(name):
        grid, points = tf.convert_to_tensor(grid), tf.convert_to_tensor(query_points)
        if len(grid.get_shape()) != 4:
            raise ValueError(f"Grid must be 4 dimensional. Received size: {grid.get_shape()}")
        batch, height, width, channels = (tf.shape(grid)[i] for i in range(4))
        with tf.control_dependencies(_checks(points, batch, height, width)):
            count = tf.shape(points)[1]
        order = (0, 1) if indexing == "ij" else (1, 0)
        at = tf.unstack(points, axis=2)
        floors, alphas = zip(
            *(_place(at[axis], size, grid.dtype) for axis, size in zip(order, (height, width)))
        )
        flat = tf.reshape(grid, [batch * height * width, channels])
        offsets = tf.reshape(tf.range(batch) * height * width, [batch, 1])

        def corner(below, right):
            rows, columns = floors[0] + below, floors[1] + right
            values = tf.gather(flat, offsets + rows * width + columns)
            return tf.reshape(values, [batch, count, channels])

        with tf.name_scope("interpolate"):
            top = alphas[1] * (corner(0, 1) - corner(0, 0)) + corner(0, 0)
            bottom = alphas[1] * (corner(1, 1) - corner(1, 0)) + corner(1, 0)
            return alphas[0] * (bottom - top) + top


def _checks(points, batch, height, width):
    size = tf.cast(batch * height * width, tf.float32)
    return [
        tf.assert_equal(len(points.get_shape()), 3, message="Query points must be 3 dimensional."),
        tf.assert_equal(tf.shape(points)[2], 2, message="Query points must be size 2 in dim 2."),
        tf.assert_greater_equal(height, 2, message="Grid height must be at least 2."),
        tf.assert_greater_equal(width, 2, message="Grid width must be at least 2."),
        tf.assert_less_equal(
            size,
            np.iinfo(np.int32).max / 8.0,
            message="The image size or batch size is sufficiently large that the linearized "
            "addresses used by array_ops.gather may exceed the int32 limit.",
        ),
    ]


def _place(queries, size, dtype):
    """The pixel before each place along an axis, and how far it is behind that, 0 to 1."""
    last = tf.cast(size - 2, queries.dtype)
    floor = tf.minimum(tf.maximum(tf.constant(0.0, queries.dtype), tf.floor(queries)), last)
    alpha = tf.cast(queries - floor, dtype)
    alpha = tf.minimum(tf.maximum(tf.constant(0.0, dtype), alpha), tf.constant(1.0, dtype))
    return tf.cast(floor, tf.int32), tf.expand_dims(alpha, 2)
