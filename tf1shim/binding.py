"""Binding TensorFlow's own v1 functions and classes to tf1shim's default graph."""

from __future__ import annotations

import enum
import functools
import inspect
import types

from tf1shim import _tf
from tf1shim.graph import adopt, in_graph

# Methods that touch no graph, or are called before there is one.
UNBOUND = frozenset(
    "__new__ __init_subclass__ __subclasshook__ __class_getitem__ __getattribute__ __getattr__ "
    "__setattr__ __delattr__ __dir__ __hash__ __repr__ __str__ __reduce__ __reduce_ex__ "
    "__getstate__ __setstate__ __sizeof__ __format__ __eq__ __ne__ __del__ __copy__ "
    "__deepcopy__ __class__".split()
)


def bind(obj):
    """`obj` bound to the default graph: functions and classes; anything else unchanged."""
    if isinstance(obj, type):
        return bound_class(obj) if _has_graph_methods(obj) else obj
    if isinstance(obj, (types.FunctionType, types.BuiltinFunctionType, types.MethodType)):
        return in_graph(obj)
    if callable(obj) and hasattr(obj, "__wrapped__"):
        return in_graph(obj)
    return obj


def _has_graph_methods(cls):
    """False for plain data: exceptions, enums, protos, dtypes, named tuples."""
    if issubclass(cls, (BaseException, enum.Enum, tuple, dict, list, str, int)):
        return False
    if hasattr(cls, "DESCRIPTOR") or cls is _tf.Operation:
        return False
    return any(isinstance(m, types.FunctionType) for c in cls.__mro__ for m in vars(c).values())


@functools.cache
def bound_class(cls):
    """A subclass of `cls` whose methods run in the default graph.

    Objects that TensorFlow itself makes of `cls` are instances of it too.
    """

    class Meta(type(cls)):
        def __instancecheck__(self, instance):
            if self is bound:
                return isinstance(instance, cls)
            return super().__instancecheck__(instance)

        def __subclasscheck__(self, subclass):
            if self is bound:
                # Not `issubclass`: an abstract class asks its subclasses, and so this one, again.
                return cls in subclass.__mro__
            return super().__subclasscheck__(subclass)

    body = {"__module__": cls.__module__, "__doc__": cls.__doc__, "__qualname__": cls.__qualname__}
    for name in dir(cls):
        if name in UNBOUND or (name.startswith("_") and not name.startswith("__")):
            continue
        member = inspect.getattr_static(cls, name)
        if isinstance(member, types.FunctionType):
            body[name] = in_graph(member)
        elif isinstance(member, (classmethod, staticmethod)):
            kind = type(member)
            if isinstance(member.__func__, types.FunctionType):
                body[name] = kind(in_graph(member.__func__))
    bound = Meta(cls.__name__, (cls,), body)
    return bound


def with_bodies(fn):
    """Binds `fn` and gives the functions it is passed (loop bodies, branches) TF1's tensors."""
    bound = in_graph(fn)

    @functools.wraps(fn)
    def call(*args, **kwargs):
        return bound(*map(_body, args), **{k: _body(v) for k, v in kwargs.items()})

    return call


def _body(value):
    if isinstance(value, dict):
        return type(value)((k, _body(v)) for k, v in value.items())
    if type(value) in (list, tuple):
        return type(value)(_body(v) for v in value)
    if not isinstance(value, (types.FunctionType, types.MethodType, functools.partial)):
        return value

    @functools.wraps(value)
    def body(*args, **kwargs):
        adopt(_tf.get_default_graph())
        return value(*args, **kwargs)

    return body
