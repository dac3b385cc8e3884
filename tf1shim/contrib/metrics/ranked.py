"""Streaming metrics of the best k predictions."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.metrics import parts


def _name(name, k=None, class_id=None):
    name = f"{name}_at_k" if k is None else f"{name}_at_{k}"
    return name if class_id is None else f"{name}_class{class_id}"


def streaming_recall_at_k(
    predictions,
    labels,
    k,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """How often the label is among the best k; returns ``(value, update op)``.

    `labels` are ``[batch]``, one for each example.
    """
    found = tf.cast(tf.nn.in_top_k(predictions, labels, k), tf.float32)
    name = name or _name("recall", k)
    return tf.metrics.mean(found, weights, metrics_collections, updates_collections, name)


def streaming_sparse_precision_at_top_k(
    top_k_predictions,
    labels,
    class_id=None,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """As ``tf.metrics.precision_at_top_k``; returns ``(value, update op)``."""
    values = (top_k_predictions, labels, weights)
    with tf.name_scope(name, _name("precision", class_id=class_id), values) as scope:
        return tf.metrics.precision_at_top_k(
            labels=labels,
            predictions_idx=top_k_predictions,
            class_id=class_id,
            weights=weights,
            metrics_collections=metrics_collections,
            updates_collections=updates_collections,
            name=scope,
        )


def sparse_recall_at_top_k(
    labels,
    top_k_predictions,
    class_id=None,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """As ``tf.metrics.recall_at_top_k``; returns ``(value, update op)``."""
    values = (top_k_predictions, labels, weights)
    with tf.name_scope(name, _name("recall", class_id=class_id), values) as scope:
        return tf.metrics.recall_at_top_k(
            labels=labels,
            predictions_idx=top_k_predictions,
            class_id=class_id,
            weights=weights,
            metrics_collections=metrics_collections,
            updates_collections=updates_collections,
            name=scope,
        )


def streaming_sparse_average_precision_at_top_k(
    top_k_predictions,
    labels,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """The mean average precision of predicted classes; returns ``(value, update op)``.

    >>> import tf1shim as tf
    >>> value, update = tf.contrib.metrics.streaming_sparse_average_precision_at_top_k(
    ...     tf.constant([[3, 1, 2]], tf.int64), tf.constant([[2, 3]], tf.int64))
    >>> with tf.Session() as sess:
    ...     sess.run(tf.local_variables_initializer())
    ...     round(float(sess.run(update)), 4)
    0.8333

    `top_k_predictions` are class numbers, the best first; `labels` the right ones, dense with -1
    for none or sparse, in any order.
    """
    values = (top_k_predictions, labels, weights)
    with tf.name_scope(name, "average_precision_at_top_k", values) as scope:
        precision = _average_precision(labels, top_k_predictions)
        if weights is not None:
            weights = parts.broadcast_weights(tf.cast(weights, tf.float64), precision)
            precision = tf.multiply(precision, weights)
        with tf.name_scope(None, "max", (precision,)) as max_scope:
            most = parts.metric_variable([], tf.float64, name=max_scope)
            size = tf.cast(tf.size(precision), tf.float64)
            size = size if weights is None else tf.reduce_sum(weights)
            most_update = tf.assign_add(most, size, name="update")
        with tf.name_scope(None, "total", (precision,)) as total_scope:
            total = parts.metric_variable([], tf.float64, name=total_scope)
            total_update = tf.assign_add(total, tf.reduce_sum(precision), name="update")
        mean = tf.div_no_nan(total, most, name="mean")
        update = tf.div_no_nan(total_update, most_update, name=scope)
        return parts.collected(mean, update, metrics_collections, updates_collections)


def _average_precision(labels, predictions):
    """For each example, the mean of the precisions at each right prediction."""
    predictions = tf.cast(predictions, tf.int64)
    if predictions.get_shape().ndims == 0:
        raise ValueError("The rank of predictions_idx must be at least 1.")
    if isinstance(labels, (tf.SparseTensor, tf.SparseTensorValue)):
        # In which order the entries of a row come does not matter.
        labels = tf.sparse_tensor_to_dense(labels, default_value=-1, validate_indices=False)
    labels = tf.cast(labels, tf.int64)
    if labels.get_shape().ndims == predictions.get_shape().ndims - 1:
        labels = tf.expand_dims(labels, -1)
    same = tf.equal(tf.expand_dims(predictions, -1), tf.expand_dims(labels, -2))
    right = tf.cast(tf.reduce_any(same, -1), tf.float64)
    k = tf.shape(predictions)[-1]
    ranks = tf.cast(tf.range(1, k + 1), tf.float64)
    precisions = tf.cumsum(right, axis=-1) / ranks
    relevant = tf.reduce_sum(tf.cast(labels >= 0, tf.int32), -1)
    relevant = tf.cast(tf.minimum(relevant, k), tf.float64)
    return tf.div(tf.reduce_sum(precisions * right, -1), relevant)
