"""Which variables of a graph that came from a file are trained; constants that were variables."""

from __future__ import annotations

import fnmatch

import tensorflow

from tf1shim import _tf, errors
from tf1shim.variables import Variable

#: What reads a variable, and reads its value from a constant once the graph is frozen.
_READS = ("read", "ReadVariableOp")


def declare(graph, trainable, made=()):
    """Gives the graph's variables the `trainable` that was asked for.

    Returns: the variables without those in `made`. Raises: ValueError for names of none.
    """
    found = [
        graph.variable_behind(op.outputs[0])
        for op in graph.get_operations()
        if op.type == "VarHandleOp" and op.name not in made
    ]
    if trainable is not None:
        floats = [v.op.name for v in found if v.dtype.base_dtype.is_floating]
        chosen = _chosen(floats, trainable, floats)
        for variable in found:
            proto = variable.to_proto()
            proto.trainable = variable.op.name in chosen
            variable._from_def(proto, None)
    return found


def thawed(graph_def, trainable):
    """`graph_def` without the constants that are to be variables, and those, by name.

    Raises: ValueError for names of none.
    """
    if not trainable:
        return graph_def, {}
    if any(node.op in ("VarHandleOp", "VariableV2", "Variable") for node in graph_def.node):
        return graph_def, {}
    constants = {
        node.name: node
        for node in graph_def.node
        if node.op == "Const" and _tf.dtypes.as_dtype(node.attr["dtype"].type).is_floating
    }
    chosen = _chosen(list(constants), trainable, _former_variables(graph_def, constants))
    made = _tf.v1.GraphDef()
    made.CopyFrom(graph_def)
    del made.node[:]
    made.node.extend(node for node in graph_def.node if node.name not in chosen)
    for node in made.node:
        kept = [name for name in node.input if name[:1] != "^" or name[1:] not in chosen]
        node.input[:] = kept
        # On which device a value is: where it comes from may be gone.
        node.attr.pop("_class", None)
    values = {n: tensorflow.make_ndarray(constants[n].attr["value"].tensor) for n in chosen}
    return made, values


def as_variables(values):
    """Variables of the default graph, with these names and initial values."""
    with _tf.v1.name_scope(None):
        return {name: Variable(value, name=name) for name, value in values.items()}


def _former_variables(graph_def, constants):
    """The names of the constants that only what read a variable takes."""
    former, others = {}, set()
    for node in graph_def.node:
        reads = node.op == "Identity" and node.name.rpartition("/")[2].startswith(_READS)
        for name in node.input:
            name = name.removesuffix(":0")
            if name in constants:
                former[name] = None
                if not reads:
                    others.add(name)
    return [name for name in former if name not in others]


def _chosen(names, trainable, all_of_them):
    """Those of `names` that `trainable` says: True, False or patterns."""
    if trainable is True:
        if not all_of_them:
            raise ValueError(
                "No constant of the graph looks like a variable that was frozen.\n"
                "  name those that were:  load_module(..., trainable=['net/w', 'net/*/bias'])"
            )
        return dict.fromkeys(all_of_them)
    chosen = {}
    patterns = [trainable] if isinstance(trainable, str) else list(trainable or ())
    for pattern in patterns:
        matching = fnmatch.filter(names, pattern.removesuffix(":0"))
        if not matching:
            near = ", ".join(errors.nearest(pattern, names)) or "none alike"
            raise ValueError(f"`trainable` names {pattern!r}, but there is no such weight: {near}")
        chosen.update(dict.fromkeys(matching))
    return {name: None for name in names if name in chosen}
