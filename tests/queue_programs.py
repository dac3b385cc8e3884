"""TF1 programs on queues, readers, input pipelines and what runs them in threads.

Real TensorFlow 1.15 runs them too (Python 3.7); what it finds is in queue_outcomes.json.
"""

# Functions made in loops are called in the same turn.
# ruff: noqa: B023

import os
import threading
import time

import numpy as np
from dataset_programs import drained, in_directory, written
from state_programs import Facts


def queues(tf):
    facts = Facts()
    fifo = tf.FIFOQueue(3, [tf.int32, tf.string], shapes=[[], []], names=["n", "s"], name="q")
    shuffled = tf.RandomShuffleQueue(9, 2, tf.int32, shapes=[[]], seed=3)
    padding = tf.PaddingFIFOQueue(9, tf.int32, shapes=[[None]])
    priority = tf.PriorityQueue(9, [tf.string], shapes=[[]])
    free = tf.FIFOQueue(9, tf.float32)
    facts["names"] = [fifo.name, fifo.names, [d.name for d in fifo.dtypes], str(padding.shapes)]
    item, many, up_to = shuffled.dequeue(), shuffled.dequeue_many(3), shuffled.dequeue_up_to(2)
    facts["shapes"] = [str(item.shape), str(many.shape), str(up_to.shape)]
    facts["op names"] = [fifo.enqueue({"n": 1, "s": "a"}).name, item.op.name, shuffled.size().name]
    with tf.Session() as sess:
        sess.run(fifo.enqueue_many({"n": [1, 2], "s": ["x", "y"]}))
        facts["fifo"] = [sess.run(fifo.size()), sess.run(fifo.dequeue()), sess.run(fifo.size())]
        sess.run(shuffled.enqueue_many([[1, 2, 3, 4, 5, 6, 7]]))
        facts["shuffled"] = [sess.run(item), sess.run(many)]
        sess.run(shuffled.close())
        facts["rest"] = drained(sess, up_to)
        facts.learn("put after close", lambda: sess.run(shuffled.enqueue(1)))
        sess.run([padding.enqueue([[1]]), padding.enqueue([[2, 3]])])
        facts["padded"] = np.sort(sess.run(padding.dequeue_many(2)), 0)
        for level, text in [(3, "c"), (1, "a"), (2, "b")]:
            sess.run(priority.enqueue([np.int64(level), text]))
        facts["by priority"] = [sess.run(priority.dequeue()) for _ in range(3)]
        sess.run([free.enqueue([[1.0, 2.0]])])
        facts["any shape"] = sess.run(free.dequeue())
        facts.learn("needs shapes", lambda: free.dequeue_many(2))
        facts.learn("names needed", lambda: fifo.enqueue([1, "a"]))
        facts.learn("wrong dtype", lambda: shuffled.enqueue("a"))
        facts.learn("wrong shape", lambda: sess.run(shuffled.enqueue([[1, 2]])))
        pick = tf.placeholder(tf.int32)
        both = [tf.FIFOQueue(2, tf.int32, shapes=[[]]) for _ in range(2)]
        either = tf.QueueBase.from_list(pick, both)
        sess.run([both[0].enqueue(10), both[1].enqueue(20)])
        facts["from_list"] = [sess.run(either.dequeue(), {pick: 1}), sess.run(both[0].size())]
        facts["closed"] = [sess.run(both[1].is_closed()), sess.run(both[1].close()),
                           sess.run(both[1].is_closed())]
        facts["closed, empty"] = drained(sess, both[1].dequeue())
        options = tf.RunOptions(timeout_in_ms=200)
        facts.learn("times out", lambda: sess.run(free.dequeue(), options=options))
        facts.learn("goes on", lambda: [sess.run(free.enqueue(1.0)), sess.run(free.dequeue())])
    return facts


