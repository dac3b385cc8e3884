"""Initializers that read a matrix from a checkpoint, its rows and columns put in a new order.

>>> import tempfile
>>> import tf1shim as tf
>>> folder = tempfile.mkdtemp()
>>> for name, words in (("old", "a b c"), ("new", "c x a")):
...   with open(f"{folder}/{name}", "w") as file:
...     print(*words.split(), sep="\\n", file=file)
>>> old = tf.get_variable("old", initializer=[[1.0], [2.0], [3.0]])
>>> with tf.Session() as sess:
...   sess.run(old.initializer)
...   path = tf.train.Saver().save(sess, f"{folder}/model")
>>> start = load_embedding_initializer(
...     path, "old", 3, 1, f"{folder}/old", f"{folder}/new", initializer=tf.zeros_initializer())
>>> new = tf.get_variable("new", [3, 1], initializer=start)
>>> with tf.Session() as sess:
...   sess.run(new.initializer)
...   print(sess.run(new).ravel())
[3. 0. 1.]
"""

import math

import tf1shim as tf


def load_and_remap_matrix_initializer(
    ckpt_path,
    old_tensor_name,
    new_row_vocab_size,
    new_col_vocab_size,
    old_row_vocab_size=-1,
    old_row_vocab_file=None,
    new_row_vocab_file=None,
    old_col_vocab_file=None,
    new_col_vocab_file=None,
    num_row_oov_buckets=0,
    num_col_oov_buckets=0,
    initializer=None,
    max_rows_in_memory=-1,
):
    """Makes an initializer that reads a matrix, whose rows and columns stand for words in files.

    Row i of the new matrix is that of the old one whose word stands in line i of the new file;
    columns likewise. What the old files have not, and the rows and columns for words of neither
    (`num_row_oov_buckets`, `num_col_oov_buckets`), gets its value from `initializer`.

    Args: the files of rows, of columns, or of both, each with its old and its new one;
    `old_row_vocab_size`, how many lines of the old file count, all if -1; `initializer`, zeros if
    None; `max_rows_in_memory`, how many to read at once.
    Returns: an initializer of float32 matrices, which may be partitioned by rows.
    Raises: TypeError if `initializer` is not callable; when it is called, ValueError for another
    shape, and without files.
    """
    initializer = tf.zeros_initializer() if initializer is None else initializer
    if not callable(initializer):
        raise TypeError(
            f"initializer must be callable, instead of being {initializer} of type "
            f"{type(initializer)}."
        )
    rows = _Axis("row", old_row_vocab_file, new_row_vocab_file)
    columns = _Axis("col", old_col_vocab_file, new_col_vocab_file)

    def _initializer(shape, dtype=tf.float32, partition_info=None):
        _check(shape, dtype, new_col_vocab_size, num_col_oov_buckets)
        offset = 0 if partition_info is None else partition_info.single_offset(shape)
        total = new_row_vocab_size + num_row_oov_buckets
        if offset + shape[0] > total:
            raise ValueError(
                f"Trying to initialize {shape[0]} additional rows after {offset} rows have already "
                f"been initialized, which would exceed expected total row count of "
                f"new_row_vocab_size ({new_row_vocab_size}) + num_row_oov_buckets "
                f"({num_row_oov_buckets}) = {total}."
            )
        # Of this part: the rows of neither file come last.
        unknown = min(shape[0], max(0, offset + shape[0] - new_row_vocab_size))
        if offset > new_row_vocab_size:
            if shape[0] != unknown:
                raise ValueError(
                    "Partitioned variable offset is greater than new vocab size and not operating "
                    "on OOV-only partition."
                )
            return initializer(shape)
        if num_col_oov_buckets < 0:
            raise ValueError(
                f"num_col_oov_buckets must be >= 0, but received {num_col_oov_buckets}"
            )
        for axis in (rows, columns):
            axis.check()
        if not (rows.files or columns.files):
            raise ValueError(
                "Must provide either row or column vocab files. If no remapping is necessary, "
                "consider using `tf.contrib.framework.init_from_checkpoint` instead."
            )
        known = shape[0] - unknown
        row_remapping, found_rows = rows.remapping(offset, known, old_row_vocab_size)
        if not rows.files:
            row_remapping = tf.range(offset, offset + known, dtype=tf.int64)
        col_remapping, found_columns = columns.remapping(0, new_col_vocab_size, -1)
        missing = known * new_col_vocab_size - found_rows * found_columns
        matrix = tf.raw_ops.LoadAndRemapMatrix(
            ckpt_path=ckpt_path,
            old_tensor_name=old_tensor_name,
            row_remapping=row_remapping,
            col_remapping=col_remapping,
            initializing_values=initializer([missing, 1]),
            num_rows=known,
            num_cols=new_col_vocab_size,
            max_rows_in_memory=max_rows_in_memory,
        )
        if unknown:
            more = initializer([unknown, new_col_vocab_size])
            matrix = tf.concat([matrix, tf.convert_to_tensor(more)], 0)
        if num_col_oov_buckets:
            more = initializer([known + unknown, num_col_oov_buckets])
            matrix = tf.concat([matrix, tf.convert_to_tensor(more)], 1)
        return matrix

    return _initializer


