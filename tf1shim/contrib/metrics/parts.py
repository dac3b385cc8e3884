"""What metrics are made of: their variables, shapes that fit, counts at thresholds."""

from __future__ import annotations

import tf1shim as tf

EPSILON = 1e-7


def metric_variable(shape, dtype, validate_shape=True, name=None):
    """A local variable of zeros that is a metric's state."""
    return tf.Variable(
        lambda: tf.zeros(shape, dtype),
        trainable=False,
        collections=[tf.GraphKeys.LOCAL_VARIABLES, tf.GraphKeys.METRIC_VARIABLES],
        validate_shape=validate_shape,
        name=name,
    )


def collected(value, update_op, metrics_collections, updates_collections):
    """``(value, update_op)``, after adding each to its collections."""
    if metrics_collections:
        tf.add_to_collections(metrics_collections, value)
    if updates_collections:
        tf.add_to_collections(updates_collections, update_op)
    return value, update_op


def fitting(predictions, labels, weights):
    """The three as tensors whose ranks fit: a last dimension of 1 is squeezed out or added."""
    predictions = tf.convert_to_tensor(predictions)
    if labels is not None:
        predictions, labels = _same_rank(predictions, tf.convert_to_tensor(labels))
        predictions.get_shape().assert_is_compatible_with(labels.get_shape())
    if weights is None:
        return predictions, labels, None
    weights = tf.convert_to_tensor(weights)
    rank, wanted = weights.get_shape().ndims, predictions.get_shape().ndims
    if rank == 0:
        return predictions, labels, weights
    if rank is not None and wanted is not None:
        if rank - wanted == 1:
            weights = tf.squeeze(weights, [-1])
        elif wanted - rank == 1:
            weights = tf.expand_dims(weights, [-1])
        return predictions, labels, weights

    more = tf.rank(weights) - tf.rank(predictions)
    may_squeeze = rank is None or weights.get_shape().dims[-1].is_compatible_with(1)
    weights = tf.cond(
        tf.equal(tf.rank(weights), 0),
        lambda: weights,
        lambda: tf.cond(
            tf.equal(more, 1),
            lambda: tf.squeeze(weights, [-1]) if may_squeeze else weights,
            lambda: tf.cond(
                tf.equal(more, -1), lambda: tf.expand_dims(weights, [-1]), lambda: weights
            ),
        ),
    )
    return predictions, labels, weights


def _same_rank(predictions, labels):
    """Predictions and labels, one squeezed if it has one dimension more, of size 1."""
    ranks = predictions.get_shape().ndims, labels.get_shape().ndims
    if None not in ranks:
        if ranks[0] - ranks[1] == 1:
            predictions = tf.squeeze(predictions, [-1])
        elif ranks[1] - ranks[0] == 1:
            labels = tf.squeeze(labels, [-1])
        return predictions, labels
    more = tf.rank(predictions) - tf.rank(labels)
    return _squeezed_if(tf.equal(more, 1), predictions), _squeezed_if(tf.equal(more, -1), labels)


def _squeezed_if(condition, tensor):
    shape = tensor.get_shape()
    if shape.ndims is not None and not shape.dims[-1].is_compatible_with(1):
        return tensor
    return tf.cond(condition, lambda: tf.squeeze(tensor, [-1]), lambda: tensor)


