"""`Module`: a function written for TensorFlow 1 as a TensorFlow 2 module."""

from __future__ import annotations

import contextlib
import functools
import inspect
import threading
import types

import tensorflow

from tf1shim import _tf
from tf1shim.graph import Graph
from tf1shim.migrate.wrapped.call import Call
from tf1shim.migrate.wrapped.variables import ModuleVariables
from tf1shim.session.graph_module import CallableModule

#: The attribute of an object under which its wrapped methods share their variables.
STORE = "_tf1_variables"


class Module(CallableModule):
    """A wrapped function: see `tf1shim.wrap`."""

    def __init__(self, function, variables=None, updates="always", jit_compile=None, name=None):
        own_name = name or getattr(function, "__name__", "module")
        super().__init__(own_name if own_name.isidentifier() else "module")
        if updates not in ("always", "on_demand"):
            raise ValueError(f"updates must be 'always' or 'on_demand', but got {updates!r}")
        self._wrapped = function
        #: How it was wrapped.
        self.options = {"updates": updates, "jit_compile": jit_compile, "name": name}
        self._store = variables if isinstance(variables, ModuleVariables) else None
        self._store = self._store or ModuleVariables(variables)
        self._lock = threading.RLock()
        self._thread = threading.local()
        self._calls = []
        self._variables = []
        self.function = tensorflow.function(
            _with_signature(function, self._traced),
            autograph=False,
            reduce_retracing=True,
            jit_compile=jit_compile,
        )
        self._updating = tensorflow.function(
            _with_signature(function, self._traced_updates), autograph=False
        )
        functools.update_wrapper(self, function, updated=())

    # --- calling ----------------------------------------------------------------------------------

    def __call__(self, *args, **kwargs):
        """What the function returns; in a TensorFlow 1 graph it is called as it is."""
        if builds_graph((args, kwargs)):
            return self._wrapped(*args, **kwargs)
        with self._first_or_eager():
            args, kwargs = _with_values(args, kwargs)
            return self.function(*args, **kwargs)

    def build(self, *args, **kwargs):
        """Makes the variables for such arguments, tensors or ``tf.TensorSpec``, and runs nothing."""
        with self._first_or_eager():
            self.function.get_concrete_function(*args, **kwargs)

    def run_updates(self, *args, **kwargs):
        """Runs what the function puts into ``tf.GraphKeys.UPDATE_OPS``, for these arguments."""
        with self._first_or_eager():
            self._updating(*_with_values(args, kwargs)[0], **kwargs)

    @contextlib.contextmanager
    def _first_or_eager(self):
        # In a tf.function that is traced only the first call may make variables.
        before = getattr(self._thread, "may_make", None)
        if before is None:
            self._thread.may_make = tensorflow.executing_eagerly() or not self._calls
        try:
            yield
        finally:
            self._thread.may_make = before

    def _call(self, arguments):
        with self._lock:
            may_make = getattr(self._thread, "may_make", None) is not False
            call = Call(self._wrapped, arguments, self._store, may_make, self.__name__)
            self._calls.append(call)
            known = {id(v) for v in self._variables}
            for variable in call.variables:
                if id(variable) not in known:
                    self._variables.append(variable)
            return call

    def _traced(self, *args, **kwargs):
        always = self.options["updates"] == "always"
        return self._call((args, kwargs)).function(always)((args, kwargs))

    def _traced_updates(self, *args, **kwargs):
        call = self._call((args, kwargs))
        call.update(call.updates)((args, kwargs))

    def as_keras_layer(self, name=None, **options):
        """This module as a layer of Keras 3, which trains, saves and shows these variables.

        >>> import keras
        >>> import tf1shim as tf
        >>> @tf.wrap
        ... def dense(x):
        ...   return tf.layers.dense(x, 1, name="out")
        >>> model = keras.Sequential([keras.Input([3]), dense.as_keras_layer()])
        >>> [w.path for w in model.weights], model.weights[0].value is dense.variables[0]
        (['dense/out/kernel', 'dense/out/bias'], True)

        Where the function has an argument ``training`` (or ``is_training``, ``train``), Keras gives
        it; the regularizers' losses are the layer's. `options` are Keras' own (`dtype` ...).
        """
        from tf1shim.migrate.wrapped.keras_layer import WrappedLayer

        return WrappedLayer(self, name=name, **options)

    # --- what it has ------------------------------------------------------------------------------

    def find_variable(self, name):
        """The TF2 variable called 'scope/w', or None."""
        return self._store.find_variable(name)

    @property
    def first_arguments(self):
        """The ``(args, kwargs)`` of the first call, tensors as ``tf.TensorSpec``; or None."""
        return self._calls[0].arguments if self._calls else None

    @property
    def variables(self):
        """The variables, in order of creation; empty before the first call or `build`."""
        return tuple(self._variables)

    @property
    def trainable_variables(self):
        """Those of them that are trained."""
        return tuple(v for v in self._variables if v.trainable)

    @property
    def regularization_losses(self):
        """The losses of the variables' regularizers, as tensors; a gradient tape sees them."""
        return self._calls[-1].regularization_losses() if self._calls else []

    @property
    def updates(self):
        """The names of the operations in ``tf.GraphKeys.UPDATE_OPS`` of the newest kind of call."""
        return [op.name for op in self._calls[-1].updates] if self._calls else []

    @property
    def collections(self):
        """The graph collections of the newest kind of call, with the TF2 variables in them."""
        return self._calls[-1].collections if self._calls else {}

    # --- methods ----------------------------------------------------------------------------------

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        attribute = f"_{self.__name__.strip('_')}_module"
        bound = vars(instance).get(attribute)
        if bound is None:
            store = vars(instance).setdefault(STORE, self._store)
            method = types.MethodType(self._wrapped, instance)
            bound = Module(method, store, **self.options)
            setattr(instance, attribute, bound)
        return bound


def builds_graph(arguments):
    """True for a call in a TensorFlow 1 program: with tensors of its graph, or among its ops."""
    leaves = _tf.nest.flatten(arguments, expand_composites=True)
    tensors = [leaf for leaf in leaves if isinstance(leaf, _tf.BaseTensor)]
    for tensor in tensors:
        if isinstance(tensor, _tf.EagerTensor):
            return False
        if _root(tensor.graph) is not None:
            return True
    return not _tf.executing_eagerly() and _root(_tf.get_default_graph()) is not None


def _with_signature(function, traced):
    """`traced` with the arguments of `function`: ``tf.function`` then knows their defaults."""

    def call(*args, **kwargs):
        return traced(*args, **kwargs)

    call.__name__ = call.__qualname__ = getattr(function, "__name__", "call")
    call.__signature__ = inspect.signature(function)
    return call


def _root(graph):
    """The `Graph` that `graph` is, or is a function body of; None if it is TensorFlow 2's."""
    while isinstance(graph, _tf.FuncGraph):
        graph = graph.outer_graph
    return graph if isinstance(graph, Graph) else None


def _with_values(args, kwargs):
    """The arguments with TF2 variables as their values."""

    def value(leaf):
        return leaf.read_value() if isinstance(leaf, tensorflow.Variable) else leaf

    return _tf.nest.map_structure(value, (args, kwargs))
