"""Warps images so that some points move to given places."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.image.dense_image_warp import dense_image_warp
from tf1shim.contrib.image.interpolate_spline import interpolate_spline


def sparse_image_warp(
    image,
    source_control_point_locations,
    dest_control_point_locations,
    interpolation_order=2,
    regularization_weight=0.0,
    num_boundary_points=0,
    name="sparse_image_warp",
):
    """Moves points of images to other places, and what is between them along.

    >>> image = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
    >>> corners = [[[0.0, 0.0], [0.0, 3.0], [3.0, 0.0], [3.0, 3.0]]]
    >>> warped, flow = sparse_image_warp(image, corners, corners)
    >>> with tf.Session() as sess:
    ...     print(np.abs(sess.run(warped - image)).max() < 1e-3)
    True

    Args: points ``[batch, n, 2]``, each ``[row, column]``; `num_boundary_points`, how many points
    of each edge stay (0: none, 1: the corners). Returns: the images, and the flow for
    `dense_image_warp`. The image's shape must be known.
    """
    image = tf.convert_to_tensor(image)
    sources = tf.convert_to_tensor(source_control_point_locations)
    targets = tf.convert_to_tensor(dest_control_point_locations)
    flows = targets - sources
    with tf.name_scope(name):
        batch, height, width, _ = image.get_shape().as_list()
        grid = np.stack(
            np.meshgrid(np.arange(height), np.arange(width), indexing="ij"), -1
        ).reshape(-1, 2)
        places = tf.constant(_for_batch(grid, batch), image.dtype)
        if num_boundary_points > 0:
            edge = _boundary(height, width, num_boundary_points - 1)
            known = targets.shape.as_list()[0]
            fixed = tf.constant(_for_batch(edge, known), targets.dtype)
            still = tf.constant(_for_batch(np.zeros(edge.shape), known), targets.dtype)
            targets, flows = tf.concat([targets, fixed], 1), tf.concat([flows, still], 1)
        dense = interpolate_spline(
            targets, flows, places, interpolation_order, regularization_weight
        )
        dense = tf.reshape(dense, [batch, height, width, 2])
        return dense_image_warp(image, dense), dense


def _for_batch(array, size):
    return np.tile(array[None], [size] + [1] * array.ndim)


def _boundary(height, width, between):
    """Points along the edges: the corners, and as many as `between` on each edge."""
    rows, columns = np.meshgrid(
        np.linspace(0, height - 1, between + 2),
        np.linspace(0, width - 1, between + 2),
        indexing="ij",
    )
    on_edge = (columns == 0) | (columns == width - 1) | (rows == 0) | (rows == height - 1)
    return np.stack([rows[on_edge], columns[on_edge]], axis=-1)
