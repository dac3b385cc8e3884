"""Attention mechanisms: where in a memory to look, given a query."""

from __future__ import annotations

import math

import numpy as np

import tf1shim as tf
from tf1shim.contrib.seq2seq.decoder import _zero_state_tensors


class AttentionMechanism:
    """The base class of what an `AttentionWrapper` takes.

    >>> import tf1shim as tf
    >>> issubclass(tf.contrib.seq2seq.LuongAttention, tf.contrib.seq2seq.AttentionMechanism)
    True
    """

    @property
    def alignments_size(self):
        """The length of the memory."""
        raise NotImplementedError

    @property
    def state_size(self):
        """The size of the state that goes from a step to the next."""
        raise NotImplementedError


class _BaseAttentionMechanism(AttentionMechanism):
    """A mechanism over a memory, which `memory_layer` turns into keys.

    Subclasses have ``__call__(query, state)``, which returns the alignments and the next state;
    ``self._probability_fn(score, state)`` makes alignments of scores, and masks them first.
    """

    def __init__(
        self,
        query_layer,
        memory,
        probability_fn,
        memory_sequence_length=None,
        memory_layer=None,
        check_inner_dims_defined=True,
        score_mask_value=None,
        custom_key_value_fn=None,
        name=None,
    ):
        for what, layer in (("query_layer", query_layer), ("memory_layer", memory_layer)):
            if layer is not None and not isinstance(layer, tf.layers.Layer):
                raise TypeError(f"{what} is not a Layer: {type(layer).__name__}")
        self._query_layer = query_layer
        self._memory_layer = memory_layer
        self.dtype = memory_layer.dtype
        if not callable(probability_fn):
            raise TypeError(
                f"probability_fn must be callable, saw type: {type(probability_fn).__name__}"
            )
        if score_mask_value is None:
            score_mask_value = tf.as_dtype(self.dtype).as_numpy_dtype(-np.inf)

        def masked(score, state):
            score = _maybe_mask_score(
                score,
                memory_sequence_length=memory_sequence_length,
                score_mask_value=score_mask_value,
            )
            return probability_fn(score, state)

        self._probability_fn = masked
        with tf.name_scope(name, "BaseAttentionMechanismInit", tf.nest.flatten(memory)):
            self._values = _prepare_memory(
                memory,
                memory_sequence_length=memory_sequence_length,
                check_inner_dims_defined=check_inner_dims_defined,
            )
            self._keys = self.memory_layer(self._values) if self.memory_layer else self._values
            if custom_key_value_fn is not None:
                self._keys, self._values = custom_key_value_fn(self._keys, self._values)
            self._batch_size = _dimension(self._keys, 0)
            self._alignments_size = _dimension(self._keys, 1)

    @property
    def memory_layer(self):
        """The layer that makes keys of the memory."""
        return self._memory_layer

    @property
    def query_layer(self):
        """The layer for queries, or None."""
        return self._query_layer

    @property
    def values(self):
        """The memory, zero beyond the length of each sequence."""
        return self._values

    @property
    def keys(self):
        """What queries are compared with."""
        return self._keys

    @property
    def batch_size(self):
        """Batch size of the memory: an int if it is known, else a tensor."""
        return self._batch_size

    @property
    def alignments_size(self):
        """Length of the memory: an int if it is known, else a tensor."""
        return self._alignments_size

    @property
    def state_size(self):
        """The same: the state is the alignments."""
        return self._alignments_size

    def initial_alignments(self, batch_size, dtype):
        """Zeros, ``[batch_size, alignments_size]``."""
        return _zero_state_tensors(self._alignments_size, batch_size, dtype)

    def initial_state(self, batch_size, dtype):
        """The state before the first step: the initial alignments."""
        return self.initial_alignments(batch_size, dtype)


class _Scoring(_BaseAttentionMechanism):
    """A mechanism that scores each item of the memory; `_scope` is its variable scope."""

    _scope = None

    def _score(self, query):
        raise NotImplementedError

    def __call__(self, query, state):
        """Returns ``(alignments, state)`` for `query`, ``[batch, depth]``."""
        with tf.variable_scope(None, self._scope, [query]):
            score = self._score(query)
        alignments = self._probability_fn(score, state)
        return alignments, alignments


