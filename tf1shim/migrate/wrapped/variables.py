"""`ModuleVariables`: the TF2 variables that the calls of wrapped functions share, by TF1 name."""

from __future__ import annotations

import tensorflow

from tf1shim import _tf, errors
from tf1shim.session.sharing import variable_finder


class ModuleVariables:
    """TF2 variables by the names that ``get_variable`` gives them, 'scope/w'.

    `lent` is what lends its own: a session, another module ... (`tf1shim.Session`'s `variables`).
    """

    def __init__(self, lent=None):
        self._made = {}
        self._lent = variable_finder(lent)

    def find_variable(self, name):
        """The TF2 variable called `name`, or None."""
        variable = self._made.get(name)
        if variable is None and self._lent is not None:
            variable = self._lent(name)
            if variable is not None and not _is_initialized(variable):
                raise errors.lent_uninitialized(name)
        return variable

    def make(self, graph_variable, value):
        """The TF2 variable that stands for `graph_variable` from now on, with the given value."""
        name = graph_variable.op.name
        shape = graph_variable.get_shape()
        with _tf.v1.name_scope(None):
            self._made[name] = tensorflow.Variable(
                value,
                trainable=graph_variable.trainable,
                name=name,
                dtype=graph_variable.dtype.base_dtype,
                shape=tensorflow.TensorShape(None if shape.rank is None else shape.as_list()),
                constraint=graph_variable.constraint,
                synchronization=graph_variable.synchronization,
                aggregation=graph_variable.aggregation,
            )
        self._made[name]._set_save_slice_info(graph_variable._get_save_slice_info())
        return self._made[name]


def _is_initialized(variable):
    return bool(_tf.var_is_initialized_op(variable.handle))
