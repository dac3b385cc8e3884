"""What TensorFlow 1.15.5 had: does it resolve, with TF1's arguments?

`core.txt` and `contrib.json` have the public names with their signatures, as 1.15.5 gives them;
`demand.tsv` how many of 87 public repositories use each name. ``python -m conformance.api`` prints
the table, ``python -m conformance.api contrib.rnn`` what differs in a module.
"""

from __future__ import annotations

import functools
import inspect
from collections import defaultdict
from typing import NamedTuple

import tf1shim as tf
from conformance.api.recorded import HERE, NAMES
from conformance.api.signatures import difference


@functools.cache
def demand():
    """``{name: repositories that use it}``."""
    rows = (line.split("\t") for line in (HERE / "demand.tsv").read_text().splitlines()[1:])
    return {name: int(count) for count, name, _ in rows}


def module_of(name):
    """The part of the table that `name` belongs to: ``contrib.rnn``, ``layers``, ``tf``, ..."""
    parts = name.split(".")
    if name.startswith(("contrib.", "nn.rnn_cell.")):
        return ".".join(parts[:2])
    return parts[0] if parts[1:] else "tf"


@functools.cache
def by_module():
    """``{module: its names}``."""
    found = defaultdict(list)
    for name in NAMES:
        found[module_of(name)].append(name)
    return dict(found)


class Row(NamedTuple):
    """How much of a module there is: names, and uses of them in the repositories."""

    module: str
    names: int
    resolve: int
    wanted: int
    met: int

    def __str__(self):
        names, uses = f"{self.resolve} / {self.names}", f"{self.met} / {self.wanted}"
        return f"| {self.module} | {names} | {uses} |"


@functools.cache
def rows():
    """A `Row` for each module, one for all of ``contrib``, one for all others, one for all."""
    found = []
    for module, names in sorted(by_module().items()):
        there = {name for name in names if is_there(name)}
        wanted = {name: demand().get(name, 0) for name in names}
        met = sum(uses for name, uses in wanted.items() if name in there)
        found.append(Row(module, len(names), len(there), sum(wanted.values()), met))
    contrib = [row for row in found if row.module.startswith("contrib.")]
    core = [row for row in found if row not in contrib]
    return [*found, _sum("contrib", contrib), _sum("core", core), _sum("all", found)]


def _sum(title, some):
    return Row(title, *(sum(row[column] for row in some) for column in range(1, len(Row._fields))))


def is_there(name):
    """False for a name that is missing."""
    try:
        resolve(name)
    except tf.MissingSymbolError:
        return False
    return True


def resolve(name):
    """The object that ``tf.NAME`` means; raises `tf.MissingSymbolError`."""
    return functools.reduce(getattr, name.split("."), tf)


def problems(name):
    """What is wrong with `name`: ``{"" or a member's name: in words}``."""
    try:
        found = resolve(name)
    except tf.MissingSymbolError as error:
        return {"": f"missing: {error.reason}"}
    known = NAMES[name]
    if known.kind == "alias":
        return {} if found is resolve(known.text) else {"": f"is not tf.{known.text}"}
    if known.kind == "function":
        wrong = difference(found, known.text, keywords_only=name.startswith("raw_ops."))
        return {"": wrong} if wrong else {}
    if known.kind == "constant":
        return {}
    if not isinstance(found, type):
        return {"": "not a class"}
    wrong = {}
    if known.text and not issubclass(found, resolve(known.text)):
        wrong[""] = f"does not derive from tf.{known.text}"
    for member, text in known.members.items():
        said = _member_problem(found, member, text, name.startswith("contrib."))
        if said:
            wrong[member] = said
    return wrong


def _member_problem(cls, member, text, only_constructors):
    if not hasattr(cls, member):
        return None if member == "__init__" else "no such member"
    if not text.startswith("(") or (only_constructors and member != "__init__"):
        return None
    found = inspect.getattr_static(cls, member)
    found = getattr(found, "__func__", found)
    return difference(found, text) if callable(found) else "not a method"
