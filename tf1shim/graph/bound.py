"""Binding TensorFlow's own functions, classes and objects to the default graph."""

from __future__ import annotations

import abc
import enum
import functools
import inspect
import operator
import threading
import types

import tensorflow

from tf1shim import _tf
from tf1shim.graph.default import eager_mode_enabled, get_default_graph
from tf1shim.graph.graph import adopt
from tf1shim.graph.shape import TensorShape
from tf1shim.graph.tensor import Tensor, constants
from tf1shim.graph.texts import reword

# Methods that touch no graph, or are called before there is one.
UNBOUND = frozenset(
    "__init_subclass__ __subclasshook__ __class_getitem__ __getattribute__ __getattr__ "
    "__setattr__ __delattr__ __dir__ __hash__ __repr__ __str__ __reduce__ __reduce_ex__ "
    "__getstate__ __setstate__ __sizeof__ __format__ __eq__ __ne__ __del__ __copy__ "
    "__deepcopy__ __class__ __instancecheck__ __subclasscheck__".split()
)

# Data, objects that are graphs' parts themselves, or that eager code holds too: never bound.
PLAIN = (BaseException, enum.Enum, tuple, dict, list, str, int, types.ModuleType, _tf.Graph,
         _tf.Operation, _tf.BaseTensor, _tf.TensorShape, _tf.Dimension, _tf.dtypes.DType,
         tensorflow.DeviceSpec, tensorflow.TypeSpec, *_tf.PROCESS_WIDE)  # fmt: skip

# Methods that have other names today: class -> {TF1's name: today's}.
RENAMED = {
    tensorflow.distribute.Strategy: {"experimental_run_v2": "run"},
    tensorflow.compat.v1.distribute.Strategy: {"experimental_run_v2": "run"},
    threading.Thread: {"isAlive": "is_alive"},
}

# Their methods take functions whose bodies are built at once.
_DATASET = tensorflow.data.Dataset
# Those of them that took `num_parallel_calls` as an int32 tensor, today as an int64 one.
_PARALLEL = {"map", "map_with_legacy_function"}


def in_graph(fn):
    """Binds `fn` to the default graph: called from eager code, it runs under that graph.

    >>> import tf1shim as tf
    >>> @in_graph
    ... def graph_now(): return tf.get_default_graph()
    >>> graph_now() is tf.get_default_graph()
    True

    Inside ``Graph().as_default()``, a loop body or a ``tf.function`` it is called straight
    through. Name, signature and documentation stay.
    """

    @functools.wraps(fn)
    def bound(*args, **kwargs):
        try:
            if not _tf.executing_eagerly():
                adopt(_tf.get_default_graph())
                return _bound_result(fn(*args, **kwargs))
            if eager_mode_enabled():
                return fn(*args, **kwargs)
            with get_default_graph().as_default():
                if kwargs:
                    kwargs = dict(zip(kwargs, constants(kwargs.values())))
                return _bound_result(fn(*constants(args), **kwargs))
        except (TypeError, ValueError) as e:
            raise reword(e)

    # Layers have AutoGraph convert their `call`: what that calls of TensorFlow's is left alone.
    return _tf.never_converted(bound)


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
        graph = adopt(_tf.get_default_graph())
        if not isinstance(graph, _tf.ControlFlowBody):
            return value(*args, **kwargs)
        # TensorFlow 1 built it within the graph, which knew how many ops were without a seed.
        with _tf.counting_seeds_on(graph):
            return value(*args, **kwargs)

    if body.__name__ == "<lambda>":
        # AutoGraph would look for a lambda here, in vain. TensorFlow drops the signs as well.
        body.__name__ = "lambda"
    return body


def _with_int32_calls(transformation):
    v1 = tensorflow.compat.v1

    @functools.wraps(transformation)
    def call(self, map_func, num_parallel_calls=None, *args, **kwargs):
        if isinstance(num_parallel_calls, _tf.BaseTensor):
            calls = v1.convert_to_tensor(num_parallel_calls, dtype=v1.int32)
            num_parallel_calls = v1.cast(calls, v1.int64)
        return transformation(self, map_func, num_parallel_calls, *args, **kwargs)

    return call


def _bound_result(result):
    return result if type(result) is Tensor else bound_object(result)


