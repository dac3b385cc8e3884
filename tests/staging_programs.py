"""TF1 programs on staging areas, barriers, `RecordInput` and buckets of batches.

Real TensorFlow 1.15 runs them too (Python 3.7); what it finds is in staging_outcomes.json.
"""

import importlib
import os
import shutil
import tempfile
import threading

import numpy as np
from state_programs import Facts


def flow_ops(tf):
    """The module `data_flow_ops`, as programs import it."""
    root = tf.__name__ if tf.__name__ == "tf1shim" else "tensorflow"
    return importlib.import_module(root + ".python.ops.data_flow_ops")


def staging(tf):
    facts = Facts()
    x = tf.placeholder(tf.float32, [2])
    area = tf.contrib.staging.StagingArea(
        [tf.float32, tf.int32], [[2], []], names=["a", "b"], shared_name="s"
    )
    put, got = area.put({"a": x, "b": tf.constant(3)}), area.get()
    first, size, clear = area.peek(0), area.size(), area.clear()
    facts["asks"] = [area.names, area.name, str(area.shapes), put.name, put.type, got["a"].name]
    facts["shape"] = str(got["a"].shape)
    facts.learn("other names", lambda: area.put({"a": x, "c": x}))
    facts.learn("no names", lambda: area.put([x]))
    with tf.Session() as sess:
        for values in ([1, 2], [3, 4]):
            sess.run(put, {x: values})
        facts["two"] = sess.run([size, first])
        facts["one"] = [sess.run(got), sess.run(size)]
        with tf.Session() as other:
            facts["other session"] = other.run(size)
        sess.run(clear)
        facts["none"] = sess.run(size)
    return facts


def bounded(tf):
    facts = Facts()
    area = flow_ops(tf).StagingArea([tf.int32], capacity=2)
    put, got = area.put([tf.constant(1)]), area.get()
    with tf.Session() as sess:
        putting = threading.Thread(target=lambda: [sess.run(put) for _ in range(4)])
        putting.start()
        facts["all"] = [sess.run(got) for _ in range(4)]
        putting.join()
    return facts


def maps(tf):
    facts = Facts()
    area = flow_ops(tf).MapStagingArea(
        [tf.float32, tf.int32], shapes=[[2], []], names=["f", "i"], ordered=True
    )
    key, seven = tf.placeholder(tf.int64, []), tf.constant(7, tf.int64)
    whole = area.put(key, {"f": tf.constant([1.0, 2.0]), "i": tf.to_int32(key)})
    halves = area.put(key, {"f": tf.constant([5.0, 6.0])}), area.put(key, {"i": tf.constant(9)})
    got, at, seen = area.get(), area.get(seven), area.peek(seven)
    sizes, clear = [area.size(), area.incomplete_size()], area.clear()
    facts["names"] = [area.name, whole.type, str(got)]
    with tf.Session() as sess:
        for i in (9, 7, 3):
            sess.run(whole, {key: i})
        facts["three"] = sess.run([sizes, seen])
        facts["least"] = sess.run(got)
        facts["seven"] = sess.run(at)
        for i, half in enumerate(halves):
            sess.run(half, {key: 1})
            facts[f"half {i}"] = sess.run(sizes)
        sess.run(clear)
        facts["cleared"] = sess.run(sizes)
    return facts


def barriers(tf):
    facts = Facts()
    barrier = flow_ops(tf).Barrier((tf.float32, tf.float32), shapes=((), ()), name="B")
    first = barrier.insert_many(0, ["k1", "k2"], [1.0, 2.0])
    second = barrier.insert_many(1, ["k1", "k2"], [10.0, 20.0])
    taken, close = barrier.take_many(2), barrier.close()
    sizes = [barrier.ready_size(), barrier.incomplete_size()]
    facts["names"] = [barrier.name, barrier.barrier_ref.dtype.name, first.type]
    with tf.Session() as sess:
        sess.run(first)
        facts["half"] = sess.run(sizes)
        sess.run(second)
        facts["whole"] = sess.run(sizes)
        facts["taken"] = sess.run(taken)
        sess.run(close)
        try:
            sess.run(first)
        except tf.errors.CancelledError:
            facts["closed"] = "CancelledError"
    return facts


def records(tf):
    facts = Facts()
    directory = tempfile.mkdtemp()
    path = os.path.join(directory, "a.tfrecord")
    with tf.python_io.TFRecordWriter(path) as writer:
        for i in range(6):
            writer.write(b"%d" % i)
    make = flow_ops(tf).RecordInput
    one = make(path, batch_size=3, buffer_size=6, parallelism=1, seed=1).get_yield_op()
    two = make(path, batch_size=4, batches=2, parallelism=1).get_yield_op()
    tensors = tf.contrib.framework.nest.flatten([one, two])
    facts["shapes"] = [[t.name, str(t.shape)] for t in tensors]
    with tf.Session() as sess:
        seen = [sess.run(one) for _ in range(2)]
        facts["an epoch"] = sorted(np.concatenate([np.ravel(s) for s in seen]).tolist())
        facts["sizes"] = [len(batch) for batch in sess.run(two)]
    shutil.rmtree(directory)
    return facts


def drained(tf, fetches):
    """What `fetches` give until the end, in order of size: buckets are filled by threads."""
    found = []
    with tf.Session() as sess:
        sess.run(tf.local_variables_initializer())
        coordinator = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess, coordinator)
        try:
            while True:
                found.append([np.asarray(v).tolist() for v in sess.run(fetches)])
        except tf.errors.OutOfRangeError:
            coordinator.request_stop()
        coordinator.join(threads)
    return sorted(found)


def buckets(tf):
    facts = Facts()
    training = tf.contrib.training
    value = tf.train.input_producer(tf.range(6), num_epochs=1, shuffle=False).dequeue()
    which, (batch, tens) = training.bucket(
        [value, value * 10], which_bucket=value % 2, batch_size=3, num_buckets=2, num_threads=1
    )
    facts["names"] = [which.name, batch.name, str(batch.shape)]
    facts["batches"] = drained(tf, [which, batch, tens])
    return facts


def lengths(tf):
    facts = Facts()
    value = tf.train.input_producer(tf.range(1, 7), num_epochs=1, shuffle=False).dequeue()
    length, (batch,) = tf.contrib.training.bucket_by_sequence_length(
        value, [tf.fill([value], value)], batch_size=2, bucket_boundaries=[3, 5], num_threads=1,
        dynamic_pad=True, allow_smaller_final_batch=True,
    )  # fmt: skip
    facts["names"] = [length.name, batch.name, str(batch.shape)]
    facts["batches"] = drained(tf, [length, batch])
    return facts


ALL = [staging, bounded, maps, barriers, records, buckets, lengths]
PROGRAMS = {program.__name__: program for program in ALL}
