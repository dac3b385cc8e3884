"""What in a graph of TensorFlow 1 is a variable's own memory, and who changes it when.

A reference was the variable itself. So was its identity, 'v/read': no copy, it was what 'v' was at
the moment when somebody used it. A resource is read at one moment; so a use that comes after an
update needs a read of its own.
"""

from __future__ import annotations

from tf1shim.graph_files.ref_ops import VARIABLES, gives_ref, ref_op, takes_refs

# What hands on the memory of its first input: on the way into a loop or a branch, and beside it.
SHARING = ("Enter", "Identity", "RefEnter", "RefIdentity", "RefSwitch", "Switch")
# What takes a reference and changes nothing.
ASKING = ("DestroyTemporaryVariable", "IsVariableInitialized")
MERGES = ("Merge", "RefMerge")


class Aliases:
    """The references of a graph, and the values that share their memory.

    `mapped` are the tensors that an import takes from elsewhere: no variables stand behind them.
    """

    def __init__(self, graph_def, mapped=()):
        self._mapped = {_output(name) for name in mapped}
        self.nodes = {node.name: node for node in graph_def.node}
        #: The nodes that take or give references, each with its `RefOp`.
        self.references = [
            (node, kind) for node in graph_def.node if (kind := self.kind(node)) is not None
        ]
        self._variables = {}
        if self.references:
            self._updates = {}
            self._above = self._updates_above(graph_def)

    def kind(self, node):
        """The `RefOp` of `node`; None if it has nothing to do with references."""
        return None if (node.name, 0) in self._mapped else ref_op(node.op)

    def producer(self, name):
        """The node that gives the tensor `name`; None if the graph has none."""
        return self.nodes.get(_output(name)[0])

    def is_reference(self, name):
        """Whether the input `name` is a reference."""
        if name.startswith("^"):
            return False
        node, index = self.producer(name), _output(name)[1]
        kind = node is not None and self.kind(node)
        return bool(kind) and gives_ref(kind.op_def, index)

    def variable(self, name):
        """The variable whose memory the input `name` is, by its name; or None."""
        if name not in self._variables:
            self._variables[name] = None  # Where a loop leads back here.
            self._variables[name] = self._find_variable(name)
        return self._variables[name]

    def _find_variable(self, name):
        if name.startswith("^") or _output(name) in self._mapped:
            return None
        node = self.producer(name)
        if node is None:
            return None
        if self.is_reference(name):
            if node.op in VARIABLES:
                return node.name
            refs = zip(node.input, takes_refs(node, self.kind(node).op_def))
            found = (self.variable(above) for above, is_ref in refs if is_ref)
            return next((one for one in found if one is not None), None)
        return self.variable(node.input[0]) if node.op in SHARING and node.input else None

    def dtype(self, name):
        """The dtype of the variable whose memory the input `name` is; or None."""
        variable = self.variable(name)
        return None if variable is None else self.nodes[variable].attr["dtype"].type

    def plainly_read(self, node):
        """The variable that `node` reads and waits for nothing; None if it does anything else."""
        if node.op != "Identity" or len(node.input) != 1 or (node.name, 0) in self._mapped:
            return None
        made_by = self.producer(node.input[0])
        is_one = self.is_reference(node.input[0]) and made_by.op in VARIABLES
        return made_by.name if is_one else None

    # --- updates ----------------------------------------------------------------------------------

    def changed(self, node, name):
        """Whether what is in the memory `name` may have changed before `node` uses it.

        That is: an update of the variable comes before `node`, and not before `name`. The inputs of
        a merge are each of another branch: none waits for the other's updates.
        """
        if node.op in MERGES:
            return False
        updates = self._updates.get(self.variable(name), 0)
        before = self._own(name) | self._above.get(_output(name)[0], 0)
        return bool(updates & self._above.get(node.name, 0) & ~before)

    def _own(self, name):
        return self._bits.get(_output(name)[0], 0)

    def _updates_above(self, graph_def):
        """For each node the updates that come before it, as bits."""
        self._bits = {}
        for node, kind in self.references:
            if kind.passes or node.op in ASKING or node.op in VARIABLES:
                continue
            for name, is_ref in zip(node.input, takes_refs(node, kind.op_def)):
                variable = self.variable(name) if is_ref else None
                if variable is not None:
                    bit = self._bits.setdefault(node.name, 1 << len(self._bits))
                    self._updates[variable] = self._updates.get(variable, 0) | bit
        inputs = {n.name: [_output(i.lstrip("^"))[0] for i in n.input] for n in graph_def.node}
        above = dict.fromkeys(inputs, 0)
        changing = bool(self._bits)
        while changing:  # More than twice only for loops, and nodes in another order.
            changing = False
            for node, names in inputs.items():
                found = above[node]
                for name in names:
                    found |= above.get(name, 0) | self._bits.get(name, 0)
                if found != above[node]:
                    above[node], changing = found, True
        return above


def _output(name):
    """(node, index) of the tensor that is called `name`."""
    node, _, index = name.partition(":")
    return node, int(index or 0)
