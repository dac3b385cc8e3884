"""Streaming metrics that keep all they have seen: concatenation, exact areas under curves."""

from __future__ import annotations

from typing import Any, NamedTuple

import tf1shim as tf
from tf1shim.contrib.metrics import parts
from tf1shim.contrib.metrics.parts import EPSILON


def streaming_concat(
    values,
    axis=0,
    max_size=None,
    metrics_collections=None,
    updates_collections=None,
    name=None,
):
    """All values so far, concatenated along `axis`; returns ``(value, update op)``.

    >>> import tf1shim as tf
    >>> value, update = tf.contrib.metrics.streaming_concat(tf.constant([1, 2]), max_size=3)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.local_variables_initializer())
    ...     for _ in range(2):
    ...         size = sess.run(update)
    ...     sess.run(value)
    array([1, 2, 1], dtype=int32)

    With `max_size` no more than that many are kept, the first ones.

    Raises:
        ValueError: The shape of the values is not known but for `axis`, or they have no such axis.
    """
    with tf.variable_scope(name, "streaming_concat", (values,)):
        shape = values.get_shape()
        if shape.dims is None:
            raise ValueError("`values` must have known statically known rank")
        rank = len(shape)
        if axis < 0:
            axis += rank
        if not 0 <= axis < rank:
            raise ValueError(f"axis = {axis!r} not in [0, {rank!r})")
        fixed = [dim.value for n, dim in enumerate(shape.dims) if n != axis]
        if None in fixed:
            raise ValueError(
                "all dimensions of `values` other than the dimension to concatenate along must "
                "have statically known size"
            )
        # What is concatenated comes first in the variable, which grows by half when it is full.
        array = parts.metric_variable(
            [max_size or 0, *fixed], values.dtype, validate_shape=False, name="array"
        )
        size = parts.metric_variable([], tf.int32, name="size")
        kept = array.read_value()[:size]
        kept.set_shape([None, *fixed])
        back = [0 if n == axis else n + 1 if n < axis else n for n in range(rank)]
        value = tf.transpose(kept, back, name="concat")

        batch_size = tf.shape(values)[axis]
        if max_size is not None:
            batch_size = tf.minimum(batch_size, max_size - size)
        first = [axis, *(n for n in range(rank) if n != axis)]
        batch = tf.transpose(values, first)[:batch_size]
        new_size = size + batch_size
        room = tf.shape(array.read_value())[0]
        longer = tf.maximum(room, tf.where(new_size > room, _next_array_size(new_size), room))
        padding = tf.zeros(tf.stack([longer - new_size, *fixed]), dtype=values.dtype)
        old = array.read_value()[:size]
        longer = tf.concat([old, batch, padding], 0)
        append = tf.assign(array, longer, validate_shape=False, name="append")
        with tf.control_dependencies([append]):
            update_op = tf.assign(size, new_size)
        return parts.collected(value, update_op, metrics_collections, updates_collections)


def _next_array_size(required_size, growth_factor=1.5):
    """The least power of the factor that is at least `required_size`."""
    exponent = tf.ceil(
        tf.log(tf.cast(required_size, tf.float32)) / tf.log(tf.cast(growth_factor, tf.float32))
    )
    return tf.cast(tf.ceil(growth_factor**exponent), tf.int32)


def _accumulated(labels, predictions, weights):
    """All labels, predictions and weights so far, and the ops that add to each."""
    predictions = tf.reshape(tf.cast(predictions, tf.float64), [-1])
    labels = tf.reshape(tf.cast(labels, tf.int64), [-1])
    text = "labels must be 0 or 1, at least one is "
    checks = [
        tf.assert_greater_equal(labels, tf.zeros_like(labels), message=f"{text}<0"),
        tf.assert_less_equal(labels, tf.ones_like(labels), message=f"{text}>1"),
    ]
    with tf.control_dependencies(checks):
        parts_ = [("preds", predictions), ("labels", labels)]
        if weights is not None:
            parts_.append(("weights", weights))
        made = {n: streaming_concat(tf.identity(t), name=f"concat_{n}") for n, t in parts_}
    values = [made[n][0] if n in made else None for n in ("labels", "preds", "weights")]
    return (*values, [made[n][1] for n in ("labels", "preds", "weights") if n in made], labels)


def streaming_dynamic_auc(
    labels,
    predictions,
    curve="ROC",
    metrics_collections=(),
    updates_collections=(),
    name=None,
    weights=None,
):
    """The exact area under the ``ROC`` or ``PR`` curve; returns ``(value, update op)``.

    >>> import tf1shim as tf
    >>> value, update = tf.contrib.metrics.streaming_dynamic_auc(
    ...     tf.constant([0, 0, 1, 1]), tf.constant([0.1, 0.4, 0.35, 0.8]))
    >>> with tf.Session() as sess:
    ...     sess.run(tf.local_variables_initializer())
    ...     sess.run(update)
    ...     float(sess.run(value))
    0.75

    It keeps all labels and predictions. Labels are 0 or 1, predictions any numbers.

    Raises:
        ValueError: It is another curve, or the shapes do not fit.
    """
    if curve not in ("PR", "ROC"):
        raise ValueError(f"curve must be either ROC or PR, {curve} unknown")
    with tf.variable_scope(name, default_name="dynamic_auc"):
        labels.get_shape().assert_is_compatible_with(predictions.get_shape())
        if weights is not None:
            weights = tf.reshape(tf.cast(weights, tf.float64), [-1])
        *seen, updates, _ = _accumulated(labels, predictions, weights)
        auc = _dynamic_auc(*seen, curve)
        return parts.collected(auc, tf.group(*updates), metrics_collections, updates_collections)


