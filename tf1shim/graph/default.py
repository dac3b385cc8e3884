"""The default graph, and entering it: each thread has its own, with a stack of blocks above it."""

from __future__ import annotations

import contextlib
import functools
import threading

from tf1shim import _tf
from tf1shim.graph.graph import Graph, adopt
from tf1shim.graph.texts import reword

_eager = False


class _ThreadDefault(threading.local):
    """A thread's default graph, made when first asked for."""

    graph = None


_default = _ThreadDefault()


def get_default_graph():
    """The graph that ops are added to: the innermost ``as_default``, else the thread's own.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default() as g: tf.get_default_graph() is g
    True

    A new thread starts with an empty default graph, as in TF1: to build on another thread's,
    enter it with ``with graph.as_default():``.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/get_default_graph
    """
    if _tf.graph_stack():
        return adopt(_tf.get_default_graph())
    return program_graph()


def program_graph():
    """The default graph of the program: functions under construction above it do not count."""
    for graph in reversed(_tf.graph_stack()):
        if isinstance(graph, Graph):
            return graph
    if _default.graph is None:
        _default.graph = Graph()
    return _default.graph


def reset_default_graph():
    """Replaces the thread's default graph by an empty one.

    >>> import tf1shim as tf
    >>> x = tf.constant(1.0)
    >>> tf.reset_default_graph()
    >>> tf.get_default_graph().get_operations()
    []

    Raises: AssertionError inside ``with graph.as_default()``, as TF1 does.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/reset_default_graph
    """
    if _tf.graph_stack():
        raise AssertionError(
            "Do not use tf.reset_default_graph() to clear nested graphs. If you need a cleared "
            "graph, exit the nesting and create a new graph."
        )
    _default.graph = None
    if _eager:
        _tf.place_default_graph(program_graph())


def eager_mode_enabled():
    """True after ``tf.enable_eager_execution()``: tf1shim then builds no graphs by itself."""
    return _eager


def enable_eager_mode():
    """Makes tf1shim itself eager (TF1's ``enable_eager_execution``).

    Raises: ValueError when the default graph already has ops, as TF1 does.
    """
    global _eager
    if _default.graph is not None and _default.graph.get_operations():
        raise ValueError("tf.enable_eager_execution must be called at program startup.")
    _eager = True
    # TensorFlow's functions, called straight through, keep their collections and scopes there.
    _tf.place_default_graph(program_graph())


def disable_eager_mode():
    """Back to graphs (TF1's ``disable_eager_execution``)."""
    global _eager
    if _eager:
        _tf.place_default_graph(None)
    _eager = False


def needs_graph():
    """True when this thread runs eagerly though the legacy code it runs means a graph."""
    return not _eager and _tf.executing_eagerly()


def graph_context():
    """A context manager that enters the default graph if the thread is eager."""
    if needs_graph():
        return get_default_graph().as_default()
    return contextlib.nullcontext(_tf.get_default_graph())


class _GraphBlock:
    """A context manager that holds the default graph for its whole block."""

    def __init__(self, make):
        self._make = make
        self._stack = None

    def __enter__(self):
        stack = contextlib.ExitStack()
        with stack:
            stack.enter_context(graph_context())
            try:
                value = stack.enter_context(self._make())
            except (TypeError, ValueError) as e:
                raise reword(e)
            self._stack = stack.pop_all()
        return value

    def __exit__(self, *exc_info):
        return self._stack.__exit__(*exc_info)


def in_graph_block(fn):
    """Binds `fn`, which returns a context manager, so that its block runs inside the graph."""

    @functools.wraps(fn)
    def bound(*args, **kwargs):
        return _GraphBlock(lambda: fn(*args, **kwargs))

    return bound
