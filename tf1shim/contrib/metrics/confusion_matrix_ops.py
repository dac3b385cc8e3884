"""The confusion matrix."""

import tf1shim as tf


def confusion_matrix(
    labels, predictions, num_classes=None, dtype=tf.int32, name=None, weights=None
):
    """How often each label was predicted as each class: ``tf.confusion_matrix``.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     sess.run(tf.contrib.metrics.confusion_matrix([0, 1, 1], [0, 1, 0]))
    array([[1, 0],
           [1, 1]], dtype=int32)
    """
    return tf.confusion_matrix(
        labels=labels,
        predictions=predictions,
        num_classes=num_classes,
        dtype=dtype,
        name=name,
        weights=weights,
    )
