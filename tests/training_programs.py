"""TF1 programs on training loops: monitored sessions, hooks, Supervisor, coordinators.

Real TensorFlow 1.15 runs them too (Python 3.7); what it finds is in training_outcomes.json.
"""

# Functions made in loops are called in the same turn.
# ruff: noqa: B023

import glob
import os
import threading
import time

import numpy as np
from state_programs import Facts, in_directory


def _model(tf):
    """A variable that a step moves towards 3, its loss, the step and its counter."""
    step = tf.train.get_or_create_global_step()
    w = tf.get_variable("w", [], initializer=tf.zeros_initializer())
    loss = tf.square(w - 3.0, name="loss")
    tf.summary.scalar("the_loss", loss)
    return step, w, loss, tf.train.GradientDescentOptimizer(0.25).minimize(loss, step)


def _events(tf, directory):
    """What the event files of `directory` say, without times."""
    said = []
    tf.summary.FileWriterCache.clear()
    for file in sorted(glob.glob(os.path.join(directory, "events*"))):
        for event in tf.train.summary_iterator(file):
            kind = event.WhichOneof("what")
            entry = [kind, event.step]
            if kind == "summary":
                entry.append(sorted(v.tag for v in event.summary.value))
            elif kind == "session_log":
                entry.append(event.session_log.status)
                entry.append(os.path.basename(event.session_log.checkpoint_path))
            said.append(entry)
    return said


def _top_names(tf):
    """The names of the ops of the default graph, in order, without what is in their scopes."""
    names = [op.name.split("/")[0] for op in tf.get_default_graph().get_operations()]
    return [name for i, name in enumerate(names) if name not in names[:i]]


def _files(directory):
    return sorted(f for f in os.listdir(directory) if not f.startswith("events"))


def _hook(tf, said, name="hook", **methods):
    """A hook that notes in `said` what is called; `methods` do something besides."""

    class Hook(tf.train.SessionRunHook):
        def begin(self):
            said.append([name, "begin", tf.get_default_graph().finalized])
            methods.get("begin", lambda: None)()

        def after_create_session(self, session, coord):
            finalized = session.graph.finalized
            said.append([name, "created", isinstance(session, tf.Session), finalized])
            said.append([isinstance(coord, tf.train.Coordinator), coord.should_stop()])
            methods.get("created", lambda s, c: None)(session, coord)

        def before_run(self, run_context):
            said.append([name, "before", run_context.stop_requested])
            return methods.get("before", lambda c: None)(run_context)

        def after_run(self, run_context, run_values):
            said.append([name, "after", run_values.results])
            methods.get("after", lambda c, v: None)(run_context, run_values)

        def end(self, session):
            said.append([name, "end", isinstance(session, tf.Session)])
            methods.get("end", lambda s: None)(session)

    return Hook()


# --- monitored sessions --------------------------------------------------------------------------


@in_directory
def monitored_training(tf, directory):
    facts = Facts()
    step, w, loss, train = _model(tf)
    with tf.train.MonitoredTrainingSession(
        checkpoint_dir=directory,
        hooks=[tf.train.StopAtStepHook(last_step=5)],
        save_checkpoint_steps=2,
        save_summaries_steps=2,
        log_step_count_steps=2,
    ) as sess:
        facts["class"] = type(sess).__name__
        facts["finalized"] = tf.get_default_graph().finalized
        facts["before"] = sess.run([w, step])
        losses = []
        while not sess.should_stop():
            losses.append(sess.run([loss, train])[0])
        facts["losses"] = losses
    facts["finalized after"] = tf.get_default_graph().finalized
    facts["files"] = _files(directory)
    facts["events"] = _events(tf, directory)
    facts["keys"] = tf.train.list_variables(directory)
    facts["ops"] = _top_names(tf)
    keys = tf.get_default_graph().get_all_collection_keys()
    facts["collections"] = sorted(str(key) for key in keys if key != "cond_context")
    facts.learn("run after", lambda: sess.run(w))
    facts.learn("stop after", lambda: sess.should_stop())
    facts.learn("close twice", lambda: sess.close())
    with tf.Graph().as_default():
        step, w, loss, train = _model(tf)
        with tf.train.MonitoredTrainingSession(
            checkpoint_dir=directory, save_checkpoint_secs=None, save_summaries_secs=None
        ) as sess:
            facts["restored"] = sess.run([w, step])
    facts["files then"] = _files(directory)
    return facts


