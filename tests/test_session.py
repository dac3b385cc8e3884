"""Sessions: state apart from the graph, threads, closing, metadata."""

import gc
import json
import os
import threading
import time

import numpy as np
import oracle
import pytest
import session_programs
import tensorflow
import tf115

import tf1shim as tf


@pytest.mark.parametrize("name", sorted(session_programs.PROGRAMS))
def test_sessions_as_tensorflow_1_has_them(name):
    """A program with sessions comes to what TensorFlow 1.15.5 makes of it."""
    oracle.check(session_programs.PROGRAMS[name])


@pytest.mark.tf115
@pytest.mark.skipif(tf115.python() is None, reason="no TensorFlow 1.15.5 here")
def test_record_is_what_tensorflow_1_says(tmp_path):
    """The recorded outcomes are those of TensorFlow 1.15.5."""
    tf115.run(oracle.__file__, str(tmp_path / "now.json"))
    now = json.loads((tmp_path / "now.json").read_text())
    # The name has the number of the process's sessions so far.
    for record in (now, recorded := oracle.recorded()):
        del record["closed_queue"]
    assert now == recorded


def test_session_on_a_plain_graph():
    """A session runs a graph that TensorFlow's own code made, variables included."""
    graph = tensorflow.Graph()
    with graph.as_default():
        x = tensorflow.compat.v1.placeholder(tensorflow.float32, [None])
        v = tensorflow.compat.v1.get_variable("v", initializer=2.0, use_resource=True)
        y = x * v
        add = v.assign_add(1.0)
    with tf.Session(graph=graph) as sess:
        sess.run(v.initializer)
        assert sess.run(y, {x: [1, 2]}).tolist() == [2, 4]
        assert sess.run([add, y], {x: [1]})[0] == 3
        assert sess.run(v, {v: 9}) == 9
        assert sess.run(v) == 3


def resident_bytes():
    """How much memory this process holds."""
    with open("/proc/self/statm") as stream:
        return int(stream.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="Linux tells its memory there")
def test_close_frees_the_variables():
    """Sessions with large variables, opened and closed in turn, hold no more memory than one."""
    v = tf.Variable(tf.zeros([5_000_000]))
    before = resident_bytes()
    for _ in range(10):
        with tf.Session() as sess:
            sess.run(v.initializer)
    assert resident_bytes() - before < 3 * 20_000_000


def test_forgotten_session_frees_itself():
    """A session that is no longer referred to is closed."""
    v = tf.Variable(1.0)
    sess = tf.Session()
    sess.run(v.initializer)
    state = sess._state
    del sess
    gc.collect()
    assert not state._functions


def test_close_cancels_what_blocks():
    """Everything that waits in a session ends promptly when another thread closes it."""
    queue = tf.FIFOQueue(1, tf.int32)
    get = queue.dequeue()
    sess = tf.Session()
    sess.run(queue.size())
    ended = []

    def work():
        with pytest.raises(tf.errors.CancelledError):
            sess.run(get)
        ended.append(time.monotonic())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(sess._running) < 4:
        time.sleep(0.01)
    began = time.monotonic()
    sess.close()
    for thread in threads:
        thread.join(10)
    assert len(ended) == 4
    assert max(ended) - began < 2


def test_close_leaves_other_sessions():
    """Closing one session touches neither the values nor the waiting of another."""
    v = tf.Variable(1.0)
    queue = tf.FIFOQueue(1, tf.int32)
    one, two = tf.Session(), tf.Session()
    for sess in (one, two):
        sess.run(v.initializer)
    got = []
    thread = threading.Thread(target=lambda: got.append(two.run(queue.dequeue())))
    thread.start()
    one.run(queue.size())
    one.close()
    two.run(queue.enqueue(7))
    thread.join(10)
    assert got == [7]
    assert two.run(v) == 1
    two.close()


def test_trace_names_the_ops_that_ran():
    """A traced run's step_stats have the devices, the nodes and their times."""
    a = tf.random_normal([50, 50])
    b = tf.matmul(a, a, name="product")
    metadata = tf.RunMetadata()
    began = time.time() * 1e6
    with tf.Session() as sess:
        options = tf.RunOptions(trace_level=tf.RunOptions.FULL_TRACE)
        sess.run(b, options=options, run_metadata=metadata)
    nodes = {n.node_name: n for d in metadata.step_stats.dev_stats for n in d.node_stats}
    assert "CPU:0" in metadata.step_stats.dev_stats[0].device
    assert nodes["product"].timeline_label.startswith("product = ")
    assert began - 1e6 < nodes["product"].all_start_micros < time.time() * 1e6


def test_random_ops_are_called_by_their_names():
    """A seeded op draws the same numbers fetched itself as fetched through another."""
    tf.set_random_seed(1)
    a = tf.random_uniform([], name="a")
    b = a * 1
    with tf.Session() as one, tf.Session() as two:
        assert [one.run(a), one.run(a)] == [two.run(b), two.run(a)]


def test_variable_lists_the_session_s_values():
    """`session.variables` has this session's values, those of others are apart."""
    v = tf.get_variable("v", initializer=3.0)
    one, two = tf.Session(), tf.Session()
    one.run(v.initializer)
    assert {name: w.numpy() for name, w in one.variables.items()} == {"v:0": np.float32(3)}
    assert two.variables == {}
    one.variables["v:0"].assign(4.0)
    assert one.run(v) == 4


def test_second_interactive_session_warns():
    """An interactive session beside another is warned of, as in TF1."""
    one = tf.InteractiveSession()
    with pytest.warns(UserWarning, match="An interactive session is already active"):
        two = tf.InteractiveSession()
    two.close()
    one.close()
