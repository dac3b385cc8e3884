"""Linear-chain conditional random fields: the likelihood of tag sequences, and the best one."""

from __future__ import annotations

import numpy as np

import tf1shim as tf
from tf1shim.contrib.crf.cells import (
    CrfDecodeBackwardRnnCell,
    CrfDecodeForwardRnnCell,
    CrfForwardRnnCell,
)


def crf_log_likelihood(inputs, tag_indices, sequence_lengths, transition_params=None):
    """The log likelihood of each tag sequence.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> likelihood, transitions = tf.contrib.crf.crf_log_likelihood(
    ...     tf.zeros([2, 3, 4]), tf.zeros([2, 3], tf.int32), tf.constant([3, 1]))
    >>> transitions.name, transitions.shape.as_list()
    ('transitions:0', [4, 4])

    Args:
        inputs: ``[batch, time, tags]``, a score for each tag at each step.
        tag_indices: ``[batch, time]``, the tags.
        sequence_lengths: ``[batch]``.
        transition_params: ``[tags, tags]``, the score of one tag after another; by default the
            variable ``transitions``.

    Returns:
        ``(log_likelihood, transition_params)``, the first ``[batch]``.
    """
    num_tags = inputs.shape[2].value
    if transition_params is None:
        transition_params = tf.get_variable("transitions", [num_tags, num_tags])
    score = crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params)
    norm = crf_log_norm(inputs, sequence_lengths, transition_params)
    return score - norm, transition_params


def crf_sequence_score(inputs, tag_indices, sequence_lengths, transition_params):
    """The score of each tag sequence, which is not normalized.

    >>> import tf1shim as tf
    >>> score = tf.contrib.crf.crf_sequence_score(
    ...     tf.constant([[[1.0, 2.0], [3.0, 4.0]]]), tf.constant([[1, 0]]), tf.constant([2]),
    ...     tf.constant([[0.0, 0.0], [10.0, 0.0]]))
    >>> with tf.Session() as sess:
    ...     sess.run(score)
    array([15.], dtype=float32)

    Takes the arguments of `crf_log_likelihood`, returns ``[batch]``.
    """

    def one():
        batch = tf.range(tf.shape(inputs, out_type=tag_indices.dtype)[0], dtype=tag_indices.dtype)
        places = tf.concat([tf.reshape(batch, [-1, 1]), tag_indices], axis=1)
        return _unless_empty(tf.gather_nd(tf.squeeze(inputs, [1]), places), sequence_lengths)

    def several():
        unary = crf_unary_score(tag_indices, sequence_lengths, inputs)
        return unary + crf_binary_score(tag_indices, sequence_lengths, transition_params)

    return _by_length(inputs, one, several)


def crf_multitag_sequence_score(inputs, tag_bitmap, sequence_lengths, transition_params):
    """The score of all tag sequences that a bitmap allows.

    Args:
        inputs: ``[batch, time, tags]``.
        tag_bitmap: ``[batch, time, tags]``, True for the tags that are allowed.
        sequence_lengths: ``[batch]``.
        transition_params: ``[tags, tags]``.

    Returns:
        ``[batch]``.
    """

    def allowed():
        return tf.where(tag_bitmap, inputs, tf.fill(tf.shape(inputs), float("-inf")))

    return _by_length(
        inputs,
        lambda: tf.reduce_logsumexp(allowed(), axis=[1, 2]),
        lambda: crf_log_norm(allowed(), sequence_lengths, transition_params),
    )


def crf_log_norm(inputs, sequence_lengths, transition_params):
    """The log of the sum over all tag sequences: what normalizes their scores.

    >>> import tf1shim as tf
    >>> norm = tf.contrib.crf.crf_log_norm(tf.zeros([1, 3, 4]), tf.constant([3]), tf.zeros([4, 4]))
    >>> with tf.Session() as sess:
    ...     print("%.3f" % sess.run(tf.exp(norm))[0])
    64.000

    Takes the arguments of `crf_log_likelihood`, returns ``[batch]``, zero for an empty sequence.
    """
    first = _first(inputs)

    def several():
        _, alphas = tf.nn.dynamic_rnn(
            CrfForwardRnnCell(transition_params),
            _rest(inputs),
            sequence_length=_one_less(sequence_lengths),
            initial_state=first,
            dtype=tf.float32,
        )
        return _unless_empty(tf.reduce_logsumexp(alphas, [1]), sequence_lengths)

    return _by_length(
        inputs, lambda: _unless_empty(tf.reduce_logsumexp(first, [1]), sequence_lengths), several
    )


def crf_unary_score(tag_indices, sequence_lengths, inputs):
    """The sum of the inputs' scores of the tags, ``[batch]``."""
    batch, time, tags = (tf.shape(inputs)[i] for i in range(3))
    offsets = tf.expand_dims(tf.range(batch) * time * tags, 1)
    offsets += tf.expand_dims(tf.range(time) * tags, 0)
    if tag_indices.dtype == tf.int64:
        offsets = tf.cast(offsets, tf.int64)
    places = tf.reshape(offsets + tag_indices, [-1])
    scores = tf.reshape(tf.gather(tf.reshape(inputs, [-1]), places), [batch, time])
    return tf.reduce_sum(scores * _mask(tag_indices, sequence_lengths), 1)