def cancelled(tf):
    """A thread that waits in a queue ends when the queue or the session is closed."""
    facts = Facts()
    queue = tf.FIFOQueue(1, tf.int32, shapes=[[]])
    item, put = queue.dequeue(), queue.enqueue(1)
    for label, fetch, end in [
        ("pending get", item, lambda sess: sess.run(queue.close(cancel_pending_enqueues=True))),
        ("pending put", put, lambda sess: sess.run(queue.close(cancel_pending_enqueues=True))),
        ("session closed", item, lambda sess: sess.close()),
    ]:
        sess, ends = tf.Session(), []
        if fetch is put:
            sess.run(put)

        def wait():
            try:
                sess.run(fetch)
                ends.append("a value")
            except Exception as e:
                ends.append(type(e).__name__)

        thread = threading.Thread(target=wait)
        thread.daemon = True
        thread.start()
        time.sleep(0.3)
        end(sess)
        thread.join(20)
        facts[label] = ends
    return facts


def started(tf, fetches, limit=20, prepare=None):
    """What `fetches` give with the queue runners of the graph; all threads have ended after."""
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        coord = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess, coord)
        values = drained(sess, fetches, limit)
        coord.request_stop()
        coord.join(threads, stop_grace_period_secs=20)
        return values, any(t.is_alive() for t in threads), len(threads) > 0


def producers(tf):
    facts = Facts()
    train = tf.train
    for label, make in [
        ("strings", lambda: train.string_input_producer(["a", "b", "c"], 2, shuffle=False)),
        ("shuffled", lambda: train.string_input_producer(["a", "b", "c"], 2, seed=3)),
        ("inputs", lambda: train.input_producer([[1, 2], [3, 4]], num_epochs=1, shuffle=False)),
        ("range", lambda: train.range_input_producer(4, num_epochs=1, shuffle=False)),
    ]:
        with tf.Graph().as_default():
            queue = make()
            facts[label] = started(tf, queue.dequeue())
            facts[label + ", made"] = [
                queue.name, [v.op.name for v in tf.local_variables()],
                [s.op.name for s in tf.get_collection(tf.GraphKeys.SUMMARIES)],
                len(tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)),
            ]
    with tf.Graph().as_default():
        parts = train.slice_input_producer([[1, 2, 3], ["a", "b", "c"]], 1, shuffle=False)
        facts["slices"] = started(tf, parts)
    with tf.Graph().as_default():
        limited = train.limit_epochs(tf.constant(5), num_epochs=3)
        facts["epochs"] = started(tf, limited)[0]
    facts.learn("no strings", lambda: train.string_input_producer([]))
    facts.learn("no epochs", lambda: train.limit_epochs(tf.constant(1), num_epochs=0))
    facts.learn("a scalar", lambda: train.input_producer(1))
    return facts


@in_directory
def readers(tf, directory):
    facts = Facts()
    paths = [written(directory, n, t) for n, t in (("a", b"one\ntwo\n"), ("b", b"three\n"))]
    binary = written(directory, "c", b"HHaabbF")
    records = os.path.join(directory, "d")
    with tf.python_io.TFRecordWriter(records) as writer:
        for text in (b"first", b"second"):
            writer.write(text)

    def short(values):
        return [
            tuple(v.replace(directory.encode(), b"") for v in pair) if len(pair) == 2 else pair
            for pair in values
        ]

    for label, make, files in [
        ("lines", tf.TextLineReader, paths),
        ("lines after", lambda: tf.TextLineReader(skip_header_lines=1), paths),
        ("records", tf.TFRecordReader, [records]),
        ("whole", tf.WholeFileReader, paths),
        ("fixed", lambda: tf.FixedLengthRecordReader(2, 2, 1), [binary]),
        ("identity", tf.IdentityReader, ["x", "y"]),
    ]:
        with tf.Graph().as_default():
            queue = tf.train.string_input_producer(files, 1, shuffle=False)
            values, alive, _ = started(tf, make().read(queue))
            facts[label] = [short(values), alive]
    with tf.Graph().as_default():
        queue, reader = tf.FIFOQueue(9, tf.string, shapes=[[]]), tf.TextLineReader()
        many = reader.read_up_to(queue, 2)
        with tf.Session() as sess:
            sess.run([queue.enqueue_many([paths])])
            sess.run(queue.close())
            facts["counts"] = [
                [list(v) for v in short([sess.run(many)[1]])],
                sess.run(reader.num_records_produced()),
                sess.run(reader.num_work_units_completed()), sess.run(reader.reset()),
                sess.run(reader.num_records_produced()), reader.supports_serialize,
            ]
    with tf.Graph().as_default():
        names = tf.train.match_filenames_once(os.path.join(directory, "[ab]"))
        with tf.Session() as sess:
            sess.run(tf.local_variables_initializer())
            facts["matched"] = [os.path.basename(n) for n in sess.run(names)]
    return facts


