"""`BasicDecoder`: a cell, an optional layer on its output, and a helper that samples."""

from __future__ import annotations

from typing import Any, NamedTuple

import tf1shim as tf
from tf1shim.contrib.rnn.shared import assert_like_rnncell
from tf1shim.contrib.seq2seq.decoder import Decoder
from tf1shim.contrib.seq2seq.helper import Helper


class BasicDecoderOutput(NamedTuple):
    """The outputs of a `BasicDecoder`: of the cell (or the layer above it), and the samples."""

    rnn_output: Any
    sample_id: Any


def layer_output_size(cell, output_layer):
    """The size of a cell's output after `output_layer`, which may be None."""
    if output_layer is None:
        return cell.output_size
    with_batch = tf.nest.map_structure(
        lambda size: tf.TensorShape([None]).concatenate(size), cell.output_size
    )
    shapes = output_layer.compute_output_shape(with_batch)
    return tf.nest.map_structure(lambda shape: tf.TensorShape(shape)[1:], shapes)


class BasicDecoder(Decoder):
    """A decoder that samples from a cell's output what it reads next.

    >>> import tf1shim as tf
    >>> s2s = tf.contrib.seq2seq
    >>> cell = tf.nn.rnn_cell.GRUCell(4)
    >>> helper = s2s.GreedyEmbeddingHelper(tf.ones([6, 3]), start_tokens=[0, 0], end_token=1)
    >>> decoder = s2s.BasicDecoder(
    ...     cell, helper, cell.zero_state(2, tf.float32), output_layer=tf.layers.Dense(6))
    >>> decoder.output_size.rnn_output
    TensorShape([Dimension(6)])

    Args:
        cell: An RNN cell.
        helper: A `Helper`, which gives inputs and samples.
        initial_state: The cell's state before the first step.
        output_layer: A `tf.layers` layer for the cell's outputs.

    Raises:
        TypeError: One of them is something else.
    """

    def __init__(self, cell, helper, initial_state, output_layer=None):
        assert_like_rnncell("cell", cell)
        if not isinstance(helper, Helper):
            raise TypeError(f"helper must be a Helper, received: {type(helper)}")
        if output_layer is not None and not isinstance(output_layer, tf.layers.Layer):
            raise TypeError(f"output_layer must be a Layer, received: {type(output_layer)}")
        self._cell = cell
        self._helper = helper
        self._initial_state = initial_state
        self._output_layer = output_layer

    @property
    def batch_size(self):
        """The helper's batch size."""
        return self._helper.batch_size

    def _rnn_output_size(self):
        return layer_output_size(self._cell, self._output_layer)

    @property
    def output_size(self):
        """The sizes of a step's output and sample."""
        return BasicDecoderOutput(self._rnn_output_size(), self._helper.sample_ids_shape)

    @property
    def output_dtype(self):
        """Outputs have the dtype of the state."""
        dtype = tf.nest.flatten(self._initial_state)[0].dtype
        outputs = tf.nest.map_structure(lambda _: dtype, self._rnn_output_size())
        return BasicDecoderOutput(outputs, self._helper.sample_ids_dtype)

    def initialize(self, name=None):
        """What the helper begins with, and the initial state."""
        return (*self._helper.initialize(), self._initial_state)

    def step(self, time, inputs, state, name=None):
        """One step of the cell, a sample, and the next inputs."""
        with tf.name_scope(name, "BasicDecoderStep", (time, inputs, state)):
            outputs, state = self._cell(inputs, state)
            if self._output_layer is not None:
                outputs = self._output_layer(outputs)
            ids = self._helper.sample(time=time, outputs=outputs, state=state)
            finished, next_inputs, state = self._helper.next_inputs(
                time=time, outputs=outputs, state=state, sample_ids=ids
            )
        return BasicDecoderOutput(outputs, ids), state, next_inputs, finished
