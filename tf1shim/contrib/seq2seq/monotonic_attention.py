"""Monotonic attention, which never looks back (https://arxiv.org/abs/1704.00784)."""

from __future__ import annotations

import functools

import numpy as np

import tf1shim as tf
from tf1shim.contrib.seq2seq.attention_mechanism import (
    _Additive,
    _BaseAttentionMechanism,
    _dimension,
    _Multiplicative,
    _projection,
)


def safe_cumprod(x, *args, **kwargs):
    """The cumulative product of `x` as the exponential of a sum: with finite gradients.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.seq2seq.safe_cumprod([1.0, 0.5, 0.5], exclusive=True)))
    [1.  1.  0.5]

    Values are clipped to what is positive and at most one. Other arguments are for `tf.cumsum`.
    """
    with tf.name_scope(None, "SafeCumprod", [x]):
        x = tf.convert_to_tensor(x, name="x")
        tiny = np.finfo(x.dtype.as_numpy_dtype).tiny
        return tf.exp(tf.cumsum(tf.log(tf.clip_by_value(x, tiny, 1)), *args, **kwargs))


def monotonic_attention(p_choose_i, previous_attention, mode):
    """The probability of looking at each item, if one never looks back.

    >>> import tf1shim as tf
    >>> attention = tf.contrib.seq2seq.monotonic_attention(
    ...     [[0.0, 1.0, 1.0]], [[1.0, 0.0, 0.0]], mode="hard")
    >>> with tf.Session() as sess:
    ...     sess.run(attention)
    array([[0., 1., 0.]], dtype=float32)

    Args:
        p_choose_i: ``[batch, time]``, the probability of stopping at an item.
        previous_attention: ``[batch, time]``, what this returned for the step before.
        mode: ``"recursive"`` (exact, a loop), ``"parallel"`` (fast, imprecise for probabilities
            near 0 or 1) or ``"hard"`` (both arguments are zeros and ones).

    Raises:
        ValueError: Another `mode`.
    """
    p = tf.convert_to_tensor(p_choose_i, name="p_choose_i")
    before = tf.convert_to_tensor(previous_attention, name="previous_attention")
    if mode == "recursive":
        batch = _dimension(p, 0)
        passed = tf.concat([tf.ones((batch, 1)), 1 - p[:, :-1]], 1)
        reached = tf.scan(
            lambda sofar, item: tf.reshape(item[0] * sofar + item[1], (batch,)),
            [tf.transpose(passed), tf.transpose(before)],
            tf.zeros((batch,)),
        )
        return p * tf.transpose(reached)
    if mode == "parallel":
        passed = safe_cumprod(1 - p, axis=1, exclusive=True)
        return p * passed * tf.cumsum(before / tf.clip_by_value(passed, 1e-10, 1.0), axis=1)
    if mode == "hard":
        p *= tf.cumsum(before, axis=1)
        return p * tf.cumprod(1 - p, axis=1, exclusive=True)
    raise ValueError("mode must be 'recursive', 'parallel', or 'hard'.")


def _monotonic_probability_fn(score, previous_alignments, sigmoid_noise, mode, seed=None):
    """Alignments of scores, to which noise is added first."""
    if sigmoid_noise > 0:
        noise = tf.random_normal(tf.shape(score), dtype=score.dtype, seed=seed)
        score += sigmoid_noise * noise
    stop = tf.cast(score > 0, score.dtype) if mode == "hard" else tf.sigmoid(score)
    return monotonic_attention(stop, previous_alignments, mode)


class _BaseMonotonicAttentionMechanism(_BaseAttentionMechanism):
    """A mechanism that looks at the first item before the first step."""

    def initial_alignments(self, batch_size, dtype):
        """One for the first item, zeros for the others."""
        first = tf.zeros((batch_size,), dtype=tf.int32)
        return tf.one_hot(first, self._alignments_size, dtype=dtype)


class _Biased(_BaseMonotonicAttentionMechanism):
    """Adds a bias to the scores of the class after it."""

    def _score(self, query):
        score = super()._score(query)
        return score + tf.get_variable(
            "attention_score_bias", dtype=query.dtype, initializer=self._score_bias_init
        )


class BahdanauMonotonicAttention(_Biased, _Additive):
    """Monotonic attention with additive scores.

    >>> import tf1shim as tf
    >>> attention = tf.contrib.seq2seq.BahdanauMonotonicAttention(
    ...     4, tf.ones([2, 5, 3]), mode="hard")
    >>> with tf.Session() as sess:
    ...     sess.run(attention.initial_alignments(2, tf.float32))[0]
    array([1., 0., 0., 0., 0.], dtype=float32)

    Args:
        num_units: Depth of keys and processed queries.
        memory: ``[batch, time, depth]``.
        memory_sequence_length: A vector; the memory beyond it is not looked at.
        normalize: The weights are normalized, with a gain and a shift.
        score_mask_value: The score of what is not looked at, by default -inf.
        sigmoid_noise: Standard deviation of the noise added to the scores, for training.
        sigmoid_noise_seed: Its seed.
        score_bias_init: What the bias of the scores starts with.
        mode: As for `monotonic_attention`.
        dtype: Of the layers, by default float32.
        name: Of the name scope.
    """

    _scope = "bahdanau_monotonic_attention"

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        score_mask_value=None,
        sigmoid_noise=0.0,
        sigmoid_noise_seed=None,
        score_bias_init=0.0,
        mode="parallel",
        dtype=None,
        name="BahdanauMonotonicAttention",
    ):
        super().__init__(
            query_layer=_projection(num_units, "query_layer", dtype),
            memory_layer=_projection(num_units, "memory_layer", dtype),
            memory=memory,
            probability_fn=_alignment(sigmoid_noise, mode, sigmoid_noise_seed),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            name=name,
        )
        self._num_units = num_units
        self._normalize = normalize
        self._name = name
        self._score_bias_init = score_bias_init


class LuongMonotonicAttention(_Biased, _Multiplicative):
    """Monotonic attention with multiplicative scores.

    >>> import tf1shim as tf
    >>> attention = tf.contrib.seq2seq.LuongMonotonicAttention(4, tf.ones([2, 5, 3]))
    >>> attention.keys.shape.as_list()
    [2, 5, 4]

    Args:
        num_units: Depth of the keys, the same as that of the queries.
        memory: ``[batch, time, depth]``.
        memory_sequence_length: A vector; the memory beyond it is not looked at.
        scale: The scores are multiplied by a variable.
        score_mask_value: The score of what is not looked at, by default -inf.
        sigmoid_noise: Standard deviation of the noise added to the scores, for training.
        sigmoid_noise_seed: Its seed.
        score_bias_init: What the bias of the scores starts with.
        mode: As for `monotonic_attention`.
        dtype: Of the layer, by default float32.
        name: Of the name scope.
    """

    _scope = "luong_monotonic_attention"

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        scale=False,
        score_mask_value=None,
        sigmoid_noise=0.0,
        sigmoid_noise_seed=None,
        score_bias_init=0.0,
        mode="parallel",
        dtype=None,
        name="LuongMonotonicAttention",
    ):
        super().__init__(
            query_layer=None,
            memory_layer=_projection(num_units, "memory_layer", dtype),
            memory=memory,
            probability_fn=_alignment(sigmoid_noise, mode, sigmoid_noise_seed),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            name=name,
        )
        self._num_units = num_units
        self._scale = scale
        self._score_bias_init = score_bias_init
        self._name = name


def _alignment(sigmoid_noise, mode, seed):
    return functools.partial(
        _monotonic_probability_fn, sigmoid_noise=sigmoid_noise, mode=mode, seed=seed
    )
