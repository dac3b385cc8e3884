"""`wrap`: a TensorFlow 1 model function becomes a TensorFlow 2 module."""

from __future__ import annotations

import functools
import inspect
import types

import tensorflow

from tf1shim.migrate.wrapped.call import Call
from tf1shim.migrate.wrapped.module import MADE, STORE, Module
from tf1shim.migrate.wrapped.surroundings import builds_graph
from tf1shim.migrate.wrapped.variables import ModuleVariables
from tf1shim.session.callable_module import CallableModule


def wrap(
    function=None,
    *,
    variables=None,
    updates="always",
    jit_compile=None,
    reduce_retracing=False,
    name=None,
):
    """Makes a ``tf.Module`` of a function that builds a model as TensorFlow 1 programs do.

    >>> import tensorflow
    >>> import tf1shim as tf
    >>> @tf.wrap
    ... def model(x, training):
    ...   with tf.variable_scope("net"):
    ...     x = tf.layers.dense(x, 2, kernel_initializer=tf.ones_initializer(), name="out")
    ...   return tf.layers.dropout(x, training=training)
    >>> model(tensorflow.ones([1, 3]), training=False).numpy().tolist()
    [[3.0, 3.0]]
    >>> [v.name for v in model.trainable_variables]
    ['net/out/kernel:0', 'net/out/bias:0']
    >>> with tensorflow.GradientTape() as tape:
    ...   loss = tensorflow.reduce_sum(model(tensorflow.ones([1, 3]), training=False))
    >>> tape.gradient(loss, model.trainable_variables)[1].numpy().tolist()
    [1.0, 1.0]

    The function runs once for each kind of arguments (dtypes, shapes, and the values of what is no
    tensor), each time as in a fresh TensorFlow 1 graph: names, reuse and its errors, collections
    and seeds are TensorFlow 1's. A variable is made by the first call that needs it, and every
    later one shares it by its name. A seeded random op starts its numbers anew in each kind of
    call, and apart from that under a tape. To run once for all batch sizes, build it so first:

    >>> model.build(tensorflow.TensorSpec([None, 3]), training=True)

    Within a TensorFlow 1 graph, and within another wrapped function, it is called as it is: its
    variables belong to that graph or function. ``tf.Session(variables=model)`` and
    ``wrap(other, variables=model)`` share them.

    Args: `function` a function, method or class (then ``__init__`` and ``__call__`` are wrapped);
      `variables` what lends its variables by name: a session, another module, a dict ...;
      `updates` "always" runs ``tf.GraphKeys.UPDATE_OPS`` (moving averages ...) with each call,
      "on_demand" leaves them to ``module.run_updates(*args)``; `jit_compile` and `reduce_retracing`
      as for ``tf.function``; `name` of the module.
    Returns: a module with `variables`, `trainable_variables`, `regularization_losses`, `updates`,
      `collections`, `build`, `as_keras_layer`; or a decorator, if `function` is left out.
    Raises (at a call): what the function raises; ValueError for placeholders and tensors from
      outside, TypeError for outputs that are no tensors, RuntimeError for sessions inside.
    """
    options = {
        "variables": variables,
        "updates": updates,
        "jit_compile": jit_compile,
        "reduce_retracing": reduce_retracing,
        "name": name,
    }
    if function is None:
        return functools.partial(wrap, **options)
    if isinstance(function, type):
        return _wrapped_class(function, options)
    if not callable(function):
        raise TypeError(f"wrap needs a function or a class, but got {function!r}")
    return Module(function, **options)


def _wrapped_class(cls, options):
    """A subclass of `cls` and ``tf.Module`` whose ``__init__`` and ``__call__`` are wrapped."""
    call = next((vars(c)["__call__"] for c in cls.__mro__ if "__call__" in vars(c)), None)
    if not isinstance(call, types.FunctionType):
        raise TypeError(
            f"{cls.__name__} has no __call__ to wrap.\n"
            "  wrap its methods instead:  @tf1shim.wrap above each def"
        )
    call = Module(call, **options)

    own_module = not issubclass(cls, tensorflow.Module)

    def initialize(self, *args, **kwargs):
        if builds_graph((args, kwargs)):
            return cls.__init__(self, *args, **kwargs)
        if own_module:
            CallableModule.__init__(self, cls.__name__.strip("_"))
            # What a TensorFlow 1 class keeps is its own affair: lists stay lists.
            self._setattr_tracking = False
        store = ModuleVariables(options["variables"])
        made = Call(functools.partial(cls.__init__, self), (args, kwargs), store, cls.__name__)
        made.make_variables()
        made.open()
        # The call is kept, since what it makes belongs to its graph.
        vars(self).update({STORE: store, MADE: made})

    def _trackable_children(self, save_type="checkpoint", **kwargs):
        if MADE not in vars(self):
            return super(wrapped, self)._trackable_children(save_type, **kwargs)
        module = call.__get__(self)
        children = module._trackable_children(save_type, **kwargs) if module.variables else {}
        return {**children, "_store": vars(self)[STORE]}

    members = {
        "__init__": functools.wraps(cls.__init__)(initialize),
        "__call__": call,
        "__module__": cls.__module__,
        "__qualname__": cls.__qualname__,
        "__doc__": cls.__doc__,
        "_trackable_children": _trackable_children,
    }
    for name, of_the_object in _ATTRIBUTES.items():
        members[name] = _Attribute(call, cls, name, of_the_object)
    bases = (cls, CallableModule) if own_module else (cls,)
    wrapped = type(cls)(cls.__name__, bases, members)
    return wrapped


class _Attribute:
    """What an object of a wrapped class has as a module.

    An attribute that the object sets goes before; one that the class has does so in its graphs, or
    if the object is not the source of it.
    """

    def __init__(self, call, cls, name, of_the_object):
        self._call, self._name, self._of_the_object = call, name, of_the_object
        self._inherited = inspect.getattr_static(cls, name, None)

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        inherited = self._inherited
        of_variables = self._of_the_object is not None and self._name != "name"
        as_module = MADE in vars(instance) and (inherited is None or of_variables)
        if inherited is not None and not (as_module and tensorflow.executing_eagerly()):
            bind = getattr(type(inherited), "__get__", None)
            return bind(inherited, instance, owner) if bind else inherited
        if self._of_the_object is not None:
            return self._of_the_object(instance)
        return getattr(self._call.__get__(instance), self._name)


def _variables(instance):
    return tuple(vars(instance)[STORE].variables)


def _trainable(instance):
    return tuple(v for v in _variables(instance) if v.trainable)


#: What an object of a wrapped class has: like the module of its call, or as a function of itself.
_ATTRIBUTES = {
    **dict.fromkeys(
        (
            "as_keras_layer build collections find_variable first_arguments function "
            "regularization_losses run_updates updates"
        ).split()
    ),
    "name": lambda instance: instance._name,
    "trainable_variables": _trainable,
    "trainable_weights": _trainable,
    "variables": _variables,
    "weights": _variables,
}
