"""Long sequences in batches of short segments, with the state carried from one to the next."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.training import sequence_checks as checks
from tf1shim.contrib.training import sequence_sparse
from tf1shim.contrib.training.barrier import Barrier

_TOKEN = 21051976  # What the queue of places holds does not matter.
_CLOSED = (tf.errors.OutOfRangeError, tf.errors.CancelledError)


def _received(name, doc):
    return property(lambda self: self._state_saver._received[name], doc=doc)


class NextQueuedSequenceBatch:
    """The next batch of segments, as `SequenceQueueingStateSaver.next_batch` gives it."""

    def __init__(self, state_saver):
        self._state_saver = state_saver

    total_length = _received("total_length", "How long the sequences are, unpadded: ``[batch]``.")
    length = _received("length", "How long the segments are, unpadded: ``[batch]``.")
    batch_size = _received("batch_size", "How many segments there are, a scalar.")
    insertion_index = _received("indices", "When the segments were inserted: ``[batch]``.")
    key = _received("keys", "Their keys, ``SEGMENT_of_COUNT:KEY``: ``[batch]``.")
    next_key = _received("next_key", "The keys of the next segments, ``STOP:KEY`` of the last.")
    sequence = _received("sequence", "The numbers of the segments: ``[batch]``.")
    sequence_count = _received("sequence_count", "How many segments the sequences have.")
    context = _received("context", "The context of the sequences, by name.")
    sequences = _received("sequences", "The segments, by name: ``[batch, num_unroll, ...]``.")

    def state(self, state_name):
        """The state that was saved for these segments, or the initial one."""
        return self._state_saver._received["states"][state_name]

    def save_state(self, state_name, value, name=None):
        """An op that saves the state after these segments, for the next ones.

        Raises:
            KeyError: There is no initial state of this name.
        """
        saver = self._state_saver
        states = saver._received["states"]
        if state_name not in states:
            raise KeyError(f"state was not declared: {state_name}")
        with tf.name_scope(name, "InputQueueingStateSaver_SaveState", values=[value]):
            unfinished = tf.reshape(tf.where(tf.logical_not(saver._sequence_is_done)), [-1])
            keys = tf.gather(self.next_key, unfinished)
            value = tf.identity(value, name=f"convert_{state_name}")
            value = checks.check_shape(value, tf.shape(states[state_name]))
            return saver.barrier.insert_many(
                saver._index["state", state_name],
                keys,
                tf.gather(value, unfinished),
                name=f"BarrierInsertState_{state_name}",
            )


class SequenceQueueingStateSaver:
    """Cuts sequences into segments and gives them out in batches, each when its state is there.

    >>> import tf1shim as tf
    >>> saver = tf.contrib.training.SequenceQueueingStateSaver(
    ...     batch_size=1, num_unroll=2, input_length=tf.constant(3), input_key=tf.constant("k"),
    ...     input_sequences={"x": tf.constant([1, 2, 3, 0])}, input_context={},
    ...     initial_states={"sum": tf.constant(0)})
    >>> batch = saver.next_batch
    >>> total = batch.state("sum") + tf.reduce_sum(batch.sequences["x"], 1)
    >>> with tf.control_dependencies([batch.save_state("sum", total)]):
    ...     total = tf.identity(total)
    >>> with tf.Session() as sess:
    ...     sess.run(saver.prefetch_op)
    ...     [sess.run([batch.key, total]) for _ in range(2)]
    [[array([b'00000_of_00002:k'], dtype=object), array([3], dtype=int32)],
     [array([b'00001_of_00002:k'], dtype=object), array([6], dtype=int32)]]

    Args:
        batch_size: How many segments a batch has, an int or a tensor.
        num_unroll: How long a segment is; the sequences' length is a multiple.
        input_length: The sequence's length without padding, an int32 scalar.
        input_key: A string that no other sequence in the queue has.
        input_sequences: Tensors ``[padded length, ...]`` by name, all of the same length.
        input_context: Tensors that belong to the whole sequence, by name.
        initial_states: The states before the first segment, by name; at least one.
        capacity: How many sequences are held at most; None for no limit.
        allow_small_batch: If the last batches may be smaller.
        name: The name scope.

    Raises:
        TypeError: What should be a dict, an int32 or a string is not.
        ValueError: A name has a colon, shapes are not known, the capacity is too small, or there
            is no state or no sequence.
    """

    def __init__(
        self,
        batch_size,
        num_unroll,
        input_length,
        input_key,
        input_sequences,
        input_context,
        initial_states,
        capacity=None,
        allow_small_batch=False,
        name=None,
    ):
        input_key = _checked_capacity(capacity, batch_size, input_key)
        self._capacity_queue = tf.FIFOQueue(capacity=capacity, dtypes=[tf.int32], shapes=[[]])
        checks.check_states(initial_states)
        values = [
            input_length,
            input_key,
            *input_sequences.values(),
            *input_context.values(),
        ]
        with tf.name_scope(name, "InputQueueingStateSaver", values) as scope:
            self._name = self._scope = scope
            self._batch_size = batch_size
            self._num_unroll = num_unroll
            self._allow_small_batch = allow_small_batch
            length, self._key, self._sequences, self._context, self._states = checks.prepare(
                input_length, input_key, input_sequences, input_context, initial_states
            )
            first = next(iter(self._sequences.values()))
            padded = tf.identity(tf.shape(first)[0], name="padded_length")
            self._padded_length = checks.check_multiple_of(padded, num_unroll)
            self._sequences = {
                key: checks.check_dimensions(
                    value, [0], [self._padded_length], f"sorted_sequences_{key}"
                )
                for key, value in self._sequences.items()
            }
            fits = tf.Assert(
                tf.less_equal(length, self._padded_length),
                [
                    "Input length should be <= than length from sequences:",
                    length,
                    " vs. ",
                    self._padded_length,
                ],
            )
            with tf.control_dependencies([fits]):
                self._length = tf.identity(length)
            self._barrier = self._make_barrier()
        self._prefetch_op = None
        self._next_batch = None

    @property
    def name(self):
        """Its name scope."""
        return self._name

    @property
    def barrier(self):
        """The barrier in which the segments wait for their states."""
        return self._barrier

    @property
    def batch_size(self):
        """How many segments a batch has."""
        return self._batch_size

    @property
    def num_unroll(self):
        """How long a segment is."""
        return self._num_unroll

    @property
    def prefetch_op(self):
        """The op that inserts the sequence, for a queue runner."""
        if self._prefetch_op is None:
            with tf.name_scope(None), tf.name_scope(self._scope):
                self._prefetch_op = self._insert()
        return self._prefetch_op

    @property
    def next_batch(self):
        """The `NextQueuedSequenceBatch`: always the same object."""
        assert self.prefetch_op is not None
        if self._next_batch is None:
            with tf.name_scope(None), tf.name_scope(self._scope):
                self._take()
            self._next_batch = NextQueuedSequenceBatch(self)
        return self._next_batch

    def close(self, cancel_pending_enqueues=False, name=None):
        """An op after which no more sequences are taken in."""
        with tf.name_scope(name, "SQSSClose", [self._prefetch_op]) as name:
            return tf.group(
                self._barrier.close(cancel_pending_enqueues, "BarrierClose"),
                self._capacity_queue.close(cancel_pending_enqueues, "FIFOClose"),
                name=name,
            )

    def _make_barrier(self):
        """The barrier, and which of its parts is what: `_index`."""
        parts = {
            "length": (tf.int32, []),
            "total_length": (tf.int32, []),
            "next_key": (tf.string, []),
            "sequence": (tf.int32, []),
            "sequence_count": (tf.int32, []),
        }
        for key, value in self._sequences.items():
            shape = [self._num_unroll, *value.get_shape().as_list()[1:]]
            parts["sequence", key] = (value.dtype, shape)
        for kind, values in (("context", self._context), ("state", self._states)):
            for key, value in values.items():
                parts[kind, key] = (value.dtype, value.get_shape().as_list())
        self._index = {key: i for i, key in enumerate(parts)}
        types, shapes = zip(*parts.values())
        return Barrier(types, shapes)

    def _insert(self):
        """The op that inserts all segments of the sequence, once there is a place for it."""
        unroll = self._num_unroll
        count = tf.floordiv(self._padded_length, unroll)
        ones = tf.ones(tf.expand_dims(count, 0), dtype=tf.int32)
        number = tf.range(count)
        keys = tf.string_join(
            [
                tf.as_string(number, width=5, fill="0"),
                "_of_",
                tf.as_string(count, width=5, fill="0"),
                ":",
                self._key,
            ],
            name="StringJoinCurrentKeys",
        )
        stop = tf.string_join(["STOP:", self._key], name="StringJoinStop")
        parts = {
            "length": tf.minimum(unroll, tf.maximum(0, self._length - unroll * number)),
            "total_length": self._length * ones,
            "next_key": tf.concat(
                [tf.slice(keys, [1], [-1]), tf.expand_dims(stop, 0)], 0, name="concat_next_keys"
            ),
            "sequence": number,
            "sequence_count": count * ones,
        }
        for key, value in self._sequences.items():
            shape = tf.stack([count, unroll, *value.get_shape().as_list()[1:]])
            parts["sequence", key] = tf.reshape(value, shape, name=f"reshape_sequences_{key}")
        for key, value in self._context.items():
            times = tf.stack([count, *[1] * value.get_shape().ndims])
            parts["context", key] = tf.tile(tf.expand_dims(value, 0), times)
        inserts = [
            self._barrier.insert_many(self._index[key], keys, value, name=_insert_name(key))
            for key, value in parts.items()
        ]
        place = self._capacity_queue.enqueue((_TOKEN,))
        # The state comes last: with it the first segment may be taken.
        with tf.control_dependencies([place, *inserts]):
            for key, value in self._states.items():
                inserts.append(
                    self._barrier.insert_many(
                        self._index["state", key],
                        tf.stack([keys[0]]),
                        tf.stack([value]),
                        name=f"BarrierInitialInsertState_{key}",
                    )
                )
        return tf.group(place, *inserts, name="StateSaverPrefetchGroup")

    def _take(self):
        """Takes a batch of segments, and gives back the places of sequences that end with it."""
        indices, keys, values = self._barrier.take_many(
            self._batch_size, self._allow_small_batch, name="BarrierTakeMany"
        )
        found = {key: values[i] for key, i in self._index.items() if isinstance(key, str)}
        found.update(indices=indices, keys=keys)
        for kind, name, of in (
            ("context", "context", self._context),
            ("sequence", "sequences", self._sequences),
        ):
            found[name] = {key: values[self._index[kind, key]] for key in of}
        found["batch_size"] = tf.squeeze(tf.shape(found["length"]))
        self._sequence_is_done = found["sequence"] + 1 >= found["sequence_count"]
        finished = tf.reduce_sum(tf.cast(self._sequence_is_done, tf.int32))
        with tf.control_dependencies([self._capacity_queue.dequeue_many(finished)]):
            found["states"] = {
                key: tf.identity(values[self._index["state", key]]) for key in self._states
            }
        self._received = found


def _insert_name(key):
    if isinstance(key, str):
        return "BarrierInsert" + "".join(word.title() for word in key.split("_"))
    kind = {"sequence": "Sequences", "context": "Context"}[key[0]]
    return f"BarrierInsert{kind}_{key[1]}"


def _checked_capacity(capacity, batch_size, input_key):
    if capacity is None:
        return input_key
    if isinstance(batch_size, tf.Tensor):
        enough = tf.assert_greater_equal(
            tf.cast(capacity, dtype=tf.int64),
            tf.cast(batch_size, dtype=tf.int64),
            message="capacity needs to be >= batch_size.",
        )
        with tf.control_dependencies([enough]):
            return tf.identity(input_key)
    if capacity < batch_size:
        raise ValueError(f"capacity {capacity} needs to be >= batch_size {batch_size}")
    return input_key


def batch_sequences_with_states(
    input_key,
    input_sequences,
    input_context,
    input_length,
    initial_states,
    num_unroll,
    batch_size,
    num_threads=3,
    capacity=1000,
    allow_small_batch=True,
    pad=True,
    make_keys_unique=False,
    make_keys_unique_seed=None,
    name=None,
):
    """A `SequenceQueueingStateSaver` with its queue runner; returns its next batch.

    Sequences and context may be sparse too. With `pad` the sequences are padded to a multiple of
    `num_unroll`, else they must be one; `input_length` None means their length. With
    `make_keys_unique` a random number is appended to the key. The others are as there.
    """
    values = [*input_sequences.values(), *input_context.values(), *initial_states.values()]
    with tf.name_scope(name, "batch_sequences_with_states", values) as name:
        if pad:
            length, input_sequences = checks.pad(input_sequences, num_unroll)
            input_length = length if input_length is None else input_length
        else:
            input_sequences = {
                key: sequence_sparse.check_multiple_of(key, value, num_unroll)
                for key, value in input_sequences.items()
            }
        sequence_sparse.move_out_of_context(input_context, input_sequences, num_unroll)
        dense, maps = sequence_sparse.store(input_sequences)
        if make_keys_unique:
            number = tf.random_uniform(
                (), minval=0, maxval=100000000, dtype=tf.int32, seed=make_keys_unique_seed
            )
            input_key = tf.string_join([input_key, tf.as_string(number)])
        saver = SequenceQueueingStateSaver(
            batch_size,
            num_unroll,
            input_length=input_length,
            input_key=input_key,
            input_sequences=dense,
            input_context=input_context,
            initial_states=initial_states,
            capacity=capacity,
            allow_small_batch=allow_small_batch,
        )
        ready = tf.cast(saver.barrier.ready_size(), tf.float32)
        tf.summary.scalar(f"queue/{saver.barrier.name}/ready_segment_batches_", ready)
        runner = tf.train.QueueRunner(
            saver, [saver.prefetch_op] * num_threads, queue_closed_exception_types=_CLOSED
        )
        tf.train.add_queue_runner(runner)
        batch = saver.next_batch
        sequence_sparse.restore(batch.sequences, maps, batch_size, num_unroll)
        sequence_sparse.move_into_context(batch.context, batch.sequences)
        return batch
