"""tf.contrib.graph_editor: what is selected, rewired and copied, and what that then computes."""

import re

from conformance.goldens.cases import Table

table = Table(__name__)


def names(items):
    return [item.name for item in items]


def ordered(items):
    """The names of a set: in what order TF1 gives them is left to chance."""
    return sorted(names(items))


def a_graph(tf):
    """Two constants, a sum, its square and negative, and who waits for whom."""
    with tf.name_scope("foo"):
        a = tf.constant([1.0, 2.0], name="a")
        with tf.name_scope("bar"):
            b = tf.constant([3.0, 4.0], name="b")
            c = tf.add(a, b, name="c")
        d = tf.square(c, name="d")
    with tf.control_dependencies([d.op]):
        e = tf.negative(c, name="e")
        f = tf.multiply(d, e, name="f")
    g = tf.subtract(f, a, name="g")
    return a, b, c, d, e, f, g


def views(ge, *found):
    """What views say."""
    return [[names(v.ops), names(v.inputs), names(v.outputs), names(v.passthroughs)] for v in found]


def wiring(graph):
    """The inputs of every operation."""
    return [
        [op.name, names(op.inputs), ordered(op.control_inputs)] for op in graph.get_operations()
    ]


@table.case
def lists(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    graph = c.graph
    return {
        "ops": names(ge.make_list_of_op(graph)),
        "op": names(ge.make_list_of_op(a.op)),
        "mixed": names(ge.make_list_of_op([a.op, b, c.op], ignore_ts=True)),
        "ts": names(ge.make_list_of_t(graph)),
        "t": names(ge.make_list_of_t(a)),
        "mixed_ts": names(ge.make_list_of_t((a.op, b), ignore_ops=True)),
        "none": [ge.make_list_of_op([]), ge.make_list_of_t(())],
        "tensors": names(ge.get_tensors(graph)),
        "generating": names(ge.get_generating_ops([c, d, c])),
        "consuming": ordered(ge.get_consuming_ops([a, c])),
    }


@table.case
def control_outputs(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    found = ge.ControlOutputs(c.graph)
    before = {op.name: ordered(ops) for op, ops in found.get_all().items()}
    with tf.control_dependencies([a]):
        tf.no_op(name="later")
    return {
        "before": before,
        "stale": list(found.get(a.op)),
        "after": names(found.update().get(a.op)),
        "graph": found.graph is c.graph,
    }


@table.case
def placeholders(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    p = ge.make_placeholder_from_tensor(c)
    return {
        "names": [
            ge.placeholder_name(),
            ge.placeholder_name(c),
            ge.placeholder_name(c, scope="there"),
            ge.placeholder_name(scope="there/"),
            ge.placeholder_name(c, scope="", prefix="other"),
            ge.placeholder_name(p),
        ],
        "made": [p.name, p.dtype.name, p.shape.as_list()],
        "in_scope": ge.make_placeholder_from_tensor(a, scope="x").name,
        "of_dtype": ge.ph(tf.int32, [2], scope="y").name,
        "again": ge.make_placeholder_from_dtype_and_shape(tf.int32, prefix="zz").name,
    }


@table.case
def filters(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    graph = c.graph
    return {
        "regex": [ge.can_be_regex(x) for x in ("a", re.compile("a"), 3, None)],
        "pattern": ge.make_regex("a.c").pattern,
        "ops": names(ge.filter_ops(graph, lambda op: op.type == "Const")),
        "ops_all": names(ge.filter_ops([a.op, b.op], True)),
        "ops_regex": names(ge.filter_ops_from_regex(graph, "^foo/.*[bc]$")),
        "ts": names(ge.filter_ts([c.op, d.op], lambda t: "bar" in t.name)),
        "ts_all": names(ge.filter_ts([c.op, d.op], True)),
        "ts_regex": names(ge.filter_ts_from_regex(graph, re.compile("[ef]:0"))),
        "scope": names(ge.get_name_scope_ops(graph, "foo/bar")),
        "scope_slash": names(ge.get_name_scope_ops(graph, "foo/")),
    }


@table.case
def boundaries(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    cios = ge.ControlOutputs(c.graph)
    ops = c.graph
    return {
        "ios": ordered(ge.get_ops_ios(c.op)),
        "ios_control": ordered(ge.get_ops_ios([d.op], control_ios=cios)),
        "ios_control_inputs": ordered(ge.get_ops_ios([f.op], control_inputs=True)),
        "boundary": [names(ts) for ts in ge.compute_boundary_ts([c.op, d.op, f.op])],
        "boundary_of_all": [names(ts) for ts in ge.compute_boundary_ts(ops)],
        "within": names(ge.get_within_boundary_ops(ops, [d.op], [c.op])),
        "within_exclusive": names(ge.get_within_boundary_ops(ops, d.op, c.op, inclusive=False)),
        "within_control": names(
            ge.get_within_boundary_ops(ops, d.op, [c.op, f.op], False, control_ios=cios)
        ),
        "cios": [type(x).__name__ for x in ge.check_cios(control_ios=cios)],
        "none": ge.check_cios(),
    }


@table.case
def walks(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    cios = ge.ControlOutputs(c.graph)
    return {
        "forward": ordered(ge.get_forward_walk_ops(d.op)),
        "forward_of_tensor": ordered(ge.get_forward_walk_ops([c])),
        "forward_exclusive": ordered(ge.get_forward_walk_ops([d.op], inclusive=False)),
        "forward_within": ordered(ge.get_forward_walk_ops(c.op, within_ops=[c.op, d.op, f.op])),
        "forward_fn": ordered(ge.get_forward_walk_ops(c.op, within_ops_fn=lambda op: op != f.op)),
        "forward_stop": ordered(ge.get_forward_walk_ops(c.op, stop_at_ts=[d, e])),
        "forward_control": ordered(ge.get_forward_walk_ops(d.op, control_outputs=cios)),
        "backward": ordered(ge.get_backward_walk_ops(e.op)),
        "backward_of_tensor": ordered(ge.get_backward_walk_ops([e, d], inclusive=False)),
        "backward_within": ordered(ge.get_backward_walk_ops(g.op, within_ops=[g.op, f.op])),
        "backward_stop": ordered(ge.get_backward_walk_ops(g.op, stop_at_ts=[c])),
        "backward_control": ordered(ge.get_backward_walk_ops(e.op, control_inputs=True)),
        "none": ge.get_forward_walk_ops([]),
        "intersection": ordered(ge.get_walks_intersection_ops(c.op, f.op)),
        "intersection_exclusive": ordered(ge.get_walks_intersection_ops(c, f.op, True, False)),
        "intersection_control": ordered(
            ge.get_walks_intersection_ops(d.op, e.op, control_ios=cios)
        ),
        "union": ordered(ge.get_walks_union_ops(f.op, d.op)),
    }


@table.case
def selections(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    graph = c.graph
    ops, ts = ge.select_ops_and_ts("^foo/d", "(?#ts)bar", a, f.op, graph=graph)
    return {
        "ops": names(ge.select_ops(d.op, "b$", [a.op, c], graph=graph)),
        "ops_filter": names(ge.select_ops(graph, positive_filter=lambda op: "foo" in op.name)),
        "ops_restricted": names(
            ge.select_ops("a$", "(?#ops)b$", graph=graph, restrict_ops_regex=True)
        ),
        "ts": names(ge.select_ts(d, "b:0$", [a.op, c], graph=graph)),
        "ts_filter": names(ge.select_ts(graph, positive_filter=lambda t: "foo" in t.name)),
        "both": [names(ops), names(ts)],
    }


@table.case
def view(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    made = ge.sgv(c.op, d.op, f.op)
    return {
        "views": views(
            ge,
            made,
            ge.sgv("^foo/bar", graph=c.graph),
            ge.sgv_scope("foo", c.graph),
            ge.SubGraphView([d.op], [a, c]),
            ge.SubGraphView(),
            made.copy(),
            made.remap([1, 0], [0]),
            made.remap_inputs([b]),
            made.remap_outputs([c, f, c]),
            made.remap([0], [1]).remap_default(),
            made.remap([0], [1]).remap_default(remove_output_map=False),
            made.remap_outputs([0, 0]).remap_outputs_make_unique(),
            made.remap_outputs_to_consumers(),
            made.remap_inputs([a]).remap_outputs([c]).remove_unused_ops(),
        ),
        "connected": [names(made.connected_inputs), names(made.connected_outputs)],
        "through": [ge.SubGraphView([d.op], [a]).is_passthrough(t) for t in (a, c)],
        "at": [made.op(1).name, made.find_op_by_name("f").name, made.input_index(e)],
        "index": made.output_index(f),
        "consumers": ordered(made.consumers()),
        "bool": [bool(made), bool(ge.SubGraphView()), str(ge.SubGraphView())],
        "text": str(made).splitlines()[1:],
        "same": ge.make_view(made) is made,
        "sum": names(made.inputs + made.outputs),
    }


def rewired(name, fn):
    def program(tf):
        ge = tf.contrib.graph_editor
        a, b, c, d, e, f, g = ts = a_graph(tf)
        found = fn(tf, ge, *ts)
        return {"found": found, "wiring": wiring(c.graph), "g": g, "f": f}

    program.__name__ = name
    return table.case(program)


rewired("swap_ts", lambda tf, ge, a, b, c, d, e, f, g: ge.swap_ts([a, d], [b, e]))
rewired("reroute_ts", lambda tf, ge, a, b, c, d, e, f, g: ge.reroute_ts(a, c))
rewired(
    "reroute_ts_can_modify",
    lambda tf, ge, a, b, c, d, e, f, g: ge.reroute_ts([a], [c], can_modify=[d.op]),
)
rewired(
    "reroute_ts_cannot_modify",
    lambda tf, ge, a, b, c, d, e, f, g: ge.reroute_ts([a], [c], cannot_modify=d.op),
)
for _name in "swap_inputs reroute_inputs swap_outputs reroute_outputs swap_ios reroute_ios".split():
    rewired(
        _name,
        lambda tf, ge, a, b, c, d, e, f, g, fn=_name: views(
            ge, *getattr(ge, fn)(ge.sgv(d.op), ge.sgv(e.op))
        ),
    )
rewired(
    "reroute_inputs_of_tensors",
    lambda tf, ge, a, b, c, d, e, f, g: views(ge, *ge.reroute_inputs(b, ge.sgv(d.op))),
)
rewired(
    "control_inputs",
    lambda tf, ge, a, b, c, d, e, f, g: [
        ge.remove_control_inputs(e.op, d.op),
        ge.add_control_inputs(e.op, [a.op, b.op]),
    ],
)


@table.case
def detached_inputs(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    made, inputs = ge.detach_inputs([e.op, f.op], control_inputs=True)
    return {"made": views(ge, made), "inputs": names(inputs), "wiring": wiring(c.graph)}


@table.case
def detached_outputs(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    made, outputs = ge.detach_outputs([c.op, d.op], ge.ControlOutputs(c.graph))
    return {
        "made": views(ge, made),
        "outputs": [[t.name, t.shape.as_list()] for t in outputs],
        "wiring": wiring(c.graph),
    }


@table.case
def detached(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    made, inputs, outputs = ge.detach(ge.sgv(d.op), control_ios=ge.ControlOutputs(c.graph))
    return {
        "made": views(ge, made),
        "placeholders": [names(inputs), names(outputs)],
        "wiring": wiring(c.graph),
    }


rewired(
    "connect",
    lambda tf, ge, a, b, c, d, e, f, g: views(ge, *ge.connect(ge.sgv(b.op), ge.sgv(d.op))),
)
rewired(
    "connect_alone",
    lambda tf, ge, a, b, c, d, e, f, g: (
        views(ge, *ge.connect(ge.sgv(a.op), ge.sgv(d.op), True))
        + [ge.reroute_ts([b, b], [t for op in (c.op, g.op) for t in op.inputs if "geph" in t.name])]
    ),
)


@table.case
def bypass(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    made, inputs = ge.bypass(ge.sgv(d.op))
    return {"made": views(ge, made), "inputs": names(inputs), "wiring": wiring(c.graph)}


def copied(name, fn):
    def program(tf):
        ge = tf.contrib.graph_editor
        ts = a_graph(tf)
        tf.add_to_collection("mine", ts[2])
        tf.add_to_collection(tf.GraphKeys.LOSSES, ts[3])
        made, info, run = fn(tf, ge, *ts)
        graph = made.graph
        found = info.transformed({"d": ts[3], "pair": (ts[4].op, [ts[5]])}, missing_fn=lambda t: t)
        return {
            "made": views(ge, made),
            "wiring": wiring(graph),
            "transformed": {"d": found["d"].name, "op": found["pair"][0].name},
            "kind": type(found["pair"]).__name__,
            "original": getattr(info.original(made.ops[0]), "name", None),
            "missing": info.transformed(ts[6]) is None,
            "text": str(info).splitlines()[2:],
            "kept": {str(k): names(graph.get_collection(k)) for k in ("mine", "losses")},
            "run": run,
        }

    program.__name__ = name
    return table.case(program)


def of(made, info, run=()):
    return made, info, run


copied("copy", lambda tf, ge, a, b, c, d, e, f, g: of(*ge.copy([c.op, d.op], dst_scope="to")))
copied(
    "copy_all",
    lambda tf, ge, a, b, c, d, e, f, g: of(*ge.copy(c.graph, dst_scope="to")),
)
copied(
    "copy_from_scope",
    lambda tf, ge, a, b, c, d, e, f, g: of(
        *ge.copy(ge.sgv_scope("foo", c.graph), dst_scope="to", src_scope="foo")
    ),
)
copied(
    "copy_twice",
    lambda tf, ge, a, b, c, d, e, f, g: [
        ge.copy([e.op], dst_scope="to"),
        of(*ge.copy([d.op, e.op, f.op], dst_scope="to")),
    ][1],
)
copied(
    "copy_into_scope",
    lambda tf, ge, a, b, c, d, e, f, g: [
        ge.copy([d.op], dst_scope="to"),
        of(*ge.copy([d.op], dst_scope="to", reuse_dst_scope=True)),
    ][1],
)
copied(
    "copy_to_graph",
    lambda tf, ge, a, b, c, d, e, f, g: of(*ge.copy([c.op, d.op, e.op], tf.Graph(), "to")),
)
copied(
    "copy_with_replacements",
    lambda tf, ge, a, b, c, d, e, f, g: of(
        *ge.copy_with_input_replacements([d.op, e.op, f.op], {c: b}, dst_scope="to")
    ),
)


@table.case
def copy_without_scope(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    made, info = ge.copy([d.op])
    return {"made": views(ge, made), "text": str(info).splitlines()[1:2] == []}


@table.case
def replaced(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    new = tf.constant([5.0, 6.0], name="new")
    one = ge.graph_replace(g, {c: new}, dst_scope="one")
    two, kept = ge.graph_replace([f, a], {a: b, b: new}, dst_scope="two")
    return {"one": one, "two": two, "same": kept is a, "wiring": wiring(c.graph), "g": g}


@table.case
def replaced_in_a_model(tf):
    x = tf.constant([[1.0, 2.0]])
    y = tf.layers.dense(tf.layers.dense(x, 3, tf.nn.relu), 2)
    other = tf.contrib.graph_editor.graph_replace({"y": y}, {x: tf.constant([[3.0, 1.0]])})
    return {"y": y, "other": tf.identity(other["y"], name="other")}


@table.case
def gradients_of_replaced(tf):
    x, v = tf.constant([1.0, 2.0]), tf.get_variable("v", initializer=[3.0, 4.0])
    loss = tf.reduce_sum(tf.square(x * v))
    grad = tf.gradients(loss, v)[0]
    new = tf.contrib.graph_editor.graph_replace(grad, {x: x + 1.0})
    return {"grad": tf.identity(grad, name="was"), "new": tf.identity(new, name="is")}


@table.case
def transformer(tf):
    ge = tf.contrib.graph_editor
    a, b, c, d, e, f, g = a_graph(tf)
    made = ge.Transformer()

    def op_handler(info, op, new_inputs):
        if op.type == "Neg":
            with info.graph_.as_default():
                new = tf.abs(new_inputs[0], name=info.new_name(op.name)).op
            return new, new.outputs
        return ge.copy_op_handler(info, op, new_inputs, copy_shape=True)

    made.transform_op_handler = op_handler
    made.transform_external_input_handler = lambda info, t: b
    made.transform_external_hidden_input_handler = ge.keep_t_if_possible_handler
    made.transform_control_input_handler = lambda info, op: None
    view, info = made(ge.sgv(c.op, e.op, g.op).remap_inputs([a, f]), c.graph, "to")
    return {
        "view": views(ge, view),
        "wiring": wiring(c.graph),
        "out": info.transformed(e),
    }


@table.case
def transformed_node_def(tf):
    ge = tf.contrib.graph_editor
    x = tf.constant([1.0], name="x")
    y = tf.transpose(tf.expand_dims(x, 0), name="y")

    def renamed(node_def):
        node_def.name += "_other"
        return node_def

    made = ge.Transformer()
    made.transform_op_handler = lambda *args: ge.copy_op_handler(*args, nodedef_fn=renamed)
    view, _ = made(ge.sgv(y.op), x.graph, "to")
    return {"names": names(view.ops)}


# --- misuse ---------------------------------------------------------------------------------------


def refused(name, fn):
    def program(tf):
        return fn(tf, tf.contrib.graph_editor, *a_graph(tf))

    program.__name__ = "refused_" + name
    # Some texts name the class of tensors, which has another module here.
    return table.case(program, same_text=name not in ("int", "control_of_tensor", "replace_op"))


def elsewhere(tf):
    with tf.Graph().as_default():
        return tf.constant([1.0, 2.0], name="elsewhere")


for _name, _fn in {
    "tensor_for_op": lambda tf, ge, a, *_: ge.filter_ops(3, True),
    "int": lambda tf, ge, a, *_: ge.get_generating_ops([3]),
    "no_graph": lambda tf, ge, a, *_: ge.get_tensors(3),
    "graph_of_ops": lambda tf, ge, a, *_: ge.make_list_of_op(a.graph, allow_graph=False),
    "no_graph_for_outputs": lambda tf, ge, a, *_: ge.ControlOutputs("graph"),
    "placeholder_of_op": lambda tf, ge, a, *_: ge.placeholder_name(a.op),
    "no_regex": lambda tf, ge, a, *_: ge.make_regex(3),
    "regex_without_graph": lambda tf, ge, a, *_: ge.select_ops("a"),
    "ts_regex_without_graph": lambda tf, ge, a, *_: ge.select_ts("a"),
    "other_argument": lambda tf, ge, a, *_: ge.select_ts(a, other=3),
    "no_graph_to_select": lambda tf, ge, a, *_: ge.select_ops(a.op, graph=3),
    "no_graph_to_select_ts": lambda tf, ge, a, *_: ge.select_ts(a, graph=3),
    "no_cios": lambda tf, ge, a, *_: ge.check_cios(control_ios=3),
    "no_control_outputs": lambda tf, ge, a, *_: ge.check_cios(control_outputs=3),
    "both_cios": lambda tf, ge, a, *_: ge.check_cios(
        control_outputs=ge.ControlOutputs(a.graph), control_ios=ge.ControlOutputs(a.graph)
    ),
    "seed_on_boundary": lambda tf, ge, a, *_: ge.get_within_boundary_ops(a.graph, a.op, a.op),
    "two_graphs": lambda tf, ge, a, b, *_: ge.sgv(elsewhere(tf).op, b.op) and None,
    "other_graph": lambda tf, ge, a, *_: ge.sgv(a.op, graph=tf.Graph()),
    "input_range": lambda tf, ge, a, b, c, *_: ge.sgv(c.op).remap_inputs([2]),
    "input_twice": lambda tf, ge, a, b, c, *_: ge.sgv(c.op).remap_inputs([1, 1]),
    "output_range": lambda tf, ge, a, b, c, *_: ge.sgv(c.op).remap_outputs([-1]),
    "no_such_op": lambda tf, ge, a, *_: ge.sgv(a.op).find_op_by_name("z"),
    "sizes": lambda tf, ge, a, b, c, *_: ge.swap_ts([a, b], [c]),
    "dtypes": lambda tf, ge, a, *_: ge.swap_ts(a, tf.constant([1, 2])),
    "shapes": lambda tf, ge, a, *_: ge.reroute_ts(a, tf.constant([1.0])),
    "swap_of_graphs": lambda tf, ge, a, *_: ge.swap_inputs(a.op, elsewhere(tf).op),
    "control_of_tensor": lambda tf, ge, a, b, *_: ge.add_control_inputs(a.op, b),
    "control_input_twice": lambda tf, ge, a, b, c, d, e, *_: ge.add_control_inputs(e.op, d.op),
    "no_control_input": lambda tf, ge, a, b, *_: ge.remove_control_inputs(a.op, b.op),
    "copy_to_name": lambda tf, ge, a, *_: ge.copy(a.op, "graph"),
    "copy_of_other_scope": lambda tf, ge, a, *_: ge.copy(a.op, dst_scope="x", src_scope="y"),
    "in_place": lambda tf, ge, a, *_: in_place(ge, a),
    "not_connected": lambda tf, ge, a, b, *_: ge.graph_replace(a, {b: a}),
    "replace_op": lambda tf, ge, a, b, *_: ge.graph_replace(a.op, {b: a}),
    "transformed_int": lambda tf, ge, a, *_: ge.copy(a.op, dst_scope="x")[1].transformed(3),
    "bool_inputs": lambda tf, ge, a, *_: ge.copy_op_handler(None, a.op, True),
}.items():
    refused(_name, _fn)


def in_place(ge, a):
    made = ge.Transformer()
    made.transform_op_handler = lambda info, op, inputs: (op, op.outputs)
    return made(a.op, a.graph, "x")
