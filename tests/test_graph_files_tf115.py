"""Graph files written here, read by real TensorFlow 1.15.5: it trains on with the same numbers."""

import json
import sys

import pytest
import tf115

import tf1shim as tf
from conformance.graph_files import saved
from conformance.graph_files.programs import PROGRAMS
from conformance.graph_files.replay import close, jsonable, steps

pytestmark = pytest.mark.tf115

READ = """
import json, os, sys
directory, programs = sys.argv[1], sys.argv[2]
sys.path.insert(0, programs)
import tensorflow as tf
import saved
from replay import jsonable, steps
said = {"saved": saved.use(tf, directory + "/saved")}
for name in sorted(os.listdir(directory)):
    path = os.path.join(directory, name, "model")
    if not os.path.exists(path + ".json"):
        continue
    tf.reset_default_graph()
    about = json.load(open(path + ".json"))
    with tf.Session() as sess:
        tf.train.import_meta_graph(path + ".meta").restore(sess, path)
        sess.run(tf.local_variables_initializer())
        said[name] = jsonable(steps(tf, sess, about))
tf.reset_default_graph()
for name in ("graph", "frozen"):
    graph_def = tf.GraphDef.FromString(open(directory + "/" + name + ".pb", "rb").read())
    tf.import_graph_def(graph_def, name=name)
with tf.Session() as sess:
    said["frozen"] = sess.run("frozen/out:0", {"frozen/x:0": [[1.0, 2.0, 3.0]]}).tolist()
json.dump(said, sys.stdout)
"""


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """What comes of the files here, and in TensorFlow 1.15.5."""
    if tf115.python() is None:
        pytest.skip(tf115.reason())
    directory = tmp_path_factory.mktemp("written")
    here = {}
    for name, build in PROGRAMS.items():
        (directory / name).mkdir()
        here[name] = written(build, f"{directory}/{name}/model")
    saved.save(tf, f"{directory}/saved")
    here["saved"] = saved.use(tf, f"{directory}/saved")
    here["frozen"] = frozen(str(directory))
    programs = sys.modules[steps.__module__].__file__.rpartition("/")[0]
    return here, json.loads(tf115.run(READ, str(directory), programs).stdout.splitlines()[-1])


def written(build, path):
    """Builds, trains and saves a program; returns what comes of it in an imported graph."""
    tf.reset_default_graph()
    made = build(tf)
    about = dict(made, train=made["train"].name, fetch=[t.name for t in made["fetch"]])
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        steps(tf, sess, dict(about, feeds=about["feeds"][:2]))
        tf.train.Saver().save(sess, path)
    with open(path + ".json", "w") as file:
        json.dump(about, file)
    tf.reset_default_graph()
    with tf.Session() as sess:
        tf.train.import_meta_graph(path + ".meta").restore(sess, path)
        sess.run(tf.local_variables_initializer())
        return jsonable(steps(tf, sess, about))


def frozen(directory):
    """Writes a graph, and the same frozen; returns its output."""
    tf.reset_default_graph()
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    out = tf.layers.dense(x, 2, kernel_initializer=tf.ones_initializer())
    out = tf.while_loop(lambda y: tf.reduce_sum(y) < 100.0, lambda y: y * 2.0, [out])
    tf.identity(out, name="out")
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        graph_def = tf.get_default_graph().as_graph_def()
        tf.train.write_graph(graph_def, directory, "graph.pb", as_text=False)
        constants = tf.graph_util.convert_variables_to_constants(sess, graph_def, ["out"])
        tf.train.write_graph(constants, directory, "frozen.pb", as_text=False)
        return sess.run("out:0", {x: [[1.0, 2.0, 3.0]]}).tolist()


@pytest.mark.parametrize("name", [*PROGRAMS, "saved", "frozen"])
def test_tf_1_15_goes_on_with_what_is_written_here(read, name):
    """Meta graphs, SavedModels and frozen graphs of ours give the same values there."""
    here, there = read
    close(there[name], here[name])
