"""Sparsemax: a softmax with zeros in it (https://arxiv.org/abs/1602.02068)."""

from __future__ import annotations

import tf1shim as tf


def sparsemax(logits, name=None):
    """The probabilities nearest to `logits`: the small ones are zero.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     sess.run(tf.contrib.sparsemax.sparsemax([[1.0, 1.5, -1.0]]))
    array([[0.25, 0.75, 0.  ]], dtype=float32)

    Args:
        logits: ``[batch, classes]``, of any float type.
        name: Of the name scope.

    Returns:
        The same shape; NaN in a row that has a NaN, or infinities only.
    """
    with tf.name_scope(name, "sparsemax", [logits]):
        z = tf.convert_to_tensor(logits, name="logits")
        batch, classes = tf.shape(z)[0], tf.shape(z)[1]
        ordered, _ = tf.nn.top_k(z, k=classes)
        total = tf.cumsum(ordered, axis=1)
        rank = tf.range(1, tf.cast(classes, z.dtype) + 1, dtype=z.dtype)
        # How many of the largest remain, and what is taken from each of them.
        support = tf.reduce_sum(tf.cast(1 + rank * ordered > total, tf.int32), axis=1)
        last = tf.stack([tf.range(0, batch), tf.maximum(support, 1) - 1], axis=1)
        threshold = (tf.gather_nd(total, last) - 1) / tf.cast(support, z.dtype)
        p = tf.maximum(tf.cast(0, z.dtype), z - threshold[:, tf.newaxis])
        undefined = tf.logical_or(tf.equal(support, 0), tf.is_nan(total[:, -1]))
        return tf.where(undefined, tf.fill([batch, classes], tf.cast(float("nan"), z.dtype)), p)
