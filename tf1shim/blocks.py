"""``tf.name_scope``: a class in TensorFlow 1, whose block runs in the default graph."""

from __future__ import annotations

import contextlib

import tensorflow

from tf1shim.graph.default import graph_context
from tf1shim.graph.texts import reword


class name_scope(tensorflow.compat.v1.name_scope):
    """A context in which operations get names that begin with `name`.

    >>> import tf1shim as tf
    >>> with tf.name_scope("net", values=[tf.constant(1.0)]) as scope:
    ...   x = tf.constant(1.0, name="x")
    >>> scope, x.name, tf.name_scope(None, "layer").name
    ('net/', 'net/x:0', 'layer')

    Args: `name`, made unique unless it ends in "/"; `default_name`, used if `name` is None;
      `values`, tensors whose graph is entered.
    Raises: TypeError if `default_name` is not a string, ValueError if the values are of two graphs
      or neither name is given with `values`.
    """

    __slots__ = ("_stack",)

    def __init__(self, name, default_name=None, values=None):
        with graph_context():
            super().__init__(name, default_name, values)
        self._stack = None

    def __enter__(self):
        with contextlib.ExitStack() as stack:
            stack.enter_context(graph_context())
            try:
                scope = super().__enter__()
            except (TypeError, ValueError) as e:
                raise reword(e)
            stack.push(super().__exit__)
            self._stack = stack.pop_all()
        return scope

    def __exit__(self, *exc_info):
        return self._stack.__exit__(*exc_info)
