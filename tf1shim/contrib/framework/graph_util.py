"""Changing and searching graphs.

>>> import tf1shim as tf
>>> x = tf.placeholder(tf.float32, name="x")
>>> get_placeholders(tf.get_default_graph())[0] is x
True
"""

import tf1shim as tf


def get_placeholders(graph):
    """The placeholders of a graph, in the order in which they were made.

    Raises: TypeError if it is no graph.
    """
    if not isinstance(graph, tf.Graph):
        raise TypeError(f"Input graph needs to be a Graph: {graph}")
    return [op.outputs[0] for op in graph.get_operations() if op.type == "Placeholder"]


def _node(input_name):
    """The node of an input: no output's number, no mark of a control input."""
    return input_name.lstrip("^").split(":")[0]


def _reachable(nodes, inputs, stop=frozenset()):
    """All nodes on which `nodes` depend, with them; those in `stop` end the search."""
    found, pending = set(), list(nodes)
    while pending:
        node = pending.pop()
        if node not in found:
            found.add(node)
            pending += inputs[node] if node not in stop else ()
    return found


def fuse_op(
    graph_def, input_nodes, output_nodes, output_dtypes, output_quantized, op_name, op_type
):
    """A copy of `graph_def` in which one node stands for all between some nodes and others.

    >>> import tf1shim as tf
    >>> x = tf.placeholder(tf.float32, name="x")
    >>> y = tf.identity(tf.square(x, name="a"), name="y")
    >>> fused = fuse_op(tf.get_default_graph().as_graph_def(), ["x"], ["y"], [1], False, "op", "Op")
    >>> [node.name for node in fused.node]
    ['x', 'op', 'y']

    Args: the node has the type `op_type` and the attributes ``_output_types`` and
    ``_output_quantized``; its inputs are `input_nodes`, and each of `output_nodes`, which must have
    one input, gets one of its outputs.
    Raises: TypeError if a node in between depends on one before the `input_nodes`, and for
    arguments of other types.
    """
    if not isinstance(graph_def, tf.GraphDef):
        raise TypeError("graph_def must be a graph_pb2.GraphDef proto.")
    for argument, nodes in (("input_nodes", input_nodes), ("output_nodes", output_nodes)):
        if isinstance(nodes, str):
            raise TypeError(f"{argument} must be a list.")
    nodes = {_node(node.name): node for node in graph_def.node}
    inputs = {name: [_node(i) for i in node.input] for name, node in nodes.items()}
    for name in [*input_nodes, *output_nodes]:
        assert name in nodes, f"{name} is not in graph"

    before = _reachable(input_nodes, inputs)
    needed = _reachable(output_nodes, inputs)
    after = []
    for name in nodes:
        if name in needed:
            if name not in before and name not in output_nodes:
                for other in _reachable([name], inputs, set(input_nodes)):
                    if other in before and other not in input_nodes:
                        raise TypeError(f"Node {name} uses input {other} not in input_nodes.")
        elif name not in before:
            after.append(name)

    out = tf.GraphDef(library=graph_def.library, versions=graph_def.versions)
    out.node.extend(nodes[name] for name in nodes if name in before)
    fused = out.node.add(name=op_name, op=op_type, input=input_nodes)
    fused.attr["_output_types"].list.type[:] = output_dtypes
    fused.attr["_output_quantized"].b = output_quantized
    for index, name in enumerate(output_nodes):
        assert len(nodes[name].input) == 1
        copied = out.node.add()
        copied.CopyFrom(nodes[name])
        copied.input[:] = [f"{op_name}:{index}" if index else op_name]
    out.node.extend(nodes[name] for name in after)
    return out
