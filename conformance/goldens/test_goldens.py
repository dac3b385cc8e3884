"""What TensorFlow 1.15.5 made of every case of every table, tf1shim makes of it too."""

import functools
import importlib
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

import tf1shim as tf
from conformance.goldens.cases import Case, Outcome, outcome, plain
from conformance.goldens.record import DATA, tables

DATA = Path(DATA)
MODULES = "conformance.goldens.tables"
TABLES, BROKEN = {}, {}
for _name in tables():
    # One that cannot be imported fails its own test, not the collection of all others.
    try:
        TABLES[_name] = importlib.import_module(f"{MODULES}.{_name}").table
    except Exception as e:
        BROKEN[_name] = e
CASES = [(name, case) for name, table in TABLES.items() for case in table.cases]
# What TF1 named otherwise and no program asks for by name: the last ops of its own control flow,
# and of reduce_logsumexp.
OTHER_NAMES = [
    (re.compile(pattern), re.compile(ours))
    for pattern, ours in (
        (r"(.*/)(?:Merge|Exit)(?:_\d+)?(:0)?$", r"(.*/)Identity(?:_\d+)?(:0)?$"),
        (r"(.*/while)/Enter(?:_\d+)?_grad/Exit(:0)$", r"(.*/while)_grad/Identity(?:_\d+)?(:0)$"),
        (r"(.*ReduceLogSumExp(?:_\d+)?)/Add(?:_\d+)?(:0)$", r"(.*ReduceLogSumExp(?:_\d+)?)(:0)$"),
        (r"(.*)TensorArrayStack/TensorArrayGatherV3(:0)$",
         r"(.*)TensorArrayV2Stack/TensorListStack(:0)$"),
    )
]  # fmt: skip
# Ends of first lines that we leave out: of what follows them ours says more, or AutoGraph says it.
LEFT_OUT = (" Originally defined at:", "in converted code:", "in user code:")


class Promise(NamedTuple):
    """What a case promises: kinds of facts that are equal, kinds of numbers that are close."""

    name: str
    facts: list
    numbers: list


PROMISES = [
    # Names, shapes, dtypes, trainability and order.
    Promise("variables", ["variables"], []),
    # The same names in the same order.
    Promise("collections", ["collections"], []),
    # Tensor names, dtypes, static shapes; with TF1's weights, its values.
    Promise("outputs", ["outputs", "operations", "values"], ["output/", "value/"]),
    # The same ops and constants; those that are seeded are equal.
    Promise("initial values", ["initializers"], ["initial/"]),
    # With respect to every trainable variable.
    Promise("gradients", [], ["gradient/"]),
    # The variables after the case's operations and the update ops.
    Promise("updates", [], ["after/"]),
]

each_table = pytest.mark.parametrize("table", tables())
each_case = pytest.mark.parametrize(
    ("table", "case"), [pytest.param(*pair, id=".".join(pair)) for pair in CASES]
)


@functools.cache
def recorded(table):
    """The recorded facts of a table's cases."""
    path = DATA / f"{table}.json"
    return json.loads(path.read_text()) if path.exists() else {}


def facts(table, case):
    """The recorded facts of a case."""
    assert case in recorded(table), (
        f"{table}.{case} has no golden: record it with 'python -m conformance.goldens {table}'"
    )
    return recorded(table)[case]


@functools.cache
def arrays(table):
    """The recorded numbers of a table: by case, then by ``kind/name``."""
    found = defaultdict(dict)
    with np.load(DATA / f"{table}.npz") as stored:
        for key, value in stored.items():
            case, _, name = key.partition("//")
            found[case][name] = value
    return found


@functools.cache
def saved(table):
    """The names of the variables in the checkpoint that 1.15.5 wrote."""
    path = str(DATA / f"{table}.ckpt")
    there = tf.train.checkpoint_exists(path)
    return {key for key, _ in tf.train.list_variables(path)} if there else set()


def made(table, case):
    """The outcome here, with the variables' values from the checkpoint that 1.15.5 wrote."""

    def weights(sess, variables):
        names = {f"{case}/{v.op.name}": v for v in variables}
        found = {key: v for key, v in names.items() if key in saved(table)}
        if found:
            tf.train.Saver(found).restore(sess, str(DATA / f"{table}.ckpt"))

    found = outcome(TABLES[table].cases[case], tf, weights)
    found.facts = plain(found.facts)
    return found


def differences(expected, here, path=""):
    """Yields a line for each place where two values of JSON differ."""
    if isinstance(expected, dict) and isinstance(here, dict):
        for key in sorted({*expected, *here}):
            yield from differences(expected.get(key), here.get(key), f"{path}[{key!r}]")
    elif not alike(expected, here):
        yield f"{path}\n    TensorFlow 1.15.5: {expected}\n    here:              {here}"


