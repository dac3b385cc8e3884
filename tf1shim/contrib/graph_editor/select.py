"""Which operations and tensors: by name, by what is above or below them, by boundaries."""

from __future__ import annotations

import re

import tf1shim as tf
from tf1shim.contrib.graph_editor import util


def can_be_regex(obj):
    """True for a string and for a compiled regular expression."""
    return isinstance(obj, (str, re.Pattern))


def make_regex(obj):
    """The regular expression.

    Raises:
        ValueError: `obj` is neither a string nor one.
    """
    if not can_be_regex(obj):
        raise ValueError(f"Expected a string or a regex, got: {type(obj)}")
    return re.compile(obj) if isinstance(obj, str) else obj


def _get_input_ts(ops):
    return list(dict.fromkeys(t for op in util.make_list_of_op(ops) for t in op.inputs))


def _get_output_ts(ops):
    return [t for op in util.make_list_of_op(ops) for t in op.outputs]


def filter_ts(ops, positive_filter):
    """The inputs and outputs of `ops` that a function (or True) accepts."""
    ops = util.make_list_of_op(ops)
    ts = util.concatenate_unique(_get_input_ts(ops), _get_output_ts(ops))
    return ts if positive_filter is True else [t for t in ts if positive_filter(t)]


def filter_ts_from_regex(ops, regex):
    """The inputs and outputs of `ops` in whose names `regex` is found."""
    regex = make_regex(regex)
    return filter_ts(ops, positive_filter=lambda t: regex.search(t.name))


def filter_ops(ops, positive_filter):
    """The operations that a function (or True) accepts."""
    ops = util.make_list_of_op(ops)
    return ops if positive_filter is True else [op for op in ops if positive_filter(op)]


def filter_ops_from_regex(ops, regex):
    """The operations in whose names `regex` is found.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default() as graph:
    ...     y = tf.add(tf.constant(1, name="a"), tf.constant(2, name="ab"), name="c")
    >>> [op.name for op in tf.contrib.graph_editor.filter_ops_from_regex(graph, "^a")]
    ['a', 'ab']
    """
    regex = make_regex(regex)
    return filter_ops(ops, lambda op: regex.search(op.name))


def get_name_scope_ops(ops, scope):
    """The operations in a name scope."""
    return filter_ops_from_regex(ops, f"^{scope[:-1] if scope[-1:] == '/' else scope}(/.*)?$")


def check_cios(control_inputs=False, control_outputs=None, control_ios=None):
    """``(control_inputs, control_outputs)`` of arguments that may say both with `control_ios`.

    Raises:
        TypeError: `control_outputs` or `control_ios` is no `ControlOutputs`.
        ValueError: Both are given.
    """
    for given in (control_ios, control_outputs):
        if given is not None and not isinstance(given, util.ControlOutputs):
            raise TypeError(f"Expected a util.ControlOutputs, got: {type(given)}")
    if control_ios is not None:
        if control_outputs is not None:
            raise ValueError("control_outputs should be None when using control_ios.")
        control_inputs, control_outputs = True, control_ios
    if control_outputs is not None:
        control_outputs.update()
    return control_inputs, control_outputs


def get_ops_ios(ops, control_inputs=False, control_outputs=None, control_ios=None):
    """All operations directly above and below `ops`.

    Args:
        ops: Operations.
        control_inputs: Whether to follow what they wait for.
        control_outputs: A `ControlOutputs`, to follow what waits for them.
        control_ios: A `ControlOutputs`, for both.
    """
    control_inputs, control_outputs = check_cios(control_inputs, control_outputs, control_ios)
    found = {}
    for op in util.make_list_of_op(ops):
        found.update(dict.fromkeys(t.op for t in op.inputs))
        for t in op.outputs:
            found.update(dict.fromkeys(t.consumers()))
        if control_outputs is not None:
            found.update(dict.fromkeys(control_outputs.get(op)))
        if control_inputs:
            found.update(dict.fromkeys(op.control_inputs))
    return list(found)


def compute_boundary_ts(ops):
    """``(inputs, outputs, inside)``: the tensors that enter `ops`, that leave them, and the rest.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default():
    ...     x = tf.constant(1.0, name="x")
    ...     y = tf.exp(tf.sin(x, name="sin"), name="y")
    ...     z = tf.exp(y, name="z")
    >>> found = tf.contrib.graph_editor.compute_boundary_ts([y.op.inputs[0].op, y.op])
    >>> [[t.name for t in ts] for ts in found]
    [['x:0'], ['y:0'], ['sin:0']]

    A tensor that is read inside as well as outside is among the outputs and inside.
    """
    ops = util.make_list_of_op(ops)
    inputs, outputs = _get_input_ts(ops), _get_output_ts(ops)
    made, inside_ops = set(outputs), set(ops)
    inside = [t for t in inputs if t in made]
    only_inside = {t for t in inside if inside_ops.issuperset(t.consumers())}
    return (
        [t for t in inputs if t not in made],
        [t for t in outputs if t not in only_inside],
        inside,
    )


