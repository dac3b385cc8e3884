"""The training loop of slim: a train op, run until it is enough."""

from __future__ import annotations

import os
import sys
import time

import tf1shim as tf
from tf1shim.contrib.training import training
from tf1shim.contrib.training.training import USE_GLOBAL_STEP as _USE_GLOBAL_STEP
from tf1shim.contrib.training.training import clip_gradient_norms, multiply_gradients
from tf1shim.python.client import timeline

_USE_DEFAULT = 0


def add_gradients_summaries(grads_and_vars):
    """A histogram and the norm of each gradient, as summaries beneath the variable's name.

    >>> import tf1shim as tf
    >>> w = tf.get_variable("w", [2])
    >>> [s.name for s in tf.contrib.slim.learning.add_gradients_summaries([(tf.ones([2]), w)])]
    ['w/gradient:0', 'w/gradient_norm:0']
    """
    return training.summarize_gradients_with("/", grads_and_vars)


def create_train_op(
    total_loss,
    optimizer,
    global_step=_USE_GLOBAL_STEP,
    update_ops=None,
    variables_to_train=None,
    clip_gradient_norm=0,
    summarize_gradients=False,
    gate_gradients=tf.train.Optimizer.GATE_OP,
    aggregation_method=None,
    colocate_gradients_with_ops=False,
    gradient_multipliers=None,
    check_numerics=True,
):
    """A tensor that trains when it is evaluated, and is the loss.

    >>> import tf1shim as tf
    >>> w = tf.get_variable("w", initializer=[3.0, 4.0])
    >>> train_op = tf.contrib.slim.learning.create_train_op(
    ...     tf.reduce_sum(w * w), tf.train.GradientDescentOptimizer(1.0), clip_gradient_norm=5.0)
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     print(sess.run(train_op), sess.run(w))
    25.0 [0. 0.]

    Gradients are multiplied by `gradient_multipliers`, a dict by variable or name, then clipped to
    `clip_gradient_norm` if that is above 0. All else is as in
    ``tf.contrib.training.create_train_op``.
    """

    def transform_grads(grads):
        if gradient_multipliers:
            with tf.name_scope("multiply_grads"):
                grads = multiply_gradients(grads, gradient_multipliers)
        if clip_gradient_norm > 0:
            with tf.name_scope("clip_grads"):
                grads = clip_gradient_norms(grads, clip_gradient_norm)
        return grads

    return training.create_train_op(
        total_loss=total_loss,
        optimizer=optimizer,
        global_step=global_step,
        update_ops=update_ops,
        variables_to_train=variables_to_train,
        transform_grads_fn=transform_grads,
        summarize_gradients=summarize_gradients,
        gate_gradients=gate_gradients,
        aggregation_method=aggregation_method,
        colocate_gradients_with_ops=colocate_gradients_with_ops,
        check_numerics=check_numerics,
    )


def train_step(sess, train_op, global_step, train_step_kwargs):
    """Runs one step; returns ``(loss, whether to stop)``.

    `train_step_kwargs` may have tensors ``should_stop``, ``should_log`` and ``should_trace``, a
    ``logdir`` for traces and a ``summary_writer`` for what they measured.

    Raises:
        ValueError: Traces are wanted, but there is no ``logdir``.
    """
    start = time.time()
    options = metadata = None
    if "should_trace" in train_step_kwargs:
        if "logdir" not in train_step_kwargs:
            raise ValueError(
                "logdir must be present in train_step_kwargs when should_trace is present"
            )
        if sess.run(train_step_kwargs["should_trace"]):
            options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
            metadata = tf.RunMetadata()
    loss, step = sess.run([train_op, global_step], options=options, run_metadata=metadata)
    elapsed = time.time() - start
    if metadata is not None:
        _write_trace(metadata, step, train_step_kwargs)
    if "should_log" in train_step_kwargs and sess.run(train_step_kwargs["should_log"]):
        tf.logging.info("global step %d: loss = %.4f (%.3f sec/step)", step, loss, elapsed)
    should_stop = train_step_kwargs.get("should_stop")
    return loss, False if should_stop is None else sess.run(should_stop)


def _write_trace(metadata, step, kwargs):
    """Writes a file for chrome://tracing, and the measurements to the summaries."""
    trace = timeline.Timeline(metadata.step_stats).generate_chrome_trace_format()
    path = os.path.join(kwargs["logdir"], f"tf_trace-{step}.json")
    tf.logging.info("Writing trace to %s", path)
    with tf.gfile.GFile(path, "w") as stream:
        stream.write(trace)
    if "summary_writer" in kwargs:
        kwargs["summary_writer"].add_run_metadata(metadata, f"run_metadata-{step}")


