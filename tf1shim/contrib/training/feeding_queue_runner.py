"""`FeedingQueueRunner`: a queue runner whose enqueue ops are fed."""

from __future__ import annotations

import threading

import tf1shim as tf

_CLOSED = (tf.errors.OutOfRangeError, tf.errors.CancelledError)


class FeedingQueueRunner(tf.train.QueueRunner):
    """A ``tf.train.QueueRunner`` that feeds each enqueue op what a function of its own returns.

    >>> import tf1shim as tf
    >>> queue = tf.FIFOQueue(4, tf.int32, shapes=[[]])
    >>> x, numbers = tf.placeholder(tf.int32, []), iter(range(3))
    >>> def feed():
    ...     for number in numbers:
    ...         return {x: number}
    ...     raise tf.errors.OutOfRangeError(None, None, "no more")
    >>> runner = tf.contrib.training.FeedingQueueRunner(
    ...     queue, [queue.enqueue(x)], feed_fns=[feed])
    >>> with tf.Session() as sess:
    ...     threads = runner.create_threads(sess, start=True)
    ...     sess.run(queue.dequeue_many(3))
    array([0, 1, 2], dtype=int32)

    The functions end the input as the op would: they raise ``tf.errors.OutOfRangeError``.

    Raises:
        ValueError: There are not as many `feed_fns` as `enqueue_ops`.
    """

    def __init__(
        self,
        queue=None,
        enqueue_ops=None,
        close_op=None,
        cancel_op=None,
        feed_fns=None,
        queue_closed_exception_types=None,
    ):
        super().__init__(
            queue,
            enqueue_ops,
            close_op,
            cancel_op,
            queue_closed_exception_types=queue_closed_exception_types or _CLOSED,
        )
        if feed_fns is None:
            feed_fns = [None] * len(enqueue_ops)
        elif len(feed_fns) != len(enqueue_ops):
            raise ValueError(
                "If feed_fns is not None, it must have the same length as enqueue_ops."
            )
        self._feed_fns = feed_fns
        self._runs_lock = threading.Lock()
        self._runs = {}

    def _feed(self, sess, enqueue_op, feed_fn, coord):
        """What a thread does: enqueue until the input or the coordinator ends."""
        if coord:
            coord.register_thread(threading.current_thread())
        last = None
        try:
            while not (coord and coord.should_stop()):
                sess.run(enqueue_op, feed_dict=feed_fn() if feed_fn else None)
        except _CLOSED:
            last = self._one_less(sess)
            if last:
                self._close(sess)
        except Exception as error:
            if not coord:
                tf.logging.error("Exception in QueueRunner: %s", error)
                self.exceptions_raised.append(error)
                raise
            coord.request_stop(error)
        finally:
            if last is None:
                self._one_less(sess)

    def _one_less(self, sess):
        """Counts a thread that ends; True if it was the session's last."""
        with self._runs_lock:
            self._runs[sess] -= 1
            return self._runs[sess] == 0

    def _close(self, sess):
        try:
            sess.run(self.close_op)
        except Exception as error:  # The queue or the session may be closed: then all is done.
            tf.logging.vlog(1, "Ignored exception: %s", error)

    def create_threads(self, sess, coord=None, daemon=False, start=False):
        """The threads that fill the queue in a session; none if there are some already.

        With a coordinator one more cancels when that stops. `daemon` and `start` are said to
        each thread.
        """
        with self._runs_lock:
            if self._runs.get(sess, 0) > 0:
                return []
            self._runs[sess] = len(self.enqueue_ops)
        threads = [
            threading.Thread(target=self._feed, args=(sess, op, feed_fn, coord))
            for op, feed_fn in zip(self.enqueue_ops, self._feed_fns)
        ]
        if coord:
            threads.append(threading.Thread(target=self._cancel_when_stopped, args=(sess, coord)))
        for thread in threads:
            thread.daemon = thread.daemon or daemon
            if start:
                thread.start()
        return threads

    def _cancel_when_stopped(self, sess, coord):
        coord.register_thread(threading.current_thread())
        coord.wait_for_stop()
        try:
            sess.run(self.cancel_op)
        except Exception as error:  # The session may be closed: then there is nothing to cancel.
            tf.logging.vlog(1, "Ignored exception: %s", error)

    def to_proto(self):
        """Raises NotImplementedError: functions have no serialized form."""
        raise NotImplementedError(f"{type(self).__name__} does not support serialization to proto.")
