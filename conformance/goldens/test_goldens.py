"""What TensorFlow 1.15.5 made of every case of every table, tf1shim makes of it too."""

import functools
import importlib
import json
from pathlib import Path

import numpy as np
import pytest

import tf1shim as tf
from conformance.goldens.cases import outcome, plain
from conformance.goldens.record import DATA, tables

DATA = Path(DATA)
TABLES = {
    name: importlib.import_module(f"conformance.goldens.tables.{name}").table for name in tables()
}
CASES = [(name, case) for name, table in TABLES.items() for case in table.cases]
each_case = pytest.mark.parametrize(
    ("table", "case"), [pytest.param(*pair, id=".".join(pair)) for pair in CASES]
)


@functools.cache
def facts(table):
    """The recorded facts of a table, by case."""
    return json.loads((DATA / f"{table}.json").read_text())


@functools.cache
def arrays(table):
    """The recorded numbers of a table, by ``case//kind/name``."""
    with np.load(DATA / f"{table}.npz") as stored:
        return dict(stored)


@functools.cache
def made(table, case):
    """The outcome here, with the variables' values from the checkpoint that 1.15.5 wrote."""

    def weights(sess, variables):
        names = {f"{case}/{v.op.name}": v for v in variables}
        known = {key for key, _ in tf.train.list_variables(path)} if names else set()
        found = {key: v for key, v in names.items() if key in known}
        if found:
            tf.train.Saver(found).restore(sess, path)

    path = str(DATA / f"{table}.ckpt")
    found = outcome(TABLES[table].cases[case], tf, weights)
    found.facts = plain(found.facts)
    return found


def compare(table, case, *kinds):
    """The facts of both sides, of the given kinds."""
    expected, here = facts(table)[case], made(table, case).facts
    errors = [side.get("raises") for side in (here, expected)]
    if not TABLES[table].cases[case].same_text:
        errors = [error and error[0] for error in errors]
    assert errors[0] == errors[1]
    for kind in kinds:
        assert here.get(kind) == expected.get(kind)


def close(table, case, *kinds):
    """Compares the numbers of both sides, of the given kinds."""
    expected = {
        key.partition("//")[2]: value
        for key, value in arrays(table).items()
        if key.partition("//")[0] == case
    }
    how = TABLES[table].cases[case]
    here = made(table, case).arrays
    for kind in kinds:
        keys = {key for key in expected if key.startswith(kind)}
        assert keys == {key for key in here if key.startswith(kind)}
        for key in sorted(keys):
            assert here[key].dtype.kind == expected[key].dtype.kind, key
            if expected[key].dtype.kind == "f":
                np.testing.assert_allclose(
                    here[key], expected[key], how.rtol, how.atol, err_msg=key
                )
            else:
                np.testing.assert_array_equal(here[key], expected[key], key)


@each_case
def test_variables(table, case):
    """Variables have TF1's names, shapes, dtypes, trainability and order."""
    compare(table, case, "variables")


@each_case
def test_collections(table, case):
    """Every collection holds the same names in the same order."""
    compare(table, case, "collections")


@each_case
def test_outputs(table, case):
    """Outputs have TF1's tensor names, dtypes, static shapes; with TF1's weights, its values."""
    compare(table, case, "outputs", "operations", "values")
    close(table, case, "output/", "value/")


@each_case
def test_initializers(table, case):
    """Initial values are computed by the same ops from the same constants; seeded ones are equal."""
    compare(table, case, "initializers")
    if TABLES[table].cases[case].seeded:
        close(table, case, "initial/")


@each_case
def test_gradients(table, case):
    """Gradients with respect to every trainable variable are TF1's."""
    close(table, case, "gradient/")


@each_case
def test_updates(table, case):
    """After the case's operations and the update ops, the variables have TF1's values."""
    close(table, case, "after/")
