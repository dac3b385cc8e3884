"""Graphs in files: those that real TensorFlow 1.15.5 wrote, and those written here."""

import os

import numpy as np
import pytest
import tensorflow
from google.protobuf import text_format

import tf1shim as tf
from conformance.graph_files import saved
from conformance.graph_files.programs import PROGRAMS
from conformance.graph_files.recorded import Recorded
from conformance.graph_files.replay import close, jsonable, steps


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """``files(name)``: the path of a recorded file, and what 1.15.5 said of it."""
    return Recorded(tmp_path_factory)


def restored(path, saver=None, **kwargs):
    """A session in a graph imported from `path`; its saver, or a new one, restored it."""
    imported = tf.train.import_meta_graph(path + ".meta", **kwargs)
    sess = tf.Session()
    (saver() if saver else imported).restore(sess, path)
    sess.run(tf.local_variables_initializer())
    return sess


@pytest.mark.parametrize("saver", [None, tf.train.Saver], ids=["its saver", "a new saver"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_training_goes_on_as_in_tf_1_15(files, name, saver):
    """Three more steps of the restored graph give the values that they give in 1.15.5."""
    path, about = files(name)
    with restored(path, saver) as sess:
        found = steps(tf, sess, about)
        variables = {v.name: jsonable(sess.run(v)) for v in tf.global_variables()}
    close(jsonable(found), about["values"])
    assert variables.keys() == about["variables"].keys()
    for variable, expected in about["variables"].items():
        close(variables[variable], expected)


@pytest.mark.parametrize("name", PROGRAMS)
def test_collections_have_the_names_of_tf_1_15(files, name):
    """Every collection has the items that it has in 1.15.5, by their names and in order."""
    path, about = files(name)
    tf.train.import_meta_graph(path + ".meta")
    graph = tf.get_default_graph()
    found = {
        key: [getattr(item, "name", None) for item in graph.get_collection(key)]
        for key in graph.get_all_collection_keys()
        if isinstance(key, str)
    }
    assert found == {k: v for k, v in about["collections"].items() if not k.startswith("[")}


@pytest.mark.parametrize("name", PROGRAMS)
def test_names_and_static_shapes_are_those_of_tf_1_15(files, name):
    """Every tensor that is a value in 1.15.5 is there under its name; its shape is no vaguer."""
    path, about = files(name)
    tf.train.import_meta_graph(path + ".meta")
    graph = tf.get_default_graph()
    wrong = {}
    for tensor, shape in about["shapes"].items():
        found = graph.get_tensor_by_name(tensor).shape
        known = tf.TensorShape(shape)
        if not known.is_compatible_with(found) or known.merge_with(found) != found:
            wrong[tensor] = (found, shape)
    assert wrong == {}


# --- graphs of references ------------------------------------------------------------------------


def ref_graph(*nodes):
    """A GraphDef of TF1: the variable 'v', its initializer and value, and `nodes`."""
    graph_def = tf.GraphDef()
    graph_def.versions.producer = 134
    dtype, shape = tf.AttrValue(type=tf.float32.as_datatype_enum), tf.TensorShape([]).as_proto()
    value = tf.make_tensor_proto(3.0)
    common = (
        ("v", "VariableV2", [], {"dtype": dtype, "shape": tf.AttrValue(shape=shape)}),
        ("c", "Const", [], {"dtype": dtype, "value": tf.AttrValue(tensor=value)}),
        ("v/Assign", "Assign", ["v", "c"], {"T": dtype}),
        ("v/read", "Identity", ["v"], {"T": dtype}),
    )
    for name, op, inputs, attrs in (*common, *nodes):
        node = graph_def.node.add(name=name, op=op, input=inputs)
        for key, attr in ({"T": dtype} if attrs is None else attrs).items():
            node.attr[key].CopyFrom(attr)
    return graph_def


def test_the_name_of_a_reference_means_its_value():
    """'v:0' can be returned, looked up, fetched and fed; 'v/Assign' initializes."""
    found, read = tf.import_graph_def(ref_graph(), return_elements=["v:0", "v/read:0"], name="")
    graph = tf.get_default_graph()
    assert found is graph.get_tensor_by_name("v:0")
    with tf.Session() as sess:
        sess.run("v/Assign")
        assert sess.run([found, read, "v:0"]) == [3.0, 3.0, 3.0]
        assert sess.run(read, {"v:0": 5.0}) == 5.0
        with pytest.raises(tf.errors.FailedPreconditionError, match="uninitialized value v"):
            tf.Session().run("v:0")


def test_a_saver_takes_the_tensors_of_imported_variables(tmp_path):
    """As in TF1, a `Saver` of {key: 'v:0'} saves and restores a variable that nobody declared."""
    tf.import_graph_def(ref_graph(), name="")
    v = tf.get_default_graph().get_tensor_by_name("v:0")
    saver = tf.train.Saver({"key": v})
    with tf.Session() as sess:
        sess.run("v/Assign")
        path = saver.save(sess, f"{tmp_path}/model")
    assert tf.train.list_variables(path) == [("key", [])]
    with tf.Session() as sess:
        saver.restore(sess, path)
        assert sess.run(v) == 3.0


def test_another_tensor_may_stand_in_for_a_variable():
    """`input_map` replaces the variable, or its value, for all that use it."""
    nodes = [("y", "Neg", ["v/read"], None), ("z", "Neg", ["v"], None)]
    graph_def = tf.graph_util.extract_sub_graph(ref_graph(*nodes), ["y", "z"])
    seven = tf.constant(7.0)
    y, z = tf.import_graph_def(graph_def, {"v:0": seven}, ["y:0", "z:0"])
    (only_y,) = tf.import_graph_def(graph_def, {"v/read:0": seven}, ["y:0"])
    with tf.Session() as sess:
        assert sess.run([y, z, only_y]) == [-7.0, -7.0, -7.0]


def test_a_use_after_an_update_sees_the_update():
    """TF1's 'v/read' was the variable's memory: what waits for an update gets the new value."""
    nodes = [
        ("add", "AssignAdd", ["v", "c"], None),
        ("after", "Identity", ["v/read", "^add"], None),
        ("sum", "Add", ["v/read", "add"], None),
        ("twice", "AssignAdd", ["add", "c"], None),
    ]
    tf.import_graph_def(ref_graph(*nodes), name="")
    with tf.Session() as sess:
        sess.run("v/Assign")
        assert sess.run("after:0") == 6.0
        assert sess.run("sum:0") == 18.0
        assert sess.run("twice:0") == 15.0
        assert sess.run("v:0") == 15.0


def test_names_of_control_flow_stay_with_what_was_added(files):
    """Gradients through a loop of TF1 that was imported are those of the loop."""
    path, about = files("loops")
    with restored(path) as sess:
        out = tf.get_default_graph().get_tensor_by_name(about["fetch"][0])
        v = tf.global_variables()[0]
        grad, there = tf.gradients(out, v)[0], tf.get_default_graph().get_tensor_by_name
        assert sess.run(grad) == sess.run(there(about["fetch"][1]))


def test_old_queues_become_resources():
    """Queues whose handles were references to strings run as those of today."""
    graph_def = ref_graph()
    types = tf.AttrValue(list=tf.AttrValue.ListValue(type=[tf.float32.as_datatype_enum]))
    for name, op, inputs, key in (
        ("q", "FIFOQueue", [], "component_types"),
        ("put", "QueueEnqueue", ["q", "c"], "Tcomponents"),
        ("get", "QueueDequeue", ["q"], "component_types"),
    ):
        node = graph_def.node.add(name=name, op=op, input=inputs)
        node.attr[key].CopyFrom(types)
    tf.import_graph_def(graph_def, name="")
    with tf.Session() as sess:
        sess.run("put")
        assert sess.run("get:0") == 3.0


def test_what_cannot_be_imported_is_named():
    """Ops on references without a successor, and ops that are unknown, are named in the error."""
    barrier = tf.GraphDef()
    barrier.node.add(name="b", op="Barrier").attr["component_types"].list.type.append(1)
    with pytest.raises(tf.errors.UnimplementedError, match=r"cannot run: Barrier \(node 'b'\)"):
        tf.import_graph_def(barrier)
    unknown = tf.GraphDef()
    unknown.node.add(name="x", op="SomeContribOp")
    with pytest.raises(tf.errors.NotFoundError, match="Op type not registered 'SomeContribOp'"):
        tf.import_graph_def(unknown)
    assert tf.get_default_graph().get_operations() == []


def test_unknown_attributes_are_dropped():
    """An attribute that an op has not here is ignored, as TensorFlow 2 does."""
    graph_def = ref_graph()
    graph_def.node[1].attr["new"].i = 1
    c = tf.import_graph_def(graph_def, return_elements=["c:0"])[0]
    with tf.Session() as sess:
        assert sess.run(c) == 3.0


def test_attributes_at_their_defaults_may_be_missing(files):
    """A meta graph stripped of defaults imports; so does one with a list of other ops."""
    path, about = files("adam")
    meta_graph = tf.MetaGraphDef.FromString(open(path + ".meta", "rb").read())
    for node in meta_graph.graph_def.node:
        for name in {"use_locking", "validate_shape", "container", "transpose_a"} & {*node.attr}:
            default = {"validate_shape": True, "container": b""}.get(name, False)
            if getattr(node.attr[name], node.attr[name].WhichOneof("value")) == default:
                del node.attr[name]
    with tf.Session() as sess:
        tf.train.import_meta_graph(meta_graph, clear_devices=True).restore(sess, path)
        close(sess.run("out:0", about["feeds"][0]).tolist(), restored_out(path, about))


def restored_out(path, about):
    """The net's output in a graph of its own."""
    with tf.Graph().as_default(), restored(path) as sess:
        return sess.run("out:0", about["feeds"][0]).tolist()


# --- functions -----------------------------------------------------------------------------------


def test_functions_of_one_name_are_kept_apart():
    """A function in a file that has the name of another one here keeps its own body."""

    def looped(factor):
        graph = tf.Graph()
        with graph.as_default():
            out = tf.while_loop(lambda x: x < 50.0, lambda x: x * factor, [tf.constant(1.0)])
            tf.identity(out, name="out")
        return graph.as_graph_def()

    two, three = looped(2.0), looped(3.0)
    names = [sorted(f.signature.name for f in g.library.function) for g in (two, three)]
    text = str(three)
    for old, new in zip(names[1], names[0]):
        text = text.replace(old, new)
    same_names = tensorflow.compat.v1.GraphDef()
    text_format.Parse(text, same_names)
    outs = [tf.import_graph_def(g, return_elements=["out:0"])[0] for g in (two, same_names)]
    with tf.Session() as sess:
        assert sess.run(outs) == [64.0, 81.0]


# --- files written here --------------------------------------------------------------------------


def test_a_graph_def_has_only_what_tf_1_15_knows():
    """Attributes that ops have got since are not written; an assignment still compares shapes."""
    v = tf.get_variable("v", [2])
    tf.assign(v, tf.placeholder(tf.float32, name="x"), name="set")
    graph_def = tf.get_default_graph().as_graph_def()
    attrs = {name for node in graph_def.node for name in node.attr}
    assert not attrs & {"debug_name", "allowed_devices", "validate_shape"}
    with tf.Graph().as_default(), tf.Session() as sess:
        tf.import_graph_def(graph_def, name="")
        with pytest.raises(tf.errors.InvalidArgumentError):
            sess.run("set", {"x:0": [1.0, 2.0, 3.0]})


def test_variables_become_constants(files):
    """A session's part of a graph, frozen, gives the same values; also of a graph of 1.15.5."""
    path, about = files("rnn")
    feed = dict(about["feeds"][0])
    with restored(path) as sess:
        state = about["fetch"][2]
        expected = sess.run(state, feed)
        for graph_def in (sess.graph.as_graph_def(), tf.MetaGraphDef.FromString(
            open(path + ".meta", "rb").read()).graph_def):  # fmt: skip
            frozen = tf.graph_util.convert_variables_to_constants(
                sess, graph_def, [state.partition(":")[0]]
            )
            assert not {n.op for n in frozen.node} & {"VarHandleOp", "VariableV2", "ReadVariableOp"}
            with tf.Graph().as_default(), tf.Session() as other:
                tf.import_graph_def(frozen, name="")
                np.testing.assert_allclose(other.run(state, feed), expected, rtol=1e-6)


def test_the_tool_freezes_what_tf_1_15_wrote(files, tmp_path):
    """``freeze_graph`` takes a graph and a checkpoint of 1.15.5, and a SavedModel of ours."""
    from tf1shim.python.tools import freeze_graph

    path, about = files("adam")
    feed, out = {"x:0": about["feeds"][0]["x:0"]}, f"{tmp_path}/frozen.pb"
    with restored(path) as sess:
        expected = sess.run("out:0", feed)
        x, y = (sess.graph.get_tensor_by_name(name) for name in ("x:0", "out:0"))
        tf.saved_model.simple_save(sess, f"{tmp_path}/saved", {"x": x}, {"y": y})
        tf.train.write_graph(sess.graph_def, str(tmp_path), "graph.pbtxt")
    for kwargs in (
        {"input_graph": f"{tmp_path}/graph.pbtxt", "input_checkpoint": path},
        {"input_meta_graph": path + ".meta", "input_checkpoint": path, "input_binary": True},
        {"input_saved_model_dir": f"{tmp_path}/saved", "input_checkpoint": None},
    ):
        arguments = dict.fromkeys(
            ("input_graph", "input_saver", "restore_op_name", "filename_tensor_name"), ""
        )
        arguments.update(input_binary=False, output_node_names="out", output_graph=out)
        arguments.update(clear_devices=True, initializer_nodes="")
        arguments.update(kwargs)
        with tf.Graph().as_default():
            freeze_graph.freeze_graph(**arguments)
        graph_def = tf.GraphDef.FromString(open(out, "rb").read())
        with tf.Graph().as_default(), tf.Session() as sess:
            tf.import_graph_def(graph_def, name="")
            np.testing.assert_allclose(sess.run("out:0", feed), expected, rtol=1e-6)


def test_a_meta_graph_below_a_scope(tmp_path):
    """A scope is exported and imported below another one: its variables, its collections."""
    from tf1shim.python.framework import meta_graph

    with tf.variable_scope("a"):
        v = tf.get_variable("v", initializer=2.0)
        tf.add_to_collection("mine", v)
        tf.multiply(v, 3.0, name="y")
    file = f"{tmp_path}/a.meta"
    _, variables = meta_graph.export_scoped_meta_graph(file, export_scope="a")
    assert list(variables) == ["v:0"]
    with tf.Graph().as_default() as graph, tf.Session() as sess:
        found = meta_graph.import_scoped_meta_graph(file, import_scope="b")
        assert found["v:0"] is tf.trainable_variables()[0] is graph.get_collection("mine")[0]
        sess.run(tf.global_variables_initializer())
        assert sess.run("b/y:0") == 6.0


# --- SavedModels ---------------------------------------------------------------------------------


def test_the_saved_model_of_tf_1_15_is_used_as_there(files, tmp_path):
    """It loads by its tags, answers by its signatures, finds its file, and trains on."""
    path, expected = files("saved_model")
    close_all(saved.use(tf, path), expected)
    saved.save(tf, f"{tmp_path}/ours")
    close_all(saved.use(tf, f"{tmp_path}/ours"), expected)


def close_all(found, expected):
    """`close` for dicts too."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys()
        found, expected = list(found.values()), [*expected.values()]
    if isinstance(expected, list):
        assert len(found) == len(expected)
        for a, b in zip(found, expected):
            close_all(a, b)
    else:
        close(found, expected)


def test_tensorflow_2_loads_the_saved_model(tmp_path):
    """TF2's loader calls the signatures and has the variables."""
    saved.save(tf, f"{tmp_path}/saved")
    loaded = tensorflow.saved_model.load(f"{tmp_path}/saved", ["serve"])
    out = loaded.signatures["serving_default"](words=tensorflow.constant(["blue", "black"]))
    np.testing.assert_allclose(out["score"], [11.2, 0.4], rtol=1e-5)
    assert {v.name for v in loaded.variables} >= {"rows:0", "bias:0", "global_step:0"}
    assert os.listdir(f"{tmp_path}/saved/assets") == ["vocabulary.txt"]


def test_new_gradients_go_through_the_loops_of_tf_1(files):
    """`tf.gradients` of an imported dynamic_rnn, and a new optimizer on it, as in 1.15.5."""
    path, about = files("rnn")
    tf.train.import_meta_graph(path + ".meta")
    loss = tf.get_default_graph().get_tensor_by_name(about["fetch"][0])
    norm = tf.global_norm(tf.gradients(loss, tf.trainable_variables()))
    train = tf.train.AdamOptimizer(0.1).minimize(loss, name="again")
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        tf.train.Saver(tf.trainable_variables()).restore(sess, path)
        close(jsonable(sess.run([loss, norm], about["feeds"][0])), about["values"][0][:2])
        sess.run(train, about["feeds"][0])
        assert sess.run(loss, about["feeds"][0]) < about["values"][0][0]
    attrs = {name for node in tf.get_default_graph().as_graph_def().node for name in node.attr}
    assert "_gradient_op_type" not in attrs
