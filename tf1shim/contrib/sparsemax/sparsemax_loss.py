"""The loss whose gradient is sparsemax minus the labels."""

from __future__ import annotations

import tf1shim as tf


def sparsemax_loss(logits, sparsemax, labels, name=None):
    """The loss of each row.

    >>> import tf1shim as tf
    >>> logits = tf.constant([[1.0, 1.5, -1.0]])
    >>> loss = tf.contrib.sparsemax.sparsemax_loss(
    ...     logits, tf.contrib.sparsemax.sparsemax(logits), [[0.0, 1.0, 0.0]])
    >>> with tf.Session() as sess:
    ...     sess.run(loss)
    array([0.0625], dtype=float32)

    Args:
        logits: ``[batch, classes]``, of any float type.
        sparsemax: What `tf.contrib.sparsemax.sparsemax` makes of them.
        labels: The same shape, of the same type.
        name: Of the name scope.

    Returns:
        ``[batch]``.
    """
    with tf.name_scope(name, "sparsemax_loss", [logits, sparsemax, labels]):
        z = tf.convert_to_tensor(logits, name="logits")
        p = tf.convert_to_tensor(sparsemax, name="sparsemax")
        labels = tf.convert_to_tensor(labels, name="labels")
        # An infinite logit counts for nothing where its probability, or label, is zero.
        counted = tf.logical_or(p > 0, tf.is_nan(p))
        supported = tf.where(counted, p * (z - 0.5 * p), tf.zeros_like(p))
        labelled = tf.where(
            tf.logical_and(tf.equal(labels, 0), tf.is_inf(z)),
            tf.zeros_like(z),
            labels * (0.5 * labels - z),
        )
        return tf.reduce_sum(supported + labelled, axis=1)
