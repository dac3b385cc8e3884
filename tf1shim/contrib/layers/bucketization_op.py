"""Numbers as the intervals that they lie in."""

import tf1shim as tf


def bucketize(input_tensor, boundaries, name=None):
    """The number of boundaries that are not above each element.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...   print(sess.run(bucketize([-1, 0, 5, 100], boundaries=[0, 10])))
    [0 1 1 2]
    """
    return tf.raw_ops.Bucketize(input=input_tensor, boundaries=boundaries, name=name)