def get_within_boundary_ops(
    ops,
    seed_ops,
    boundary_ops=(),
    inclusive=True,
    control_inputs=False,
    control_outputs=None,
    control_ios=None,
):
    """Those of `ops` that can be reached from `seed_ops`, up and down, without crossing others.

    Args:
        ops: What may be found.
        seed_ops: Where to begin.
        boundary_ops: Where to stop.
        inclusive: Whether the boundary belongs to it.
        control_inputs: Whether to follow what an operation waits for.
        control_outputs: A `ControlOutputs`, to follow what waits for it.
        control_ios: A `ControlOutputs`, for both.

    Raises:
        ValueError: A seed is on the boundary.
    """
    control_inputs, control_outputs = check_cios(control_inputs, control_outputs, control_ios)
    ops = util.make_list_of_op(ops)
    found = set(util.make_list_of_op(seed_ops, allow_graph=False))
    boundary = set(util.make_list_of_op(boundary_ops))
    if boundary & found:
        raise ValueError("Boundary is intersecting with the seeds.")
    wave = list(found)
    while wave:
        near = set(get_ops_ios(wave, control_inputs, control_outputs)) - found
        wave = list(near - boundary)
        found |= near if inclusive else near - boundary
    return [op for op in ops if op in found]


def _walk(seeds, of_tensors, neighbours, inclusive, within_ops, within_ops_fn):
    """All operations reached from `seeds` by ``neighbours(op)``, nearest first."""
    if not util.is_iterable(seeds):
        seeds = [seeds]
    if not seeds:
        return []
    if isinstance(seeds[0], tf.Tensor):
        seeds = of_tensors(util.make_list_of_t(seeds, allow_graph=False))
    else:
        seeds = util.make_list_of_op(seeds, allow_graph=False)
    seeds = dict.fromkeys(seeds)
    if within_ops:
        within_ops = frozenset(util.make_list_of_op(within_ops, allow_graph=False))
        seeds = {op: None for op in seeds if op in within_ops}

    def is_within(op):
        return (within_ops is None or op in within_ops) and (
            within_ops_fn is None or within_ops_fn(op)
        )

    found, wave = dict(seeds), list(seeds)
    while wave:
        near = dict.fromkeys(new for op in wave for new in neighbours(op))
        wave = [op for op in near if op not in found and is_within(op)]
        found.update(dict.fromkeys(wave))
    return [op for op in found if inclusive or op not in seeds]


def get_forward_walk_ops(
    seed_ops,
    inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    stop_at_ts=(),
    control_outputs=None,
):
    """All operations that depend on `seed_ops`.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default():
    ...     x = tf.constant(1.0, name="x")
    ...     y = tf.exp(tf.sin(x, name="sin"), name="y")
    >>> [op.name for op in tf.contrib.graph_editor.get_forward_walk_ops(x.op)]
    ['x', 'sin', 'y']

    Args:
        seed_ops: Operations, or tensors: then the operations that read them.
        inclusive: Whether they are part of the result.
        within_ops: If given, no others are found.
        within_ops_fn: A function that says which may be found.
        stop_at_ts: Tensors that are not followed.
        control_outputs: A `ControlOutputs`, to follow what waits for an operation too.
    """
    _, control_outputs = check_cios(False, control_outputs)
    stops = frozenset(util.make_list_of_t(stop_at_ts))

    def below(op):
        for t in op.outputs:
            if t not in stops:
                yield from t.consumers()
        if control_outputs is not None:
            yield from control_outputs.get(op)

    return _walk(seed_ops, util.get_consuming_ops, below, inclusive, within_ops, within_ops_fn)


def get_backward_walk_ops(
    seed_ops,
    inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    stop_at_ts=(),
    control_inputs=False,
):
    """All operations that `seed_ops` depend on.

    Args:
        seed_ops: Operations, or tensors: then the operations that compute them.
        inclusive: Whether they are part of the result.
        within_ops: If given, no others are found.
        within_ops_fn: A function that says which may be found.
        stop_at_ts: Tensors that are not followed.
        control_inputs: Whether to follow what an operation waits for too.
    """
    stops = frozenset(util.make_list_of_t(stop_at_ts))

    def above(op):
        for t in op.inputs:
            if t not in stops:
                yield t.op
        if control_inputs:
            yield from op.control_inputs

    return _walk(seed_ops, util.get_generating_ops, above, inclusive, within_ops, within_ops_fn)


