"""Compares what a program came to on the backends, and knows what may differ."""

from __future__ import annotations

import functools
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from tf1shim.testing import likeness

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib

OURS, COMPAT, REAL = "tf1shim", "compat.v1", "TF 1.15.5"
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


class Judge:
    """Follows a program, and says of each statement what differs without an explanation.

    1.15.5 decides where it is there. Where tf1shim agrees with one of the others only, the other's
    deviation must be on the list.
    """

    def __init__(self):
        self._incomparable = set()
        self._step = 0

    def differences(self, found):
        """The differences in what a statement came to, ``{backend: facts}``."""
        ours = found[OURS]
        others = {name: facts for name, facts in found.items() if name != OURS}
        differing = []
        facts = set(ours).union(*others.values())
        # What a statement raised decides whether the rest can be compared.
        for fact in sorted(facts, key=lambda fact: (fact != "raised", fact)):
            here, values = ours.get(fact), {name: facts.get(fact) for name, facts in others.items()}
            apart = [
                name
                for name, there in values.items()
                if name not in self._incomparable and not alike(fact, name, here, there)
            ]
            unexplained = [name for name in apart if not _explained(name, fact, here, values[name])]
            if unexplained:
                differing.append(Difference(self._step, fact, {OURS: here, **values}))
            elif fact == "raised":
                # After one of two raised, or another error, their states cannot be compared.
                self._incomparable |= {name for name in apart if _kind(here) != _kind(values[name])}
        self._step += 1
        return differing


def differences(outcomes):
    """What differs in `outcomes` (of `backends.outcomes`) and no reviewed deviation explains."""
    judge = Judge()
    steps = (dict(zip(outcomes, found)) for found in zip(*outcomes.values()))
    return [difference for found in steps for difference in judge.differences(found)]


def _kind(raised):
    return raised and raised[0]


def _explained(backend, fact, here, there):
    return any(d.explains(backend, fact, here, there) for d in deviations())


def alike(fact, backend, here, there):
    """True if two descriptions say the same: equal, floating-point values nearly so.

    Of compat.v1's errors only the class counts: TensorFlow 2 put the texts anew. Of the names of
    1.15.5's tensors the last numbers do not: other compositions of ops take other numbers. Of the
    variables without a value in a run TensorFlow names the first that it comes to, tf1shim all.
    """
    if fact == "uninitialized":
        return set(there or ()) <= set(here or ())
    if fact.startswith("nodes of "):
        here = _without_own_nodes(here, there)
    if backend == REAL:
        here, there = _reworded(_unnumbered(here)), _reworded(_unnumbered(there))
    elif BITS in fact:
        return here == there
    elif _is_refusal(here) and _is_refusal(there):
        return here[0] == there[0]
    return likeness.alike(here, there)


def _unnumbered(value):
    """The description with the names of its tensors without the numbers that make them unique."""
    if isinstance(value, list):
        if value[:1] == ["Tensor"]:
            return ["Tensor", re.sub(r"_\d+(?=[:/])", "", value[1]), *value[2:]]
        return [_unnumbered(item) for item in value]
    return value


#: Texts of errors that depend on the version of Python, on what happened to come first, or on
#: where an object lies in memory and its class in modules.
_WORDS = (
    (r"(?<=<)[\w.]+\.(\w+) object at 0x\w+", r"\1"),
    (r"(?<=<class ')[\w.]+\.(?=\w+'>)", ""),
    (r"(?<=Attempting to use uninitialized value )\S+", "..."),
    (r"(?<=feed a value for placeholder tensor ).*", "..."),
    (r"must be a string or a (real )?number", "must be a number"),
)


def _reworded(value):
    """The description, if it is of an error, in the words of any version of Python."""
    if _is_refusal(value):
        text = value[1]
        for pattern, words in _WORDS:
            text = re.sub(pattern, words, text)
        return [value[0], text]
    return value


#: Nodes that only tf1shim may have. Resource variables, compat.v1's and those that 1.15.5 is asked
#: for, are read otherwise; restored-cached-variable is in differences.toml.
_OWN_NODES = re.compile(r"/(read|restore_all(_\d+)?/NoOp(_\d+)?)$")


def _without_own_nodes(nodes, others):
    return [node for node in nodes or () if node in others or not _OWN_NODES.search(node[0])]


def _is_refusal(value):
    return (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], str)
        and value[0].endswith("Error")
    )
