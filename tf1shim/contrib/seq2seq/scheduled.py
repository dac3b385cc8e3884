"""Scheduled sampling: training that reads, with some probability, what the model itself said."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.seq2seq.decoder import _transpose_batch_time
from tf1shim.contrib.seq2seq.helper import (
    TrainingHelper,
    _unstack_ta,
    bernoulli_sample,
    categorical_sample,
    embedding_function,
)


class ScheduledEmbeddingTrainingHelper(TrainingHelper):
    """Reads, with a probability, the embedding of a token drawn from the output.

    >>> import tf1shim as tf
    >>> helper = tf.contrib.seq2seq.ScheduledEmbeddingTrainingHelper(
    ...     tf.ones([2, 5, 3]), [5, 2], embedding=tf.zeros([4, 3]), sampling_probability=1.0)
    >>> _, inputs, _ = helper.next_inputs(0, tf.ones([2, 4]), (), sample_ids=tf.constant([2, -1]))
    >>> with tf.Session() as sess:
    ...     sess.run(inputs)
    array([[0., 0., 0.],
           [1., 1., 1.]], dtype=float32)

    Samples are -1 where the given sequence is read.

    Args:
        inputs: ``[batch, time, depth]``.
        sequence_length: A vector, the length of each sequence.
        embedding: Embeddings, for `tf.nn.embedding_lookup`, or a function of token ids.
        sampling_probability: A scalar, or one for each sequence.
        time_major: `inputs` is ``[time, batch, depth]``.
        seed: For drawing tokens.
        scheduling_seed: For drawing whether to read them.
        name: Of the name scope.

    Raises:
        ValueError: `sampling_probability` is a matrix or more.
    """

    def __init__(
        self,
        inputs,
        sequence_length,
        embedding,
        sampling_probability,
        time_major=False,
        seed=None,
        scheduling_seed=None,
        name=None,
    ):
        scope = "ScheduledEmbeddingSamplingWrapper"
        with tf.name_scope(name, scope, [embedding, sampling_probability]):
            self._embedding_fn = embedding_function(embedding)
            self._sampling_probability = _probability(sampling_probability)
            self._seed = seed
            self._scheduling_seed = scheduling_seed
            super().__init__(inputs, sequence_length, time_major, name)

    def sample(self, time, outputs, state, name=None):
        """Tokens drawn from the output, or -1."""
        scope = "ScheduledEmbeddingTrainingHelperSample"
        with tf.name_scope(name, scope, [time, outputs, state]):
            chosen = bernoulli_sample(
                probs=self._sampling_probability,
                dtype=tf.bool,
                sample_shape=self.batch_size,
                seed=self._scheduling_seed,
            )
            drawn = categorical_sample(logits=outputs, seed=self._seed)
            return tf.where(chosen, drawn, tf.fill([self.batch_size], -1))

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """The given inputs, and embeddings where there are samples."""
        scope = "ScheduledEmbeddingTrainingHelperNextInputs"
        with tf.name_scope(name, scope, [time, outputs, state, sample_ids]):
            finished, inputs, state = super().next_inputs(time, outputs, state, name=name)

            def mixed():
                return _mixed(
                    sample_ids > -1,
                    inputs,
                    lambda rows: self._embedding_fn(tf.gather_nd(sample_ids, rows)),
                )

            return finished, tf.cond(tf.reduce_all(finished), lambda: inputs, mixed), state


class ScheduledOutputTrainingHelper(TrainingHelper):
    """Reads, with a probability, the output of the step before.

    >>> import tf1shim as tf
    >>> helper = tf.contrib.seq2seq.ScheduledOutputTrainingHelper(
    ...     tf.ones([2, 5, 3]), [5, 2], sampling_probability=1.0)
    >>> _, inputs, _ = helper.next_inputs(0, tf.zeros([2, 3]), (), sample_ids=tf.constant([1, 0]))
    >>> with tf.Session() as sess:
    ...     sess.run(inputs)
    array([[0., 0., 0.],
           [1., 1., 1.]], dtype=float32)

    Samples are 1 where the output is read.

    Args:
        inputs: ``[batch, time, depth]``.
        sequence_length: A vector, the length of each sequence.
        sampling_probability: A scalar, or one for each sequence.
        time_major: `inputs` is ``[time, batch, depth]``.
        seed: For drawing.
        next_inputs_fn: From outputs to inputs; by default they are the same.
        auxiliary_inputs: ``[batch, time, more]``, concatenated to the inputs of every step.
        name: Of the name scope.

    Raises:
        ValueError: `sampling_probability` is a matrix or more.
    """

    def __init__(
        self,
        inputs,
        sequence_length,
        sampling_probability,
        time_major=False,
        seed=None,
        next_inputs_fn=None,
        auxiliary_inputs=None,
        name=None,
    ):
        scope = "ScheduledOutputTrainingHelper"
        with tf.name_scope(name, scope, [inputs, auxiliary_inputs, sampling_probability]):
            self._sampling_probability = _probability(sampling_probability)
            self._auxiliary_input_tas = None
            if auxiliary_inputs is not None:
                inputs = tf.convert_to_tensor(inputs, name="inputs")
                more = tf.convert_to_tensor(auxiliary_inputs, name="auxiliary_inputs")
                inputs = tf.concat((inputs, more), -1)
                self._auxiliary_input_tas = _unstack_ta(
                    more if time_major else _transpose_batch_time(more)
                )
            self._seed = seed
            self._next_inputs_fn = next_inputs_fn
            super().__init__(inputs, sequence_length, time_major, name)

    def sample(self, time, outputs, state, name=None):
        """Ones where the output is to be read, else zeros."""
        scope = "ScheduledOutputTrainingHelperSample"
        with tf.name_scope(name, scope, [time, outputs, state]):
            return bernoulli_sample(
                probs=self._sampling_probability, sample_shape=self.batch_size, seed=self._seed
            )

    def next_inputs(self, time, outputs, state, sample_ids, name=None):
        """The given inputs, and outputs where the samples are ones."""
        scope = "ScheduledOutputTrainingHelperNextInputs"
        with tf.name_scope(name, scope, [time, outputs, state, sample_ids]):
            finished, inputs, state = super().next_inputs(time, outputs, state, name=name)
            chosen = tf.cast(sample_ids, tf.bool)

            def mixed():
                if self._next_inputs_fn is None:
                    return tf.where(chosen, self._with_auxiliary(outputs, time + 1), inputs)
                return _mixed(
                    chosen,
                    inputs,
                    lambda rows: self._with_auxiliary(
                        self._next_inputs_fn(tf.gather_nd(outputs, rows)), time + 1, rows
                    ),
                )

            as_given = tf.logical_or(tf.reduce_all(finished), tf.logical_not(tf.reduce_any(chosen)))
            return finished, tf.cond(as_given, lambda: inputs, mixed), state

    def _with_auxiliary(self, outputs, time, rows=None):
        if self._auxiliary_input_tas is None:
            return outputs
        more = self._auxiliary_input_tas.read(time)
        return tf.concat((outputs, more if rows is None else tf.gather_nd(more, rows)), -1)


def _probability(value):
    value = tf.convert_to_tensor(value, name="sampling_probability")
    if value.shape.ndims not in (0, 1):
        raise ValueError(
            f"sampling_probability must be either a scalar or a vector. saw shape: {value.shape}"
        )
    return value


def _mixed(chosen, inputs, made):
    """`inputs` where `chosen` is false; ``made(rows)`` for the rows where it is true."""
    rows = tf.cast(tf.where(chosen), tf.int32)
    others = tf.cast(tf.where(tf.logical_not(chosen)), tf.int32)
    shape = tf.shape(inputs)
    return tf.scatter_nd(rows, made(rows), shape) + tf.scatter_nd(
        others, tf.gather_nd(inputs, others), shape
    )
