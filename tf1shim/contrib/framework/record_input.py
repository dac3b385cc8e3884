"""Reading batches of records in a random order.

TensorFlow 1 kept this class in ``tensorflow/python/ops/data_flow_ops.py``.
"""

import tf1shim as tf


class RecordInput:
    """Batches of the records of TFRecord files, read and mixed in the background.

    >>> import tempfile
    >>> import tf1shim as tf
    >>> path = tempfile.mkdtemp() + "/records"
    >>> with tf.python_io.TFRecordWriter(path) as writer:
    ...   writer.write(b"one")
    >>> records = RecordInput(path, batch_size=2).get_yield_op()
    >>> with tf.Session() as sess:
    ...   print(sess.run(records).tolist())
    [b'one', b'one']

    Args: `file_pattern`, files or a pattern; `buffer_size`, records to mix; `parallelism`, threads;
    `shift_ratio`, by what part of the files an epoch starts later than the one before;
    `batches`, None for one batch or how many to give at once; `compression_type`, of
    `tf.python_io.TFRecordCompressionType`.
    """

    def __init__(
        self,
        file_pattern,
        batch_size=1,
        buffer_size=1,
        parallelism=1,
        shift_ratio=0,
        seed=0,
        name=None,
        batches=None,
        compression_type=None,
    ):
        self._batch_size = batch_size * (1 if batches is None else batches)
        self._batches = batches
        self._name = name
        if compression_type is None:
            compression_type = tf.python_io.TFRecordCompressionType.NONE
        self._arguments = {
            "file_pattern": file_pattern,
            "file_buffer_size": buffer_size,
            "file_parallelism": parallelism,
            "file_shuffle_shift_ratio": shift_ratio,
            "file_random_seed": seed,
            "batch_size": self._batch_size,
            "compression_type": tf.python_io.TFRecordOptions.get_compression_type_string(
                tf.python_io.TFRecordOptions(compression_type)
            ),
        }

    def get_yield_op(self):
        """A tensor of records that is another batch in every run.

        With `batches`, a list of lists of scalars: the records are dealt out in turn.
        """
        records = tf.raw_ops.RecordInput(**self._arguments, name=self._name)
        if self._batches is None:
            return records
        with tf.name_scope(self._name):
            single = [tf.reshape(r, []) for r in tf.split(records, self._batch_size, 0)]
            return [single[i :: self._batches] for i in range(self._batches)]
