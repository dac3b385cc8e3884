"""`Graph`: a real ``tf.Graph`` whose tensors are TensorFlow 1's."""

from __future__ import annotations

import functools

from tf1shim import _tf
from tf1shim.graph.inferred import complete_shapes
from tf1shim.graph.tensor import Tensor
from tf1shim.graph.texts import reword
from tf1shim.graph.written import READ, add_reads, as_tf1_wrote

#: So many ops without a seed of their own a body may have before its seeds are another's.
SEEDS_OF_A_BODY = 1 << 20


class _TF1Ops:
    """Makes the outputs of every op created in a graph tf1shim `Tensor`s.

    Assigning ``__class__`` keeps the objects that ``op.outputs`` hands out, and leaves
    TensorFlow itself as it is.
    """

    def _create_op_helper(self, op, compute_device=True):
        super()._create_op_helper(op, compute_device=compute_device)
        for output in op.outputs:
            output.__class__ = Tensor
        complete_shapes(op)

    def _create_op_internal(self, *args, **kwargs):
        try:
            return super()._create_op_internal(*args, **kwargs)
        except (TypeError, ValueError) as e:
            raise reword(e)


class Graph(_TF1Ops, _tf.Graph):
    """A TensorFlow 1 program under construction.

    >>> import tf1shim as tf
    >>> g = tf.Graph()
    >>> with g.as_default():
    ...   c = tf.constant(5.0, name="c")
    >>> c.graph is g, g.get_tensor_by_name("c:0") is c
    (True, True)

    Differences from TF1: none. Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Graph
    """

    #: How often an operation that was there has been changed (`tf1shim.graph.rewiring`).
    rewirings = 0

    #: How many branches and bodies of loops were built into it.
    bodies = 0

    #: Why no session may run this graph; None if any may.
    no_session = None

    #: What puts the variable store into a new graph, before TensorFlow's own code makes one; the
    #: variables layer sets it.
    add_variable_store = None

    #: What makes a variable when TensorFlow's own code asks this graph for one; the variables
    #: layer sets it.
    base_variable_creator = None

    #: What makes a variable of what TensorFlow's own code took for one in a meta graph; the
    #: variables layer sets it.
    adopted_variable = None

    #: What makes a variable of its handle, which came without one: with a graph def, say; the
    #: variables layer sets it.
    variable_behind = None

    def __init__(self):
        super().__init__()
        #: VarHandleOp name -> variable, so that 'w:0' can mean the variable's value.
        self.variables_by_op_name = {}
        add_variable_store = type(self).add_variable_store
        if add_variable_store:
            add_variable_store(self)

    def current(self):
        """The graph to build in, for an object that was made when this one was."""
        return self

    def twin(self, variable):
        """What stands in this graph for another graph's `variable`: nothing but itself."""
        return variable

    def given_variable(self, name):
        """The variable `name` that comes with the graph, not from its program: there is none."""

    def is_given(self, variable):
        """True if `variable` was there before the program that builds this graph: none was."""
        return False

    def add_to_collection(self, name, value):
        """Adds `value` to the collection `name`."""
        adopted = type(self).adopted_variable
        super().add_to_collection(name, adopted(value) if adopted else value)

    @property
    def _variable_creator_stack(self):
        local = self._thread_local
        if not hasattr(local, "_variable_creator_stack"):
            creator = type(self).base_variable_creator
            local._variable_creator_stack = [(-(1 << 30), creator)] if creator else []
        return local._variable_creator_stack

    @_variable_creator_stack.setter
    def _variable_creator_stack(self, stack):
        self._thread_local._variable_creator_stack = stack

    def get_tensor_by_name(self, name):
        """The tensor called `name`; a variable's name means its value, as in TF1.

        Raises: TypeError if `name` is no string, KeyError if there is none, ValueError if it is
        the name of an operation.
        """
        return self.value_of(super().get_tensor_by_name(name))

    def as_graph_element(self, obj, allow_tensor=True, allow_operation=True):
        """The tensor or operation of this graph that `obj`, perhaps its name, stands for.

        'v/Read/ReadVariableOp:0', the value of a resource variable in TensorFlow 1, is that of 'v'.
        Raises: TypeError, ValueError and KeyError where there is none.
        """
        try:
            return super().as_graph_element(obj, allow_tensor, allow_operation)
        except KeyError:
            variable = isinstance(obj, str) and allow_tensor and self._read_by_tools(obj)
            if not variable:
                raise
            return variable._as_graph_element()

    def _read_by_tools(self, name):
        """The variable whose value `name` is to TensorFlow's tools, or None."""
        variable, read, index = name.partition(READ)
        return self.variables_by_op_name.get(variable) if (read, index) == (READ, ":0") else None

    def as_graph_def(self, from_version=None, add_shapes=False, **kwargs):
        """The graph as a `GraphDef`, which TensorFlow 1 can read too.

        `add_shapes`, asked for by what writes files, adds the shapes of tensors, and under the name
        that tools look for a read of each variable.
        """
        graph_def = as_tf1_wrote(super().as_graph_def(from_version, add_shapes, **kwargs))
        return add_reads(graph_def) if add_shapes else graph_def

    def value_of(self, element):
        """A variable's value when `element` is its handle; any other element unchanged."""
        if isinstance(element, _tf.BaseTensor):
            behind = type(self).variable_behind
            if element.op.type == "VarHandleOp" and behind is not None:
                return behind(element)._as_graph_element()
        return element


@functools.cache
def _adopted_class(graph_class):
    return type(graph_class.__name__, (_TF1Ops, graph_class), {"__module__": __name__})


def outermost(graph):
    """The graph in which the function whose body is `graph` is called; any other graph itself."""
    while isinstance(graph, _tf.FuncGraph):
        graph = graph.outer_graph
    return graph


def adopt(graph):
    """Gives a function body under construction inside a `Graph` TF1's tensors; returns `graph`.

    The bodies of ``tf.while_loop``, ``tf.cond`` and the like are graphs of TensorFlow's own
    classes: legacy code in them still writes ``x.shape[0].value``.
    """
    if isinstance(graph, _TF1Ops) or not isinstance(graph, _tf.FuncGraph):
        return graph
    program = outermost(graph)
    if not isinstance(program, Graph):
        return graph
    if isinstance(graph, _tf.ControlFlowBody):
        # TensorFlow begins anew in each body, and their ops would all draw the same numbers.
        program.bodies += 1
        _tf.count_seeds_from(graph, program.bodies * SEEDS_OF_A_BODY)
    graph.__class__ = _adopted_class(type(graph))
    for op in graph.get_operations():
        for output in op.outputs:
            output.__class__ = Tensor
    return graph
