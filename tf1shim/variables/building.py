"""The ops that make a variable, with TensorFlow 1's names; and the checks of what it is set to."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from tf1shim import _tf
from tf1shim.graph import TensorShape
from tf1shim.graph.texts import reword
from tf1shim.variables.guard import guarded_initial_value

#: What a variable's own read is called, below its name: by TF1's references, and its resources.
READS = ("read", "Read/ReadVariableOp")
#: An op attribute: this assignment may change the variable's shape.
ANY_SHAPE = "_any_shape"


class Parts(NamedTuple):
    """The ops and tensors of one variable."""

    handle: Any
    dtype: Any
    shape: TensorShape
    initial_value: Any
    initializer: Any
    read: Any
    caching_device: Any = None


def build(initial_value, name, dtype, shape, validate_shape, caching_device, is_resource):
    """Adds the handle, initial value, 'Assign' and 'read' ops to the default graph.

    Raises: ValueError when the shape of the initial value is unknown, or does not fit `shape`.
    """
    graph = _tf.get_default_graph()
    # A reference without a validated shape takes values of any; a resource keeps its first.
    keeps_shape = validate_shape or is_resource
    # Keras' trackable wrapper of a value: the value is what counts.
    initial_value = getattr(initial_value, "wrapped_value", initial_value)
    if isinstance(initial_value, _tf.EagerTensor):
        initial_value = initial_value.numpy()
    from_fn = callable(initial_value)
    with _tf.v1.name_scope(name, "Variable", [] if from_fn else [initial_value]) as scope:
        op_name = _tf.name_from_scope_name(scope)
        if not op_name:
            raise ValueError("'' is not a valid node name")
        if from_fn:
            with graph._attr_scope({"_class": _colocated_with(op_name)}):
                with _tf.v1.name_scope("Initializer"), _tf.v1.device(None):
                    value = _initial_tensor(initial_value(), dtype)
                handle, shape = _handle(value, shape, keeps_shape, scope)
        else:
            value = _initial_tensor(initial_value, dtype)
            handle, shape = _handle(value, shape, keeps_shape, scope)
        if validate_shape and not value.shape.is_fully_defined():
            raise ValueError(f"initial_value must have a shape specified: {value}")
        guarded = guarded_initial_value(op_name, value)
        with _tf.colocate_with(handle.op):
            initializer = _tf.assign_variable_op(
                handle, guarded, validate_shape=validate_shape, name="Assign"
            )
        place = _tf.v1.device(caching_device) if caching_device else _tf.colocate_with(handle.op)
        with place:
            snapshot = read(handle, value.dtype.base_dtype, shape, "read")
    return Parts(
        handle, value.dtype.base_dtype, shape, value, initializer, snapshot, caching_device
    )


def rebuilt(variable_def, import_scope):
    """The parts that `variable_def` names in the default graph."""
    graph = _tf.get_default_graph()

    def element(name):
        return graph.as_graph_element(_tf.import_name_scope(name, import_scope))

    handle = element(variable_def.variable_name)
    dtype = _tf.dtypes.as_dtype(handle.op.get_attr("dtype"))
    shape = TensorShape(handle.op.get_attr("shape"))
    snapshot = element(variable_def.snapshot_name) if variable_def.snapshot_name else handle
    if snapshot.op.type == "VarHandleOp":
        snapshot = read(handle, dtype, shape, f"{handle.op.name}/read/")
    optional = variable_def.initial_value_name, variable_def.initializer_name
    initial_value, initializer = (element(name) if name else None for name in optional)
    return Parts(handle, dtype, shape, initial_value, initializer, snapshot)


def is_use(graph, name, op_type, handle):
    """Whether `graph` has an op called `name`, of the given type, on the variable of `handle`."""
    try:
        op = graph.get_operation_by_name(name)
    except KeyError:
        return False
    return op.type == op_type and op.inputs[0] is handle


def read(handle, dtype, shape, name):
    """A new read of the variable behind `handle`."""
    value = _tf.read_variable_op(handle, dtype=dtype, name=name)
    value.set_shape(shape)
    return value


def checked_collections(collections):
    """The list of collections to put a variable into.

    Raises: ValueError for anything but a list, tuple or set.
    """
    if collections is None:
        return [_tf.v1.GraphKeys.GLOBAL_VARIABLES]
    if not isinstance(collections, (list, tuple, set)):
        raise ValueError(
            "collections argument to Variable constructor must be a list, tuple, or set. Got "
            f"{collections} of type {type(collections)}"
        )
    return list(collections)


def update_value(variable, value, op_type):
    """`value` as a tensor of the variable's dtype.

    Raises: TypeError, as TF1's op `op_type` did, for a value of another dtype.
    """
    if isinstance(value, _tf.EagerTensor):
        value = value.numpy()
    try:
        return _tf.v1.convert_to_tensor(value, dtype=variable.dtype, name="value")
    except TypeError as error:
        raise TypeError(
            f"Expected {variable.dtype.name} passed to parameter 'value' of op '{op_type}', got "
            f"{value!r} of type '{type(value).__name__}' instead. Error: {reword(error)}"
        ) from None
    except ValueError:
        dtype = _dtype_of(value)
        if dtype == variable.dtype:
            raise
        raise TypeError(
            f"Input 'value' of '{op_type}' Op has type {dtype.name} that does not match type "
            f"{variable.dtype.name} of argument 'ref'."
        ) from None


def _dtype_of(value):
    try:
        return _tf.v1.convert_to_tensor(value).dtype.base_dtype
    except ValueError as error:
        text = f"Tried to convert 'value' to a tensor and failed. Error: {error}"
        raise ValueError(text) from None


def check_arithmetic(variable, op_type):
    """Raises TypeError, as TF1's op `op_type` did, for a variable of a dtype that it has not."""
    allowed = _allowed_dtypes(op_type)
    if allowed and variable.dtype.name not in allowed:
        raise TypeError(
            f"Value passed to parameter 'ref' has DataType {variable.dtype.name} not in list of "
            f"allowed values: {', '.join(allowed)}"
        )


@functools.cache
def _allowed_dtypes(op_type):
    attribute = next(a for a in _tf.op_def(op_type).attr if a.name == "T")
    return [_tf.dtypes.as_dtype(t).name for t in attribute.allowed_values.list.type]


def check_update(variable, value, op_type, scope):
    """Raises ValueError, with the text of TF1's shape inference, for a `value` of another shape."""
    shapes = variable.shape, value.shape
    if shapes[0].is_compatible_with(shapes[1]):
        return
    dims, given = (shape.as_list() for shape in shapes)
    texts = ["[" + ",".join("?" if d is None else str(d) for d in s) + "]" for s in (dims, given)]
    if len(dims) != len(given):
        text = f"Shapes must be equal rank, but are {len(dims)} and {len(given)}"
    else:
        i = next(i for i, (a, b) in enumerate(zip(dims, given)) if None not in (a, b) and a != b)
        text = (
            f"Dimension {i} in both shapes must be equal, but are {dims[i]} and {given[i]}. "
            f"Shapes are {texts[0]} and {texts[1]}."
        )
    name = _tf.name_from_scope_name(scope)
    raise ValueError(
        f"{text} for '{name}' (op: '{op_type}') with input shapes: {texts[0]}, {texts[1]}."
    )


def _handle(value, shape, keeps_shape, scope):
    if shape is None:
        shape = value.shape if keeps_shape else None
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
