"""One step of a beam search: scores, and the choice of the best."""

from __future__ import annotations

from typing import Any, NamedTuple

import tf1shim as tf
from tf1shim.contrib.seq2seq.attention_wrapper import AttentionWrapperState


class BeamSearchDecoderState(NamedTuple):
    """The state of a `BeamSearchDecoder`: each part is ``[batch, beams, ...]``."""

    cell_state: Any
    log_probs: Any
    finished: Any
    lengths: Any
    accumulated_attention_probs: Any


class BeamSearchDecoderOutput(NamedTuple):
    """What a step of a `BeamSearchDecoder` puts out: ``[batch, beams]`` each."""

    scores: Any
    predicted_ids: Any
    parent_ids: Any


def _static(tensor):
    """The value of a tensor if it is known when the graph is built, else None; scalars as ints."""
    value = tf.get_static_value(tensor)
    return value if value is None or value.ndim else value.item()


def _check_ndims(t):
    if t.shape.ndims is None:
        raise ValueError(f"Expected tensor ({t}) to have known rank, but ndims == None.")


def _beam_search_step(
    time,
    logits,
    next_cell_state,
    beam_state,
    batch_size,
    beam_width,
    end_token,
    length_penalty_weight,
    coverage_penalty_weight,
):
    """The `BeamSearchDecoderOutput` and `BeamSearchDecoderState` after a step's `logits`."""
    batch = _static(batch_size)
    finished = beam_state.finished
    open_ = tf.logical_not(finished)
    log_probs = _mask_probs(tf.nn.log_softmax(logits), end_token, finished)
    total = tf.expand_dims(beam_state.log_probs, 2) + log_probs

    # A beam that is open gets longer by one, unless by the end token.
    vocab_size = logits.shape[-1].value or tf.shape(logits)[-1]
    added = tf.one_hot(
        tf.fill([batch_size, beam_width], end_token),
        depth=vocab_size,
        on_value=tf.constant(0, tf.int64),
        off_value=tf.constant(1, tf.int64),
        dtype=tf.int64,
    )
    added *= tf.expand_dims(tf.cast(open_, tf.int64), 2)
    lengths = added + tf.expand_dims(beam_state.lengths, 2)

    accumulated = None
    attention = get_attention_probs(next_cell_state, coverage_penalty_weight)
    if attention is not None:
        attention *= tf.expand_dims(tf.cast(open_, tf.float32), 2)
        accumulated = beam_state.accumulated_attention_probs + attention
    scores = _get_scores(
        log_probs=total,
        sequence_lengths=lengths,
        length_penalty_weight=length_penalty_weight,
        coverage_penalty_weight=coverage_penalty_weight,
        finished=finished,
        accumulated_attention_probs=accumulated,
    )

    width = tf.convert_to_tensor(beam_width, dtype=tf.int32, name="beam_width")
    best, places = tf.nn.top_k(tf.reshape(scores, [batch_size, -1]), k=width)
    best.set_shape([batch, beam_width])
    places.set_shape([batch, beam_width])
    words = tf.cast(tf.mod(places, vocab_size, name="next_beam_word_ids"), tf.int32)
    parents = tf.floordiv(places, vocab_size, name="next_beam_parent_ids")

    def chosen(value, indices=parents, choices=beam_width, shape=(-1,), name=None):
        return _tensor_gather_helper(indices, value, batch_size, choices, list(shape), name)

    rows = [batch_size * beam_width, -1]
    finished = chosen(finished)
    if accumulated is not None:
        accumulated = chosen(accumulated, shape=rows, name="next_accumulated_attention_probs")
    state = BeamSearchDecoderState(
        cell_state=tf.nest.map_structure(
            lambda part: _maybe_tensor_gather_helper(
                gather_indices=parents,
                gather_from=part,
                batch_size=batch_size,
                range_size=beam_width,
                gather_shape=rows,
            ),
            next_cell_state,
        ),
        log_probs=chosen(total, places, beam_width * vocab_size, name="next_beam_probs"),
        lengths=chosen(beam_state.lengths) + tf.cast(tf.logical_not(finished), tf.int64),
        finished=tf.logical_or(finished, tf.equal(words, end_token), name="next_beam_finished"),
        accumulated_attention_probs=() if accumulated is None else accumulated,
    )
    return BeamSearchDecoderOutput(best, words, parents), state