def hook_order(tf):
    facts, said = Facts(), []
    step, w, loss, train = _model(tf)
    x = tf.placeholder(tf.float32, [], name="x")
    y = w + x
    SessionRunArgs = tf.train.SessionRunArgs

    def stop(context, values):
        if values.results["step"] == 2:
            context.request_stop()

    one = _hook(tf, said, "one", before=lambda c: SessionRunArgs([w, step], {x: 1.0}))
    two = _hook(
        tf, said, "two", before=lambda c: SessionRunArgs({"step": step, "y": y}), after=stop
    )
    three = _hook(tf, said, "three")
    with tf.train.MonitoredSession(hooks=[one, two, three]) as sess:
        while not sess.should_stop():
            said.append(sess.run(y))
            said.append(sess.run(train))
    facts["said"] = list(said)

    def clash(hooks, feed):
        with tf.train.SingularMonitoredSession(hooks=hooks) as sess:
            return sess.run(y, feed)

    feeding = _hook(tf, [], before=lambda c: SessionRunArgs(None, {x: 1.0}))
    facts.learn("feed twice", lambda: clash([feeding], {x: 2.0}))
    facts.learn("hooks feed twice", lambda: clash([feeding, feeding], None))
    facts.learn("fed by hook", lambda: clash([feeding], None))
    original = []

    def note(context):
        args = context.original_args
        original.append([args.fetches is y, args.feed_dict, args.options is None])
        original.append(context.session is not None)

    facts.learn("original", lambda: clash([_hook(tf, [], before=note)], {x: 2.0}))
    facts["original args"] = [str(item) for item in original[1:]]
    facts.learn("no hook", lambda: clash([3], {x: 2.0}))
    facts.learn("wrong args", lambda: clash([_hook(tf, [], before=lambda c: 3)], {x: 2.0}))
    return facts


def monitored_errors(tf):
    facts = Facts()
    step, w, loss, train = _model(tf)
    y = tf.placeholder(tf.float32, [], name="x") + 1.0

    class Own(Exception):
        pass

    def loop(error, place, session=tf.train.MonitoredSession, **options):
        said = []

        def fail(*args):
            if error is not None:
                raise error

        try:
            with session(hooks=[_hook(tf, said, **{place: fail})], **options) as sess:
                for _ in range(2):
                    if sess.should_stop():
                        break
                    said.append(sess.run(train))
                if place == "body":
                    fail()
            said.append("left")
        except Exception as e:
            said.append([type(e).__name__, str(e).split("\n")[0]])
        return said

    for place in ("begin", "created", "before", "after", "end", "body"):
        facts[place] = loop(Own("no " + place), place)
    for cls in (tf.errors.OutOfRangeError, tf.errors.CancelledError):
        error = cls(None, None, "end")
        for place in ("created", "before", "after", "end", "body"):
            facts[cls.__name__ + " " + place] = loop(error, place)
    facts["StopIteration"] = loop(StopIteration("stop"), "body")
    facts["StopIteration before"] = loop(StopIteration("stop"), "before")
    one = tf.train.SingularMonitoredSession
    for error in (tf.errors.AbortedError, tf.errors.UnavailableError):
        facts["singular " + error.__name__] = loop(error(None, None, "lost"), "after", one)

    def uninitialized():
        scaffold = tf.train.Scaffold(init_op=tf.no_op(), local_init_op=tf.no_op())
        creator = tf.train.ChiefSessionCreator(scaffold)
        return tf.train.MonitoredSession(creator).run(w)

    facts.learn("not ready", uninitialized)

    def run(fetches):
        with tf.train.MonitoredSession() as sess:
            return sess.run(fetches)

    facts.learn("no fetch", lambda: run(None))
    facts.learn("no such fetch", lambda: run("nope:0"))
    facts.learn("not fed", lambda: run(y))
    return facts


@in_directory
def recovery(tf, directory):
    facts, said = Facts(), []
    step, w, loss, train = _model(tf)
    failures = {2: tf.errors.AbortedError, 4: tf.errors.UnavailableError}
    counts = [0]

    def fail(context, values):
        counts[0] += 1
        if counts[0] in failures:
            raise failures[counts[0]](None, None, "lost")

    sessions = []
    hook = _hook(tf, said, after=fail, created=lambda s, c: sessions.append(s))
    with tf.train.MonitoredTrainingSession(
        checkpoint_dir=directory, hooks=[hook], save_checkpoint_steps=1, save_summaries_steps=None
    ) as sess:
        facts["values"] = [sess.run([train, step, w])[1:] for _ in range(4)]
        facts["value"] = sess.run([w, step])
    facts["said"] = said
    facts["sessions"] = [len(sessions), len(set(map(id, sessions)))]
    # Without a checkpoint everything starts anew.
    sessions, counts = [], [0]
    hook = _hook(tf, [], after=fail, created=lambda s, c: sessions.append(s))
    with tf.train.MonitoredSession(hooks=[hook]) as sess:
        for _ in range(3):
            sess.run(train)
        facts["anew"] = sess.run([w, step])

    class Creator(tf.train.SessionCreator):
        made = 0

        def create_session(self):
            Creator.made += 1
            if Creator.made < 3:
                raise tf.errors.UnavailableError(None, None, "not yet")
            sess = tf.Session()
            sess.run(init)
            return sess

    init = tf.global_variables_initializer()
    with tf.train.MonitoredSession(Creator()) as sess:
        facts["own creator"] = [sess.run(w), Creator.made, sess.should_stop()]
    return facts


