"""`Variable`: TensorFlow 1's variable as a graph-mode resource variable.

The variable is part of the program only: its value lives in a session
(`tf1shim.session.state`), so two sessions hold two values.
"""

from __future__ import annotations

import abc
import contextlib
import functools

from tf1shim import _tf
from tf1shim.graph import Graph, Tensor, TensorShape, eager_mode_enabled, graph_context
from tf1shim.graph.tensor import OPERATORS
from tf1shim.sites import user_site
from tf1shim.variables import building
from tf1shim.variables.building import ANY_SHAPE

GraphKeys = _tf.v1.GraphKeys


class Variable(_tf.BaseResourceVariable):
    """A variable of a TensorFlow 1 graph.

    >>> import tf1shim as tf
    >>> v = tf.Variable([1.0, 2.0], name="v")
    >>> with tf.Session() as sess:
    ...   sess.run(v.initializer)
    ...   print(sess.run(v.assign_add([1.0, 1.0])))
    [2. 3.]

    Args: `initial_value` a tensor, array, Python value or callable; `trainable` adds it to
      ``TRAINABLE_VARIABLES``; `collections` defaults to ``[GLOBAL_VARIABLES]``;
      ``validate_shape=False`` admits values of any shape; `caching_device`, `name`, `dtype`,
      `constraint` as in TF1. `variable_def` with `import_scope` rebuilds one from its proto.
    Raises: ValueError when the shape of the initial value is unknown, TypeError and ValueError
      of the conversion of `initial_value`.
    Differences from TF1: it is always a resource variable; reads are well defined.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Variable
    """

    @classmethod
    def _variable_call(
        cls,
        initial_value=None,
        trainable=None,
        collections=None,
        validate_shape=True,
        caching_device=None,
        name=None,
        variable_def=None,
        dtype=None,
        expected_shape=None,
        import_scope=None,
        constraint=None,
        use_resource=None,
        synchronization=_tf.v1.VariableSynchronization.AUTO,
        aggregation=_tf.v1.VariableAggregation.NONE,
        shape=None,
    ):
        """Runs the creation through the graph's variable creators (TF's metaclass calls it)."""
        if cls is not Variable:
            return None
        kwargs = {
            "initial_value": initial_value,
            "trainable": trainable,
            "validate_shape": validate_shape,
            "caching_device": caching_device,
            "name": name,
            "dtype": dtype,
            "constraint": constraint,
            "synchronization": synchronization,
            "aggregation": aggregation,
            "shape": shape,
        }
        if eager_mode_enabled() and _tf.executing_eagerly():
            return _tf.v1.Variable(**kwargs, collections=collections, use_resource=True)
        kwargs.update(
            collections=collections,
            variable_def=variable_def,
            import_scope=import_scope,
            use_resource=use_resource,
            expected_shape=expected_shape,
        )
        with graph_context() as graph:
            make = create_variable
            for _, creator in graph._variable_creator_stack:
                make = functools.partial(creator, make)
            return make(**kwargs)

    def __init__(
        self,
        initial_value=None,
        trainable=None,
        collections=None,
        validate_shape=True,
        caching_device=None,
        name=None,
        variable_def=None,
        dtype=None,
        import_scope=None,
        constraint=None,
        synchronization=None,
        aggregation=None,
        shape=None,
        **_,
    ):
        self.created_at = user_site()
        if variable_def is not None:
            if initial_value is not None:
                raise ValueError("variable_def and initial_value are mutually exclusive.")
            self._from_def(variable_def, import_scope)
        else:
            if initial_value is None:
                raise ValueError("initial_value must be specified.")
            collections = building.checked_collections(collections)
            if constraint is not None and not callable(constraint):
                raise ValueError("The `constraint` argument must be a callable.")
            trainable = True if trainable is None else trainable
            if trainable and GraphKeys.TRAINABLE_VARIABLES not in collections:
                collections = [*collections, GraphKeys.TRAINABLE_VARIABLES]
            with _tf.init_scope():
                parts = building.build(
                    initial_value, name, dtype, shape, validate_shape, caching_device
                )
                self._fill(
                    parts, trainable, constraint, synchronization, aggregation, validate_shape
                )
                _tf.get_default_graph().add_to_collections(collections, self)
        graph = self.graph
        if isinstance(graph, Graph):
            graph.variables_by_op_name[self.op.name] = self

    # --- building --------------------------------------------------------------------------------

    def _fill(self, parts, trainable, constraint, synchronization, aggregation, validate_shape):
        """Keeps the ops that make the variable, and what the base class keeps about every one."""
        self._handle_name = parts.handle.op.name + ":0"
        self._handle, self._dtype, self._shape = parts.handle, parts.dtype, parts.shape
        super().__init__(
            trainable=trainable,
            shape=parts.shape,
            dtype=parts.dtype,
            handle=parts.handle,
            constraint=constraint,
            synchronization=synchronization,
            aggregation=aggregation,
            unique_id=f"{self._handle_name}_{_tf.uid()}",
            handle_name=parts.handle.op.name,
            graph_element=parts.read,
            initial_value=parts.initial_value,
            initializer_op=parts.initializer,
            cached_value=parts.read if parts.caching_device is not None else None,
            caching_device=parts.caching_device,
            validate_shape=validate_shape,
            in_graph_mode=True,
        )

    def _from_def(self, variable_def, import_scope):
        """Rebuilds the variable from its `VariableDef` in the default graph."""
        self._fill(
            building.rebuilt(variable_def, import_scope),
            variable_def.trainable,
            None,
            _tf.v1.VariableSynchronization(variable_def.synchronization),
            _tf.v1.VariableAggregation(variable_def.aggregation),
            validate_shape=True,
        )
        if variable_def.HasField("save_slice_info_def"):
            self._save_slice_info = _tf.SaveSliceInfo(
                save_slice_info_def=variable_def.save_slice_info_def, import_scope=import_scope
            )

    # --- identity and description -----------------------------------------------------------------

    __hash__ = object.__hash__

    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return self is not other

    def __repr__(self):
        return f"<tf.Variable '{self.name}' shape={self.get_shape()} dtype={self.dtype.name}_ref>"

    def __bool__(self):
        # A TF1 variable was a plain object to Python: `if step:` asked whether there is one.
        return True

    def __iter__(self):
        raise TypeError("'Variable' object is not iterable.")

    @property
    def shape(self):
        """The static shape, a TF1 `TensorShape`."""
        return TensorShape(self._shape)

    def get_shape(self):
        """The static shape, a TF1 `TensorShape`."""
        return self.shape

    @property
    def initial_value(self):
        """The tensor that the variable starts from; reading it initializes nothing."""
        return self._initial_value

    @property
    def graph(self):
        """The graph of this variable."""
        return self._handle.graph

    def to_proto(self, export_scope=None):
        """The `VariableDef` of this variable, or None outside `export_scope`."""
        if export_scope is not None and not self._handle_name.startswith(export_scope):
            return None
        strip = functools.partial(_tf.strip_name_scope, scope=export_scope)
        proto = _tf.variable_pb2.VariableDef(
            variable_name=strip(self._handle_name),
            initializer_name=strip(self._initializer_op.name),
            snapshot_name=strip(self._graph_element.name),
            is_resource=True,
            trainable=self.trainable,
            synchronization=self.synchronization.value,
            aggregation=self.aggregation.value,
        )
        if self._initial_value is not None:
            proto.initial_value_name = strip(self._initial_value.name)
        if self._save_slice_info:
            proto.save_slice_info_def.MergeFrom(
                self._save_slice_info.to_proto(export_scope=export_scope)
            )
        return proto

    @staticmethod
    def from_proto(variable_def, import_scope=None):
        """The variable that `variable_def` describes in the default graph."""
        return Variable(variable_def=variable_def, import_scope=import_scope)

    # --- reading ----------------------------------------------------------------------------------

    def value(self):
        """The variable's value as a tensor.

        Under ``control_dependencies``, or in the body of a loop, each call reads anew, so that the
        order which the program asks for is kept; elsewhere it is the one tensor 'NAME/read:0'.
        """
        graph = _tf.get_default_graph()
        if graph is self.graph and graph._control_dependencies_stack:
            return self._read_now()
        if not isinstance(graph, _tf.FuncGraph) or _tf.executing_eagerly():
            return self._graph_element
        return self._read_now()

    def _read_now(self, name=None):
        return building.read(self.handle, self._dtype, self._shape, name)

    def read_value(self):
        """Reads the variable now, after the control dependencies in force."""
        with self._in_own_graph():
            return self._read_now()

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
        from tf1shim.session import newest_session  # the only upward step: eager code asks

        session = _tf.get_default_session()
        if session is None or session.graph is not self.graph:
            session = newest_session(self.graph)
        if session is None:
            raise ValueError(
                f"Variable {self.name} has no value: no open session runs its graph.\n"
                "  make one:  sess = tf.Session(); sess.run(tf.global_variables_initializer())"
            )
        return session

    def _in_own_graph(self):
        """Enters the variable's graph when the thread is eager."""
        if _tf.executing_eagerly():
            return self.graph.as_default()
        return contextlib.nullcontext()

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
            with _tf.v1.name_scope(name, "Assign") as scope:
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

    def _update(self, update_op, value, name, op_type, read_value):
        with self._in_own_graph():
            value = building.update_value(self, value, op_type)
            with _tf.v1.name_scope(name, op_type) as scope:
                building.check_update(self, value, op_type, scope)
                op = update_op(self.handle, value, name="update" if read_value else scope)
                return self._read_after(op, scope) if read_value else op

    def _lazy_read(self, op):
        """What the base class's scatter methods return: the value after `op`."""
        # An op called 'update' leaves its scope's name to the value.
        scope, _, last = op.name.rpartition("/")
        with self._in_own_graph():
            name = scope + "/" if scope and last == "update" else None
            return self._read_after(op, name)

    def _read_after(self, op, name):
        with _tf.v1.control_dependencies([op]):
            value = building.read(self.handle, self._dtype, self._shape, name)
        # TF1's assign returned a reference: `tf.assign_add(tf.assign(v, 0), 1)` updates v.
        value.assigned_variable = self
        return value


