"""Lists of operations and tensors, control outputs, placeholders' names."""

from __future__ import annotations

import re

import tf1shim as tf

_DEFAULT_PLACEHOLDER_PREFIX = "geph"
# `VARIABLES` is an old name of `GLOBAL_VARIABLES`; asking for it logs a warning.
_COLLECTION_KEYS = [key for key in dir(tf.GraphKeys) if not re.match("__|VARIABLES$", key)]


def concatenate_unique(la, lb):
    """Appends to the list `la` what of `lb` is not in it; returns it."""
    there = set(la)
    for item in lb:
        if item not in there:
            la.append(item)
            there.add(item)
    return la


class ListView:
    """A list that cannot be changed."""

    def __init__(self, list_):
        if not isinstance(list_, list):
            raise TypeError(f"Expected a list, got: {type(list_)}.")
        self._list = list_

    def __iter__(self):
        return iter(self._list)

    def __len__(self):
        return len(self._list)

    def __getitem__(self, i):
        return self._list[i]

    def __add__(self, other):
        return [*self, *other]


def is_iterable(obj):
    """True for what can be iterated over, which a tensor cannot."""
    if isinstance(obj, tf.Tensor):
        return False
    try:
        iter(obj)
    except TypeError:
        return False
    return True


def flatten_tree(tree, leaves=None):
    """The leaves of nested dicts and iterables, appended to the list `leaves`."""
    leaves = [] if leaves is None else leaves
    if is_iterable(tree):
        for child in tree.values() if isinstance(tree, dict) else tree:
            flatten_tree(child, leaves)
    else:
        leaves.append(tree)
    return leaves


def transform_tree(tree, fn, iterable_type=tuple):
    """The same structure of ``fn(leaf)``; iterables that are no sequence become `iterable_type`."""
    if not is_iterable(tree):
        return fn(tree)
    if isinstance(tree, dict):
        return type(tree)((k, transform_tree(child, fn)) for k, child in tree.items())
    made = [transform_tree(child, fn) for child in tree]
    if hasattr(tree, "_make"):
        return type(tree)(*made)
    return type(tree)(made) if isinstance(tree, (tuple, list)) else iterable_type(made)


def check_graphs(*args):
    """Raises ValueError unless all views are of the same graph (or empty)."""
    graph = None
    for i, view in enumerate(args):
        if graph is None:
            graph = view.graph
        elif view.graph is not None and view.graph is not graph:
            raise ValueError(f"Argument[{i}]: Wrong graph!")


def get_unique_graph(tops, check_types=None, none_if_empty=False):
    """The graph of all tensors and operations of a list.

    Raises:
        TypeError: Something else is among them.
        ValueError: There are several graphs, or none.
    """
    if isinstance(tops, tf.Graph):
        return tops
    if not is_iterable(tops):
        raise TypeError(f"{type(tops)} is not iterable")
    if check_types is None:
        check_types = (tf.Operation, tf.Tensor)
    elif not is_iterable(check_types):
        check_types = (check_types,)
    graph = None
    for top in tops:
        if not isinstance(top, check_types):
            types = ", ".join(map(str, check_types))
            raise TypeError(f"Expected a type in ({types}), got: {type(top)}")
        if graph is None:
            graph = top.graph
        elif graph is not top.graph:
            raise ValueError(f"Operation {top} does not belong to given graph")
    if graph is None and not none_if_empty:
        raise ValueError("Can't find the unique graph of an empty list")
    return graph


def _make_list(items, kind, everything, check_graph, allow_graph, ignore_others):
    """`items`, one or several or a graph, as a list of those that are of the class `kind`."""
    if isinstance(items, tf.Graph):
        if not allow_graph:
            raise TypeError("allow_graph is False: cannot convert a tf.Graph.")
        return everything(items)
    if not is_iterable(items):
        items = [items]
    if not items:
        return []
    if check_graph:
        get_unique_graph(items, check_types=None if ignore_others else kind)
    return [item for item in items if isinstance(item, kind)]


def make_list_of_op(ops, check_graph=True, allow_graph=True, ignore_ts=False):
    """A list of operations, of one or of several, or of all of a graph.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default() as graph:
    ...     x = tf.constant(1, name="x")
    >>> [op.name for op in tf.contrib.graph_editor.make_list_of_op(graph)]
    ['x']

    Args:
        ops: An operation, an iterable of them, or a graph.
        check_graph: Whether they must be of one graph.
        allow_graph: Whether `ops` may be a graph.
        ignore_ts: Tensors among them are left out, not refused.

    Raises:
        TypeError: Something else is among them.
        ValueError: They are of several graphs.
    """
    return _make_list(
        ops, tf.Operation, lambda g: g.get_operations(), check_graph, allow_graph, ignore_ts
    )


def make_list_of_t(ts, check_graph=True, allow_graph=True, ignore_ops=False):
    """A list of tensors, of one or of several, or of all of a graph.

    As `make_list_of_op`; `ignore_ops` leaves operations out.
    """
    return _make_list(ts, tf.Tensor, get_tensors, check_graph, allow_graph, ignore_ops)


