"""Core names are called in TF1 style, in eager code outside any block: what they make is what
TensorFlow 1.15.5 makes, and what the installed compat.v1 makes in its graph.
"""

import functools
import json
import re
from pathlib import Path

import numpy as np
import pytest
import tensorflow

import tf1shim as tf
from conformance import is_reviewed
from conformance.calls.calls import HERE, outcomes, programs, tables
from conformance.calls.reviewed import NOT_115, OURS

DATA = Path(HERE) / "data"
SAME_OP = re.compile(r"\(op: 'AddV2'\)")
PROGRAMS = [(table, program) for table in tables() for program in programs(table)]
each_program = pytest.mark.parametrize(
    ("table", "program"), [pytest.param(t, p, id=f"{t}-{p[:50]}") for t, p in PROGRAMS]
)


@functools.cache
def recorded(table):
    """What TensorFlow 1.15.5 made of a table's programs."""
    return json.loads((DATA / f"{table}.json").read_text())


@functools.cache
def here(program):
    """What tf1shim makes of it."""
    tf.reset_default_graph()
    return json.loads(json.dumps(outcomes(tf, program)))


def differences(expected, found, same_text):
    """What differs, for each call: ``{number: text}``."""
    if len(expected) != len(found):
        return {0: f"\n  expected {expected}\n  here     {found}"}
    return {
        number: f"\n  expected {theirs}\n  here     {ours}"
        for number, (theirs, ours) in enumerate(zip(expected, found))
        if not alike(theirs, ours, same_text)
    }


def alike(theirs, ours, same_text):
    """True if two outcomes are the same; what the runtime says as a call runs is its class only."""
    if theirs.keys() != ours.keys():
        return False
    for key, length in (("raises", None if same_text else 1), ("fails", 1)):
        sides = [[SAME_OP.sub("(op: 'Add')", text) for text in side.get(key, [])[:length]]
                 for side in (theirs, ours)]  # fmt: skip
        if sides[0] != sides[1]:
            return False
    parts = theirs.get("parts", []), ours.get("parts", [])
    return (
        len(parts[0]) == len(parts[1])
        and all(map(same_part, *parts))
        and close(theirs.get("values"), ours.get("values"))
    )


def same_part(theirs, ours):
    """True if two parts are equal; TensorFlow may compose a scope of other ops today."""
    if not all(isinstance(p, list) and p and isinstance(p[0], str) for p in (theirs, ours)):
        return close(theirs, ours)
    names = theirs[0], ours[0]
    if any("/" in name for name in names):
        names = {name.partition(":")[0].partition("/")[0] for name in names}
        return len(names) == 1 and theirs[1:] == ours[1:]
    return theirs == ours


def close(theirs, ours):
    """True if two values of JSON are equal, numbers within a few digits."""
    if isinstance(theirs, list) and isinstance(ours, list):
        return len(theirs) == len(ours) and all(map(close, theirs, ours))
    if isinstance(theirs, float) and isinstance(ours, (float, int)):
        return bool(np.isclose(theirs, ours, rtol=1e-4, atol=1e-4))
    return theirs == ours


def unexpected(wrong, reviewed, program):
    """The differences that nobody reviewed, and the reviewed ones that are none any more."""
    known = {number for (text, number) in reviewed if text == program[: len(text)]}
    return [
        *(f"call {n}: {text}" for n, text in wrong.items() if n not in known),
        *(f"call {n}: is no difference any more" for n in known - wrong.keys()),
    ]


@each_program
def test_as_tensorflow_1_makes_it(table, program):
    """Names, dtypes, static shapes, values and errors are TensorFlow 1.15.5's.

    Older versions of TensorFlow 2 word some errors otherwise; their classes are the same.
    """
    assert program in recorded(table), f"record: python -m conformance.calls {table}"
    wrong = differences(recorded(table)[program], here(program), same_text=is_reviewed())

    assert not unexpected(wrong, NOT_115, program)


@each_program
def test_or_as_compat_v1_makes_it(table, program):
    """What is not TensorFlow 1.15.5's is the installed compat.v1's, but for texts of errors."""
    with tensorflow.Graph().as_default():
        theirs = json.loads(json.dumps(outcomes(tensorflow.compat.v1, program)))
    neither = differences(theirs, here(program), same_text=False).keys()
    wrong = differences(recorded(table)[program], here(program), same_text=False)

    assert not unexpected({n: text for n, text in wrong.items() if n in neither}, OURS, program)


@pytest.mark.parametrize("table", tables())
def test_every_record_has_its_program(table):
    """Nothing is kept of a program that is no more."""
    assert set(recorded(table)) == set(programs(table))