def train(
    train_op,
    logdir,
    train_step_fn=train_step,
    train_step_kwargs=_USE_DEFAULT,
    log_every_n_steps=1,
    graph=None,
    master="",
    is_chief=True,
    global_step=None,
    number_of_steps=None,
    init_op=_USE_DEFAULT,
    init_feed_dict=None,
    local_init_op=_USE_DEFAULT,
    init_fn=None,
    ready_op=_USE_DEFAULT,
    summary_op=_USE_DEFAULT,
    save_summaries_secs=600,
    summary_writer=_USE_DEFAULT,
    startup_delay_steps=0,
    saver=None,
    save_interval_secs=600,
    sync_optimizer=None,
    session_config=None,
    session_wrapper=None,
    trace_every_n_steps=None,
    ignore_live_threads=False,
):
    """Runs a train op until it is enough; returns the last loss.

    A ``tf.train.Supervisor`` restores the newest checkpoint of `logdir` or initializes, starts
    the queue runners, and saves checkpoints and summaries there while it trains. It ends after
    `number_of_steps`, at the end of the input, or when ``train_step_fn`` says so, with a
    checkpoint; with `logdir` None it saves nothing.

    Args:
        train_op: What to run, see `create_train_op`; its value is the loss.
        logdir: The directory of checkpoints and summaries, or None.
        train_step_fn: Called as `train_step` is, for each step.
        train_step_kwargs: What it gets as its last argument.
        log_every_n_steps: How often the loss is logged; never if 0.
        graph: The graph, the default one if None.
        master: The session's target.
        is_chief: If this is the one that initializes and saves.
        global_step: The step that is counted; the graph's own if None.
        number_of_steps: At which global step to stop; None for never.
        init_op: What initializes; all global variables' initializers if not given.
        init_feed_dict: What to feed it.
        local_init_op: What initializes local variables and tables.
        init_fn: Called with the session after `init_op`.
        ready_op: What gives the names of uninitialized variables, none when all is ready.
        summary_op: What gives the summaries: all merged if not given, None for none.
        save_summaries_secs: How often summaries are written.
        summary_writer: What writes them; None for none.
        startup_delay_steps: The global step that other replicas than the chief wait for.
        saver: What saves checkpoints.
        save_interval_secs: How often it does.
        sync_optimizer: The ``tf.train.SyncReplicasOptimizer``, or a list of them.
        session_config: The session's ConfigProto.
        session_wrapper: A function that makes another session of the session.
        trace_every_n_steps: How often a trace is written to `logdir`.
        ignore_live_threads: If threads that do not end are no error.

    Raises:
        ValueError: There is no train op, what needs a `logdir` is given without one, the number of
            steps is not positive, or an optimizer to synchronize is none.
    """
    if train_op is None:
        raise ValueError("train_op cannot be None.")
    if logdir is None:
        if not _is_default(summary_op):
            raise ValueError("Cannot provide summary_op because logdir=None")
        if saver is not None:
            raise ValueError("Cannot provide saver because logdir=None")
        if trace_every_n_steps is not None:
            raise ValueError("Cannot provide trace_every_n_steps because logdir=None")
    if isinstance(sync_optimizer, tf.train.SyncReplicasOptimizer):
        sync_optimizer = [sync_optimizer]
    if sync_optimizer is not None and startup_delay_steps > 0:
        raise ValueError("startup_delay_steps must be zero when sync_optimizer is supplied.")
    if number_of_steps is not None and number_of_steps <= 0:
        raise ValueError("`number_of_steps` must be either None or a positive number.")

    graph = graph or tf.get_default_graph()
    with graph.as_default():
        if global_step is None:
            global_step = tf.train.get_or_create_global_step()
        saver = saver or tf.train.Saver()
        optimizers = sync_optimizer or []
        for optimizer in optimizers:
            if not isinstance(optimizer, tf.train.SyncReplicasOptimizer):
                raise ValueError("`sync_optimizer` must be a tf.train.SyncReplicasOptimizer.")
        with tf.name_scope("init_ops"):
            if _is_default(init_op):
                init_op = tf.global_variables_initializer()
            if _is_default(ready_op):
                ready_op = tf.report_uninitialized_variables()
            if _is_default(local_init_op):
                local_init_op = tf.group(tf.local_variables_initializer(), tf.tables_initializer())
            local_init_op, ready_for_local_init_op = _synchronized_init(
                optimizers, is_chief, local_init_op
            )
        if _is_default(summary_op):
            summary_op = tf.summary.merge_all()
        if _is_default(summary_writer):
            summary_writer = tf.train.Supervisor.USE_DEFAULT
        synchronize = optimizers if is_chief else []
        token_ops = [optimizer.get_init_tokens_op() for optimizer in synchronize]
        chief_runners = [optimizer.get_chief_queue_runner() for optimizer in synchronize]
        if _is_default(train_step_kwargs):
            train_step_kwargs = _step_kwargs(
                global_step,
                number_of_steps,
                log_every_n_steps,
                trace_every_n_steps if is_chief else None,
                logdir,
            )

    supervisor = tf.train.Supervisor(
        graph=graph,
        is_chief=is_chief,
        logdir=logdir,
        init_op=init_op,
        init_feed_dict=init_feed_dict,
        local_init_op=local_init_op,
        ready_for_local_init_op=ready_for_local_init_op,
        ready_op=ready_op,
        summary_op=summary_op,
        summary_writer=summary_writer,
        global_step=global_step,
        saver=saver,
        save_summaries_secs=save_summaries_secs,
        save_model_secs=save_interval_secs,
        init_fn=init_fn,
    )
    if summary_writer is not None:
        train_step_kwargs["summary_writer"] = supervisor.summary_writer

    def one_session():
        """Trains in one session; returns the last loss."""
        loss = None
        with supervisor.managed_session(
            master, start_standard_services=False, config=session_config
        ) as sess:
            tf.logging.info("Starting Session.")
            if session_wrapper is not None:
                tf.logging.info("Wrapping session with wrapper function: %s", session_wrapper)
                sess = session_wrapper(sess)
            if is_chief:
                if logdir:
                    supervisor.start_standard_services(sess)
            elif startup_delay_steps > 0:
                _wait_for_step(
                    sess, global_step, min(startup_delay_steps, number_of_steps or sys.maxsize)
                )
            threads = supervisor.start_queue_runners(sess)
            tf.logging.info("Starting Queues.")
            if token_ops:
                supervisor.start_queue_runners(sess, chief_runners)
                sess.run(token_ops)
            try:
                while not supervisor.should_stop():
                    loss, stop = train_step_fn(sess, train_op, global_step, train_step_kwargs)
                    if stop:
                        tf.logging.info("Stopping Training.")
                        supervisor.request_stop()
                        break
            except tf.errors.OutOfRangeError as e:
                tf.logging.info("Caught OutOfRangeError. Stopping Training. %s", e)
            if logdir and supervisor.is_chief:
                tf.logging.info("Finished training! Saving model to disk.")
                supervisor.saver.save(
                    sess, supervisor.save_path, global_step=supervisor.global_step
                )
                supervisor.stop(
                    threads, close_summary_writer=True, ignore_live_threads=ignore_live_threads
                )
        return loss

    while True:
        try:
            return one_session()
        except tf.errors.AbortedError:
            # A parameter server went away.
            tf.logging.info("Retrying training!")