def get_tensors(graph):
    """All tensors of a graph.

    Raises:
        TypeError: It is none.
    """
    _check_is_graph(graph, "a graph")
    return [t for op in graph.get_operations() for t in op.outputs]


def get_generating_ops(ts):
    """The operations that compute the tensors `ts`, one for each."""
    return [t.op for t in make_list_of_t(ts, allow_graph=False)]


def get_consuming_ops(ts):
    """The operations that read any of the tensors `ts`."""
    ts = make_list_of_t(ts, allow_graph=False)
    return list(dict.fromkeys(op for t in ts for op in t.consumers()))


def _check_is_graph(graph, what="a tf.Graph"):
    if not isinstance(graph, tf.Graph):
        raise TypeError(f"Expected {what}, got: {type(graph)}")


class ControlOutputs:
    """Which operations wait for which.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default() as graph:
    ...     a = tf.no_op(name="a")
    ...     with tf.control_dependencies([a]):
    ...         b = tf.no_op(name="b")
    >>> [op.name for op in tf.contrib.graph_editor.ControlOutputs(graph).get(a)]
    ['b']

    Raises:
        TypeError: `graph` is none.
    """

    def __init__(self, graph):
        _check_is_graph(graph)
        self._control_outputs = {}
        self._graph = graph
        self._version = None
        self.update()

    def update(self):
        """Looks again if the graph has changed; returns this object."""
        version = (self._graph.version, getattr(self._graph, "rewirings", 0))
        if self._version != version:
            self._version = version
            self._control_outputs.clear()
            for op in self._graph.get_operations():
                for above in dict.fromkeys(op.control_inputs):
                    self._control_outputs.setdefault(above, []).append(op)
        return self

    def get_all(self):
        """A dict of operation to list of operations."""
        return self._control_outputs

    def get(self, op):
        """The operations that wait for `op`."""
        return self._control_outputs.get(op, ())

    @property
    def graph(self):
        """The graph."""
        return self._graph


def scope_finalize(scope):
    """`scope` with a slash at its end, unless it is empty."""
    return scope + "/" if scope and scope[-1] != "/" else scope


def scope_dirname(scope):
    """`scope` up to its last slash, with it."""
    return scope[: scope.rfind("/") + 1]


def scope_basename(scope):
    """`scope` after its last slash."""
    return scope[scope.rfind("/") + 1 :]


def placeholder_name(t=None, scope=None, prefix=_DEFAULT_PLACEHOLDER_PREFIX):
    """The name of a placeholder that stands for the tensor `t`, in `scope`.

    >>> import tf1shim as tf
    >>> tf.contrib.graph_editor.placeholder_name(scope="here")
    'here/geph'

    Raises:
        TypeError: `t` is no tensor.
    """
    scope = scope if scope is None else scope_finalize(scope)
    if t is None:
        return f"{scope or ''}{prefix}"
    if not isinstance(t, tf.Tensor):
        raise TypeError(f"Expected a tf.Tenfor, got: {type(t)}")
    base = scope_basename(t.op.name)
    name = base if base.startswith(prefix + "__") else f"{prefix}__{base}_{t.value_index}"
    return (scope_dirname(t.op.name) if scope is None else scope) + name


def make_placeholder_from_tensor(t, scope=None, prefix=_DEFAULT_PLACEHOLDER_PREFIX):
    """A placeholder of the dtype, the shape and (after a prefix) the name of `t`.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default():
    ...     tf.contrib.graph_editor.make_placeholder_from_tensor(tf.constant(1, name="one")).name
    'geph__one_0:0'
    """
    return tf.placeholder(t.dtype, t.shape, placeholder_name(t, scope=scope, prefix=prefix))


def make_placeholder_from_dtype_and_shape(
    dtype, shape=None, scope=None, prefix=_DEFAULT_PLACEHOLDER_PREFIX
):
    """A placeholder whose name is `prefix` in `scope`."""
    return tf.placeholder(dtype, shape, placeholder_name(scope=scope, prefix=prefix))


def get_predefined_collection_names():
    """The collections that TensorFlow names itself."""
    return [getattr(tf.GraphKeys, key) for key in _COLLECTION_KEYS]


def find_corresponding_elem(target, dst_graph, dst_scope="", src_scope=""):
    """What in `dst_graph` has the name of `target`, which is moved from one scope to the other."""
    name, src_scope = target.name, scope_finalize(src_scope)
    if not name.startswith(src_scope):
        raise ValueError(f"{name} does not start with {src_scope}")
    name = scope_finalize(dst_scope) + name[len(src_scope) :]
    if isinstance(target, tf.Tensor):
        return dst_graph.get_tensor_by_name(name)
    if isinstance(target, tf.Operation):
        return dst_graph.get_operation_by_name(name)
    raise TypeError(f"Expected tf.Tensor or tf.Operation, got: {type(target)}")


def find_corresponding(targets, dst_graph, dst_scope="", src_scope=""):
    """The same for a structure of tensors and operations."""
    return transform_tree(
        targets, lambda top: find_corresponding_elem(top, dst_graph, dst_scope, src_scope)
    )
