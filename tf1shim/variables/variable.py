"""`Variable`: TensorFlow 1's variable as a graph-mode resource variable.

The variable is part of the program only: its value lives in a session
(`tf1shim.session.state`), so two sessions hold two values.
"""

from __future__ import annotations

import abc
import contextlib
import functools

from tf1shim import _tf
from tf1shim.graph import Graph, TensorShape, eager_mode_enabled, graph_context
from tf1shim.graph.texts import reword
from tf1shim.sites import user_site
from tf1shim.variables import building
from tf1shim.variables.access import Access
from tf1shim.variables.eager import eager_variable

GraphKeys = _tf.v1.GraphKeys


class Variable(Access):
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

    #: True if nothing but the names of the ops says what the variable is.
    is_guess = False
    #: True if the program asked for a resource variable: its reads are ordered as the graph says.
    is_resource = False

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
            "collections": collections,
            "validate_shape": validate_shape,
            "caching_device": caching_device,
            "name": name,
            "variable_def": variable_def,
            "dtype": dtype,
            "expected_shape": expected_shape,
            "import_scope": import_scope,
            "constraint": constraint,
            "use_resource": use_resource,
            "synchronization": synchronization,
            "aggregation": aggregation,
            "shape": shape,
        }
        eager = eager_mode_enabled() and _tf.executing_eagerly()
        make = eager_variable if eager else create_variable
        with contextlib.nullcontext() if eager else graph_context():
            for _, creator in _tf.get_default_graph()._variable_creator_stack:
                make = functools.partial(creator, make)
            try:
                return make(**kwargs)
            except (TypeError, ValueError) as e:
                raise reword(e)

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
        use_resource=None,
        **_,
    ):
        self.created_at = user_site()
        self.is_resource = bool(use_resource)
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
                    initial_value,
                    name,
                    dtype,
                    shape,
                    validate_shape,
                    caching_device,
                    self.is_resource,
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

    @property
    def dtype_text(self):
        """The dtype as TF1 wrote it: that of a reference variable with ``_ref``."""
        return self.dtype.name if self.is_resource else f"{self.dtype.name}_ref"

    def __repr__(self):
        return f"<tf.Variable '{self.name}' shape={self.get_shape()} dtype={self.dtype_text}>"

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
    def op(self):
        """The operation that makes this variable."""
        return self._handle.op

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


def create_variable(next_creator=None, **kwargs):
    """Makes the variable itself; also what TF's own code gets from our graphs.

    In eager mode, where such a graph only keeps collections, that makes its own.
    """
    if next_creator is not None and _tf.executing_eagerly():
        return next_creator(**kwargs)
    return abc.ABCMeta.__call__(Variable, **kwargs)


def variable_behind(handle):
    """The variable of a handle that a graph came with: its ops are known by their names.

    A variable without them, of another program perhaps, gets a new 'read'.
    """
    graph, name = handle.graph, handle.op.name
    known = graph.variables_by_op_name.get(name)
    if known is not None:
        return known
    proto = _tf.variable_pb2.VariableDef(variable_name=handle.name, trainable=True)
    for suffix in building.READS:
        if building.is_use(graph, f"{name}/{suffix}", "ReadVariableOp", handle):
            proto.snapshot_name = f"{name}/{suffix}:0"
            break
    if building.is_use(graph, f"{name}/Assign", "AssignVariableOp", handle):
        proto.initializer_name = f"{name}/Assign"
    with graph.as_default(), graph.control_dependencies(None):
        variable = Variable.from_proto(proto)
    variable.is_guess = True
    return variable


def variable_of_value(tensor):
    """The variable whose value `tensor` is to who asks for it by the variable's name; or None."""
    if not isinstance(tensor, _tf.SymbolicTensor) or tensor.op.type != "ReadVariableOp":
        return None
    known = getattr(tensor.graph, "variables_by_op_name", {})
    variable = known.get(tensor.op.inputs[0].op.name)
    return variable if variable is not None and variable._as_graph_element() is tensor else None


def adopted_variable(value):
    """Our variable for TensorFlow's own variable or its handle; any other value unchanged."""
    if isinstance(value, _tf.SymbolicTensor) and value.op.type == "VarHandleOp":
        return variable_behind(value)
    if isinstance(value, Variable) or not isinstance(value, _tf.BaseResourceVariable):
        return value
    if not isinstance(getattr(value, "_handle", None), _tf.SymbolicTensor):
        return value  # An eager one, or a loader's that is still under construction.
    known = getattr(value.graph, "variables_by_op_name", {}).get(value.op.name)
    if known is None:
        return Variable.from_proto(value.to_proto())
    if known.is_guess:
        known.is_guess = False
        known._from_def(value.to_proto(), None)
    return known


Graph.base_variable_creator = staticmethod(create_variable)
Graph.adopted_variable = staticmethod(adopted_variable)
Graph.variable_behind = staticmethod(variable_behind)
