"""Sparse sequences and sparse context of `batch_sequences_with_states`.

A sparse sequence waits in a map of the session, row by row; its segments are the rows' handles.
Sparse context becomes a sequence whose first step in each segment is the context.
"""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.training.sequence_checks import SPARSE, assert_multiple_of

_CONTEXT = "_context_in_seq_"


def check_multiple_of(key, value, num_unroll):
    """The sequence `value` after a check that its length is a multiple of `num_unroll`."""
    if isinstance(value, SPARSE):
        check = assert_multiple_of(
            f"SparseTensor {key} first dimension",
            value.dense_shape[0],
            tf.constant(num_unroll, tf.int64),
        )
        parts = (value.indices, value.values, value.dense_shape)
        with tf.control_dependencies([check]):
            return tf.SparseTensor(*(tf.identity(p, name="multiple_of_checked") for p in parts))
    if not isinstance(value, tf.Tensor):
        try:
            value = tf.convert_to_tensor(value)
        except TypeError:
            raise TypeError(
                "Unsupported input_sequences expected Tensor or SparseTensor values, "
                f"got: {type(value)} for key {key}"
            ) from None
    check = assert_multiple_of(f"Tensor {key} first dimension", tf.shape(value)[0], num_unroll)
    with tf.control_dependencies([check]):
        return tf.identity(value, name="multiple_of_checked")


def move_out_of_context(context, sequences, num_unroll):
    """Makes sequences of the sparse tensors in `context`; both dicts are changed."""
    length = tf.constant(1)
    if sequences:
        first = next(iter(sequences.values()))
        length = first.dense_shape[0] if isinstance(first, SPARSE) else tf.shape(first)[0]
    length = tf.cast(length, tf.int64)
    for key in sorted(k for k, value in context.items() if isinstance(value, SPARSE)):
        sequences[_CONTEXT + key] = _at_each_segment(context.pop(key), length, num_unroll)


def _at_each_segment(sparse, length, num_unroll):
    """A sparse sequence with `sparse` at the first step of each segment."""
    starts = tf.range(start=0, limit=length, delta=num_unroll)
    count = tf.cast(length // num_unroll, tf.int32)
    entries = tf.shape(sparse.indices)[0]
    step = tf.reshape(tf.tile(tf.expand_dims(starts, 1), [1, entries]), [-1, 1])
    indices = tf.concat([step, tf.tile(sparse.indices, [count, 1])], 1)
    shape = tf.concat([tf.expand_dims(length, 0), sparse.dense_shape], 0)
    return tf.SparseTensor(indices, tf.tile(sparse.values, [count]), shape)


def move_into_context(context, sequences):
    """Puts back what `move_out_of_context` moved, now ``[batch, ...]``."""
    for name in sorted(key for key in sequences if key.startswith(_CONTEXT)):
        sparse = sequences.pop(name)
        batch, rest = sparse.dense_shape[:1], sparse.dense_shape[2:]
        first = tf.SparseTensor(sparse.indices, sparse.values, tf.concat([batch, [1], rest], 0))
        context[name[len(_CONTEXT) :]] = tf.sparse_reshape(first, tf.concat([batch, rest], 0))


def store(sequences):
    """``(sequences with handles for the sparse ones, {key: (name of its map, dtype)})``."""
    dense, maps = dict(sequences), {}
    for key in sorted(k for k, value in sequences.items() if isinstance(value, SPARSE)):
        sparse = sequences[key]
        name = tf.get_default_graph().unique_name("SparseTensorsMap")
        dense[key] = tf.raw_ops.AddManySparseToTensorsMap(
            sparse_indices=sparse.indices,
            sparse_values=sparse.values,
            sparse_shape=sparse.dense_shape,
            shared_name=name,
        )
        maps[key] = (name, tf.convert_to_tensor(sparse.values).dtype)
    return dense, maps


def restore(sequences, maps, batch_size, num_unroll):
    """Replaces the handles in the dict by sparse tensors ``[batch, num_unroll, ...]``."""
    for key, (name, dtype) in maps.items():
        taken = tf.raw_ops.TakeManySparseFromTensorsMap(
            sparse_handles=tf.reshape(sequences[key], [-1]), dtype=dtype, shared_name=name
        )
        row = taken.sparse_indices[:, :1]
        indices = tf.concat(
            [row // num_unroll, row % num_unroll, taken.sparse_indices[:, 1:]], axis=1
        )
        sizes = [tf.cast([batch_size], tf.int64), tf.constant([num_unroll], tf.int64)]
        shape = tf.concat([*sizes, taken.sparse_shape[1:]], axis=0)
        sequences[key] = tf.SparseTensor(indices, taken.sparse_values, shape)
