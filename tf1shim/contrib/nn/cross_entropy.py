"""Losses with the order of arguments that they had before TensorFlow 1.0."""

import tf1shim as tf


def deprecated_flipped_softmax_cross_entropy_with_logits(logits, labels, dim=-1, name=None):
    """Is `tf.nn.softmax_cross_entropy_with_logits`, the logits first.

    >>> with tf.Session() as sess:
    ...     print(sess.run(deprecated_flipped_softmax_cross_entropy_with_logits([9.0], [1.0])))
    0.0
    """
    return tf.nn.softmax_cross_entropy_with_logits(labels=labels, logits=logits, dim=dim, name=name)


def deprecated_flipped_sparse_softmax_cross_entropy_with_logits(logits, labels, name=None):
    """Is `tf.nn.sparse_softmax_cross_entropy_with_logits`, the logits first.

    >>> loss = deprecated_flipped_sparse_softmax_cross_entropy_with_logits
    >>> with tf.Session() as sess:
    ...     print(sess.run(loss([[9.0]], [0])))
    [0.]
    """
    return tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits, name=name)


def deprecated_flipped_sigmoid_cross_entropy_with_logits(logits, targets, name=None):
    """Is `tf.nn.sigmoid_cross_entropy_with_logits`, the logits first.

    >>> with tf.Session() as sess:
    ...     print(sess.run(deprecated_flipped_sigmoid_cross_entropy_with_logits([99.0], [1.0])))
    [0.]
    """
    return tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits, name=name)
