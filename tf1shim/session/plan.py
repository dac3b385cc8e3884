"""Plans: the part of a graph that one ``Session.run`` needs, compiled once and called eagerly."""

from __future__ import annotations

from typing import NamedTuple

from tf1shim import _tf
from tf1shim.session import executors
from tf1shim.session.assigns import check_shapes
from tf1shim.session.fetched_reads import read_at_end
from tf1shim.session.rewrite import op_traits
from tf1shim.variables.variable import variable_of_value

READ_ONLY = {"VarHandleOp", "ReadVariableOp", "ResourceGather", "VarIsInitializedOp", "Assert"}
PLACEHOLDERS = {"Placeholder", "PlaceholderV2"}


class Part(NamedTuple):
    """A part of a graph: what is computed from what.

    `inputs` are the tensors that come from outside, with the feed each takes its value from;
    `handles` those whose resource comes from outside. `cuts_control` is true where an op waits for
    one that is not to run. `connections` are the tensors that take the value of another one of the
    same run.
    """

    body: list
    inputs: dict
    handles: list
    cuts_control: bool
    connections: dict


class Plan:
    """A compiled run: call it with the fed values, get the fetched ones.

    Args: `state` the session's `SessionState`, `rewriter` its `Rewriter`; `tensors` to fetch,
    `targets` to run, `feeds` the tensors that get values; `config` a serialized ConfigProto;
    `done` operations that ran before, which nothing need wait for; `connections` ``{tensor: other
    tensor}``, where the first takes the value that the second one has in this run.
    """

    def __init__(
        self, state, rewriter, tensors, targets, feeds, config, done=(), connections=None
    ):
        connections = connections or {}
        self.feeds = tuple(feeds)
        positions = {t: i for i, t in enumerate(feeds)}
        fed_variables = _fed_variables(feeds)
        sources = [_source(t, positions, fed_variables) for t in tensors]
        computed = [connections.get(t, t) for t, source in zip(tensors, sources) if source is None]
        self._n_computed = len(computed)
        # A fed tensor that is fetched too is its own value.
        self.fetched_feeds = [
            (i, positions[source]) for i, source in enumerate(sources) if source is not None
        ]
        wanted = [t.op for t in computed] + list(targets)
        part = needed_part(wanted, positions, fed_variables, state.is_shared, done, connections)
        held = _held(part.body, positions, fed_variables)
        known = positions | held
        if held:
            part = needed_part(wanted, known, fed_variables, state.is_shared, done, connections)
        self.part = part
        shared_ops = [handle.op for handle in part.handles]
        self.variable_ops = [op for op in part.body if op.type == "VarHandleOp"] + shared_ops
        self._arguments = [known[feed] for feed in part.inputs.values()]
        self._handles = [state.variable(op).handle for op in shared_ops]
        self._held = [i for i, tensor in enumerate(part.inputs) if tensor in held]
        self._holding = state.holding
        self.name = state.unique_name("run") if part.body else None
        self.single_threaded = False
        #: The plan of what can run a second time, once a failure has asked for it.
        self.repeatable = None
        if part.body:
            definition = part_function(state.graph, self.name, part, computed, targets)
            # As in TF1, the optimizer may not trust the shapes of feeds: it would take a reshape
            # from [None] to [2] for the identity, and no longer refuse three items.
            definition.arg_attr.clear()
            read_at_end(definition, part, computed, state.graph)
            rewriter.rewrite(definition)
            check_shapes(definition, part.body)
            state.register(definition)
            self.single_threaded = executors.fits_single_thread(definition)
            self._attrs = executors.attributes(config, self.single_threaded)
            self._watched_attrs = executors.attributes(config, False)

    def __call__(self, ctx, values, cancellation_manager=None, watched=False):
        """Runs the plan on eager `values` of its feeds; returns the fetched eager tensors.

        `watched` takes the executor that says which op failed and how long each one took.
        """
        results = []
        if self.name is not None:
            arguments = [values[i] for i in self._arguments] + self._handles
            for i in self._held:
                arguments[i] = self._holding(arguments[i])
            attrs = self._watched_attrs if watched else self._attrs
            results = _tf.execute(
                ctx, self.name, arguments, attrs, self._n_computed, cancellation_manager
            )
        if self.fetched_feeds:
            results = list(results or ())
            for position, feed in self.fetched_feeds:
                results.insert(position, values[feed])
        return results


def _fed_variables(feeds):
    """VarHandleOp -> feed, for each variable whose value is fed."""
    return {feed.op.inputs[0].op: feed for feed in feeds if variable_of_value(feed) is not None}


