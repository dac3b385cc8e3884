"""Evaluation of checkpoints: once, whenever a new one comes, and the hooks for it."""

from __future__ import annotations

import math
import time

import tf1shim as tf


def get_or_create_eval_step():
    """The variable that counts evaluations: local, and in the collection ``EVAL_STEP``.

    >>> import tf1shim as tf
    >>> tf.contrib.training.get_or_create_eval_step().name
    'eval_step:0'

    Raises:
        ValueError: The collection has several.
    """
    found = tf.get_collection(tf.GraphKeys.EVAL_STEP)
    if len(found) > 1:
        raise ValueError("Multiple tensors added to tf.GraphKeys.EVAL_STEP")
    if found:
        return found[0]
    return tf.get_variable(
        "eval_step",
        shape=[],
        dtype=tf.int64,
        initializer=tf.zeros_initializer(),
        trainable=False,
        collections=[tf.GraphKeys.LOCAL_VARIABLES, tf.GraphKeys.EVAL_STEP],
    )


def wait_for_new_checkpoint(checkpoint_dir, last_checkpoint=None, seconds_to_sleep=1, timeout=None):
    """The path of the newest checkpoint, once it is another than `last_checkpoint`.

    Looks every `seconds_to_sleep` seconds; returns None once `timeout` seconds would have passed.
    """
    tf.logging.info("Waiting for new checkpoint at %s", checkpoint_dir)
    stop_time = None if timeout is None else time.time() + timeout
    while True:
        path = tf.train.latest_checkpoint(checkpoint_dir)
        if path is not None and path != last_checkpoint:
            tf.logging.info("Found new checkpoint at %s", path)
            return path
        if stop_time is not None and time.time() + seconds_to_sleep > stop_time:
            return None
        time.sleep(seconds_to_sleep)


def checkpoints_iterator(checkpoint_dir, min_interval_secs=0, timeout=None, timeout_fn=None):
    """Yields the path of each new checkpoint, the newest if there are several.

    At least `min_interval_secs` lie between two. After `timeout` seconds without a new one it
    ends, or, with a `timeout_fn`, if that returns True.
    """
    path = None
    while True:
        newer = wait_for_new_checkpoint(checkpoint_dir, path, timeout=timeout)
        if newer is None:
            if not timeout_fn:
                tf.logging.info("Timed-out waiting for a checkpoint.")
                return
            if timeout_fn():
                return
            continue
        start = time.time()
        path = newer
        yield path
        time.sleep(max(0, start + min_interval_secs - time.time()))


class StopAfterNEvalsHook(tf.train.SessionRunHook):
    """Stops an evaluation after `num_evals` runs; never if that is None.

    >>> import tf1shim as tf
    >>> hook = tf.contrib.training.StopAfterNEvalsHook(10, log_progress=False)
    """

    def __init__(self, num_evals, log_progress=True):
        self._num_evals = num_evals
        self._evals_completed = None
        self._log_progress = log_progress
        few = num_evals is None or num_evals < 20
        self._log_frequency = 1 if few else math.floor(num_evals / 10.0)

    def _set_evals_completed_tensor(self, updated_eval_step):
        self._evals_completed = updated_eval_step

    def before_run(self, run_context):
        """Asks for the number of evaluations with the run."""
        return tf.train.SessionRunArgs({"evals_completed": self._evals_completed})

    def after_run(self, run_context, run_values):
        """Logs the progress, and stops after the last."""
        done, wanted = run_values.results["evals_completed"], self._num_evals
        if self._log_progress:
            if wanted is None:
                tf.logging.info("Evaluation [%d]", done)
            elif done % self._log_frequency == 0 or done == wanted:
                tf.logging.info("Evaluation [%d/%d]", done, wanted)
        if wanted is not None and done >= wanted:
            run_context.request_stop()


class SummaryAtEndHook(tf.train.SessionRunHook):
    """Writes summaries when the session ends: `summary_op`, or all that the graph has.

    They go to `summary_writer`, or else to `log_dir`; `feed_dict` is for computing them.

    Raises:
        ValueError: There is neither a directory nor a writer.
    """

    def __init__(self, log_dir=None, summary_writer=None, summary_op=None, feed_dict=None):
        self._summary_op = summary_op
        self._replace_summary_op = summary_op is None
        self._feed_dict = feed_dict
        self._summary_writer = summary_writer
        self._log_dir = log_dir
        if log_dir is None and summary_writer is None:
            raise ValueError("One of log_dir or summary_writer should be used.")

    def begin(self):
        """Merges the summaries that the graph has by now."""
        if self._replace_summary_op:
            self._summary_op = tf.summary.merge_all()
        self._global_step = tf.train.get_or_create_global_step()

    def after_create_session(self, session, coord):
        """Opens the writer."""
        if self._summary_writer is None and self._log_dir:
            self._summary_writer = tf.summary.FileWriterCache.get(self._log_dir)

    def end(self, session):
        """Computes and writes the summaries."""
        if self._summary_op is not None:
            step = int(session.run(self._global_step))
            summary = session.run(self._summary_op, self._feed_dict)
            if self._summary_writer:
                self._summary_writer.add_summary(summary, step)
        if self._summary_writer:
            self._summary_writer.flush()


