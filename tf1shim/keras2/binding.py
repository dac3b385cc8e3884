"""Binding our copy of Keras 2 to the default graph, each thing where it is defined.

Keras compares functions by identity (which loss is it, and so which accuracy?), and a class's bases
are its behaviour: neither may exist twice. So functions are bound by the decorator that exports
them, and classes in place.
"""

from __future__ import annotations

import functools
import inspect
import types

from tf1shim import _tf
from tf1shim.graph import TensorShape, adopt, bind_in_place, in_graph
from tf1shim.graph.bound import PLAIN, UNBOUND
from tf1shim.graph.texts import reword
from tf1shim.keras2.backend import REPLACED

# What assigning an attribute of a layer does depends on the graph: it tracks variables.
_LEFT_ALONE = UNBOUND - {"__setattr__"}


def exporting(keras_export):
    """Keras' decorator `keras_export`, such that the functions it exports are bound."""

    def exporting(*names, v1=None, **options):
        export = keras_export(*names, v1=v1, **options)
        bind = next(
            (REPLACED[name] for name in (*names, *(v1 or ())) if name in REPLACED), _bound_function
        )
        return _Export(export, bind)

    return exporting


class _Export:
    """The decorator `export`, which binds functions with `bind` first."""

    def __init__(self, export, bind):
        self._export = export
        self._bind = bind

    def __call__(self, obj):
        return self._export(self._bind(obj) if isinstance(obj, types.FunctionType) else obj)

    def __getattr__(self, name):
        return getattr(self._export, name)


def bind_classes(module):
    """Binds the methods and properties of the classes that `module` defines, in place."""
    for cls in list(vars(module).values()):
        if isinstance(cls, type) and cls.__module__ == module.__name__:
            if issubclass(cls, PLAIN) or hasattr(cls, "DESCRIPTOR"):
                continue
            bind_in_place(cls, _bound_function, lambda name: name not in _LEFT_ALONE, setters=True)


def _bound_function(function):
    if inspect.isgeneratorfunction(function):
        return function
    from_outside = in_graph(function)

    @functools.wraps(function)
    def bound(*args, **kwargs):
        if _tf.executing_eagerly():
            return from_outside(*args, **kwargs)
        # Mostly Keras calls itself: what it gets stays as it is, shapes aside.
        adopt(_tf.get_default_graph())
        try:
            result = function(*args, **kwargs)
        except (TypeError, ValueError) as e:
            raise reword(e)
        return TensorShape(result) if type(result) is _tf.TensorShape else result

    # Keras asks `getfullargspec`, which does not look behind a wrapper.
    bound.__signature__ = inspect.signature(function)
    bound._tf1shim_bound = True
    return _tf.never_converted(bound)