class _Axis:
    """The rows or the columns, and the files of their words."""

    def __init__(self, kind, old_file, new_file):
        self._kind, self._old, self._new = kind, old_file, new_file
        self.files = bool(old_file) and bool(new_file)

    def check(self):
        kind = self._kind
        if bool(self._old) != bool(self._new):
            raise ValueError(
                f"old_{kind}_vocab_file and new_{kind}_vocab_file must both be specified or left "
                f"unspecified. old_{kind}_vocab_file='{self._old}', "
                f"new_{kind}_vocab_file='{self._new}'"
            )

    def remapping(self, offset, size, old_size):
        """The old index of each word, and how many have one; no words and `size` without files."""
        if not self.files:
            return [], size
        return tf.raw_ops.GenerateVocabRemapping(
            new_vocab_file=self._new,
            old_vocab_file=self._old,
            new_vocab_offset=offset,
            num_new_vocab=size,
            old_vocab_size=old_size,
        )


def _check(shape, dtype, columns, buckets):
    if dtype != tf.float32:
        raise TypeError(f"Currently, only float32 is supported. Received dtype: {dtype}")
    if len(shape) != 2:
        raise ValueError(f"Expected 2-dim shape, but received: {shape}")
    if shape[0] <= 0:
        raise ValueError(f"Expected 1st dim of shape to be > 0, but received shape: {shape}")
    if shape[1] != columns + buckets:
        raise ValueError(
            f"Expected 2nd dim of shape to be new_col_vocab_size ({columns}) + "
            f"num_col_oov_buckets ({buckets}) = {columns + buckets}, but received shape: {shape}"
        )


def load_embedding_initializer(
    ckpt_path,
    embedding_tensor_name,
    new_vocab_size,
    embedding_dim,
    old_vocab_file,
    new_vocab_file,
    old_vocab_size=-1,
    num_oov_buckets=0,
    initializer=None,
    max_rows_in_memory=-1,
):
    """`load_and_remap_matrix_initializer` of embeddings, a row for each word.

    Args: `initializer`, truncated normal of standard deviation ``1 / sqrt(embedding_dim)`` if None.
    """
    if initializer is None:
        initializer = tf.truncated_normal_initializer(stddev=1.0 / math.sqrt(embedding_dim))
    return load_and_remap_matrix_initializer(
        ckpt_path=ckpt_path,
        old_tensor_name=embedding_tensor_name,
        new_row_vocab_size=new_vocab_size,
        new_col_vocab_size=embedding_dim,
        old_row_vocab_size=old_vocab_size,
        old_row_vocab_file=old_vocab_file,
        new_row_vocab_file=new_vocab_file,
        num_row_oov_buckets=num_oov_buckets,
        initializer=initializer,
        max_rows_in_memory=max_rows_in_memory,
    )


def load_linear_multiclass_bias_initializer(
    ckpt_path,
    bias_tensor_name,
    new_class_vocab_size,
    old_class_vocab_file,
    new_class_vocab_file,
    num_class_oov_buckets=0,
    initializer=None,
    max_rows_in_memory=-1,
):
    """`load_and_remap_matrix_initializer` of biases, ``[classes, 1]``."""
    return load_and_remap_matrix_initializer(
        ckpt_path=ckpt_path,
        old_tensor_name=bias_tensor_name,
        new_row_vocab_size=new_class_vocab_size,
        new_col_vocab_size=1,
        old_row_vocab_file=old_class_vocab_file,
        new_row_vocab_file=new_class_vocab_file,
        num_row_oov_buckets=num_class_oov_buckets,
        initializer=initializer,
        max_rows_in_memory=max_rows_in_memory,
    )


def load_variable_slot_initializer(
    ckpt_path,
    old_tensor_name,
    primary_partition_info,
    new_row_vocab_size,
    new_col_vocab_size,
    old_row_vocab_file=None,
    new_row_vocab_file=None,
    old_col_vocab_file=None,
    new_col_vocab_file=None,
    num_row_oov_buckets=0,
    num_col_oov_buckets=0,
    initializer=None,
    max_rows_in_memory=-1,
):
    """`load_and_remap_matrix_initializer` of an optimizer's slot, parted as its variable is."""
    start = load_and_remap_matrix_initializer(
        ckpt_path=ckpt_path,
        old_tensor_name=old_tensor_name,
        new_row_vocab_size=new_row_vocab_size,
        new_col_vocab_size=new_col_vocab_size,
        old_row_vocab_file=old_row_vocab_file,
        new_row_vocab_file=new_row_vocab_file,
        old_col_vocab_file=old_col_vocab_file,
        new_col_vocab_file=new_col_vocab_file,
        num_row_oov_buckets=num_row_oov_buckets,
        num_col_oov_buckets=num_col_oov_buckets,
        initializer=initializer,
        max_rows_in_memory=max_rows_in_memory,
    )

    def _initializer(shape, dtype=tf.float32, partition_info=None):
        return start(shape, dtype, partition_info=primary_partition_info)

    return _initializer
