"""Grids of RNN cells: each dimension has a cell, and sees the others' outputs."""

from __future__ import annotations

import functools
from collections import namedtuple

import tf1shim as tf
from tf1shim.contrib.rnn.shared import RNNCell
from tf1shim.rnn_cell.cells import advise_tuples

_GridRNNDimension = namedtuple(
    "_GridRNNDimension", ["idx", "is_input", "is_output", "is_priority", "non_recurrent_fn"]
)
_GridRNNConfig = namedtuple(
    "_GridRNNConfig",
    [
        "num_dims",
        "dims",
        "inputs",
        "outputs",
        "recurrents",
        "priority",
        "non_priority",
        "tied",
        "num_units",
    ],
)


def _parse_rnn_config(
    num_dims,
    ls_input_dims,
    ls_output_dims,
    ls_priority_dims,
    ls_non_recurrent_dims,
    non_recurrent_fn,
    tied,
    num_units,
):
    """The roles of all dimensions, from lists of their numbers."""

    def checked(dims):
        if dims is None:
            dims = []
        if not isinstance(dims, (list, tuple)):
            dims = [dims]
        dims = sorted(set(dims))
        if any(d < 0 or d >= num_dims for d in dims):
            raise ValueError(f"Invalid dims: {dims}. Must be in [0, {num_dims})")
        return dims

    inputs, outputs = checked(ls_input_dims), checked(ls_output_dims)
    priority, non_recurrent = checked(ls_priority_dims), checked(ls_non_recurrent_dims)
    return _GridRNNConfig(
        num_dims=num_dims,
        dims=[
            _GridRNNDimension(
                idx=i,
                is_input=i in inputs,
                is_output=i in outputs,
                is_priority=i in priority,
                non_recurrent_fn=non_recurrent_fn if i in non_recurrent else None,
            )
            for i in range(num_dims)
        ],
        inputs=inputs,
        outputs=outputs,
        recurrents=[i for i in range(num_dims) if i not in non_recurrent],
        priority=priority,
        non_priority=[i for i in range(num_dims) if i not in priority],
        tied=tied,
        num_units=num_units,
    )