def _is_default(value):
    return isinstance(value, int) and value == _USE_DEFAULT


def _synchronized_init(optimizers, is_chief, local_init_op):
    """``(local init op, what says that it may run)``, with those of `optimizers`."""
    if not optimizers:
        return local_init_op, None
    with tf.control_dependencies([] if local_init_op is None else [local_init_op]):
        inits = [o.chief_init_op if is_chief else o.local_step_init_op for o in optimizers]
        local_init_op = tf.group(*inits)
    return local_init_op, tf.group(*[o.ready_for_local_init_op for o in optimizers])


def _step_kwargs(global_step, number_of_steps, log_every, trace_every, logdir):
    """What `train_step` is told unless the caller says something else."""
    with tf.name_scope("train_step"):
        if number_of_steps:
            kwargs = {"should_stop": tf.greater_equal(global_step, number_of_steps)}
        else:
            kwargs = {"should_stop": tf.constant(False)}
        if log_every > 0:
            kwargs["should_log"] = tf.equal(tf.mod(global_step, log_every), 0)
        if trace_every is not None:
            kwargs["should_trace"] = tf.equal(tf.mod(global_step, trace_every), 0)
            kwargs["logdir"] = logdir
    return kwargs


def _wait_for_step(sess, global_step, step):
    """Waits until the global step is at least `step`."""
    while sess.run(global_step) < step:
        time.sleep(1.0)
