"""The area under the ROC curve, from histograms of the scores."""

import tf1shim as tf
from tf1shim.contrib.framework import remove_squeezable_dimensions


def auc_using_histogram(
    boolean_labels, scores, score_range, nbins=100, collections=None, check_shape=True, name=None
):
    """The area under the ROC curve; returns ``(value, update op)``.

    The scores of true and of false labels are counted in `nbins` bins between the two numbers of
    `score_range`, in variables of `collections` (the local ones). With `check_shape` labels and
    scores must be of rank 1.

    >>> import tf1shim as tf
    >>> auc, update = tf.contrib.metrics.auc_using_histogram(
    ...     [False, False, True, True], [0.1, 0.5, 0.3, 0.9], [0.0, 1.0])
    >>> with tf.Session() as sess:
    ...     sess.run(tf.local_variables_initializer())
    ...     sess.run(update)
    ...     float(sess.run(auc))
    0.75

    Raises:
        ValueError: The labels are not of type bool.
    """
    collections = [tf.GraphKeys.LOCAL_VARIABLES] if collections is None else collections
    values = [boolean_labels, scores, score_range]
    with tf.variable_scope(name, "auc_using_histogram", values):
        scores, boolean_labels = remove_squeezable_dimensions(scores, boolean_labels)
        score_range = tf.convert_to_tensor(score_range, name="score_range")
        boolean_labels, scores = _checked(boolean_labels, scores, check_shape)
        with tf.variable_scope(None, "make_auc_histograms", [boolean_labels, scores, nbins]):
            true = _histogram(scores, boolean_labels, score_range, nbins, "hist_true")
            false = _histogram(
                scores, tf.logical_not(boolean_labels), score_range, nbins, "hist_false"
            )
        with tf.variable_scope(None, "hist_accumulate", [true, false]):
            all_true = _counter("hist_true_acc", nbins, true.dtype, collections)
            all_false = _counter("hist_false_acc", nbins, true.dtype, collections)
            update_op = tf.group(
                tf.assign_add(all_true, true), tf.assign_add(all_false, false), name="update_op"
            )
        return _area(all_true, all_false, nbins), update_op


def _checked(labels, scores, check_shape):
    with tf.name_scope("_check_labels_and_scores", values=[labels, scores]):
        labels = tf.convert_to_tensor(labels, name="boolean_labels")
        scores = tf.convert_to_tensor(scores, name="scores")
        if labels.dtype != tf.bool:
            raise ValueError(
                "Argument boolean_labels should have dtype bool.  Found: %s", labels.dtype
            )
        if not check_shape:
            return labels, scores
        checks = []
        for what, tensor in (("boolean_labels", labels), ("scores", scores)):
            text = f"Argument {what} should have rank 1.  Found: "
            is_vector = tf.equal(1, tf.rank(tensor))
            checks.append(tf.Assert(is_vector, [text, tensor.name, tf.shape(tensor)]))
        with tf.control_dependencies(checks):
            return tf.identity(labels), tf.identity(scores)


def _histogram(scores, mask, score_range, nbins, name):
    return tf.histogram_fixed_width(
        tf.boolean_mask(scores, mask), score_range, nbins=nbins, dtype=tf.int64, name=name
    )


def _counter(name, nbins, dtype, collections):
    return tf.get_variable(
        name,
        shape=[nbins],
        dtype=dtype,
        initializer=tf.zeros_initializer(),
        collections=collections,
        trainable=False,
    )


def _area(true, false, nbins):
    """The area, by trapezoids: each bin of false labels under the true ones above it."""
    heights = tf.reverse(tf.truediv(true, tf.reduce_sum(true)), [0], name="delta_y_t")
    widths = tf.reverse(tf.truediv(false, tf.reduce_sum(false)), [0], name="delta_x_t")
    heights, widths = tf.cast(heights, tf.float32), tf.cast(widths, tf.float32)
    reached = tf.cumsum(heights)
    first = widths[0] * reached[0] / 2.0
    others = widths[1:] * (reached[1:] + reached[: nbins - 1]) / 2.0
    return tf.add(first, tf.reduce_sum(others), name="auc")
