"""Wrappers that add attention, a highway or compilation to a cell."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib.rnn.core_rnn_cell import LinearMaps
from tf1shim.contrib.rnn.shared import Around, RNNCell, assert_like_rnncell
from tf1shim.rnn_cell.cells import advise_tuples


class AttentionCellWrapper(LinearMaps, RNNCell):
    """Lets a cell attend to its own last `attn_length` outputs.

    >>> cell = tf.contrib.rnn.AttentionCellWrapper(tf.nn.rnn_cell.GRUCell(4), attn_length=3)
    >>> cell.state_size, cell.output_size
    ((4, 4, 12), 4)
    >>> outputs, state = cell(tf.ones([2, 7]), cell.zero_state(2, tf.float32))
    >>> outputs.shape.as_list()
    [2, 4]

    Args:
        cell: an RNN cell.
        attn_length: how many outputs it attends to.
        attn_size: width of the attention and of the output; the cell's output size if None.
        attn_vec_size: width of the hidden layer between them; `attn_size` if None.
        input_size: width of the linear map of inputs and attention; the inputs' if None.
        state_is_tuple: False to have the state as one matrix.
        reuse: whether to use variables that are there.

    Raises:
        TypeError: `cell` is no RNN cell.
        ValueError: the cell's state is a tuple and `state_is_tuple` is False; nothing to attend to.
    """

    def __init__(
        self,
        cell,
        attn_length,
        attn_size=None,
        attn_vec_size=None,
        input_size=None,
        state_is_tuple=True,
        reuse=None,
    ):
        super().__init__(_reuse=reuse)
        assert_like_rnncell("cell", cell)
        if tf.nest.is_nested(cell.state_size) and not state_is_tuple:
            raise ValueError(
                "Cell returns tuple of states, but the flag state_is_tuple is not set. "
                f"State size is: {cell.state_size}"
            )
        if attn_length <= 0:
            raise ValueError(f"attn_length should be greater than zero, got {attn_length}")
        advise_tuples(self, state_is_tuple)
        self._state_is_tuple = state_is_tuple
        self._cell = cell
        self._attn_length = attn_length
        self._attn_size = cell.output_size if attn_size is None else attn_size
        self._attn_vec_size = self._attn_size if attn_vec_size is None else attn_vec_size
        self._input_size = input_size

    @property
    def state_size(self):
        """Sizes of the cell's state, of the attention and of the outputs attended to."""
        sizes = self._cell.state_size, self._attn_size, self._attn_size * self._attn_length
        return sizes if self._state_is_tuple else sum(sizes)

    @property
    def output_size(self):
        """Width of the output."""
        return self._attn_size

    def call(self, inputs, state):
        """One step."""
        if not self._state_is_tuple:
            width, size = self._cell.state_size, self._attn_size
            state = [
                tf.slice(state, [0, start], [-1, wide])
                for start, wide in (
                    (0, width),
                    (width, size),
                    (width + size, size * self._attn_length),
                )
            ]
        state, attention, attended = state
        attended = tf.reshape(attended, [-1, self._attn_length, self._attn_size])
        input_size = self._input_size
        if input_size is None:
            input_size = inputs.get_shape().as_list()[1]
        inputs = self._mapped("inputs", [inputs, attention], input_size)
        cell_output, new_state = self._cell(inputs, state)
        query = tf.concat(tf.nest.flatten(new_state), 1) if self._state_is_tuple else new_state
        new_attention, kept = self._attention(query, attended)
        with tf.variable_scope("attn_output_projection"):
            output = self._mapped("output", [cell_output, new_attention], self._attn_size)
        attended = tf.concat([kept, tf.expand_dims(output, 1)], 1)
        attended = tf.reshape(attended, [-1, self._attn_length * self._attn_size])
        new_state = new_state, new_attention, attended
        return output, new_state if self._state_is_tuple else tf.concat(list(new_state), 1)

    def _attention(self, query, attended):
        """What `query` finds in the outputs `attended` to, and all of these but the oldest."""
        size, hidden_size = self._attn_size, self._attn_vec_size
        with tf.variable_scope("attention"):
            w = tf.get_variable("attn_w", [1, 1, size, hidden_size])
            v = tf.get_variable("attn_v", [hidden_size])
            hidden = tf.reshape(attended, [-1, self._attn_length, 1, size])
            features = tf.nn.conv2d(hidden, w, [1, 1, 1, 1], "SAME")
            y = self._mapped("query", query, hidden_size)
            y = tf.reshape(y, [-1, 1, 1, hidden_size])
            scores = tf.nn.softmax(tf.reduce_sum(v * tf.tanh(features + y), [2, 3]))
            scores = tf.reshape(scores, [-1, self._attn_length, 1, 1])
            found = tf.reshape(tf.reduce_sum(scores * hidden, [1, 2]), [-1, size])
            return found, tf.slice(attended, [0, 1, 0], [-1, -1, -1])