def alike(expected, here):
    """True if two values of JSON are equal, but for `OTHER_NAMES`."""
    if isinstance(expected, list) and isinstance(here, list) and len(expected) == len(here):
        return all(map(alike, expected, here))
    if isinstance(expected, str) and isinstance(here, str) and expected != here:
        for theirs, ours in OTHER_NAMES:
            both = theirs.match(expected), ours.match(here)
            if all(both) and both[0].groups() == both[1].groups():
                return True
    return expected == here


def error(facts):
    """The class and text of what a case raised, or None."""
    if "raises" not in facts:
        return None
    name, text = facts["raises"]
    for end in LEFT_OUT:
        text = text.removesuffix(end)
    return [name, text]


def broken(how, expected, numbers, here):
    """Yields a text for each promise that an outcome breaks; `how` is the case."""
    sides = [error(expected), error(here.facts)]
    if not how.same_text or (all(sides) and not sides[0][1]):
        sides = [side and side[0] for side in sides]
    wrong = list(differences(*sides, "raises"))
    if wrong:
        yield "\n".join(["raises:", *wrong, here.trace or ""])
        return
    asked = {"initializers": how.same_initializers, "initial/": how.seeded}
    for promise in PROMISES:
        wrong = []
        for kind in promise.facts:
            if asked.get(kind, True):
                wrong += differences(expected.get(kind), here.facts.get(kind), kind)
        for kind in promise.numbers:
            if asked.get(kind, True):
                wrong += unlike(how, kind, numbers, here.arrays)
        if wrong:
            yield "\n".join([f"{promise.name}:", *wrong])


def unlike(how, kind, expected, here):
    """Yields a line for each array that differs, of those whose names start with `kind`."""
    keys, ours = ({k for k in side if k.startswith(kind)} for side in (expected, here))
    yield from (f"{key}: TensorFlow 1.15.5 has none" for key in sorted(ours - keys))
    yield from (f"{key}: there is none here" for key in sorted(keys - ours))
    for key in sorted(keys & ours):
        try:
            same(here[key], expected[key], how)
        except AssertionError as e:
            yield f"{key}: {e}"


def same(here, expected, how):
    """Compares two arrays; integers and strings must be equal."""
    assert here.dtype.kind == expected.dtype.kind, f"{here.dtype}, not {expected.dtype}"
    if expected.dtype.kind in "fc":
        np.testing.assert_allclose(here, expected, how.rtol, how.atol)
    else:
        np.testing.assert_array_equal(here, expected)


@each_table
def test_every_case_has_its_golden(table):
    """A table can be imported, and its cases are those that were recorded."""
    if table in BROKEN:
        raise BROKEN[table]
    assert set(TABLES[table].cases) == set(recorded(table)), (
        f"record the table again: 'python -m conformance.goldens {table}'"
    )


def test_every_golden_has_its_table():
    """Nothing is kept of a table that is no more."""
    assert {path.name.partition(".")[0] for path in DATA.iterdir()} <= set(tables())


@each_case
def test_case(table, case):
    """The case keeps every promise, or raises what TF1 raised."""
    expected = facts(table, case)
    found = list(
        broken(TABLES[table].cases[case], expected, arrays(table)[case], made(table, case))
    )
    if found:
        pytest.fail("\n".join([f"{table}.{case} is not TensorFlow 1.15.5's:", *found]), False)


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.name)
def test_what_is_broken_is_named(promise):
    """Another fact, another number, one too few or too many: each breaks its promise alone."""
    how = Case(test_case, seeded=True)
    sound = {kind: {"x": [kind, [2, None]]} for p in PROMISES for kind in p.facts}
    numbers = {f"{kind}x": np.ones(2) for p in PROMISES for kind in p.numbers}
    faulty = [({**sound, kind: {"x": [kind, [2, 3]]}}, numbers) for kind in promise.facts]
    for kind in promise.numbers:
        faulty += [
            (sound, {**numbers, f"{kind}x": np.full(2, 1.001)}),
            (sound, {**numbers, f"{kind}x": np.ones(2, int)}),
            (sound, {**numbers, f"{kind}y": np.ones(2)}),
            (sound, {key: value for key, value in numbers.items() if key != f"{kind}x"}),
        ]

    assert not list(broken(how, sound, numbers, Outcome(sound, numbers)))
    for found in faulty:
        texts = list(broken(how, sound, numbers, Outcome(*found)))
        assert [text.partition(":")[0] for text in texts] == [promise.name]


def test_what_raises_otherwise_is_shown():
    """An exception of another class or text is a difference, with its traceback."""
    how = Case(test_case)
    here = Outcome({"raises": ["ValueError", "no such layer"]}, {}, "the traceback")

    assert not list(broken(how, here.facts, {}, here))
    for expected in (
        {},
        {"raises": ["TypeError", "no such layer"]},
        {"raises": ["ValueError", ""]},
    ):
        found = list(broken(how, expected, {}, here))
        assert bool(found) == (expected.get("raises") != ["ValueError", ""])
        assert all(text.startswith("raises:") and "the traceback" in text for text in found)
