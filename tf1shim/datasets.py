"""``tf.data.experimental.copy_to_device`` for the iterators of a session.

TensorFlow's own makes the process abort in any iterator that has a name, as a session's have
(seen with 2.21; the thread pool of the iterator's functions is missing).
"""

from __future__ import annotations

from tf1shim.graph import in_graph


@in_graph
def copy_to_device(target_device, source_device="/cpu:0"):
    """Makes a transformation that copies the elements of a dataset to `target_device`.

    >>> import tf1shim as tf
    >>> near = tf.data.Dataset.range(3).apply(tf.data.experimental.copy_to_device("/cpu:0"))
    >>> with tf.Session() as sess: print(sess.run(near.make_one_shot_iterator().get_next()))
    0

    Differences from TF1: an element is copied when an op on that device first uses it.
    """
    return lambda dataset: dataset.take(-1)


@in_graph
def prefetch_to_device(device, buffer_size=None):
    """Makes a transformation that prefetches the elements of a dataset for `device`.

    >>> import tf1shim as tf
    >>> near = tf.data.Dataset.range(3).apply(tf.data.experimental.prefetch_to_device("/cpu:0"))
    >>> with tf.Session() as sess: print(sess.run(near.make_one_shot_iterator().get_next()))
    0

    Differences from TF1: an element is copied when an op on that device first uses it.
    """
    return lambda dataset: dataset.prefetch(AUTOTUNE if buffer_size is None else buffer_size)


AUTOTUNE = -1
FUNCTIONS = {
    "data.experimental.copy_to_device": copy_to_device,
    "data.experimental.prefetch_to_device": prefetch_to_device,
}
