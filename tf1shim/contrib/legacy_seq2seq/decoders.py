"""Decoders: a cell unrolled over a list of inputs, perhaps with attention."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.rnn.core_rnn_cell import _Linear


def _extract_argmax_and_embed(embedding, output_projection=None, update_embedding=True):
    """A loop function: the embedding of the most likely symbol of the last output."""

    def loop_function(prev, _):
        if output_projection is not None:
            prev = tf.nn.xw_plus_b(prev, output_projection[0], output_projection[1])
        embedded = tf.nn.embedding_lookup(embedding, tf.argmax(prev, 1))
        return embedded if update_embedding else tf.stop_gradient(embedded)

    return loop_function


def check_projection(projection, num_symbols, dtype):
    """Raises ValueError if a pair of weights and biases has not `num_symbols` columns."""
    if projection is not None:
        weights, biases = (tf.convert_to_tensor(p, dtype=dtype) for p in projection)
        weights.get_shape().assert_is_compatible_with([None, num_symbols])
        biases.get_shape().assert_is_compatible_with([num_symbols])


def rnn_decoder(decoder_inputs, initial_state, cell, loop_function=None, scope=None):
    """Unrolls `cell` over a list of matrices.

    >>> cell = tf.nn.rnn_cell.GRUCell(4)
    >>> outputs, state = tf.contrib.legacy_seq2seq.rnn_decoder(
    ...     [tf.ones([2, 4])] * 3, tf.zeros([2, 4]), cell, loop_function=lambda prev, i: prev)
    >>> len(outputs), outputs[2].shape.as_list()
    (3, [2, 4])

    Where there is a `loop_function` it makes each input but the first, from the last output and
    the number of the step; of the inputs only the first counts then.
    """
    with tf.variable_scope(scope or "rnn_decoder"):
        state, outputs = initial_state, []
        for i, inp in enumerate(decoder_inputs):
            if loop_function is not None and outputs:
                with tf.variable_scope("loop_function", reuse=True):
                    inp = loop_function(outputs[-1], i)
            if i > 0:
                tf.get_variable_scope().reuse_variables()
            output, state = cell(inp, state)
            outputs.append(output)
    return outputs, state


def embedding_rnn_decoder(
    decoder_inputs,
    initial_state,
    cell,
    num_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    scope=None,
):
    """`rnn_decoder` of integers.

    >>> outputs, _ = tf.contrib.legacy_seq2seq.embedding_rnn_decoder(
    ...     [tf.constant([1, 2])] * 3, tf.zeros([2, 4]), tf.nn.rnn_cell.GRUCell(4), 5, 3)
    >>> tf.global_variables()[0].name
    'embedding_rnn_decoder/embedding:0'

    With `feed_previous` each input but the first is the symbol that the last output, projected by
    the pair `output_projection` if there is one, makes most likely.
    """
    with tf.variable_scope(scope or "embedding_rnn_decoder") as scope:
        check_projection(output_projection, num_symbols, scope.dtype)
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size])
        loop_function = None
        if feed_previous:
            loop_function = _extract_argmax_and_embed(
                embedding, output_projection, update_embedding_for_previous
            )
        embedded = (tf.nn.embedding_lookup(embedding, i) for i in decoder_inputs)
        return rnn_decoder(embedded, initial_state, cell, loop_function=loop_function)


class _Attention:
    """Attention of queries to `states`, with `num_heads` heads; variables in the current scope."""

    def __init__(self, states, num_heads, dtype):
        self._length = states.get_shape()[1].value
        if self._length is None:
            self._length = tf.shape(states)[1]
        self.size = states.get_shape()[2].value
        self._dtype = dtype
        self._hidden = tf.reshape(states, [-1, self._length, 1, self.size])
        self._heads = []
        for head in range(num_heads):
            k = tf.get_variable(f"AttnW_{head}", [1, 1, self.size, self.size], dtype=dtype)
            features = tf.nn.conv2d(self._hidden, k, [1, 1, 1, 1], "SAME")
            v = tf.get_variable(f"AttnV_{head}", [self.size], dtype=dtype)
            self._heads.append((features, v))

    def __call__(self, query):
        """What each head finds."""
        if tf.nest.is_nested(query):
            parts = tf.nest.flatten(query)
            for part in parts:
                if part.get_shape().ndims:
                    assert part.get_shape().ndims == 2
            query = tf.concat(parts, 1)
        found = []
        for head, (features, v) in enumerate(self._heads):
            with tf.variable_scope(f"Attention_{head}"):
                y = _Linear(query, self.size, True)(query)
                y = tf.cast(tf.reshape(y, [-1, 1, 1, self.size]), self._dtype)
                scores = tf.reduce_sum(v * tf.tanh(features + y), [2, 3])
                a = tf.cast(tf.nn.softmax(tf.cast(scores, tf.float32)), self._dtype)
                a = tf.reshape(a, [-1, self._length, 1, 1])
                d = tf.reduce_sum(a * self._hidden, [1, 2])
                found.append(tf.reshape(d, [-1, self.size]))
        return found


def attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    output_size=None,
    num_heads=1,
    loop_function=None,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """`rnn_decoder` that attends to `attention_states`, ``[batch, length, width]``.

    >>> outputs, _ = tf.contrib.legacy_seq2seq.attention_decoder(
    ...     [tf.ones([2, 3])] * 2, tf.zeros([2, 4]), tf.ones([2, 5, 6]), tf.nn.rnn_cell.GRUCell(4))
    >>> outputs[1].shape.as_list()
    [2, 4]

    Each step sees what was found in the last; the first sees zeros or, with
    `initial_state_attention`, what the initial state finds. Outputs are `output_size` wide, or as
    the cell's.

    Raises:
        ValueError: no inputs, no heads, or a width that is not known.
    """
    if not decoder_inputs:
        raise ValueError("Must provide at least 1 input to attention decoder.")
    if num_heads < 1:
        raise ValueError("With less than 1 heads, use a non-attention decoder.")
    if attention_states.get_shape()[2].value is None:
        raise ValueError(
            f"Shape[2] of attention_states must be known: {attention_states.get_shape()}"
        )
    if output_size is None:
        output_size = cell.output_size
    with tf.variable_scope(scope or "attention_decoder", dtype=dtype) as scope:
        dtype = scope.dtype
        batch_size = tf.shape(decoder_inputs[0])[0]
        attention = _Attention(attention_states, num_heads, dtype)
        state, outputs = initial_state, []
        zeros = tf.stack([batch_size, attention.size])
        found = [tf.zeros(zeros, dtype=dtype) for _ in range(num_heads)]
        for f in found:
            f.set_shape([None, attention.size])
        if initial_state_attention:
            found = attention(initial_state)
        for i, inp in enumerate(decoder_inputs):
            if i > 0:
                tf.get_variable_scope().reuse_variables()
            if loop_function is not None and outputs:
                with tf.variable_scope("loop_function", reuse=True):
                    inp = loop_function(outputs[-1], i)
            input_size = inp.get_shape().with_rank(2)[1]
            if input_size.value is None:
                raise ValueError(f"Could not infer input size from input: {inp.name}")
            inputs = [tf.cast(e, dtype) for e in [inp, *found]]
            cell_output, state = cell(_Linear(inputs, input_size, True)(inputs), state)
            if i == 0 and initial_state_attention:
                with tf.variable_scope(tf.get_variable_scope(), reuse=True):
                    found = attention(state)
            else:
                found = attention(state)
            with tf.variable_scope("AttnOutputProjection"):
                inputs = [tf.cast(cell_output, dtype), *found]
                outputs.append(_Linear(inputs, output_size, True)(inputs))
    return outputs, state


def embedding_attention_decoder(
    decoder_inputs,
    initial_state,
    attention_states,
    cell,
    num_symbols,
    embedding_size,
    num_heads=1,
    output_size=None,
    output_projection=None,
    feed_previous=False,
    update_embedding_for_previous=True,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """`attention_decoder` of integers; see `embedding_rnn_decoder` for its other arguments.

    >>> outputs, _ = tf.contrib.legacy_seq2seq.embedding_attention_decoder(
    ...     [tf.constant([1, 2])] * 2, tf.zeros([2, 4]), tf.ones([2, 5, 6]),
    ...     tf.nn.rnn_cell.GRUCell(4), 7, 3, output_size=7, feed_previous=True)
    >>> outputs[1].shape.as_list()
    [2, 7]
    """
    if output_size is None:
        output_size = cell.output_size
    if output_projection is not None:
        biases = tf.convert_to_tensor(output_projection[1], dtype=dtype)
        biases.get_shape().assert_is_compatible_with([num_symbols])
    with tf.variable_scope(scope or "embedding_attention_decoder", dtype=dtype):
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size])
        loop_function = None
        if feed_previous:
            loop_function = _extract_argmax_and_embed(
                embedding, output_projection, update_embedding_for_previous
            )
        embedded = [tf.nn.embedding_lookup(embedding, i) for i in decoder_inputs]
        return attention_decoder(
            embedded,
            initial_state,
            attention_states,
            cell,
            output_size=output_size,
            num_heads=num_heads,
            loop_function=loop_function,
            initial_state_attention=initial_state_attention,
        )
