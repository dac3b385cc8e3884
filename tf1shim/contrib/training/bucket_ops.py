"""Batches of elements that go together: those of one bucket, or of about the same length."""

from __future__ import annotations

import itertools

import numpy as np

import tf1shim as tf
from tf1shim.contrib.layers.utils import smart_cond
from tf1shim.contrib.training import sparse_queues

_CLOSED = (tf.errors.OutOfRangeError, tf.errors.CancelledError)


def bucket(
    tensors,
    which_bucket,
    batch_size,
    num_buckets,
    num_threads=1,
    capacity=32,
    bucket_capacities=None,
    shapes=None,
    dynamic_pad=False,
    allow_smaller_final_batch=False,
    keep_input=True,
    shared_name=None,
    name=None,
):
    """Batches of elements of the same bucket: ``(number of the bucket, batch of tensors)``.

    `tensors` is a list or dict of the tensors of one element, `which_bucket` its bucket, an int32
    scalar below `num_buckets`. Each bucket is a queue; a full batch of one goes to a queue of
    batches, and that is what is returned. Queue runners fill them: start those.

    `batch_size` may be a list, one for each bucket, `bucket_capacities` is one; `dynamic_pad`
    pads with 0 what is shorter than the longest of a batch, `shapes` are those of the tensors;
    without `keep_input` an element is left out; with `allow_smaller_final_batch` the rest of a
    bucket is a batch too when the input ends.

    Raises:
        ValueError: A list is not one for each bucket, or there are no tensors.
    """
    per_bucket = isinstance(batch_size, (list, tuple))
    if per_bucket and len(batch_size) != num_buckets:
        raise ValueError("If batch_size is a list it must have num_buckets elements")
    if not per_bucket:
        batch_size = [batch_size] * num_buckets
    if bucket_capacities is None:
        bucket_capacities = [capacity] * num_buckets
    if len(bucket_capacities) != num_buckets:
        raise ValueError(
            f"The list bucket_capacities ({bucket_capacities}) must have exactly num_buckets "
            f"({num_buckets}) elements."
        )
    tensor_list = as_tensor_list(tensors)
    with tf.name_scope(name, "bucket", tensor_list) as name:
        tensor_list = [sparse_queues.as_tensor(t) for t in tensor_list]
        if not tensor_list:
            raise ValueError("Expected at least one tensor in bucket().")
        keep_input = _scalar_condition(keep_input)
        tensor_list, stored = sparse_queues.store(tensor_list, keep_input)
        sizes = [_static_if_known(size) for size in batch_size]
        which_bucket = tf.convert_to_tensor(which_bucket, dtype=tf.int32, name="which_bucket")

        make_queue = tf.PaddingFIFOQueue if dynamic_pad else tf.FIFOQueue
        types = [t.dtype for t in tensor_list]
        shapes = _shapes(tensor_list) if shapes is None else shapes
        buckets = [
            make_queue(
                capacity=bucket_capacities[i],
                dtypes=types,
                shapes=shapes,
                shared_name=None if shared_name is None else f"{shared_name}_{i}",
                name=f"bucket_queue_{i}",
            )
            for i in range(num_buckets)
        ]
        known = None if allow_smaller_final_batch or per_bucket else sizes[-1]
        top = tf.PaddingFIFOQueue(
            capacity=capacity,
            dtypes=[tf.int32, *types],
            shapes=[[], *(tf.TensorShape([known]).concatenate(s) for s in buckets[0].shapes)],
            shared_name=shared_name,
            name="top_queue",
        )

        def enqueue():
            choices = [
                tf.cond(
                    tf.equal(which_bucket, i),
                    lambda q=q: q.enqueue(tensor_list),
                    lambda: tf.no_op(),
                )
                for i, q in enumerate(buckets)
            ]
            return tf.group(*choices, name="group_enqueues")

        fill = [smart_cond(keep_input, enqueue, lambda: tf.no_op())] * num_threads
        _add_runners(buckets, fill, top, sizes, allow_smaller_final_batch)
        _summarize(buckets, top, capacity)
        which, *dequeued = top.dequeue(name="dequeue_top")
        dequeued = sparse_queues.restore(dequeued, stored)
        return which, as_original_type(tensors, dequeued[0] if len(dequeued) == 1 else dequeued)