def create_variable(next_creator=None, **kwargs):
    """Makes the variable itself; also what TF's own code gets from our graphs."""
    del next_creator
    return abc.ABCMeta.__call__(Variable, **kwargs)


def adopted_variable(value):
    """Our variable for TensorFlow's own variable of a graph; any other value unchanged."""
    if isinstance(value, Variable) or not isinstance(value, _tf.BaseResourceVariable):
        return value
    known = getattr(value.graph, "variables_by_op_name", {}).get(value.op.name)
    return known or Variable.from_proto(value.to_proto())


Graph.base_variable_creator = staticmethod(create_variable)
Graph.adopted_variable = staticmethod(adopted_variable)


def _operator(name):
    on_tensor = getattr(Tensor, name)

    def operator(self, *args):
        return on_tensor(self.value(), *args)

    operator.__name__, operator.__doc__ = name, on_tensor.__doc__
    return operator


for _name in OPERATORS:
    if _name != "__getitem__":
        setattr(Variable, _name, _operator(_name))


def _in_variable_graph(name):
    base = getattr(_tf.BaseResourceVariable, name)

    @functools.wraps(base)
    def method(self, *args, **kwargs):
        with self._in_own_graph():
            return base(self, *args, **kwargs)

    return method


# The base class's methods that build ops work from eager code too.
for _name in (
    "__getitem__",
    "_strided_slice_assign",
    "batch_scatter_update",
    "count_up_to",
    "gather_nd",
    "is_initialized",
    "sparse_read",
    *(f"scatter_{kind}" for kind in "add div max min mul sub update".split()),
    *(f"scatter_nd_{kind}" for kind in "add max min sub update".split()),
):
    setattr(Variable, _name, _in_variable_graph(_name))
