"""Binding TensorFlow's own v1 functions and classes to tf1shim's default graph."""

from __future__ import annotations

import functools
import types

from tf1shim.graph import bound_class, has_graph_methods, in_graph

FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)
_bound_functions = {}


def bind(obj, path="", name=None):
    """`obj` bound to the default graph: functions and classes; anything else unchanged.

    >>> import tensorflow
    >>> relu = bind(tensorflow.compat.v1.nn.relu, "nn", "relu")
    >>> relu.__module__, relu is bind(tensorflow.compat.v1.nn.relu)
    ('tf1shim.nn', True)

    Every alias of an object gives the same result; `path` and `name`, where it was found first,
    are where pickle will look for it.
    """
    if getattr(obj, "__dict__", {}).get("_tf1shim_bound"):
        return obj
    if isinstance(obj, type):
        done = "_tf1shim_original" in vars(obj)
        bound = bound_class(obj) if has_graph_methods(obj) and not done else obj
    elif not callable(obj) or not (isinstance(obj, FUNCTIONS) or hasattr(obj, "__wrapped__")):
        bound = obj
    else:
        # By id: some are not hashable; the bound function keeps the original alive.
        bound = _bound_functions.get(id(obj))
        if bound is None:
            bound = _bound_functions[id(obj)] = in_graph(obj)
    if bound is not obj and not bound.__module__.startswith("tf1shim"):
        place(bound, path, name or bound.__name__)
    return bound


def place(obj, path, name):
    """Says that `obj` is found at ``tf1shim.PATH.NAME``: pickle looks there."""
    obj.__module__ = f"tf1shim.{path}" if path else "tf1shim"
    obj.__qualname__ = name


def returning_bound(fn):
    """Binds `fn`, a decorator, and the function that it returns."""
    bound = in_graph(fn)

    @functools.wraps(fn)
    def decorate(*args, **kwargs):
        return in_graph(bound(*args, **kwargs))

    return decorate