def get_attention_probs(next_cell_state, coverage_penalty_weight):
    """The alignments in a cell's state, averaged over its layers; None without the penalty.

    Raises:
        ValueError: There are none.
    """
    if coverage_penalty_weight == 0.0:
        return None
    state = next_cell_state
    if isinstance(state, AttentionWrapperState):
        states = [state]
    else:
        parts = state if isinstance(state, tuple) else ()
        states = [part for part in parts if isinstance(part, AttentionWrapperState)]
    if not states:
        raise ValueError("coverage_penalty_weight must be 0.0 if no cell is attentional.")
    return _mean([attention_probs_from_attn_state(part) for part in states])


def attention_probs_from_attn_state(attention_state):
    """The alignments in an `AttentionWrapperState`, averaged over its mechanisms."""
    alignments = attention_state.alignments
    return _mean(alignments) if isinstance(alignments, tuple) else alignments


def _mean(tensors):
    if len(tensors) == 1:
        return tensors[0]
    return tf.reduce_mean(tf.stack(tensors, -1), -1)


def _get_scores(
    log_probs,
    sequence_lengths,
    length_penalty_weight,
    coverage_penalty_weight,
    finished,
    accumulated_attention_probs,
):
    """Log probabilities over the length penalty, plus the coverage penalty."""
    penalty = _length_penalty(sequence_lengths, length_penalty_weight)
    scores = log_probs / tf.cast(penalty, dtype=log_probs.dtype)
    weight = tf.convert_to_tensor(coverage_penalty_weight, name="coverage_penalty_weight")
    if weight.shape.ndims != 0:
        raise ValueError(
            f"coverage_penalty_weight should be a scalar, but saw shape: {weight.shape}"
        )
    if _static(weight) == 0.0:
        return scores
    seen = accumulated_attention_probs
    if seen is None:
        raise ValueError(
            "accumulated_attention_probs can be None only if coverage penalty is disabled."
        )
    # What was never looked at counts for nothing, rather than for an infinite penalty.
    seen = tf.where(tf.equal(seen, 0.0), tf.ones_like(seen), seen)
    coverage = tf.reduce_sum(tf.log(tf.minimum(seen, 1.0)), 2) * tf.cast(finished, tf.float32)
    return scores + tf.expand_dims(coverage * weight, 2)


def _length_penalty(sequence_lengths, penalty_factor):
    """``((5 + length) / 6) ** factor``, as in https://arxiv.org/abs/1609.08144; 1.0 for 0."""
    factor = tf.convert_to_tensor(penalty_factor, name="penalty_factor")
    factor.set_shape(())
    if _static(factor) == 0:
        return 1.0
    return (5.0 + tf.cast(sequence_lengths, tf.float32)) ** factor / (5.0 + 1.0) ** factor


def _mask_probs(probs, eos_token, finished):
    """`probs`, ``[batch, beams, words]``; a beam that is finished can only go on with the end."""
    vocab_size = tf.shape(probs)[2]
    row = tf.one_hot(
        eos_token,
        vocab_size,
        dtype=probs.dtype,
        on_value=tf.convert_to_tensor(0.0, dtype=probs.dtype),
        off_value=probs.dtype.min,
    )
    rows = tf.tile(tf.reshape(row, [1, 1, -1]), tf.concat([tf.shape(finished), [1]], 0))
    mask = tf.tile(tf.expand_dims(finished, 2), [1, 1, vocab_size])
    return tf.where(mask, rows, probs)


def _maybe_tensor_gather_helper(gather_indices, gather_from, batch_size, range_size, gather_shape):
    """The same as below, unless there are no beams: a `TensorArray`, or fewer dimensions."""
    if isinstance(gather_from, tf.TensorArray):
        return gather_from
    _check_ndims(gather_from)
    if gather_from.shape.ndims < len(gather_shape):
        return gather_from
    return _tensor_gather_helper(gather_indices, gather_from, batch_size, range_size, gather_shape)


def _tensor_gather_helper(
    gather_indices, gather_from, batch_size, range_size, gather_shape, name=None
):
    """Of each batch entry of `gather_from`, the items at that entry's indices.

    Items are what remains of it in `gather_shape`, of which there are `range_size` in each entry.
    """
    with tf.name_scope(name, "tensor_gather_helper"):
        first = tf.expand_dims(tf.range(batch_size) * range_size, 1)
        indices = tf.reshape(gather_indices + first, [-1])
        output = tf.gather(tf.reshape(gather_from, gather_shape), indices)
        rank = 1 + len(gather_shape)
        output = tf.reshape(output, tf.shape(gather_from)[:rank], name="output")
        batch = tf.TensorShape([_static(batch_size)])
        output.set_shape(batch.concatenate(gather_from.shape[1:rank]))
        return output
