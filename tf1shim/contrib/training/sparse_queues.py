"""Sparse tensors in queues: the queue gets a handle, the tensor waits in a map of the session."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.layers.utils import smart_cond
from tf1shim.contrib.training.training import with_dependencies


def as_tensor(value):
    """`value` as a tensor; sparse ones stay as they are."""
    if isinstance(value, (tf.SparseTensor, tf.IndexedSlices)):
        return value
    return tf.convert_to_tensor(value)


def store(tensors, keep_input):
    """``(tensors with handles for the sparse ones, what restore needs to know)``.

    Without `keep_input`, a scalar, nothing is stored: the handle is -1.
    """
    kept, stored = [], []
    for tensor in tensors:
        if not isinstance(tensor, tf.SparseTensor):
            kept.append(tensor)
            stored.append(None)
            continue
        # The map is found by this name from within branches too.
        name = tf.get_default_graph().unique_name("SparseTensorsMap")
        handle = smart_cond(
            keep_input,
            lambda t=tensor, name=name: tf.raw_ops.AddSparseToTensorsMap(
                sparse_indices=t.indices,
                sparse_values=t.values,
                sparse_shape=t.dense_shape,
                shared_name=name,
            ),
            lambda: tf.constant(-1, tf.int64),
        )
        rank = tensor.dense_shape.shape.with_rank(1)[0].value
        kept.append(tf.expand_dims(handle, [-1]))
        stored.append((name, tensor.dtype, rank))
    return kept, stored


def restore(tensors, stored):
    """The batches of tensors, with a sparse tensor for each batch of handles."""
    restored = [
        _take(tensor, *how) if how is not None else tensor for tensor, how in zip(tensors, stored)
    ]
    if not any(stored):
        return restored
    # Whoever takes one takes all: none stays behind in its map.
    taken = [t.values if isinstance(t, tf.SparseTensor) else t for t in restored]
    return [_after(taken, tensor) for tensor in restored]


def _take(handles, name, dtype, rank):
    taken = tf.raw_ops.TakeManySparseFromTensorsMap(
        sparse_handles=tf.squeeze(handles, [1]), dtype=dtype, shared_name=name
    )
    if rank is not None:
        taken.sparse_indices.set_shape([None, rank + 1])
        taken.sparse_shape.set_shape([rank + 1])
    return tf.SparseTensor(taken.sparse_indices, taken.sparse_values, taken.sparse_shape)


def _after(dependencies, tensor):
    if not isinstance(tensor, tf.SparseTensor):
        return with_dependencies(dependencies, tensor)
    parts = (tensor.indices, tensor.values, tensor.dense_shape)
    return tf.SparseTensor(*(with_dependencies(dependencies, part) for part in parts))
