"""Making one session's own function out of a graph's: resources and random streams by session.

A function taken from the graph says ``VarHandleOp(shared_name='w')``. For a session it becomes
``VarHandleOp(container='tf1shim/3', shared_name='w')``: the runtime then finds this session's
variable by name, and a call needs no handles as arguments. Queues, tables, iterators and readers
get their container the same way.

Seeded random ops get a stream of the session's (`tf1shim.session.random_streams`).
"""

from __future__ import annotations

import functools

import tensorflow

from tf1shim import _tf
from tf1shim.session import handles, maxima, one_shot, own_gradients, random_streams

COLOCATION = "_class"
# Ends the name of a function whose draws are in order.
IN_ORDER = "_in_order"


class Rewriter:
    """Rewrites function definitions for one session.

    `state` is the session's `SessionState`: it names the container, keeps the random streams and
    is told every resource. `library` gives a graph function's definition by name, `gradient_of`
    the name of the function that is its gradient, if it has one of its own.
    """

    def __init__(self, state, library, gradient_of, devices, allow_soft_placement, cluster=None):
        self._state = state
        self._library = library
        self._gradient_of = gradient_of
        self._devices = devices
        self._soft = allow_soft_placement
        self._cluster = cluster
        self._functions = {}
        # The graph functions that draw from streams, themselves or through others.
        self._drawing = set()

    def rewrite(self, definition, function=""):
        """Rewrites `definition` in place; returns True if anything in it changed.

        `function` is its name in the graph's library, if it is one of that.
        """
        changed = False
        drawing = []
        by_name = None
        added, renamed = [], {}
        for node in definition.node_def:
            traits = op_traits(node.op)
            attr = node.attr
            if node.device and (self._cluster or not self._soft):
                self._place(node)
            if node.op == "PlaceholderWithDefault":
                _as_identity(node)
                changed = True
            if node.op == "Maximum":
                by_name = by_name or {n.name: n for n in definition.node_def}
                added.extend(maxima.hide_products(node, by_name))
            if node.op == one_shot.OP:
                one_shot.as_named_iterator(node, self._state, self._session_function)
                traits = op_traits(node.op)
            if node.op in handles.OPS:
                self._state.kept.call(node, self._state, renamed)
                changed = True
            if node.op == own_gradients.OP:
                changed |= own_gradients.call(node, self._library, self._gradient_of)
                traits = op_traits(node.op)
            if traits.resource:
                self._own(node)
                changed = True
            if traits.seeded and (attr["seed"].i or attr["seed2"].i):
                place = f"{function}/{node.name}" if function else node.name
                added.extend(random_streams.give_stream(node, self._state, place, renamed))
                drawing.append(node.name)
                changed = True
            called = [f.name for f in _called(node)]
            for name in traits.function_attrs:
                changed |= self._session_functions(attr[name])
            if traits.is_function:
                called.append(node.op)
                node.op, differs = self._session_function(node.op)
                changed |= differs
            if not self._drawing.isdisjoint(called):
                drawing.append(node.name)
            if COLOCATION in attr:
                by_name = by_name or {n.name: n for n in definition.node_def}
                _keep_groups(attr, by_name)
        definition.node_def.extend(added)
        changed |= bool(added)
        if renamed:
            _rename_outputs(definition, renamed)
        if function and drawing:
            self._drawing.add(function)
            random_streams.keep_order(definition, drawing)
        return changed

    # --- resources --------------------------------------------------------------------------------

    def _own(self, node):
        """Moves the node's resource to the session's container."""
        attr = node.attr
        container = attr["container"].s
        own = self._state.home
        attr["container"].s = own + b"/" + container if container else own
        if not attr["shared_name"].s:
            attr["shared_name"].s = _tf.as_bytes(node.name)
        if op_traits(node.op).makes_resource:
            self._state.add_resource(node)

    # --- functions that the nodes call ------------------------------------------------------------

    def _session_functions(self, attr_value):
        changed = False
        for function in _functions(attr_value):
            if function.name:
                function.name, differs = self._session_function(function.name)
                changed |= differs
        return changed

    def _session_function(self, name):
        """The name of this session's version of the graph function `name`, and if it differs."""
        if name not in self._functions:
            definition = self._library(name)
            self._functions[name] = (name, False)
            if definition is not None and self.rewrite(definition, name):
                definition.signature.name = self._state.unique_name(name)
                self._functions[name] = (definition.signature.name, True)
                self._state.register(definition)
            elif definition is not None:
                self._state.ensure_registered(definition)
        return self._functions[name]

    # --- devices ----------------------------------------------------------------------------------

    def _place(self, node):
        """Sees that the node's device exists; of a task of the cluster, its device is here."""
        kind = tensorflow.DeviceSpec.from_string(node.device)
        if self._cluster:
            kind = self._cluster.local_device(kind)
            if kind is not None:
                node.device = kind.to_string()
        if kind is not None and (kind.device_type is None or self._soft):
            return
        if kind is not None:
            for known in self._devices:
                if known.device_type == kind.device_type and kind.device_index in (
                    None,
                    known.device_index,
                ):
                    return
        known = ", ".join(d.to_string() for d in self._devices)
        raise tensorflow.errors.InvalidArgumentError(
            node,
            None,
            f"Cannot assign a device for operation {node.name}: {{{{node {node.name}}}}} was "
            f"explicitly assigned to {node.device} but available devices are [ {known} ]. Make "
            "sure the device specification refers to a valid device.\n"
            "  to run it elsewhere:  tf.Session(config=tf.ConfigProto(allow_soft_placement=True))",
        )


