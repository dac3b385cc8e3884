"""`Registry`: the variable store and the open scopes of one graph.

It sits in the graph's collections under the keys that TensorFlow's own code looks up, with the
members that this code uses. Optimizers' slots, Keras' legacy layers and cells, and libraries that
call TensorFlow's ``variable_scope`` therefore share it.
"""

from __future__ import annotations

import threading

from tf1shim import _tf
from tf1shim.graph import Graph, in_graph
from tf1shim.variables.scope import VariableScope
from tf1shim.variables.store import VariableStore
from tf1shim.variables.variable import Variable

_lock = threading.Lock()


class _ThreadScopes(threading.local):
    """A thread's open scope, and how often each scope name was opened."""

    def __init__(self):
        super().__init__()
        self.current_scope = VariableScope(False)
        self.variable_scopes_count = {}


class Registry(VariableStore):
    """The variables and scopes of one graph; scopes are each thread's own.

    >>> import tf1shim as tf
    >>> from tf1shim.variables import current_store
    >>> with tf.variable_scope("net"): w = tf.get_variable("w", [2])
    >>> registry = current_store()
    >>> registry.names(), registry.records["net/w"].scope
    (['net/w'], 'net')

    `factory` makes a variable from the keywords of ``tf.Variable``.
    """

    def __init__(self, factory=Variable):
        super().__init__(factory)
        self._scopes = _ThreadScopes()

    def names(self):
        """The full names of the variables, in order of creation."""
        return list(self._vars)

    def scope_name(self):
        """The name of the open scope."""
        return self._scopes.current_scope.name

    # --- what TensorFlow calls on its scope store -------------------------------------------------

    @property
    def current_scope(self):
        """This thread's open `VariableScope`."""
        return self._scopes.current_scope

    @current_scope.setter
    def current_scope(self, scope):
        self._scopes.current_scope = scope

    @property
    def variable_scopes_count(self):
        """How often each scope was opened since its parent was: makes default names unique."""
        return self._scopes.variable_scopes_count

    @variable_scopes_count.setter
    def variable_scopes_count(self, counts):
        self._scopes.variable_scopes_count = counts

    def open_variable_scope(self, scope_name):
        """Counts one more opening of `scope_name`."""
        counts = self._scopes.variable_scopes_count
        counts[scope_name] = counts.get(scope_name, 0) + 1

    def close_variable_subscopes(self, scope_name):
        """Forgets how often scopes below `scope_name` were opened (None: all scopes)."""
        counts = self._scopes.variable_scopes_count
        for name in counts:
            if scope_name is None or name.startswith(scope_name + "/"):
                counts[name] = 0

    def variable_scope_count(self, scope_name):
        """How often `scope_name` was opened."""
        return self._scopes.variable_scopes_count.get(scope_name, 0)


@in_graph
def current_store():
    """The variable store of the current graph: its `Registry`, or what TensorFlow put there."""
    return _in_collection(_tf.VARSTORE_KEY)


def current_scopes():
    """What keeps the open scopes of the current graph: its `Registry`, or TensorFlow's own."""
    return _in_collection(_tf.VARSCOPESTORE_KEY)


def _in_collection(key):
    graph = _tf.get_default_graph()
    items = graph.get_collection_ref(key)
    if not items:
        with _lock:
            add_registry(graph)
    return items[0]


def add_registry(graph):
    """Puts one `Registry` under both of TensorFlow's keys, as far as they are free."""
    registry = Registry()
    for key in _tf.VARSTORE_KEY, _tf.VARSCOPESTORE_KEY:
        items = graph.get_collection_ref(key)
        if not items:
            items.append(registry)


Graph.add_variable_store = staticmethod(add_registry)
