"""`BeamSearchDecoder`: keeps the best few sequences at each step."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

import tf1shim as tf
from tf1shim.contrib.rnn.shared import assert_like_rnncell
from tf1shim.contrib.seq2seq.basic_decoder import layer_output_size
from tf1shim.contrib.seq2seq.beam_search_ops import gather_tree
from tf1shim.contrib.seq2seq.beam_step import (  # noqa: F401
    BeamSearchDecoderOutput,
    BeamSearchDecoderState,
    _beam_search_step,
    _check_ndims,
    _get_scores,
    _length_penalty,
    _mask_probs,
    _maybe_tensor_gather_helper,
    _static,
    _tensor_gather_helper,
    attention_probs_from_attn_state,
    get_attention_probs,
)
from tf1shim.contrib.seq2seq.decoder import Decoder
from tf1shim.contrib.seq2seq.helper import embedding_function

_REORDERING = (
    "Consider setting reorder_tensor_arrays to False to disable TensorArray reordering during the "
    "beam search."
)


class FinalBeamSearchDecoderOutput(NamedTuple):
    """What `dynamic_decode` returns for a `BeamSearchDecoder`.

    `predicted_ids` are the sequences found, ``[batch, time, beams]``, the best first;
    `beam_search_decoder_output` what each step put out.
    """

    predicted_ids: Any
    beam_search_decoder_output: Any


def tile_batch(t, multiplier, name=None):
    """Each batch entry of a tensor, or of a structure of them, `multiplier` times in a row.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     sess.run(tf.contrib.seq2seq.tile_batch(tf.constant([[1], [2]]), 2)).tolist()
    [[1], [1], [2], [2]]

    Raises:
        ValueError: A tensor is a scalar or of unknown rank.
    """
    flat = tf.nest.flatten(t)
    with tf.name_scope(name, "tile_batch", [*flat, multiplier]):
        return tf.nest.map_structure(lambda each: _tile_batch(each, multiplier), t)


def _tile_batch(t, multiplier):
    t = tf.convert_to_tensor(t, name="t")
    shape = tf.shape(t)
    if not t.shape.ndims:
        raise ValueError("t must have statically known rank")
    tiled = tf.tile(tf.expand_dims(t, 1), [1, multiplier] + [1] * (t.shape.ndims - 1))
    tiled = tf.reshape(tiled, tf.concat(([shape[0] * multiplier], shape[1:]), 0))
    batch = t.shape[0].value
    tiled.set_shape(
        tf.TensorShape([None if batch is None else batch * multiplier]).concatenate(t.shape[1:])
    )
    return tiled


def gather_tree_from_array(t, parent_ids, sequence_length):
    """What each final beam saw, from a ``[time, batch, beams, ...]`` tensor of all steps.

    Args:
        t: That, or ``[time, batch * beams, ...]``.
        parent_ids: ``[time, batch, beams]``.
        sequence_length: ``[batch, beams]``.
    """
    time, batch, beams = (parent_ids.shape[i].value or tf.shape(parent_ids)[i] for i in range(3))
    ids = tf.tile(tf.reshape(tf.range(beams), [1, 1, -1]), [time, batch, 1])
    ordered = gather_tree(
        step_ids=ids,
        parent_ids=parent_ids,
        max_sequence_lengths=tf.cast(tf.reduce_max(sequence_length, axis=1), tf.int32),
        end_token=beams + 1,
    )
    within = tf.transpose(tf.sequence_mask(sequence_length, maxlen=time), perm=[2, 0, 1])
    ordered = tf.where(within, x=ordered, y=ids)
    times = tf.tile(tf.reshape(tf.range(time), [-1, 1, 1]), [1, batch, beams])
    # Turned, rather than made so: what comes after has TensorFlow 1's names then.
    entries = tf.tile(tf.reshape(tf.range(batch), [-1, 1, 1]), [1, time, beams])
    entries = tf.transpose(entries, perm=[1, 0, 2])
    rows = tf.reshape(t, [time, batch, beams, -1])
    seen = tf.gather_nd(rows, tf.stack([times, entries, ordered], -1))
    return tf.reshape(seen, tf.shape(t))


class BeamSearchDecoder(Decoder):
    """A decoder that keeps the `beam_width` most likely sequences.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> s2s = tf.contrib.seq2seq
    >>> cell = tf.nn.rnn_cell.GRUCell(4)
    >>> decoder = s2s.BeamSearchDecoder(
    ...     cell, embedding=tf.ones([6, 3]), start_tokens=[0, 0], end_token=1,
    ...     initial_state=cell.zero_state(2 * 3, tf.float32), beam_width=3,
    ...     output_layer=tf.layers.Dense(6))
    >>> outputs, state, lengths = s2s.dynamic_decode(decoder, maximum_iterations=5)
    >>> outputs.predicted_ids.shape.as_list()
    [2, None, 3]

    The state, and the memory of an `AttentionWrapper`, have ``batch * beam_width`` entries: see
    `tile_batch`.

    Args:
        cell: An RNN cell.
        embedding: Embeddings, for `tf.nn.embedding_lookup`, or a function of token ids.
        start_tokens: A vector, the token that each sequence begins with.
        end_token: The token that ends a sequence.
        initial_state: The cell's state, ``[batch * beam_width, ...]``.
        beam_width: A Python int.
        output_layer: A layer from the cell's outputs to logits.
        length_penalty_weight: Favours longer sequences; 0.0 for none.
        coverage_penalty_weight: Favours those that have looked at all of the memory; 0.0 for none.
        reorder_tensor_arrays: `TensorArray`s in the cell's state (the alignment history) come out
            as tensors, as the final beams saw them.

    Raises:
        TypeError: `cell` is no RNN cell, or `output_layer` no layer.
        ValueError: `start_tokens` is no vector or `end_token` no scalar.
    """

    def __init__(
        self,
        cell,
        embedding,
        start_tokens,
        end_token,
        initial_state,
        beam_width,
        output_layer=None,
        length_penalty_weight=0.0,
        coverage_penalty_weight=0.0,
        reorder_tensor_arrays=True,
    ):
        assert_like_rnncell("cell", cell)
        if output_layer is not None and not isinstance(output_layer, tf.keras.layers.Layer):
            raise TypeError(f"output_layer must be a Layer, received: {type(output_layer)}")
        self._cell = cell
        self._output_layer = output_layer
        self._reorder_tensor_arrays = reorder_tensor_arrays
        self._beam_width = beam_width
        self._length_penalty_weight = length_penalty_weight
        self._coverage_penalty_weight = coverage_penalty_weight
        self._embedding_fn = embedding_function(embedding)
        start = tf.convert_to_tensor(start_tokens, dtype=tf.int32, name="start_tokens")
        if start.shape.ndims != 1:
            raise ValueError("start_tokens must be a vector")
        self._end_token = tf.convert_to_tensor(end_token, dtype=tf.int32, name="end_token")
        if self._end_token.shape.ndims != 0:
            raise ValueError("end_token must be a scalar")
        self._batch_size = tf.size(start_tokens)
        self._initial_cell_state = tf.nest.map_structure(
            self._maybe_split_batch_beams, initial_state, self._cell.state_size
        )
        self._start_tokens = tf.tile(tf.expand_dims(start, 1), [1, self._beam_width])
        self._start_inputs = self._embedding_fn(self._start_tokens)
        self._finished = self._first_beam(False, True, tf.bool)

    def _first_beam(self, first, others, dtype):
        """`first` for the first beam of each batch entry, `others` for the rest."""
        return tf.one_hot(
            tf.zeros([self._batch_size], dtype=tf.int32),
            depth=self._beam_width,
            on_value=first,
            off_value=others,
            dtype=dtype,
        )

    @property
    def batch_size(self):
        """The number of start tokens, a scalar tensor."""
        return self._batch_size

    def _rnn_output_size(self):
        return layer_output_size(self._cell, self._output_layer)

    @property
    def tracks_own_finished(self):
        """True: a step reorders the beams."""
        return True

    @property
    def output_size(self):
        """Each part of the output has one value for each beam."""
        return BeamSearchDecoderOutput(*[tf.TensorShape([self._beam_width])] * 3)

    @property
    def output_dtype(self):
        """Scores have the dtype of the state, the others are int32."""
        dtype = tf.nest.flatten(self._initial_cell_state)[0].dtype
        scores = tf.nest.map_structure(lambda _: dtype, self._rnn_output_size())
        return BeamSearchDecoderOutput(scores, tf.int32, tf.int32)

    def initialize(self, name=None):
        """The embedded start tokens; only the first beam of each entry is possible."""
        dtype = tf.nest.flatten(self._initial_cell_state)[0].dtype
        attention = get_attention_probs(self._initial_cell_state, self._coverage_penalty_weight)
        log_probs = self._first_beam(
            tf.convert_to_tensor(0.0, dtype=dtype),
            tf.convert_to_tensor(-np.inf, dtype=dtype),
            dtype,
        )
        state = BeamSearchDecoderState(
            cell_state=self._initial_cell_state,
            log_probs=log_probs,
            finished=self._finished,
            lengths=tf.zeros([self._batch_size, self._beam_width], dtype=tf.int64),
            accumulated_attention_probs=() if attention is None else attention,
        )
        return self._finished, self._start_inputs, state

    def step(self, time, inputs, state, name=None):
        """One step of the cell for all beams, and the choice of the best."""
        with tf.name_scope(name, "BeamSearchDecoderStep", (time, inputs, state)):
            inputs = tf.nest.map_structure(
                lambda each: self._merge_batch_beams(each, s=each.shape[2:]), inputs
            )
            cell_state = tf.nest.map_structure(
                self._maybe_merge_batch_beams, state.cell_state, self._cell.state_size
            )
            outputs, cell_state = self._cell(inputs, cell_state)
            outputs = tf.nest.map_structure(
                lambda each: self._split_batch_beams(each, each.shape[1:]), outputs
            )
            cell_state = tf.nest.map_structure(
                self._maybe_split_batch_beams, cell_state, self._cell.state_size
            )
            if self._output_layer is not None:
                outputs = self._output_layer(outputs)
            output, state = _beam_search_step(
                time=time,
                logits=outputs,
                next_cell_state=cell_state,
                beam_state=state,
                batch_size=self._batch_size,
                beam_width=self._beam_width,
                end_token=self._end_token,
                length_penalty_weight=self._length_penalty_weight,
                coverage_penalty_weight=self._coverage_penalty_weight,
            )
            inputs = tf.cond(
                tf.reduce_all(state.finished),
                lambda: self._start_inputs,
                lambda: self._embedding_fn(output.predicted_ids),
            )
        return output, state, inputs, state.finished

    def finalize(self, outputs, final_state, sequence_lengths):
        """The sequences, followed back from their ends."""
        predicted_ids = gather_tree(
            outputs.predicted_ids,
            outputs.parent_ids,
            max_sequence_lengths=tf.cast(tf.reduce_max(final_state.lengths, axis=1), tf.int32),
            end_token=self._end_token,
        )
        if self._reorder_tensor_arrays:
            cell_state = tf.nest.map_structure(
                lambda t: self._maybe_sort_array_beams(t, outputs.parent_ids, final_state.lengths),
                final_state.cell_state,
            )
            final_state = final_state._replace(cell_state=cell_state)
        return FinalBeamSearchDecoderOutput(predicted_ids, outputs), final_state

    # --- [batch * beams, ...] and [batch, beams, ...] ---------------------------------------------

    def _merge_batch_beams(self, t, s=None):
        """``[batch, beams, s...]`` as ``[batch * beams, s...]``."""
        batch = _static(self._batch_size)
        merged = tf.reshape(
            t, tf.concat(([self._batch_size * self._beam_width], tf.shape(t)[2:]), 0)
        )
        rows = None if batch is None else batch * self._beam_width
        merged.set_shape(tf.TensorShape([rows]).concatenate(_shape_of(s)))
        return merged

    def _split_batch_beams(self, t, s=None):
        """``[batch * beams, s...]`` as ``[batch, beams, s...]``."""
        split = tf.reshape(t, tf.concat(([self._batch_size, self._beam_width], tf.shape(t)[1:]), 0))
        expected = tf.TensorShape([_static(self._batch_size), self._beam_width])
        expected = expected.concatenate(_shape_of(s))
        if not split.shape.is_compatible_with(expected):
            raise ValueError(
                "Unexpected behavior when reshaping between beam width and batch size.  "
                f"The reshaped tensor has shape: {split.shape}.  We expected it to have shape "
                f"(batch_size, beam_width, depth) == {expected}.  Perhaps you forgot to create a "
                "zero_state with batch_size=encoder_batch_size * beam_width?"
            )
        split.set_shape(expected)
        return split

    def _maybe_split_batch_beams(self, t, s):
        """The same, unless `t` is a scalar or a `TensorArray`."""
        if isinstance(t, tf.TensorArray):
            return t
        _check_ndims(t)
        return self._split_batch_beams(t, s) if t.shape.ndims >= 1 else t

    def _maybe_merge_batch_beams(self, t, s):
        if isinstance(t, tf.TensorArray):
            return t
        _check_ndims(t)
        return self._merge_batch_beams(t, s) if t.shape.ndims >= 2 else t

    def _maybe_sort_array_beams(self, t, parent_ids, sequence_length):
        """A `TensorArray` as the tensor that the final beams saw; anything else as it is."""
        if not isinstance(t, tf.TensorArray):
            return t
        shape, batch = t.element_shape, _static(self._batch_size)
        if not shape.ndims:
            tf.logging.warn(
                "The TensorArray %s in the cell state is not amenable to sorting based on the beam "
                "search result. For a TensorArray to be sorted, its elements shape must be defined "
                "and have at least a rank of 1, but saw shape: %s",
                getattr(t.handle, "name", "in the state"),
                shape,
            )
            return t
        if not _may_be_split(shape.as_list(), batch, self._beam_width):
            tf.logging.warn(
                "TensorArray reordering expects elements to be reshapable to %s which is "
                f"incompatible with the current shape %s. {_REORDERING}",
                tf.TensorShape([batch, self._beam_width, None]),
                shape,
            )
            return t
        t = t.stack()
        with tf.control_dependencies([_check_batch_beam(t, self._batch_size, self._beam_width)]):
            return gather_tree_from_array(t, parent_ids, sequence_length)


def _shape_of(size):
    """A size, which may be a tensor, as a shape."""
    if isinstance(size, tf.Tensor):
        value = _static(size)
        return tf.TensorShape(None if value is None else value)
    return tf.TensorShape(size)


def _may_be_split(shape, batch, beams):
    """False if `shape` is known not to begin with ``batch * beams``.

    As in TensorFlow 1, also if more of it is known and that is not ``[batch, beams, ...]``: an
    alignment history is reordered only where the length of the memory is unknown.
    """
    if batch is None or shape[0] is None:
        return True
    if shape[0] != batch * beams:
        return False
    return len(shape) < 2 or shape[1] is None or shape[:2] == [batch, beams]


def _check_batch_beam(t, batch_size, beam_width):
    """An op that asserts the same about the elements of `t` when it runs."""
    shape = tf.shape(t)
    fits = tf.equal(shape[1], batch_size * beam_width)
    if t.shape.ndims != 2:
        split = tf.logical_and(tf.equal(shape[1], batch_size), tf.equal(shape[2], beam_width))
        fits = tf.logical_or(fits, split)
    message = (
        "TensorArray reordering expects elements to be reshapable to [batch_size, beam_size, -1] "
        f"which is incompatible with the dynamic shape of {t.name} elements. {_REORDERING}"
    )
    return tf.Assert(fits, [message])
