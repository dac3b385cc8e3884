"""``tf.contrib.training``: loops, hooks, queues, sampling."""

import glob
import os
import threading
import time

import numpy as np
import pytest

import tf1shim as tf

training = tf.contrib.training


def quadratic():
    """A train op with the loss w * w, and w, which it halves."""
    w = tf.get_variable("w", initializer=4.0)
    return training.create_train_op(w * w, tf.train.GradientDescentOptimizer(0.25)), w


def trained(logdir, steps):
    """Trains to the global step `steps` with checkpoints in `logdir`; returns the last loss."""
    with tf.Graph().as_default():
        train_op, _ = quadratic()
        return training.train(train_op, logdir, hooks=[tf.train.StopAtStepHook(last_step=steps)])


def test_train_and_evaluate_once(tmp_path):
    """What train saves, evaluate_once restores; evaluations are counted, final ops run once."""
    assert trained(str(tmp_path), 3) == 1.0
    with tf.Graph().as_default():
        w = tf.get_variable("w", initializer=0.0)
        tf.train.get_or_create_global_step()
        seen = tf.get_local_variable("seen", initializer=0)
        tf.summary.scalar("w", w)
        final = training.evaluate_once(
            tf.train.latest_checkpoint(str(tmp_path)),
            eval_ops=tf.assign_add(seen, 1),
            final_ops={"w": w, "seen": seen, "step": training.get_or_create_eval_step()},
            hooks=[
                training.StopAfterNEvalsHook(4),
                training.SummaryAtEndHook(log_dir=str(tmp_path / "eval")),
            ],
        )
    assert final == {"w": 0.5, "seen": 4, "step": 4}
    (events,) = glob.glob(str(tmp_path / "eval" / "events*"))
    found = [
        (v.tag, v.simple_value) for e in tf.train.summary_iterator(events) for v in e.summary.value
    ]
    assert ("w_1", 0.5) in found


def test_evaluate_repeatedly(tmp_path):
    """Each new checkpoint is evaluated, until no more come."""
    trained(str(tmp_path), 1)
    values = []

    def timed_out():
        if len(values) == 1:
            trained(str(tmp_path), 2)
            return False
        return True

    class Hook(tf.train.SessionRunHook):
        def end(self, session):
            values.append(float(session.run(w)))

    with tf.Graph().as_default():
        w = tf.get_variable("w", initializer=0.0)
        tf.train.get_or_create_global_step()
        training.evaluate_repeatedly(
            str(tmp_path), eval_ops=w + 0.0, eval_interval_secs=0, timeout=0,
            timeout_fn=timed_out, hooks=[training.StopAfterNEvalsHook(1), Hook()],
        )  # fmt: skip
    assert values == [2.0, 1.0]


def test_checkpoints_iterator(tmp_path):
    """It gives each checkpoint once, and ends after the timeout."""
    assert list(training.checkpoints_iterator(str(tmp_path), timeout=0)) == []
    trained(str(tmp_path), 1)
    found = list(training.checkpoints_iterator(str(tmp_path), timeout=0))
    assert [os.path.basename(path) for path in found] == ["model.ckpt-1"]
    assert training.wait_for_new_checkpoint(str(tmp_path), found[0], timeout=0) is None
    assert training.wait_for_new_checkpoint(str(tmp_path), "another") == found[0]


def test_wait_for_new_checkpoint(tmp_path):
    """It waits for a checkpoint that another thread writes."""
    thread = threading.Timer(0.5, trained, (str(tmp_path), 1))
    thread.start()
    found = training.wait_for_new_checkpoint(str(tmp_path), seconds_to_sleep=0.1, timeout=60)
    thread.join()
    assert found.endswith("model.ckpt-1") or found.endswith("model.ckpt-0")


def test_the_model_proto_is_missing():
    """There is no HParamDef: what needs it says so."""
    with pytest.raises(tf.MissingSymbolError, match="HParamDef"):
        training.HParams(a=1).to_proto()
    with pytest.raises(tf.MissingSymbolError, match="to_json"):
        training.HParams(hparam_def=object())


