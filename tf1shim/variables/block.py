"""``with tf.variable_scope(...)``: opening scopes, as blocks that hold the graph."""

from __future__ import annotations

import contextlib

from tf1shim import _tf, errors
from tf1shim.graph import Graph, graph_context, in_graph
from tf1shim.variables.registry import current_scopes
from tf1shim.variables.scope import AUTO_REUSE, check_name, derived_scope, is_eager


class variable_scope:
    """Opens a scope: a prefix and defaults for the variables that ``get_variable`` makes inside.

    >>> import tf1shim as tf
    >>> def dense():
    ...   with tf.variable_scope("dense", reuse=tf.AUTO_REUSE):
    ...     return tf.get_variable("kernel", [2, 3])
    >>> dense().name, dense() is dense()
    ('dense/kernel:0', True)
    >>> with tf.variable_scope("net") as scope: op = tf.no_op(name="a")
    >>> with tf.variable_scope(scope): op.name, tf.no_op(name="a").name
    ('net/a', 'net_1/a')
    >>> with tf.variable_scope(scope, auxiliary_name_scope=False): tf.no_op(name="b").name
    'b'

    A scope object re-enters its scope; ``None`` with a `default_name` opens a new one each time.
    `reuse` True shares only, ``AUTO_REUSE`` shares or makes, None and False inherit. Inside, a
    name scope of the same name is open, a new one each time.

    Raises: TypeError and ValueError for a wrong name or `reuse`; RuntimeError where blocks were
      not left in the order they were entered.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/variable_scope
    """

    def __init__(
        self,
        name_or_scope,
        default_name=None,
        values=None,
        initializer=None,
        regularizer=None,
        caching_device=None,
        partitioner=None,
        custom_getter=None,
        reuse=None,
        dtype=None,
        use_resource=None,
        constraint=None,
        auxiliary_name_scope=True,
    ):
        self._name_or_scope = name_or_scope
        self._default_name = default_name
        self._overrides = {
            "initializer": initializer,
            "regularizer": regularizer,
            "caching_device": caching_device,
            "partitioner": partitioner,
            "custom_getter": custom_getter,
            "dtype": dtype,
            "use_resource": use_resource,
            "constraint": constraint,
        }
        self._reuse = None if reuse is False else reuse
        self._auxiliary_name_scope = auxiliary_name_scope
        if default_name is None and name_or_scope is None:
            raise TypeError(errors.SCOPE_NEEDS_NAME)
        if not (self._reuse is True or self._reuse is None or self._reuse is AUTO_REUSE):
            raise ValueError(errors.SCOPE_REUSE)
        self._graph = None if is_eager() else _graph_of([] if values is None else values)
        if not isinstance(auxiliary_name_scope, bool):
            raise TypeError(errors.SCOPE_AUXILIARY.format(value=auxiliary_name_scope))
        self._open = []  # what each entry that is still open must leave
        self._first = None  # what a second entry takes over from the first

    def __enter__(self):
        stack = contextlib.ExitStack()
        with stack:
            if self._graph is not None and not _building_function():
                graph = self._graph
                graph = graph.current() if isinstance(graph, Graph) else graph
                stack.enter_context(graph.as_default())
            scope = self._enter(stack)
            self._open.append(stack.pop_all())
        return scope

    def __exit__(self, *exc_info):
        return self._open.pop().__exit__(*exc_info)

    def _enter(self, stack):
        """Opens name scope and variable scope; what must be left goes on `stack`."""
        self._check()
        first = self._first is None
        name = self._default_name if self._name_or_scope is None else self._name_or_scope
        name_scope = self._enter_name_scope(stack, name)
        scopes = current_scopes()
        if first and self._name_or_scope is None:
            name = _unique(scopes, name)
        if not isinstance(name, str):
            made = self._first or self._reentered(name)
            self._first = made
            return stack.enter_context(_reopened(scopes, made))
        if first:
            self._first = (name, name if name_scope is None else name_scope)
        name, name_scope = self._first
        base = scopes.current_scope
        # An entry under reuse stays one, as in TF1.
        self._reuse = self._reuse or base.reuse
        full_name = f"{base.name}/{name}" if base.name else name
        made = derived_scope(base, full_name, name_scope, self._reuse, self._overrides)
        return stack.enter_context(_opened(scopes, made))

    def _check(self):
        """Raises before anything is opened or counted."""
        name = self._name_or_scope
        if name is not None and not isinstance(name, (str, _tf.VariableScope)):
            raise TypeError(errors.SCOPE_NAME_TYPE)
        if name is None and self._first is None and self._reuse:
            raise ValueError(errors.SCOPE_REUSE_WITHOUT_NAME)

    def _enter_name_scope(self, stack, name):
        """Opens the name scope; returns it, or None where there is none to open."""
        outer = _tf.get_name_scope()
        if not self._auxiliary_name_scope:
            return stack.enter_context(_tf.v1.name_scope(outer + "/" if outer else ""))
        if isinstance(name, _tf.VariableScope):
            name = name.name.rpartition("/")[2]
        if not name and self._name_or_scope is not None:
            return None
        if name:
            check_name(name, below_root=bool(outer))
        return stack.enter_context(_tf.v1.name_scope(name))

    def _reentered(self, scope):
        reuse = self._reuse or scope.reuse
        return derived_scope(scope, scope.name, scope.original_name_scope, reuse, self._overrides)


