"""``tf.nn.dynamic_rnn`` and its like: TensorFlow's, with cells that see TF1's tensors.

A cell of legacy code may be any object with a few methods. TensorFlow calls it where the body of
the loop is built, and the tensors there must be TF1's too (``inputs.shape[1].value``).
"""

from __future__ import annotations

import functools
import inspect
import types

import tensorflow

from tf1shim import _tf
from tf1shim.graph import with_bodies
from tf1shim.graph.graph import adopt

NAMES = (
    "bidirectional_dynamic_rnn dynamic_rnn raw_rnn static_bidirectional_rnn static_rnn "
    "static_state_saving_rnn"
).split()


class Cell:
    """The cell `cell`, called in a graph whose tensors are TF1's."""

    def __init__(self, cell):
        self._cell = cell

    def __call__(self, *args, **kwargs):
        """Adopts the graph that is being built, and calls the cell."""
        adopt(_tf.get_default_graph())
        return self._cell(*args, **kwargs)

    def __getattr__(self, name):
        return getattr(self._cell, name)


def _seen(value):
    """`value`, or a `Cell` if it is one: callable, no function, and with a state."""
    if not callable(value) or isinstance(value, (type, types.FunctionType, types.MethodType)):
        return value
    return Cell(value) if hasattr(type(value), "state_size") else value


def unrolling(fn):
    """Binds `fn`, a function of TensorFlow that unrolls cells, and would advise against itself."""
    bound = with_bodies(inspect.unwrap(fn))

    @functools.wraps(fn)
    def call(*args, **kwargs):
        return bound(*map(_seen, args), **{k: _seen(v) for k, v in kwargs.items()})

    return call


FUNCTIONS = {f"nn.{name}": unrolling(getattr(tensorflow.compat.v1.nn, name)) for name in NAMES}
