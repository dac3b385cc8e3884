"""`wrap`: a TensorFlow 1 model function becomes a TensorFlow 2 module."""

from __future__ import annotations

import functools
import types

from tf1shim.migrate.wrapped.call import Call
from tf1shim.migrate.wrapped.module import STORE, Module, builds_graph
from tf1shim.migrate.wrapped.variables import ModuleVariables


def wrap(function=None, *, variables=None, updates="always", jit_compile=None, name=None):
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
    later one shares it by its name.

    Args: `function` a function, method or class (then its ``__call__`` is wrapped); `variables`
      what lends its variables by name: a session, another module, a dict ...; `updates` "always"
      runs ``tf.GraphKeys.UPDATE_OPS`` (moving averages ...) with each call, "on_demand" leaves them
      to ``module.run_updates(*args)``; `jit_compile` as for ``tf.function``; `name` of the module.
    Returns: a module with `variables`, `trainable_variables`, `regularization_losses`, `updates`,
      `collections`, `build`, `as_keras_layer`; or a decorator, if `function` is left out.
    Raises (at a call): what the function raises; ValueError for placeholders and tensors from
      outside, TypeError for outputs that are no tensors, RuntimeError for sessions inside.
    """
    options = {
        "variables": variables,
        "updates": updates,
        "jit_compile": jit_compile,
        "name": name,
    }
    if function is None:
        return functools.partial(wrap, **options)
    if isinstance(function, type):
        return _wrapped_class(function, options)
    if not callable(function):
        raise TypeError(f"wrap needs a function or a class, but got {function!r}")
    return Module(function, **options)


#: What an instance of a wrapped class answers like the module of its call.
_OF_THE_CALL = (
    "build collections regularization_losses run_updates trainable_variables updates variables"
).split()


def _wrapped_class(cls, options):
    """A subclass of `cls` whose ``__init__`` and ``__call__`` make TF2 variables."""
    call = vars(cls).get("__call__") or getattr(cls, "__call__", None)
    if not isinstance(call, types.FunctionType):
        raise TypeError(
            f"{cls.__name__} has no __call__ to wrap.\n"
            "  wrap its methods instead:  @tf1shim.wrap above each def"
        )

    def __init__(self, *args, **kwargs):
        if builds_graph((args, kwargs)):
            return cls.__init__(self, *args, **kwargs)
        store = vars(self)[STORE] = ModuleVariables(options["variables"])
        initialize = functools.partial(cls.__init__, self)
        # Kept, since what it makes belongs to the graph of this call.
        vars(self)[f"{STORE}_made"] = Call(initialize, (args, kwargs), store, True, cls.__name__)

    def __getattr__(self, attribute):
        if attribute in _OF_THE_CALL:
            return getattr(self.__call__, attribute)
        raise AttributeError(f"{cls.__name__!r} object has no attribute {attribute!r}")

    members = {"__init__": functools.wraps(cls.__init__)(__init__), "__module__": cls.__module__}
    if not hasattr(cls, "__getattr__"):
        members["__getattr__"] = __getattr__
    members["__call__"] = Module(call, **options)
    members["__doc__"] = cls.__doc__
    return type(cls)(cls.__name__, (cls,), members)
