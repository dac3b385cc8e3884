"""Compares what a program came to on the backends, and knows what may differ."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib

OURS, COMPAT, REAL = "tf1shim", "compat.v1", "TF 1.15.5"
#: How far floating-point values may lie apart, by dtype: relative to the largest of an array.
TOLERANCES = {"float16": 5e-3, "bfloat16": 5e-2, "float32": 1e-5, "float64": 1e-10}
COMPLEX = {"complex64": "float32", "complex128": "float64"}
#: Facts whose names have this are random numbers, equal to the bit on one TensorFlow.
BITS = "bits"


class Difference(NamedTuple):
    """A fact on which tf1shim and another backend do not agree."""

    step: int
    fact: str
    found: dict[str, Any]

    def __str__(self):
        lines = [f"after statement {self.step}, {self.fact}:"]
        lines += [f"  {backend:9}  {json.dumps(value)}" for backend, value in self.found.items()]
        return "\n".join(lines)


class Deviation(NamedTuple):
    """Where compat.v1 is not TensorFlow 1, or the installed TensorFlow not 1.15.5; all regexes."""

    backend: str
    fact: str
    here: str
    there: str
    reason: str

    def explains(self, backend, fact, here, there):
        """True if it is about this difference."""
        patterns = ((self.fact, fact), (self.here, json.dumps(here)))
        return backend == self.backend and all(
            re.search(pattern, text)
            for pattern, text in (*patterns, (self.there, json.dumps(there)))
        )


@functools.cache
def deviations():
    """The reviewed list, ``deviations.toml``."""
    text = Path(__file__).with_name("deviations.toml").read_text()
    return [Deviation(**entry) for entry in tomllib.loads(text).get("deviation", ())]


def differences(outcomes):
    """What differs in `outcomes` (of `backends.outcomes`) and no reviewed deviation explains.

    1.15.5 decides where it is there. Where tf1shim agrees with one of the others only, the other's
    deviation must be on the list.
    """
    others = {name: facts for name, facts in outcomes.items() if name != OURS}
    found = []
    for step, ours in enumerate(outcomes[OURS]):
        for fact in sorted(set(ours).union(*(facts[step] for facts in others.values()))):
            values = {name: facts[step].get(fact) for name, facts in others.items()}
            here = ours.get(fact)
            apart = [name for name, there in values.items() if not alike(fact, name, here, there)]
            for name in apart:
                if _explained(name, fact, here, values[name]):
                    # After one of two raised, their states are no longer comparable.
                    if fact == "raised" and None in (here, values[name]):
                        del others[name]
                elif not found or found[-1][:2] != (step, fact):
                    found.append(Difference(step, fact, {OURS: here, **values}))
    return found


def _explained(backend, fact, here, there):
    return any(d.explains(backend, fact, here, there) for d in deviations())


def alike(fact, backend, here, there):
    """True if two descriptions say the same: equal, floating-point values nearly so.

    Of compat.v1's errors only the class counts: TensorFlow 2 put the texts anew.
    """
    if backend == COMPAT:
        if BITS in fact:
            return here == there
        if _is_refusal(here) and _is_refusal(there):
            return here[0] == there[0]
    return _alike(here, there)


def _is_refusal(value):
    return (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], str)
        and value[0].endswith("Error")
    )


def _alike(here, there):
    if here == there:
        return True
    if not (isinstance(here, list) and isinstance(there, list) and len(here) == len(there)):
        return False
    if here[:1] in (["array"], ["scalar"]) and here[:-1] == there[:-1]:
        return _near(here[1], here[-1], there[-1])
    return all(map(_alike, here, there))


def _near(dtype, here, there):
    tolerance = TOLERANCES.get(COMPLEX.get(dtype, dtype))
    if tolerance is None:
        return False
    kind = complex if dtype in COMPLEX else float
    here, there = (np.array(_numbers(values, kind), kind) for values in (here, there))
    if here.shape != there.shape or not (np.isnan(here) == np.isnan(there)).all():
        return False
    infinite = ~np.isfinite(here)
    if not np.array_equal(here[infinite], there[infinite], equal_nan=True):
        return False
    scale = max(1.0, np.abs(here[~infinite]).max(initial=0.0))
    return bool((np.abs(here - there)[~infinite] <= tolerance * scale).all())


def _numbers(values, kind):
    if isinstance(values, list):
        return [_numbers(value, kind) for value in values]
    return kind(values)