def crf_binary_score(tag_indices, sequence_lengths, transition_params):
    """The sum of the transitions' scores between the tags, ``[batch]``."""
    num_tags = transition_params.get_shape()[0]
    count = tf.shape(tag_indices)[1] - 1
    before = tf.slice(tag_indices, [0, 0], [-1, count])
    after = tf.slice(tag_indices, [0, 1], [-1, count])
    scores = tf.gather(tf.reshape(transition_params, [-1]), before * num_tags + after)
    mask = tf.slice(_mask(tag_indices, sequence_lengths), [0, 1], [-1, -1])
    return tf.reduce_sum(scores * mask, 1)


def crf_decode(potentials, transition_params, sequence_length):
    """The best tag sequences and their scores.

    >>> import tf1shim as tf
    >>> tags, score = tf.contrib.crf.crf_decode(
    ...     tf.constant([[[1.0, 2.0], [4.0, 3.0], [0.0, 9.0]]]), tf.zeros([2, 2]), tf.constant([2]))
    >>> with tf.Session() as sess:
    ...     print(*sess.run([tags, score]))
    [[1 0 0]] [6.]

    Args:
        potentials: ``[batch, time, tags]``.
        transition_params: ``[tags, tags]``.
        sequence_length: ``[batch]``.

    Returns:
        ``(tags, score)``: ``[batch, time]`` int32, zero beyond the length, and ``[batch]``.
    """

    def one():
        scores = tf.squeeze(potentials, [1])
        tags = tf.expand_dims(tf.argmax(scores, axis=1), 1)
        return tf.cast(tags, tf.int32), tf.reduce_max(scores, axis=1)

    def several():
        lengths = _one_less(sequence_length)
        pointers, last = tf.nn.dynamic_rnn(
            CrfDecodeForwardRnnCell(transition_params),
            _rest(potentials),
            sequence_length=lengths,
            initial_state=_first(potentials),
            dtype=tf.int32,
        )
        # Back from the best last tag: the end of each sequence comes first.
        start = tf.expand_dims(tf.cast(tf.argmax(last, axis=1), tf.int32), axis=-1)
        tags, _ = tf.nn.dynamic_rnn(
            CrfDecodeBackwardRnnCell(potentials.shape[2].value),
            tf.reverse_sequence(pointers, lengths, seq_axis=1),
            sequence_length=lengths,
            initial_state=start,
            dtype=tf.int32,
        )
        tags = tf.concat([start, tf.squeeze(tags, axis=[2])], axis=1)
        tags = tf.reverse_sequence(tags, sequence_length, seq_axis=1)
        return tags, tf.reduce_max(last, axis=1)

    return _by_length(potentials, one, several)


def viterbi_decode(score, transition_params):
    """The best tag sequence of one array of scores: NumPy, outside the graph.

    >>> import numpy as np
    >>> import tf1shim as tf
    >>> tags, score = tf.contrib.crf.viterbi_decode(
    ...     np.array([[1.0, 2.0], [4.0, 3.0]]), np.array([[0.0, 0.0], [0.0, 9.0]]))
    >>> [int(t) for t in tags], float(score)
    ([1, 1], 14.0)

    Args:
        score: ``[time, tags]``.
        transition_params: ``[tags, tags]``.

    Returns:
        ``(tags, score)``: a list and a float.
    """
    best, pointers = score[0], []
    for step in score[1:]:
        paths = np.expand_dims(best, 1) + transition_params
        pointers.append(np.argmax(paths, 0))
        best = (step + np.max(paths, 0)).astype(score.dtype)
    tags = [np.argmax(best)]
    for pointer in reversed(pointers):
        tags.append(pointer[tags[-1]])
    return tags[::-1], np.max(best)


def _by_length(inputs, one, several):
    """What ``one()`` makes of sequences of a single step, ``several()`` of longer ones."""
    steps = inputs.shape[1].value
    if steps is not None:
        return one() if steps == 1 else several()
    return tf.cond(tf.equal(tf.shape(inputs)[1], 1), one, several)


def _first(inputs):
    return tf.squeeze(tf.slice(inputs, [0, 0, 0], [-1, 1, -1]), [1])


def _rest(inputs):
    return tf.slice(inputs, [0, 1, 0], [-1, -1, -1])


def _one_less(lengths):
    return tf.maximum(tf.constant(0, dtype=lengths.dtype), lengths - 1)


def _unless_empty(scores, lengths):
    return tf.where(tf.less_equal(lengths, 0), tf.zeros_like(scores), scores)


def _mask(tag_indices, lengths):
    return tf.sequence_mask(lengths, maxlen=tf.shape(tag_indices)[1], dtype=tf.float32)
