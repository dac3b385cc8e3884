"""Grids of one, two or three dimensions, by their cells."""

from __future__ import annotations

import functools

import tf1shim as tf
from tf1shim.contrib.grid_rnn.grid_rnn_cell import GridRNNCell


def _plane(**roles):
    """The roles of the dimensions in the grids below: the first one is input, output, priority."""
    tied, function = roles.pop("tied", False), roles.pop("non_recurrent_fn", None)
    return dict(
        roles,
        input_dims=0,
        output_dims=0,
        priority_dims=0,
        tied=tied,
        non_recurrent_dims=None if function is None else 0,
        non_recurrent_fn=function,
    )


class Grid1BasicRNNCell(GridRNNCell):
    """A grid of one `BasicRNNCell`."""

    def __init__(self, num_units, state_is_tuple=True, output_is_tuple=True):
        roles = _plane(state_is_tuple=state_is_tuple, output_is_tuple=output_is_tuple)
        super().__init__(num_units, 1, cell_fn=tf.nn.rnn_cell.BasicRNNCell, **roles)


class _Grid2Cell(GridRNNCell):
    """What the grids of two cells without options share."""

    _cell = None

    def __init__(
        self,
        num_units,
        tied=False,
        non_recurrent_fn=None,
        state_is_tuple=True,
        output_is_tuple=True,
    ):
        roles = _plane(
            tied=tied,
            non_recurrent_fn=non_recurrent_fn,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )
        super().__init__(num_units, 2, cell_fn=self._cell, **roles)


class Grid2BasicRNNCell(_Grid2Cell):
    """A grid of two `BasicRNNCell`.

    With `non_recurrent_fn` the first dimension has no state: it is depth, the other time.
    """

    _cell = tf.nn.rnn_cell.BasicRNNCell


class Grid1BasicLSTMCell(GridRNNCell):
    """A grid of one `BasicLSTMCell`."""

    def __init__(self, num_units, forget_bias=1, state_is_tuple=True, output_is_tuple=True):
        roles = _plane(state_is_tuple=state_is_tuple, output_is_tuple=output_is_tuple)
        cell_fn = functools.partial(tf.nn.rnn_cell.BasicLSTMCell, forget_bias=forget_bias)
        super().__init__(num_units, 1, cell_fn=cell_fn, **roles)


class Grid2BasicLSTMCell(GridRNNCell):
    """A grid of two `BasicLSTMCell`; see `Grid2BasicRNNCell`."""

    def __init__(
        self,
        num_units,
        tied=False,
        non_recurrent_fn=None,
        forget_bias=1,
        state_is_tuple=True,
        output_is_tuple=True,
    ):
        roles = _plane(
            tied=tied,
            non_recurrent_fn=non_recurrent_fn,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )
        cell_fn = functools.partial(tf.nn.rnn_cell.BasicLSTMCell, forget_bias=forget_bias)
        super().__init__(num_units, 2, cell_fn=cell_fn, **roles)


class Grid1LSTMCell(GridRNNCell):
    """A grid of one `LSTMCell`."""

    def __init__(
        self,
        num_units,
        use_peepholes=False,
        forget_bias=1.0,
        state_is_tuple=True,
        output_is_tuple=True,
    ):
        roles = _plane(state_is_tuple=state_is_tuple, output_is_tuple=output_is_tuple)
        cell_fn = functools.partial(
            tf.nn.rnn_cell.LSTMCell, forget_bias=forget_bias, use_peepholes=use_peepholes
        )
        super().__init__(num_units, 1, cell_fn=cell_fn, **roles)


class _GridLSTMCell(GridRNNCell):
    """What the grids of several `LSTMCell` share."""

    _dims = None

    def __init__(
        self,
        num_units,
        tied=False,
        non_recurrent_fn=None,
        use_peepholes=False,
        forget_bias=1.0,
        state_is_tuple=True,
        output_is_tuple=True,
    ):
        roles = _plane(
            tied=tied,
            non_recurrent_fn=non_recurrent_fn,
            state_is_tuple=state_is_tuple,
            output_is_tuple=output_is_tuple,
        )
        cell_fn = functools.partial(
            tf.nn.rnn_cell.LSTMCell, forget_bias=forget_bias, use_peepholes=use_peepholes
        )
        super().__init__(num_units, self._dims, cell_fn=cell_fn, **roles)


class Grid2LSTMCell(_GridLSTMCell):
    """A grid of two `LSTMCell`; see `Grid2BasicRNNCell`."""

    _dims = 2


class Grid3LSTMCell(_GridLSTMCell):
    """A grid of three `LSTMCell`; see `Grid2BasicRNNCell`."""

    _dims = 3


class Grid2GRUCell(_Grid2Cell):
    """A grid of two `GRUCell`; see `Grid2BasicRNNCell`."""

    _cell = tf.nn.rnn_cell.GRUCell
