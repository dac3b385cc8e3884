"""The files of a code base: which there are, and their text."""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_SUFFIXES = (".py", ".pyw", ".ipynb")
_FOREIGN = frozenset({"__pycache__", "node_modules", "site-packages", "dist-packages"})
# Lines of a notebook that are not Python: %magic, !command, ?help.
_MAGIC = re.compile(r"^\s*[%!?]|^\s*[\w.]+\?{1,2}\s*$")


class Source(NamedTuple):
    """One file: its path as reported, its text, and where in a notebook each line is.

    `cells` has ``(cell, line in it)``, both from 1, for each line of a notebook's text.
    """

    path: str
    text: str
    cells: tuple[tuple[int, int], ...] = ()

    def place(self, line: int) -> str:
        """Where the line is, as people write it.

        >>> Source("train.py", "").place(3), Source("a.ipynb", "", ((2, 1),)).place(1)
        ('train.py:3', 'a.ipynb[2]:1')
        """
        if not self.cells:
            return f"{self.path}:{line}"
        cell, inner = self.cells[min(line, len(self.cells)) - 1]
        return f"{self.path}[{cell}]:{inner}"

    def line(self, number: int) -> str:
        """The line of code, without its indentation; "" if there is no such line."""
        lines = _lines(self.text)
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""


@functools.lru_cache(1)
def _lines(text):
    return text.splitlines()


def find(paths: Iterable[str]) -> Iterator[str]:
    """The files of the code base, sorted, each once.

    Environments, hidden directories and installed packages beneath a directory are left out.

    Raises: FileNotFoundError, for a path that does not exist.
    """
    seen = set()
    for path in paths:
        if not os.path.exists(path):
            raise FileNotFoundError(path)
        for file in [path] if os.path.isfile(path) else _beneath(path):
            real = os.path.realpath(file)
            if real not in seen:
                seen.add(real)
                yield file


def _beneath(directory):
    for root, directories, files in os.walk(directory):
        directories[:] = sorted(
            name
            for name in directories
            if not name.startswith(".")
            and name not in _FOREIGN
            and not os.path.exists(os.path.join(root, name, "pyvenv.cfg"))
        )
        for name in sorted(files):
            if name.endswith(_SUFFIXES) and not name.startswith("."):
                yield os.path.normpath(os.path.join(root, name))


def read(path: str) -> Source:
    """The text of a file; of a notebook, that of its code cells, one after the other.

    Raises: ValueError, for a notebook that is not one.
    """
    with open(path, "rb") as file:
        data = file.read()
    if path.endswith(".ipynb"):
        return _notebook(path, data)
    try:
        text = importlib.util.decode_source(data)
    except (SyntaxError, UnicodeDecodeError):
        # Python 2 took other bytes in comments, without a declaration of the encoding.
        text = data.decode("latin-1").replace("\r\n", "\n")
    return Source(path, text.removeprefix("\ufeff"))


def _notebook(path, data):
    content = json.loads(data)
    sheets = content.get("worksheets", [content]) if isinstance(content, dict) else []
    cells = [cell for sheet in sheets for cell in sheet.get("cells", ())]
    lines, places = [], []
    for number, cell in enumerate(cells, 1):
        if cell.get("cell_type") != "code":
            continue
        source = cell.get("source", cell.get("input", ""))
        source = source if isinstance(source, str) else "".join(source)
        if source.startswith("%%") and not source.startswith(("%%time", "%%capture")):
            continue
        for inner, line in enumerate(source.splitlines(), 1):
            indent = line[: len(line) - len(line.lstrip())]
            lines.append(f"{indent}pass" if _MAGIC.match(line) else line)
            places.append((number, inner))
    return Source(path, "\n".join(lines) + "\n", tuple(places))