def batches(tf):
    facts = Facts()
    train = tf.train

    def source(n=7):
        return train.range_input_producer(n, num_epochs=1, shuffle=False).dequeue()

    def pair():
        n = source()
        return [n, tf.as_string(n)]

    for label, make in [
        ("batch", lambda: train.batch(pair(), 3)),
        ("smaller", lambda: train.batch(pair(), 3, allow_smaller_final_batch=True)),
        ("dict", lambda: train.batch({"n": source()}, 2, capacity=4)),
        ("enqueue_many", lambda: train.batch([tf.stack([source(3)] * 2)], 2, enqueue_many=True)),
        ("dynamic", lambda: train.batch([tf.range(source(4))], 2, dynamic_pad=True)),
        ("sparse", lambda: train.batch([tf.SparseTensor(
            [[0]], tf.expand_dims(source(4), 0), [3])], 2)),
        ("shuffle", lambda: train.shuffle_batch(
            [source()], 3, capacity=9, min_after_dequeue=7, seed=3)),
        ("maybe", lambda: (lambda n: train.maybe_batch([n], n % 2 < 1, 2))(source())),
        ("maybe not", lambda: train.maybe_batch([source()], tf.constant(True), 2)),
        ("maybe many", lambda: (lambda n: train.maybe_batch(
            [tf.stack([n, -n])], [True, False], 2, enqueue_many=True))(source())),
        ("maybe sparse", lambda: (lambda n: train.maybe_batch([tf.SparseTensor(
            [[0]], tf.expand_dims(n, 0), [3])], n % 2 < 1, 2))(source())),
        ("maybe shuffle", lambda: (lambda n: train.maybe_shuffle_batch(
            [n], 2, 9, 1, n % 2 < 1, seed=3))(source())),
        ("join", lambda: train.batch_join([[source(4)]], 2)),
        ("shuffle join", lambda: train.shuffle_batch_join([[source(4)]], 2, 9, 4, seed=3)),
    ]:
        with tf.Graph().as_default():
            try:
                made = make()
                facts[label + ", made"] = [
                    str(t.shape) for t in (made.values() if isinstance(made, dict) else [made]
                                           if not isinstance(made, list) else made)]
                facts[label] = started(tf, made)
                if "shuffle" in label or "sparse" in label:
                    facts[label] = str(facts[label][1:])
                    facts[label] = len(started(tf, made)[0])
            except Exception as e:
                facts[label] = type(e).__name__ + ": " + str(e).splitlines()[0]
    return facts


def runners(tf):
    facts = Facts()
    queue = tf.FIFOQueue(2, tf.int32, shapes=[[]])
    count = tf.Variable(0, name="count", use_resource=True)
    put = queue.enqueue(tf.assign_add(count, 1))
    runner = tf.train.QueueRunner(queue, [put] * 2)
    tf.train.add_queue_runner(runner)
    again = tf.train.QueueRunner.from_proto(runner.to_proto())
    facts["proto"] = [again.queue.name, [op.name for op in again.enqueue_ops], again.name]
    item = queue.dequeue()
    with tf.Session() as sess:
        sess.run(count.initializer)
        coord = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess, coord, daemon=True)
        facts["items"] = sorted(sess.run(item) for _ in range(4))[0] > 0
        coord.request_stop()
        coord.join(threads)
        facts["stopped"] = [t.is_alive() for t in threads[:2]] + runner.exceptions_raised
        facts.learn("queue closed", lambda: [sess.run(item) for _ in range(20)])
    bad = tf.FIFOQueue(9, tf.float32, shapes=[[]])
    fail = bad.enqueue(tf.check_numerics(tf.log(-1.0), "it is no number"))
    broken = tf.train.QueueRunner(bad, [fail])
    with tf.Session() as sess:
        coord = tf.train.Coordinator()
        threads = broken.create_threads(sess, coord, start=True)

        def join():
            coord.join(threads, stop_grace_period_secs=20)

        facts.learn("fails", join)
        facts["should stop"] = coord.should_stop()
    with tf.Session() as sess:
        sess.run(count.initializer)
        left = tf.train.start_queue_runners(sess)
        sess.run(item)
    for thread in left:
        thread.join(20)
    facts["session closed"] = [t.is_alive() for t in left]
    facts.learn("no session", lambda: tf.train.start_queue_runners())
    facts.learn("no ops", lambda: tf.train.QueueRunner(queue, []))
    return facts


