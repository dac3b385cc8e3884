"""Datasets and functions of `tf.contrib.data` that `tf.data.experimental` does not have."""

import numpy as np

import tf1shim as tf


def read_batch_features(
    file_pattern,
    batch_size,
    features,
    reader=tf.data.TFRecordDataset,
    reader_args=None,
    randomize_input=True,
    num_epochs=None,
    capacity=10000,
):
    """Reads batches of parsed ``tf.Example`` records: tensors, by the features' names.

    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/data"
    >>> with tf.python_io.TFRecordWriter(path) as writer:
    ...     for n in range(2):
    ...         feature = {"n": tf.train.Feature(int64_list=tf.train.Int64List(value=[n]))}
    ...         record = tf.train.Example(features=tf.train.Features(feature=feature))
    ...         writer.write(record.SerializeToString())
    >>> features = {"n": tf.FixedLenFeature([], tf.int64)}
    >>> batch = read_batch_features(path, 2, features, randomize_input=False)
    >>> with tf.Session() as sess:
    ...     print(sess.run(batch["n"]))
    [0 1]
    """
    dataset = tf.data.experimental.make_batched_features_dataset(
        file_pattern,
        batch_size,
        features,
        reader=reader,
        reader_args=reader_args,
        shuffle=randomize_input,
        num_epochs=num_epochs,
        shuffle_buffer_size=capacity,
    )
    return tf.data.make_one_shot_iterator(dataset).get_next()


def reduce_dataset(dataset, reducer):
    """Reduces a dataset to one element; the reducer's `finalize_func` is not used.

    >>> reducer = tf.contrib.data.Reducer(lambda _: np.int64(0), lambda s, n: s + n, lambda s: s)
    >>> with tf.Session() as sess:
    ...     print(sess.run(reduce_dataset(tf.data.Dataset.range(5), reducer)))
    10

    Raises: TypeError if `dataset` is none.
    """
    if not isinstance(dataset, tf.data.Dataset):
        raise TypeError("`dataset` must be a `tf.data.Dataset` object.")
    return dataset.reduce(reducer.init_func(np.int64(0)), reducer.reduce_func)


def sloppy_interleave(map_func, cycle_length, block_length=1):
    """Returns a transformation: `tf.contrib.data.parallel_interleave` in no certain order.

    >>> data = tf.data.Dataset.range(3).apply(sloppy_interleave(tf.data.Dataset.range, 2))
    >>> element = tf.data.make_one_shot_iterator(data.batch(3)).get_next()
    >>> with tf.Session() as sess:
    ...     print(sum(sess.run(element)))
    1
    """
    return tf.data.experimental.parallel_interleave(
        map_func, cycle_length, block_length, sloppy=True
    )
