"""Copying subgraphs, perhaps with other inputs or into another graph."""

from __future__ import annotations

import copy as copying

import tf1shim as tf
from tf1shim import _tf
from tf1shim.contrib.graph_editor import reroute, select, subgraph, util
from tf1shim.graph import rewiring


def replace_t_with_placeholder_handler(info, t):
    """A handler that puts a placeholder in the place of the tensor `t`."""
    with info.graph_.as_default():
        return util.make_placeholder_from_tensor(t, scope=info.scope_)


def keep_t_if_possible_handler(info, t):
    """A handler that keeps `t`, or puts a placeholder in its place in another graph."""
    if info.graph is info.graph_:
        return t
    return replace_t_with_placeholder_handler(info, t)


def assign_renamed_collections_handler(info, elem, elem_):
    """A handler that adds a copy to the collections of the original.

    A collection that is not one of TensorFlow's own gets a new name, as the copy does.
    """
    known = util.get_predefined_collection_names()
    for name, collection in info.collections.items():
        if elem in collection:
            info.graph_.add_to_collection(name if name in known else info.new_name(name), elem_)


def transform_op_if_inside_handler(info, op, keep_if_possible=True):
    """A handler that gives the copy of `op`; if there is none, `op` itself or (elsewhere) None."""
    if op in info.ops:
        return info.transformed_ops[op]
    return op if keep_if_possible and info.graph is info.graph_ else None


def copy_op_handler(info, op, new_inputs, copy_shape=False, nodedef_fn=None):
    """A handler that copies `op`.

    Args:
        info: What the `Transformer` knows.
        op: The operation.
        new_inputs: The inputs of the copy.
        copy_shape: The outputs get the static shapes of the original's.
        nodedef_fn: From the copy's `NodeDef` to another.

    Returns:
        The copy and a list of its outputs.
    """
    if isinstance(new_inputs, bool):
        raise TypeError("the `new_inputs` argument must be an iterable.")
    node_def = copying.deepcopy(op.node_def)
    node_def.name = info.graph_.unique_name(info.new_name(op.name))
    if nodedef_fn is not None:
        node_def = nodedef_fn(node_def)
    op_ = rewiring.copied_op(op, node_def, info.graph_, new_inputs)
    if copy_shape:
        for t, t_ in zip(op.outputs, op_.outputs):
            t_.set_shape(t.shape)
    _tf.set_original_op(op_, _tf.original_op(op))
    return op_, op_.outputs


class TransformerInfo:
    """What became of what: the second result of `copy` and of a `Transformer`.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> y = tf.sqrt(tf.constant(4.0), name="y")
    >>> _, info = tf.contrib.graph_editor.copy(tf.get_default_graph(), dst_scope="again")
    >>> info.transformed(y).name, info.original(info.transformed(y)) is y
    ('again/y:0', True)
    """

    def __init__(self, info):
        self._graph, self._graph_ = info.graph, info.graph_
        self._scope, self._scope_ = info.scope, info.scope_
        self._transformed_ops = info.transformed_ops
        self._transformed_ts = info.transformed_ts

    def _map(self, top):
        for kind, found in (
            (tf.Operation, self._transformed_ops),
            (tf.Tensor, self._transformed_ts),
        ):
            if isinstance(top, kind):
                return found
        raise TypeError(f"Expected a tf.Tensor or a tf.Operation, got a {type(top)}")

    def transformed(self, original, missing_fn=None):
        """The copies of a structure of tensors and operations.

        Without a copy: None, or ``missing_fn(original)``.
        """
        return self._each(original, lambda top: self._map(top).get(top), missing_fn)

    def original(self, transformed, missing_fn=None):
        """The originals of a structure of copies: as `transformed`."""

        def find(top):
            return next((o for o, t in self._map(top).items() if t is top), None)

        return self._each(transformed, find, missing_fn)

    @staticmethod
    def _each(tops, find, missing_fn):
        def found(top):
            other = find(top)
            return missing_fn(top) if other is None and missing_fn is not None else other

        return util.transform_tree(tops, found)

    def __str__(self):
        lines = ["Transform result info:"]
        if self._graph is self._graph_:
            lines.append(f"  Within graph[{id(self._graph)}]{'' if self._scope_ else ' IN-PLACE'}")
        else:
            lines.append(f"  graph[{id(self._graph)}] => graph[{id(self._graph_)}]")
        if self._scope:
            lines.append(f"  Relative to source scope: {self._scope}")
        if self._scope_:
            lines.append(f"  Scope destination: {self._scope_}")
        lines.append("Operations mapping:")
        lines += [f"  {op.name} => {op_.name}" for op, op_ in self._transformed_ops.items()]
        return "\n".join(lines) + "\n"


