"""``tf.contrib.metrics``."""

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)

P = (0.5 + 0.45 * ramp(12)).astype(np.float32)
Y = (ramp(15)[3:] > 0.2).astype(np.int64)
CLASSES = np.array([0, 1, 2, 2, 1, 0, 1, 2, 0, 0, 1, 2], np.int64)
GUESSES = np.array([0, 1, 2, 1, 1, 0, 2, 2, 0, 1, 1, 0], np.int64)
W = np.abs(ramp(12)).astype(np.float32)
SCORES = ramp(4, 5)
LABELS = np.array([[0, 3], [1, -1], [4, 2], [2, 0]], np.int64)
TOP = np.array([[0, 1, 3], [2, 1, 0], [3, 4, 1], [4, 3, 1]], np.int64)


def said(fn, *args, **kwargs):
    """What a call returns, or the class and text of what it raises."""
    try:
        return fn(*args, **kwargs)
    except Exception as error:  # any error is a fact here
        return [type(error).__name__, str(error)]


def metric(which, *args, **kwargs):
    """Adds a case of the metric `which`; arrays are constants. `suffix` is for its name."""
    suffix = kwargs.pop("suffix", "")

    def build(tf):
        def tensor(value):
            return tf.constant(value) if isinstance(value, np.ndarray) else value

        arguments = {k: tensor(v) for k, v in kwargs.items()}
        return getattr(tf.contrib.metrics, which)(*map(tensor, args), **arguments)

    def program(tf):
        value, update = build(tf)
        return {"value": value, "update": getattr(update, "op", update), "run": run(tf, build)}

    program.__name__ = which + suffix
    table.case(program)


def run(tf, build):
    """What the update op gives, and the value after two of them."""
    with tf.Graph().as_default(), tf.Session() as sess:
        value, update = build(tf)
        sess.run(tf.local_variables_initializer())
        updates = [sess.run(update) for _ in range(2)]
        return {"update": np.array([u for u in updates if u is not None]),
                "value": np.array(sess.run(value)), "name": update.name}


COLLECTED = dict(metrics_collections=["values"], updates_collections=["updates"], name="mine")
for name in ("true_positives", "true_negatives", "false_positives", "false_negatives", "accuracy",
             "precision", "recall", "mean_absolute_error", "mean_squared_error",
             "root_mean_squared_error", "false_positive_rate", "false_negative_rate"):
    floats = name.endswith("error")
    inputs = (P, Y.astype(np.float32)) if floats else (GUESSES, CLASSES)
    if name == "precision" or name == "recall" or "_rate" in name or "tives" in name:
        inputs = (GUESSES > 0, CLASSES > 0)
    metric("streaming_" + name, *inputs)
    metric("streaming_" + name, *inputs, weights=W, suffix="_weighted", **COLLECTED)
metric("streaming_false_positive_rate", GUESSES[:, None], CLASSES, W[:, None], suffix="_column")
metric("streaming_false_positive_rate", np.zeros(3), np.ones(3), suffix="_of_nothing")
metric("streaming_mean", P)
metric("streaming_mean", P, W, suffix="_weighted", **COLLECTED)
metric("streaming_mean_tensor", ramp(2, 3), np.abs(ramp(2, 3)))
metric("streaming_mean_relative_error", P, P + W, W + 1)
metric("streaming_mean_iou", GUESSES, CLASSES, 3)
metric("streaming_mean_iou", GUESSES, CLASSES, 3, W, suffix="_weighted", **COLLECTED)
metric("streaming_percentage_less", P, 0.5, W)
metric("streaming_mean_cosine_distance", ramp(4, 3), ramp(5, 3)[1:], 1)
metric("streaming_mean_cosine_distance", ramp(4, 3), ramp(5, 3)[1:], 1, W[:4, None],
       suffix="_weighted", **COLLECTED)
THRESHOLDS = [0.2, 0.5, 0.9]
for name in ("precision", "recall", "false_positive_rate", "false_negative_rate"):
    metric("streaming_%s_at_thresholds" % name, P, Y, THRESHOLDS)
    metric("streaming_%s_at_thresholds" % name, P, Y, THRESHOLDS, W, suffix="_weighted",
           **COLLECTED)
for name in ("true_positives", "true_negatives", "false_positives", "false_negatives"):
    metric("streaming_%s_at_thresholds" % name, P, Y, THRESHOLDS, weights=W)