def _walks(
    forward_seed_ops,
    backward_seed_ops,
    forward_inclusive,
    backward_inclusive,
    within_ops,
    within_ops_fn,
    control_inputs,
    control_outputs,
    control_ios,
):
    control_inputs, control_outputs = check_cios(control_inputs, control_outputs, control_ios)
    within = {"within_ops": within_ops, "within_ops_fn": within_ops_fn}
    return (
        get_forward_walk_ops(
            forward_seed_ops, forward_inclusive, control_outputs=control_outputs, **within
        ),
        get_backward_walk_ops(
            backward_seed_ops, backward_inclusive, control_inputs=control_inputs, **within
        ),
    )


def get_walks_intersection_ops(
    forward_seed_ops,
    backward_seed_ops,
    forward_inclusive=True,
    backward_inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    control_inputs=False,
    control_outputs=None,
    control_ios=None,
):
    """The operations on the ways from one set of operations (or tensors) to another.

    The arguments are those of `get_forward_walk_ops` and `get_backward_walk_ops`.
    """
    forward, backward = _walks(**locals())
    backward = frozenset(backward)
    return [op for op in forward if op in backward]


def get_walks_union_ops(
    forward_seed_ops,
    backward_seed_ops,
    forward_inclusive=True,
    backward_inclusive=True,
    within_ops=None,
    within_ops_fn=None,
    control_inputs=False,
    control_outputs=None,
    control_ios=None,
):
    """All operations below one set of operations (or tensors), and all above another.

    The arguments are those of `get_forward_walk_ops` and `get_backward_walk_ops`.
    """
    forward, backward = _walks(**locals())
    return util.concatenate_unique(forward, backward)


def _select(args, kwargs, own, other, from_regex, make_list):
    """What `select_ops` and `select_ts` do; `own` and `other` say ``ops`` and ``ts``."""
    graph = kwargs.pop("graph", None)
    if graph is not None and not isinstance(graph, tf.Graph):
        colon = ":" if own == "ops" else ""
        raise TypeError(f"Expected a tf.Graph, got{colon} {type(graph)}")
    accepts = kwargs.pop("positive_filter", None)
    marked_only = kwargs.pop(f"restrict_{own}_regex", False)
    kwargs.pop(f"restrict_{other}_regex", None)
    if kwargs:
        raise ValueError(f"Wrong keywords argument: {next(iter(kwargs))}.")
    found = {}
    for arg in args:
        if can_be_regex(arg):
            if graph is None:
                raise ValueError("Use the keyword argument 'graph' to use regex.")
            regex = make_regex(arg)
            if regex.pattern.startswith(f"(?#{other})"):
                continue
            if marked_only and not regex.pattern.startswith(f"(?#{own})"):
                continue
            items = from_regex(graph, regex)
        else:
            items = make_list(arg)
        found.update(dict.fromkeys(i for i in items if accepts is None or accepts(i)))
    return list(found)


def select_ops(*args, **kwargs):
    """Operations, given themselves or by regular expressions for their names.

    >>> import tf1shim as tf
    >>> with tf.Graph().as_default() as graph:
    ...     y = tf.add(tf.constant(1, name="a"), tf.constant(2, name="ab"), name="c")
    >>> [op.name for op in tf.contrib.graph_editor.select_ops(y.op, "b$", graph=graph)]
    ['c', 'ab']

    Args:
        *args: Operations, iterables of them (tensors are left out), graphs, regular expressions;
            one that begins with ``(?#ts)`` is not for operations.
        **kwargs: `graph`, for regular expressions; `positive_filter`, a function that says which
            to take; `restrict_ops_regex`, only those that begin with ``(?#ops)`` count.

    Raises:
        TypeError: `graph` is none.
        ValueError: An unknown argument, or a regular expression without `graph`.
    """
    return _select(
        args,
        kwargs,
        "ops",
        "ts",
        filter_ops_from_regex,
        lambda arg: util.make_list_of_op(arg, ignore_ts=True),
    )


def select_ts(*args, **kwargs):
    """Tensors, given themselves or by regular expressions for their names.

    As `select_ops`, with `restrict_ts_regex` and ``(?#ts)``.
    """
    return _select(
        args,
        kwargs,
        "ts",
        "ops",
        filter_ts_from_regex,
        lambda arg: util.make_list_of_t(arg, ignore_ops=True),
    )


def select_ops_and_ts(*args, **kwargs):
    """``(operations, tensors)``: as `select_ops` and `select_ts`.

    A regular expression is for operations, unless it begins with ``(?#ts)``.
    """
    ops = select_ops(*args, restrict_ops_regex=False, **kwargs)
    return ops, select_ts(*args, restrict_ts_regex=True, **kwargs)
