"""Meta graphs that real TensorFlow 1.15.5 wrote: imported, restored, trained on."""

import json
import zipfile

import numpy as np
import pytest

import tf1shim as tf
from conformance.graph_files.programs import PROGRAMS
from conformance.graph_files.replay import jsonable, steps

DATA = "conformance/graph_files/data"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """``files(name)``: the path of a program's checkpoint, and what was recorded of it."""
    unpacked = {}

    def get(name):
        if name not in unpacked:
            directory = tmp_path_factory.mktemp(name)
            with zipfile.ZipFile(f"{DATA}/{name}.zip") as archive:
                archive.extractall(directory)
            about = json.loads((directory / "about.json").read_text())
            unpacked[name] = f"{directory}/model", about
        return unpacked[name]

    return get


def close(found, expected):
    """Compares nested lists: numbers by closeness, all else by equality."""
    if isinstance(expected, list):
        assert len(found) == len(expected)
        for a, b in zip(found, expected):
            close(a, b)
    elif isinstance(expected, float):
        np.testing.assert_allclose(found, expected, rtol=2e-4, atol=1e-5)
    else:
        assert found == expected


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