class _Additive(_Scoring):
    """Bahdanau's score: of the sum of query and key, through a tanh."""

    def _score(self, query):
        processed = self.query_layer(query) if self.query_layer else query
        units, dtype = [self._num_units], query.dtype
        attention_v = tf.get_variable("attention_v", units, dtype=dtype)
        gain = shift = None
        if self._normalize:
            start = tf.constant_initializer(math.sqrt(1.0 / self._num_units))
            gain = tf.get_variable("attention_g", dtype=dtype, initializer=start, shape=())
            shift = tf.get_variable(
                "attention_b", units, dtype=dtype, initializer=tf.zeros_initializer()
            )
        return _bahdanau_score(processed, self._keys, attention_v, gain, shift)


class _Multiplicative(_Scoring):
    """Luong's score: the product of query and key."""

    def _score(self, query):
        gain = None
        if self._scale:
            gain = tf.get_variable(
                "attention_g", dtype=query.dtype, initializer=tf.ones_initializer, shape=()
            )
        return _luong_score(query, self._keys, gain)


class BahdanauAttention(_Additive):
    """Additive attention (https://arxiv.org/abs/1409.0473).

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> attention = tf.contrib.seq2seq.BahdanauAttention(4, tf.ones([2, 5, 3]), [5, 2])
    >>> alignments, state = attention(tf.ones([2, 6]), attention.initial_state(2, tf.float32))
    >>> [v.name for v in tf.trainable_variables()]  # doctest: +NORMALIZE_WHITESPACE
    ['memory_layer/kernel:0', 'bahdanau_attention/query_layer/kernel:0',
     'bahdanau_attention/attention_v:0']

    Args:
        num_units: Depth of keys and processed queries.
        memory: ``[batch, time, depth]``, say the outputs of an encoder.
        memory_sequence_length: A vector; the memory beyond it is not looked at.
        normalize: The weights are normalized, with a gain and a shift.
        probability_fn: From scores to alignments; by default `tf.nn.softmax`.
        score_mask_value: The score of what is not looked at, by default -inf.
        dtype: Of the layers, by default float32.
        custom_key_value_fn: From keys and values to others.
        name: Of the name scope.

    Raises:
        ValueError: The depth of `memory` is unknown.
    """

    _scope = "bahdanau_attention"

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        normalize=False,
        probability_fn=None,
        score_mask_value=None,
        dtype=None,
        custom_key_value_fn=None,
        name="BahdanauAttention",
    ):
        super().__init__(
            query_layer=_projection(num_units, "query_layer", dtype),
            memory_layer=_projection(num_units, "memory_layer", dtype),
            memory=memory,
            probability_fn=_stateless(probability_fn),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            custom_key_value_fn=custom_key_value_fn,
            name=name,
        )
        self._num_units = num_units
        self._normalize = normalize
        self._name = name


class LuongAttention(_Multiplicative):
    """Multiplicative attention (https://arxiv.org/abs/1508.04025).

    >>> import tf1shim as tf
    >>> attention = tf.contrib.seq2seq.LuongAttention(4, tf.ones([2, 5, 3]), [5, 2])
    >>> alignments, state = attention(tf.ones([2, 4]), attention.initial_state(2, tf.float32))
    >>> with tf.Session() as sess:
    ...     sess.run(tf.global_variables_initializer())
    ...     sess.run(alignments)[1]
    array([0.5, 0.5, 0. , 0. , 0. ], dtype=float32)

    Args:
        num_units: Depth of the keys, the same as that of the queries.
        memory: ``[batch, time, depth]``, say the outputs of an encoder.
        memory_sequence_length: A vector; the memory beyond it is not looked at.
        scale: The scores are multiplied by a variable.
        probability_fn: From scores to alignments; by default `tf.nn.softmax`.
        score_mask_value: The score of what is not looked at, by default -inf.
        dtype: Of the layer, by default float32.
        custom_key_value_fn: From keys and values to others.
        name: Of the name scope.

    Raises:
        ValueError: The depth of `memory` is unknown, or a query has another than the keys.
    """

    _scope = "luong_attention"

    def __init__(
        self,
        num_units,
        memory,
        memory_sequence_length=None,
        scale=False,
        probability_fn=None,
        score_mask_value=None,
        dtype=None,
        custom_key_value_fn=None,
        name="LuongAttention",
    ):
        super().__init__(
            query_layer=None,
            memory_layer=_projection(num_units, "memory_layer", dtype),
            memory=memory,
            probability_fn=_stateless(probability_fn),
            memory_sequence_length=memory_sequence_length,
            score_mask_value=score_mask_value,
            custom_key_value_fn=custom_key_value_fn,
            name=name,
        )
        self._num_units = num_units
        self._scale = scale
        self._name = name


