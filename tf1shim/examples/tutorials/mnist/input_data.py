"""Reads MNIST, or any images in its IDX format, as TensorFlow 1's tutorials did."""

from __future__ import annotations

import collections
import gzip
import os
import shutil
import urllib.error
import urllib.request

import numpy as np

import tf1shim as tf

SOURCE_URL = "https://storage.googleapis.com/cvdf-datasets/mnist/"
# (images, labels) of the training and of the test set.
FILES = (
    ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
    ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
)
IMAGES_MAGIC, LABELS_MAGIC = 2051, 2049

Datasets = collections.namedtuple("Datasets", ["train", "validation", "test"])


def read_data_sets(
    train_dir,
    fake_data=False,
    one_hot=False,
    dtype=tf.float32,
    reshape=True,
    validation_size=5000,
    seed=None,
    source_url=SOURCE_URL,
):
    """The training, validation and test sets in the directory `train_dir`.

    >>> mnist = read_data_sets("", fake_data=True)
    >>> mnist.train.num_examples
    10000

    The four files have the names in `FILES`, with or without ``.gz``. What is not there is
    downloaded. Images come as float32 in [0, 1] and of shape [examples, 784], unless `dtype` is
    `tf.uint8` or `reshape` is False ([examples, 28, 28, 1]); labels as uint8, or one-hot.

    Raises: ValueError for files of another format; FileNotFoundError, which says where to put the
    files, when there is no network.
    """
    options = {"dtype": dtype, "reshape": reshape, "seed": seed}
    if fake_data:
        fake = [DataSet([], [], fake_data=True, one_hot=one_hot, **options) for _ in range(3)]
        return Datasets(*fake)
    paths = [[_local(train_dir, name, source_url or SOURCE_URL) for name in pair] for pair in FILES]
    (images, labels), test = (
        (extract_images(image_file), extract_labels(label_file, one_hot))
        for image_file, label_file in paths
    )
    if not 0 <= validation_size <= len(images):
        msg = f"Validation size should be between 0 and {len(images)}. Received: {validation_size}."
        raise ValueError(msg)
    return Datasets(
        train=DataSet(images[validation_size:], labels[validation_size:], **options),
        validation=DataSet(images[:validation_size], labels[:validation_size], **options),
        test=DataSet(*test, **options),
    )


def extract_images(file):
    """The images in an IDX file, of shape [images, rows, columns, 1] and dtype uint8."""
    return _read_idx(file, IMAGES_MAGIC, "image")[..., np.newaxis]


def extract_labels(file, one_hot=False, num_classes=10):
    """The labels in an IDX file: uint8 of shape [labels], or one-hot."""
    labels = _read_idx(file, LABELS_MAGIC, "label")
    return dense_to_one_hot(labels, num_classes) if one_hot else labels


def dense_to_one_hot(labels_dense, num_classes):
    """One row for each label, float64.

    >>> dense_to_one_hot(np.array([1, 0]), 2).tolist()
    [[0.0, 1.0], [1.0, 0.0]]
    """
    return np.eye(num_classes)[np.ravel(labels_dense)]


class DataSet:
    """Images and labels, given out in batches; shuffled anew in every epoch.

    >>> data = DataSet(np.zeros([3, 28, 28, 1], np.uint8), np.array([5, 6, 7]))
    >>> images, labels = data.next_batch(2, shuffle=False)
    >>> images.shape, labels.tolist(), data.epochs_completed
    ((2, 784), [5, 6], 0)

    As in TensorFlow 1 it seeds NumPy's global random numbers when it is made: from `seed`, else
    from the graph's seed.
    """

    def __init__(
        self,
        images,
        labels,
        fake_data=False,
        one_hot=False,
        dtype=tf.float32,
        reshape=True,
        seed=None,
    ):
        graph_seed, op_seed = tf.get_seed(seed)
        np.random.seed(graph_seed if seed is None else op_seed)
        dtype = tf.as_dtype(dtype).base_dtype
        if dtype not in (tf.uint8, tf.float32):
            raise TypeError(f"Invalid image dtype {dtype!r}, expected uint8 or float32")
        self._num_examples = 10000
        self._fake_label = [1] + [0] * 9 if one_hot else 0
        if not fake_data:
            assert images.shape[0] == labels.shape[0], (
                f"images.shape: {images.shape} labels.shape: {labels.shape}"
            )
            self._num_examples = images.shape[0]
            if reshape:
                assert images.shape[3] == 1
                images = images.reshape(images.shape[0], images.shape[1] * images.shape[2])
            if dtype == tf.float32:
                images = images.astype(np.float32) * np.float32(1.0 / 255.0)
        self._images, self._labels = images, labels
        self._epochs_completed = self._index_in_epoch = 0

    images = property(lambda self: self._images)
    labels = property(lambda self: self._labels)
    num_examples = property(lambda self: self._num_examples)
    epochs_completed = property(lambda self: self._epochs_completed)

    def next_batch(self, batch_size, fake_data=False, shuffle=True):
        """The next `batch_size` ``(images, labels)``; goes over into the next epoch."""
        if fake_data:
            return [[1] * 784] * batch_size, [self._fake_label] * batch_size
        start, end = self._index_in_epoch, self._index_in_epoch + batch_size
        if start == 0 and self._epochs_completed == 0 and shuffle:
            self._shuffle()
        if end <= self._num_examples:
            self._index_in_epoch = end
            return self._images[start:end], self._labels[start:end]
        self._epochs_completed += 1
        rest = self._images[start:], self._labels[start:]
        if shuffle:
            self._shuffle()
        end = self._index_in_epoch = end - self._num_examples
        begun = self._images[:end], self._labels[:end]
        return tuple(np.concatenate(pair) for pair in zip(rest, begun))

    def _shuffle(self):
        order = np.arange(self._num_examples)
        np.random.shuffle(order)
        self._images, self._labels = self._images[order], self._labels[order]


def _local(directory, name, url):
    """The path of a file in `directory`, downloaded if it is not there."""
    path = os.path.join(directory, name)
    plain = path.removesuffix(".gz")
    for candidate in (path, plain):
        if os.path.exists(candidate):
            return candidate
    try:
        with urllib.request.urlopen(url + name, timeout=30) as answer:
            os.makedirs(directory or ".", exist_ok=True)
            with open(path + ".part", "wb") as stream:
                shutil.copyfileobj(answer, stream)
    except (urllib.error.URLError, TimeoutError) as error:
        names = ", ".join(name for pair in FILES for name in pair)
        msg = (
            f"no {path}, and {url} does not answer ({error})\n"
            f"  mend it: put MNIST's four files ({names}, or unpacked, without .gz) "
            f"into {os.path.abspath(directory)}"
        )
        raise FileNotFoundError(msg) from None
    os.replace(path + ".part", path)
    return path


def _read_idx(file, magic, kind):
    """The array in an IDX file of unsigned bytes, given by path or open, gzipped or not."""
    if hasattr(file, "read"):
        return _parse_idx(file.read(), magic, kind, getattr(file, "name", "?"))
    print("Extracting", file)
    with open(file, "rb") as stream:
        return _parse_idx(stream.read(), magic, kind, file)


def _parse_idx(data, magic, kind, name):
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    found = int.from_bytes(data[:4], "big")
    if found != magic:
        raise ValueError(f"Invalid magic number {found} in MNIST {kind} file: {name}")
    ranks = found & 0xFF
    shape = np.frombuffer(data, ">u4", ranks, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * ranks).reshape(shape)
