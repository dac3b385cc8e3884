"""Where a wrapped function is called: in a TensorFlow 1 program, or in TensorFlow 2's code."""

from __future__ import annotations

import contextlib

import numpy as np
import tensorflow

from tf1shim import _tf
from tf1shim.graph import Graph, outermost


def builds_graph(arguments):
    """True for a call in a TensorFlow 1 program: with tensors of its graph, or among its ops."""
    if _tf.executing_eagerly() and all(map(is_value, arguments[0])) and not arguments[1]:
        return False  # the usual case, quickly
    leaves = _tf.nest.flatten(arguments, expand_composites=True)
    tensors = [leaf for leaf in leaves if isinstance(leaf, _tf.BaseTensor)]
    if any(not isinstance(t, _tf.EagerTensor) and legacy(t.graph) for t in tensors):
        return True
    return not tensors and in_legacy_graph()


def is_value(argument):
    """True for what is surely no part of a graph."""
    return isinstance(argument, (_tf.EagerTensor, np.ndarray))


def in_legacy_graph():
    """True in a block of a TensorFlow 1 graph or session, or in a body of its loops."""
    return not _tf.executing_eagerly() and legacy(_tf.get_default_graph())


@contextlib.contextmanager
def without_legacy_graph():
    """Eager mode within a block of a TensorFlow 1 graph or session."""
    if not in_legacy_graph():
        yield
        return
    # Variables are made as the innermost graph says: a plain one says nothing.
    with tensorflow.Graph().as_default(), _tf.eager_mode():
        yield


def legacy(graph):
    """True for a graph of TensorFlow 1, or a function body in one."""
    return isinstance(outermost(graph), Graph)
