"""`ModuleVariables`: the TF2 variables that the calls of wrapped functions share, by TF1 name."""

from __future__ import annotations

import tensorflow

from tf1shim import _tf, errors
from tf1shim.session.failures import CLOSED
from tf1shim.session.sharing import handle_of, variable_finder


class ModuleVariables(_tf.Trackable):
    """TF2 variables by the names that ``get_variable`` gives them, 'scope/w'.

    `lent` is what lends its own: a session, another module ... (`tf1shim.Session`'s `variables`).
    A checkpoint keeps them by these names.
    """

    def __init__(self, lent=None):
        self._lender = lent
        self._lent = variable_finder(lent)
        self._known = {}
        self._others = {}

    def anew(self):
        """The variables of another object that are lent from where these are."""
        return ModuleVariables(self._lender)

    @property
    def variables(self):
        """Those that were made or used so far."""
        return [*self._known.values(), *self._others.values()]

    def find_variable(self, name):
        """The TF2 variable called `name`, or None.

        Raises: FailedPreconditionError if it is a lent one without a value, RuntimeError if the
        session that lends it is closed.
        """
        variable = self._known.get(name)
        if variable is None and self._lent is not None:
            variable = self._lent(name)
            if variable is not None and not _is_initialized(variable):
                raise errors.lent_uninitialized(name)
        return variable

    def check_lender(self):
        """Raises RuntimeError if the session that lends the variables is closed."""
        if getattr(self._lender, "_closed", False):
            raise RuntimeError(
                f"{CLOSED}\n  keep the session open as long as the functions that share its "
                "variables are called"
            )

    def make(self, values):
        """Makes the TF2 variables that stand for graph variables from now on.

        `values` are pairs of a graph variable and its initial value. Either all are made or none.
        """
        made = [(variable.op.name, _made(variable, value)) for variable, value in values]
        for name, variable in made:
            self.keep(name, variable)

    def keep(self, name, variable):
        """Remembers `variable`, and gives it its value if a checkpoint waits for it."""
        if name not in self._known:
            self._known[name] = variable
            self._track_trackable(variable, name)

    def keep_other(self, name, variable):
        """Remembers a `variable` of another module, which `name` need not mean to every call."""
        if all(variable is not known for known in self.variables):
            while name in self._others:
                name += "_"
            self._others[name] = variable
            self._track_trackable(variable, f"others/{name}")


def _made(graph_variable, value):
    shape = graph_variable.get_shape()
    with _tf.v1.name_scope(None):
        variable = tensorflow.Variable(
            value,
            trainable=graph_variable.trainable,
            name=graph_variable.op.name,
            dtype=graph_variable.dtype.base_dtype,
            shape=tensorflow.TensorShape(None if shape.rank is None else shape.as_list()),
            constraint=graph_variable.constraint,
            synchronization=graph_variable.synchronization,
            aggregation=graph_variable.aggregation,
        )
    variable._set_save_slice_info(graph_variable._get_save_slice_info())
    return variable


def _is_initialized(variable):
    with _tf.eager_mode():
        return bool(_tf.var_is_initialized_op(handle_of(variable)))
