"""`Module`: a function written for TensorFlow 1 as a TensorFlow 2 module."""

from __future__ import annotations

import contextlib
import functools
import inspect
import threading
import types
import warnings

import tensorflow

from tf1shim import _tf, errors
from tf1shim.graph import outermost
from tf1shim.migrate.wrapped.call import Call, specs
from tf1shim.migrate.wrapped.graph import CallGraph
from tf1shim.migrate.wrapped.surroundings import (
    builds_graph,
    in_legacy_graph,
    is_value,
    without_legacy_graph,
)
from tf1shim.migrate.wrapped.variables import ModuleVariables
from tf1shim.session.callable_module import CallableModule
from tf1shim.session.tables import SavedTables

#: The attributes of an object under which its wrapped methods share their variables, and under
#: which a wrapped class keeps the call that made what ``__init__`` makes.
STORE = "_tf1_variables"
MADE = "_tf1_made"
#: From so many kinds of arguments on, a module tells that it is built over and over.
MANY = 24


class Module(CallableModule):
    """A wrapped function: see `tf1shim.wrap`."""

    def __init__(
        self,
        function,
        variables=None,
        updates="always",
        jit_compile=None,
        reduce_retracing=False,
        name=None,
        made=None,
    ):
        plain = getattr(function, "func", function)  # of a functools.partial
        own_name = (name or getattr(plain, "__name__", "module")).strip("_")
        super().__init__(own_name if own_name.isidentifier() else "module")
        if updates not in ("always", "on_demand"):
            raise ValueError(f"updates must be 'always' or 'on_demand', but got {updates!r}")
        # What it keeps is no part of a checkpoint, but for the variables.
        self._setattr_tracking = False
        self.__name__ = own_name
        self._wrapped = function
        #: How it was wrapped.
        self.options = {
            "updates": updates,
            "jit_compile": jit_compile,
            "reduce_retracing": reduce_retracing,
            "name": name,
        }
        self._lock = threading.RLock()
        self._thread = _Thread()
        self._calls = []
        # The call of ``__init__`` that made the object whose method this is.
        self._made = made
        self._variables = []
        self._saved_tables = SavedTables()
        self._owner = ""
        traced = {"autograph": False, "reduce_retracing": reduce_retracing}
        self.function = _tf.without_retracing_warning(
            tensorflow.function(
                _with_signature(function, self._traced), jit_compile=jit_compile, **traced
            )
        )
        self._updating = _tf.without_retracing_warning(
            tensorflow.function(_with_signature(function, self._traced_updates), **traced)
        )
        functools.update_wrapper(self, function, updated=())
        self._setattr_tracking = True
        given = isinstance(variables, ModuleVariables)
        self._store = variables if given else ModuleVariables(variables)

    # --- calling ----------------------------------------------------------------------------------

    def __call__(self, *args, **kwargs):
        """What the function returns; in a TensorFlow 1 graph it is called as it is."""
        if builds_graph((args, kwargs)):
            with self._lent():
                return self._wrapped(*args, **kwargs)
        args, kwargs = _with_values(args, kwargs)
        return self._ready(self.function, args, kwargs)

    @contextlib.contextmanager
    def _lent(self):
        """Lends the object's variables to another module's call that is being built."""
        graph = outermost(_tf.get_default_graph())
        if self._made is None or not isinstance(graph, CallGraph):
            yield
            return
        graph.lenders.append(self._store)
        try:
            yield
        finally:
            graph.lenders.pop()

    def build(self, *args, **kwargs):
        """Makes the variables for such arguments, or their ``tf.TensorSpec``; runs nothing."""
        self._ready(self.function.get_concrete_function, args, kwargs)

    def run_updates(self, *args, **kwargs):
        """Runs what the function puts into ``tf.GraphKeys.UPDATE_OPS``, for these arguments."""
        args, kwargs = _with_values(args, kwargs)
        self._ready(self._updating, args, kwargs)

    def _ready(self, run, args, kwargs):
        """`run` with the arguments, after the variables are made that it asks for.

        A ``tf.function`` must make none while it is traced; so the trace is given up for that.
        """
        thread = self._thread
        if not _tf.executing_eagerly():
            if in_legacy_graph():
                with without_legacy_graph():
                    return self._ready(run, args, kwargs)
            return run(*args, **kwargs)
        if thread.makes_variables:
            return run(*args, **kwargs)
        thread.makes_variables = True
        try:
            while True:
                try:
                    return run(*args, **kwargs)
                except _NeedsVariables as needed:
                    call = needed.call
                except tensorflow.errors.FailedPreconditionError:
                    self._store.check_lender()
                    raise
                with self._lock:
                    call.make_variables()
                thread.pending = call
        finally:
            thread.makes_variables, thread.pending = False, None

    def _call(self, arguments):
        """The `Call` for `arguments`, in the ``tf.function`` that is traced for them."""
        thread = self._thread
        with self._lock:
            call, thread.pending = thread.pending, None
            if call is None or not _same(call.arguments, specs(arguments)):
                call = Call(self._wrapped, arguments, self._store, self.__name__)
            new = call.new_variables()
            if new and thread.makes_variables:
                raise _NeedsVariables(call)
            if new and self._calls:
                raise errors.made_on_later_call(self.__name__, new)
            if new:
                call.make_variables()
            call.open()
            self._calls.append(call)
            known = {id(v) for v in self._variables}
            self._variables.extend(v for v in call.variables if id(v) not in known)
            if len(self._calls) == MANY:
                warnings.warn(errors.built_often(self.__name__, MANY, call.arguments), stacklevel=2)
            return call

    def _traced(self, *args, **kwargs):
        always = self.options["updates"] == "always"
        return self._call((args, kwargs)).function(always)((args, kwargs))

    def _traced_updates(self, *args, **kwargs):
        self._call((args, kwargs)).update()((args, kwargs))

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
    def regularization_losses(self):
        """The losses of the variables' regularizers, as tensors; a gradient tape sees them.

        Raises: ValueError if a loss depends on the arguments of a call.
        """
        calls = [self._made, *self._calls] if self._made else self._calls
        losses = {}
        for call in list(calls):
            losses.update(call.regularizers)
        with without_legacy_graph():
            return [loss()[0] for loss in losses.values()]

    @property
    def updates(self):
        """The names of the operations in ``tf.GraphKeys.UPDATE_OPS`` of the newest kind of call."""
        return [op.name for op in self._calls[-1].updates] if self._calls else []

    @property
    def collections(self):
        """The graph collections of the newest kind of call, with the TF2 variables in them."""
        return self._calls[-1].collections if self._calls else {}

    def _tables(self):
        return [t for c in self._calls for t in self._saved_tables.of(c.session, c.handle_ops)]

    # --- methods and copies -----------------------------------------------------------------------

    def __set_name__(self, owner, name):
        self._owner = owner.__name__

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        attribute = f"_{self.__name__}_of_{self._owner}"
        try:
            kept = vars(instance)
        except TypeError:
            kind = type(instance).__name__
            raise errors.no_place_for_method(kind, self.__name__) from None
        with self._lock:
            if attribute not in kept:
                if STORE not in kept:
                    setattr(instance, STORE, self._store.anew())
                method = types.MethodType(self._wrapped, instance)
                made = kept.get(MADE)
                bound = Module(method, vars(instance)[STORE], **self.options, made=made)
                if made is None:
                    setattr(instance, attribute, bound)
                else:  # An object of a wrapped class is saved as a whole.
                    kept[attribute] = bound
        return vars(instance)[attribute]

    def __reduce_ex__(self, protocol):
        raise errors.not_copied(self.__name__)