def coordinators(tf):
    facts = Facts()
    coord, turns = tf.train.Coordinator(), []
    loop = tf.train.LooperThread.loop(coord, 0.01, lambda: turns.append(1))
    facts["waited"] = coord.wait_for_stop(0.2)
    coord.request_stop()
    coord.join([loop])
    facts["turns"] = len(turns) > 1
    coord.clear_stop()
    facts["cleared"] = coord.should_stop()

    def work():
        with coord.stop_on_exception():
            raise ValueError("broken")

    thread = threading.Thread(target=work)
    coord.register_thread(thread)
    thread.start()
    facts.learn("join", lambda: coord.join([thread]))
    facts.learn("again", lambda: coord.raise_requested_exception())
    coord.clear_stop()
    coord.request_stop(tf.errors.OutOfRangeError(None, None, "the end"))
    facts.learn("the end", lambda: coord.join())
    slow = tf.train.Coordinator()
    sleeper = threading.Thread(target=lambda: time.sleep(1.0))
    sleeper.start()
    slow.request_stop()
    facts.learn("too slow", lambda: slow.join([sleeper], stop_grace_period_secs=0.1))
    facts.learn("ignored", lambda: slow.join(
        [sleeper], stop_grace_period_secs=0.1, ignore_live_threads=True))
    sleeper.join()
    return facts


def staging(tf):
    facts = Facts()
    area = tf.contrib.staging.StagingArea if hasattr(tf, "no") else None
    conditional = tf.ConditionalAccumulator(tf.float32, shape=[2], shared_name="acc")
    sparse = tf.SparseConditionalAccumulator(tf.float32, shape=[3, 2])
    step = tf.placeholder(tf.int64, [])
    add = conditional.apply_grad([1.0, 2.0], local_step=step)
    count, mean = conditional.num_accumulated(), conditional.take_grad(2)
    set_step = conditional.set_global_step(step)
    slices = tf.IndexedSlices(tf.constant([[1.0, 2.0]]), tf.constant([1], tf.int64))
    add_slices = sparse.apply_indexed_slices_grad(slices)
    barrier = tf.Graph is None
    facts["made"] = [conditional.name, area, barrier, str(mean.shape), conditional.dtype.name]
    taken = sparse.take_indexed_slices_grad(1)
    with tf.Session() as sess:
        for s in (0, 0, 0):
            sess.run(add, {step: s})
        facts["mean"] = [sess.run(count), sess.run(mean), sess.run(count)]
        sess.run(set_step, {step: 5})
        sess.run(add, {step: 1})
        facts["stale"] = sess.run(count)
        sess.run([add_slices])
        sess.run(add_slices)
        got = sess.run(taken)
        facts["sparse"] = [got.values, got.indices, sess.run(sparse.num_accumulated())]
        facts.learn("wrong shape", lambda: sess.run(conditional.apply_grad([1.0])))
        with tf.Session() as other:
            facts["other session"] = other.run(count)
    return facts


ALL = [queues, cancelled, producers, readers, batches, runners, coordinators, staging]
PROGRAMS = {program.__name__: program for program in ALL}