def broadcast_weights(weights, values):
    """`weights` in the shape of `values`: each dimension is the same or 1, or it is a scalar.

    Raises:
        ValueError: They cannot be.
    """
    values = tf.convert_to_tensor(values)
    weights = tf.convert_to_tensor(weights, dtype=values.dtype.base_dtype)
    shape, wanted = weights.get_shape(), values.get_shape()
    known = shape.is_fully_defined() and wanted.is_fully_defined()
    if known and shape.is_compatible_with(wanted):
        return weights
    prefix = "weights can not be broadcast to values."
    if None not in (shape.ndims, wanted.ndims) and shape.ndims not in (0, wanted.ndims):
        raise ValueError(
            f"{prefix} values.rank={wanted.ndims}. weights.rank={shape.ndims}. "
            f"values.shape={wanted}. weights.shape={shape}."
        )
    if not known and shape.ndims != 0:
        with tf.control_dependencies([_assert_fits(weights, values, prefix)]):
            return tf.multiply(weights, tf.ones_like(values), name="broadcast_weights")
    if shape.ndims != 0:
        for i, (size, limit) in enumerate(zip(shape.as_list(), wanted.as_list())):
            if size not in (1, limit):
                sizes = ["[" + " ".join(map(str, s.as_list())) + "]" for s in (wanted, shape)]
                raise ValueError(
                    f"{prefix} Mismatch at dim {i}. "
                    f"values.shape={sizes[0]} weights.shape={sizes[1]}."
                )
    return tf.multiply(weights, tf.ones_like(values), name="broadcast_weights")


def _assert_fits(weights, values, text):
    """The op that checks, as it runs, that weights are a scalar or fit in each dimension."""
    shape, wanted = tf.shape(weights), tf.shape(values)

    def each_fits():
        return tf.reduce_all(tf.logical_or(tf.equal(shape, 1), tf.equal(shape, wanted)))

    same_rank = tf.equal(tf.size(shape), tf.size(wanted))
    fits = tf.cond(same_rank, each_fits, lambda: tf.equal(tf.size(shape), 0))
    return tf.Assert(fits, [text, "weights.shape=", shape, "values.shape=", wanted])


# What is counted at thresholds: the variable's name; if labels, and predictions, are positive.
COUNTS = {
    "tp": ("true_positives", True, True),
    "fn": ("false_negatives", True, False),
    "tn": ("true_negatives", False, False),
    "fp": ("false_positives", False, True),
}


def counts_at_thresholds(
    labels, predictions, thresholds, weights=None, includes=tuple(COUNTS), in_range=False
):
    """``(values, update ops)`` by key: true positives and so on, at each threshold.

    With `in_range` predictions must lie in [0, 1].
    """
    if in_range:
        text = "predictions must be in [0, 1]"
        checks = [
            tf.assert_greater_equal(predictions, tf.cast(0.0, predictions.dtype), message=text),
            tf.assert_less_equal(predictions, tf.cast(1.0, predictions.dtype), message=text),
        ]
        with tf.control_dependencies(checks):
            predictions, labels, weights = fitting(
                tf.cast(predictions, tf.float32), tf.cast(labels, tf.bool), weights
            )
    else:
        predictions, labels, weights = fitting(predictions, labels, weights)
    count = len(thresholds)
    flat = tf.reshape(predictions, [1, -1])
    size = flat.get_shape().as_list()[1]
    size = tf.shape(flat)[1] if size is None else size
    limits = tf.tile(tf.expand_dims(tf.constant(thresholds), [1]), tf.stack([1, size]))
    over = tf.greater(tf.tile(flat, [count, 1]), limits)
    is_label = tf.tile(tf.reshape(tf.cast(labels, tf.bool), [1, -1]), [count, 1])
    if weights is not None:
        weights = broadcast_weights(tf.cast(weights, tf.float32), predictions)
        weights = tf.reshape(weights, [1, -1])
    values, updates = {}, {}
    for key, (name, positive_label, positive) in COUNTS.items():
        if key not in includes:
            continue
        values[key] = metric_variable([count], tf.float32, name=name)
        hit = tf.logical_and(
            is_label if positive_label else tf.logical_not(is_label),
            over if positive else tf.logical_not(over),
        )
        hit = tf.cast(hit, tf.float32)
        if weights is not None:
            hit *= weights
        updates[key] = tf.assign_add(values[key], tf.reduce_sum(hit, 1))
    return values, updates


def even_thresholds(count):
    """Thresholds from just below 0 to just above 1."""
    between = [i * 1.0 / (count - 1) for i in range(1, count - 1)]
    return [0.0 - EPSILON, *between, 1.0 + EPSILON]
