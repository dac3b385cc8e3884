"""`Graph` and the default graph; expected texts and names are TensorFlow 1.15.5's."""

import threading

import numpy as np
import pytest
from oracle import both

import tf1shim as tf


def value(fetch, feed=None, graph=None):
    """What a new session computes."""
    with tf.Session(graph=graph) as sess:
        return sess.run(fetch, feed)


def refusal(fn):
    """The class name and first line of what `fn` raises."""
    with pytest.raises(Exception) as caught:
        fn()
    return type(caught.value).__name__, str(caught.value).splitlines()[0]


# --- the default graph ------------------------------------------------------------------------


def test_default_graph_nests():
    """`as_default` nests; leaving a block restores the graph outside."""
    outside = tf.get_default_graph()
    g, h = tf.Graph(), tf.Graph()

    with g.as_default() as entered:
        assert entered is g
        with h.as_default():
            assert tf.constant(1.0).graph is h
        assert tf.constant(1.0).graph is g
        with tf.Session(graph=h):
            assert tf.get_default_graph() is h
    assert tf.get_default_graph() is outside
    assert type(outside) is tf.Graph


def test_reset_default_graph():
    """Reset gives an empty graph; within a nested graph it refuses as TF1 did."""
    before = tf.get_default_graph()
    x = tf.constant(1.0)

    tf.reset_default_graph()

    assert tf.get_default_graph() is not before
    assert tf.get_default_graph().get_operations() == []
    assert (x + 1).graph is before
    with tf.Graph().as_default():
        assert refusal(tf.reset_default_graph) == (
            "AssertionError",
            "Do not use tf.reset_default_graph() to clear nested graphs. If you need a cleared "
            "graph, exit the nesting and create a new graph.",
        )


def in_thread(fn):
    """What `fn` returns in a new thread."""
    found = []
    thread = threading.Thread(target=lambda: found.append(fn()))
    thread.start()
    thread.join()
    return found[0]


def test_a_thread_has_a_default_graph_of_its_own():
    """A new thread starts with an empty graph, and sees none of another thread's blocks."""
    default, other = tf.get_default_graph(), tf.Graph()
    x = tf.constant(1.0)

    def own():
        with other.as_default():
            return tf.get_default_graph() is other

    assert in_thread(tf.get_default_graph) is not default
    assert in_thread(lambda: tf.get_default_graph().get_operations()) == []
    with other.as_default():
        assert in_thread(tf.get_default_graph) not in (default, other)
    assert in_thread(own)
    assert in_thread(lambda: [(x + 1).graph, tf.square(x).graph]) == [default, default]
    assert in_thread(tf.reset_default_graph) is None
    assert tf.get_default_graph() is default


def test_a_thread_enters_no_block_of_another():
    """Name scopes, devices and control dependencies of one thread are not another's."""
    graph = tf.get_default_graph()

    def build():
        with graph.as_default():
            return tf.constant(1.0, name="k")

    with tf.name_scope("outer"), tf.device("/cpu:0"), tf.control_dependencies([tf.no_op()]):
        made = in_thread(build)

    assert (made.name, made.device, made.op.control_inputs) == ("k:0", "", [])


