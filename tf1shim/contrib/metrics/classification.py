"""Accuracy of a batch, and the F1 score."""

import tf1shim as tf
from tf1shim.contrib.metrics import parts


def accuracy(predictions, labels, weights=None, name=None):
    """How many predictions are right, of this batch alone.

    >>> import tf1shim as tf
    >>> right = tf.contrib.metrics.accuracy(tf.constant([1, 2, 3, 4]), tf.constant([1, 2, 3, 0]))
    >>> with tf.Session() as sess:
    ...     float(sess.run(right))
    0.75

    Raises:
        ValueError: The labels are of floats, or the types differ.
    """
    if not (labels.dtype.is_integer or labels.dtype in (tf.bool, tf.string)):
        raise ValueError(f"Labels should have bool, integer, or string dtype, not {labels.dtype!r}")
    if not labels.dtype.is_compatible_with(predictions.dtype):
        raise ValueError(
            "Dtypes of predictions and labels should match. Given: predictions "
            f"({predictions.dtype!r}) and labels ({labels.dtype!r})"
        )
    with tf.name_scope(name, "accuracy", values=[predictions, labels]):
        right = tf.cast(tf.equal(predictions, labels), tf.float32)
        if weights is None:
            return tf.reduce_mean(right)
        right = tf.multiply(right, weights)
        count = tf.multiply(weights, tf.ones_like(right))
        return tf.div(tf.reduce_sum(right), tf.reduce_sum(count))


def f1_score(
    labels,
    predictions,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """The best F1 score of all thresholds; returns ``(value, update op)``.

    >>> import tf1shim as tf
    >>> value, update = tf.contrib.metrics.f1_score([0, 0, 1, 1], tf.constant([0.1, 0.4, 0.3, 0.8]))
    >>> with tf.Session() as sess:
    ...     sess.run(tf.local_variables_initializer())
    ...     round(float(sess.run(update)), 3)
    0.8
    """
    with tf.variable_scope(name, "f1", (labels, predictions, weights)):
        predictions, labels, weights = parts.fitting(predictions, labels, weights)
        thresholds = parts.even_thresholds(num_thresholds)
        values, updates = parts.counts_at_thresholds(
            labels, predictions, thresholds, weights, ("tp", "fp", "fn"), in_range=True
        )

        def best(counts, name):
            tp = counts["tp"]
            precision = tf.div(tp, parts.EPSILON + tp + counts["fp"], name=f"precision_{name}")
            recall = tf.div(tp, parts.EPSILON + tp + counts["fn"], name=f"recall_{name}")
            scores = 2.0 * precision * recall / (precision + recall + parts.EPSILON)
            return tf.reduce_max(scores)

        return parts.collected(
            best(values, "value"), best(updates, "update"), metrics_collections, updates_collections
        )
