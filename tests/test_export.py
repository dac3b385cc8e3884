"""Modules made of TensorFlow 1 code, exported by TensorFlow's own tools, used without tf1shim."""

import importlib
import json
import os
import subprocess
import sys

import numpy as np
import pytest
import tensorflow

import tf1shim as tf
from conformance.graph_files.recorded import Recorded

EXAMPLES = "examples/export"
X = np.linspace(-1, 1, 6).reshape(2, 3).astype(np.float32)
# What another process, which has no tf1shim, says of the SavedModels.
USE = """
import json, os, sys
import numpy as np
sys.modules["tf1shim"] = None  # as if it were not installed: importing it raises
import tensorflow as tf
tf.get_logger().setLevel("ERROR")
directory = sys.argv[1]
x = tf.constant(np.linspace(-1, 1, 6).reshape(2, 3).astype(np.float32))
said = {}

def trained(loaded, call):
    with tf.GradientTape() as tape:
        loss = tf.reduce_sum(call())
    grads = tape.gradient(loss, loaded.trainable_variables)
    for grad, variable in zip(grads, loaded.trainable_variables):
        variable.assign_sub(0.1 * tf.convert_to_tensor(grad))
    return float(loss), float(tf.reduce_sum(call()))

wrapped = tf.saved_model.load(directory + "/wrapped")
said["wrapped"] = wrapped(x, training=False).numpy().tolist()
said["modes"] = [wrapped.signatures[n](x=x)["out"].numpy().tolist() for n in ("eval", "train")]
said["names"] = [v.name for v in wrapped.trainable_variables]
said["wrapped trained"] = trained(wrapped, lambda: wrapped(x, training=False))

part = tf.saved_model.load(directory + "/part")
words = tf.constant(["red", "blue", "none"])
said["part"] = part.signatures["serving_default"](words=words)["score"].numpy().tolist()
said["assets"] = os.listdir(directory + "/part/assets")
said["part trained"] = trained(part, lambda: part(words)["score"])

feed = json.load(open(directory + "/feed.json"))
loops = tf.saved_model.load(directory + "/loops")
with tf.GradientTape() as tape:
    loss = loops(tf.constant(feed["x:0"]), tf.constant(feed["lengths:0"]))
grads = map(tf.convert_to_tensor, tape.gradient(loss, loops.trainable_variables))
said["loss and norm"] = [float(loss), float(tf.linalg.global_norm(list(grads)))]
print(json.dumps(said))
"""


