"""The names of TensorFlow 1.15.5 as recorded: `core.txt`, and `contrib.json` for ``tf.contrib``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent


@dataclass
class Recorded:
    """A public name: ``kind`` is "function", "class", "constant" or "alias".

    `text` is a function's signature, the nearest public base of a class, or what an alias is
    another name of; `members` are what a class has beyond that base: signature, "property" or
    "attribute".
    """

    name: str
    kind: str
    text: str = ""
    members: dict = field(default_factory=dict)


def core():
    """``{name: Recorded}`` of `core.txt`; `record_core` says how that is written."""
    found, path, last = {}, "", None
    for line in (HERE / "core.txt").read_text().splitlines():
        word, _, text = line.strip().partition(" ")
        if line.startswith("["):
            path = line[1:-1]
        elif line.startswith(" "):
            last.members[word] = text
        else:
            last = _recorded(f"{path}.{word}" if path else word, text)
            found[last.name] = last
    return found


def _recorded(name, text):
    if text.startswith("("):
        return Recorded(name, "function", text)
    mark, _, rest = text.partition(" ")
    return Recorded(name, {":": "class", "=": "alias"}.get(mark, "constant"), rest)


def contrib():
    """``{name: Recorded}`` of `contrib.json`, where each class has all of its members."""
    found = {}
    for name, about in json.loads((HERE / "contrib.json").read_text()).items():
        ((kind, value),) = about.items()
        known = Recorded(name, kind)
        if kind == "class":
            known.members = value
        elif kind == "function":
            known.text = value
        found[name] = known
    return found


NAMES = {**core(), **contrib()}
