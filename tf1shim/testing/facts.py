"""What a TensorFlow 1 program comes to, as plain data by which two backends are compared.

NumPy is all that this needs, and Python 3.7 reads it: real TensorFlow 1.15.5 describes its side
with the same file.

>>> import numpy as np
>>> described(np.float32([1, 2]))
['array', 'float32', [2], [1.0, 2.0]]
>>> import tf1shim as tf
>>> described(tf.placeholder(tf.int32, [None, 3], name="x"), tf)
['Tensor', 'x:0', 'int32', [None, 3], '']
"""

import re

import numpy as np


def listed(array):
    """The items of an array, as what JSON can say."""
    return plain(array.tolist())


def described(value, tf=None, items=listed):
    """`value` as lists and strings that tell types, dtypes and shapes apart.

    With the namespace `tf`, the parts of its graphs are described by what programs rely on: names,
    dtypes, static shapes, devices. A variable's dtype is its base dtype. What stands for the items
    of an array is what the function `items` makes of it.
    """
    if type(value).__name__ == "ShouldUseWrapper":
        # TensorFlow 2's proxy that complains when nobody uses the object in it.
        value = object.__getattribute__(value, "_tf_should_use_wrapped_value")
    if tf is not None:
        part = _graph_part(value, tf)
        if part is not None:
            return part
    if isinstance(value, np.ndarray):
        return ["array", value.dtype.name, list(value.shape), items(value)]
    if isinstance(value, np.generic) and not isinstance(value, (bytes, str)):
        return ["scalar", value.dtype.name, plain(value.item())]
    if isinstance(value, dict):
        pairs = [[described(key, tf), described(v, tf, items)] for key, v in value.items()]
        return [type(value).__name__, pairs]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, [described(item, tf, items) for item in value]]
    if hasattr(type(value), "__attrs_attrs__"):
        names = [a.name for a in type(value).__attrs_attrs__]
        return [type(value).__name__, [[n, described(getattr(value, n), tf, items)] for n in names]]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if tf is None or isinstance(value, bytes):
        return [type(value).__name__, plain(value)]
    # Parts of graphs print their addresses.
    return [type(value).__name__]


def plain(value):
    """`value`, an array's items, as what JSON can say."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return "nan" if value != value else value
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _graph_part(value, tf):
    if type(value).__name__ == "PartitionedVariable":
        parts = [described(part, tf) for part in value]
        return ["PartitionedVariable", value.name, value.dtype.base_dtype.name, parts]
    # compat.v1's resource variables are no instances of its `Variable`.
    if isinstance(value, tf.Variable) or type(value).__name__ == "ResourceVariable":
        return _variable(value)
    for kind, describe in (
        (tf.Tensor, _tensor),
        (tf.Operation, lambda op: ["Operation", op.name]),
        (tf.IndexedSlices, lambda s: ["IndexedSlices", _tensor(s.values), _tensor(s.indices)]),
        (tf.SparseTensor, lambda s: ["SparseTensor", _tensor(s.indices), _tensor(s.values)]),
        (tf.VariableScope, _scope),
        (tf.TensorShape, lambda shape: ["TensorShape", static_shape(shape)]),
        (tf.DType, lambda dtype: ["DType", dtype.name]),
        (tf.Graph, lambda graph: ["Graph"]),
    ):
        if isinstance(value, kind):
            return describe(value)
    return None


def _variable(v):
    return ["Variable", v.name, v.dtype.base_dtype.name, static_shape(v.get_shape()), v.device]


def _tensor(t):
    return ["Tensor", t.name, t.dtype.base_dtype.name, static_shape(t.get_shape()), t.device]


def _scope(scope):
    reuse = scope.reuse if isinstance(scope.reuse, bool) else str(scope.reuse)
    return ["VariableScope", scope.name, scope.original_name_scope, reuse, scope.dtype.name]


def static_shape(shape):
    """A static shape as a list, None if its rank is unknown."""
    return None if shape.ndims is None else shape.as_list()


def refusal(error):
    """``[class name, first line]`` of an exception."""
    text = getattr(error, "message", None) or str(error)
    return [type(error).__name__, (str(text).splitlines() or [""])[0]]


def uninitialized(error):
    """The names of the variables that an exception says have no value: TensorFlow names one.

    >>> uninitialized(ValueError("Attempting to use uninitialized value w\\n\\t [[node w/read]]"))
    ['w']
    """
    text = str(error)
    one = re.search(r"uninitialized value (\S+)|Could not find variable (\S+?)\.", text)
    if not one:
        return []
    # tf1shim lists all of them, one a line.
    return sorted({one[1] or one[2], *re.findall(r"^  (\S+): ", text, re.MULTILINE)})


def collections(graph, tf):
    """What each public collection of `graph` holds, in order."""
    keys = [key for key in graph.get_all_collection_keys() if isinstance(key, str)]
    return {
        key: [described(item, tf) for item in graph.get_collection(key)]
        for key in sorted(keys)
        # How a control flow context is kept is TensorFlow's own affair.
        if not key.endswith("_context") and graph.get_collection(key)
    }


#: What programs look up in a graph by its name, or find in one that they load.
_NODES = {
    "VariableV2": "variable",
    "VarHandleOp": "variable",
    "Placeholder": "placeholder",
    "PlaceholderWithDefault": "placeholder",
    "NoOp": "group",
    "SaveV2": "save",
    "RestoreV2": "restore",
}


def nodes(graph):
    """``[name, kind]`` of the operations that programs look up by their names.

    Variables with their initializers and reads, placeholders, groups (train ops, ``init``,
    ``save/restore_all``), what saves and restores. What control flow and gradients are made of is
    TensorFlow's own affair.
    """
    ops = {op.name: op for op in graph.get_operations()}
    found = []
    for name, op in ops.items():
        if op.type in _NODES and not _is_internal(op):
            found.append([name, _NODES[op.type]])
        if _NODES.get(op.type) == "variable":
            parts = [name + "/" + part for part in ("Assign", "read")]
            found += [[part, "of a variable"] for part in parts if part in ops]
    return sorted(found)


def _is_internal(op):
    # The last: how tf1shim assigns a value of another shape.
    names = r"tuple/group_deps$|Assign(_\d+)?/PlaceholderWithDefault$"
    return op._get_control_flow_context() is not None or re.search(names, op.name) is not None


def variable_values(session, tf):
    """The value of each variable of the session's graph; ``uninitialized`` for those without."""
    with session.graph.as_default():
        variables = tf.global_variables() + tf.local_variables()
    try:
        values = session.run(variables)
    except tf.errors.FailedPreconditionError:
        values = [_value_or_refusal(session, v, tf) for v in variables]
    except Exception as error:  # What a closed session says is a fact as well.
        return refusal(error)
    return [[v.name, described(value)] for v, value in zip(variables, values)]


def _value_or_refusal(session, variable, tf):
    try:
        return session.run(variable)
    except tf.errors.FailedPreconditionError:
        return "uninitialized"
