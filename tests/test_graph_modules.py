"""`tf1shim.load_module`: what real TensorFlow 1.15.5 wrote, as TensorFlow 2 modules."""

import os

import numpy as np
import pytest
import tensorflow

import tf1shim as tf
from conformance.graph_files.recorded import Recorded
from conformance.graph_files.replay import close


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """``files(name)``: the path of a recorded file, and what 1.15.5 said of it."""
    return Recorded(tmp_path_factory)


def fed(about):
    """The first recorded feed, as arguments by name."""
    return {name.removesuffix(":0"): value for name, value in about["feeds"][0].items()}


def trained(loss, variables):
    """The gradients of `loss()`, dense."""
    with tensorflow.GradientTape() as tape:
        value = loss()
    return [tensorflow.convert_to_tensor(g).numpy() for g in tape.gradient(value, variables)]


@pytest.mark.parametrize("name", ["adam", "batch_norm_dropout", "rnn", "loops", "partitioned"])
def test_a_meta_graph_gives_the_values_of_tf_1_15(files, name):
    """Loaded with its checkpoint it computes what 1.15.5 computed, conditions and loops too."""
    path, about = files(name)
    numbers = [i for i, v in enumerate(about["values"][0]) if not isinstance(v, str)]
    feeds = fed(about) if name != "batch_norm_dropout" else dict(fed(about), training=True)
    outputs = [about["fetch"][i] for i in numbers]
    module = tf.load_module(path + ".meta", {n: n + ":0" for n in feeds}, outputs)
    found = module(**feeds)
    if name != "batch_norm_dropout":  # where 1.15.5 dropped others
        close([v.numpy().tolist() for v in found], [about["values"][0][i] for i in numbers])
    known = {name.removesuffix(":0") for name in about["variables"]}
    assert {v.name.removesuffix(":0") for v in module.variables} <= known


def test_gradients_go_through_the_loops_of_tf_1_15(files):
    """The norm of a dynamic_rnn's gradients under a tape is what 1.15.5's own graph recorded."""
    path, about = files("rnn")
    feeds = fed(about)
    module = tf.load_module(path, {n: n + ":0" for n in feeds}, about["fetch"][0])
    grads = trained(lambda: module(**feeds), module.trainable_variables)
    norm = np.sqrt(sum(np.sum(g * g) for g in grads))
    np.testing.assert_allclose(norm, about["values"][0][1], rtol=1e-4)
    in_function = tensorflow.function(lambda: module(**feeds))
    for g, h in zip(grads, trained(in_function, module.trainable_variables)):
        np.testing.assert_allclose(g, h, rtol=1e-5)


def test_the_gradient_is_that_of_what_was_drawn(files):
    """Dropout in a tf.cond: the gradient belongs to the numbers that this very call drew."""
    path, about = files("batch_norm_dropout")
    feeds = dict(fed(about), training=True)
    module = tf.load_module(path, {n: n + ":0" for n in feeds}, about["fetch"])
    (bias,) = [v for v in module.variables if v.name == "dense_1/bias:0"]
    drawn = []
    for _ in range(2):
        with tensorflow.GradientTape() as tape:
            loss, out = module(**feeds)
        expected = np.mean(2 * (out.numpy() - np.float32(feeds["y"])))
        np.testing.assert_allclose(tape.gradient(loss, bias), [expected], rtol=1e-4)
        drawn.append(loss.numpy())
    assert drawn[0] != drawn[1]


def test_what_a_loop_changes_is_not_differentiated(files):
    """A second run of the loop would count twice: an error, and what to do instead."""
    path, about = files("loops")
    module = tf.load_module(path, [], about["fetch"][0])
    with pytest.raises(tf.errors.UnimplementedError, match="a second time"):
        trained(module, module.trainable_variables)
    module = tf.load_module(path, [], about["fetch"][1])
    np.testing.assert_allclose(module(), about["values"][0][1], rtol=1e-5)


# --- SavedModels ---------------------------------------------------------------------------------


