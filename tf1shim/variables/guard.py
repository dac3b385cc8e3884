"""Initial values that depend on other variables: they read the others' initialized values.

``b = tf.Variable(a * 2)`` must not read an `a` that the same initializer op is only about to
set, so the reads in the initial value are replaced, as TF1 did, by ``a.initialized_value()``.
"""

from __future__ import annotations

from tf1shim import _tf

_KEYS = _tf.v1.GraphKeys
#: The collections in which TensorFlow 1 looks for the variables that a value reads.
_LISTS = (_KEYS.GLOBAL_VARIABLES, _KEYS.LOCAL_VARIABLES)


def guarded_initial_value(name, value):
    """`value` with each variable that it reads replaced by that variable's initialized value.

    `name` is the variable's whose initial value this is. A value that depends on no variable, or
    holds one of TF1's own loops (a cycle in the graph), is left as it is.
    """
    variables = getattr(_tf.get_default_graph(), "variables_by_op_name", {})
    if not variables or not _depends_on_variables(value.op):
        return value
    return _Guard(name, variables).op(value.op).outputs[value.value_index]


def _depends_on_variables(op):
    """True if a variable's handle is above `op`, and no cycle is."""
    above = {op: None}
    stack = [op]
    while stack:
        for tensor in stack.pop().inputs:
            if tensor.op not in above:
                above[tensor.op] = None
                stack.append(tensor.op)
    types = {o.type for o in above}
    return "VarHandleOp" in types and "NextIteration" not in types


class _Guard:
    """Rebuilds ops so that they use the initialized values of `variables`."""

    def __init__(self, name, variables):
        self._name = name
        self._variables = variables
        self._rebuilt = {}

    def op(self, op):
        """`op` rebuilt; the same op if it depends on no variable."""
        if op not in self._rebuilt:
            self._rebuilt[op] = self._rebuild(op)
        return self._rebuilt[op]

    def _rebuild(self, op):
        if op.type == "VarIsInitializedOp" or _is_initialized_value(op):
            return op
        if op.type == "ReadVariableOp":
            variable = self._variable(op.inputs[0])
            return op if variable is None else variable.initialized_value().op
        inputs, filled = [], []
        for tensor in op.inputs:
            variable = self._variable(tensor)
            if variable is None:
                inputs.append(self.op(tensor.op).outputs[tensor.value_index])
            else:
                handle, assign = self._initialized_copy(variable)
                inputs.append(handle)
                filled.append(assign)
        if all(new is old for new, old in zip(inputs, op.inputs)):
            return op
        with op.graph.control_dependencies(filled):
            return op.graph.create_op(
                op.type,
                inputs,
                [t.dtype for t in op.outputs],
                name=f"{op.name}_{self._name}".replace(":", "_"),
                attrs=op.node_def.attr,
                op_def=op.op_def,
            )

    def _variable(self, handle):
        """The variable behind `handle`, or None.

        Also for one without an initial value, and one that the collections do not list.
        """
        variable = self._variables.get(handle.op.name)
        if variable is None or variable.initial_value is None:
            return None
        listed = map(variable.graph.get_collection, _LISTS)
        return variable if any(v is variable for found in listed for v in found) else None

    def _initialized_copy(self, variable):
        """The handle of a copy of `variable`, for a branch or a lookup; the op that fills it."""
        name = f"{variable.op.name}/initialized"
        handle = _tf.handle_from_shape_and_dtype(
            shape=variable.shape,
            dtype=variable.dtype,
            shared_name=f"{self._name}/{name}",
            name=name,
            graph_mode=True,
        )
        return handle, _tf.assign_variable_op(handle, variable.initialized_value())


def _is_initialized_value(op):
    """True for the op behind ``variable.initialized_value()``, which needs no guard."""
    if op.type != "If" or op.inputs[0].op.type != "VarIsInitializedOp":
        return False
    handles = {t for t in op.inputs if t.dtype == _tf.dtypes.resource}
    return handles <= {op.inputs[0].op.inputs[0]}
