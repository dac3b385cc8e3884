"""Whole models, from encoder inputs to decoder outputs."""

from __future__ import annotations

import copy

import tf1shim as tf
from tf1shim.contrib.legacy_seq2seq.decoders import (
    _extract_argmax_and_embed,
    check_projection,
    embedding_attention_decoder,
    embedding_rnn_decoder,
    rnn_decoder,
)
from tf1shim.contrib.rnn.core_rnn_cell import (
    EmbeddingWrapper,
    OutputProjectionWrapper,
)
from tf1shim.contrib.rnn.shared import RNNCell


def _copied(cell):
    """A copy of `cell`, for variables of its own."""
    try:
        return copy.deepcopy(cell)
    except NotImplementedError as error:
        raise TypeError(
            f"cannot copy {cell}: it has variables already. Make a new cell for each model"
        ) from error


def basic_rnn_seq2seq(encoder_inputs, decoder_inputs, cell, dtype=tf.float32, scope=None):
    """An encoder and a decoder with weights of their own.

    >>> xs = [tf.ones([2, 3])] * 2
    >>> ys, state = tf.contrib.legacy_seq2seq.basic_rnn_seq2seq(xs, xs, tf.nn.rnn_cell.GRUCell(4))
    >>> [v.op.name for v in tf.global_variables()][::4]
    ['basic_rnn_seq2seq/rnn/gru_cell/gates/kernel',
     'basic_rnn_seq2seq/rnn_decoder/gru_cell/gates/kernel']
    """
    with tf.variable_scope(scope or "basic_rnn_seq2seq"):
        _, state = tf.nn.static_rnn(_copied(cell), encoder_inputs, dtype=dtype)
        return rnn_decoder(decoder_inputs, state, cell)


def tied_rnn_seq2seq(
    encoder_inputs, decoder_inputs, cell, loop_function=None, dtype=tf.float32, scope=None
):
    """An encoder and a decoder that share their weights."""
    with tf.variable_scope("combined_tied_rnn_seq2seq"):
        scope = scope or "tied_rnn_seq2seq"
        _, state = tf.nn.static_rnn(cell, encoder_inputs, dtype=dtype, scope=scope)
        tf.get_variable_scope().reuse_variables()
        return rnn_decoder(decoder_inputs, state, cell, loop_function=loop_function, scope=scope)


def _either(feed_previous, count, decode, like=None):
    """What ``decode(feed_previous)`` returns; for a boolean tensor, both behind `tf.cond`.

    There are `count` outputs; the state is structured as what `like()` gives, or is a tensor.
    """
    if isinstance(feed_previous, bool):
        return decode(feed_previous)

    def branch(previous):
        # The first branch makes the variables, the second uses them.
        reuse = None if previous else True
        with tf.variable_scope(tf.get_variable_scope(), reuse=reuse):
            outputs, state = decode(previous)
        return outputs + tf.nest.flatten(state)

    made = tf.cond(feed_previous, lambda: branch(True), lambda: branch(False))
    outputs, states = made[:count], made[count:]
    structure = like()
    if tf.nest.is_nested(structure):
        return outputs, tf.nest.pack_sequence_as(structure=structure, flat_sequence=states)
    return outputs, states[0]


def embedding_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """An encoder and a decoder of integers, each with its own embedding.

    See the package's example. Outputs are projected to `num_decoder_symbols`, unless
    `output_projection`, a pair of weights and biases, will do that outside. With `feed_previous`,
    a bool or a boolean tensor, the decoder gets its own last choice as the next input.
    """
    with tf.variable_scope(scope or "embedding_rnn_seq2seq") as scope:
        if dtype is not None:
            scope.set_dtype(dtype)
        encoder = EmbeddingWrapper(_copied(cell), num_encoder_symbols, embedding_size)
        _, encoder_state = tf.nn.static_rnn(encoder, encoder_inputs, dtype=scope.dtype)
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)

        def decode(previous):
            return embedding_rnn_decoder(
                decoder_inputs,
                encoder_state,
                cell,
                num_decoder_symbols,
                embedding_size,
                output_projection=output_projection,
                feed_previous=previous,
                update_embedding_for_previous=isinstance(feed_previous, bool),
            )

        return _either(feed_previous, len(decoder_inputs), decode, lambda: encoder_state)


def embedding_tied_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_symbols,
    embedding_size,
    num_decoder_symbols=None,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """An encoder and a decoder of integers that share weights and embedding.

    >>> xs = [tf.constant([1, 2])] * 2
    >>> ys, _ = tf.contrib.legacy_seq2seq.embedding_tied_rnn_seq2seq(
    ...     xs, xs, tf.nn.rnn_cell.GRUCell(4), num_symbols=5, embedding_size=3)
    >>> ys[0].shape.as_list(), tf.global_variables()[0].name
    ([2, 5], 'embedding_tied_rnn_seq2seq/embedding:0')

    Outputs are projected to `num_decoder_symbols`, or to `num_symbols`.
    """
    with tf.variable_scope(scope or "embedding_tied_rnn_seq2seq", dtype=dtype) as scope:
        dtype = scope.dtype
        check_projection(output_projection, num_symbols, dtype)
        embedding = tf.get_variable("embedding", [num_symbols, embedding_size], dtype=dtype)
        encoded = [tf.nn.embedding_lookup(embedding, x) for x in encoder_inputs]
        decoded = [tf.nn.embedding_lookup(embedding, x) for x in decoder_inputs]
        if output_projection is None:
            size = num_symbols if num_decoder_symbols is None else num_decoder_symbols
            cell = OutputProjectionWrapper(cell, size)

        def decode(previous):
            update = isinstance(feed_previous, bool)
            loop_function = previous and _extract_argmax_and_embed(
                embedding, output_projection, update
            )
            return tied_rnn_seq2seq(
                encoded, decoded, cell, loop_function=loop_function or None, dtype=dtype
            )

        def zero_state():
            batch_size = encoder_inputs[0].get_shape()[0]
            for x in encoder_inputs[1:]:
                batch_size.merge_with(x.get_shape()[0])
            return cell.zero_state(batch_size.value or tf.shape(encoder_inputs[0])[0], dtype)

        return _either(feed_previous, len(decoder_inputs), decode, zero_state)


