"""`AttentionWrapper`: a cell that looks at a memory after each step."""

from __future__ import annotations

from typing import Any, NamedTuple

import tf1shim as tf
from tf1shim.contrib.rnn.shared import assert_like_rnncell
from tf1shim.contrib.seq2seq.attention_mechanism import (  # noqa: F401
    AttentionMechanism,
    BahdanauAttention,
    LuongAttention,
    _bahdanau_score,
    _BaseAttentionMechanism,
    _dimension,
    _luong_score,
    _maybe_mask_score,
    _prepare_memory,
    hardmax,
)
from tf1shim.contrib.seq2seq.decoder import _zero_state_tensors
from tf1shim.contrib.seq2seq.monotonic_attention import (  # noqa: F401
    BahdanauMonotonicAttention,
    LuongMonotonicAttention,
    _BaseMonotonicAttentionMechanism,
    _monotonic_probability_fn,
    monotonic_attention,
    safe_cumprod,
)

_MEMORY = "Non-matching batch sizes between the memory (encoder output) and "
_INIT_ERROR = (
    f"When constructing AttentionWrapper %s: {_MEMORY}initial_cell_state.  Are you using the "
    "BeamSearchDecoder?  You may need to tile your initial state via the "
    "tf.contrib.seq2seq.tile_batch function with argument multiple=beam_width."
)
_ZERO_STATE_ERROR = (
    f"When calling zero_state of AttentionWrapper %s: {_MEMORY}the requested batch size.  Are you "
    "using the BeamSearchDecoder?  If so, make sure your encoder output has been tiled to "
    "beam_width via tf.contrib.seq2seq.tile_batch, and the batch_size= argument passed to "
    "zero_state is batch_size * beam_width."
)
_CALL_ERROR = (
    f"When applying AttentionWrapper %s: {_MEMORY}the query (decoder output).  Are you using the "
    "BeamSearchDecoder?  You may need to tile your memory input via the "
    "tf.contrib.seq2seq.tile_batch function with argument multiple=beam_width."
)


class AttentionWrapperState(NamedTuple):
    """The state of an `AttentionWrapper`.

    >>> import tf1shim as tf
    >>> attention = tf.contrib.seq2seq.LuongAttention(4, tf.ones([2, 5, 3]))
    >>> cell = tf.contrib.seq2seq.AttentionWrapper(tf.nn.rnn_cell.GRUCell(4), attention)
    >>> state = cell.zero_state(2, tf.float32).clone(cell_state=tf.ones([2, 4]))
    >>> state.cell_state.name, state.alignments.shape.as_list()
    ('ones_1:0', [2, 5])

    With several mechanisms the last three are tuples.
    """

    cell_state: Any
    attention: Any
    time: Any
    alignments: Any
    alignment_history: Any
    attention_state: Any

    def clone(self, **kwargs):
        """The same state with other parts, which must have the shapes of those they replace."""

        def checked(old, new):
            if isinstance(old, tf.Tensor) and isinstance(new, tf.Tensor):
                return tf.contrib.framework.with_same_shape(old, new)
            return new

        return tf.nest.map_structure(checked, self, self._replace(**kwargs))


