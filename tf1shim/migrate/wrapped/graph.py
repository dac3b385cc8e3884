"""`CallGraph`: the graph in which a wrapped function builds one call."""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.graph import Graph
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

    def current(self):
        """The graph of the call that is being built, if one is."""
        graph = _tf.get_default_graph()
        while isinstance(graph, _tf.FuncGraph):
            graph = graph.outer_graph
        return graph if isinstance(graph, CallGraph) else self

    def twin(self, variable):
        """The variable of this graph that stands for what `variable`, of another call, does."""
        name = variable.op.name
        if not isinstance(variable.graph, CallGraph):
            return variable
        return self.variables_by_op_name.get(name) or self._stand_in(
            name, variable.shape, variable.dtype.base_dtype, variable.trainable
        )

    def given_variable(self, name):
        """The variable of this graph for what the module has under `name`, or None."""
        known = self.variables_by_op_name.get(name)
        found = self.module_variables.find_variable(name)
        if known is not None or found is None:
            return known
        return self._stand_in(name, found.shape, found.dtype.base_dtype, found.trainable)

    def _stand_in(self, name, shape, dtype, trainable):
        with self.as_default(), _tf.init_scope(), _tf.v1.name_scope(None):
            return Variable(
                lambda: _tf.v1.zeros(shape, dtype), trainable=trainable, name=name, dtype=dtype
            )