class _TmpInfo:
    """What the handlers of a `Transformer` are told; a name with ``_`` at its end is the copy's."""

    def __init__(self, sgv, dst_graph, dst_scope, src_scope):
        self.sgv = sgv
        self.sgv_inputs_set = frozenset(sgv.inputs)
        self.ops = frozenset(sgv.ops)
        self.control_outputs = util.ControlOutputs(sgv.graph)
        self.graph, self.graph_ = sgv.graph, dst_graph
        self.scope, self.scope_ = src_scope, dst_scope
        self.transformed_ops, self.transformed_ts = {}, {}
        self.collections = {
            key: self.graph.get_collection(key) for key in self.graph.get_all_collection_keys()
        }
        self.cyclic_ops = []
        self.transform_original_op_handler = transform_op_if_inside_handler
        self.tmp_cyclic_ts = []

    def new_name(self, name):
        """`name` moved from the source scope to that of the copy."""
        if not name.startswith(self.scope):
            raise ValueError(f"{name} does not belong to source scope: {self.scope}.")
        return self.scope_ + name[len(self.scope) :]


class Transformer:
    """Copies a subgraph; what it does with each part is for its handlers, which can be replaced.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> y = tf.sqrt(tf.constant(4.0, name="x"), name="y")
    >>> ge = tf.contrib.graph_editor
    >>> copier = ge.Transformer()
    >>> copier.transform_external_input_handler = lambda info, t: tf.constant(9.0)
    >>> view, info = copier(ge.sgv(y.op), tf.get_default_graph(), "nine")
    >>> with tf.Session() as sess:
    ...     print(sess.run(info.transformed(y)))
    3.0

    The handlers: `transform_op_handler`, `transform_control_input_handler`,
    `assign_collections_handler`, `transform_external_input_handler`,
    `transform_external_hidden_input_handler` (for inputs that were removed from the view) and
    `transform_original_op_handler`.
    """

    def __init__(self):
        self.transform_op_handler = copy_op_handler
        self.transform_control_input_handler = transform_op_if_inside_handler
        self.assign_collections_handler = assign_renamed_collections_handler
        self.transform_external_input_handler = replace_t_with_placeholder_handler
        self.transform_external_hidden_input_handler = keep_t_if_possible_handler
        self.transform_original_op_handler = transform_op_if_inside_handler

    def __call__(self, sgv, dst_graph, dst_scope, src_scope="", reuse_dst_scope=False):
        """Copies `sgv`; the arguments and results are those of `copy`."""
        sgv = subgraph.make_view(sgv)
        util._check_is_graph(dst_graph)
        src_scope = util.scope_finalize(src_scope)
        dst_scope = util.scope_finalize(dst_scope)
        if dst_scope and not reuse_dst_scope:
            dst_scope = util.scope_finalize(dst_graph.unique_name(dst_scope[:-1]))
        info = _TmpInfo(sgv, dst_graph, dst_scope, src_scope)
        self._copy_ops(info)
        self._finalize_cycles(info)
        self._connect_control_inputs(info)
        return self._copied_view(info), TransformerInfo(info)

    def _copy_ops(self, info):
        for op in sorted(info.sgv.ops, key=lambda op: op._id):
            inputs = [self._copied_input(info, t, op) for t in op.inputs]
            op_, outputs = self.transform_op_handler(info, op, inputs)
            if op is op_:
                raise ValueError("In-place transformation not allowed.")
            info.transformed_ops[op] = op_
            self.assign_collections_handler(info, op, op_)
            for t, t_ in zip(op.outputs, outputs):
                info.transformed_ts[t] = t_
                self.assign_collections_handler(info, t, t_)

    def _copied_input(self, info, t, op):
        """What the copy of `op` reads in the place of `t`."""
        if t in info.transformed_ts:
            return info.transformed_ts[t]
        if t in info.sgv_inputs_set:
            return self.transform_external_input_handler(info, t)
        if t.op not in info.ops:
            return self.transform_external_hidden_input_handler(info, t)
        # A loop of TensorFlow 1's own control flow: connected once all operations are there.
        if op.type == "Merge":
            tensor = self._copied_input(info, op.inputs[0], op)
        elif t.op.type == "Enter":
            tensor = self._copied_input(info, t.op.inputs[0], op)
        else:
            with info.graph_.as_default():
                tensor = util.make_placeholder_from_tensor(t, info.scope_, prefix="geph_tmp")
        info.tmp_cyclic_ts.append((t, tensor, op))
        return tensor

    def _finalize_cycles(self, info):
        for t, temporary, op in info.tmp_cyclic_ts:
            op_ = info.transformed_ops[op]
            index = list(op_.inputs).index(temporary)
            rewiring.update_input(op_, index, info.transformed_ts[t])

    def _connect_control_inputs(self, info):
        for op in info.sgv.ops:
            op_, original = info.transformed_ops[op], _tf.original_op(op)
            if original is not None:
                original_ = self.transform_original_op_handler(info, original)
                if original_ is not None:
                    _tf.set_original_op(op_, original_)
            above = (self.transform_control_input_handler(info, ci) for ci in op.control_inputs)
            reroute.add_control_inputs(op_, [ci for ci in above if ci is not None])

    @staticmethod
    def _copied_view(info):
        """A view of the copy, with inputs and outputs in the order of the original's."""
        view = subgraph.SubGraphView(list(info.transformed_ops.values()))

        def there(ts, ts_):
            copies = (info.transformed_ts.get(t) for t in ts)
            return [t_ for t_ in copies if t_ is not None and t_ in ts_]

        return view.remap(
            there(info.sgv.inputs, view.inputs), there(info.sgv.outputs, view.outputs)
        )


