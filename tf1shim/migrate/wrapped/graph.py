"""`CallGraph`: the graph in which a wrapped function builds one call."""

from __future__ import annotations

import contextlib

from tf1shim import _tf, errors
from tf1shim.graph import Graph, outermost
from tf1shim.variables import Variable


class CallGraph(Graph):
    """A fresh TensorFlow 1 graph, whose variables stand for those of a module by their names.

    Objects that outlive a call (cells, layers, templates) bring the variables of the call that made
    them; here each has a twin, which stands for the same TF2 variable.
    """

    #: Says why no session may run this graph.
    no_session = (
        "a wrapped function builds one call; its variables are initialized, and its ops run, "
        "by the module"
    )

    def __init__(self, variables, seed=None):
        super().__init__()
        self.module_variables = variables
        self.seed = seed
        #: The TF2 variables of other modules, by the names that their twins have here.
        self.others = {}
        #: The variables of the objects whose methods are being called, innermost last.
        self.lenders = []
        #: Variables of calls that failed, by the names of their twins: their initial values count.
        self.origins = {}

    @contextlib.contextmanager
    def under_construction(self):
        """The block in which the function builds: sessions are out of its reach."""
        with self.as_default(), _tf.default_session(_NoSession(self)):
            yield
        self.no_session = None

    def current(self):
        """The graph of the call that is being built, if one is."""
        graph = outermost(_tf.get_default_graph())
        return graph if isinstance(graph, CallGraph) else self

    # --- variables --------------------------------------------------------------------------------

    def find_variable(self, name):
        """The TF2 variable that the variable `name` of this graph stands for, or None."""
        found = self.others.get(name)
        return self.module_variables.find_variable(name) if found is None else found

    def twin(self, variable):
        """The variable of this graph that stands for what `variable`, of another call, does."""
        other, name = variable.graph, variable.op.name
        if not isinstance(other, CallGraph):
            return variable
        found = other.find_variable(name)
        if found is None or other.module_variables is self.module_variables:
            known = self.variables_by_op_name.get(name)
            if known is None:
                known = self._stand_in(name, variable)
                if found is None:
                    self.origins[name] = other.origins.get(name, variable)
            return known
        return self._twin_of_other(name, found)

    def _twin_of_other(self, name, found):
        for known, other in self.others.items():
            if other is found:
                return self.variables_by_op_name[known]
        twin = self._stand_in(name, found)
        self.others[twin.op.name] = found
        return twin

    def given_variable(self, name):
        """The variable of this graph for what the module has under `name`, or None."""
        for lender in reversed(self.lenders):
            found = lender.find_variable(name)
            if found is not None and lender is not self.module_variables:
                return self._twin_of_other(name, found)
        known = self.variables_by_op_name.get(name)
        found = self.module_variables.find_variable(name)
        if known is not None or found is None:
            return known
        return self._stand_in(name, found)

    def is_given(self, variable):
        """True for a variable that was there before the call that is being built."""
        return self.find_variable(variable.op.name) is not None

    def _stand_in(self, name, variable):
        shape, dtype = variable.shape, variable.dtype.base_dtype
        with self.as_default(), _tf.init_scope(), _tf.v1.name_scope(None):
            return Variable(
                lambda: _tf.v1.zeros(shape, dtype),
                trainable=variable.trainable,
                name=name,
                dtype=dtype,
            )


class _NoSession:
    """What stands for the default session while a wrapped function builds."""

    def __init__(self, graph):
        self.graph = graph

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        raise errors.no_session(self.graph.no_session)