class GridRNNCell(RNNCell):
    """A grid of cells.

    >>> cell = tf.contrib.grid_rnn.GridRNNCell(
    ...     4, num_dims=2, input_dims=0, output_dims=[0, 1], cell_fn=tf.nn.rnn_cell.GRUCell)
    >>> outputs, states = cell(tf.ones([2, 3]), cell.zero_state(2, tf.float32))
    >>> [o.shape.as_list() for o in outputs], cell.state_size
    ([[2, 4], [2, 4]], (4, 4))

    Args:
        num_units: width of all states and outputs.
        num_dims: number of dimensions.
        input_dims: those that get the inputs; a number, or several in a list.
        output_dims: those whose outputs are the cell's.
        priority_dims: those that come last, and see the others' new outputs.
        non_recurrent_dims: those without state: `non_recurrent_fn` of a linear map.
        tied: whether all dimensions share their weights.
        cell_fn: makes a dimension's cell, given `num_units`; an `LSTMCell` if None.
        non_recurrent_fn: `tf.nn.relu` if None.
        state_is_tuple: False to have the states as one matrix.
        output_is_tuple: False to have the outputs as one matrix.

    Raises:
        ValueError: dimensions that there are not.
        TypeError: `cell_fn` makes no RNN cell.
    """

    def __init__(
        self,
        num_units,
        num_dims=1,
        input_dims=None,
        output_dims=None,
        priority_dims=None,
        non_recurrent_dims=None,
        tied=False,
        cell_fn=None,
        non_recurrent_fn=None,
        state_is_tuple=True,
        output_is_tuple=True,
    ):
        super().__init__()
        advise_tuples(self, state_is_tuple)
        advise_tuples(self, output_is_tuple, "output")
        if num_dims < 1:
            raise ValueError(f"dims must be >= 1: {num_dims}")
        config = _parse_rnn_config(
            num_dims,
            input_dims,
            output_dims,
            priority_dims,
            non_recurrent_dims,
            non_recurrent_fn or tf.nn.relu,
            tied,
            num_units,
        )
        if cell_fn is None:
            make = functools.partial(
                tf.nn.rnn_cell.LSTMCell, num_units=num_units, state_is_tuple=state_is_tuple
            )
        else:
            make = functools.partial(cell_fn, num_units)
        cells = [make()] * num_dims if tied else [make() for _ in range(num_dims)]
        if not isinstance(cells[0], RNNCell):
            raise TypeError(f"cell_fn must return an RNNCell instance, saw: {type(cells[0])}")
        # Not attributes that the layer would track: TF1's did not, the cells' variables are
        # those of their scopes.
        vars(self).update(_config=config, _cells=cells)
        self._state_is_tuple = state_is_tuple
        self._output_is_tuple = output_is_tuple

    @property
    def output_size(self):
        """Widths of the outputs, or their sum."""
        size, count = self._cells[0].output_size, len(self._config.outputs)
        return (size,) * count if self._output_is_tuple else size * count

    @property
    def state_size(self):
        """Widths of the states, or their sum."""
        count = len(self._config.recurrents)
        if self._state_is_tuple:
            return (self._cells[0].state_size,) * count
        return self._cell_state_size() * count

    def _cell_state_size(self):
        size = self._cells[0].state_size
        return sum(size) if isinstance(size, tuple) else size

    def __call__(self, inputs, state, scope=None):
        """One step; variables are in `scope`, or in one with the class's name."""
        config, dtype = self._config, inputs.dtype
        outputs, states = [None] * config.num_dims, [None] * config.num_dims
        with tf.variable_scope(scope or type(self).__name__):
            c_prev, m_prev, with_c = self._extract_states(state)
            self._project_input(inputs, c_prev, m_prev, with_c)
            for dims in (config.non_priority, config.priority):
                self._propagate(dims, c_prev, m_prev, outputs, states)
            made = [outputs[i] for i in config.outputs]
            kept = [states[i] for i in config.recurrents]
            if not self._output_is_tuple:
                made = tf.concat(made, 1) if made else tf.zeros([0, 0], dtype)
            if not self._state_is_tuple:
                parts = [part for pair in kept for part in pair]
                kept = tf.concat(parts, 1) if parts else tf.zeros([0, 0], dtype)
        return (
            tuple(made) if self._output_is_tuple else made,
            tuple(kept) if self._state_is_tuple else kept,
        )

    def _extract_states(self, state):
        """The cell states and outputs of all dimensions, and whether there are cell states."""
        config = self._config
        c_prev, m_prev = [None] * config.num_dims, [None] * config.num_dims
        total, units = self._cell_state_size(), config.num_units
        with_c = total > units
        if self._state_is_tuple:
            if len(config.recurrents) != len(state):
                raise ValueError(f"Expected state as a tuple of {len(config.recurrents)} element")
            for i, part in zip(config.recurrents, state):
                if with_c:
                    c_prev[i], m_prev[i] = part
                else:
                    m_prev[i] = part
            return c_prev, m_prev, with_c
        for i, start in zip(config.recurrents, range(0, self.state_size, total)):
            if with_c:
                c_prev[i] = tf.slice(state, [0, start], [-1, units])
                m_prev[i] = tf.slice(state, [0, start + units], [-1, total - units])
            else:
                m_prev[i] = tf.slice(state, [0, start], [-1, units])
        return c_prev, m_prev, with_c

    def _project_input(self, inputs, c_prev, m_prev, with_c):
        """Puts projections of the inputs in place of the input dimensions' states."""
        config = self._config
        if inputs is None or not config.inputs or inputs.shape.with_rank(2)[1].value <= 0:
            return
        if isinstance(inputs, tuple):
            if len(config.inputs) != len(inputs):
                raise ValueError(f"Expect inputs as a tuple of {len(config.inputs)} tensors")
            parts = inputs
        else:
            parts = tf.split(value=inputs, num_or_size_splits=len(config.inputs), axis=1)
        size = parts[0].shape.with_rank(2)[1].value
        for part, i in zip(parts, config.inputs):
            for name, states in (("m", m_prev), ("c", c_prev))[: 1 + with_c]:
                projection = tf.get_variable(
                    f"project_{name}_{i}", [size, config.num_units], dtype=inputs.dtype
                )
                states[i] = tf.matmul(part, projection)

    def _propagate(self, dims, c_prev, m_prev, outputs, states):
        """Runs the cells of `dims`: all see the same outputs, those of the dims before them."""
        if not dims:
            return
        config = self._config
        newest = [old if new is None else new for old, new in zip(m_prev, outputs)]
        if config.num_dims > 1:
            inputs = tf.concat(newest[:-1], 1)
        else:
            inputs = tf.zeros([m_prev[0].get_shape().as_list()[0], 0], m_prev[0].dtype)
        first = all(output is None for output in outputs)
        for i in dims:
            function = config.dims[i].non_recurrent_fn
            scope = "non_recurrent" if function else "recurrent"
            with tf.variable_scope(scope if config.tied else f"{scope}/cell_{i}"):
                if config.tied and not (first and i == dims[0]):
                    tf.get_variable_scope().reuse_variables()
                if function:
                    args = newest[-1]
                    if config.num_dims > 1:
                        args = tf.concat([inputs, args], 1)
                    outputs[i] = self._fully_connected(args, function)
                else:
                    state = newest[-1] if c_prev[i] is None else (c_prev[i], newest[-1])
                    outputs[i], states[i] = self._cells[i](inputs, state)

    def _fully_connected(self, inputs, function):
        layers, scope = tf.contrib.layers, tf.get_variable_scope()
        return layers.fully_connected(
            inputs,
            num_outputs=self._config.num_units,
            activation_fn=function,
            weights_initializer=scope.initializer or layers.xavier_initializer(),
            weights_regularizer=scope.regularizer,
        )