def bucket_by_sequence_length(
    input_length,
    tensors,
    batch_size,
    bucket_boundaries,
    num_threads=1,
    capacity=32,
    bucket_capacities=None,
    shapes=None,
    dynamic_pad=False,
    allow_smaller_final_batch=False,
    keep_input=True,
    shared_name=None,
    name=None,
):
    """Batches of sequences of about the same length: ``(their lengths, batch of tensors)``.

    `input_length` is the length of the element, an int32 scalar. Its bucket is the number of
    `bucket_boundaries`, increasing integers, that it has reached. The others are as in `bucket`.

    Raises:
        TypeError: The boundaries are no list or tuple of integers.
        ValueError: They are empty or do not increase; or as `bucket`.
    """
    tensor_list = as_tensor_list(tensors)
    _check_boundaries(bucket_boundaries)
    with tf.name_scope(name, "bucket_by_sequence_length", [input_length, *tensor_list]) as name:
        input_length = tf.convert_to_tensor(input_length, dtype=tf.int32, name="input_length")
        limits = np.iinfo(np.int32)
        lowest = [limits.min, *bucket_boundaries]
        beyond = [*bucket_boundaries, limits.max]
        within = tf.logical_and(tf.less_equal(lowest, input_length), tf.less(input_length, beyond))
        which_bucket = tf.cast(tf.reduce_min(tf.where(within)), tf.int32)
        _, dequeued = bucket(
            tensors=[input_length, *tensor_list],
            which_bucket=which_bucket,
            batch_size=batch_size,
            num_buckets=len(bucket_boundaries) + 1,
            num_threads=num_threads,
            capacity=capacity,
            bucket_capacities=bucket_capacities,
            shapes=None if shapes is None else [tf.TensorShape([]), *shapes],
            dynamic_pad=dynamic_pad,
            allow_smaller_final_batch=allow_smaller_final_batch,
            keep_input=keep_input,
            shared_name=shared_name,
        )
        return dequeued[0], as_original_type(tensors, dequeued[1:])


def _check_boundaries(boundaries):
    if not isinstance(boundaries, (list, tuple)):
        raise TypeError(f"bucket_boundaries must be a list or tuple, but received: {boundaries}")
    if not boundaries:
        raise ValueError("bucket_boundaries must not be empty")
    for low, high in itertools.pairwise(boundaries):
        if not isinstance(low, int) or not isinstance(high, int):
            raise TypeError(f"bucket boundaries must be integers, but saw: {low} and {high}")
        if low >= high:
            raise ValueError(
                f"Buckets must contain sequential increasing lengths, but saw: {low} before {high}"
            )


def as_tensor_list(tensors):
    """The tensors of a list, or of a dict by the order of its keys."""
    if isinstance(tensors, dict):
        return [tensors[key] for key in sorted(tensors, key=str)]
    return tensors


def as_original_type(original, tensor_list):
    """`tensor_list` as the dict that `original` was, if it was one."""
    if not isinstance(original, dict):
        return tensor_list
    if len(original) == 1:
        tensor_list = [tensor_list]
    return dict(zip(sorted(original, key=str), tensor_list))


def _scalar_condition(keep_input):
    keep_input = tf.convert_to_tensor(keep_input)
    rank = keep_input.shape.ndims
    if rank is None:
        raise ValueError("`keep_input` dimensions must be known at graph construction.")
    if rank == 1:
        raise ValueError("`keep_input` cannot be a vector when `enqueue_many=False`.")
    if rank > 1:
        raise ValueError("`keep_input` must be 0 or 1 dimensions.")
    return keep_input


def _shapes(tensors):
    for tensor in tensors:
        if tensor.shape.ndims is None:
            raise ValueError(f"Cannot infer Tensor's rank: {tensor}")
    return [tensor.shape.as_list() for tensor in tensors]


def _static_if_known(size):
    size = tf.convert_to_tensor(size, dtype=tf.int32, name="batch_size")
    known = tf.get_static_value(size)
    return size if known is None else known


def _add_runners(buckets, fill, top, sizes, allow_smaller):
    """The queue runners: elements to buckets, and batches from buckets to the top."""

    def batch_of(i):
        take = buckets[i].dequeue_up_to if allow_smaller else buckets[i].dequeue_many
        taken = take(sizes[i], name=f"read_bucket_{i}")
        return [tf.constant(i), *(taken if isinstance(taken, (list, tuple)) else [taken])]

    to_top = [
        top.enqueue(batch_of(i), name=f"enqueue_from_bucket_{i}") for i in range(len(buckets))
    ]
    tf.train.add_queue_runner(
        tf.train.QueueRunner(
            buckets[0],
            to_top,
            close_op=top.close(),
            cancel_op=top.close(cancel_pending_enqueues=True),
            queue_closed_exception_types=_CLOSED,
        )
    )
    tf.train.add_queue_runner(
        tf.train.QueueRunner(
            top,
            fill,
            close_op=tf.group(*[q.close() for q in buckets]),
            cancel_op=tf.group(*[q.close(cancel_pending_enqueues=True) for q in buckets]),
            queue_closed_exception_types=_CLOSED,
        )
    )


def _summarize(buckets, top, capacity):
    for queue in buckets:
        tf.summary.scalar(f"bucket/{queue.name}/size", tf.cast(top.size(), tf.float32))
    full = tf.cast(top.size(), tf.float32) * (1.0 / capacity)
    tf.summary.scalar(f"bucket/{top.name}/fraction_of_{capacity}_full", full)
