"""The objects that a checkpoint of `tf.train.Checkpoint` describes."""

import tf1shim as tf
from tf1shim import _tf


def object_metadata(save_path):
    """The `CheckpointableObjectGraph` of the checkpoint at `save_path`.

    >>> tf.enable_eager_execution()
    >>> import tempfile
    >>> path = tf.train.Checkpoint(v=tf.Variable(1.0)).save(tempfile.mkdtemp() + "/ckpt")
    >>> [child.local_name for child in object_metadata(path).nodes[0].children]
    ['v', 'save_counter']
    >>> tf.disable_eager_execution()

    Raises: ValueError for a checkpoint of `tf.train.Saver`; tf.errors.NotFoundError for none.
    """
    return _object_graph(tf.train.NewCheckpointReader(save_path), save_path)


def _object_graph(reader, save_path):
    if not reader.has_tensor(_tf.OBJECT_GRAPH_KEY):
        raise ValueError(
            f'The specified checkpoint "{save_path}" does not appear to be object-based (it is '
            f'missing the key "{_tf.OBJECT_GRAPH_KEY}"). Likely it was created with a name-based '
            "saver and does not contain an object dependency graph."
        )
    return _tf.TrackableObjectGraph.FromString(reader.get_tensor(_tf.OBJECT_GRAPH_KEY))


def dot_graph_from_checkpoint(save_path):
    """The objects of the checkpoint at `save_path` as a graph in Graphviz's DOT language.

    >>> tf.enable_eager_execution()
    >>> import tempfile
    >>> path = tf.train.Checkpoint(v=tf.Variable(1.0)).save(tempfile.mkdtemp() + "/ckpt")
    >>> print(dot_graph_from_checkpoint(path).splitlines()[2])
    N_0 -> N_1 [label="v"]
    >>> tf.disable_eager_execution()

    Variables are blue, an optimizer's slots orange, optimizers red. Raises: as `object_metadata`.
    """
    reader = tf.train.NewCheckpointReader(save_path)
    nodes = _object_graph(reader, save_path).nodes
    slots = {s.slot_variable_node_id for node in nodes for s in node.slot_variables}
    lines = ["digraph {"]
    for number, node in enumerate(nodes):
        lines.append(f"N_{number} [{_look(node, number in slots, reader)}]")
        for child in node.children:
            lines.append(f"N_{number} -> N_{child.node_id} [label={_quoted(child.local_name)}]")
        for slot in node.slot_variables:
            variable, its_slot = slot.original_variable_node_id, slot.slot_variable_node_id
            label = _quoted(slot.slot_name)
            lines.append(f"N_{number} -> N_{its_slot} [label={label} style=dotted]")
            lines.append(f"N_{variable} -> N_{its_slot} [style=dotted]")
    return "\n".join([*lines, "}", ""])


def _look(node, is_slot, reader):
    if [a.name for a in node.attributes] == [_tf.VARIABLE_VALUE_KEY]:
        (value,) = node.attributes
        key = value.checkpoint_key
        color, kind = ("orange", "Slot variable") if is_slot else ("blue", "Variable")
        shape = reader.get_variable_to_shape_map()[key]
        dtype = reader.get_variable_to_dtype_map()[key].name
        tooltip = _quoted(f"{kind} {value.full_name} shape={shape} {dtype}")
        return f'shape=point label="" color={color} width=.25 tooltip={tooltip}'
    if node.slot_variables:
        return 'shape=point label="" width=.25 color=red,tooltip="Optimizer"'
    return 'shape=point label="" width=.25'


def _quoted(text):
    return '"' + text.replace('"', '\\"') + '"'
