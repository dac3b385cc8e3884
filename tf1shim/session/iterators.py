"""Letting go of what a session's iterators walk, before the session's functions are removed.

The runtime frees an iterator with the last compiled run that names it, and Python holds its lock
meanwhile. An iterator over a Python generator, or one that prefetches what a ``py_func`` makes,
needs that lock to end: the two would wait for each other for ever.
"""

from __future__ import annotations

from tf1shim import _tf

OPS = {"Iterator", "IteratorV2"}


def let_go(definition, made):
    """Adds nodes to the function `definition` that put the iterator `made` on an empty dataset.

    `made` is the iterator's own node in that function. Returns the name of the last one.
    """
    components, element_shapes = [], []
    types = made.attr["output_types"].list.type
    for i, (dtype, shape) in enumerate(zip(types, made.attr["output_shapes"].list.shape)):
        sizes = [max(0, dim.size) for dim in shape.dim]
        none = definition.node_def.add(name=f"{made.name}/nothing_{i}", op="Const")
        none.attr["dtype"].type = dtype
        none.attr["value"].tensor.dtype = dtype
        for size in (0, *sizes):
            none.attr["value"].tensor.tensor_shape.dim.add().size = size
        components.append(f"{none.name}:output:0")
        element_shapes.append(_tf.TensorShape(sizes).as_proto())
    dataset = definition.node_def.add(name=f"{made.name}/empty", op="TensorSliceDataset")
    dataset.input.extend(components)
    dataset.attr["Toutput_types"].list.type.extend(types)
    dataset.attr["output_shapes"].list.shape.extend(element_shapes)
    start = definition.node_def.add(name=f"{made.name}/let_go", op="MakeIterator")
    handle = _tf.op_def(made.op).output_arg[0].name
    start.input.extend([f"{dataset.name}:handle:0", f"{made.name}:{handle}:0"])
    return start.name