class HighwayWrapper(Around, RNNCell):
    """Adds a highway from a cell's inputs to its outputs, which must be of one width.

    >>> cell = tf.contrib.rnn.HighwayWrapper(tf.nn.rnn_cell.GRUCell(4))
    >>> outputs, state = cell(tf.ones([2, 4]), cell.zero_state(2, tf.float32))
    >>> [v.op.name for v in tf.global_variables()][-2:]
    ['carry_w', 'carry_b']

    With `couple_carry_transform_gates` the output's share is what the inputs' leaves; otherwise
    it has a gate of its own. The gates' biases start at `carry_bias_init` and its negative.
    """

    def __init__(self, cell, couple_carry_transform_gates=True, carry_bias_init=1.0):
        super().__init__()
        self._cell = cell
        self._couple_carry_transform_gates = couple_carry_transform_gates
        self._carry_bias_init = carry_bias_init

    def _gate(self, name, x, bias):
        size = x.get_shape().with_rank(2)[1].value
        w = tf.get_variable(f"{name}_w", [size, size])
        b = tf.get_variable(f"{name}_b", [size], initializer=tf.constant_initializer(bias))
        return tf.sigmoid(tf.nn.xw_plus_b(x, w, b))

    def _highway(self, inp, out):
        carry = self._gate("carry", inp, self._carry_bias_init)
        if self._couple_carry_transform_gates:
            transform = 1 - carry
        else:
            transform = self._gate("transform", inp, -self._carry_bias_init)
        return inp * carry + out * transform

    def __call__(self, inputs, state, scope=None):
        """One step of the cell, and the highway; its variables are in the current scope."""
        outputs, new_state = self._cell(inputs, state, scope=scope)
        tf.nest.assert_same_structure(inputs, outputs)
        for x, y in zip(tf.nest.flatten(inputs), tf.nest.flatten(outputs)):
            x.get_shape().assert_is_compatible_with(y.get_shape())
        return tf.nest.map_structure(self._highway, inputs, outputs), new_state


class CompiledWrapper(Around, RNNCell):
    """Marks a cell's ops for compilation with XLA, those with state only if `compile_stateful`.

    >>> cell = tf.contrib.rnn.CompiledWrapper(tf.nn.rnn_cell.BasicRNNCell(4))
    >>> outputs, state = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> outputs.op.get_attr("_XlaCompile")
    True
    """

    def __init__(self, cell, compile_stateful=False):
        super().__init__()
        self._cell = cell
        self._compile_stateful = compile_stateful

    def __call__(self, inputs, state, scope=None):
        """One step of the cell."""
        graph = tf.get_default_graph()

        def stateless(node_def):
            return not graph.op_def_for_type(node_def.op).is_stateful

        with (
            graph.as_default(),
            tf.xla.experimental.jit_scope(self._compile_stateful or stateless),
        ):
            return self._cell(inputs, state, scope=scope)
