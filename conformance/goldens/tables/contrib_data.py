"""``tf.contrib.data``: what the transformations make of small datasets."""

import os
import tempfile

import numpy as np

from conformance.goldens.cases import Table

table = Table(__name__)


def elements(tf, dataset, count):
    """The first `count` elements, one after the other."""
    iterator = tf.data.make_one_shot_iterator(dataset)
    found = []
    for _ in range(count):
        with tf.control_dependencies(tf.nest.flatten(found[-1:])):
            found.append(iterator.get_next())
    return {"e%d" % i: e for i, e in enumerate(found)}


def numbers(tf, count=7):
    return tf.data.Dataset.range(count)


def lists(tf):
    return numbers(tf).map(lambda n: tf.fill([n], n))


def records(tf):
    path = os.path.join(tempfile.mkdtemp(), "data")
    with tf.python_io.TFRecordWriter(path) as writer:
        for n in range(5):
            ints = tf.train.Feature(int64_list=tf.train.Int64List(value=[n, n * n]))
            example = tf.train.Example(features=tf.train.Features(feature={"n": ints}))
            writer.write(example.SerializeToString())
    return path, {"n": tf.FixedLenFeature([2], tf.int64)}


def transformation(count, source=numbers, **how):
    """A case: the first `count` elements of the dataset with the transformation applied."""

    def add(build):
        def program(tf):
            return elements(tf, source(tf).apply(build(tf, tf.contrib.data)), count)

        program.__name__ = build.__name__
        return table.case(program, **how)

    return add


@transformation(2)
def batch_and_drop_remainder(tf, data):
    return data.batch_and_drop_remainder(3)


@transformation(2, lists)
def padded_batch_and_drop_remainder(tf, data):
    return data.padded_batch_and_drop_remainder(3, [None], np.int64(9))


@transformation(2)
def sliding_window_batch(tf, data):
    return data.sliding_window_batch(3, window_shift=2, window_stride=2)


@transformation(3)
def sliding_window_batch_by_stride(tf, data):
    return data.sliding_window_batch(3, 2)


@transformation(2)
def sliding_window_batch_twice_told(tf, data):
    return data.sliding_window_batch(3, 2, 2)


@transformation(1, lambda tf: numbers(tf).map(lambda n: (n, {"b": tf.fill([2], n)})))
def sliding_window_batch_nested(tf, data):
    return data.sliding_window_batch(2)


# TensorFlow 2's kernel crashes on rows without elements.
@transformation(3, lambda tf: numbers(tf).map(lambda n: tf.fill([2, 2], n)))
def unbatch(tf, data):
    return data.unbatch()


@transformation(3)
def enumerate_dataset(tf, data):
    return data.enumerate_dataset(5)


@transformation(3)
def map_and_batch(tf, data):
    return data.map_and_batch(lambda n: (n, n * n), 3)


@transformation(2)
def group_by_window(tf, data):
    return data.group_by_window(lambda n: n % 2, lambda key, window: window.batch(3), 3)


@transformation(2)
def group_by_reducer(tf, data):
    reducer = data.Reducer(lambda key: key * 0, lambda total, n: total + n, lambda total: total)
    return data.group_by_reducer(lambda n: n % 2, reducer)


@transformation(2, lists)
def bucket_by_sequence_length(tf, data):
    return data.bucket_by_sequence_length(lambda row: tf.shape(row)[0], [3], [2, 2])


@transformation(2, lists)
def dense_to_sparse_batch(tf, data):
    batch = data.dense_to_sparse_batch(3, [7])
    return lambda dataset: dataset.apply(batch).map(lambda rows: rows.values)


@transformation(4)
def ignore_errors(tf, data):
    def check(dataset):
        return dataset.map(lambda n: tf.check_numerics(1.0 / tf.cast(n - 2, tf.float32), "two"))

    return lambda dataset: check(dataset).apply(data.ignore_errors())


