"""Graphs that real TensorFlow 1 wrote, with variables that are references, made over for resources.

Names stay: 'v' is the variable, 'v/read' its value, 'v/Assign' its initializer. An update that a
program made by hand, whose tensor is the new value, becomes two ops: 'Assign/update', and a read
after it under the old name. That is what `tf.assign` adds to a graph here.
"""

from __future__ import annotations

import tensorflow

from tf1shim import _tf
from tf1shim.graph_files.aliases import MERGES, Aliases
from tf1shim.graph_files.ref_ops import RETURNING, VARIABLES, takes_refs
from tf1shim.variables.building import ANY_SHAPE

#: What passes references on, and the op that passes values on.
TO_VALUES = {f"Ref{name}": name for name in ("Exit", "Identity", "Merge")}
RESOURCE = _tf.dtypes.resource.as_datatype_enum


def without_references(graph_def, initializers=None, mapped=()):
    """`graph_def` with ops on resources for the ops on references; itself if it has none.

    Args: `initializers`, the names of the ops that initialize variables (default: 'v/Assign' for
    each variable 'v'); `mapped`, the tensors that an import takes from elsewhere.
    Returns: the GraphDef, and ``{added node: the node it was added for}``.
    Raises: UnimplementedError for ops on references that have no such op.
    """
    aliases = Aliases(graph_def, mapped)
    if not aliases.references:
        return graph_def, {}
    _check(aliases)
    rewriting = _Rewriting(graph_def, aliases, initializers)
    return rewriting.run(), rewriting.added


def _check(aliases):
    unknown = {node.op: node.name for node, kind in aliases.references if kind.resource_op is None}
    if unknown:
        ops = ", ".join(f"{op} (node {name!r})" for op, name in unknown.items())
        raise tensorflow.errors.UnimplementedError(
            None,
            None,
            f"The graph has ops on TensorFlow 1's references that TensorFlow 2 cannot run: {ops}."
            "\n  without them: tf.graph_util.extract_sub_graph(graph_def, [names of outputs])",
        )


