"""Checks and sums of tensors.

>>> import tf1shim as tf
>>> x = tf.placeholder(tf.float32, [None, 2])
>>> tf.contrib.framework.with_shape([3, 2], x).shape.as_list()
[3, 2]
"""

import numpy as np

import tf1shim as tf

is_tensor = tf.is_tensor
assert_same_float_dtype = tf.assert_same_float_dtype
assert_scalar = tf.assert_scalar
convert_to_tensor_or_sparse_tensor = tf.convert_to_tensor_or_sparse_tensor


def reduce_sum_n(tensors, name=None):
    """The sum of all elements of all tensors.

    >>> import tf1shim as tf
    >>> total = reduce_sum_n([tf.constant([1, 2]), tf.constant(3)])
    >>> total.name
    'reduce_sum_n:0'

    Raises: ValueError if there are no tensors.
    """
    if not tensors:
        raise ValueError("No tensors provided.")
    with tf.name_scope(name, "reduce_sum_n", tensors) as name_scope:
        sums = [tf.reduce_sum(t, name=f"{t.op.name}/sum") for t in tensors]
        return sums[0] if len(sums) == 1 else tf.add_n(sums, name=name_scope)


def remove_squeezable_dimensions(predictions, labels, name=None):
    """Takes off the last dimension, if it is 1, of the one whose rank is greater by one.

    >>> import tf1shim as tf
    >>> a, b = remove_squeezable_dimensions(tf.zeros([2, 1]), tf.zeros([2]))
    >>> a.shape.as_list(), b.shape.as_list()
    ([2], [2])

    Where a rank is not known, that is decided when it runs.
    """
    with tf.name_scope(name, "remove_squeezable_dimensions", [predictions, labels]):
        predictions, labels = map(tf.convert_to_tensor, (predictions, labels))
        ranks = predictions.get_shape().ndims, labels.get_shape().ndims
        if None not in ranks:
            more = ranks[0] - ranks[1]
            return (
                tf.squeeze(predictions, [-1]) if more == 1 else predictions,
                tf.squeeze(labels, [-1]) if more == -1 else labels,
            )
        more = tf.rank(predictions) - tf.rank(labels)
        return _squeezed_if(1, more, predictions), _squeezed_if(-1, more, labels)


def _squeezed_if(expected, more, tensor):
    shape = tensor.get_shape()
    if shape.ndims is None or shape.dims[-1].is_compatible_with(1):
        return tf.cond(tf.equal(expected, more), lambda: tf.squeeze(tensor, [-1]), lambda: tensor)
    return tensor


def assert_scalar_int(tensor, name=None):
    """Returns `tensor`, which must be a scalar of an integer type.

    >>> assert_scalar_int(3).dtype.name
    'int32'

    Raises: ValueError if it is not.
    """
    with tf.name_scope(name, "assert_scalar_int", [tensor]) as name_scope:
        tensor = tf.convert_to_tensor(tensor)
        if not tensor.dtype.base_dtype.is_integer:
            raise ValueError(
                f"Expected integer type for {tensor.name}, received type: {tensor.dtype}."
            )
        return assert_scalar(tensor, name=name_scope)


def with_same_shape(expected_tensor, tensor):
    """`with_shape`, of the shape of another tensor."""
    with tf.name_scope(f"{tensor.op.name}/", values=[expected_tensor, tensor]):
        shape = expected_tensor.get_shape()
        if shape.is_fully_defined():
            return with_shape(shape.as_list(), tensor)
        return with_shape(tf.shape(expected_tensor, name="expected_shape"), tensor)


def with_shape(expected_shape, tensor):
    """Returns `tensor`, which must have the given shape.

    >>> import tf1shim as tf
    >>> with_shape([2, 3], tf.zeros([2, 3])).name
    'zeros:0'

    What is not known before is checked when it runs.
    Args: `expected_shape`, a list or array of int32, or a tensor.
    Raises: ValueError if the shape is another, or no list of int32; when it runs,
    tf.errors.InvalidArgumentError.
    """
    if isinstance(tensor, tf.SparseTensor):
        raise ValueError("SparseTensor not supported.")
    dynamic = tf.is_tensor(expected_shape)
    expected_shape = expected_shape if dynamic else _as_int32(expected_shape)
    if isinstance(expected_shape, np.ndarray) and expected_shape.ndim > 1:
        raise ValueError(
            f"Invalid rank {expected_shape.ndim} for shape {expected_shape} expected of tensor "
            f"{tensor.name}."
        )
    dtype = getattr(expected_shape, "dtype", None)
    if dtype is not None and dtype not in (tf.int32, np.int32):
        raise ValueError(
            f"Invalid dtype {dtype} for shape {expected_shape} expected of tensor {tensor.name}."
        )
    shape = tensor.get_shape()
    if dynamic or not shape.is_fully_defined():
        with tf.name_scope(f"{tensor.op.name}/", values=[tensor]):
            if not dynamic and len(expected_shape) < 1:
                return tf.reshape(tensor, [])
            with tf.control_dependencies([_assert_shape_op(expected_shape, tensor)]):
                result = tf.identity(tensor)
            if not dynamic:
                result.set_shape(expected_shape)
            return result
    if not shape.is_compatible_with(expected_shape):
        if len(expected_shape) < 1 and shape.is_compatible_with([1]):
            with tf.name_scope(f"{tensor.op.name}/", values=[tensor]):
                return tf.reshape(tensor, [])
        raise ValueError(
            f"Invalid shape for tensor {tensor.name}, expected {expected_shape}, got {shape}."
        )
    return tensor


def _as_int32(shape):
    if not isinstance(shape, (list, tuple)):
        return shape
    array = np.asarray(shape)
    return array.astype(np.int32) if array.dtype == np.int64 or not shape else array


def _assert_shape_op(expected_shape, tensor):
    """An operation that fails if `tensor` has another shape; -1 stands for any dimension."""
    with tf.name_scope("assert_shape", values=[tensor]) as scope:
        actual = tf.shape(tensor, name="actual")
        if isinstance(expected_shape, tf.TensorShape) and not expected_shape.is_fully_defined():
            expected_shape = [size or -1 for size in expected_shape.as_list()]
        same_rank = tf.equal(tf.size(expected_shape), tf.rank(tensor))
        fits = tf.logical_or(tf.equal(expected_shape, -1), tf.equal(expected_shape, actual))
        return tf.Assert(
            tf.logical_and(same_rank, tf.reduce_all(fits), name="is_shape"),
            [f"Wrong shape for {tensor.name} [expected] [actual].", expected_shape, actual],
            name=scope,
        )
