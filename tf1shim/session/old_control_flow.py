"""Loops and conditions of TensorFlow 1's own ops (``Enter``, ``Switch`` ...) in TensorFlow 2 code.

``tf.function`` can neither order nor differentiate such ops, and the runtime can: a part of a graph
that has them is one op here, a call of a function that the runtime made of it. Its gradient is
another one, made of what ``tf.gradients`` adds to the graph, which computes the part once more.
"""

from __future__ import annotations

import functools
import threading

import numpy as np
import tensorflow

from tf1shim import _tf, errors
from tf1shim.graph.function_names import keep_called
from tf1shim.session.plan import input_names, needed_part, part_graph_def
from tf1shim.session.rewrite import op_traits

FLOW = {"Enter", "Exit", "LoopCond", "Merge", "NextIteration", "Switch"}
#: Ops that change a variable: computed once more they would change it twice.
CHANGES = ("Assign", "ResourceApply", "ResourceScatter", "ResourceSparse", "ResourceStrided")
#: Ops that draw numbers, and those that draw the same ones again for the same key.
KEYED = {
    "RandomUniform": "StatelessRandomUniformV2",
    "RandomUniformInt": "StatelessRandomUniformIntV2",
    "RandomStandardNormal": "StatelessRandomNormalV2",
    "TruncatedNormal": "StatelessTruncatedNormalV2",
}
PHILOX = 1


def has_old_control_flow(part):
    """True if a `Part` of a graph has TensorFlow 1's ops for loops or conditions."""
    return any(op.type in FLOW for op in part.body)