class _Rewriting:
    """The graph under construction."""

    def __init__(self, graph_def, aliases, initializers):
        self._graph_def = graph_def
        self._aliases = aliases
        self._initializers = initializers
        self._names = set(aliases.nodes)
        self._plain_reads = {}
        self._update_names = {}
        self._handles = {}
        self._as_values = self._passing_values()
        self._made = _tf.v1.GraphDef(versions=graph_def.versions, library=graph_def.library)
        self.added = {}

    def run(self):
        for node in self._graph_def.node:
            variable = self._aliases.plainly_read(node)
            if variable is not None:
                self._plain_reads.setdefault(variable, node.name)
        for node in self._graph_def.node:
            kind = self._aliases.kind(node)
            if kind is None or node.name in self._as_values:
                self._value_op(node)
            elif node.op in VARIABLES:
                self._handle(node)
            elif kind.updates and not kind.passes:
                self._update(node, kind)
            else:
                made = self._resource_node(node, kind)
                if kind.passes:
                    made.attr["T"].type = RESOURCE
        return self._made

    def _passing_values(self):
        """The nodes that pass references on of which nobody needs more than the value.

        So the value of a ``tf.cond`` whose branches assign can be fetched. A ``RefSwitch`` or a
        ``RefEnter`` stays before what it is for: its users read after what they wait for.
        """
        found = {node.name for node, _ in self._aliases.references if node.op in TO_VALUES}
        while found:
            needed = {
                self._aliases.producer(name).name
                for node, kind in self._aliases.references
                if node.name not in found
                for name, is_ref in zip(node.input, takes_refs(node, kind.op_def))
                if is_ref
            }
            if found.isdisjoint(needed):
                break
            found -= needed
        return found

    # --- inputs -----------------------------------------------------------------------------------

    def _reference(self, name):
        """What stands for the reference `name`: a resource, and what to wait for.

        None if `name` is the name of a value.
        """
        above = []
        while self._aliases.is_reference(name):
            node = self._aliases.producer(name)
            kind = self._aliases.kind(node)
            if node.name in self._as_values:
                return None
            if not kind.updates or kind.passes:
                return name, above
            above.append("^" + self._update_name(node))
            name = node.input[0]
        return None

    def _resource(self, name):
        """The same for `name`, which may also be a value in the memory of a variable."""
        reference = self._reference(name)
        if reference is not None:
            return reference
        if name not in self._handles:
            node = self._aliases.producer(name)
            resource, above = self._resource(node.input[0])
            above = [*above, *(i for i in node.input if i.startswith("^"))]
            if node.op not in ("Identity", "RefIdentity"):
                # A loop or a branch takes in the value: it takes in the variable beside it.
                made = self._add(node, f"{node.name}/resource", node.op)
                made.input.extend([resource, *node.input[1:]])
                _copy(node, made, list(node.attr))
                made.attr["T"].type = RESOURCE
                resource = made.name + name[len(node.name) :]
            self._handles[name] = resource, above
        return self._handles[name]

    def _value(self, node, name):
        """The input of `node` that stands for `name`, of which it needs the value."""
        dtype = self._aliases.dtype(name)
        is_reference = dtype is not None and self._reference(name) is not None
        if dtype is None or not (is_reference or self._aliases.changed(node, name)):
            return name
        if is_reference:
            there = self._read_there(name)
            if there is not None and not self._aliases.changed(node, there):
                return there
        read = self._add(node, f"{node.name}/{self._aliases.variable(name)}/Read", "ReadVariableOp")
        self._fill_read(read, node, name)
        return read.name

    def _read_there(self, name):
        """A tensor with the value of the reference `name`, if the graph has one."""
        made_by = self._aliases.producer(name)
        return made_by.name if self._is_split(made_by) else self._plain_reads.get(made_by.name)

    def _fill_read(self, read, node, name):
        """Has `read` give the value of `name` when `node` is about to run."""
        resource, above = self._resource(name)
        others = [other for other in node.input if other != name and node.op not in MERGES]
        waits = ["^" + _node(other) for other in others]
        read.input.extend([resource, *dict.fromkeys(waits + above)])
        read.attr["dtype"].type = self._aliases.dtype(name)

    # --- nodes ------------------------------------------------------------------------------------

    def _value_op(self, node):
        """A node that takes values alone. The identity of a reference is the variable's value."""
        first = node.input[0] if node.input else ""
        if node.op in ("Identity", "RefIdentity") and self._aliases.dtype(first) is not None:
            if self._reference(first) or self._aliases.changed(node, first):
                made = self._made.node.add(op="ReadVariableOp", name=node.name, device=node.device)
                self._fill_read(made, node, first)
                _copy_private(node, made)
                return
        inputs = [i if i.startswith("^") else self._value(node, i) for i in node.input]
        made = self._made.node.add()
        made.CopyFrom(node)
        made.op = TO_VALUES.get(node.op, node.op)
        made.input[:] = inputs

    def _handle(self, node):
        made = self._made.node.add(op="VarHandleOp", name=node.name, device=node.device)
        made.input.extend(node.input)
        _copy_private(node, made)
        _copy(node, made, ("dtype", "shape", "container", "shared_name"))
        if node.op == "Variable" and not node.attr["shape"].shape.dim:
            # The op of TensorFlow 0 could not tell a scalar's shape from an unknown one.
            made.attr["shape"].shape.unknown_rank = True
        made.attr["shared_name"].s = node.attr["shared_name"].s or _tf.as_bytes(node.name)

    def _resource_node(self, node, kind, name=None):
        """Adds the node of the op on resources that does what `node` did."""
        refs = takes_refs(node, kind.op_def)
        inputs, waits = [], []
        for i, name_in in enumerate(node.input):
            if name_in.startswith("^"):
                waits.append(name_in)
            elif refs[i]:
                resource, before = self._reference(name_in) or (name_in, [])
                inputs.append(resource)
                waits += before
            else:
                inputs.append(self._value(node, name_in))
        made = self._made.node.add(op=kind.resource_op.name, name=name or node.name)
        made.device = node.device
        made.input.extend([*inputs, *dict.fromkeys(waits)])
        _copy_private(node, made)
        for attr in kind.resource_op.attr:
            said = "T" if attr.name == "dtype" and "dtype" not in node.attr else attr.name
            if said in node.attr:
                made.attr[attr.name].CopyFrom(node.attr[said])
        return made

    def _update(self, node, kind):
        name = self._update_name(node)
        made = self._resource_node(node, kind, name)
        if "validate_shape" in node.attr and not node.attr["validate_shape"].b:
            made.attr[ANY_SHAPE].b = True
        if name == node.name:
            return
        read = self._made.node.add(op="ReadVariableOp", name=node.name, device=node.device)
        read.input.extend([self._reference(node.input[0])[0], "^" + name])
        _copy_private(node, read)
        read.attr["dtype"].type = self._aliases.dtype(node.input[0])
        self.added[name] = node.name

    def _is_split(self, node):
        """Whether `node` is an update whose name goes to the value after it."""
        kind = self._aliases.kind(node)
        if not kind or not kind.updates or not node.op.startswith(RETURNING):
            return False
        return not self._initializes(node)

    def _initializes(self, node):
        if node.op != "Assign":
            return False
        if self._initializers is not None:
            return node.name in self._initializers
        return node.name == f"{_node(node.input[0])}/Assign"

    def _update_name(self, node):
        if node.name not in self._update_names:
            split = self._is_split(node)
            name = self._unique(f"{node.name}/update") if split else node.name
            self._update_names[node.name] = name
        return self._update_names[node.name]

    def _add(self, node, name, op):
        """A node that the old graph had not, for `node`."""
        made = self._made.node.add(op=op, name=self._unique(name), device=node.device)
        self.added[made.name] = node.name
        return made

    def _unique(self, name):
        unique, count = name, 0
        while unique in self._names:
            count += 1
            unique = f"{name}_{count}"
        self._names.add(unique)
        return unique


def _node(name):
    """The name of the node of an input."""
    return name.lstrip("^").partition(":")[0]


def _copy(node, made, attrs):
    for name in attrs:
        if name in node.attr and name != "_output_shapes":
            made.attr[name].CopyFrom(node.attr[name])


def _copy_private(node, made):
    """Copies the attributes that any op may have, but for shapes of outputs that are others now."""
    _copy(node, made, [name for name in node.attr if name.startswith("_")])
