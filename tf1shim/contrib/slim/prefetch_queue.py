"""`prefetch_queue`: batches that are ready before they are asked for."""

import tf1shim as tf


def prefetch_queue(
    tensors, capacity=8, num_threads=1, dynamic_pad=False, shared_name=None, name=None
):
    """A queue of the tensors, a list or dict, that queue runners keep filled.

    >>> import tf1shim as tf
    >>> queue = tf.contrib.slim.prefetch_queue.prefetch_queue({"x": tf.constant([1, 2])})
    >>> with tf.Session() as sess, tf.contrib.slim.queues.QueueRunners(sess):
    ...     sess.run(queue.dequeue())
    {'x': array([1, 2], dtype=int32)}

    `dynamic_pad` allows shapes that are not fully known. ``queue.dequeue()`` gives what was given.
    """
    names = None
    tensor_list = tensors
    if isinstance(tensors, dict):
        names = sorted(tensors)
        tensor_list = [tensors[key] for key in names]
    with tf.name_scope(name, "prefetch_queue", tensor_list) as name:
        make_queue = tf.PaddingFIFOQueue if dynamic_pad else tf.FIFOQueue
        queue = make_queue(
            capacity=capacity,
            dtypes=[t.dtype for t in tensor_list],
            shapes=[t.get_shape() for t in tensor_list],
            names=names,
            shared_name=shared_name,
        )
        enqueue = queue.enqueue(tensors)
        tf.train.add_queue_runner(tf.train.QueueRunner(queue, [enqueue] * num_threads))
        full = tf.cast(queue.size(), tf.float32) * (1.0 / capacity)
        tf.summary.scalar(f"fraction_of_{capacity}_full", full)
        return queue