class _Thread(threading.local):
    """What a thread is about in a module."""

    def __init__(self):
        super().__init__()
        #: True in an eager call, which may make variables.
        self.makes_variables = False
        #: The call whose variables have just been made.
        self.pending = None


class _NeedsVariables(Exception):
    """Gives up the trace of a ``tf.function`` whose `call` needs new variables."""

    def __init__(self, call):
        super().__init__()
        self.call = call


def _with_signature(function, traced):
    """`traced` with the arguments of `function`: ``tf.function`` then knows their defaults."""

    def call(*args, **kwargs):
        return traced(*args, **kwargs)

    call.__name__ = call.__qualname__ = getattr(function, "__name__", "call")
    call.__signature__ = inspect.signature(function)
    return call


def _with_values(args, kwargs):
    """The arguments with TF2 variables as their values."""
    if all(map(is_value, args)) and not kwargs:
        return args, kwargs

    def value(leaf):
        return leaf.read_value() if isinstance(leaf, tensorflow.Variable) else leaf

    return _tf.nest.map_structure(value, (args, kwargs))


def _same(arguments, others):
    """True if two nests of arguments are of the same structure and specs."""
    flat, other_flat = _tf.nest.flatten(arguments), _tf.nest.flatten(others)
    return len(flat) == len(other_flat) and all(
        a is b or (isinstance(a, tensorflow.TypeSpec) and a == b) for a, b in zip(flat, other_flat)
    )
