"""``model.summary()`` as TensorFlow 1.15 printed it."""

from __future__ import annotations

import tensorflow

CHAIN = 65, (0.45, 0.85, 1.0), ("Layer (type)", "Output Shape", "Param #")
GRAPH = 98, (0.33, 0.55, 0.67, 1.0), ("Layer (type)", "Output Shape", "Param #", "Connected to")


def print_summary(model, line_length=None, positions=None, print_fn=None, **later):
    """Prints the layers of `model`, with their output shapes and numbers of parameters.

    Args:
      model: the model.
      line_length: the width of a line.
      positions: where the columns end, in characters or as parts of the line.
      print_fn: called with each line instead of ``print``.
      later: options of later versions, without effect.
    """
    del later
    say = print_fn or print
    chain = _is_chain(model)
    width, ends, titles = CHAIN if chain else GRAPH
    width, ends = line_length or width, list(positions or ends)
    if ends[-1] <= 1:
        ends = [int(width * end) for end in ends]

    def row(*fields):
        line = ""
        for i, (field, end) in enumerate(zip(fields, ends)):
            line = (line[:-1] + " " if i else line) + str(field)
            line = line[:end].ljust(end)
        say(line)

    say(f'Model: "{model.name}"')
    say("_" * width)
    row(*titles)
    say("=" * width)
    known = {id(node) for nodes in _by_depth(model).values() for node in nodes}
    for i, layer in enumerate(model.layers):
        sources = () if chain else _sources(layer, known)
        row(f"{layer.name} ({type(layer).__name__})", _output_shape(layer), layer.count_params(),
            *(sources[:1] or [""]))  # fmt: skip
        for source in sources[1:]:
            row("", "", "", source)
        say(("=" if i == len(model.layers) - 1 else "_") * width)
    trainable = _count(getattr(model, "_collected_trainable_weights", model.trainable_weights))
    rest = _count(model.non_trainable_weights)
    say(f"Total params: {trainable + rest:,}")
    say(f"Trainable params: {trainable:,}")
    say(f"Non-trainable params: {rest:,}")
    say("_" * width)


def _by_depth(model):
    return getattr(model, "_nodes_by_depth", {}) if model._is_graph_network else {}


def _is_chain(model):
    """True if each layer of `model` follows one other, and is used once."""
    if type(model).__name__ == "Sequential" or not model._is_graph_network:
        return True
    nodes = []
    for at_depth in _by_depth(model).values():
        if len(at_depth) > 1 or len(tensorflow.nest.flatten(at_depth[0].inbound_layers)) > 1:
            return False
        nodes += at_depth
    known = set(map(id, nodes))
    return all(sum(id(n) in known for n in layer._inbound_nodes) < 2 for layer in model.layers)


def _sources(layer, known):
    """What the nodes of `layer` that are in the model get: ``name[node][tensor]``."""
    return [
        f"{source.name}[{node_index}][{tensor_index}]"
        for node in layer._inbound_nodes
        if id(node) in known
        for source, node_index, tensor_index, _ in node.iterate_inbound()
    ]


def _output_shape(layer):
    try:
        return layer.output_shape
    except AttributeError:
        return "multiple"
    except RuntimeError:
        return "?"


def _count(weights):
    unique = {id(w): w for w in weights}.values()
    return sum(w.shape.num_elements() for w in unique)
