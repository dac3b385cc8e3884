"""`SubGraphView`: some operations of a graph, with their inputs and outputs in an order."""

from __future__ import annotations

import copy

import tf1shim as tf
from tf1shim.contrib.graph_editor import select, util


def _indices(items, ts):
    """`items`, each a tensor of `ts` or its index, as indices."""
    return [item if isinstance(item, int) else ts.index(item) for item in items]


def _check_within_range(mapping, n, repetition):
    for i in mapping:
        if not 0 <= i < n:
            raise ValueError(f"Out of [0, {n}[ range: {i}")
    if not repetition and len(set(mapping)) != len(mapping):
        raise ValueError(f"Found repetition in mapping: {mapping}")


class SubGraphView:
    """Some operations of a graph.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default():
    ...     x = tf.constant(1.0, name="x")
    ...     y = tf.exp(tf.sin(x, name="sin"), name="y")
    >>> view = tf.contrib.graph_editor.SubGraphView([y.op])
    >>> [t.name for t in view.inputs], [t.name for t in view.outputs]
    (['sin:0'], ['y:0'])

    A view changes nothing in the graph; its inputs and outputs can be put in another order.

    Args:
        inside_ops: Operations.
        passthrough_ts: Tensors that are inputs and outputs of the view.

    Raises:
        TypeError: They are something else.
        ValueError: They are of several graphs.
    """

    def __init__(self, inside_ops=(), passthrough_ts=()):
        self._ops = util.make_list_of_op(inside_ops)
        through = util.make_list_of_t(passthrough_ts)
        self._graph = util.get_unique_graph(self._ops + through, none_if_empty=True)
        inputs, outputs, inside = select.compute_boundary_ts(self._ops)
        own = {*inputs, *outputs, *inside}
        self._passthrough_ts = [t for t in through if t not in own]
        self._input_ts = inputs + self._passthrough_ts
        self._output_ts = outputs + self._passthrough_ts

    def __copy__(self):
        made = type(self).__new__(type(self))
        for name, value in vars(self).items():
            setattr(made, name, list(value) if isinstance(value, list) else value)
        return made

    def copy(self):
        """Another view of the same."""
        return copy.copy(self)

    def _assign_from(self, other):
        """Makes this a view of the same as `other`."""
        if not isinstance(other, SubGraphView):
            raise TypeError(f"Expected SubGraphView, got: {type(other)}")
        vars(self).update(vars(other.copy()))

    # --- inputs and outputs in another order ------------------------------------------------------

    def _remap_inputs(self, new_input_indices):
        indices = _indices(new_input_indices, self._input_ts)
        _check_within_range(indices, len(self._input_ts), repetition=False)
        self._input_ts = [self._input_ts[i] for i in indices]

    def _remap_outputs(self, new_output_indices):
        indices = _indices(new_output_indices, self._output_ts)
        _check_within_range(indices, len(self._output_ts), repetition=True)
        self._output_ts = [self._output_ts[i] for i in indices]

    def remap(self, new_input_indices=None, new_output_indices=None):
        """A view with these inputs and outputs, given by index or as tensors; None for the same.

        Raises:
            ValueError: An index out of range, or an input twice.
        """
        made = self.copy()
        if new_input_indices is not None:
            made._remap_inputs(new_input_indices)
        if new_output_indices is not None:
            made._remap_outputs(new_output_indices)
        return made

    def remap_inputs(self, new_input_indices):
        """A view with these inputs: see `remap`."""
        return self.remap(new_input_indices)

    def remap_outputs(self, new_output_indices):
        """A view with these outputs, each perhaps several times: see `remap`."""
        return self.remap(None, new_output_indices)

    def remap_default(self, remove_input_map=True, remove_output_map=True):
        """A view with the inputs and outputs as they were in the beginning."""
        made = self.copy()
        inputs, outputs, _ = select.compute_boundary_ts(self._ops)
        if remove_input_map:
            made._input_ts = inputs + self._passthrough_ts
        if remove_output_map:
            made._output_ts = outputs + self._passthrough_ts
        return made

    def remap_outputs_make_unique(self):
        """A view with each output once."""
        made = self.copy()
        made._output_ts = list(dict.fromkeys(self._output_ts))
        return made

    def remap_outputs_to_consumers(self):
        """A view with each output as often as operations read it."""
        made = self.remap_outputs_make_unique()
        made._output_ts = [t for t in made._output_ts for _ in t.consumers()]
        return made

    def remove_unused_ops(self, control_inputs=True):
        """A view without the operations that neither depend on an input nor lead to an output."""
        made = self.copy()
        used = select.get_walks_union_ops(
            self.connected_inputs,
            self.connected_outputs,
            within_ops=self._ops,
            control_inputs=control_inputs,
        )
        made._ops = [op for op in self._ops if op in used]
        return made

    # --- what is in it ----------------------------------------------------------------------------

    @property
    def graph(self):
        """The graph, None of an empty view."""
        return self._graph

    @property
    def ops(self):
        """The operations, a list."""
        return self._ops

    @property
    def inputs(self):
        """The tensors that enter."""
        return util.ListView(self._input_ts)

    @property
    def connected_inputs(self):
        """The inputs that an operation of the view reads."""
        return [t for t in self._input_ts if t not in self._passthrough_ts]

    @property
    def outputs(self):
        """The tensors that leave."""
        return util.ListView(self._output_ts)

    @property
    def connected_outputs(self):
        """The outputs that an operation of the view computes."""
        return [t for t in self._output_ts if t not in self._passthrough_ts]

    @property
    def passthroughs(self):
        """The tensors that are input and output."""
        return util.ListView(self._passthrough_ts)

    def __bool__(self):
        return self._graph is not None

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, traceback):
        pass

    def __str__(self):
        if not self:
            return "SubGraphView: empty"
        lines = [f"SubGraphView (graphid={id(self.graph)}):"]
        for name, items in (
            ("ops", [op.name for op in self._ops]),
            ("inputs", map(self._tensor_name, self._input_ts)),
            ("outputs", map(self._tensor_name, self._output_ts)),
        ):
            items = list(items)
            lines.append(f"** {name}[{len(items)}]:" if items else f"** {name}: empty")
            lines += [f"  {item}" for item in items]
        return "\n".join(lines) + "\n"

    def _tensor_name(self, t):
        return f"{t.name} *" if t in self._passthrough_ts else t.name

    def op(self, op_id):
        """The operation at an index."""
        return self._ops[op_id]

    def find_op_by_name(self, op_name):
        """The operation called `op_name`.

        Raises:
            ValueError: There is none.
        """
        for op in self._ops:
            if op.name == op_name:
                return op
        raise ValueError(f"{op_name} not in subgraph.")

    def is_passthrough(self, t):
        """True if `t` is input and output."""
        return t in self._passthrough_ts

    def input_index(self, t):
        """The index of the input `t`.

        Raises:
            ValueError: It is none.
        """
        return self._index(t, self._input_ts, "inputs")

    def output_index(self, t):
        """The index of the output `t`.

        Raises:
            ValueError: It is none.
        """
        return self._index(t, self._output_ts, "outputs")

    def _index(self, t, ts, what):
        if t not in ts:
            raise ValueError(f"Can't find {t.name} in {what} of subgraph {self}.")
        return ts.index(t)

    def consumers(self):
        """The operations outside that read an output."""
        inside = set(self._ops)
        readers = (op for t in self._output_ts for op in t.consumers())
        return list(dict.fromkeys(op for op in readers if op not in inside))


