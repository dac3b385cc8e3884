"""A working directory in which a program may write what it likes, and change nothing.

>>> import os, tempfile
>>> directory = tempfile.mkdtemp()
>>> with open(os.path.join(directory, "notes"), "w") as file:
...     _ = file.write("old")
>>> with Scratch(directory) as copy:
...     with open(os.path.join(copy, "notes"), "w") as file:
...         _ = file.write("new")
>>> open(os.path.join(directory, "notes")).read(), os.path.exists(copy)
('old', False)
"""

from __future__ import annotations

import os
import shutil
import tempfile

#: Larger files are links to the originals, and so is what comes after so many bytes and entries.
FILE, BYTES, ENTRIES = 1 << 20, 64 << 20, 20_000


class Scratch:
    """A copy of `directory`, at the same path below a temporary one.

    What lies beside it, and beside the directories above it, is linked there, so that paths such as
    ``../data`` lead where they did. Large files are links too: a program that writes into one
    in place changes the original.
    """

    def __init__(self, directory: str):
        self.original = os.path.realpath(directory)
        self.root = os.path.realpath(tempfile.mkdtemp(prefix="tf1shim-verify-"))
        self.directory = self.root + self.original
        self._bytes = self._entries = 0

    def __enter__(self) -> str:
        os.makedirs(self.directory)
        self._copy(self.original, self.directory)
        path = self.original
        while path != os.path.dirname(path):
            above, name = os.path.split(path)
            for entry in _entries(above):
                if entry.name != name:
                    _link(entry.path, self.root + entry.path)
            path = above
        return self.directory

    def __exit__(self, *exc_info: object) -> None:
        shutil.rmtree(self.root, ignore_errors=True)  # does not follow the links

    def shown(self, text: str) -> str:
        """`text` with the original paths in it."""
        return text.replace(self.root, "")

    def _copy(self, source, target):
        directories = []
        for entry in _entries(source):
            path = os.path.join(target, entry.name)
            self._entries += 1
            if entry.is_symlink() or self._entries > ENTRIES or entry.name.startswith("."):
                _link(os.path.realpath(entry.path), path)
            elif entry.is_dir():
                directories.append((entry.path, path))
            elif entry.is_file() and self._fits(entry.stat().st_size):
                shutil.copy2(entry.path, path)
            else:
                _link(entry.path, path)
        for source, target in directories:
            if self._entries > ENTRIES:
                _link(source, target)
            else:
                os.mkdir(target)
                self._copy(source, target)

    def _fits(self, size):
        if size > FILE or self._bytes + size > BYTES:
            return False
        self._bytes += size
        return True


def _entries(directory):
    try:
        with os.scandir(directory) as found:
            return list(found)
    except PermissionError:
        return []


def _link(source, target):
    if not os.path.lexists(target):
        os.symlink(source, target)