@contextlib.contextmanager
def _opened(scopes, scope):
    """Makes the new `scope` the current one."""
    old = scopes.current_scope
    scopes.open_variable_scope(scope.name)
    scopes.current_scope = scope
    try:
        yield scope
    finally:
        _check_nesting(scopes, scope)
        scopes.close_variable_subscopes(scope.name)
        scopes.current_scope = old


@contextlib.contextmanager
def _reopened(scopes, scope):
    """Makes `scope`, one that was open before, the current one; its counters start as they were."""
    old = scopes.current_scope
    scopes.open_variable_scope(scope.name)
    counts = dict(scopes.variable_scopes_count)
    scopes.current_scope = scope
    try:
        yield scope
    finally:
        _check_nesting(scopes, scope)
        scopes.variable_scopes_count = counts
        scopes.current_scope = old


def _check_nesting(scopes, scope):
    if scopes.current_scope is not scope:
        raise RuntimeError(errors.SCOPE_NESTING)


def _unique(scopes, name):
    """`name`, with a number behind it if a scope of that name was opened here before."""
    base = scopes.current_scope.name
    prefix = f"{base}/{name}" if base else name
    if scopes.variable_scope_count(prefix) == 0:
        return name
    number = 1
    while scopes.variable_scope_count(f"{prefix}_{number}") > 0:
        number += 1
    return f"{name}_{number}"


def pure_variable_scope(name, custom_getter=None):
    """A new scope without a name scope (what ``make_template`` reserves)."""
    scopes = current_scopes()
    base = scopes.current_scope
    full_name = f"{base.name}/{name}" if base.name else name
    overrides = dict.fromkeys(
        ("initializer", "regularizer", "caching_device", "partitioner", "use_resource")
    )
    overrides.update(custom_getter=custom_getter, dtype=_tf.dtypes.float32, constraint=None)
    return _opened(scopes, derived_scope(base, full_name, name, base.reuse, overrides))


def unique_scope_name(name):
    """The name that ``variable_scope(None, name)`` would give the scope it opens."""
    return _unique(current_scopes(), name)


def _building_function():
    return not _tf.executing_eagerly() and _tf.get_default_graph().building_function


def _graph_of(values):
    """The graph that `values` live in, else the default one."""
    with graph_context():
        return _tf.graph_from_inputs(values)


@in_graph
def get_variable_scope():
    """The scope that is open, the root scope if none is.

    >>> import tf1shim as tf
    >>> tf.get_variable_scope().name
    ''
    >>> with tf.variable_scope("net"): tf.get_variable_scope().name
    'net'

    Raises: nothing.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/get_variable_scope
    """
    return current_scopes().current_scope


@contextlib.contextmanager
def variable_op_scope(
    values,
    name_or_scope,
    default_name=None,
    initializer=None,
    regularizer=None,
    caching_device=None,
    partitioner=None,
    custom_getter=None,
    reuse=None,
    dtype=None,
    use_resource=None,
    constraint=None,
):
    """Deprecated by TF1 itself: `variable_scope` with `values` first.

    >>> import tf1shim as tf
    >>> with tf.variable_op_scope([], "net") as scope: scope.name
    'net'

    Raises: as `variable_scope`.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/variable_op_scope
    """
    _tf.v1.logging.warn(
        "tf.variable_op_scope(values, name, default_name) is deprecated, "
        "use tf.variable_scope(name, default_name, values)"
    )
    with variable_scope(
        name_or_scope,
        default_name=default_name,
        values=values,
        initializer=initializer,
        regularizer=regularizer,
        caching_device=caching_device,
        partitioner=partitioner,
        custom_getter=custom_getter,
        reuse=reuse,
        dtype=dtype,
        use_resource=use_resource,
        constraint=constraint,
    ) as scope:
        yield scope