def _check_graph(sgv, graph):
    """`sgv`, which is a view of `graph` if that is given."""
    if graph is None or not sgv.graph:
        return sgv
    if not isinstance(graph, tf.Graph):
        raise TypeError(f"Expected a tf.Graph, got: {type(graph)}")
    if sgv.graph is not graph:
        raise ValueError("Graph mismatch.")
    return sgv


def make_view(*args, **kwargs):
    """A `SubGraphView` of what `select_ops_and_ts` finds; tensors pass through it.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default() as graph:
    ...     y = tf.exp(tf.constant(1.0, name="x"), name="y")
    >>> [op.name for op in tf.contrib.graph_editor.sgv("y", graph=graph).ops]
    ['y']

    Also called ``sgv``. A view alone is given back as it is.

    Raises:
        ValueError: `graph` is given and they are of another.
    """
    graph = kwargs.get("graph")
    if len(args) == 1 and isinstance(args[0], SubGraphView):
        return _check_graph(args[0], graph)
    return _check_graph(SubGraphView(*select.select_ops_and_ts(*args, **kwargs)), graph)


def make_view_from_scope(scope, graph):
    """A `SubGraphView` of the operations in a name scope. Also called ``sgv_scope``."""
    return SubGraphView(select.get_name_scope_ops(graph, scope))