class OldControlFlow:
    """A function of values for `inputs` and of the resources that `handle` gives for operations.

    Args: `excerpt` makes an `Excerpt` of the graph of `state`, a `SessionState`; `part` computes
    `outputs` from `inputs` and runs `targets`.
    """

    def __init__(self, excerpt, state, part, inputs, outputs, targets, is_given):
        self._excerpt, self._state, self._graph = excerpt, state, state.graph
        self._outputs = outputs
        # What is drawn before a loop is drawn once, for the gradient too.
        draws = [
            t for op in part.body if _draws(op) and not _tf.flow_context(op) for t in op.outputs
        ]
        before = needed_part([t.op for t in draws], dict.fromkeys(inputs), {}, is_given)
        self._draws = [] if has_old_control_flow(before) else draws
        self._first = excerpt(inputs, self._draws) if self._draws else None
        self._inputs = [*inputs, *self._draws]
        wanted = [t.op for t in outputs] + list(targets)
        self._part = needed_part(wanted, {t: t for t in self._inputs}, {}, is_given)
        self._keyed = [op for op in self._part.body if op.type in KEYED and not _in_loop(op)]
        self._targets = targets
        self._lock = threading.Lock()
        self._backward = None

    def __call__(self, values, handles, variables, keys=None):
        """The outputs; `handles` by the operation that makes each, `variables` likewise.

        `keys`, by the operations that draw in a condition, say what they draw.
        """
        values = [tensorflow.convert_to_tensor(v) for v in values]
        if self._first is not None:
            values += self._first(*values)
        handles = [handles[handle.op] for handle in self._part.handles]
        keys = {op: (keys or {}).get(op) for op in self._keyed}
        keys = {op: _key(op) if key is None else key for op, key in keys.items()}
        trained = {op: v for op, v in variables.items() if v.dtype.is_floating}
        if not self._outputs:
            return self._called(values, handles, keys)

        @tensorflow.custom_gradient
        def run(*given):
            given = given[: len(values)]

            def gradient(*upstream):
                return self._gradient(given, upstream, list(trained), keys)

            return self._called(given, handles, keys), gradient

        # The variables' values are arguments so that their gradients go to the variables.
        return run(*values, *(v.read_value() for v in trained.values()))

    # --- forward ----------------------------------------------------------------------------------

    @functools.cached_property
    def _function(self):
        """The part as a function of its inputs, resources and keys."""
        names = input_names(self._part)
        body = sorted(self._part.body, key=lambda op: op._id)
        graph_def = keep_called(part_graph_def(self._graph, self._part, body, names))
        for definition in graph_def.library.function:
            self._state.ensure_registered(definition)
        names.update({op: f"tf1shim_key_{i}" for i, op in enumerate(self._keyed)})
        self._draw_by_key(graph_def, names)
        for node in graph_def.node:
            # TensorFlow 2 would save these gradients, which nothing here asks for.
            node.attr.pop("_gradient_op_type", None)

        def build(*arguments):
            for tensor, argument in zip(self._part.handles, arguments[len(self._part.inputs) :]):
                _tf.copy_handle_data(tensor, argument)
            found = tensorflow.graph_util.import_graph_def(
                graph_def,
                input_map={f"{n}:0": t for n, t in zip(names.values(), arguments)},
                return_elements=[t.name for t in self._outputs] + [op.name for op in self._targets],
                name="",
            )
            outputs, targets = found[: len(self._outputs)], found[len(self._outputs) :]
            with tensorflow.control_dependencies(targets):
                return [tensorflow.identity(t) for t in outputs] + [tensorflow.constant(True)]

        specs = [tensorflow.TensorSpec(t.shape, t.dtype) for t in names if t not in self._keyed]
        specs += [tensorflow.TensorSpec([1], tensorflow.uint64) for _ in self._keyed]
        return _tf.v1.wrap_function(build, specs)

    def _draw_by_key(self, graph_def, names):
        """Makes the ops that draw in a condition draw what their keys say."""
        if not self._keyed:
            return
        for name, value in (("philox", PHILOX), ("counter", np.zeros(2, np.uint64))):
            node = graph_def.node.add(name=f"tf1shim_{name}", op="Const")
            node.attr["value"].tensor.CopyFrom(tensorflow.make_tensor_proto(value))
            node.attr["dtype"].type = node.attr["value"].tensor.dtype
        nodes = {node.name: node for node in graph_def.node}
        for op in self._keyed:
            node = nodes[op.name]
            node.op = KEYED[op.type]
            shape, *others = node.input
            key = [names[op], "tf1shim_counter", "tf1shim_philox"]
            node.input[:] = [shape, *key, *others]
            node.attr.clear()
            for name, tensor in (("dtype", op.outputs[0]), ("Tshape", op.inputs[0])):
                node.attr[name].type = tensor.dtype.as_datatype_enum

    def _called(self, values, handles, keys):
        values = dict(zip(self._inputs, values))
        arguments = [*(values[source] for source in self._part.inputs.values()), *handles]
        # Not called as a function: that would make it one to differentiate.
        *results, _ = tensorflow.raw_ops.StatefulPartitionedCall(
            args=[*arguments, *keys.values()],
            Tout=[*(t.dtype for t in self._outputs), tensorflow.bool],
            f=self._function,
        )
        for result, tensor in zip(results, self._outputs):
            result.set_shape(tensor.shape)
        return results

    # --- backward ---------------------------------------------------------------------------------

    def _gradient(self, values, upstream, variable_ops, keys):
        with self._lock:
            if self._backward is None:
                self._check()
                self._backward = self._made_backward(variable_ops)
        excerpt, places, gradients = self._backward
        # The gradient is computed in a function of its own, which takes these from the other one.
        given = map(tensorflow.identity, (*values, *(upstream[i] for i in places)))
        keys = {op: tensorflow.identity(key) for op, key in keys.items()}
        found = iter(excerpt(*given, keys=keys))
        return [None if g is None else next(found) for g in gradients]

    def _made_backward(self, variable_ops):
        """An `Excerpt`, the outputs whose gradients it takes, and what it gives for each input."""
        with tensorflow.init_scope(), self._graph.as_default(), _tf.v1.control_dependencies(None):
            places = [i for i, t in enumerate(self._outputs) if t.dtype.is_floating]
            ys = [self._outputs[i] for i in places]
            upstream = [_tf.v1.placeholder(y.dtype, y.shape) for y in ys]
            variables = [self._graph.variable_behind(op.outputs[0]) for op in variable_ops]
            xs = [t for t in self._inputs if t.dtype.is_floating] + variables
            found = iter(_tf.v1.gradients(ys, xs, grad_ys=upstream))
            gradients = [next(found) if t.dtype.is_floating else None for t in self._inputs]
            gradients += [next(found) for _ in variables]
            gradients = [None if g is None else _tf.v1.convert_to_tensor(g) for g in gradients]
        wanted = [g for g in gradients if g is not None]
        return self._excerpt([*self._inputs, *upstream], wanted), places, gradients

    def _check(self):
        """Raises: UnimplementedError where the gradient would not be that of what was computed."""
        for op in self._part.body:
            if op.type == "Enter" and _tf.flow_context(op) is None:
                raise errors.no_gradient(op.name, "the graph def does not say what its loops are")
            if op.type.startswith(CHANGES):
                raise errors.no_gradient(op.name, "it would change its variable a second time")
            if _draws(op) and op not in self._keyed:
                raise errors.no_gradient(op.name, "what it draws in a loop is not kept")


def _in_loop(op):
    context = _tf.flow_context(op)
    while context is not None:
        if context.IsWhileContext():
            return True
        context = context.outer_context
    return False


def _key(op):
    """What a call draws for `op`, from the stream that its seeds start."""
    drawn = tensorflow.raw_ops.RandomUniformInt(
        shape=[1],
        minval=tensorflow.constant(0, tensorflow.int64),
        maxval=tensorflow.constant(tensorflow.int64.max, tensorflow.int64),
        seed=op.get_attr("seed"),
        seed2=op.get_attr("seed2"),
    )
    return tensorflow.bitcast(drawn, tensorflow.uint64)


def _draws(op):
    return op_traits(op.type).seeded
