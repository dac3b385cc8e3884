"""Writes what `programs.py` builds to files, and what comes of it, on real TensorFlow 1.15.5.

    .venv-tf115/bin/python conformance/graph_files/record.py [NAME ...]

Of each program: two steps, a checkpoint, and then, in a graph imported from the meta graph, in a
session restored from the checkpoint, the values of three more steps. All in data/NAME.zip.
"""

import json
import os
import sys
import tempfile
import zipfile

import tensorflow as tf

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import saved  # noqa: E402
from programs import PROGRAMS  # noqa: E402
from replay import jsonable, steps  # noqa: E402


def record(name):
    """Writes data/NAME.zip."""
    tf.reset_default_graph()
    made = PROGRAMS[name](tf)
    about = dict(made, train=made["train"].name, fetch=[t.name for t in made["fetch"]])
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "model")
        with tf.Session() as sess:
            sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
            steps(tf, sess, dict(about, feeds=about["feeds"][:2]))
            tf.train.Saver().save(sess, path)
        tf.reset_default_graph()
        with tf.Session() as sess:
            tf.train.import_meta_graph(path + ".meta").restore(sess, path)
            sess.run(tf.local_variables_initializer())
            about["values"] = jsonable(steps(tf, sess, about))
            about["variables"] = {v.name: jsonable(sess.run(v)) for v in tf.global_variables()}
        about["collections"] = {
            key: [getattr(item, "name", None) for item in tf.get_collection(key)]
            for key in tf.get_default_graph().get_all_collection_keys()
        }
        about["shapes"] = {
            t.name: t.shape.as_list() if t.shape.ndims is not None else None
            for op in tf.get_default_graph().get_operations()
            for t in op.outputs
            if not t.dtype._is_ref_dtype and t.dtype != tf.resource
        }
        os.makedirs(os.path.join(HERE, "data"), exist_ok=True)
        with zipfile.ZipFile(os.path.join(HERE, "data", name + ".zip"), "w", 8) as archive:
            for suffix in (".meta", ".index", ".data-00000-of-00001"):
                archive.write(path + suffix, "model" + suffix)
            archive.writestr("about.json", json.dumps(about, sort_keys=True))


def record_saved_model():
    """Writes data/saved_model.zip, and what comes of using it."""
    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, "saved")
        saved.save(tf, path)
        said = saved.use(tf, path)
        with zipfile.ZipFile(os.path.join(HERE, "data", "saved_model.zip"), "w", 8) as archive:
            for place, _, files in os.walk(path):
                for name in files:
                    file = os.path.join(place, name)
                    archive.write(file, os.path.relpath(file, directory))
            archive.writestr("said.json", json.dumps(said))


if __name__ == "__main__":
    for chosen in sys.argv[1:] or [*sorted(PROGRAMS), "saved_model"]:
        record_saved_model() if chosen == "saved_model" else record(chosen)
        print(chosen, os.path.getsize(os.path.join(HERE, "data", chosen + ".zip")))