def _dynamic_auc(labels, predictions, weights, curve):
    """The area under the curve of all that was seen; 0 while only one label was."""
    if weights is None:
        weights = tf.ones_like(labels, dtype=tf.float64)
    positive = tf.cast(tf.greater(labels, 0), tf.float64) * weights
    total, total_positive = tf.reduce_sum(weights), tf.reduce_sum(positive)

    def area():
        ordered, indices = tf.nn.top_k(predictions, k=tf.size(predictions))
        _, _, counts = tf.unique_with_counts(ordered)
        # Equal predictions make one point of the curve, or its start.
        ends = tf.pad(tf.cumsum(counts), [[1, 0]])

        def up_to(weights):
            return tf.gather(tf.pad(tf.cumsum(tf.gather(weights, indices)), [[1, 0]]), ends)

        true, all_ = up_to(positive), up_to(weights)
        recall = tf.truediv(true, total_positive)
        if curve == "ROC":
            xs, ys = tf.truediv(all_ - true, total - total_positive), recall
        else:
            precision = tf.div_no_nan(true, all_)
            xs, ys = recall, tf.where(tf.greater(ends, 0), precision, tf.ones_like(true))
        heights = (ys[1:] + ys[:-1]) / 2.0
        return tf.reduce_sum(heights * tf.abs(xs[1:] - xs[:-1]))

    of_one_kind = tf.logical_or(tf.equal(total_positive, 0), tf.equal(total_positive, total))
    return tf.cond(of_one_kind, lambda: tf.constant(0, tf.float64), area)


class AucData(NamedTuple):
    """An area under a curve, and the ends of its confidence interval."""

    auc: Any
    lower: Any
    upper: Any


def auc_with_confidence_intervals(
    labels,
    predictions,
    weights=None,
    alpha=0.95,
    logit_transformation=True,
    metrics_collections=(),
    updates_collections=(),
    name=None,
):
    """The area under the ROC curve with its confidence interval; returns ``(data, update op)``.

    By DeLong's method; `alpha` is the confidence, and `logit_transformation` keeps the interval
    within [0, 1]. All are 0 unless the batch has both labels and weights that come to 1 at least.

    Raises:
        ValueError: `alpha` is not between 0 and 1.
    """
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must be between 0 and 1; currently {alpha:.02f}")
    if weights is None:
        weights = tf.ones_like(predictions)
    values = [labels, predictions, weights]
    with tf.variable_scope(name, default_name="auc_with_confidence_intervals", values=values):
        predictions, labels, weights = parts.fitting(predictions, labels, weights)
        enough = tf.greater_equal(tf.reduce_sum(weights), 1.0)
        weights = tf.reshape(weights, [-1])
        *seen, updates, labels = _accumulated(labels, predictions, weights)
        both = tf.logical_and(
            tf.equal(tf.reduce_min(labels), 0), tf.equal(tf.reduce_max(labels), 1)
        )
        # TensorFlow 1 meant to leave out batches of too little weight, but added them too.
        update_op = tf.group(*updates)
        data = _placement_auc(*seen, alpha, logit_transformation)
        valid = tf.logical_and(both, enough)
        zero = tf.constant(0.0)
        data = AucData(*tf.cond(valid, lambda: list(data), lambda: [zero] * 3))
        return parts.collected(data, update_op, metrics_collections, updates_collections)


def _placement_auc(labels, predictions, weights, alpha, logit_transformation):
    """The area, and the interval of the confidence `alpha`, from placement values."""
    order = tf.reverse(tf.nn.top_k(predictions, k=tf.size(predictions))[1], axis=[0])
    _, ties = tf.unique(tf.gather(predictions, order))
    positive = tf.cast(tf.gather(labels, order), tf.float32)
    weights = tf.gather(weights, order)
    weights_1, weights_0 = weights * positive, weights * (1.0 - positive)
    total_1, total_0 = tf.reduce_sum(weights_1), tf.reduce_sum(weights_0)

    def placements(others):
        """For each, how much of the others' weight is beneath it; of equal ones a half."""
        each = tf.segment_sum(others, ties)
        below = tf.cumsum(each, exclusive=True)
        return tf.gather((below + each / 2.0) / (tf.reduce_sum(each) + EPSILON), ties)

    above = placements(weights_0) * positive + placements(weights_1) * (1.0 - positive)
    above_0, above_1 = above * (1.0 - positive), above * positive
    auc_0 = tf.reduce_sum(weights_0 * (1.0 - above_0)) / (total_0 + EPSILON)
    auc_1 = tf.reduce_sum(weights_1 * above_1) / (total_1 + EPSILON)
    auc = tf.where(tf.less(total_0, total_1), auc_1, auc_0)
    var_0 = tf.reduce_sum(weights_0 * tf.square(1.0 - above_0 - auc_0))
    var_1 = tf.reduce_sum(weights_1 * tf.squared_difference(above_1, auc_1))
    var_0, var_1 = var_0 / (total_0 - 1.0 + EPSILON), var_1 / (total_1 - 1.0 + EPSILON)
    error = tf.sqrt(var_0 / (total_0 + EPSILON) + var_1 / (total_1 + EPSILON))
    z = tf.distributions.Normal(loc=0.0, scale=1.0).quantile((1.0 - alpha) / 2.0)
    if logit_transformation:
        estimate = tf.log(auc / (1.0 - auc + EPSILON))
        error = error / (auc * (1.0 - auc + EPSILON))
        lower, upper = (
            1.0 / (1.0 + tf.exp(-x) + EPSILON) for x in (estimate + z * error, estimate - z * error)
        )
    else:
        lower, upper = auc + z * error, auc - z * error
    extreme = tf.logical_or(tf.equal(auc, 1.0), tf.equal(auc, 0.0))
    return AucData(auc, tf.where(extreme, auc, lower), tf.where(extreme, auc, upper))