def hardmax(logits, name=None):
    """One where `logits` are largest along the last dimension, zero elsewhere.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     sess.run(tf.contrib.seq2seq.hardmax([[1.0, 3.0, 2.0]]))
    array([[0., 1., 0.]], dtype=float32)
    """
    with tf.name_scope(name, "Hardmax", [logits]):
        logits = tf.convert_to_tensor(logits, name="logits")
        return tf.one_hot(tf.argmax(logits, -1), _dimension(logits, -1), dtype=logits.dtype)


def _projection(units, name, dtype):
    return tf.layers.Dense(units, name=name, use_bias=False, dtype=dtype or tf.float32)


def _stateless(probability_fn):
    """`probability_fn`, by default a softmax, as a function of scores and (unused) state."""
    make = tf.nn.softmax if probability_fn is None else probability_fn
    return lambda score, state: make(score)


def _dimension(tensor, axis):
    """The size along `axis`: an int if it is known, else a tensor."""
    return tensor.shape[axis].value or tf.shape(tensor)[axis]


def _bahdanau_score(processed_query, keys, attention_v, attention_g=None, attention_b=None):
    """Additive scores, ``[batch, time]``; normalized with `attention_g` and `attention_b`."""
    total = keys + tf.expand_dims(processed_query, 1)
    if attention_g is not None and attention_b is not None:
        norm = tf.rsqrt(tf.reduce_sum(tf.square(attention_v)))
        attention_v, total = attention_g * attention_v * norm, total + attention_b
    return tf.reduce_sum(attention_v * tf.tanh(total), [2])


def _luong_score(query, keys, scale):
    """Products of query and keys, ``[batch, time]``, times `scale` unless that is None."""
    depth, units = query.shape[-1], keys.shape[-1]
    if depth != units:
        raise ValueError(
            "Incompatible or unknown inner dimensions between query and keys.  "
            f"Query ({query}) has units: {depth}.  Keys ({keys}) have units: {units}.  "
            f"Perhaps you need to set num_units to the keys' dimension ({units})?"
        )
    score = tf.squeeze(tf.matmul(tf.expand_dims(query, 1), keys, transpose_b=True), [1])
    return score if scale is None else scale * score


def _one_mask(memory_sequence_length, memory_mask):
    if memory_sequence_length is not None and memory_mask is not None:
        raise ValueError("memory_sequence_length and memory_mask can't be provided at same time.")


def _prepare_memory(
    memory, memory_sequence_length=None, memory_mask=None, check_inner_dims_defined=True
):
    """The memory as tensors, with zeros beyond each sequence's length or outside the mask."""
    memory = tf.nest.map_structure(lambda m: tf.convert_to_tensor(m, name="memory"), memory)
    _one_mask(memory_sequence_length, memory_mask)
    if check_inner_dims_defined:
        for m in tf.nest.flatten(memory):
            if not m.shape[2:].is_fully_defined():
                raise ValueError(
                    f"Expected memory {m.name} to have fully defined inner dims, "
                    f"but saw shape: {m.shape}"
                )
    if memory_sequence_length is None and memory_mask is None:
        return memory
    first = tf.nest.flatten(memory)[0]
    if memory_sequence_length is not None:
        lengths = tf.convert_to_tensor(memory_sequence_length, name="memory_sequence_length")
        mask = tf.sequence_mask(lengths, maxlen=tf.shape(first)[1], dtype=first.dtype)
    else:
        mask = tf.cast(memory_mask, dtype=first.dtype)

    def masked(m):
        rank = m.shape.ndims if m.shape.ndims is not None else tf.rank(m)
        ones = tf.fill([rank - 2], 1)
        return m * tf.reshape(mask, tf.concat((tf.shape(mask), ones), 0))

    return tf.nest.map_structure(masked, memory)


def _maybe_mask_score(score, memory_sequence_length=None, memory_mask=None, score_mask_value=None):
    """`score`, with `score_mask_value` beyond each sequence's length or outside the mask."""
    if memory_sequence_length is None and memory_mask is None:
        return score
    _one_mask(memory_sequence_length, memory_mask)
    if memory_sequence_length is not None:
        positive = tf.assert_positive(
            memory_sequence_length,
            message="All values in memory_sequence_length must be greater than zero.",
        )
        with tf.control_dependencies([positive]):
            memory_mask = tf.sequence_mask(memory_sequence_length, maxlen=tf.shape(score)[1])
    return tf.where(memory_mask, score, score_mask_value * tf.ones_like(score))