metric("streaming_true_positives_at_thresholds", P[:, None], Y, THRESHOLDS, suffix="_column")
metric("streaming_auc", P, Y)
metric("streaming_auc", P, Y, W, 20, curve="PR", suffix="_pr", **COLLECTED)
metric("streaming_curve_points", Y, P, num_thresholds=5)
metric("streaming_curve_points", Y, P, W, 5, curve="PR", suffix="_pr", **COLLECTED)
metric("streaming_curve_points", Y, P, curve="X", suffix="_wrong")
metric("streaming_specificity_at_sensitivity", P, Y, 0.7)
metric("streaming_sensitivity_at_specificity", P, Y, 0.7, W, 30, **COLLECTED)
metric("recall_at_precision", Y, P, 0.6, num_thresholds=20)
metric("recall_at_precision", Y, P, 0.6, W, 20, suffix="_weighted", **COLLECTED)
metric("recall_at_precision", Y, P, 0.6, num_thresholds=20, strict_mode=True, suffix="_strict")
metric("recall_at_precision", Y, P, 1.5, suffix="_wrong")
metric("precision_at_recall", Y, P, 0.6, num_thresholds=20)
metric("precision_at_recall", Y, P, 0.6, W, 20, suffix="_weighted", **COLLECTED)
metric("precision_at_recall", Y, P, -1, suffix="_wrong")
metric("f1_score", Y, P, num_thresholds=20)
metric("f1_score", Y, P, W, 20, suffix="_weighted", **COLLECTED)
metric("f1_score", Y[:, None], P, num_thresholds=20, suffix="_column")
metric("precision_recall_at_equal_thresholds", Y > 0, P, num_thresholds=4)
metric("precision_recall_at_equal_thresholds", Y > 0, P, W, 4, False, "mine", suffix="_weighted")
metric("precision_recall_at_equal_thresholds", Y, P, suffix="_wrong")
metric("streaming_recall_at_k", SCORES, np.array([0, 1, 4, 2], np.int64), 2)
metric("streaming_recall_at_k", SCORES, np.array([0, 1, 4, 2], np.int64), 2, W[:4], name="mine",
       suffix="_weighted")
metric("streaming_sparse_recall_at_k", SCORES, LABELS, 2)
metric("streaming_sparse_recall_at_k", SCORES, LABELS, 3, 2, W[:4], suffix="_class", **COLLECTED)
metric("streaming_sparse_precision_at_k", SCORES, LABELS, 2)
metric("streaming_sparse_precision_at_k", SCORES, LABELS, 3, 2, W[:4], suffix="_class")
metric("streaming_sparse_precision_at_top_k", TOP, LABELS)
metric("streaming_sparse_precision_at_top_k", TOP, LABELS, 3, W[:4], suffix="_class", **COLLECTED)
metric("sparse_recall_at_top_k", LABELS, TOP)
metric("sparse_recall_at_top_k", LABELS, TOP, 3, W[:4], suffix="_class", **COLLECTED)
metric("streaming_sparse_average_precision_at_k", SCORES, LABELS, 3)
metric("streaming_sparse_average_precision_at_k", SCORES, LABELS, 2, W[:4], suffix="_weighted")
metric("streaming_sparse_average_precision_at_top_k", TOP, LABELS)
metric("streaming_sparse_average_precision_at_top_k", TOP, LABELS, W[:4], suffix="_weighted",
       **COLLECTED)
metric("streaming_sparse_average_precision_at_top_k", TOP, LABELS[:, 0], suffix="_one_label")
metric("streaming_covariance", P, W)
metric("streaming_covariance", P, W, W[::-1].copy(), suffix="_weighted", **COLLECTED)
metric("streaming_covariance", P[:1], W[:1], suffix="_of_one")
metric("streaming_pearson_correlation", P, W)
metric("streaming_pearson_correlation", P, W, W[::-1].copy(), suffix="_weighted", **COLLECTED)
metric("streaming_covariance", P, W, W[:5], suffix="_wrong_weights")
metric("count", P)
metric("count", P, W, suffix="_weighted", **COLLECTED)
metric("count", ramp(3, 2), W[:3], suffix="_broadcast")
metric("cohen_kappa", CLASSES, GUESSES, 3)
metric("cohen_kappa", CLASSES[:, None], GUESSES, 3, W, suffix="_weighted", **COLLECTED)
metric("cohen_kappa", CLASSES, GUESSES, 1, suffix="_wrong")
metric("cohen_kappa", CLASSES, GUESSES, 3, np.arange(12), suffix="_ints")


metric("auc_using_histogram", Y > 0, P, [0.0, 1.0], nbins=7)


@table.case
def streaming_sparse_average_precision_of_sparse_labels(tf):
    labels = tf.SparseTensor([[0, 0], [0, 1], [1, 0], [3, 2]], [3, 0, 1, 2], [4, 3])
    labels = tf.SparseTensor(labels.indices, tf.cast(labels.values, tf.int64), labels.dense_shape)
    value, update = tf.contrib.metrics.streaming_sparse_average_precision_at_top_k(
        tf.constant(TOP), labels, name="mine"
    )
    return {"value": value, "update": update.op}