def test_threads_build_one_graph_together():
    """Ops built by several threads at once have unique names; no name scope leaks."""
    names, errors = [], []
    graph = tf.get_default_graph()

    def build(i):
        try:
            for j in range(40):
                with graph.as_default(), tf.name_scope(f"t{i}"):
                    names.append((i, (tf.constant(float(j)) + 1).name))
        except Exception as e:
            errors.append(e)

    threads = [threading.Thread(target=build, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert not errors
    assert len({name for _, name in names}) == 160
    assert all(name.startswith(f"t{i}") for i, name in names)


# --- names ------------------------------------------------------------------------------------


def test_name_scopes():
    """Scopes nest, are made unique, re-enter with '/', and start anew with None."""

    def program(tf):
        g, names = tf.get_default_graph(), []
        a = tf.constant(1.0)
        for scope in ("s", "s", "s/", None, "", "S"):
            with tf.name_scope("outer"), tf.name_scope(scope) as entered:
                names += [entered, g.get_name_scope(), tf.identity(a).name, (1 + a).name]
        with tf.name_scope("s") as kept:
            pass
        with tf.name_scope(kept):
            names.append(tf.identity(a, name="again").name)
        with tf.name_scope(None, "dflt", [a]) as entered, g.name_scope("g"):
            names += [entered, tf.constant(1).name]
        with tf.op_scope([a], None, "ops") as entered:
            names.append(entered)
        names += [g.unique_name("foo") for _ in range(2)]
        names += [g.unique_name("foo", mark_as_used=False), g.unique_name("FOO")]
        return names

    ours, theirs = both(program)

    assert ours.value == theirs.value


@pytest.mark.parametrize(
    ("fn", "line"),
    [
        (lambda: tf.constant(1, name="a b"), "'a b' is not a valid node name"),
        (lambda: tf.constant(1, name="_x"), "'_x' is not a valid node name"),
        (lambda: tf.name_scope("b b").__enter__(), "'b b' is not a valid scope name"),
    ],
)
def test_invalid_names(fn, line):
    """Invalid names are refused with TF1's words."""
    assert refusal(fn) == ("ValueError", line)


# --- looking things up ------------------------------------------------------------------------


def test_lookup():
    """Names give back the very objects; a variable's name means its value."""
    g = tf.get_default_graph()
    a = tf.constant(1.0, name="a")
    tf.Variable(3.0, name="w")

    assert g.get_tensor_by_name("a:0") is a
    assert g.get_operation_by_name("a") is a.op
    assert g.as_graph_element("a:0") is a
    assert g.as_graph_element(a) is a
    assert g.get_operations()[0] is a.op
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run("w:0") == 3.0
        assert sess.run(g.get_tensor_by_name("w:0")) == 3.0
    assert g.get_tensor_by_name("w:0").dtype.base_dtype == tf.float32


NOT_THERE = (
    "refers to a Tensor which does not exist. The operation, 'zz', does not exist in the graph."
)


@pytest.mark.parametrize(
    ("fn", "kind", "line"),
    [
        (lambda g: g.get_tensor_by_name("a"), "ValueError",
         "The name 'a' refers to an Operation, not a Tensor. "
         "Tensor names must be of the form \"<op_name>:<output_index>\"."),
        (lambda g: g.get_tensor_by_name("zz:0"), "KeyError", f"\"The name 'zz:0' {NOT_THERE}\""),
        (lambda g: g.get_tensor_by_name("a:1"), "KeyError",
         "\"The name 'a:1' refers to a Tensor which does not exist. The operation, 'a', exists but "
         'only has 1 outputs."'),
        (lambda g: g.get_tensor_by_name(3), "TypeError",
         "Tensor names are strings (or similar), not int."),
        (lambda g: g.get_operation_by_name("a:0"), "ValueError",
         "Name 'a:0' appears to refer to a Tensor, not a Operation."),
        (lambda g: g.get_operation_by_name("zz"), "KeyError",
         "\"The name 'zz' refers to an Operation not in the graph.\""),
        (lambda g: g.as_graph_element(3), "TypeError",
         "Can not convert a int into a Tensor or Operation."),
        (lambda g: tf.Graph().as_graph_element(tf.constant(1.0, name="o")), "ValueError",
         'Tensor Tensor("o:0", shape=(), dtype=float32) is not an element of this graph.'),
    ],
)  # fmt: skip
def test_lookup_refusals(fn, kind, line):
    """Names that mean nothing are refused with TF1's words."""
    tf.constant(1.0, name="a")

    assert refusal(lambda: fn(tf.get_default_graph())) == (kind, line)


def test_finalize():
    """A finalized graph refuses ops, from operators too."""
    x = tf.constant(1.0)
    tf.get_default_graph().finalize()
    expected = ("RuntimeError", "Graph is finalized and cannot be modified.")

    assert tf.get_default_graph().finalized
    assert refusal(lambda: tf.constant(1.0)) == expected
    assert refusal(lambda: x + 1) == expected
    assert refusal(lambda: tf.get_variable("v", [])) == expected
    assert value(x) == 1.0


def test_prevent_feeding():
    """What must not be fed or fetched is refused."""
    g = tf.get_default_graph()
    a, b = tf.constant(1.0), tf.constant(2.0)
    g.prevent_feeding(a)
    g.prevent_fetching(b.op)

    assert (g.is_feedable(a), g.is_fetchable(b)) == (False, False)
    assert refusal(lambda: value(a, {a: 2.0}))[0] == "ValueError"


# --- collections, scopes of attributes ----------------------------------------------------------


def test_collections():
    """Collections keep order and duplicates; `scope` is a regular expression."""

    def program(tf):
        g = tf.get_default_graph()
        for name in ("x/a", "y/a"):
            tf.add_to_collection("t", tf.constant(1.0, name=name))
        tf.add_to_collection("t", "text")
        g.add_to_collections(["c", "d", "c"], 3)
        tf.get_collection_ref("c").append(9)
        tf.get_collection("c").append(10)
        tf.Variable(1.0, name="w")
        found = [
            [t.name for t in tf.get_collection("t", scope)] for scope in ("x", ".*a", "x/", "z")
        ]
        found += [tf.get_collection("c"), tf.get_collection("d"), tf.get_collection("none")]
        found += [len(tf.get_collection("t")), sorted(map(str, g.get_all_collection_keys()))]
        g.clear_collection("c")
        return [*found, tf.get_collection("c"), [v.name for v in tf.trainable_variables("w")]]

    ours, theirs = both(program)

    assert ours.value == theirs.value


def test_attribute_scopes():
    """Devices, colocation, control dependencies and gradient overrides act outside any `with`."""

    def program(tf):
        g, found = tf.get_default_graph(), []
        x = tf.constant(1.0, name="x")
        with tf.device("/cpu:0"):
            found.append(tf.constant(1.0).device)
            with tf.device("/job:worker/task:1"):
                found.append(tf.constant(1.0).device)
            with tf.device(None):
                found.append(tf.constant(1.0).device)
        with tf.device(lambda op: "/cpu:0" if op.type == "Const" else "/gpu:0"):
            found += [tf.constant(1.0).device, tf.identity(x).device, (x + 1).device]
        with tf.colocate_with(x):
            found.append(tf.identity(3.0).op.colocation_groups())
        first, second = tf.no_op("first"), tf.no_op("second")
        with tf.control_dependencies([first]):
            with g.control_dependencies([second, x]):
                found.append(sorted(o.name for o in tf.identity(1.0).op.control_inputs))
            with tf.control_dependencies(None):
                found.append(tf.identity(1.0).op.control_inputs)
        tf.set_random_seed(7)
        return [*found, g.seed, tf.get_seed(None), tf.get_seed(3)]

    ours, theirs = both(program)

    assert ours.value == theirs.value


def test_gradient_override_map():
    """A registered gradient replaces an op's own inside the block."""
    tf.RegisterGradient("TestGraphSeven")(lambda op, grad: grad * 7.0)
    x = tf.constant([1.0, 2.0])

    with tf.get_default_graph().gradient_override_map({"Square": "TestGraphSeven"}):
        y = tf.square(x)

    np.testing.assert_array_equal(value(tf.gradients(y, x)[0]), [7, 7])
    np.testing.assert_array_equal(value(tf.gradients(tf.square(x), x)[0]), [2, 4])


def test_gradients_of_what_is_not_connected_are_none():
    """`tf.gradients` gives None where there is no path."""
    x, z = tf.constant([1.0, 2.0]), tf.constant(1.0)

    assert tf.gradients(x * 2, z) == [None]
    assert tf.gradients(tf.cast(x, tf.int32), x) == [None]
    assert value(tf.gradients(x * 2, z, unconnected_gradients="zero")[0]) == 0.0


# --- GraphDef ---------------------------------------------------------------------------------


def test_import_graph_def():
    """Imported elements are TF1's tensors; `input_map` and scopes work as in TF1."""
    a = tf.constant([1.0, 2.0], name="a")
    tf.identity(a, name="b")
    graph_def = tf.get_default_graph().as_graph_def()

    with tf.Graph().as_default() as g:
        b, op = tf.import_graph_def(graph_def, return_elements=["b:0", "a"])
        x = tf.constant([5.0, 6.0], name="x")
        with tf.name_scope("outer"):
            (mapped,) = tf.import_graph_def(graph_def, {"a:0": x}, ["b:0"], name="pre")
        (bare,) = tf.import_graph_def(graph_def, return_elements=["b:0"], name="")

    names = [element.name for element in (b, op, mapped, bare)]
    assert names == ["import/b:0", "import/a", "outer/pre/b:0", "b:0"]
    assert type(b) is tf.Tensor
    assert b.shape[0].value == 2
    assert type(g.get_tensor_by_name("b:0")) is tf.Tensor
    np.testing.assert_array_equal(value(mapped, graph=g), [5, 6])
    assert (bare + 1).graph is g


@pytest.mark.parametrize(
    ("kwargs", "kind", "line"),
    [
        ({"graph_def": 3}, "TypeError", "graph_def must be a GraphDef proto."),
        ({"return_elements": [3]}, "TypeError", "return_elements must be a list of strings."),
        ({"return_elements": ["zz:0"]}, "ValueError",
         "Requested return tensor 'zz:0' not found in graph def"),
        ({"input_map": {"zz:0": 1.0}}, "ValueError",
         "Attempted to map inputs that were not found in graph_def: [zz:0]"),
    ],
)  # fmt: skip
def test_import_refusals(kwargs, kind, line):
    """What cannot be imported is refused with TF1's words."""
    tf.constant(1.0, name="a")
    arguments = {"graph_def": tf.get_default_graph().as_graph_def(), **kwargs}

    assert refusal(lambda: tf.import_graph_def(**arguments)) == (kind, line)


def test_subclasses_of_graph():
    """A subclass of Graph makes TF1's tensors too."""

    class Mine(tf.Graph):
        pass

    with Mine().as_default() as g:
        x = tf.constant([1.0])

    assert isinstance(g, tf.Graph)
    assert type(x + 1) is tf.Tensor
