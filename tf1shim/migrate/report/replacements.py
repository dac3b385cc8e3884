"""What to write in TensorFlow 2 instead: the table ``replacements.tsv``, by symbol.

>>> find("train.AdamOptimizer").change, find("losses.hinge_loss").instead
('rewrite', '`tf.keras.losses`')
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import NamedTuple

# How much work a replacement is, from little to much.
CHANGES = ("rename", "edit", "rewrite")


class Replacement(NamedTuple):
    """One line of the table.

    `change` is one of `CHANGES`; "means" where TensorFlow 2 has the name with another meaning
    (which takes an edit); "check" where it only may; "same" where it has not; "" where the
    arguments of a call decide.
    """

    change: str
    instead: str
    why: str


def find(symbol: str) -> Replacement | None:
    """The line for `symbol` itself, or what `above` says."""
    return _table().get(symbol) or above(symbol)


def exactly(symbol: str) -> Replacement | None:
    """The line for `symbol` itself."""
    return _table().get(symbol)


def above(symbol: str) -> Replacement | None:
    """The line for the class that the symbol is in, or for the module (``losses.*``)."""
    table, parts = _table(), symbol.split(".")
    for end in range(len(parts), 0, -1):
        path = ".".join(parts[:end])
        found = table.get(f"{path}.*") or (parts[end - 1][0].isupper() and table.get(path))
        if found:
            return found
    return None


def symbols() -> list[str]:
    """All symbols of the table, in its order."""
    return list(_table())


@functools.cache
def _table():
    table = {}
    text = Path(__file__).with_name("replacements.tsv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        if not line.startswith("#"):
            symbol, change, instead, why = line.split("\t")
            table[symbol] = Replacement(change, instead, why)
    return table
