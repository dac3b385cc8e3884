"""Reading and writing a variable: the ops that its methods and operators add to its graph."""

from __future__ import annotations

import contextlib
import functools

from tf1shim import _tf
from tf1shim.graph import Graph, Tensor, outermost
from tf1shim.graph.tensor import OPERATORS
from tf1shim.variables import building
from tf1shim.variables.building import ANY_SHAPE


class Access(_tf.BaseResourceVariable):
    """What a variable's value is reached by; `Variable` says what the variable is."""

    #: Gives the newest open session on a graph; the session layer sets it.
    newest_session = None

    # --- reading ----------------------------------------------------------------------------------

    @property
    def handle(self):
        """The resource, in the graph under construction."""
        return self._here()._handle

    def _here(self):
        """The variable itself, or what stands for it in the graph under construction."""
        graph = _tf.get_default_graph()
        if graph is self._handle.graph:
            return self
        graph = outermost(graph)
        is_own = graph is self._handle.graph or not isinstance(graph, Graph)
        return self if is_own else graph.twin(self)

    def _as_graph_element(self):
        """The tensor that TensorFlow takes for the variable."""
        return self._here()._graph_element

    def value(self):
        """The variable's value as a tensor.

        Under ``control_dependencies``, or in the body of a loop, each call reads anew, so that the
        order which the program asks for is kept; elsewhere it is the one tensor 'NAME/read:0'.
        """
        here = self._here()
        if here is not self:
            return here.value()
        graph = _tf.get_default_graph()
        if _tf.is_recorded() and not isinstance(graph, _tf.FuncGraph):
            # A gradient tape follows reads that it sees being made.
            with self._in_own_graph():
                _tf.variable_accessed(self)
                return self._read_now()
        if graph is self.graph and graph._current_control_dependencies():
            return self._read_now()
        if not isinstance(graph, _tf.FuncGraph) or _tf.executing_eagerly():
            return self._graph_element
        return self._read_now()

    def _read_now(self, name=None):
        return building.read(self.handle, self._dtype, self._shape, name)

    def read_value(self):
        """Reads the variable now, after the control dependencies in force."""
        with self._in_own_graph():
            return self._read_now("read")

    def initialized_value(self):
        """The value if the variable is initialized when it is read, else its initial value."""
        with self._in_own_graph(), _tf.init_scope():
            # What the initializer assigns: it needs no other variable to be initialized.
            initial = self.initializer.inputs[1]
            return _tf.v1.cond(self.is_initialized(), self._read_now, lambda: initial)

    def load(self, value, session=None):
        """Sets the value in `session`, or in the default session; adds no op to the graph."""
        session = session or _tf.get_default_session()
        if session is None:
            raise ValueError(
                "Either session argument should be provided or default session should be "
                "established"
            )
        session.run(self.initializer, {self.initializer.inputs[1]: value})

    def eval(self, session=None):
        """Computes this variable's value in `session`, or in the default session."""
        return self._graph_element.eval(session=session)

    def numpy(self):
        """The value in the default session, else in the newest open session of this graph.

        Raises: FailedPreconditionError if it is not initialized there, ValueError without session.
        """
        return self._session_for_numpy().read_variable(self)

    def _session_for_numpy(self):
        session = _tf.get_default_session()
        if session is None or session.graph is not self.graph:
            session = self.newest_session(self.graph)
        if session is None:
            raise ValueError(
                f"Variable {self.name} has no value: no open session runs its graph.\n"
                "  make one:  sess = tf.Session(); sess.run(tf.global_variables_initializer())"
            )
        return session

    def _in_own_graph(self):
        """Enters the variable's graph, if that under construction is another or none."""
        graph = _tf.get_default_graph()
        is_here = graph is self.graph or isinstance(graph, _tf.FuncGraph)
        if not _tf.executing_eagerly() and (is_here or self._here() is not self):
            return contextlib.nullcontext()
        return self.graph.as_default()

    def _at_own_place(self):
        """Has ops run where the variable is, as TF1's ops on references did."""
        handle = self.handle
        if handle.graph is not _tf.get_default_graph():
            # In a function the runtime takes an op to the resource that it is given.
            return contextlib.nullcontext()
        return _tf.colocate_with(handle.op)

    # --- writing ----------------------------------------------------------------------------------

    def assign(self, value, use_locking=None, name=None, read_value=True):
        """An op that sets the variable to `value`; as a tensor it is the new value."""
        # TF1 compared with the shape that the variable has at that moment.
        update = functools.partial(_tf.assign_variable_op, validate_shape=True)
        return self._update(update, value, name, "Assign", read_value)

    def assign_any_shape(self, value, name=None):
        """An op that sets the variable to a `value` of any shape."""
        with self._in_own_graph():
            value = building.update_value(self, value, "Assign")
            with _tf.v1.name_scope(name, "Assign") as scope, self._at_own_place():
                hidden = _tf.v1.placeholder_with_default(value, shape=None)
                op = _tf.assign_variable_op(self.handle, hidden, name="update")
                op._set_attr(ANY_SHAPE, _tf.attr_value_pb2.AttrValue(b=True))
                with _tf.v1.control_dependencies([op]):
                    result = _tf.v1.identity(value, name=scope)
        result.assigned_variable = self
        return result

    def assign_add(self, delta, use_locking=None, name=None, read_value=True):
        """An op that adds `delta`; as a tensor it is the new value."""
        return self._update(_tf.assign_add_variable_op, delta, name, "AssignAdd", read_value)

    def assign_sub(self, delta, use_locking=None, name=None, read_value=True):
        """An op that subtracts `delta`; as a tensor it is the new value."""
        return self._update(_tf.assign_sub_variable_op, delta, name, "AssignSub", read_value)

    def count_up_to(self, limit):
        """An op that adds one, and gives what was there before; at `limit` it fails."""
        return self._counted(limit, None)

    def _counted(self, limit, name):
        building.check_arithmetic(self, "CountUpTo")
        with self._in_own_graph(), self._at_own_place():
            return _tf.raw_ops.ResourceCountUpTo(
                resource=self.handle, limit=limit, T=self._dtype, name=name or "CountUpTo"
            )

    def _update(self, update_op, value, name, op_type, read_value):
        building.check_arithmetic(self, op_type)
        with self._in_own_graph():
            value = building.update_value(self, value, op_type)
            with _tf.v1.name_scope(name, op_type) as scope:
                building.check_update(self, value, op_type, scope)
                with self._at_own_place():
                    op = update_op(self.handle, value, name="update" if read_value else scope)
                if not read_value:
                    return op
                result = self._read_after(op, scope)
                if self._shape.rank is None:
                    result.set_shape(value.shape)
                return result

    def _lazy_read(self, op):
        """What the base class's scatter methods return: the value after `op`."""
        # An op called 'update' leaves its scope's name to the value.
        scope, _, last = op.name.rpartition("/")
        with self._in_own_graph():
            name = scope + "/" if scope and last == "update" else None
            return self._read_after(op, name)

    def _read_after(self, op, name):
        # TF1's updates of references had no gradient. Floor's, a function that gives none, can be
        # kept in a TF2 SavedModel; that of an op without gradient cannot.
        gradient = {} if self.is_resource else {"ReadVariableOp": "Floor"}
        graph = _tf.get_default_graph()
        with (
            graph.gradient_override_map(gradient),
            graph.control_dependencies([op]),
            self._at_own_place(),
        ):
            value = building.read(self.handle, self._dtype, self._shape, name)
        # TF1's assign returned a reference: `tf.assign_add(tf.assign(v, 0), 1)` updates v.
        value.assigned_variable = self
        return value