def copy(sgv, dst_graph=None, dst_scope="", src_scope="", reuse_dst_scope=False):
    """Copies a subgraph; placeholders are in the place of its inputs.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> y = tf.sqrt(tf.constant(4.0, name="x"), name="y")
    >>> view, info = tf.contrib.graph_editor.copy(y.op, dst_scope="again")
    >>> [op.name for op in view.ops], view.ops[0].inputs[0].name
    (['again/y'], 'again/geph__x_0:0')

    Args:
        sgv: A `SubGraphView`, or what `make_view` takes.
        dst_graph: Where to; by default the same graph.
        dst_scope: The name scope of the copy.
        src_scope: The name scope of the original, which is taken from the names.
        reuse_dst_scope: The scope need not be new.

    Returns:
        A view of the copy, and a `TransformerInfo`.

    Raises:
        TypeError: `dst_graph` is none.
        ValueError: An operation is not in `src_scope`.
    """
    sgv = subgraph.make_view(sgv)
    dst_graph = sgv.graph if dst_graph is None else dst_graph
    return Transformer()(sgv, dst_graph, dst_scope, src_scope, reuse_dst_scope=reuse_dst_scope)


def copy_with_input_replacements(
    sgv, replacement_ts, dst_graph=None, dst_scope="", src_scope="", reuse_dst_scope=False
):
    """Copies a subgraph with other inputs, a dict of tensor to tensor; the rest stay.

    The other arguments, and the results, are those of `copy`.
    """
    sgv = subgraph.make_view(sgv)
    copier = Transformer()

    def replaced(info, t):
        return replacement_ts[t] if t in replacement_ts else keep_t_if_possible_handler(info, t)

    copier.transform_external_input_handler = replaced
    dst_graph = sgv.graph if dst_graph is None else dst_graph
    return copier(sgv, dst_graph, dst_scope, src_scope, reuse_dst_scope=reuse_dst_scope)


def graph_replace(target_ts, replacement_ts, dst_scope="", src_scope="", reuse_dst_scope=False):
    """The tensors `target_ts` computed with others in the place of some: a copy of what is between.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> x = tf.constant(4.0)
    >>> y = tf.sqrt(x) + 1.0
    >>> z = tf.contrib.graph_editor.graph_replace(y, {x: tf.constant(9.0)})
    >>> with tf.Session() as sess:
    ...     print(*sess.run([y, z]))
    3.0 4.0

    Args:
        target_ts: A tensor, or a structure of them.
        replacement_ts: A dict of tensor to tensor.
        dst_scope: As for `copy`.
        src_scope: As for `copy`.
        reuse_dst_scope: As for `copy`.

    Returns:
        The same structure; a target that depends on none of them is itself.

    Raises:
        ValueError: No target depends on any of them.
    """
    targets = util.flatten_tree(target_ts)
    graph = util.get_unique_graph(targets, check_types=tf.Tensor)
    ops = select.get_walks_intersection_ops(
        list(replacement_ts), targets, control_ios=util.ControlOutputs(graph)
    )
    if not ops:
        raise ValueError("Targets and replacements are not connected!")
    _, info = copy_with_input_replacements(
        ops, replacement_ts, None, dst_scope, src_scope, reuse_dst_scope
    )
    return info.transformed(target_ts, missing_fn=lambda t: t)