def test_the_saved_model_of_tf_1_15_is_a_module(files):
    """Its signatures answer as there, by position and name, through its table and its file."""
    path, said = files("saved_model")
    module = tf.load_module(path)
    words = ["blue", "black"]
    for found in (
        module(words),
        module(words=words),
        module.signatures["serving_default"](words=tensorflow.constant(words)),
        tensorflow.function(module)(words),
    ):
        np.testing.assert_allclose(found["score"], said[1], rtol=1e-6)
    assert list(module.signatures) == ["serving_default"]
    assert [v.name for v in module.trainable_variables] == ["rows:0", "bias:0"]
    other = tf.load_module(path, tags=["serve", "train"])
    assert list(other.signatures) == ["regress"]
    np.testing.assert_allclose(other(words)["outputs"], said[1], rtol=1e-6)


def test_it_is_trained_saved_and_loaded_without_us(files, tmp_path):
    """A step of training changes the next answer; saving takes the table and its file."""
    path, _ = files("saved_model")
    module = tf.load_module(path)
    before = module(["blue"])["score"].numpy()
    with tensorflow.GradientTape() as tape:
        loss = tensorflow.reduce_sum(module(["blue"])["score"])
    grads = tape.gradient(loss, module.trainable_variables)
    for grad, variable in zip(grads, module.trainable_variables):
        variable.assign_sub(0.1 * tensorflow.convert_to_tensor(grad))
    after = module(["blue"])["score"].numpy()
    assert after < before
    tensorflow.saved_model.save(module, f"{tmp_path}/new", signatures=module.signatures)
    loaded = tensorflow.saved_model.load(f"{tmp_path}/new")
    out = loaded.signatures["serving_default"](words=tensorflow.constant(["blue"]))
    np.testing.assert_allclose(out["score"], after)
    assert [v.name for v in loaded.trainable_variables] == ["rows:0", "bias:0"]
    assert os.listdir(f"{tmp_path}/new/assets") == ["vocabulary.txt"]


def test_a_graph_with_several_signatures(tmp_path):
    """They share variables; one without an input of its own says so when it is asked for."""
    x = tf.placeholder(tf.float32, [None], name="x")
    w = tf.get_variable("w", initializer=2.0)
    other = tf.placeholder(tf.float32, [], name="other")
    predict = tf.saved_model.predict_signature_def
    with tf.Session() as sess:
        sess.run(w.initializer)
        builder = tf.saved_model.Builder(f"{tmp_path}/m")
        builder.add_meta_graph_and_variables(
            sess,
            ["serve"],
            {
                "twice": predict({"the/x": x}, {"y": x * w}),
                "squared": predict({"the/x": x}, {"y": x * w * w}),
                "other": predict({"x": x}, {"y": x * other}),
            },
        )
        builder.save()
    module = tf.load_module(f"{tmp_path}/m")
    assert sorted(module.signatures) == ["squared", "twice"]
    module.variables[0].assign(3.0)
    assert module.signatures["twice"](the_x=[1.0])["y"].numpy() == [3.0]
    assert module.signatures["squared"]([1.0])["y"].numpy() == [9.0]
    with pytest.raises(ValueError, match="You must feed a value for placeholder tensor 'other'"):
        module.signatures["other"]
    with pytest.raises(
        ValueError, match=r"several signatures: '(squared|twice)', '(squared|twice)'"
    ):
        module([1.0])
    chosen = tf.load_module(f"{tmp_path}/m", signature="squared")
    assert chosen(**{"the/x": [1.0]})["y"].numpy() == [4.0]
    with pytest.raises(ValueError, match="no signature 'thrice'"):
        tf.load_module(f"{tmp_path}/m", signature="thrice")
    tensorflow.saved_model.save(chosen, f"{tmp_path}/again", signatures=chosen.signatures)
    again = tf.load_module(f"{tmp_path}/again", signature="twice")
    assert again(**{"the/x": [1.0]})["y"].numpy() == [2.0]


