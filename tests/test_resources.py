"""Resources other than variables: one per session, whatever is fetched together and when."""

import numpy as np
import pytest

import tf1shim as tf


def test_one_shot_iterator_goes_on_over_signatures_and_restarts_in_a_session():
    """Each session walks a one-shot iterator once, through whichever fetches."""
    dataset = tf.data.Dataset.from_tensor_slices(np.arange(6)).map(lambda x: x * 2)
    item = dataset.make_one_shot_iterator().get_next()
    more = item + 1
    for _ in range(2):
        with tf.Session() as sess:
            assert [sess.run(item), sess.run(more), sess.run([item, more])] == [0, 3, [4, 5]]
            assert [sess.run(item) for _ in range(3)] == [6, 8, 10]
            with pytest.raises(tf.errors.OutOfRangeError, match="End of sequence"):
                sess.run(more)


def test_initializable_iterator_starts_over_when_initialized():
    """Running the initializer starts the iterator over; without it a run fails."""
    size = tf.placeholder(tf.int64, [])
    iterator = tf.data.make_initializable_iterator(tf.data.Dataset.range(size))
    item = iterator.get_next()
    with tf.Session() as sess:
        with pytest.raises(tf.errors.FailedPreconditionError):
            sess.run(item)
        for n in (1, 2):
            sess.run(iterator.initializer, {size: n})
            assert [sess.run(item) for _ in range(n)] == list(range(n))


def test_queue_holds_what_another_run_put_there():
    """A queue is one per session: enqueued by one run, counted and dequeued by others."""
    queue = tf.FIFOQueue(10, [tf.int32, tf.string], shapes=[[], []])
    put = queue.enqueue_many([[1, 2, 3], ["a", "b", "c"]])
    size, item = queue.size(), queue.dequeue()
    with tf.Session() as sess:
        sess.run(put)
        assert sess.run(size) == 3
        assert sess.run(item) == [1, b"a"]
        with tf.Session() as other:
            assert other.run(size) == 0
        assert sess.run([size, tf.constant(1)])[0] == 2


def test_table_is_initialized_for_all_runs_of_its_session():
    """`tables_initializer` fills lookup tables; another session has to run its own."""
    table = tf.lookup.StaticHashTable(
        tf.lookup.KeyValueTensorInitializer(["a", "b"], [1, 2]), default_value=-1
    )
    found = table.lookup(tf.constant(["b", "x"]))
    with tf.Session() as sess:
        sess.run(tf.tables_initializer())
        assert list(sess.run(found)) == [2, -1]
        assert list(sess.run({"f": found})["f"]) == [2, -1]
        with tf.Session() as other, pytest.raises(tf.errors.FailedPreconditionError):
            other.run(found)


def test_sessions_see_named_resources_of_their_own():
    """A `shared_name` is shared within a session, not between sessions, as in one TF1 process."""
    first = tf.FIFOQueue(3, [tf.float32], shapes=[[]], shared_name="q")
    second = tf.FIFOQueue(3, [tf.float32], shapes=[[]], shared_name="q")
    with tf.Session() as sess, tf.Session() as other:
        sess.run(first.enqueue(4.0))
        assert sess.run(second.size()) == 1
        assert other.run(second.size()) == 0


def test_close_frees_the_resources():
    """After `close`, a new session with the same program starts from nothing."""
    v = tf.get_variable("v", initializer=1.0)
    queue = tf.FIFOQueue(3, [tf.float32], shapes=[[]])
    put, size = queue.enqueue(v), queue.size()
    for _ in range(2):
        sess = tf.Session()
        with pytest.raises(tf.errors.FailedPreconditionError):
            sess.run(v)
        sess.run(v.initializer)
        sess.run(put)
        assert sess.run(size) == 1
        sess.close()


def test_close_frees_what_was_placed_softly():
    """A session that put variables for an absent device elsewhere can be closed."""
    with tf.device("/device:GPU:7"):
        v = tf.get_variable("v", initializer=1.0)
    with tf.Session(config=tf.ConfigProto(allow_soft_placement=True)) as sess:
        sess.run(v.initializer)
        assert sess.run(v) == 1.0
        assert sess.run(tf.report_uninitialized_variables()).size == 0


@pytest.mark.parametrize("transform", ["map", "map_with_legacy_function"])
def test_parallel_calls_as_a_tensor(transform):
    """The number of parallel calls may be an int32 tensor, and no other, as in TF1."""
    dataset = tf.data.Dataset.range(3)
    doubled = getattr(dataset, transform)(lambda n: n * 2, num_parallel_calls=tf.constant(2))
    n = doubled.make_one_shot_iterator().get_next()

    with tf.Session() as sess:
        assert [sess.run(n) for _ in range(3)] == [0, 2, 4]
    with pytest.raises(ValueError, match="requested dtype int32 for Tensor with dtype int64"):
        getattr(dataset, transform)(lambda n: n, num_parallel_calls=tf.constant(2, tf.int64))