def _operator(name):
    on_tensor = getattr(Tensor, name)

    def operator(self, *args):
        return on_tensor(self.value(), *args)

    operator.__name__, operator.__doc__ = name, on_tensor.__doc__
    return operator


for _name in OPERATORS:
    if _name != "__getitem__":
        setattr(Access, _name, _operator(_name))


def _no_operator_in_place(self, other):
    return NotImplemented  # Python then takes ``v + x`` for ``v += x``, as with TF1's variables.


for _name in "add floordiv matmul mod mul pow sub truediv".split():
    setattr(Access, f"__i{_name}__", _no_operator_in_place)


def _in_variable_graph(name):
    base = getattr(_tf.BaseResourceVariable, name)
    reads = name in ("__getitem__", "gather_nd", "sparse_read")

    @functools.wraps(base)
    def method(self, *args, **kwargs):
        with self._in_own_graph():
            if reads:
                return base(self, *args, **kwargs)
            with self._at_own_place():
                return base(self, *args, **kwargs)

    return method


# The base class's methods that build ops work from eager code too.
for _name in (
    "__getitem__",
    "_strided_slice_assign",
    "batch_scatter_update",
    "gather_nd",
    "is_initialized",
    "sparse_read",
    *(f"scatter_{kind}" for kind in "add div max min mul sub update".split()),
    *(f"scatter_nd_{kind}" for kind in "add max min sub update".split()),
):
    setattr(Access, _name, _in_variable_graph(_name))
