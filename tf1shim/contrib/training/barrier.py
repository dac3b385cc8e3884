"""`Barrier`: where the parts of keyed elements meet, until an element has all of them."""

import tf1shim as tf


class Barrier:
    """A table of elements by key: parts come one by one, whole elements are taken.

    >>> import tf1shim as tf
    >>> barrier = Barrier([tf.int32, tf.float32], [[], []])
    >>> first = barrier.insert_many(0, ["a", "b"], [1, 2])
    >>> second = barrier.insert_many(1, ["b"], [0.5])
    >>> _, keys, values = barrier.take_many(1)
    >>> with tf.Session() as sess:
    ...     sess.run([first, second])
    ...     sess.run([keys, values])
    [None, None]
    [array([b'b'], dtype=object), [array([2], dtype=int32), array([0.5], dtype=float32)]]
    """

    def __init__(self, types, shapes, shared_name=None, name="barrier"):
        self._types = list(types)
        self._shapes = [tf.TensorShape(shape) for shape in shapes]
        self.barrier_ref = tf.raw_ops.Barrier(
            component_types=self._types,
            shapes=self._shapes,
            shared_name=shared_name or "",
            name=name,
        )

    @property
    def name(self):
        """The name of its op."""
        return self.barrier_ref.op.name

    def insert_many(self, component_index, keys, values, name=None):
        """An op that gives the elements of these keys one of their parts."""
        return tf.raw_ops.BarrierInsertMany(
            handle=self.barrier_ref,
            keys=keys,
            values=values,
            component_index=component_index,
            name=name or "BarrierInsertMany",
        )

    def take_many(self, num_elements, allow_small_batch=False, name=None):
        """Takes whole elements: ``(insertion indices, keys, parts)``; waits for them.

        With `allow_small_batch` a closed barrier gives what it has left.
        """
        taken = tf.raw_ops.BarrierTakeMany(
            handle=self.barrier_ref,
            num_elements=num_elements,
            component_types=self._types,
            allow_small_batch=allow_small_batch,
            name=name or "BarrierTakeMany",
        )
        size = (
            None if allow_small_batch else tf.get_static_value(tf.convert_to_tensor(num_elements))
        )
        taken.indices.set_shape([size])
        taken.keys.set_shape([size])
        for value, shape in zip(taken.values, self._shapes):
            value.set_shape(tf.TensorShape([size]).concatenate(shape))
        return taken.indices, taken.keys, list(taken.values)

    def ready_size(self, name=None):
        """How many elements are whole."""
        name = name or "BarrierReadySize"
        return tf.raw_ops.BarrierReadySize(handle=self.barrier_ref, name=name)

    def close(self, cancel_pending_enqueues=False, name=None):
        """An op after which no new keys are taken."""
        return tf.raw_ops.BarrierClose(
            handle=self.barrier_ref,
            cancel_pending_enqueues=cancel_pending_enqueues,
            name=name or "BarrierClose",
        )
