"""`QueueRunners`: queues that are filled within a block."""

import contextlib
import threading

import tf1shim as tf

_lock = threading.Lock()


class NestedQueueRunnerError(Exception):
    """A block of `QueueRunners` was opened within another."""


@contextlib.contextmanager
def QueueRunners(session):
    """Starts the graph's queue runners, and stops them at the end of the block.

    >>> import tf1shim as tf
    >>> number = tf.train.range_input_producer(3, shuffle=False).dequeue()
    >>> with tf.Session() as sess, tf.contrib.slim.queues.QueueRunners(sess):
    ...     [int(sess.run(number)) for _ in range(4)]
    [0, 1, 2, 0]

    Raises:
        NestedQueueRunnerError: There is such a block already.
    """
    if not _lock.acquire(blocking=False):
        raise NestedQueueRunnerError("QueueRunners cannot be nested")
    coordinator = tf.train.Coordinator()
    threads = []
    for runner in tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS):
        threads += runner.create_threads(session, coord=coordinator, daemon=True, start=True)
    try:
        yield
    finally:
        coordinator.request_stop()
        try:
            coordinator.join(threads, stop_grace_period_secs=120)
        except RuntimeError:  # A thread did not stop: closing the session makes it.
            session.close()
        _lock.release()
