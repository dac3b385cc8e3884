"""Streaming moments: covariance, correlation, distance; and counting."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.metrics import parts


def streaming_covariance(
    predictions,
    labels,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """The unbiased sample covariance of predictions and labels; returns ``(value, update op)``.

    >>> import tf1shim as tf
    >>> value, update = tf.contrib.metrics.streaming_covariance(
    ...     tf.constant([1.0, 2.0, 3.0]), tf.constant([2.0, 4.0, 6.0]))
    >>> with tf.Session() as sess:
    ...     sess.run(tf.local_variables_initializer())
    ...     float(sess.run(update))
    2.0

    It is no number until there are two elements. `weights` are frequencies.
    """
    with tf.variable_scope(name, "covariance", (predictions, labels, weights)):
        predictions, labels, weights = parts.fitting(predictions, labels, weights)
        predictions.get_shape().assert_is_compatible_with(labels.get_shape())
        count, mean_prediction, mean_label, comoment = (
            parts.metric_variable([], tf.float32, name=n)
            for n in ("count", "mean_prediction", "mean_label", "comoment")
        )
        if weights is None:
            batch_count = tf.cast(tf.size(labels), tf.float32)
        else:
            weights = parts.broadcast_weights(weights, labels)
            batch_count = tf.reduce_sum(weights)

        def weighted(tensor):
            return tensor if weights is None else tf.multiply(tensor, weights)

        now = tf.assign_add(count, batch_count)
        before = now - batch_count

        def moved(mean, tensor):
            """``(mean of the batch, mean before)``, the variable being moved."""
            of_batch = tf.div_no_nan(tf.reduce_sum(weighted(tensor)), batch_count)
            delta = tf.div_no_nan((of_batch - mean) * batch_count, now)
            return of_batch, tf.assign_add(mean, delta) - delta

        batch_prediction, old_prediction = moved(mean_prediction, predictions)
        batch_label, old_label = moved(mean_label, labels)
        residuals = (predictions - batch_prediction) * (labels - batch_label)
        change = tf.reduce_sum(weighted(residuals)) + (old_prediction - batch_prediction) * (
            old_label - batch_label
        ) * (before * batch_count / now)
        updated = tf.assign_add(comoment, change)

        def covariance(name):
            ratio = tf.truediv(comoment, count - 1)
            return tf.where(tf.less_equal(count, 1.0), float("nan"), ratio, name=name)

        value = covariance("covariance")
        with tf.control_dependencies([updated]):
            update_op = covariance("update_op")
    return parts.collected(value, update_op, metrics_collections, updates_collections)


def streaming_pearson_correlation(
    predictions,
    labels,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """Pearson's correlation of predictions and labels; returns ``(value, update op)``.

    `weights` are frequencies.
    """
    with tf.variable_scope(name, "pearson_r", (predictions, labels, weights)):
        predictions, labels, weights = parts.fitting(predictions, labels, weights)
        predictions.get_shape().assert_is_compatible_with(labels.get_shape())
        if weights is not None:
            weights = parts.broadcast_weights(weights, labels)
        both, ofs, variance = [
            streaming_covariance(x, y, weights=weights, name=n)
            for x, y, n in (
                (predictions, labels, "covariance"),
                (predictions, predictions, "variance_predictions"),
                (labels, labels, "variance_labels"),
            )
        ]
        correlations = [
            tf.truediv(c, tf.multiply(tf.sqrt(v), tf.sqrt(w)), name=n)
            for c, v, w, n in zip(both, ofs, variance, ("pearson_r", "update_op"))
        ]
    return parts.collected(*correlations, metrics_collections, updates_collections)


def streaming_mean_cosine_distance(
    predictions,
    labels,
    dim,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """The mean of 1 minus the dot product along `dim`; returns ``(value, update op)``."""
    predictions, labels, weights = parts.fitting(predictions, labels, weights)
    predictions.get_shape().assert_is_compatible_with(labels.get_shape())
    products = tf.reduce_sum(tf.multiply(predictions, labels), axis=[dim], keepdims=True)
    means = tf.metrics.mean(products, weights, None, None, name or "mean_cosine_distance")
    value, update_op = (tf.subtract(1.0, mean) for mean in means)
    return parts.collected(value, update_op, metrics_collections, updates_collections)


def count(values, weights=None, metrics_collections=None, updates_collections=None, name=None):
    """How many elements there were, or the sum of their weights; returns ``(value, update op)``.

    >>> import tf1shim as tf
    >>> value, update = tf.contrib.metrics.count(tf.constant([7, 8, 9]))
    >>> with tf.Session() as sess:
    ...     sess.run(tf.local_variables_initializer())
    ...     [float(sess.run(update)) for _ in range(2)]
    [3.0, 6.0]
    """
    with tf.variable_scope(name, "count", (values, weights)):
        total = parts.metric_variable([], tf.float32, name="count")
        if weights is None:
            number = tf.cast(tf.size(values), tf.float32)
        else:
            values, _, weights = parts.fitting(tf.cast(values, tf.float32), None, weights)
            weights = parts.broadcast_weights(tf.cast(weights, tf.float32), values)
            number = tf.reduce_sum(weights)
        with tf.control_dependencies([values]):
            update_op = tf.assign_add(total, number)
        with tf.control_dependencies(None):
            value = tf.identity(total)
        return parts.collected(value, update_op, metrics_collections, updates_collections)


def cohen_kappa(
    labels,
    predictions_idx,
    num_classes,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """Cohen's kappa, the agreement beyond chance; returns ``(value, update op)``.

    `labels` and `predictions_idx` are class numbers below `num_classes`.

    Raises:
        ValueError: There are fewer than 2 classes, or the shapes do not fit.
    """
    if num_classes < 2:
        raise ValueError(f"`num_classes` must be >= 2.Found: {num_classes}")
    with tf.variable_scope(name, "cohen_kappa", (labels, predictions_idx, weights)):
        labels.get_shape().with_rank_at_most(2)
        if labels.get_shape().ndims == 2:
            labels = tf.squeeze(labels, axis=[-1])
        predictions_idx, labels, weights = parts.fitting(predictions_idx, labels, weights)
        predictions_idx.get_shape().assert_is_compatible_with(labels.get_shape())
        whole = weights is None or weights.dtype.is_integer
        kind = tf.int64 if whole else tf.float32
        totals = [
            parts.metric_variable((num_classes,), kind, name=n) for n in ("po", "pe_row", "pe_col")
        ]
        table = tf.confusion_matrix(
            labels,
            predictions_idx,
            num_classes=num_classes,
            weights=weights,
            dtype=kind,
            name="counts_in_table",
        )
        counts = (tf.diag_part(table), tf.reduce_sum(table, axis=0), tf.reduce_sum(table, axis=1))
        updates = [tf.assign_add(total, now) for total, now in zip(totals, counts)]

        def kappa(agreed, rows, columns, name):
            agreed = tf.cast(tf.reduce_sum(agreed), tf.float64)
            total = tf.cast(tf.reduce_sum(rows), tf.float64)
            chance = tf.reduce_sum(tf.div_no_nan(tf.cast(rows * columns, tf.float64), total))
            return tf.div_no_nan(agreed - chance, total - chance, name=name)

        value, update_op = kappa(*totals, "value"), kappa(*updates, "update_op")
        return parts.collected(value, update_op, metrics_collections, updates_collections)


def aggregate_metrics(*value_update_tuples):
    """``(values, update ops)``, two lists, of pairs of both.

    Raises:
        ValueError: There is no pair.
    """
    if not value_update_tuples:
        raise ValueError("Expected at least one value_tensor/update_op pair")
    values, updates = zip(*value_update_tuples)
    return list(values), list(updates)


def aggregate_metric_map(names_to_tuples):
    """``(values, update ops)``, two dicts, of a dict of pairs of both.

    >>> values, updates = aggregate_metric_map({"a": (1, 2), "b": (3, 4)})
    >>> values, updates
    ({'a': 1, 'b': 3}, {'a': 2, 'b': 4})
    """
    values, updates = zip(*names_to_tuples.values())
    return dict(zip(names_to_tuples, values)), dict(zip(names_to_tuples, updates))
