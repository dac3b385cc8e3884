"""`gather_tree`: the sequences that a beam search found, from its steps."""

from __future__ import annotations

import tf1shim as tf


def gather_tree(step_ids, parent_ids, max_sequence_lengths, end_token, name=None):
    """Follows the parents from the last step to the first; after an end token there are only more.

    >>> import tf1shim as tf
    >>> beams = tf.contrib.seq2seq.gather_tree(
    ...     step_ids=[[[1, 2]], [[3, 4]], [[5, 6]]],
    ...     parent_ids=[[[0, 0]], [[1, 0]], [[1, 0]]], max_sequence_lengths=[3], end_token=9)
    >>> with tf.Session() as sess:
    ...     sess.run(beams)[:, 0].T
    array([[1, 4, 5],
           [2, 3, 6]], dtype=int32)

    TensorFlow 1 had a kernel for this; here it is a loop.

    Args:
        step_ids: ``[time, batch, beams]``, the token of each step.
        parent_ids: The same shape: the beam that each continues.
        max_sequence_lengths: ``[batch]``, the longest of a batch item's beams.
        end_token: A scalar.
        name: Of the op.

    Returns:
        ``[time, batch, beams]``.

    Raises:
        TypeError: An argument that is not int32.
        ValueError: One of the wrong rank.
        InvalidArgumentError: A parent that is no beam, when it runs.
    """
    with tf.name_scope(name, "GatherTree", [step_ids, parent_ids]) as scope:
        steps, parents, lengths, end = (
            _int32(value, name)
            for value, name in (
                (step_ids, "step_ids"),
                (parent_ids, "parent_ids"),
                (max_sequence_lengths, "max_sequence_lengths"),
                (end_token, "end_token"),
            )
        )
        inputs = [steps, parents, lengths, end]
        for tensor, rank in zip(inputs, (3, 3, 1, 0)):
            if tensor.shape.ndims not in (rank, None):
                raise ValueError(
                    f"Shape must be rank {rank} but is rank {tensor.shape.ndims} for "
                    f"'{scope[:-1]}' (op: 'GatherTree') with input shapes: "
                    f"{', '.join(map(_shape_text, inputs))}."
                )
        shape = tf.shape(steps)
        count, beams = shape[0], tf.zeros_like(steps[0]) + tf.range(shape[2])

        def back(time, beam, found):
            within = tf.tile(tf.expand_dims(time < lengths, 1), [1, shape[2]])
            ids = tf.gather(steps[time], beam, batch_dims=1)
            before = tf.gather(parents[time], beam, batch_dims=1)
            found = found.write(time, tf.where(within, ids, tf.fill(tf.shape(ids), end)))
            return time - 1, tf.where(within, before, beam), found

        found = tf.TensorArray(tf.int32, size=count, element_shape=steps.shape[1:])
        _, _, found = tf.while_loop(lambda time, *_: time >= 0, back, (count - 1, beams, found))
        ids = found.stack()
        ended = tf.cumsum(tf.cast(tf.equal(ids, end), tf.int32), axis=0, exclusive=True) > 0
        ids = tf.where(ended, tf.fill(tf.shape(ids), end), ids, name=scope)
        ids.set_shape(steps.shape)
        return ids


def _int32(value, name):
    tensor = tf.convert_to_tensor(value, name=name)
    if tensor.dtype != tf.int32:
        raise TypeError(
            f"Value passed to parameter '{name}' has DataType {tensor.dtype.name} not in list of "
            "allowed values: int32"
        )
    return tensor


def _shape_text(tensor):
    """A static shape as TensorFlow's C++ library writes it."""
    if tensor.shape.ndims is None:
        return "?"
    return f"[{','.join('?' if d is None else str(d) for d in tensor.shape.as_list())}]"