def evaluate_once(
    checkpoint_path,
    master="",
    scaffold=None,
    eval_ops=None,
    feed_dict=None,
    final_ops=None,
    final_ops_feed_dict=None,
    hooks=None,
    config=None,
):
    """Evaluates the model as a checkpoint has it; returns the values of `final_ops`.

    `eval_ops` (a tensor, op, list or dict) are run, with `feed_dict`, until one of the `hooks` or
    the end of the input stops them; `StopAfterNEvalsHook` does. Then `final_ops` are run once,
    with `final_ops_feed_dict`. `scaffold` and `config` are those of the session.
    """
    eval_step = get_or_create_eval_step()
    hooks = list(hooks or [])
    if eval_ops is not None:
        update = tf.assign_add(eval_step, 1, use_locking=True)
        eval_ops = _with_update(eval_ops, update)
        evaluated = list(eval_ops.values()) if isinstance(eval_ops, dict) else eval_ops
        with tf.control_dependencies(evaluated):
            _tell_hooks(hooks, tf.identity(eval_step.read_value()))
    _log_time("Starting evaluation at ", time.localtime(), "%Y-%m-%dT%H:%M:%SZ")
    final = tf.train.FinalOpsHook(final_ops, final_ops_feed_dict)
    hooks.append(final)
    creator = _session_creator(scaffold, checkpoint_path, master, config)
    _evaluate(creator, hooks, eval_ops, feed_dict)
    _log_time("Finished evaluation at ", time.localtime())
    return final.final_ops_values


def evaluate_repeatedly(
    checkpoint_dir,
    master="",
    scaffold=None,
    eval_ops=None,
    feed_dict=None,
    final_ops=None,
    final_ops_feed_dict=None,
    eval_interval_secs=60,
    hooks=None,
    config=None,
    max_number_of_evaluations=None,
    timeout=None,
    timeout_fn=None,
):
    """Evaluates each new checkpoint of a directory; returns the last values of `final_ops`.

    At most one in `eval_interval_secs` seconds and `max_number_of_evaluations` in all; `timeout`
    and `timeout_fn` are those of `checkpoints_iterator`, the others of `evaluate_once`.
    """
    eval_step = get_or_create_eval_step()
    hooks = hooks or []
    if eval_ops is not None:
        update = tf.assign_add(eval_step, 1)
        _tell_hooks(hooks, update)
        eval_ops = _with_update(eval_ops, update)
    final = tf.train.FinalOpsHook(final_ops, final_ops_feed_dict)
    hooks.append(final)
    count = 0
    for path in checkpoints_iterator(checkpoint_dir, eval_interval_secs, timeout, timeout_fn):
        creator = _session_creator(scaffold, path, master, config)
        _log_time("Starting evaluation at ", time.gmtime())
        _evaluate(creator, hooks, eval_ops, feed_dict)
        _log_time("Finished evaluation at ", time.gmtime())
        count += 1
        if max_number_of_evaluations is not None and count >= max_number_of_evaluations:
            break
    return final.final_ops_values


def _with_update(eval_ops, update):
    """`eval_ops` with the op that counts; a dict is added to, as TensorFlow 1 did."""
    if isinstance(eval_ops, dict):
        eval_ops["update_eval_step"] = update
        return eval_ops
    return [*eval_ops, update] if isinstance(eval_ops, (list, tuple)) else [eval_ops, update]


def _tell_hooks(hooks, evals_completed):
    for hook in hooks:
        if isinstance(hook, StopAfterNEvalsHook):
            hook._set_evals_completed_tensor(evals_completed)


def _session_creator(scaffold, path, master, config):
    return tf.train.ChiefSessionCreator(
        scaffold=scaffold, checkpoint_filename_with_path=path, master=master, config=config
    )


def _evaluate(creator, hooks, eval_ops, feed_dict):
    with tf.train.MonitoredSession(session_creator=creator, hooks=hooks) as session:
        if eval_ops is not None:
            while not session.should_stop():
                session.run(eval_ops, feed_dict)


def _log_time(text, moment, form="%Y-%m-%d-%H:%M:%S"):
    tf.logging.info(text + time.strftime(form, moment))