def embedding_attention_seq2seq(
    encoder_inputs,
    decoder_inputs,
    cell,
    num_encoder_symbols,
    num_decoder_symbols,
    embedding_size,
    num_heads=1,
    output_projection=None,
    feed_previous=False,
    dtype=None,
    scope=None,
    initial_state_attention=False,
):
    """`embedding_rnn_seq2seq` with a decoder that attends to the encoder's outputs.

    >>> xs = [tf.constant([1, 2])] * 2
    >>> ys, _ = tf.contrib.legacy_seq2seq.embedding_attention_seq2seq(
    ...     xs, xs, tf.nn.rnn_cell.GRUCell(4), 5, 6, embedding_size=3)
    >>> ys[0].shape.as_list()
    [2, 6]
    """
    with tf.variable_scope(scope or "embedding_attention_seq2seq", dtype=dtype) as scope:
        encoder = EmbeddingWrapper(_copied(cell), num_encoder_symbols, embedding_size)
        outputs, encoder_state = tf.nn.static_rnn(encoder, encoder_inputs, dtype=scope.dtype)
        outputs = [tf.reshape(e, [-1, 1, cell.output_size]) for e in outputs]
        attention_states = tf.concat(outputs, 1)
        output_size = None
        if output_projection is None:
            cell = OutputProjectionWrapper(cell, num_decoder_symbols)
            output_size = num_decoder_symbols

        def decode(previous):
            return embedding_attention_decoder(
                decoder_inputs,
                encoder_state,
                attention_states,
                cell,
                num_decoder_symbols,
                embedding_size,
                num_heads=num_heads,
                output_size=output_size,
                output_projection=output_projection,
                feed_previous=previous,
                update_embedding_for_previous=isinstance(feed_previous, bool),
                initial_state_attention=initial_state_attention,
            )

        return _either(feed_previous, len(decoder_inputs), decode, lambda: encoder_state)


def one2many_rnn_seq2seq(
    encoder_inputs,
    decoder_inputs_dict,
    enc_cell,
    dec_cells_dict,
    num_encoder_symbols,
    num_decoder_symbols_dict,
    embedding_size,
    feed_previous=False,
    dtype=None,
    scope=None,
):
    """One encoder and several decoders, by name.

    >>> xs = [tf.constant([1, 2])] * 2
    >>> ys, _ = tf.contrib.legacy_seq2seq.one2many_rnn_seq2seq(
    ...     xs, {"a": xs, "b": xs}, tf.nn.rnn_cell.GRUCell(4),
    ...     {"a": tf.nn.rnn_cell.GRUCell(4), "b": tf.nn.rnn_cell.GRUCell(4)},
    ...     num_encoder_symbols=5, num_decoder_symbols_dict={"a": 6, "b": 7}, embedding_size=3)
    >>> {name: y[0].shape.as_list() for name, y in ys.items()}
    {'a': [2, 6], 'b': [2, 7]}

    Returns:
        The outputs and the final states of the decoders, two dicts.

    Raises:
        TypeError: something is no RNN cell.
        ValueError: the decoders' names differ.
    """
    if not isinstance(enc_cell, RNNCell):
        raise TypeError(f"enc_cell is not an RNNCell: {type(enc_cell)}")
    if set(dec_cells_dict) != set(decoder_inputs_dict):
        raise ValueError("keys of dec_cells_dict != keys of decodre_inputs_dict")
    for cell in dec_cells_dict.values():
        if not isinstance(cell, RNNCell):
            raise TypeError(f"dec_cell is not an RNNCell: {type(cell)}")
    outputs, states = {}, {}
    with tf.variable_scope(scope or "one2many_rnn_seq2seq", dtype=dtype) as scope:
        encoder = EmbeddingWrapper(enc_cell, num_encoder_symbols, embedding_size)
        _, encoder_state = tf.nn.static_rnn(encoder, encoder_inputs, dtype=scope.dtype)
        for name, inputs in decoder_inputs_dict.items():
            symbols = num_decoder_symbols_dict[name]
            with tf.variable_scope(f"one2many_decoder_{name}"):
                cell = OutputProjectionWrapper(dec_cells_dict[name], symbols)

                def decode(previous, inputs=inputs, cell=cell, symbols=symbols):
                    return embedding_rnn_decoder(
                        inputs,
                        encoder_state,
                        cell,
                        symbols,
                        embedding_size,
                        feed_previous=previous,
                    )

                outputs[name], states[name] = _either(
                    feed_previous, len(inputs), decode, lambda: encoder_state
                )
    return outputs, states