def bound_object(obj):
    """`obj` with its class bound, if TensorFlow made it: its methods then work anywhere.

    Assigning ``__class__`` keeps the object that TensorFlow holds, as with `Tensor`. Shapes
    become TF1's. Lists, tuples, named tuples and dicts are looked into.
    """
    kind = type(obj)
    if kind in (list, tuple):
        made = [e if type(e) is Tensor else bound_object(e) for e in obj]
        return obj if all(map(operator.is_, obj, made)) else kind(made)
    if issubclass(kind, tuple) and hasattr(kind, "_make"):
        made = list(map(bound_object, obj))
        return obj if all(map(operator.is_, obj, made)) else kind._make(made)
    if kind is dict:
        made = list(map(bound_object, obj.values()))
        return obj if all(map(operator.is_, obj.values(), made)) else dict(zip(obj, made))
    if kind is _tf.TensorShape:
        return TensorShape(obj)
    if kind.__name__ == "ShouldUseWrapper":
        # TensorFlow's proxy that complains when nobody uses the object in it.
        bound_object(object.__getattribute__(obj, "_tf_should_use_wrapped_value"))
        return obj
    if issubclass(kind, _DATASET) and not issubclass(kind, _tf.DatasetV1):
        # Some methods forget that they were called on a dataset of version 1.
        obj = _tf.DatasetV1Adapter(obj)
        kind = type(obj)
    if issubclass(kind, type):
        return _element_class(obj)
    bound = _object_class(kind)
    if bound is not None:
        object.__setattr__(obj, "__class__", bound)
    return obj


def _element_class(cls):
    """What datasets call the class of their elements; any other class is as it was.

    Iterators keep TensorFlow's own: `make_initializer` compares them with its own.
    """
    if cls is _tf.BaseTensor:
        return Tensor
    return bound_class(cls) if cls is tensorflow.SparseTensor else cls


@functools.cache
def _object_class(kind):
    """The class that objects of TensorFlow's class `kind` get; None for those left alone."""
    if not kind.__module__.startswith("tensorflow.") or isinstance(kind, BoundMeta):
        return None
    if type(kind).__module__ == "pybind11_builtins":  # C++ objects keep their class.
        return None
    return bound_class(kind) if has_graph_methods(kind) else None


def has_graph_methods(cls):
    """False for plain data: exceptions, enums, protos, dtypes, named tuples."""
    if hasattr(cls, "DESCRIPTOR") or issubclass(cls, PLAIN):
        return False
    return any(isinstance(m, types.FunctionType) for c in cls.__mro__ for m in vars(c).values())


class BoundMeta(abc.ABCMeta):
    """The metaclass of bound classes; an ``ABCMeta``, so that they mix with abstract classes."""

    def __instancecheck__(cls, instance):
        original = vars(cls).get("_tf1shim_original")
        return isinstance(instance, original) if original else super().__instancecheck__(instance)

    def __subclasscheck__(cls, subclass):
        original = vars(cls).get("_tf1shim_original")
        # Not `issubclass`: an abstract class asks its subclasses, and so this one, again.
        return original in subclass.__mro__ if original else super().__subclasscheck__(subclass)


@functools.cache
def _bound_meta(meta):
    return BoundMeta if issubclass(BoundMeta, meta) else type("BoundMeta", (BoundMeta, meta), {})


@functools.cache
def bound_class(cls):
    """A subclass of `cls` whose methods and properties run in the default graph.

    Objects that TensorFlow itself makes of `cls` are instances of it too.
    """
    body = {
        "__module__": cls.__module__,
        "__doc__": cls.__doc__,
        "__qualname__": cls.__qualname__,
        "__slots__": (),
        "_tf1shim_original": cls,
    }
    for name in filter(_is_bindable, dir(cls)):
        if name == "output_classes" and not issubclass(cls, _DATASET):
            continue
        member = inspect.getattr_static(cls, name)
        if name in _PARALLEL and issubclass(cls, _DATASET):
            member = _with_int32_calls(member)
        bound = _bound_member(member, with_bodies if issubclass(cls, _DATASET) else in_graph)
        if bound is not member:
            body[name] = bound
    for base, names in RENAMED.items():
        if issubclass(cls, base):
            body.update({old: body.get(new) or getattr(cls, new) for old, new in names.items()})
    return _tf.never_converted(_bound_meta(type(cls))(cls.__name__, (cls,), body))


def _is_bindable(name):
    return name not in UNBOUND and (name.startswith("__") or not name.startswith("_"))


def bind_in_place(cls, binding=in_graph, bindable=_is_bindable, setters=False):
    """Binds the methods and properties of `cls`, a class of our own copy of a module.

    `binding` binds a function, `bindable(name)` says which members; `setters` adds those of
    properties.
    """
    for name, member in list(vars(cls).items()):
        bound = _bound_member(member, binding, setters) if bindable(name) else member
        if bound is not member:
            setattr(cls, name, bound)
    # Found elsewhere under another name, it is not bound again.
    cls._tf1shim_bound = True


def _bound_member(member, binding, setters=False):
    if isinstance(member, types.FunctionType):
        bound = binding(member)
        if member.__name__ == "call":
            # Keras asks `getfullargspec`, which does not look behind a wrapper.
            bound.__signature__ = inspect.signature(member)
        return bound
    if isinstance(member, (classmethod, staticmethod)):
        if isinstance(member.__func__, types.FunctionType):
            return type(member)(binding(member.__func__))
    elif type(member) is property and member.fget is not None:
        fset = binding(member.fset) if setters and member.fset else member.fset
        return property(binding(member.fget), fset, member.fdel, member.__doc__)
    return member