# --- graph defs ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def frozen(files, tmp_path_factory):
    """The path of 1.15.5's 'adam' program, frozen; the GraphDef it comes from; feeds and output."""
    path, about = files("adam")
    with open(path + ".meta", "rb") as file:
        graph_def = tf.MetaGraphDef.FromString(file.read()).graph_def
    module = tf.load_module(path, "x:0", "out:0")
    constants = tf.graph_util.convert_variables_to_constants(module.session, graph_def, ["out"])
    directory = str(tmp_path_factory.mktemp("frozen"))
    tf.train.write_graph(constants, directory, "frozen.pb", as_text=False)
    tf.train.write_graph(constants, directory, "frozen.pbtxt")
    x = about["feeds"][0]["x:0"]
    return f"{directory}/frozen.pb", graph_def, x, module(x).numpy()


def test_a_frozen_graph_is_a_module(frozen):
    """Binary, text or proto: a module without variables that gives the same."""
    path, _, x, expected = frozen
    for source in (path, path + "txt", tf.GraphDef.FromString(open(path, "rb").read())):
        module = tf.load_module(source, "x:0", "out:0")
        assert module.variables == ()
        np.testing.assert_allclose(module(x), expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("trainable", "names"),
    [
        (True, ["net/w1:0", "net/b1:0", "net/w2:0"]),
        (["net/w*"], ["net/w1:0", "net/w2:0"]),
        ("net/b1:0", ["net/b1:0"]),
    ],
)
def test_constants_are_variables_again(frozen, trainable, names):
    """Those that look like variables, or are named, have their values, and are trained."""
    path, _, x, expected = frozen
    module = tf.load_module(path, "x:0", "out:0", trainable=trainable)
    assert [v.name for v in module.trainable_variables] == names
    np.testing.assert_allclose(module(x), expected, rtol=1e-6)
    module.trainable_variables[0].assign_add(tensorflow.ones_like(module.trainable_variables[0]))
    assert not np.allclose(module(x), expected)
    assert all(np.any(g) for g in trained(lambda: module(x), module.trainable_variables))


def test_a_graph_def_with_a_checkpoint(files, frozen):
    """Variables that are references, no collections: the values come from the checkpoint."""
    _, graph_def, x, expected = frozen
    path, _ = files("adam")
    module = tf.load_module(graph_def, "x:0", "out:0", checkpoint=path)
    np.testing.assert_allclose(module(x), expected, rtol=1e-6)
    some = tf.load_module(graph_def, "x:0", "out:0", checkpoint=path, trainable=["net/w?"])
    assert [v.name for v in some.trainable_variables] == ["net/w1:0", "net/w2:0"]
    with pytest.raises(ValueError, match="are in a checkpoint"):
        tf.load_module(graph_def, "x:0", "out:0")


def test_what_cannot_be_loaded_says_why(files, frozen, tmp_path):
    """No file, nothing to compute, names of nothing, inputs that are missing."""
    path, _ = files("adam")
    with pytest.raises(OSError, match="There is no file"):
        tf.load_module(f"{tmp_path}/none.pb")
    with pytest.raises(OSError, match="no SavedModel and no checkpoint"):
        tf.load_module(str(tmp_path))
    (tmp_path / "text.pb").write_text("no graph")
    with pytest.raises(OSError, match="is no GraphDef"):
        tf.load_module(f"{tmp_path}/text.pb")
    with pytest.raises(ValueError, match=r"no signatures(.|\n)*placeholders: 'x:0', 'y:0'"):
        tf.load_module(path)
    with pytest.raises(ValueError, match="but no `outputs`"):
        tf.load_module(path, "x:0")
    with pytest.raises(ValueError, match="no such weight: net/w"):
        tf.load_module(path, "x:0", "out:0", trainable="net/wx")
    with pytest.raises(ValueError, match="You must feed a value for placeholder tensor 'x'"):
        tf.load_module(path, [], "out:0")
    with pytest.raises(KeyError, match="nothing"):
        tf.load_module(path, "x:0", "nothing:0")
    with pytest.raises(ValueError, match="`tags` are for SavedModels"):
        tf.load_module(path, "x:0", "out:0", tags="serve")
    saved, _ = files("saved_model")
    with pytest.raises(RuntimeError, match="could not be found"):
        tf.load_module(saved, tags=["gpu"])
    with pytest.raises(TypeError, match="missing a required argument"):
        tf.load_module(saved)()