def step_functions(tf):
    facts = Facts()
    step, w, loss, train = _model(tf)
    said = []

    def plain(step_context):
        step_context.session.run(train)
        return step_context.run_with_hooks([w, step])

    class Model:
        def stop(self, step_context):
            step_context.request_stop()

    def fail(step_context):
        raise ValueError("no")

    with tf.train.MonitoredSession(hooks=[_hook(tf, said)]) as sess:
        facts["plain"] = sess.run_step_fn(plain)
        facts["said"] = list(said)
        facts.learn("wrong argument", lambda: sess.run_step_fn(lambda x: 1))
        facts.learn("two arguments", lambda: sess.run_step_fn(lambda step_context, y: 1))
        facts.learn("lambda", lambda: sess.run_step_fn(lambda step_context: 1))
        facts.learn("fails", lambda: sess.run_step_fn(fail))
        facts["going on"] = sess.should_stop()
        facts.learn("stop", lambda: sess.run_step_fn(Model().stop))
        facts["stopped"] = sess.should_stop()
    with tf.train.MonitoredSession() as sess:
        sess.run_step_fn(Model().stop)
    facts["left"] = "left"
    with tf.train.SingularMonitoredSession() as sess:
        raw = sess.raw_session()
        facts["raw"] = [isinstance(raw, tf.Session), raw.run(w), sess.graph is raw.graph]
        facts["graph"] = sess.graph is tf.get_default_graph()
        sess.run(train)
        facts["raw sees"] = [raw.run(w), sess.run_step_fn(lambda step_context: 1)]
    facts["after"] = [sess.raw_session(), sess.graph]
    return facts


def scaffolds(tf):
    facts = Facts()
    step, w, loss, train = _model(tf)
    x = tf.placeholder(tf.float32, [], name="x")
    local = tf.get_local_variable("local", initializer=5.0)
    init = tf.group(tf.assign(w, x), step.initializer)
    called = []

    def init_fn(scaffold, session):
        called.append([scaffold.init_fn is not None, session.run(w)])

    scaffold = tf.train.Scaffold(init_op=init, init_feed_dict={x: 4.0}, init_fn=init_fn)
    facts["empty"] = [scaffold.ready_op, scaffold.saver, scaffold.summary_op]
    creator = tf.train.ChiefSessionCreator(scaffold)
    with tf.train.MonitoredSession(creator) as sess:
        facts["values"] = sess.run([w, local, step])
    facts["called"] = called
    ops = ["init_op", "ready_op", "ready_for_local_init_op", "local_init_op", "summary_op"]
    facts["ops"] = [getattr(scaffold, name).name for name in ops]
    facts["saver"] = type(scaffold.saver).__name__
    other = tf.train.Scaffold(copy_from_scaffold=scaffold, ready_op=tf.constant([], tf.string))
    facts["copied"] = [other.init_op is init, other.ready_op is scaffold.ready_op]
    facts.learn("no scaffold", lambda: tf.train.Scaffold(copy_from_scaffold=3))
    got = tf.train.Scaffold.get_or_default("a", "own", lambda: tf.constant(1, name="made"))
    again = tf.train.Scaffold.get_or_default("a", "own", lambda: tf.constant(1, name="made"))
    facts["default"] = [got.name, got is again]
    tf.add_to_collection("own", got)
    facts.learn("two", lambda: tf.train.Scaffold.get_or_default("a", "own", None))
    with tf.Graph().as_default() as graph:
        scaffold = tf.train.Scaffold().finalize()
        facts["of nothing"] = _top_names(tf)
        facts["finalized"] = graph.finalized
        facts.learn("add", lambda: tf.constant(1))
        facts["summary"] = scaffold.summary_op
    with tf.Graph().as_default():
        v = tf.get_variable("v", initializer=2.0)
        twice = tf.get_local_variable("twice", initializer=lambda: v.initialized_value() * 2)
        table = tf.contrib.lookup.index_table_from_tensor(["a", "b"])
        found = table.lookup(tf.constant(["b", "c"]))
        with tf.train.MonitoredSession() as sess:
            facts["local from global"] = sess.run([twice, found])
    return facts