class AttentionWrapper(tf.nn.rnn_cell.RNNCell):
    """Gives a cell attention: to its inputs, what was looked at; to its outputs, what is now.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> memory = tf.ones([2, 5, 3])
    >>> attention = tf.contrib.seq2seq.BahdanauAttention(4, memory, [5, 2])
    >>> cell = tf.contrib.seq2seq.AttentionWrapper(
    ...     tf.nn.rnn_cell.GRUCell(4), attention, attention_layer_size=6)
    >>> output, state = cell(tf.ones([2, 1]), cell.zero_state(2, tf.float32))
    >>> output.shape.as_list(), state.alignments.shape.as_list()
    ([2, 6], [2, 5])
    >>> [v.op.name for v in tf.trainable_variables()][-1]
    'attention_wrapper/attention_layer/kernel'

    Args:
        cell: An RNN cell.
        attention_mechanism: An `AttentionMechanism`, or a list of them.
        attention_layer_size: Width of a layer over the cell's output and what was looked at (a list
            for several mechanisms); None to take what was looked at itself.
        alignment_history: The state keeps the alignments of all steps, in a `TensorArray`.
        cell_input_fn: From inputs and attention to the cell's inputs; concatenates by default.
        output_attention: The output is the attention, else that of the cell.
        initial_cell_state: What `zero_state` gives as the cell's state.
        name: Of the layer.
        attention_layer: The layer itself, or a list of them, in place of its size.
        attention_fn: In place of `_compute_attention`.
        dtype: Of the layer.

    Raises:
        TypeError: An argument of the wrong type.
        ValueError: Not as many layers as mechanisms, or both `attention_layer_size` and
            `attention_layer`.
        InvalidArgumentError: The batch sizes of memory and state differ; when the graph is built,
            if they are known then.
    """

    def __init__(
        self,
        cell,
        attention_mechanism,
        attention_layer_size=None,
        alignment_history=False,
        cell_input_fn=None,
        output_attention=True,
        initial_cell_state=None,
        name=None,
        attention_layer=None,
        attention_fn=None,
        dtype=None,
    ):
        super().__init__(name=name, dtype=dtype)
        assert_like_rnncell("cell", cell)
        self._is_multi = isinstance(attention_mechanism, (list, tuple))
        mechanisms = tuple(attention_mechanism) if self._is_multi else (attention_mechanism,)
        for mechanism in mechanisms:
            if not isinstance(mechanism, AttentionMechanism):
                expected = (
                    "must contain only instances of AttentionMechanism"
                    if self._is_multi
                    else "must be an AttentionMechanism or list of multiple AttentionMechanism "
                    "instances"
                )
                raise TypeError(
                    f"attention_mechanism {expected}, saw type: {type(mechanism).__name__}"
                )
        if cell_input_fn is None:
            cell_input_fn = _concatenated
        elif not callable(cell_input_fn):
            raise TypeError(
                f"cell_input_fn must be callable, saw type: {type(cell_input_fn).__name__}"
            )
        self._attention_layers, self._attention_layer_size = _layers(
            cell, mechanisms, attention_layer_size, attention_layer
        )
        self._attention_fn = _compute_attention if attention_fn is None else attention_fn
        self._cell = cell
        self._attention_mechanisms = mechanisms
        self._cell_input_fn = cell_input_fn
        self._output_attention = output_attention
        self._alignment_history = alignment_history
        with tf.name_scope(name, "AttentionWrapperInit"):
            self._initial_cell_state = None
            if initial_cell_state is not None:
                batch_size = _dimension(tf.nest.flatten(initial_cell_state)[-1], 0)
                self._initial_cell_state = self._checked(
                    batch_size,
                    _INIT_ERROR % self._base_name,
                    initial_cell_state,
                    "check_initial_cell_state",
                )

    def _checked(self, batch_size, message, tensors, name):
        """`tensors`, once it is known that all memories have `batch_size`."""
        with tf.control_dependencies(self._batch_size_checks(batch_size, message)):
            return tf.nest.map_structure(lambda t: tf.identity(t, name=name), tensors)

    def _batch_size_checks(self, batch_size, error_message):
        return [
            tf.assert_equal(batch_size, mechanism.batch_size, message=error_message)
            for mechanism in self._attention_mechanisms
        ]

    def _item_or_tuple(self, seq):
        items = tuple(seq)
        return items if self._is_multi else items[0]

    def _each(self, make):
        return self._item_or_tuple(map(make, self._attention_mechanisms))

    @property
    def output_size(self):
        """Width of the attention, or of the cell's output if that is what is put out."""
        return self._attention_layer_size if self._output_attention else self._cell.output_size

    @property
    def state_size(self):
        """Sizes of the `AttentionWrapperState`."""
        sizes = self._each(lambda m: m.alignments_size)
        return AttentionWrapperState(
            cell_state=self._cell.state_size,
            time=tf.TensorShape([]),
            attention=self._attention_layer_size,
            alignments=sizes,
            attention_state=self._each(lambda m: m.state_size),
            alignment_history=sizes if self._alignment_history else self._each(lambda m: ()),
        )

    def zero_state(self, batch_size, dtype):
        """The state before the first step; of the cell, `initial_cell_state` if that was given.

        Raises:
            InvalidArgumentError: `batch_size` is not that of the memory.
        """
        with tf.name_scope(type(self).__name__ + "ZeroState", values=[batch_size]):
            cell_state = self._initial_cell_state
            if cell_state is None:
                cell_state = self._cell.get_initial_state(batch_size=batch_size, dtype=dtype)
            message = _ZERO_STATE_ERROR % self._base_name
            cell_state = self._checked(batch_size, message, cell_state, "checked_cell_state")
            alignments = [
                m.initial_alignments(batch_size, dtype) for m in self._attention_mechanisms
            ]
            return AttentionWrapperState(
                cell_state=cell_state,
                time=tf.zeros([], dtype=tf.int32),
                attention=_zero_state_tensors(self._attention_layer_size, batch_size, dtype),
                alignments=self._item_or_tuple(alignments),
                attention_state=self._each(lambda m: m.initial_state(batch_size, dtype)),
                alignment_history=self._item_or_tuple(
                    tf.TensorArray(dtype, size=0, dynamic_size=True, element_shape=a.shape)
                    if self._alignment_history
                    else ()
                    for a in alignments
                ),
            )

    def call(self, inputs, state):
        """A step of the cell, then attention.

        Returns:
            ``(output, state)``, `state` an `AttentionWrapperState`.

        Raises:
            TypeError: `state` is none.
        """
        if not isinstance(state, AttentionWrapperState):
            raise TypeError(
                "Expected state to be instance of AttentionWrapperState. "
                f"Received type {type(state)} instead."
            )
        cell_inputs = self._cell_input_fn(inputs, state.attention)
        output, cell_state = self._cell(cell_inputs, state.cell_state)
        message = _CALL_ERROR % self.name
        output = self._checked(_dimension(output, 0), message, output, "checked_cell_output")

        def listed(part):
            return part if self._is_multi else [part]

        found = []
        for i, mechanism in enumerate(self._attention_mechanisms):
            layer = self._attention_layers[i] if self._attention_layers else None
            attention, alignments, attention_state = self._attention_fn(
                mechanism, output, listed(state.attention_state)[i], layer
            )
            history = ()
            if self._alignment_history:
                history = listed(state.alignment_history)[i].write(state.time, alignments)
            found.append((attention, alignments, attention_state, history))
        attentions, alignments, attention_states, histories = zip(*found)
        attention = tf.concat(attentions, 1)
        next_state = AttentionWrapperState(
            time=state.time + 1,
            cell_state=cell_state,
            attention=attention,
            attention_state=self._item_or_tuple(attention_states),
            alignments=self._item_or_tuple(alignments),
            alignment_history=self._item_or_tuple(histories),
        )
        return (attention if self._output_attention else output), next_state


