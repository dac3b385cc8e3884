"""Streaming metrics of counts: rates, curves, precision and recall at thresholds."""

from __future__ import annotations

from typing import Any, NamedTuple

import tf1shim as tf
from tf1shim.contrib.metrics import parts
from tf1shim.contrib.metrics.parts import EPSILON


def streaming_false_positive_rate(
    predictions,
    labels,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """How many of the negatives are predicted as positive; returns ``(value, update op)``.

    >>> import tf1shim as tf
    >>> value, update = tf.contrib.metrics.streaming_false_positive_rate([1, 0, 1], [0, 0, 1])
    >>> with tf.Session() as sess:
    ...     sess.run(tf.local_variables_initializer())
    ...     float(sess.run(update))
    0.5
    """
    return _rate(
        "false_positive_rate",
        (tf.metrics.false_positives, tf.metrics.true_negatives),
        (predictions, labels, weights),
        (metrics_collections, updates_collections),
        name,
    )


def streaming_false_negative_rate(
    predictions,
    labels,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """How many of the positives are predicted as negative; returns ``(value, update op)``."""
    return _rate(
        "false_negative_rate",
        (tf.metrics.false_negatives, tf.metrics.true_positives),
        (predictions, labels, weights),
        (metrics_collections, updates_collections),
        name,
    )


def _rate(default_name, counters, inputs, collections, name):
    """The first of two counts, as a part of both."""
    with tf.variable_scope(name, default_name, inputs):
        predictions, labels, weights = inputs
        predictions, labels, weights = parts.fitting(
            tf.cast(predictions, tf.bool), tf.cast(labels, tf.bool), weights
        )
        (wrong, wrong_update), (right, right_update) = [
            counter(labels=labels, predictions=predictions, weights=weights) for counter in counters
        ]

        def part(wrong, right, name):
            both = wrong + right
            return tf.where(tf.greater(both, 0), tf.div(wrong, both), 0, name)

        return parts.collected(
            part(wrong, right, "value"),
            part(wrong_update, right_update, "update_op"),
            *collections,
        )


def streaming_false_positive_rate_at_thresholds(
    predictions,
    labels,
    thresholds,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """The false positive rate at each threshold; returns ``(values, update op)``."""
    return _rate_at_thresholds(
        "false_positive_rate_at_thresholds",
        ("fpr", "fp", "tn"),
        (predictions, labels, weights),
        thresholds,
        (metrics_collections, updates_collections),
        name,
    )


def streaming_false_negative_rate_at_thresholds(
    predictions,
    labels,
    thresholds,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """The false negative rate at each threshold; returns ``(values, update op)``."""
    return _rate_at_thresholds(
        "false_negative_rate_at_thresholds",
        ("fnr", "fn", "tp"),
        (predictions, labels, weights),
        thresholds,
        (metrics_collections, updates_collections),
        name,
    )


def _rate_at_thresholds(default_name, kinds, inputs, thresholds, collections, name):
    with tf.variable_scope(name, default_name, inputs):
        predictions, labels, weights = inputs
        short, wrong, right = kinds
        counts = parts.counts_at_thresholds(
            labels, predictions, thresholds, weights, (wrong, right)
        )
        rates = [
            tf.div(c[wrong], EPSILON + c[wrong] + c[right], name=f"{short}_{which}")
            for c, which in zip(counts, ("value", "update_op"))
        ]
        return parts.collected(*rates, *collections)


def _count_at_thresholds(key, what):
    def streaming(predictions, labels, thresholds, weights=None):
        values, updates = parts.counts_at_thresholds(
            labels, predictions, thresholds, weights, (key,)
        )
        return values[key], updates[key]

    name = f"streaming_{what.replace(' ', '_')}_at_thresholds"
    streaming.__name__ = streaming.__qualname__ = name
    streaming.__doc__ = f"""The number of {what} at each threshold; returns ``(values, update)``."""
    return streaming


streaming_true_positives_at_thresholds = _count_at_thresholds("tp", "true positives")
streaming_false_negatives_at_thresholds = _count_at_thresholds("fn", "false negatives")
streaming_false_positives_at_thresholds = _count_at_thresholds("fp", "false positives")
streaming_true_negatives_at_thresholds = _count_at_thresholds("tn", "true negatives")


def streaming_curve_points(
    labels=None,
    predictions=None,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    curve="ROC",
    name=None,
):
    """The points of a ``ROC`` or ``PR`` curve, ``[thresholds, 2]``; returns ``(value, update op)``.

    Raises:
        ValueError: It is another curve.
    """
    with tf.variable_scope(name, "curve_points", (labels, predictions, weights)):
        _check_curve(curve, ("ROC", "PR"))
        thresholds = parts.even_thresholds(num_thresholds)
        values, updates = parts.counts_at_thresholds(labels, predictions, thresholds, weights)
        little = 1e-6
        tp, fn, tn, fp = (values[key] for key in ("tp", "fn", "tn", "fp"))
        recall = tf.div(tp + little, tp + fn + little)
        if curve == "ROC":
            xs, ys = tf.div(fp, fp + tn + little), recall
        else:
            xs, ys = recall, tf.div(tp + little, tp + fp + little)
        points = tf.stack([xs, ys], axis=1)
        update_op = tf.group(*updates.values())
        return parts.collected(points, update_op, metrics_collections, updates_collections)


def _check_curve(curve, known):
    if curve not in known:
        raise ValueError(f"curve must be either ROC or PR, {curve} unknown")


def recall_at_precision(
    labels,
    predictions,
    precision,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    name=None,
    strict_mode=False,
):
    """The recall at the threshold whose precision is nearest; returns ``(value, update op)``.

    With `strict_mode` at the one whose precision is the nearest above, 0 if there is none.

    Raises:
        ValueError: `precision` is not in [0, 1].
    """
    if not 0 <= precision <= 1:
        raise ValueError("`precision` must be in the range [0, 1].")
    with tf.variable_scope(name, "recall_at_precision", (predictions, labels, weights)):
        thresholds = parts.even_thresholds(num_thresholds)
        counts = parts.counts_at_thresholds(labels, predictions, thresholds, weights)

        def recall(counts, name):
            tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
            precisions = tf.div(tp, tp + fp + EPSILON)
            if strict_mode:
                # The largest of these is that of the smallest positive distance.
                nearness = tf.div(1.0, precisions - precision + EPSILON)
                i = tf.argmax(nearness, 0, output_type=tf.int32)
                return tf.cond(
                    precisions[i] >= precision,
                    lambda: tf.div(tp[i], tp[i] + fn[i] + EPSILON, name),
                    lambda: 0.0,
                )
            i = tf.argmin(tf.abs(precisions - precision), 0, output_type=tf.int32)
            return tf.div(tp[i], tp[i] + fn[i] + EPSILON, name)

        values = [recall(c, n) for c, n in zip(counts, ("value", "update_op"))]
        return parts.collected(*values, metrics_collections, updates_collections)


def precision_at_recall(
    labels,
    predictions,
    target_recall,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """The precision at the highest threshold with this recall; returns ``(value, update op)``.

    Raises:
        ValueError: `target_recall` is not in [0, 1].
    """
    if not 0 <= target_recall <= 1:
        raise ValueError("`target_recall` must be in the range [0, 1].")
    with tf.variable_scope(name, "precision_at_recall", (predictions, labels, weights)):
        thresholds = parts.even_thresholds(num_thresholds)
        counts = parts.counts_at_thresholds(labels, predictions, thresholds, weights)

        def precision(counts, name):
            tp, fp, fn = counts["tp"], counts["fp"], counts["fn"]
            recalls = tf.div(tp, tp + fn + EPSILON)
            i = tf.reduce_sum(tf.cast(tf.greater_equal(recalls, target_recall), tf.int64)) - 1
            return tf.div(tp[i] + EPSILON, tp[i] + fp[i] + EPSILON, name)

        values = [precision(c, n) for c, n in zip(counts, ("value", "update_op"))]
        return parts.collected(*values, metrics_collections, updates_collections)


class PrecisionRecallData(NamedTuple):
    """What `precision_recall_at_equal_thresholds` gives, a tensor for each at all thresholds."""

    tp: Any
    fp: Any
    tn: Any
    fn: Any
    precision: Any
    recall: Any
    thresholds: Any


def precision_recall_at_equal_thresholds(
    labels, predictions, weights=None, num_thresholds=None, use_locking=None, name=None
):
    """Counts, precision and recall at thresholds from 0 to 1; returns ``(data, update op)``.

    There are 201 thresholds unless `num_thresholds` says otherwise. The labels are of type bool,
    the predictions in [0, 1]; each falls into one bin, which is fast.

    Raises:
        TypeError: The labels are of another type.
    """
    num_thresholds = 201 if num_thresholds is None else num_thresholds
    weights = 1.0 if weights is None else weights
    use_locking = True if use_locking is None else use_locking
    if tf.convert_to_tensor(labels).dtype.base_dtype != tf.bool:
        raise TypeError(f"  {labels.name} must be of type {tf.bool}")
    with tf.variable_scope(
        name, "precision_recall_at_equal_thresholds", (labels, predictions, weights)
    ):
        text = "predictions must be in [0, 1]"
        checks = [
            tf.assert_greater_equal(predictions, tf.cast(0.0, predictions.dtype), message=text),
            tf.assert_less_equal(predictions, tf.cast(1.0, predictions.dtype), message=text),
        ]
        with tf.control_dependencies(checks):
            predictions, labels, weights = parts.fitting(predictions, labels, weights)
        predictions.get_shape().assert_is_compatible_with(labels.get_shape())
        kind = tf.float64  # Counts grow large.
        labels = tf.cast(labels, kind)
        weights = tf.cast(weights, kind)
        predictions = tf.reshape(predictions, [-1])
        true = tf.reshape(labels * weights, [-1])
        false = tf.reshape((1.0 - labels) * weights, [-1])
        bins = tf.cast(tf.floor(predictions * (num_thresholds - 1)), tf.int32)
        with tf.name_scope("variables"):
            tp_bins = parts.metric_variable([num_thresholds], kind, name="tp_buckets")
            fp_bins = parts.metric_variable([num_thresholds], kind, name="fp_buckets")
        with tf.name_scope("update_op"):
            updates = [
                tf.scatter_add(counts, bins, hits, use_locking=use_locking)
                for counts, hits in ((tp_bins, true), (fp_bins, false))
            ]
        tp = tf.cumsum(tp_bins, reverse=True, name="tp")
        fp = tf.cumsum(fp_bins, reverse=True, name="fp")
        tn, fn = fp[0] - fp, tp[0] - tp
        little = tf.constant(EPSILON, dtype=kind)
        precision = tp / tf.maximum(little, tp + fp)
        recall = tp / tf.maximum(little, tp + fn)
        thresholds = tf.raw_ops.LinSpace(start=0.0, stop=1.0, num=num_thresholds)
        data = (tp, fp, tn, fn, precision, recall, thresholds)
        data = PrecisionRecallData(*(tf.cast(d, predictions.dtype) for d in data))
        return data, tf.group(*updates)
