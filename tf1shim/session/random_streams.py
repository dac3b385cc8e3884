"""Seeded random ops draw from streams that belong to the session.

In TF1 the kernel of a seeded op keeps its stream, one kernel per session: the stream continues
over runs, whatever is fetched, and restarts in a new session. A compiled function has kernels of
its own, so each seeded op is replaced:

* the common ones by the op of the same generator whose stream is a variable (``StatefulUniform``
  ...): same Philox counter and key, hence the same numbers to the bit, at full speed;
* any other by a call of one function per session that holds the op alone, and so its one kernel.
  It runs on the thread that calls it: no run waits for another thread in order to draw.
"""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.session.python_calls import call_python, dtypes

# TF1's op -> the op with its stream in a variable.
STATEFUL = {
    "RandomUniform": "StatefulUniform",
    "RandomStandardNormal": "StatefulStandardNormalV2",
    "TruncatedNormal": "StatefulTruncatedNormal",
    "RandomUniformInt": "StatefulUniformInt",
}
PHILOX = 1
INT64 = _tf.dtypes.int64.as_datatype_enum


def has_stream(op_def):
    """True for an op that draws from a stream kept in its kernel."""
    kept = (_tf.dtypes.resource.as_datatype_enum, _tf.dtypes.variant.as_datatype_enum)
    return op_def.is_stateful and not any(a.type in kept for a in op_def.output_arg)


def give_stream(node, state, place, renamed):
    """Makes the seeded `node` draw from the stream that the session `state` has for `place`.

    Returns the nodes to add; outputs that change their names go to `renamed`.
    """
    if node.op in STATEFUL:
        return _on_variable(node, state, place)
    return _on_shared_kernel(node, state, place, renamed)


def keep_order(definition, drawing):
    """Makes the first result of a function wait for its nodes `drawing`, which draw numbers.

    Of the body of a loop that is the count of iterations, without which the next does not begin:
    the iterations draw in their order.
    """
    if definition.signature.output_arg:
        producer = definition.ret[definition.signature.output_arg[0].name].partition(":")[0]
        for node in definition.node_def:
            if node.name == producer and node.name not in drawing:
                node.input.extend(f"^{name}" for name in drawing)


def _on_variable(node, state, place):
    attr = node.attr
    handle, algorithm = _tf.node_def_pb2.NodeDef(), _tf.node_def_pb2.NodeDef()
    handle.name, handle.op, handle.device = node.name + "/random_stream", "VarHandleOp", node.device
    handle.attr["container"].s = state.container
    handle.attr["shared_name"].s = state.random_stream(
        place, attr["seed"].i, attr["seed2"].i, node.device
    )
    handle.attr["dtype"].type = INT64
    handle.attr["shape"].shape.dim.add().size = 3
    state.add_resource(handle)
    algorithm.name, algorithm.op = node.name + "/random_algorithm", "Const"
    algorithm.device = node.device
    algorithm.attr["dtype"].type = INT64
    algorithm.attr["value"].tensor.CopyFrom(
        _tf.make_tensor_proto(PHILOX, _tf.dtypes.int64, shape=[])
    )
    inputs = [f"{handle.name}:resource:0", f"{algorithm.name}:output:0", *node.input]
    attr["shape_dtype"].type = attr["T"].type
    if node.op == "RandomUniformInt":
        attr["dtype"].type = attr["Tout"].type
        del attr["Tout"]
    del attr["T"], attr["seed"], attr["seed2"]
    node.op = STATEFUL[node.op]
    del node.input[:]
    node.input.extend(inputs)
    return handle, algorithm


def _on_shared_kernel(node, state, place, renamed):
    op_def = _tf.op_def(node.op)
    inputs, outputs = (dtypes(a, node.attr) for a in (op_def.input_arg, op_def.output_arg))
    token = state.shared_kernel(place, lambda name: _alone(node, op_def, name, inputs, outputs))
    call_python(node, token, renamed)
    return ()


def _alone(node, op_def, name, inputs, outputs):
    """The function that holds `node` alone: its inputs are the arguments."""
    definition = _tf.function_pb2.FunctionDef()
    signature = definition.signature
    signature.name, signature.is_stateful = name, True
    kept = definition.node_def.add()
    kept.CopyFrom(node)
    kept.name = "random"
    del kept.input[:]
    if "_class" in kept.attr:
        del kept.attr["_class"]
    for i, dtype in enumerate(inputs):
        signature.input_arg.add(name=f"input_{i}", type=dtype)
        kept.input.append(f"input_{i}")
    for i, dtype in enumerate(outputs):
        signature.output_arg.add(name=f"output_{i}", type=dtype)
        definition.ret[f"output_{i}"] = f"random:{op_def.output_arg[i].name}:0"
    return definition
