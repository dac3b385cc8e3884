"""What keeps the variables of ``tf.get_variable`` in eager mode, where no graph does."""

from __future__ import annotations

import contextlib

from tf1shim import _tf, errors
from tf1shim.variables.registry import Registry
from tf1shim.variables.variable import Variable


class EagerVariableStore:
    """Makes ``tf.get_variable`` return the same variable for the same name, in eager mode.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> tf.enable_eager_execution()
    >>> store = tf.contrib.eager.EagerVariableStore()
    >>> with store.as_default(): v, w = tf.get_variable("v", []), tf.get_variable("v", [])
    >>> v is w, [v.name for v in store.variables()]
    (True, ['v:0'])
    >>> tf.disable_eager_execution()

    Args: `store`, one of these that was entered, to go on with its variables.
    Raises: ValueError for a store that holds a graph's variables.
    """

    def __init__(self, store=None):
        if store is not None and not store._store_eager_variables:
            raise ValueError(errors.STORE_NOT_EAGER)
        self._store = Registry() if store is None else store
        self._store._store_eager_variables = True

    @contextlib.contextmanager
    def as_default(self):
        """``tf.get_variable`` uses this store in the ``with`` block."""
        items = _tf.get_default_graph().get_collection_ref(_tf.VARSTORE_KEY)
        outer = list(items)
        items[:] = [self._store]
        try:
            yield
        finally:
            items[:] = outer

    def variables(self):
        """Its variables, by name."""
        return sorted(self._store._vars.values(), key=lambda variable: variable.name)

    def trainable_variables(self):
        """Those of its variables that are trainable, by name."""
        return [v for v in self.variables() if v.trainable]

    def non_trainable_variables(self):
        """Those of its variables that are not trainable, by name."""
        return [v for v in self.variables() if not v.trainable]

    def copy(self):
        """A store with variables of its own, of the same names and values."""
        made = EagerVariableStore()
        for key, variable in self._store._vars.items():
            name = variable.name.rpartition(":")[0]
            made._store._vars[key] = Variable(
                variable.read_value(), name=name, trainable=variable.trainable
            )
        return made


def entered_store():
    """The store of eager variables that is entered, without what is around it; or None."""
    items = _tf.get_default_graph().get_collection(_tf.VARSTORE_KEY)
    return items[0] if items and items[0]._store_eager_variables else None
