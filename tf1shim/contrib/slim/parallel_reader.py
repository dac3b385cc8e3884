"""Reading records with several readers at once, and reading them once."""

from __future__ import annotations

import tf1shim as tf


class ParallelReader(tf.ReaderBase):
    """Several readers that fill one queue; what is read comes from there.

    Args:
        reader_class: The class of the readers.
        common_queue: The queue, of keys and records: two strings.
        num_readers: How many readers there are.
        reader_kwargs: Their arguments.

    Raises:
        TypeError: The queue has other types.
    """

    def __init__(self, reader_class, common_queue, num_readers=4, reader_kwargs=None):
        types = common_queue.dtypes
        if len(types) != 2 or not all(t.is_compatible_with(tf.string) for t in types):
            raise TypeError("common_queue.dtypes must be [tf.string, tf.string]")
        self._readers = [reader_class(**(reader_kwargs or {})) for _ in range(num_readers)]
        self._common_queue = common_queue

    @property
    def num_readers(self):
        """How many readers there are."""
        return len(self._readers)

    @property
    def common_queue(self):
        """The queue that they fill."""
        return self._common_queue

    def read(self, queue, name=None):
        """The next ``(key, record)`` of the files in `queue`; adds a queue runner."""
        self._configure_readers_by(queue)
        return self._common_queue.dequeue(name=name)

    def read_up_to(self, queue, num_records, name=None):
        """Up to `num_records` keys and records of the files in `queue`; adds a queue runner."""
        self._configure_readers_by(queue)
        return self._common_queue.dequeue_up_to(num_records, name)

    def _configure_readers_by(self, queue):
        enqueue = [self._common_queue.enqueue(reader.read(queue)) for reader in self._readers]
        tf.train.add_queue_runner(tf.train.QueueRunner(self._common_queue, enqueue))

    def num_records_produced(self, name=None):
        """How many records all readers have read."""
        return tf.add_n([r.num_records_produced() for r in self._readers], name=name)

    def num_work_units_completed(self, name=None):
        """How many files all readers have finished."""
        return tf.add_n([r.num_work_units_completed() for r in self._readers], name=name)


def parallel_read(
    data_sources,
    reader_class,
    num_epochs=None,
    num_readers=4,
    reader_kwargs=None,
    shuffle=True,
    dtypes=None,
    capacity=256,
    min_after_dequeue=128,
    seed=None,
    scope=None,
):
    """The next ``(key, record)`` of some files, read by several readers at once.

    `data_sources` are names or patterns of files. They are read `num_epochs` times, None for no
    end, and shuffled unless told otherwise: the files, and the records in a queue of `capacity`
    that keeps at least `min_after_dequeue`. `dtypes` are those of key and record.

    Raises:
        ValueError: There are no such files.
    """
    files = get_data_files(data_sources)
    with tf.name_scope(scope, "parallel_read"):
        names = tf.train.string_input_producer(
            files, num_epochs=num_epochs, shuffle=shuffle, seed=seed, name="filenames"
        )
        dtypes = dtypes or [tf.string, tf.string]
        if shuffle:
            queue = tf.RandomShuffleQueue(
                capacity=capacity,
                min_after_dequeue=min_after_dequeue,
                dtypes=dtypes,
                seed=seed,
                name="common_queue",
            )
        else:
            queue = tf.FIFOQueue(capacity=capacity, dtypes=dtypes, name="common_queue")
        full = tf.cast(queue.size(), tf.float32) * (1.0 / capacity)
        tf.summary.scalar(f"fraction_of_{capacity}_full", full)
        reader = ParallelReader(reader_class, queue, num_readers, reader_kwargs)
        return reader.read(names)


def single_pass_read(data_sources, reader_class, reader_kwargs=None, scope=None):
    """The next ``(key, record)`` of some files, each read once and in order.

    Raises:
        ValueError: There are no such files.
    """
    files = get_data_files(data_sources)
    with tf.name_scope(scope, "single_pass_read"):
        names = tf.train.string_input_producer(
            files, num_epochs=1, shuffle=False, capacity=1, name="filenames"
        )
        return reader_class(**(reader_kwargs or {})).read(names)


def get_data_files(data_sources):
    """The files that a name, a pattern, or a list of these means.

    >>> get_data_files(["a", ["b"]])
    ['a', 'b']

    Raises:
        ValueError: A pattern matches none, or the list is empty.
    """
    if isinstance(data_sources, (list, tuple)):
        files = [file for source in data_sources for file in get_data_files(source)]
    elif any(char in data_sources for char in "*?["):
        files = tf.gfile.Glob(data_sources)
    else:
        files = [data_sources]
    if not files:
        raise ValueError(f"No data files found in {data_sources}")
    return files
