"""Dense tensors as sparse ones, indicators as ids, and how far the rows of sparse ones reach.

>>> import tf1shim as tf
>>> with tf.Session() as sess:
...   print(sess.run(dense_to_sparse_tensor([[0, 5], [6, 0]])).values)
[5 6]
"""

import tf1shim as tf


def _ignore_value_tensor(dtype, ignore_value):
    """What counts as nothing: zero, False or an empty string unless given."""
    if ignore_value is None:
        ignore_value = "" if dtype == tf.string else dtype.as_numpy_dtype()
    return tf.cast(ignore_value, dtype, name="ignore_value")


def dense_to_sparse_tensor(dense_tensor, ignore_value=None):
    """A sparse tensor of all elements but those that are `ignore_value`.

    Args: `ignore_value`, if None zero, or an empty string.
    """
    with tf.name_scope("DenseToSparseTensor"):
        dense = tf.convert_to_tensor(dense_tensor)
        ignored = _ignore_value_tensor(dense.dtype, ignore_value)
        indices = tf.where(tf.not_equal(dense, ignored), name="indices")
        return tf.SparseTensor(
            indices=indices,
            values=tf.gather_nd(dense, indices, name="values"),
            dense_shape=tf.shape(dense, out_type=tf.int64, name="dense_shape"),
        )


def indicators_to_sparse_ids(indicators, ignore_value=None, dtype=tf.int64):
    """The positions, along the last dimension, of what is not `ignore_value`, moved to the front.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...   ids = sess.run(indicators_to_sparse_ids([[0, 1, 1], [1, 0, 0]]))
    >>> ids.indices.tolist(), ids.values.tolist()
    ([[0, 0], [0, 1], [1, 0]], [1, 2, 0])

    Raises: ValueError if `dtype` is no integer.
    """
    if not dtype.is_integer:
        raise ValueError(f"Invalid dtype {dtype} not integer.")
    with tf.name_scope(None, "indicators_to_sparse_ids", (indicators, ignore_value)):
        indicators = tf.convert_to_tensor(indicators, name="indicators")
        ignored = _ignore_value_tensor(indicators.dtype, ignore_value)
        there = tf.cast(tf.not_equal(indicators, ignored), tf.int64)
        # Of what is there: its number in its row, from 1 on.
        numbers = there * tf.cumsum(there, axis=-1)
        longest = tf.reshape(tf.reduce_max(numbers), shape=(1,))
        numbers = dense_to_sparse_tensor(numbers, ignore_value=0)
        rows, columns = numbers.indices[:, :-1], numbers.indices[:, -1]
        return tf.SparseTensor(
            indices=tf.concat((rows, tf.reshape(numbers.values - 1, (-1, 1))), 1, name="indices"),
            values=tf.cast(columns, dtype=dtype, name="values"),
            dense_shape=tf.concat((numbers.dense_shape[:-1], longest), 0, name="dense_shape"),
        )


def sparse_row_envelope(sparse_input, row_axis=0, col_axis=1, name=None):
    """How far each row reaches: its last column that is there, plus 1; zero for an empty row.

    >>> import tf1shim as tf
    >>> x = tf.SparseTensor([[0, 0], [2, 0], [2, 2]], [1, 1, 1], [4, 4])
    >>> with tf.Session() as sess:
    ...   print(sess.run(sparse_row_envelope(x)))
    [1 0 3 0]

    Raises: ValueError if the axes are equal or no ints.
    """
    if not (isinstance(row_axis, int) and isinstance(col_axis, int)):
        raise ValueError("`row_axis` and `col_axis` must be integers.")
    if row_axis == col_axis:
        raise ValueError("Row and column can not be the same axis.")
    with tf.name_scope(name, "sparse_row_envelope", [sparse_input]):
        rows, columns = sparse_input.indices[:, row_axis], sparse_input.indices[:, col_axis]
        count = tf.cast(sparse_input.dense_shape[row_axis], tf.int32)
        reach = tf.unsorted_segment_max(columns + 1, rows, count, name=name)
        return tf.where(reach > 0, reach, tf.zeros_like(reach))
