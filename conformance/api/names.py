"""What TensorFlow 1.15.5 had and TensorFlow 2 removed: does it resolve, with TF1's arguments?

`removed.json` has the public names of ``contrib``, ``layers`` and ``nn.rnn_cell`` with their
signatures, as 1.15.5 gives them; `demand.tsv` how many of 87 public repositories use each name.
``python -m conformance.api`` prints the table, ``python -m conformance.api contrib.rnn`` each
missing name and each signature that differs.
"""

from __future__ import annotations

import functools
import inspect
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

import tf1shim as tf

HERE = Path(__file__).parent
NAMES = json.loads((HERE / "removed.json").read_text())


@functools.cache
def demand():
    """``{name: repositories that use it}``."""
    rows = (line.split("\t") for line in (HERE / "demand.tsv").read_text().splitlines()[1:])
    return {name: int(count) for count, name, _ in rows}


def module_of(name):
    """The part of the table that `name` belongs to: ``contrib.rnn``, ``layers``, ..."""
    parts = name.split(".")
    return ".".join(parts[:2]) if parts[0] in ("contrib", "nn") else parts[0]


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


def rows():
    """A `Row` for each module, and one for all."""
    found = []
    for module, names in sorted(by_module().items()):
        there = {name for name in names if _is_there(name)}
        wanted = {name: demand().get(name, 0) for name in names}
        met = sum(uses for name, uses in wanted.items() if name in there)
        found.append(Row(module, len(names), len(there), sum(wanted.values()), met))
    totals = (sum(row[column] for row in found) for column in range(1, len(Row._fields)))
    return [*found, Row("all", *totals)]


def _is_there(name):
    try:
        resolve(name)
    except tf.MissingSymbolError:
        return False
    return True


def resolve(name):
    """The object that ``tf.NAME`` means; raises `tf.MissingSymbolError`."""
    return functools.reduce(getattr, name.split("."), tf)


def problem(name):
    """What is wrong with `name`, in words, or None."""
    try:
        found = resolve(name)
    except tf.MissingSymbolError as error:
        return f"missing: {error.reason}"
    expected = NAMES[name]
    if "constant" in expected:
        return None
    if "class" not in expected:
        return _differs(found, expected["function"])
    if not isinstance(found, type):
        return "not a class"
    for member, text in expected["class"].items():
        if not hasattr(found, member) and member != "__init__":
            return f"no member {member}"
        if text.startswith("(") and member == "__init__":
            wrong = _differs(found.__init__, text)
            if wrong:
                return f"__init__: {wrong}"
    return None


def _differs(fn, expected):
    if "*args" in expected or expected == "(...)":
        return None
    try:
        given = inspect.signature(fn)
    except (TypeError, ValueError):
        return None
    wanted = _parameters(expected)
    have = [(p.name, p.default) for p in given.parameters.values() if p.kind in (
        p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
    open_ended = any(p.kind is p.VAR_KEYWORD for p in given.parameters.values())
    if [n for n, _ in have[: len(wanted)]] != [n for n, _ in wanted] and not (
        open_ended and len(have) < len(wanted)
    ):
        return f"takes {given}, TensorFlow 1 {expected}"
    for (name, default), (_, text) in zip(have, wanted):
        missing = default is inspect.Parameter.empty
        if (text is None) != missing:
            return f"{name}: {'no default' if missing else default}, TensorFlow 1 {text}"
        if text not in (None, "...") and _plain(default) and repr(default) != text:
            return f"{name}={default!r}, TensorFlow 1 {text}"
    return None


def _plain(value):
    return value is None or isinstance(value, (bool, int, float, str, tuple))


def _parameters(text):
    """``[(name, default as text or None)]`` of a recorded signature, without ``**kwargs``."""
    parts, depth, word, quoted = [], 0, "", False
    for char in text[1:-1] + ",":
        quoted ^= char == "'"
        depth += (char in "([{") - (char in ")]}")
        if char == "," and not depth and not quoted:
            parts.append(word.strip())
            word = ""
        else:
            word += char
    found = []
    for part in filter(None, parts):
        if part.startswith("*"):
            continue
        name, given, default = part.partition("=")
        # 1.15.5 gives a `functools.partial`'s defaults without their values.
        found.append((re.sub(r"\W", "", name), (default or "...") if given else None))
    return found
