"""Affine maps between two, at the points of a quadrature."""

import tf1shim as tf
from tf1shim import _tf
from tf1shim.binding import bind
from tf1shim.contrib.distributions.distribution_util import dimension_value

add_operators = bind(_tf.add_operators, "contrib.distributions.interpolation")


def determine_batch_event_shapes(grid, endpoint_affine):
    """The batch shape, as known and as a tensor, and the event shape, likewise."""
    with tf.name_scope("determine_batch_event_shapes"):
        batch, batch_tensor = grid.shape[:-2], tf.shape(grid)[:-2]
        events = []
        for affine in endpoint_affine:
            if affine.shift is not None:
                shape, tensor = affine.shift.shape, tf.shape(affine.shift)
                batch = tf.broadcast_static_shape(batch, shape[:-1])
                batch_tensor = tf.broadcast_dynamic_shape(batch_tensor, tensor[:-1])
                events.append((shape[-1:], tensor[-1:]))
            if affine.scale is not None:
                scale = affine.scale
                batch = tf.broadcast_static_shape(batch, scale.batch_shape)
                batch_tensor = tf.broadcast_dynamic_shape(batch_tensor, scale.batch_shape_tensor())
                tensor = scale.range_dimension_tensor()[tf.newaxis]
                events.append((tf.TensorShape([scale.range_dimension]), tensor))
        event, event_tensor = events[0]
        for shape, tensor in events[1:]:
            event = tf.broadcast_static_shape(event, shape)
            event_tensor = tf.broadcast_dynamic_shape(event_tensor, tensor)
        return batch, batch_tensor, event, event_tensor


def interpolate_loc(grid, loc):
    """The locations of each quadrature point, between the two of `loc`."""
    only_two(loc)
    points = _points(grid)
    with tf.name_scope("interpolate_loc", values=[grid, *loc]):
        if all(x is None for x in loc):
            return [None] * points
        w = grid[..., tf.newaxis, :, :]
        first, second = (None if x is None else x[..., tf.newaxis] for x in loc)
        if first is None:
            x = w[..., 1, :] * second
        elif second is None:
            x = w[..., 0, :] * first
        else:
            x = w[..., 0, :] * (first - second) + second
        return [x[..., k] for k in range(points)]


def interpolate_scale(grid, scale):
    """The scales of each quadrature point, between the two of `scale`."""
    only_two(scale)
    points = _points(grid)
    with tf.name_scope("interpolate_scale", values=[grid]):
        return [
            add_operators([linop_scale(grid[..., k, q], s) for k, s in enumerate(scale)])[0]
            for q in range(points)
        ]


def linop_scale(w, op):
    """The linear operator `op`, times the batch of numbers `w`."""
    with tf.name_scope("linop_scale", values=[w]):
        how = {
            "is_non_singular": op.is_non_singular,
            "is_self_adjoint": op.is_self_adjoint,
            "is_positive_definite": op.is_positive_definite,
        }
        identities = tf.linalg.LinearOperatorIdentity, tf.linalg.LinearOperatorScaledIdentity
        if isinstance(op, identities):
            multiplier = w * op.multiplier if isinstance(op, identities[1]) else w
            return tf.linalg.LinearOperatorScaledIdentity(
                num_rows=op.range_dimension_tensor(), multiplier=multiplier, **how
            )
        w = w[..., tf.newaxis]
        if isinstance(op, tf.linalg.LinearOperatorDiag):
            return tf.linalg.LinearOperatorDiag(diag=w * op.diag_part(), **how)
        if isinstance(op, tf.linalg.LinearOperatorLowerTriangular):
            tril = w[..., tf.newaxis] * op.to_dense()
            return tf.linalg.LinearOperatorLowerTriangular(tril=tril, **how)
        raise NotImplementedError(f"Unsupported Linop type ({type(op).__name__})")


def _points(grid):
    points = dimension_value(grid.shape.with_rank_at_least(1)[-1])
    if points is None:
        raise ValueError("Num quadrature grid points must be known prior to graph execution.")
    return points


def only_two(ends):
    """Raises unless there are two ends."""
    if len(ends) != 2:
        raise NotImplementedError(
            f"Currently only bimixtures are supported; len(scale)={len(ends)} is not 2."
        )