def _as_identity(node):
    """Makes a placeholder that is not fed what it then is.

    TensorFlow's optimizers take for granted that a reshape to its value fits.
    """
    node.op = "Identity"
    node.attr["T"].CopyFrom(node.attr["dtype"])
    del node.attr["dtype"], node.attr["shape"]


def _functions(attr_value):
    """The functions that an attribute names."""
    return [attr_value.func] if attr_value.HasField("func") else attr_value.list.func


def _keep_groups(attr, names):
    """Drops colocation with ops that are not in this function."""
    groups = [g for g in attr[COLOCATION].list.s if _tf.as_str(g)[len("loc:@") :] in names]
    if groups:
        attr[COLOCATION].list.s[:] = groups
    else:
        del attr[COLOCATION]


def _rename_outputs(definition, renamed):
    """Points what used the output names in `renamed` to their new names."""
    for node in definition.node_def:
        for i, name in enumerate(node.input):
            if name in renamed:
                node.input[i] = renamed[name]
    for result, name in list(definition.ret.items()):  # a map must not change underneath
        if name in renamed:
            definition.ret[result] = renamed[name]


def draw_in_order(graph_def):
    """Makes the functions of `graph_def` draw numbers in the order of iterations.

    For what is called elsewhere than in a session, whose `Rewriter` sees to that itself. The
    functions that draw get names of their own: they differ from those of the graph.
    """
    library, drawing, found = graph_def.library.function, {}, True
    while found:
        found = False
        for function in library:
            nodes = [n.name for n in function.node_def if _draws(n, drawing)]
            if nodes and function.signature.name not in drawing:
                drawing[function.signature.name] = nodes
                found = True
    if not drawing:
        return
    for function in library:
        random_streams.keep_order(function, drawing.get(function.signature.name, ()))
        if function.signature.name in drawing:
            function.signature.name += IN_ORDER
    for nodes in (graph_def.node, *(function.node_def for function in library)):
        for node in nodes:
            if node.op in drawing:
                node.op += IN_ORDER
            for function in _called(node):
                if function.name in drawing:
                    function.name += IN_ORDER


def _draws(node, drawing):
    seeded = op_traits(node.op).seeded and (node.attr["seed"].i or node.attr["seed2"].i)
    return seeded or any(f in drawing for f in (node.op, *(f.name for f in _called(node))))


def _called(node):
    """The functions that the node's attributes name."""
    return [f for name in op_traits(node.op).function_attrs for f in _functions(node.attr[name])]


class OpTraits:
    """What rewriting must know about an op type."""

    __slots__ = ("function_attrs", "is_function", "makes_resource", "resource", "seeded")

    def __init__(self, op_type):
        definition = _tf.op_def(op_type)
        self.is_function = definition is None
        attrs = {a.name: a.type for a in definition.attr} if definition else {}
        self.resource = "shared_name" in attrs and "container" in attrs
        self.makes_resource = (
            self.resource
            and not definition.input_arg
            and [a.type for a in definition.output_arg] == [_tf.dtypes.resource.as_datatype_enum]
        )
        self.seeded = (
            "seed2" in attrs and not self.resource and random_streams.has_stream(definition)
        )
        self.function_attrs = tuple(n for n, t in attrs.items() if t in ("func", "list(func)"))


op_traits = functools.cache(OpTraits)