@in_directory
def session_managers(tf, directory):
    facts = Facts()
    step, w, loss, train = _model(tf)
    saver = tf.train.Saver()
    init, ready = tf.global_variables_initializer(), tf.report_uninitialized_variables()
    manager = tf.train.SessionManager(ready_op=ready, recovery_wait_secs=1)
    with manager.prepare_session("", init_op=init) as sess:
        facts["prepared"] = [isinstance(sess, tf.Session), sess.run(w)]
        sess.run([train, train])
        saver.save(sess, directory + "/m", global_step=step)
    facts.learn("no init", lambda: manager.prepare_session(""))
    facts.learn("not ready", lambda: manager.prepare_session("", init_op=tf.no_op()))
    with manager.prepare_session("", saver=saver, checkpoint_dir=directory) as sess:
        facts["restored"] = sess.run([w, step])
    path = tf.train.latest_checkpoint(directory)
    with manager.prepare_session("", saver=saver, checkpoint_filename_with_path=path) as sess:
        facts["restored from"] = sess.run([w, step])
    facts.learn(
        "both",
        lambda: manager.prepare_session(
            "", saver=saver, checkpoint_dir=directory, checkpoint_filename_with_path=path
        ),
    )
    sess, ok = manager.recover_session("", saver=saver, checkpoint_dir=directory)
    facts["recovered"] = [ok, sess.run(w)]
    sess, ok = manager.recover_session("", saver=saver, checkpoint_dir=directory + "/none")
    facts["not recovered"] = ok
    facts.learn("not recovered value", lambda: sess.run(w))
    fed = tf.placeholder(tf.float32, [])
    assign = tf.group(tf.assign(w, fed), step.initializer)
    with manager.prepare_session("", init_op=assign, init_feed_dict={fed: 9.0}) as sess:
        facts["fed"] = sess.run(w)
    with manager.prepare_session("", init_fn=lambda s: s.run(init)) as sess:
        facts["by function"] = sess.run(w)
    facts.learn("late", lambda: manager.wait_for_session("", max_wait_secs=1))
    facts.learn("no local", lambda: tf.train.SessionManager(ready_for_local_init_op=w.initializer))
    config = tf.ConfigProto(intra_op_parallelism_threads=1, device_count={"CPU": 1})
    with manager.prepare_session("", init_op=init, config=config) as sess:
        facts["configured"] = sess.run(w)
    return facts


def workers(tf):
    facts = Facts()
    v = tf.get_local_variable("v", initializer=1.0)
    local = tf.get_local_variable("w", initializer=2.0)
    creator = tf.train.WorkerSessionCreator(max_wait_secs=5)
    with tf.train.MonitoredSession(creator) as sess:
        facts["local"] = sess.run([v, local])
    with tf.Graph().as_default():
        _model(tf)
        creator = tf.train.WorkerSessionCreator(max_wait_secs=0)
        facts.learn("never ready", lambda: tf.train.MonitoredSession(creator))
    with tf.Graph().as_default():
        v = tf.get_local_variable("v", initializer=1.0)
        with tf.train.MonitoredTrainingSession(is_chief=False, max_wait_secs=5) as sess:
            facts["not chief"] = sess.run(v)
    return facts


def options_and_metadata(tf):
    facts = Facts()
    step, w, loss, train = _model(tf)
    seen = []

    def before(context):
        options = tf.RunOptions(
            trace_level=tf.RunOptions.FULL_TRACE, timeout_in_ms=40000, output_partition_graphs=True
        )
        return tf.train.SessionRunArgs(w, options=options)

    def note(context, values):
        seen.append([values.options.trace_level, values.options.timeout_in_ms])
        seen.append(len(values.run_metadata.step_stats.dev_stats) > 0)

    with tf.train.MonitoredSession(
        hooks=[_hook(tf, [], before=before, after=note), _hook(tf, [], after=note)]
    ) as sess:
        sess.run(train)
        metadata = tf.RunMetadata()
        sess.run(train, options=tf.RunOptions(timeout_in_ms=50000), run_metadata=metadata)
        facts["traced"] = len(metadata.step_stats.dev_stats) > 0
    facts["seen"] = seen
    return facts