@tf.wrap
def network(x, training):
    """A dense net with batch normalization."""
    x = tf.layers.dense(x, 2, kernel_initializer=tf.ones_initializer(), name="dense")
    return tf.layers.batch_normalization(x, training=training, momentum=0.5, name="norm")


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """What is expected here, and what a process without tf1shim says of the same models."""
    directory = tmp_path_factory.mktemp("models")
    here = {"names": ["dense/kernel:0", "dense/bias:0", "norm/gamma:0", "norm/beta:0"]}
    x = tensorflow.constant(X)
    spec = tensorflow.TensorSpec([None, 3], tensorflow.float32, "x")
    network(x, training=True)
    here["wrapped"] = network(x, training=False).numpy().tolist()

    def signature(training):
        call = lambda x: {"out": network(x, training=training)}  # noqa: E731
        return tensorflow.function(call, input_signature=[spec])

    signatures = {"eval": signature(False), "train": signature(True)}
    tensorflow.saved_model.save(network, f"{directory}/wrapped", signatures=signatures)
    here["modes"] = [here["wrapped"], network(x, training=True).numpy().tolist()]

    vocabulary = directory / "vocabulary.txt"
    vocabulary.write_text("red\ngreen\nblue\n")
    with tf.Graph().as_default():
        words = tf.placeholder(tf.string, [None], name="words")
        table = tf.contrib.lookup.index_table_from_file(str(vocabulary), num_oov_buckets=1)
        changed = tf.contrib.lookup.MutableHashTable(tf.string, tf.float32, -1.0)
        rows = tf.get_variable("net/rows", initializer=[1.0, 2.0, 3.0, 4.0])
        score = tf.gather(rows, table.lookup(words)) + changed.lookup(words)
        sess = tf.Session()
        sess.run([tf.global_variables_initializer(), tf.tables_initializer()])
        sess.run(changed.insert(tf.constant(["red"]), tf.constant([10.0])))
        part = sess.as_module({"words": words}, {"score": score})
    here["part"] = part(words=["red", "blue", "none"])["score"].numpy().tolist()
    tensorflow.saved_model.save(part, f"{directory}/part", signatures=part.function)
    vocabulary.unlink()

    path, about = Recorded(tmp_path_factory)("rnn")
    (directory / "feed.json").write_text(json.dumps(about["feeds"][0]))
    here["loss and norm"] = about["values"][0][:2]
    rnn = tf.load_module(path, ["x:0", "lengths:0"], about["fetch"][0])
    tensorflow.saved_model.save(rnn, f"{directory}/loops")

    env = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    command = [sys.executable, "-c", USE, str(directory)]
    done = subprocess.run(
        command, cwd=directory, env=env, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return here, json.loads(done.stdout.splitlines()[-1])


def test_a_wrapped_function_without_us(elsewhere):
    """Its signatures, one for each mode, and its call give the same; its variables have names."""
    here, there = elsewhere
    np.testing.assert_allclose(there["wrapped"], here["wrapped"], rtol=1e-6)
    for found, expected in zip(there["modes"], here["modes"]):
        np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert there["names"] == here["names"]
    before, after = there["wrapped trained"]
    assert after < before


def test_a_part_of_a_graph_without_us(elsewhere):
    """Its tables, filled from a file and by hand, are there; its variable is trained."""
    here, there = elsewhere
    assert here["part"] == [11.0, 2.0, 3.0]
    assert there["part"] == here["part"]
    assert there["assets"] == ["vocabulary.txt"]
    assert there["part trained"] == [16.0, pytest.approx(16.0 - 0.3)]


def test_the_loops_of_tf_1_without_us(elsewhere):
    """A dynamic_rnn that 1.15.5 wrote has its value and its gradient there."""
    here, there = elsewhere
    np.testing.assert_allclose(there["loss and norm"], here["loss and norm"], rtol=1e-4)


def test_tensorflow_freezes_a_module():
    """Its own tool makes constants of the variables, also of those read in a condition."""
    from tensorflow.python.framework import convert_to_constants

    x = tf.placeholder(tf.float32, [None], name="x")
    big = tf.placeholder_with_default(True, [], name="big")
    w = tf.get_variable("w", initializer=3.0)
    y = tf.cond(big, lambda: w, lambda: tf.constant(1.0)) * x
    with tf.Session() as sess:
        sess.run(w.initializer)
        module = sess.as_module([x, big], y)
        concrete = module.function.get_concrete_function()
        frozen = convert_to_constants.convert_variables_to_constants_v2(concrete)
    assert not frozen.variables
    assert "ReadVariableOp" not in {n.op for n in frozen.graph.as_graph_def().node}
    for value in (True, False):
        (found,) = frozen(tensorflow.constant([2.0]), tensorflow.constant(value))
        assert found.numpy().tolist() == [6.0 if value else 2.0]


@pytest.mark.parametrize("name", ["to_tflite", "to_onnx", "keras_export"])
def test_example(name, tmp_path, monkeypatch):
    """What the example writes computes what the session does."""
    if name == "to_onnx":
        pytest.importorskip("tf2onnx")
        pytest.importorskip("onnxruntime")
    monkeypatch.syspath_prepend(EXAMPLES)
    monkeypatch.delitem(sys.modules, "model", raising=False)
    expected, found = importlib.import_module(name).main(f"{tmp_path}/file")
    np.testing.assert_allclose(found, expected, rtol=1e-4)