@transformation(4)
def scan(tf, data):
    return data.scan(np.int64(0), lambda total, n: (total + n, (total, n)))


@transformation(3, lambda tf: numbers(tf).map(lambda n: n // 3))
def unique(tf, data):
    return data.unique()


@transformation(4, lambda tf: numbers(tf, 4))
def parallel_interleave(tf, data):
    return data.parallel_interleave(lambda n: tf.data.Dataset.from_tensors(n).repeat(2), 2)


@transformation(4, lambda tf: numbers(tf, 1))
def shuffle_and_repeat(tf, data):
    return data.shuffle_and_repeat(3, 4, seed=1)


@transformation(3)
def prefetch_and_repeat_a_choice(tf, data):
    other = tf.data.Dataset.from_tensors(np.int64(100)).repeat()
    choice = tf.data.Dataset.range(2).repeat()
    return lambda dataset: data.choose_from_datasets([dataset, other], choice)


@transformation(2, lists)
def assert_element_shape_unknown(tf, data):
    return data.assert_element_shape(tf.TensorShape([None]))


@transformation(1, lambda tf: lists(tf).skip(3))
def assert_element_shape(tf, data):
    return data.assert_element_shape(tf.TensorShape([3]))


@transformation(1, lambda tf: numbers(tf).map(lambda n: (n, tf.zeros([2, 3]))))
def assert_element_shape_impossible(tf, data):
    return data.assert_element_shape((tf.TensorShape([]), tf.TensorShape([3, 3])))


@transformation(1, lambda tf: lists(tf).map(lambda row: {"b": row, "a": row[:0]}).skip(2))
def assert_element_shape_dict(tf, data):
    return data.assert_element_shape({"a": tf.TensorShape([0]), "b": tf.TensorShape([2])})


@table.case
def counter(tf):
    return elements(tf, tf.contrib.data.Counter(3, 2), 2)


@table.case
def reduce_dataset(tf):
    reducer = tf.contrib.data.Reducer(lambda key: key, lambda s, n: s + n, lambda s: s)
    return tf.contrib.data.reduce_dataset(numbers(tf), reducer)


@table.case
def reduce_no_dataset(tf):
    return tf.contrib.data.reduce_dataset([1], None)


@table.case
def get_single_element(tf):
    return tf.contrib.data.get_single_element(numbers(tf).batch(9))


@table.case
def csv_dataset(tf):
    path = os.path.join(tempfile.mkdtemp(), "data")
    with open(path, "w") as stream:
        stream.write("a,b,c\n1,2.5,x\n3,,y\n")
    defaults = [tf.int32, tf.constant([0.5]), tf.string]
    return elements(tf, tf.contrib.data.CsvDataset(path, defaults, header=True), 2)


@table.case
def make_csv_dataset(tf):
    path = os.path.join(tempfile.mkdtemp(), "data")
    with open(path, "w") as stream:
        stream.write("a,b,c\n1,2.5,x\n3,0.5,y\n")
    dataset = tf.contrib.data.make_csv_dataset(path, 2, label_name="c", shuffle=False, num_epochs=1)
    return elements(tf, dataset, 1)


@table.case
def make_batched_features_dataset(tf):
    path, features = records(tf)
    dataset = tf.contrib.data.make_batched_features_dataset(
        path, 2, features, shuffle=False, num_epochs=1
    )
    return elements(tf, dataset, 2)


@table.case
def read_batch_features(tf):
    path, features = records(tf)
    return tf.contrib.data.read_batch_features(path, 2, features, randomize_input=False)


@table.case
def parse_example_dataset(tf):
    path, features = records(tf)
    dataset = tf.data.TFRecordDataset(path).batch(3)
    return elements(tf, dataset.apply(tf.contrib.data.parse_example_dataset(features)), 1)


@table.case
def optional(tf):
    iterator = tf.data.make_one_shot_iterator(numbers(tf))
    found = tf.contrib.data.get_next_as_optional(iterator)
    return {"has": found.has_value(), "value": found.get_value()}
