"""`Supervisor`, whose threads see TF1's default graph.

TensorFlow 2 starts every thread in eager mode. The Supervisor's own, that save checkpoints and
write summaries, then ask variables of the graph for eager values, and fail.
"""

from __future__ import annotations

import time

from tf1shim import _tf
from tf1shim.graph.bound import bound_class

v1 = _tf.v1


class _Thread(v1.train.LooperThread):
    """A thread of a Supervisor: runs `body` every `seconds`, within the graph."""

    def __init__(self, supervisor, session, seconds, body):
        super().__init__(supervisor.coord, seconds)
        self._graph = session.graph
        self._body = body

    def run(self):
        with self._graph.as_default():
            super().run()

    def run_loop(self):
        self._body()


class Supervisor(bound_class(v1.train.Supervisor)):
    """TF1's Supervisor: initializes or restores a model, starts queues, saves while it trains.

    >>> import tf1shim as tf
    >>> step = tf.train.get_or_create_global_step()
    >>> increment = tf.assign_add(step, 1)
    >>> supervisor = tf.train.Supervisor(logdir=None)
    >>> with supervisor.managed_session() as sess:
    ...     while not supervisor.should_stop():
    ...         if sess.run(increment) == 3:
    ...             supervisor.request_stop()
    ...     print(sess.run(step))
    3
    """

    def start_standard_services(self, sess):
        """Starts the threads that save checkpoints and write summaries; returns them.

        Raises: RuntimeError if this is not the chief.
        """
        if not self.is_chief:
            raise RuntimeError(
                "Only chief supervisor can start standard services. Because only chief "
                "supervisors can write events."
            )
        if not self.save_path:
            v1.logging.warning("Standard services need a 'logdir' passed to the SessionManager")
            return None
        writer, seconds = self.summary_writer, self.save_summaries_secs
        if self.global_step is not None and writer:
            self._log(sess, v1.SessionLog(status=v1.SessionLog.START))
        threads = []
        if seconds and writer:
            if self.summary_op is not None:
                threads.append(_Thread(self, sess, seconds, lambda: self._summarize(sess)))
            if self.global_step is not None:
                threads.append(_Thread(self, sess, seconds, _StepCounter(self, sess)))
        if self.saver and self.save_model_secs:
            threads.append(_Thread(self, sess, self.save_model_secs, lambda: self._save(sess)))
        for thread in threads:
            thread.start()
        return threads

    StartStandardServices = start_standard_services

    def loop(self, timer_interval_secs, target, args=None, kwargs=None):
        """Starts a thread that calls `target` every so many seconds, within the graph."""
        graph = v1.get_default_graph()

        def within_graph(*args, **kwargs):
            with graph.as_default():
                return target(*args, **kwargs)

        looper = v1.train.LooperThread(
            self.coord, timer_interval_secs, target=within_graph, args=args, kwargs=kwargs
        )
        looper.start()
        return looper

    Loop = loop

    def _log(self, sess, entry):
        self.summary_writer.add_session_log(entry, _step(sess, self.global_step))

    def _summarize(self, sess):
        step = None
        if self.global_step is None:
            summary = sess.run(self.summary_op)
        else:
            summary, step = sess.run([self.summary_op, self.global_step])
        v1.logging.info("Recording summary at step %s.", step)
        self.summary_writer.add_summary(summary, step)

    def _save(self, sess):
        v1.logging.info("Saving checkpoint to path %s", self.save_path)
        self.saver.save(sess, self.save_path, global_step=self.global_step)
        if self.summary_writer and self.global_step is not None:
            entry = v1.SessionLog(status=v1.SessionLog.CHECKPOINT, checkpoint_path=self.save_path)
            self._log(sess, entry)


class _StepCounter:
    """Writes how many steps a second there were, since it was called before."""

    def __init__(self, supervisor, session):
        self.supervisor, self.session = supervisor, session
        self.time, self.step = time.time(), _step(session, supervisor.global_step)

    def __call__(self):
        now, step = time.time(), _step(self.session, self.supervisor.global_step)
        elapsed, added = now - self.time, step - self.step
        self.time, self.step = now, step
        rate = added / elapsed if elapsed > 0.0 else float("inf")
        tag = f"{self.supervisor.global_step.op.name}/sec"
        summary = v1.Summary(value=[v1.Summary.Value(tag=tag, simple_value=rate)])
        self.supervisor.summary_writer.add_summary(summary, step)
        v1.logging.log_first_n(v1.logging.INFO, "%s: %g", 10, tag, rate)


def _step(session, global_step):
    return int(session.run(global_step))
