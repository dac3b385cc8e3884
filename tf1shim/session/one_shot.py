"""One-shot iterators: TF1's ``dataset.make_one_shot_iterator()`` in a session.

The op makes its dataset and its iterator in one, and refuses a name. A session needs a named
iterator that every run of it finds again, so the op becomes a plain iterator, and the dataset is
made once in the session.
"""

from __future__ import annotations

from tf1shim import _tf

OP = "OneShotIterator"


def as_named_iterator(node, state, session_function):
    """Makes the one-shot `node` an ``IteratorV2`` of the session `state`, started on its dataset.

    `session_function` gives the session's name of the function that makes the dataset.
    """
    factory, _ = session_function(node.attr["dataset_factory"].func.name)
    del node.attr["dataset_factory"]
    node.op = "IteratorV2"
    name = _tf.as_str(node.attr["shared_name"].s or _tf.as_bytes(node.name))
    node.attr["shared_name"].s = _tf.as_bytes(name)
    state.once(OP, name, lambda: _start(node, factory, state))


def _start(node, factory, state):
    """A function that makes the dataset and points the iterator at it."""
    definition = _tf.function_pb2.FunctionDef()
    definition.signature.name = state.unique_name("one_shot")
    definition.signature.is_stateful = True
    dataset = definition.node_def.add(name="dataset", op="StatefulPartitionedCall")
    dataset.attr["f"].func.name = factory
    dataset.attr["Tin"].list.SetInParent()
    dataset.attr["Tout"].list.type.append(_tf.dtypes.variant.as_datatype_enum)
    iterator = definition.node_def.add()
    iterator.CopyFrom(node)
    iterator.name = "iterator"
    iterator.attr["container"].s = state.home
    for group in [a for a in iterator.attr if a.startswith("_")]:
        del iterator.attr[group]
    start = definition.node_def.add(name="start", op="MakeIterator")
    start.input.extend(["dataset:output:0", "iterator:handle:0"])
    definition.signature.control_output.append("start")
    definition.control_ret["start"] = "start"
    return definition
