"""The streaming metrics that ``tf.metrics`` has too, with the predictions first."""

import inspect

import tf1shim as tf

_LAST = ("weights", "metrics_collections", "updates_collections", "name")
# Their name after ``streaming_``: that in tf.metrics, the arguments before the usual last ones.
_SAME = {
    "true_positives": ("true_positives", "predictions labels"),
    "true_negatives": ("true_negatives", "predictions labels"),
    "false_positives": ("false_positives", "predictions labels"),
    "false_negatives": ("false_negatives", "predictions labels"),
    "mean": ("mean", "values"),
    "mean_tensor": ("mean_tensor", "values"),
    "accuracy": ("accuracy", "predictions labels"),
    "precision": ("precision", "predictions labels"),
    "recall": ("recall", "predictions labels"),
    "precision_at_thresholds": ("precision_at_thresholds", "predictions labels thresholds"),
    "recall_at_thresholds": ("recall_at_thresholds", "predictions labels thresholds"),
    "sparse_average_precision_at_k": ("average_precision_at_k", "predictions labels k"),
    "mean_absolute_error": ("mean_absolute_error", "predictions labels"),
    "mean_relative_error": ("mean_relative_error", "predictions labels normalizer"),
    "mean_squared_error": ("mean_squared_error", "predictions labels"),
    "root_mean_squared_error": ("root_mean_squared_error", "predictions labels"),
    "percentage_less": ("percentage_below", "values threshold"),
    "mean_iou": ("mean_iou", "predictions labels num_classes"),
}


def _delegate(name, target, first):
    """The function ``streaming_NAME``: it has the arguments `first`, then the usual ones."""
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    signature = inspect.Signature(
        [inspect.Parameter(arg, kind) for arg in first.split()]
        + [inspect.Parameter(arg, kind, default=None) for arg in _LAST]
    )

    def streaming(*args, **kwargs):
        return getattr(tf.metrics, target)(**signature.bind(*args, **kwargs).arguments)

    streaming.__name__ = streaming.__qualname__ = f"streaming_{name}"
    streaming.__signature__ = signature
    streaming.__doc__ = f"""As ``tf.metrics.{target}``; returns ``(value, update op)``."""
    return streaming


for _name, (_target, _first) in _SAME.items():
    globals()[f"streaming_{_name}"] = _delegate(_name, _target, _first)


def streaming_auc(
    predictions,
    labels,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    curve="ROC",
    name=None,
):
    """As ``tf.metrics.auc``; returns ``(value, update op)``.

    >>> import tf1shim as tf
    >>> predictions, labels = tf.constant([0.1, 0.4, 0.35, 0.8]), tf.constant([0, 0, 1, 1])
    >>> value, update = tf.contrib.metrics.streaming_auc(predictions, labels)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.local_variables_initializer())
    ...     round(float(sess.run(update)), 3)
    0.75
    """
    return tf.metrics.auc(
        labels,
        predictions,
        weights,
        num_thresholds,
        metrics_collections,
        updates_collections,
        curve,
        name,
    )


def streaming_specificity_at_sensitivity(
    predictions,
    labels,
    sensitivity,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """As ``tf.metrics.specificity_at_sensitivity``; returns ``(value, update op)``."""
    return tf.metrics.specificity_at_sensitivity(
        labels,
        predictions,
        sensitivity,
        weights,
        num_thresholds,
        metrics_collections,
        updates_collections,
        name,
    )


def streaming_sensitivity_at_specificity(
    predictions,
    labels,
    specificity,
    weights=None,
    num_thresholds=200,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """As ``tf.metrics.sensitivity_at_specificity``; returns ``(value, update op)``."""
    return tf.metrics.sensitivity_at_specificity(
        labels,
        predictions,
        specificity,
        weights,
        num_thresholds,
        metrics_collections,
        updates_collections,
        name,
    )


def streaming_sparse_recall_at_k(
    predictions,
    labels,
    k,
    class_id=None,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """As ``tf.metrics.recall_at_k``; returns ``(value, update op)``."""
    return tf.metrics.recall_at_k(
        labels,
        predictions,
        k,
        class_id,
        weights,
        metrics_collections,
        updates_collections,
        name,
    )


def streaming_sparse_precision_at_k(
    predictions,
    labels,
    k,
    class_id=None,
    weights=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """As ``tf.metrics.precision_at_k``; returns ``(value, update op)``."""
    return tf.metrics.precision_at_k(
        labels,
        predictions,
        k,
        class_id,
        weights,
        metrics_collections,
        updates_collections,
        name,
    )
