"""`Variable`: TensorFlow 1's variable as a graph-mode resource variable.

The variable is part of the program only: its value lives in a session
(`tf1shim.session.state`), so two sessions hold two values.
"""

from __future__ import annotations

import abc
import contextlib
import functools

from tf1shim import _tf
from tf1shim.graph import (
    Graph,
    Tensor,
    TensorShape,
    eager_mode_enabled,
    graph_context,
)
from tf1shim.graph.tensor import OPERATORS
from tf1shim.sites import user_site
from tf1shim.variables.guard import guarded_initial_value

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
            collections = _checked_collections(collections)
            if constraint is not None and not callable(constraint):
                raise ValueError("The `constraint` argument must be a callable.")
            trainable = True if trainable is None else trainable
            if trainable and GraphKeys.TRAINABLE_VARIABLES not in collections:
                collections = [*collections, GraphKeys.TRAINABLE_VARIABLES]
            with _tf.init_scope():
                self._build(initial_value, name, dtype, shape, validate_shape, caching_device)
                self._describe(trainable, constraint, synchronization, aggregation, validate_shape)
                _tf.get_default_graph().add_to_collections(collections, self)
        graph = self.graph
        if isinstance(graph, Graph):
            graph.variables_by_op_name[self.op.name] = self

    # --- building --------------------------------------------------------------------------------

    def _build(self, initial_value, name, dtype, shape, validate_shape, caching_device):
        """Adds the handle, initial value, 'Assign' and 'read' ops, with TF1's names."""
        graph = _tf.get_default_graph()
        if isinstance(initial_value, _tf.EagerTensor):
            initial_value = initial_value.numpy()
        from_fn = callable(initial_value)
        # Building a graph through Keras' trackable wrapper: its value is what counts.
        initial_value = getattr(initial_value, "wrapped_value", initial_value)
        values = [] if from_fn else [initial_value]
        with _tf.v1.name_scope(name, "Variable", values) as scope:
            op_name = _tf.name_from_scope_name(scope)
            if from_fn:
                with graph._attr_scope({"_class": _colocated_with(op_name)}):
                    with _tf.v1.name_scope("Initializer"), _tf.v1.device(None):
                        value = _initial_tensor(initial_value(), dtype)
                    handle, shape = self._make_handle(value, dtype, shape, validate_shape, scope)
            else:
                value = _initial_tensor(initial_value, dtype)
                handle, shape = self._make_handle(value, dtype, shape, validate_shape, scope)
            if validate_shape and not value.shape.is_fully_defined():
                raise ValueError(f"initial_value must have a shape specified: {value}")
            guarded = guarded_initial_value(op_name, value)
            with _tf.colocate_with(handle.op):
                initializer = _tf.assign_variable_op(handle, guarded, name="Assign")
            place = _tf.v1.device(caching_device) if caching_device else _tf.colocate_with(handle.op)
            with place:
                read = _read(handle, value.dtype.base_dtype, shape, "read")
        self._handle_name = op_name + ":0"
        self._handle, self._dtype, self._shape = handle, value.dtype.base_dtype, shape
        self._initial_value, self._initializer_op, self._graph_element = value, initializer, read
        self._cached_value = read if caching_device is not None else None
        self._caching_device = caching_device

    def _make_handle(self, value, dtype, shape, validate_shape, scope):
        if shape is None:
            shape = value.shape if validate_shape else TensorShape(None)
        shape = TensorShape(shape)
        if not shape.is_compatible_with(value.shape):
            raise ValueError(
                f"The initial value's shape ({value.shape}) is not compatible with the explicitly "
                f"supplied `shape` argument ({shape})."
            )
        handle = _tf.handle_from_shape_and_dtype(
            shape=shape,
            dtype=value.dtype.base_dtype,
            shared_name=_tf.name_from_scope_name(scope),
            name=scope,
            graph_mode=True,
        )
        return handle, shape

    def _describe(self, trainable, constraint, synchronization, aggregation, validate_shape):
        """Fills in what the base class keeps about every variable."""
        handle_name, read, cached = self._handle_name, self._graph_element, self._cached_value
        super().__init__(
            trainable=trainable,
            shape=self._shape,
            dtype=self._dtype,
            handle=self._handle,
            constraint=constraint,
            synchronization=synchronization,
            aggregation=aggregation,
            unique_id=_tf.as_str(f"{handle_name}_{_tf.uid()}"),
            handle_name=handle_name[:-2],
            graph_element=read,
            initial_value=self._initial_value,
            initializer_op=self._initializer_op,
            cached_value=cached,
            caching_device=self._caching_device,
            validate_shape=validate_shape,
            in_graph_mode=True,
        )

    def _from_def(self, variable_def, import_scope):
        """Rebuilds the variable from its `VariableDef` in the default graph."""
        graph = _tf.get_default_graph()

        def element(name):
            return graph.as_graph_element(_tf.import_name_scope(name, import_scope))

        handle = element(variable_def.variable_name)
        self._handle = handle
        self._dtype = _tf.dtypes.as_dtype(handle.op.get_attr("dtype"))
        self._shape = TensorShape(handle.op.get_attr("shape"))
        self._handle_name = handle.name
        self._initializer_op = element(variable_def.initializer_name)
        self._initial_value = (
            element(variable_def.initial_value_name) if variable_def.initial_value_name else None
        )
        self._graph_element = (
            element(variable_def.snapshot_name)
            if variable_def.snapshot_name
            else _read(handle, self._dtype, self._shape, None)
        )
        if self._graph_element.op.type == "VarHandleOp":
            self._graph_element = _read(handle, self._dtype, self._shape, None)
        self._cached_value, self._caching_device = None, None
        self._describe(
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

    # --- identity and description ------------------------------------------------------------------

    __hash__ = object.__hash__

    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return self is not other

    def __repr__(self):
        return f"<tf.Variable '{self.name}' shape={self.get_shape()} dtype={self.dtype.name}_ref>"

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

    # --- reading -----------------------------------------------------------------------------------

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
        return _read(self.handle, self._dtype, self._shape, name)

    def read_value(self):
        """Reads the variable now, after the control dependencies in force."""
        with self._in_own_graph():
            return self._read_now()

    def initialized_value(self):
        """The value if the variable is initialized when it is read, else its initial value."""
        with self._in_own_graph(), _tf.init_scope():
            return _tf.v1.cond(self.is_initialized(), self._read_now, lambda: self.initial_value)

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

    # --- writing -----------------------------------------------------------------------------------

    def assign(self, value, use_locking=None, name=None, read_value=True):
        """An op that sets the variable to `value`; as a tensor it is the new value."""
        return self._update(_tf.assign_variable_op, value, name, "Assign", read_value)

    def assign_add(self, delta, use_locking=None, name=None, read_value=True):
        """An op that adds `delta`; as a tensor it is the new value."""
        return self._update(_tf.assign_add_variable_op, delta, name, "AssignAdd", read_value)

    def assign_sub(self, delta, use_locking=None, name=None, read_value=True):
        """An op that subtracts `delta`; as a tensor it is the new value."""
        return self._update(_tf.assign_sub_variable_op, delta, name, "AssignSub", read_value)

    def _update(self, update_op, value, name, default_name, read_value):
        with self._in_own_graph():
            if isinstance(value, _tf.EagerTensor):
                value = value.numpy()
            value = _tf.v1.convert_to_tensor(value, dtype=self._dtype)
            if not self._shape.is_compatible_with(value.shape):
                raise ValueError(
                    f"Shapes must be compatible to assign to variable {self.name}: its shape is "
                    f"{self.shape}, the value's is {value.shape}."
                )
            with _tf.v1.name_scope(name, default_name) as scope:
                op = update_op(self.handle, value, name="update" if read_value else scope)
                if not read_value:
                    return op
                return self._read_after(op, scope)

    def _lazy_read(self, op):
        """What the base class's scatter methods return: the value after `op`."""
        with self._in_own_graph():
            return self._read_after(op, None)

    def _read_after(self, op, name):
        with _tf.v1.control_dependencies([op]):
            value = self._read_now(name)
        # TF1's assign returned a reference: `tf.assign_add(tf.assign(v, 0), 1)` updates v.
        value.assigned_variable = self
        return value


def _read(handle, dtype, shape, name):
    value = _tf.read_variable_op(handle, dtype=dtype, name=name)
    value.set_shape(shape)
    return value


def _initial_tensor(value, dtype):
    """`value` as a tensor called 'initial_value'; eager values become constants."""
    value = getattr(value, "wrapped_value", value)
    if isinstance(value, _tf.EagerTensor):
        value = value.numpy()
    return _tf.v1.convert_to_tensor(value, name="initial_value", dtype=dtype)


def _colocated_with(op_name):
    value = _tf.attr_value_pb2.AttrValue()
    value.list.s.append(_tf.as_bytes("loc:@" + op_name))
    return value


def _checked_collections(collections):
    if collections is None:
        return [GraphKeys.GLOBAL_VARIABLES]
    if not isinstance(collections, (list, tuple, set)):
        raise ValueError(
            "collections argument to Variable constructor must be a list, tuple, or set. Got "
            f"{collections} of type {type(collections)}"
        )
    return list(collections)


def create_variable(next_creator=None, **kwargs):
    """Makes the variable itself; also what TF's own code gets from our graphs."""
    del next_creator
    return abc.ABCMeta.__call__(Variable, **kwargs)


Graph.base_variable_creator = staticmethod(create_variable)


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