def run_queues(fetches, runs):
    """The values of `fetches` from `runs` runs, while the queue runners run."""
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        coordinator = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess, coordinator)
        found = []
        try:
            for _ in range(runs):
                found.append(sess.run(fetches))
        except tf.errors.OutOfRangeError:
            pass
        coordinator.request_stop()
        coordinator.join(threads, stop_grace_period_secs=10, ignore_live_threads=True)
    return found


@pytest.mark.parametrize("keep_odd", [False, True])
def test_bucket_by_sequence_length(keep_odd):
    """A batch has sequences of one bucket only, padded to the longest; the rest comes at last."""
    with tf.Graph().as_default():
        length = tf.train.range_input_producer(20, shuffle=False, num_epochs=1).dequeue() + 1
        keep = tf.equal(length % 2, 1) if keep_odd else True
        lengths, sequence = training.bucket_by_sequence_length(
            length, [tf.reshape(tf.range(length), [-1]), length], batch_size=4,
            bucket_boundaries=[5, 11], dynamic_pad=True, keep_input=keep,
            allow_smaller_final_batch=True, capacity=30,
        )  # fmt: skip
        found = run_queues([lengths, sequence[0]], 100)
    seen = []
    for lengths, sequences in found:
        seen += list(lengths)
        assert len({np.searchsorted([5, 11], n, side="right") for n in lengths}) == 1
        assert sequences.shape == (len(lengths), max(lengths))
        for n, row in zip(lengths, sequences):
            assert list(row[:n]) == list(range(n))
            assert not row[n:].any()
    assert sorted(seen) == [n for n in range(1, 21) if not keep_odd or n % 2]


def test_sparse_tensors_in_buckets():
    """Sparse tensors go through buckets, also where some elements are left out."""
    with tf.Graph().as_default():
        n = tf.train.range_input_producer(8, shuffle=False, num_epochs=1).dequeue()
        sparse = tf.SparseTensor(tf.cast(tf.reshape(n, [1, 1]), tf.int64), tf.reshape(n, [1]), [10])
        _, (batch, numbers) = training.bucket(
            [sparse, n], tf.cast(n >= 4, tf.int32), 2, 2, keep_input=tf.not_equal(n, 1),
            allow_smaller_final_batch=True,
        )  # fmt: skip
        found = run_queues([batch, numbers], 20)
    for batch, numbers in found:
        assert list(batch.values) == list(numbers)
        assert list(batch.indices[:, 1]) == list(numbers)
    assert sorted(n for _, numbers in found for n in numbers) == [0, 2, 3, 4, 5, 6, 7]


def test_sequences_with_states():
    """State is carried from a sequence's segment to the next, whatever other sequences do."""
    with tf.Graph().as_default():
        n = tf.train.range_input_producer(100, shuffle=False, num_epochs=1).dequeue()
        length = n % 5 + 1
        batch = training.batch_sequences_with_states(
            input_key=tf.as_string(n),
            input_sequences={"x": tf.reshape(tf.range(100, 100 + 10)[:length], [-1])},
            input_context={"n": n},
            input_length=length,
            initial_states={"sum": tf.constant(0)},
            num_unroll=2,
            batch_size=3,
        )
        total = batch.state("sum") + tf.reduce_sum(batch.sequences["x"], 1)
        with tf.control_dependencies([batch.save_state("sum", total)]):
            total = tf.identity(total)
        last = tf.equal(batch.sequence + 1, batch.sequence_count)
        found = run_queues([batch.context["n"], total, last, batch.total_length], 40)
    finished = {}
    for numbers, totals, lasts, lengths in found:
        for number, total, last, length in zip(numbers, totals, lasts, lengths):
            assert length == number % 5 + 1
            if last:
                finished[number] = total
    assert len(finished) > 30
    for number, total in finished.items():
        assert total == sum(range(100, 100 + number % 5 + 1))


def test_a_sequence_that_does_not_fit():
    """Without padding a sequence's length must be a multiple of the segments'."""
    with tf.Graph().as_default(), tf.Session() as sess:
        batch = training.batch_sequences_with_states(
            tf.constant("k"),
            {"x": tf.placeholder_with_default(tf.zeros([3]), [None])},
            {},
            tf.constant(3),
            {"s": tf.constant(0)},
            num_unroll=2,
            batch_size=1,
            pad=False,
        )
        (runner,) = tf.get_collection(tf.GraphKeys.QUEUE_RUNNERS)
        assert batch.batch_size.name.endswith("Squeeze:0")
        with pytest.raises(tf.errors.InvalidArgumentError, match="should be a multiple of: 2, but"):
            sess.run(runner.enqueue_ops[0])