def _concatenated(inputs, attention):
    return tf.concat([inputs, attention], -1)


def _layers(cell, mechanisms, sizes, layers):
    """The attention layers, or None, and the width of all attentions together."""
    if sizes is not None and layers is not None:
        raise ValueError("Only one of attention_layer_size and attention_layer should be set")
    given = sizes if layers is None else layers
    if given is None:
        return None, sum(m.values.shape[-1].value for m in mechanisms)
    given = tuple(given) if isinstance(given, (list, tuple)) else (given,)
    if len(given) != len(mechanisms):
        what, items = (
            ("attention_layer_size", "integer") if layers is None else ("attention_layer", "layer")
        )
        raise ValueError(
            f"If provided, {what} must contain exactly one {items} per attention_mechanism, "
            f"saw: {len(given)} vs {len(mechanisms)}"
        )
    if layers is None:
        made = tuple(
            tf.layers.Dense(size, name="attention_layer", use_bias=False, dtype=m.dtype)
            for size, m in zip(given, mechanisms)
        )
        return made, sum(given)
    widths = (
        layer.compute_output_shape([None, cell.output_size + m.values.shape[-1].value])[-1]
        for layer, m in zip(given, mechanisms)
    )
    return given, sum(map(tf.dimension_value, widths))


def _compute_attention(attention_mechanism, cell_output, attention_state, attention_layer):
    """``(attention, alignments, next state)`` of one mechanism for the cell's output."""
    alignments, next_state = attention_mechanism(cell_output, state=attention_state)
    context = tf.matmul(tf.expand_dims(alignments, 1), attention_mechanism.values)
    context = tf.squeeze(context, [1])
    if attention_layer is not None:
        context = attention_layer(tf.concat([cell_output, context], 1))
    return context, alignments, next_state