def _held(body, feeds, fed_variables):
    """Handle -> position of the feed, for the fed variables that loops, branches or gathers read.

    Where nothing in the run changes such a variable, it takes another one that holds what is fed.
    """
    read, changed = {}, set()
    for op in body if fed_variables else ():
        for tensor in op.inputs:
            if tensor.op in fed_variables:
                read[tensor] = feeds[fed_variables[tensor.op]]
                if op.type == "VarIsInitializedOp" or _tf.op_writes_to_resource(tensor, op):
                    changed.add(tensor)
    return {handle: position for handle, position in read.items() if handle not in changed}


def _source(tensor, feeds, fed_variables):
    """The feed that `tensor` takes its value from, or None if it is computed."""
    if tensor in feeds:
        return tensor
    if fed_variables and tensor.op.type == "ReadVariableOp":
        return fed_variables.get(tensor.op.inputs[0].op)
    return None


def needed_part(ops, feeds, fed_variables, is_given, done=(), connections=None):
    """The `Part` that must run for `ops`: everything above them, up to the feeds.

    A fed placeholder does not run. Any other op whose output is fed still does, as in TF1, if
    something waits for it. `is_given(op)` tells which ops' resources come from outside.
    """
    body, inputs, handles, cuts_control = {}, {}, {}, False
    connections = connections or {}
    fed_ops = {t.op for t in (*feeds, *connections) if t.value_index == 0}
    idle = {op for op in fed_ops if op.type in PLACEHOLDERS}.union(done)
    stack = list(ops)
    while stack:
        op = stack.pop()
        if op in body:
            continue
        body[op] = None
        for tensor in op.inputs:
            tensor = connections.get(tensor, tensor)
            source = _source(tensor, feeds, fed_variables) if feeds else None
            if source is not None:
                inputs[tensor] = source
            elif is_given(tensor.op):
                handles[tensor] = None
            elif tensor.op not in body:
                stack.append(tensor.op)
        for above in op.control_inputs:
            if above in idle:
                cuts_control = True
            else:
                stack.append(above)
    cuts_control = cuts_control or not fed_ops.isdisjoint(body)
    return Part(list(body), inputs, list(handles), cuts_control, connections)


def part_function(graph, name, part, outputs, targets):
    """The `FunctionDef` of a part of `graph`."""
    if not part.cuts_control and not part.connections:
        inputs = [*part.inputs, *part.handles]
        return _tf.function_def(graph, name, part.body, inputs, outputs, targets)
    copy, inputs = _copied(graph, part)

    def there(tensor):
        return copy.get_tensor_by_name(tensor.name)

    def op_there(op):
        return copy.get_operation_by_name(op.name)

    return _tf.function_def(
        copy,
        name,
        [op_there(op) for op in part.body],
        inputs,
        [there(t) for t in outputs],
        [op_there(op) for op in targets],
    )


def _copied(graph, part):
    """A graph of `part` alone, with the edges to its inputs cut; and its input tensors.

    The C++ library takes only parts that wait for nothing outside: here something does.
    """
    names = input_names(part)
    graph_def = part_graph_def(graph, part, part.body, names)
    for tensor, name in names.items():
        node = graph_def.node.add(name=name, op="Placeholder")
        node.attr["dtype"].type = tensor.dtype.as_datatype_enum
    copy = _tf.Graph()
    with copy.as_default():
        _tf.v1.import_graph_def(graph_def, name="")
        return copy, [copy.get_tensor_by_name(name + ":0") for name in names.values()]


def input_names(part):
    """What the tensors that come from outside are called in the graph of `part` alone."""
    return {t: f"tf1shim_feed_{i}" for i, t in enumerate([*part.inputs, *part.handles])}


def part_graph_def(graph, part, ops, names):
    """The `GraphDef` of `ops`, the body of `part`; `names` are those of the inputs to come."""
    kept = {op.name for op in ops}
    graph_def = _tf.v1.GraphDef()
    graph_def.versions.CopyFrom(graph.graph_def_versions)
    if any(traits.is_function or traits.function_attrs for traits in _traits(ops)):
        graph_def.library.CopyFrom(_tf.library(graph))
    for op in ops:
        node = graph_def.node.add()
        node.CopyFrom(op.node_def)
        control = [i for i in node.input if i.startswith("^") and i[1:] in kept]
        del node.input[:]
        data = [part.connections.get(t, t) for t in op.inputs]
        node.input.extend([names.get(t, t.name) for t in data] + control)
        if "_class" in node.attr:
            del node.attr["_class"]
    return graph_def


def _traits(ops):
    return (op_traits(op.type) for op in ops)


def repeatable_ops(part):
    """The ops of `part` that can run a second time: nothing they depend on changes any state."""
    found = set()
    for op in sorted(part.body, key=lambda op: op._id):
        above = {t.op for t in op.inputs if t not in part.inputs}.union(op.control_inputs)
        if above <= found and (op.type in READ_ONLY or not _tf.op_def(op.type).is_stateful):
            found.add(op)
    return tuple(found)