def test_stratified_sample():
    """Batches have the classes in the probabilities asked for."""
    with tf.Graph().as_default():
        label = tf.cast(tf.random_uniform([], seed=1) < 0.1, tf.int32)
        (data,), labels = training.stratified_sample(
            [tf.stack([label, label])], label, [0.5, 0.5], 16, init_probs=[0.9, 0.1]
        )
        found = run_queues([data, labels], 30)
    labels = np.concatenate([labels for _, labels in found])
    assert 0.35 < labels.mean() < 0.65
    assert all((data[:, 0] == labels).all() for data, labels in found)


def test_rejection_sample():
    """What is accepted with probability 0 is in no batch."""
    with tf.Graph().as_default():
        n = tf.train.range_input_producer(10, shuffle=False).dequeue()
        (numbers,) = training.rejection_sample(
            [n], lambda ts: tf.cast(ts[0] % 2, tf.float32), 4, runtime_checks=True
        )
        found = run_queues(numbers, 5)
    assert set(np.concatenate(found) % 2) == {1}


def test_resample_at_rate():
    """Each element is taken as often as its rate says, on average."""
    with tf.Graph().as_default(), tf.Session() as sess:
        (numbers,) = training.resample_at_rate([tf.range(3)], [0.0, 1.0, 4.0])
        counts = sum(np.bincount(sess.run(numbers), minlength=3) for _ in range(300)) / 300
    assert counts[0] == 0
    np.testing.assert_allclose(counts[1:], [1, 4], rtol=0.25)


def test_feeding_queue_runner_stops_with_its_coordinator():
    """Its threads end when the coordinator stops; a second call makes none while they run."""
    with tf.Graph().as_default(), tf.Session() as sess:
        queue, x = tf.FIFOQueue(2, tf.int32, shapes=[[]]), tf.placeholder(tf.int32, [])
        runner = training.FeedingQueueRunner(
            queue, [queue.enqueue(x)], queue.close(), queue.close(cancel_pending_enqueues=True),
            feed_fns=[lambda: {x: 7}],
        )  # fmt: skip
        coordinator = tf.train.Coordinator()
        threads = runner.create_threads(sess, coordinator, daemon=True, start=True)
        assert len(threads) == 2
        assert sess.run(queue.dequeue()) == 7
        assert runner.create_threads(sess, coordinator) == []
        coordinator.request_stop()
        coordinator.join(threads, stop_grace_period_secs=10)
        with pytest.raises(NotImplementedError, match="does not support serialization"):
            runner.to_proto()


def test_feeding_queue_runner_reports_errors():
    """What a feed function raises stops the coordinator, which raises it."""

    def broken():
        raise ValueError("no feed")

    with tf.Graph().as_default(), tf.Session() as sess:
        queue = tf.FIFOQueue(2, tf.int32, shapes=[[]])
        runner = training.FeedingQueueRunner(queue, [queue.enqueue(1)], feed_fns=[broken])
        coordinator = tf.train.Coordinator()
        threads = runner.create_threads(sess, coordinator, daemon=True, start=True)
        with pytest.raises(ValueError, match="no feed"):
            coordinator.join(threads, stop_grace_period_secs=10)


def test_supervisor_saves_while_it_trains(tmp_path):
    """The Supervisor's threads write checkpoints and summaries, from within the graph."""
    with tf.Graph().as_default():
        train_op, w = quadratic()
        tf.summary.scalar("w", w)
        supervisor = tf.train.Supervisor(
            logdir=str(tmp_path), save_model_secs=1, save_summaries_secs=1
        )
        with supervisor.managed_session() as sess:
            for _ in range(3):
                sess.run(train_op)
            while not glob.glob(str(tmp_path / "model.ckpt-3.index")):
                assert not supervisor.should_stop()
                time.sleep(0.1)
            time.sleep(1.2)
    (events,) = glob.glob(str(tmp_path / "events*"))
    tags = {v.tag for e in tf.train.summary_iterator(events) for v in e.summary.value}
    assert {"w_1", "global_step/sec"} <= tags
