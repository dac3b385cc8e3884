"""`tf.contrib.data` and `tf.contrib.lookup`: what happens in sessions, and to files."""

import pytest

import tf1shim as tf


def values(dataset, sess):
    """All elements of a dataset."""
    element = tf.data.make_one_shot_iterator(dataset).get_next()
    found = []
    while True:
        try:
            found.append(sess.run(element))
        except tf.errors.OutOfRangeError:
            return found


def test_wrong_shape_stops_the_dataset():
    """assert_element_shape raises at the first element of another shape, not before."""
    shape = tf.TensorShape([2])
    rows = tf.data.Dataset.range(2, 4).map(lambda n: tf.fill([n], n))
    row = tf.data.make_one_shot_iterator(
        rows.apply(tf.contrib.data.assert_element_shape(shape))
    ).get_next()

    with tf.Session() as sess:
        assert sess.run(row).tolist() == [2, 2]
        with pytest.raises(tf.errors.InvalidArgumentError):
            sess.run(row)


def test_sloppy_interleave_gives_every_element():
    """sloppy_interleave promises no order, and loses nothing."""
    numbers = tf.data.Dataset.range(4).apply(
        tf.contrib.data.sloppy_interleave(tf.data.Dataset.range, cycle_length=2)
    )

    with tf.Session() as sess:
        assert sorted(values(numbers, sess)) == [0, 0, 0, 1, 1, 2]


def test_sampled_datasets_follow_their_weights():
    """sample_from_datasets takes nothing from a dataset of weight 0."""
    ones = tf.data.Dataset.from_tensors(1).repeat(5)
    twos = tf.data.Dataset.from_tensors(2).repeat(5)

    with tf.Session() as sess:
        found = values(tf.contrib.data.sample_from_datasets([ones, twos], [1.0, 0.0], 3), sess)

    assert found[:5] == [1] * 5


def test_iterator_is_saved_with_the_variables(tmp_path):
    """make_saveable_from_iterator lets a Saver save where the input stands."""
    iterator = tf.data.make_one_shot_iterator(tf.data.Dataset.range(9))
    number = iterator.get_next()
    saver = tf.train.Saver([tf.contrib.data.make_saveable_from_iterator(iterator)])

    with tf.Session() as sess:
        assert [sess.run(number) for _ in range(3)] == [0, 1, 2]
        path = saver.save(sess, str(tmp_path / "input"))
        assert sess.run(number) == 3
        saver.restore(sess, path)
        assert sess.run(number) == 3


@pytest.mark.parametrize(
    ("name", "reason"), [("LMDBDataset", "LMDB"), ("CheckpointInputPipelineHook", "estimator")]
)
def test_what_cannot_be_had_says_why(name, reason):
    """A name of 1.15 that is not there gives the reason and a replacement."""
    with pytest.raises(tf.MissingSymbolError, match=f"contrib.data.{name}") as caught:
        getattr(tf.contrib.data, name)

    assert reason in caught.value.reason
    assert caught.value.replacement


def index():
    """A table of two words, and a query."""
    table = tf.contrib.lookup.index_table_from_tensor(["a", "b"])
    return table, table.lookup(tf.constant(["b", "c"]))


def test_table_must_be_initialized():
    """A lookup before the tables' initializer raises FailedPreconditionError."""
    _, ids = index()

    with tf.Session() as sess, pytest.raises(tf.errors.FailedPreconditionError, match="Table"):
        sess.run(ids)


def test_each_session_has_its_own_tables():
    """Initializing a table in one session leaves the other's as it is."""
    table, ids = index()
    with tf.Session() as one, tf.Session() as two:
        one.run(table.initializer)
        assert one.run(ids).tolist() == [1, -1]
        with pytest.raises(tf.errors.FailedPreconditionError, match="Table"):
            two.run(ids)


def test_tables_of_one_shared_name_are_one():
    """Two HashTables with the same shared_name: whoever is initialized fills both."""
    lookup = tf.contrib.lookup
    pairs = lookup.KeyValueTensorInitializer(["a"], [7])
    one = lookup.HashTable(pairs, -1, shared_name="common")
    two = lookup.HashTable(lookup.KeyValueTensorInitializer(["a"], [7]), -1, shared_name="common")

    with tf.Session() as sess:
        sess.run(one.init)
        assert sess.run(two.lookup(tf.constant("a"))) == 7


def test_vocabulary_files_are_assets(tmp_path):
    """A table's file is in the collection that saved models copy files from."""
    path = tmp_path / "words"
    path.write_text("a\nb\n")
    tf.contrib.lookup.index_table_from_file(str(path))
    [asset] = tf.get_collection(tf.GraphKeys.ASSET_FILEPATHS)

    with tf.Session() as sess:
        assert sess.run(asset).decode() == str(path)


def test_mutable_table_is_saved(tmp_path):
    """A Saver saves a MutableHashTable, and restores it into another session."""
    table = tf.contrib.lookup.MutableHashTable(tf.string, tf.int64, -1, name="table")
    insert = table.insert(tf.constant(["a"]), tf.constant([5], tf.int64))
    found = table.lookup(tf.constant(["a", "b"]))
    saver = tf.train.Saver()
    with tf.Session() as sess:
        sess.run(insert)
        path = saver.save(sess, str(tmp_path / "model"))

    with tf.Session() as sess:
        assert sess.run(found).tolist() == [-1, -1]
        saver.restore(sess, path)
        assert sess.run(found).tolist() == [5, -1]


def test_own_initializer_fills_a_table():
    """A table takes any initializer with TF1's interface, tf.lookup's too."""
    pairs = tf.lookup.KeyValueTensorInitializer(["a"], tf.constant([3], tf.int64))
    table = tf.contrib.lookup.HashTable(pairs, -1)
    found = table.lookup(tf.constant(["a"]))

    with tf.Session() as sess:
        sess.run(tf.tables_initializer())
        assert sess.run(found).tolist() == [3]