def queue_runners(tf):
    facts = Facts()
    numbers = tf.train.string_input_producer(["a", "b", "c"], num_epochs=2, shuffle=False)
    item = numbers.dequeue()
    runners = tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)
    facts["runners"] = [[r.name, r.queue.name, len(r.enqueue_ops)] for r in runners]
    got = []
    with tf.train.MonitoredSession() as sess:
        while not sess.should_stop():
            got.append(sess.run(item))
    facts["got"] = got
    with tf.Graph().as_default():
        queue = tf.FIFOQueue(3, tf.int32, shapes=[])
        wrong = tf.py_func(lambda: np.int32(1 // 0), [], tf.int32)
        enqueue = queue.enqueue(wrong)
        tf.train.add_queue_runner(tf.train.QueueRunner(queue, [enqueue]))
        out = queue.dequeue()
        try:
            with tf.train.MonitoredSession() as sess:
                while not sess.should_stop():
                    sess.run(out)
            facts["failing"] = "left"
        except Exception as e:
            facts["failing"] = type(e).__name__
    return facts


def coordinators(tf):
    facts = Facts()
    coord = tf.train.Coordinator()

    def worker():
        with coord.stop_on_exception():
            raise ValueError("in a thread")

    thread = threading.Thread(target=worker)
    thread.start()
    facts.learn("joined", lambda: coord.join([thread]))
    facts["stopped"] = [coord.should_stop(), coord.joined]
    coord.clear_stop()
    facts["cleared"] = coord.should_stop()
    facts["waits"] = coord.wait_for_stop(0.01)
    coord.request_stop()
    facts["waited"] = coord.wait_for_stop(5)
    facts.learn("joins nothing", lambda: coord.join())
    coord = tf.train.Coordinator()
    coord.request_stop(tf.errors.OutOfRangeError(None, None, "clean"))
    facts.learn("clean stop", lambda: coord.join())
    coord = tf.train.Coordinator(clean_stop_exception_types=(ValueError,))
    coord.request_stop(ValueError("clean"))
    facts.learn("own clean stop", lambda: coord.join())
    release = threading.Event()
    coord = tf.train.Coordinator()
    slow = threading.Thread(target=release.wait, name="slow")
    slow.start()
    coord.register_thread(slow)
    coord.request_stop()
    facts.learn("slow", lambda: coord.join(stop_grace_period_secs=0.1))
    facts.learn("ignored", lambda: coord.join(stop_grace_period_secs=0.1, ignore_live_threads=True))
    release.set()
    slow.join()
    coord, ticks = tf.train.Coordinator(), []

    def tick():
        ticks.append(tf.get_default_graph() is not None)
        if len(ticks) == 3:
            coord.request_stop()

    looper = tf.train.LooperThread.loop(coord, 0.01, tick)
    coord.join([looper])
    facts["ticks"] = ticks

    class Looper(tf.train.LooperThread):
        said = []

        def start_loop(self):
            self.said.append("start")

        def run_loop(self):
            self.said.append("run")
            self.coord_.request_stop()

        def stop_loop(self):
            self.said.append("stop")

    coord = tf.train.Coordinator()
    looper = Looper(coord, None)
    looper.coord_ = coord
    looper.start()
    coord.join()
    facts["own looper"] = looper.said
    # A thread that a hook starts stops the loop with its error.
    _, w, _, train = _model(tf)

    def start(session, coord):
        def run():
            with coord.stop_on_exception():
                session.run(w)
                raise KeyError("thread of a hook")

        thread = threading.Thread(target=run)
        coord.register_thread(thread)
        thread.start()
        thread.join()

    def loop():
        with tf.train.MonitoredSession(hooks=[_hook(tf, [], created=start)]) as sess:
            while not sess.should_stop():
                sess.run(train)

    facts.learn("hook's thread", loop)
    return facts


# --- the hooks that come with TensorFlow ---------------------------------------------------------


def stop_hooks(tf):
    facts = Facts()
    step, w, loss, train = _model(tf)

    def steps(session=tf.train.MonitoredSession, *hooks):
        made = 0
        with session(hooks=list(hooks)) as sess:
            while not sess.should_stop():
                sess.run(train)
                made += 1
                if made == 10:
                    break
        return made

    one = tf.train.MonitoredSession
    for label, hook in [
        ("last", lambda: tf.train.StopAtStepHook(last_step=4)),
        ("number", lambda: tf.train.StopAtStepHook(num_steps=3)),
        ("zero", lambda: tf.train.StopAtStepHook(last_step=0)),
        ("both", lambda: tf.train.StopAtStepHook(num_steps=1, last_step=2)),
        ("none", lambda: tf.train.StopAtStepHook()),
        ("two", lambda: tf.train.StopAtStepHook(2)),
    ]:
        facts.learn(label, lambda: steps(one, hook()))

    def until_nan(fail):
        with tf.Graph().as_default():
            n = tf.get_variable("n", initializer=5.0)
            logarithm = tf.log(tf.assign_sub(n, 2.0))
            hook = tf.train.NanTensorHook(logarithm, fail_on_nan_loss=fail)
            found = []
            with one(hooks=[hook]) as sess:
                while not sess.should_stop() and len(found) < 9:
                    found.append(sess.run(logarithm))
            return len(found)

    facts.learn("nan", lambda: until_nan(True))
    facts.learn("nan stops", lambda: until_nan(False))
    with tf.Graph().as_default():
        v = tf.get_variable("v", initializer=1.0)
        hook = tf.train.StopAtStepHook(2)
        facts.learn("no step", lambda: one(hooks=[hook]))
        final = tf.train.FinalOpsHook({"v": v, "x": v * 2})
        with one(hooks=[final]) as sess:
            facts["not yet"] = final.final_ops_values
            sess.run(v)
        facts["final"] = final.final_ops_values
        x = tf.placeholder(tf.float32, [])
        final = tf.train.FinalOpsHook(v + x, {x: 3.0})
        with one(hooks=[final]) as sess:
            sess.run(v)
        facts["final fed"] = final.final_ops_values
        feeder, y = tf.train.FeedFnHook(lambda: {x: 7.0}), x + v
        with one(hooks=[feeder]) as sess:
            facts["fed"] = sess.run(y)
            facts.learn("fed again", lambda: sess.run(x, {x: 1.0}))
    return facts


def logging_hooks(tf):
    facts = Facts()
    step, w, loss, train = _model(tf)
    said = []

    def run(hook, steps=5):
        del said[:]
        with tf.train.SingularMonitoredSession(hooks=[hook]) as sess:
            for _ in range(steps):
                sess.run(train)
        return list(said)

    def note(values):
        named = {getattr(k, "name", k): np.round(v, 4) for k, v in values.items()}
        said.append(sorted(named.items()))
        return "noted"

    logging = tf.train.LoggingTensorHook
    facts["every 2"] = run(logging({"w": w, "l": loss}, every_n_iter=2, formatter=note))
    facts["at end"] = run(logging(["w", loss], at_end=True, formatter=note))
    facts["end and 3"] = run(logging([loss], every_n_iter=3, at_end=True, formatter=note))
    facts["names"] = run(logging(["loss:0", "w:0"], every_n_iter=4, formatter=note))
    facts["seconds"] = run(logging([loss], every_n_secs=1000, formatter=note))
    facts.learn("no when", lambda: logging([loss]))
    facts.learn("both", lambda: logging([loss], every_n_iter=1, every_n_secs=1))
    facts.learn("zero", lambda: logging([loss], every_n_iter=0))
    facts.learn("unknown", lambda: run(logging(["nope:0"], every_n_iter=1)))
    facts.learn("own format", lambda: run(logging({"w": w}, every_n_iter=9, formatter=str)))

    timer = tf.train.SecondOrStepTimer(every_steps=3)
    due = []
    for i in range(8):
        if timer.should_trigger_for_step(i):
            timer.update_last_triggered_step(i)
            due.append(i)
    facts["timer"] = [due, timer.last_triggered_step()]
    timer.reset()
    facts["reset"] = timer.last_triggered_step()
    facts["first"] = timer.update_last_triggered_step(4)
    facts["second"] = timer.update_last_triggered_step(7)[1]
    facts.learn("timer both", lambda: tf.train.SecondOrStepTimer(1, 1))
    facts.learn("timer none", lambda: tf.train.SecondOrStepTimer())
    return facts


@in_directory
def saving_hooks(tf, directory):
    facts, said = Facts(), []
    step, w, loss, train = _model(tf)

    class Listener(tf.train.CheckpointSaverListener):
        def begin(self):
            said.append("begin")

        def before_save(self, session, global_step_value):
            said.append(["before", global_step_value, session.run(w)])

        def after_save(self, session, global_step_value):
            said.append(["after", global_step_value])
            return global_step_value == 6

        def end(self, session, global_step_value):
            said.append(["end", global_step_value])

    def folder(name):
        path = os.path.join(directory, name)
        os.mkdir(path)
        return path

    first = folder("one")
    hook = tf.train.CheckpointSaverHook(
        first, save_steps=2, listeners=[Listener()], checkpoint_basename="mine"
    )
    with tf.train.SingularMonitoredSession(hooks=[hook]) as sess:
        while not sess.should_stop():
            sess.run(train)
    facts["said"] = said
    facts["files"] = _files(first)
    facts["events"] = _events(tf, first)
    facts.learn("when", lambda: tf.train.CheckpointSaverHook(first))
    facts.learn("both", lambda: tf.train.CheckpointSaverHook(first, 1, 1))
    saver = tf.train.Saver()
    facts.learn(
        "both savers",
        lambda: tf.train.CheckpointSaverHook(
            first, save_steps=1, saver=saver, scaffold=tf.train.Scaffold()
        ),
    )
    by_two = tf.assign_add(step, 2)
    second = folder("two")
    hook = tf.train.CheckpointSaverHook(second, save_steps=5, saver=saver)
    with tf.train.SingularMonitoredSession(hooks=[hook]) as sess:
        for _ in range(9):
            sess.run(by_two)
    facts["by two"] = _files(second)
    third = folder("three")
    hooks = [
        tf.train.SummarySaverHook(save_steps=2, output_dir=third, summary_op=tf.summary.merge_all())
    ]
    hooks.append(tf.train.StepCounterHook(every_n_steps=3, output_dir=third))
    hooks.append(
        tf.train.SummarySaverHook(
            save_steps=3, output_dir=third, scaffold=tf.train.Scaffold(summary_op=None)
        )
    )
    facts.learn("summary when", lambda: tf.train.SummarySaverHook(output_dir=third))
    facts.learn(
        "summary of what", lambda: tf.train.SummarySaverHook(save_steps=1, output_dir=third)
    )
    hooks = hooks[:2]
    with tf.train.SingularMonitoredSession(hooks=hooks) as sess:
        for _ in range(7):
            sess.run(train)
    facts["summaries"] = _events(tf, third)
    fourth = folder("four")
    hook = tf.train.ProfilerHook(save_steps=2, output_dir=fourth)
    with tf.train.SingularMonitoredSession(hooks=[hook]) as sess:
        for _ in range(5):
            sess.run(train)
    facts["profiles"] = _files(fourth)
    facts["profile events"] = _events(tf, fourth)
    return facts


def waiting_hooks(tf):
    facts = Facts()
    step, w, loss, train = _model(tf)
    hook = tf.train.GlobalStepWaiterHook(wait_until_step=0)
    with tf.train.SingularMonitoredSession(hooks=[hook]) as sess:
        facts["none"] = sess.run([train, step])[0]
        facts["step"] = tf.train.global_step(sess.raw_session(), step)
    hook = tf.train.GlobalStepWaiterHook(wait_until_step=2)
    waited = []

    def move(session, coord):
        def run():
            time.sleep(0.6)
            for _ in range(3):
                session.run(train)
            waited.append(True)

        coord.register_thread(threading.Thread(target=run))
        threading.Thread(target=run).start()

    with tf.train.SingularMonitoredSession(hooks=[_hook(tf, [], created=move), hook]) as sess:
        facts["waited"] = [sess.run(w) is not None, bool(sess.raw_session().run(step) >= 2)]
    return facts


def global_steps(tf):
    facts = Facts()
    facts["none"] = tf.train.get_global_step()
    step = tf.train.create_global_step()
    facts["made"] = [step.name, step.dtype.base_dtype.name, step.trainable, str(step.shape)]
    facts["got"] = [
        tf.train.get_global_step() is step,
        tf.train.get_or_create_global_step() is step,
    ]
    facts.learn("twice", lambda: tf.train.create_global_step())
    facts["collections"] = [
        [v.name for v in tf.get_collection(key)]
        for key in (tf.GraphKeys.GLOBAL_STEP, tf.GraphKeys.GLOBAL_VARIABLES)
    ]
    with tf.Session() as sess:
        sess.run(step.initializer)
        facts["value"] = [
            tf.train.global_step(sess, step),
            tf.train.global_step(sess, "global_step:0"),
        ]
    other = tf.Graph()
    facts["other"] = tf.train.get_or_create_global_step(other).graph is other
    with tf.Graph().as_default():
        tf.Variable(1, name="global_step", trainable=False)
        facts["by name"] = tf.train.get_global_step().op.name.split("/")[0]
    with tf.Graph().as_default():
        tf.Variable(1.0, name="global_step", trainable=False)
        try:
            tf.train.get_global_step()
        except TypeError as e:
            facts["float"] = str(e).split(":")[0]
    with tf.Graph().as_default():
        tf.Variable([1], name="global_step", trainable=False)
        facts.learn("vector", lambda: tf.train.get_global_step())
    with tf.Graph().as_default():
        with tf.variable_scope("s"):
            facts["in scope"] = tf.train.get_or_create_global_step().name
    facts.learn("assert", lambda: tf.train.assert_global_step(tf.constant(1.0)))
    return facts


# --- variables fetched beside their updates -----------------------------------------------------


def fetched_beside_updates(tf):
    facts = Facts()

    def runs(label, make, n=5):
        with tf.Graph().as_default():
            v = tf.get_variable("v", [2], initializer=tf.zeros_initializer())
            fetches = make(v)
            init = tf.global_variables_initializer()
            with tf.Session() as sess:
                values = []
                for _ in range(n):
                    sess.run(init)
                    values.append(sess.run(fetches))
            facts[label] = values

    def later(first, make):
        with tf.control_dependencies([first]):
            return make()

    def add(v, by=1.0):
        return tf.assign_add(v, [by, by])

    def trained(optimizer):
        def make(v):
            step = tf.train.get_or_create_global_step()
            train = optimizer.minimize(tf.reduce_sum(tf.square(v - 3.0)), step)
            return [train, v, step, v.value(), v.read_value(), tf.identity(v), "v:0", "v/read:0"]

        return make

    def in_turn(v):
        one = add(v)
        read = later(one, lambda: tf.identity(v))
        return [one, read, later(read, lambda: add(v, 2.0)), v]

    def before(v):
        read = v.read_value()
        return [read, later(read, lambda: add(v))]

    def copied_before(v):
        copy = v + 0.0
        return [copy, later(copy, lambda: add(v))]

    def resource(v):
        r = tf.get_variable("r", [], initializer=tf.ones_initializer(), use_resource=True)
        read = r.read_value()
        return [read, later(read, lambda: tf.assign_add(r, 1.0))]

    def in_branch(v):
        always = tf.placeholder_with_default(True, [])
        return [v, tf.cond(always, lambda: add(v), lambda: tf.identity(v))]

    def in_loop(v):
        def body(i):
            return later(add(v), lambda: i + 1)

        return [v, tf.while_loop(lambda i: i < 3, body, [0])]

    runs("gradient descent", trained(tf.train.GradientDescentOptimizer(0.5)))
    runs("adam", trained(tf.train.AdamOptimizer(0.5)))
    runs("two", lambda v: [add(v), add(v, 10.0)])
    runs("assign", lambda v: [tf.assign(v, [1.0, 2.0]), v])
    runs("operation", lambda v: [add(v).op, {"v": v}])
    runs("scatter", lambda v: [tf.scatter_update(v, [1], [5.0]), v])
    runs("reshaped", lambda v: [tf.reshape(v, [2, 1]), tf.stop_gradient(v), add(v)])
    runs("initializer", lambda v: [v, v.initializer, v.initialized_value()])
    for make in (in_turn, before, copied_before, resource, in_branch, in_loop):
        runs(make.__name__, make)
    return facts


# --- Supervisor ----------------------------------------------------------------------------------


@in_directory
def supervisors(tf, directory):
    facts = Facts()
    step, w, loss, train = _model(tf)
    called = []
    supervisor = tf.train.Supervisor(
        logdir=directory,
        save_model_secs=0,
        save_summaries_secs=0,
        init_fn=lambda s: called.append(s.run(w)),
    )
    with supervisor.managed_session() as sess:
        facts["class"] = [isinstance(sess, tf.Session), sess.graph.finalized]
        while not supervisor.should_stop():
            if sess.run([train, step])[1] >= 4:
                supervisor.request_stop()
        path = supervisor.saver.save(sess, supervisor.save_path, global_step=step)
        supervisor.summary_computed(sess, sess.run(supervisor.summary_op))
    facts["called"] = called
    facts["path"] = path
    facts["files"] = _files(directory)
    facts["events"] = _events(tf, directory)
    facts["attributes"] = [
        supervisor.is_chief,
        supervisor.global_step is step,
        supervisor.init_op.name,
        supervisor.ready_op.name,
        supervisor.save_path,
        supervisor.summary_op.name,
        supervisor.save_model_secs,
        supervisor.save_summaries_secs,
    ]
    facts["ops"] = _top_names(tf)
    facts.learn("closed", lambda: sess.run(w))
    with tf.Graph().as_default():
        step, w, loss, train = _model(tf)
        supervisor = tf.train.Supervisor(logdir=directory, summary_op=None)
        with supervisor.managed_session() as sess:
            facts["restored"] = sess.run([w, step])
    with tf.Graph().as_default():
        step, w, loss, train = _model(tf)
        supervisor = tf.train.Supervisor(
            logdir=directory + "/often", save_model_secs=1, save_summaries_secs=1
        )
        ticks = []
        with supervisor.managed_session() as sess:
            time.sleep(0.5)
            sess.run(train)
            supervisor.loop(0.2, lambda: ticks.append(sess.run(step)))
            time.sleep(2.5)
        facts["ticked"] = [len(ticks) > 2, {int(t) for t in ticks} == {1}]
        facts["threads wrote"] = sorted({str(e) for e in _events(tf, directory + "/often")})
        facts["threads saved"] = _files(directory + "/often")

    def failing():
        with tf.Graph().as_default():
            _, w, _, _ = _model(tf)
            supervisor = tf.train.Supervisor()
            with supervisor.managed_session() as sess:
                sess.run(w)
                raise KeyError("mine")

    facts.learn("failing", failing)

    def ended():
        with tf.Graph().as_default():
            _model(tf)
            with tf.train.Supervisor().managed_session():
                raise tf.errors.OutOfRangeError(None, None, "end")
        return "left"

    facts.learn("out of range", ended)
    with tf.Graph().as_default(), tf.device("/cpu:0"):
        _, w, _, _ = _model(tf)
        supervisor = tf.train.Supervisor(is_chief=False, recovery_wait_secs=1)
        facts["not chief"] = [supervisor.is_chief, supervisor.saver is None]
        facts.learn("not chief starts", lambda: supervisor.start_standard_services(tf.Session()))
    with tf.Graph().as_default():
        tf.get_variable("v", initializer=1.0)
        supervisor = tf.train.Supervisor(graph=tf.get_default_graph(), init_op=tf.no_op())
        facts.learn("not ready", lambda: supervisor.prepare_or_wait_for_session())
    return facts


LOOPS = [monitored_training, hook_order, monitored_errors, recovery, step_functions, scaffolds]
LOOPS += [session_managers, workers, options_and_metadata, queue_runners, coordinators]
HOOKS = [stop_hooks, logging_hooks, saving_hooks, waiting_hooks, global_steps]

OTHERS = [fetched_beside_updates, supervisors]

PROGRAMS = {program.__name__: program for program in LOOPS + HOOKS + OTHERS}
