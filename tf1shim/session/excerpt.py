"""An excerpt of a TensorFlow 1 graph as TensorFlow 2 code, on the variables of a session."""

from __future__ import annotations

import functools

import tensorflow

from tf1shim import _tf, errors
from tf1shim.graph.function_names import keep_called, with_new_names
from tf1shim.session.failures import made_at
from tf1shim.session.old_control_flow import OldControlFlow, has_old_control_flow
from tf1shim.session.plan import PLACEHOLDERS, input_names, needed_part, part_graph_def
from tf1shim.session.rewrite import draw_in_order, op_traits
from tf1shim.session.sharing import handle_of

#: Dtypes of tensors that stand for what lies elsewhere.
HOLDERS = (_tf.dtypes.resource, _tf.dtypes.variant)


class Excerpt:
    """What computes `outputs` from `inputs` and runs `targets`, for use in ``tf.function``.

    Args: `session` whose variables, tables and other resources it uses; `inputs` and `outputs`
    tensors, `targets` operations of the session's graph.
    Raises: ValueError if something else must be fed, or cannot leave its session.

    A call adds the ops to the graph that is being traced: TensorFlow 2 then differentiates,
    compiles, distributes and exports them like any others.
    """

    def __init__(self, session, inputs, outputs, targets=()):
        self._session = session
        self.inputs = list(inputs)
        self.outputs = list(outputs)
        known = {t: i for i, t in enumerate(self.inputs)}
        wanted = [t.op for t in self.outputs if t not in known] + list(targets)
        self._part = needed_part(wanted, known, {}, makes_resource)
        body = sorted(self._part.body, key=lambda op: op._id)
        for op in body:
            if op.type in PLACEHOLDERS:
                raise errors.needs_feed(op.name, made_at(op))
            if op_traits(op.type).resource:
                raise errors.stays_in_session(op.name, op.type)
        self._computed = [t for t in self.outputs if t not in known]
        self._old = None
        if has_old_control_flow(self._part):
            self._old = OldControlFlow(
                functools.partial(Excerpt, session),
                session._state,
                self._part,
                self.inputs,
                self._computed,
                targets,
                makes_resource,
            )
            return
        self._names = input_names(self._part)
        graph_def = part_graph_def(session.graph, self._part, body, self._names)
        self._graph_def = freezable(keep_called(graph_def))
        draw_in_order(self._graph_def)
        for definition in self._graph_def.library.function:
            session._state.ensure_registered(definition)
        # What a variable or list holds: import_graph_def forgets it, and gradients ask for it.
        self._holders = [t for op in body for t in op.outputs if t.dtype in HOLDERS]

    @functools.cached_property
    def variables(self):
        """The TF2 variables that it uses, in order of creation."""
        ops = [op for op in self.handle_ops if op.type == "VarHandleOp"]
        return [self._session._state.variable(op) for op in sorted(ops, key=lambda op: op._id)]

    @property
    def handle_ops(self):
        """The operations that make the variables, tables and other resources that it uses."""
        return [handle.op for handle in self._part.handles]

    def __call__(self, *values, keys=None):
        """The outputs for `values` of the inputs, in the graph that is being traced.

        `keys` say what is drawn in conditions of TensorFlow 1: see `OldControlFlow`.
        """
        for variable in self.variables:
            _tf.variable_accessed(variable)
        if self._old is not None:
            handles = {op: self._handle(op) for op in self.handle_ops}
            ops = [op for op in self.handle_ops if op.type == "VarHandleOp"]
            variables = {op: self._session._state.variable(op) for op in ops}
            results = iter(self._old(values, handles, variables, keys))
            values = dict(zip(self.inputs, values))
            return [values[t] if t in values else next(results) for t in self.outputs]
        values = dict(zip(self.inputs, values))
        found = {self._names[t]: values[source] for t, source in self._part.inputs.items()}
        found.update({self._names[h]: self._handle(h.op) for h in self._part.handles})
        results = tensorflow.graph_util.import_graph_def(
            self._graph_def,
            input_map={f"{n}:0": tensorflow.convert_to_tensor(t) for n, t in found.items()},
            return_elements=[t.name for t in self._computed + self._holders],
            name="",
        )
        for result, tensor in zip(results[len(self._computed) :], self._holders):
            _tf.copy_handle_data(tensor, result)
        for result, tensor in zip(results, self._computed):
            result.set_shape(tensor.shape)
            values[tensor] = result
        return [values[t] for t in self.outputs]

    def _handle(self, op):
        if op.type == "VarHandleOp":
            return handle_of(self._session._state.variable(op))
        return self._session.resource(op)


def freezable(graph_def):
    """`graph_def` without functions that return what a ``ReadVariableOp`` gives.

    With a constant for the variable, TensorFlow's own ``convert_variables_to_constants_v2`` would
    leave such a function without its result.
    """
    if not any(_returned_reads(function) for function in graph_def.library.function):
        return graph_def
    made = with_new_names(graph_def)
    for function in made.library.function:
        for result, read in _returned_reads(function).items():
            (dtype,) = [arg.type for arg in function.signature.output_arg if arg.name == result]
            node = function.node_def.add(name=f"{result}_returned", op="Identity", input=[read])
            node.attr["T"].type = dtype
            function.ret[result] = f"{node.name}:output:0"
    return made


def _returned_reads(function):
    """The results of a function that are reads, and what each is."""
    reads = {f"{n.name}:value:0" for n in function.node_def if n.op == "ReadVariableOp"}
    return {result: tensor for result, tensor in function.ret.items() if tensor in reads}


def makes_resource(op):
    """True for an op that makes a variable, table, queue ...: a session keeps what it makes."""
    return op_traits(op.type).makes_resource