def streamed(which, *batches, **kwargs):
    """Adds a case of a metric that keeps all it saw: its values after each batch."""
    suffix = kwargs.pop("suffix", "")

    def program(tf):
        found = []
        with tf.Graph().as_default(), tf.Session() as sess:
            inputs = [tf.placeholder(b.dtype, [None] + list(b.shape[1:])) for b in batches[0]]
            made = getattr(tf.contrib.metrics, which)(*inputs, **kwargs)
            value, update = made
            sess.run(tf.local_variables_initializer())
            for batch in batches:
                sess.run(update, dict(zip(inputs, batch)))
                found.append(np.asarray(sess.run(value, dict(zip(inputs, batch)))))
            parts = value if isinstance(value, tuple) else [value]
            facts = [[t.name, t.dtype.name] for t in parts]
            collections = sorted(k for k in ("values", "updates") if tf.get_collection(k))
            variables = [v.op.name for v in tf.local_variables()]
        if which.startswith("auc_with"):  # Their names are those of control flow.
            facts, update = [kind for _, kind in facts], None
        return {"values": np.concatenate([f.reshape(-1) for f in found]),
                "sizes": [list(f.shape) for f in found], "facts": facts,
                "update": getattr(update, "name", ""),
                "collections": collections, "variables": variables}

    program.__name__ = which + suffix
    table.case(program)


HALVES = [(Y[:6], P[:6]), (Y[6:], P[6:])]
streamed("streaming_concat", (ramp(2, 3),), (ramp(4, 3),), (ramp(1, 3),))
streamed("streaming_concat", (ramp(2, 3),), (ramp(4, 3),), max_size=5, suffix="_limited",
         **COLLECTED)
streamed("streaming_dynamic_auc", *HALVES)
streamed("streaming_dynamic_auc", *HALVES, curve="PR", suffix="_pr", **COLLECTED)
streamed("streaming_dynamic_auc", (np.ones(3, np.int64), P[:3]), suffix="_of_one_kind")
streamed("auc_with_confidence_intervals", *HALVES)
streamed("auc_with_confidence_intervals", *HALVES, logit_transformation=False, alpha=0.8,
         suffix="_plain")
streamed("auc_with_confidence_intervals", (np.ones(3, np.int64), P[:3]), suffix="_of_one_kind")


@table.case
def streaming_concat_along_1(tf):
    with tf.Graph().as_default(), tf.Session() as sess:
        value, update = tf.contrib.metrics.streaming_concat(tf.constant(ramp(2, 3, 2)), axis=-2)
        sess.run(tf.local_variables_initializer())
        sess.run(update)
        sess.run(update)
        return {"value": sess.run(value)}


@table.case
def misuse(tf):
    metrics = tf.contrib.metrics
    unknown = tf.placeholder(tf.float32)
    x = tf.placeholder(tf.float32, [None, None])
    y = tf.constant(Y)
    return {
        "rank": said(metrics.streaming_concat, unknown),
        "axis": said(metrics.streaming_concat, x, 2),
        "sizes": said(metrics.streaming_concat, x),
        "curve": said(metrics.streaming_dynamic_auc, y, tf.constant(P), "x"),
        "shapes": said(metrics.streaming_dynamic_auc, y, tf.constant(P[1:])),
        "alpha": said(metrics.auc_with_confidence_intervals, y, tf.constant(P), alpha=1),
        "types": said(metrics.accuracy, tf.constant(P), y),
        "floats": said(metrics.accuracy, tf.constant(P), tf.constant(P)),
        "labels": said(metrics.auc_using_histogram, y, tf.constant(P), [0.0, 1.0])[0],
        "nothing": said(metrics.aggregate_metrics),
        "map": said(metrics.aggregate_metric_map, {})[0],
    }


@table.case
def accuracy(tf):
    metrics = tf.contrib.metrics
    a, b = tf.constant(GUESSES), tf.constant(CLASSES)
    return {
        "plain": metrics.accuracy(a, b),
        "weighted": metrics.accuracy(a, b, tf.constant(W), "mine"),
        "scalar": metrics.accuracy(a, b, 2.0),
        "strings": metrics.accuracy(tf.constant(["a", "b"]), tf.constant(["a", "c"])),
    }


@table.case
def confusion_matrix(tf):
    confusion = tf.contrib.metrics.confusion_matrix
    a, b = tf.constant(GUESSES), tf.constant(CLASSES)
    # Another op gives the matrix in TensorFlow 2.
    return {
        "plain": tf.identity(confusion(a, b), "plain"),
        "weighted": tf.identity(
            confusion(a, b, 4, tf.float32, "mine", tf.constant(W)), "weighted"
        ),
    }


@table.case
def sets(tf):
    metrics = tf.contrib.metrics
    a, b = tf.constant([[1, 2, 2], [3, 4, 5]]), tf.constant([[2, 6], [3, 5]])
    both = metrics.set_intersection(a, b)
    return {
        "size": metrics.set_size(both),
        "intersection": both,
        "union": metrics.set_union(a, b),
        "difference": metrics.set_difference(a, b),
        "other": metrics.set_difference(a, b, aminusb=False),
    }


@table.case
def aggregated(tf):
    metrics = tf.contrib.metrics
    values, updates = metrics.aggregate_metric_map({
        "a": metrics.streaming_mean(tf.constant(P)),
        "b": metrics.streaming_accuracy(tf.constant(GUESSES), tf.constant(CLASSES)),
    })
    more = metrics.aggregate_metrics(
        metrics.count(tf.constant(P)), metrics.streaming_mean(tf.constant(W))
    )
    return {"values": values, "updates": {k: t.name for k, t in updates.items()},
            "more": [[t.name for t in ts] for ts in more]}
