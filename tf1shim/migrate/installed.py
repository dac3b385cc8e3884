"""Which modules are Python's own or installed, and which the user's."""

from __future__ import annotations

import functools
import importlib.machinery
import os
import sysconfig
from collections.abc import Iterable

_SITE = ("site-packages", "dist-packages")
_STDLIB = tuple(
    {
        os.path.join(resolve(sysconfig.get_path(name)), "")
        for name in ("stdlib", "platstdlib")
        for resolve in (os.path.abspath, os.path.realpath)
    }
)


class Installed:
    """The modules of Python itself and of installed packages, told by where their files lie.

    Installed is what lies in ``site-packages``, or what a distribution's ``RECORD`` beside it names
    (``pip install --target``). A package that is installed for editing lies elsewhere: it is not.

    >>> import importlib.util
    >>> [importlib.util.find_spec(name) in Installed() for name in ("json", "numpy")]
    [True, True]

    Args: `own`, directories whose files are the user's, even in ``site-packages``.
    """

    def __init__(self, own: Iterable[str] = ()):
        # The root of the file system, and all of site-packages, say nothing.
        own = {os.path.realpath(directory) for directory in own}
        self._own = tuple(
            os.path.join(directory, "")
            for directory in sorted(own)
            if directory != os.path.sep and os.path.basename(directory) not in _SITE
        )

    def __contains__(self, spec: importlib.machinery.ModuleSpec) -> bool:
        file = os.path.abspath(spec.origin)
        # Links lead from site-packages into caches, and from elsewhere into site-packages.
        real = os.path.realpath(file)
        if file.startswith(_STDLIB) and not _in_site(file):
            return True
        directory = _search_directory(spec, file)
        if not _in_site(directory) and spec.name.partition(".")[0] in _recorded(directory):
            return True
        for root in self._own:
            if real.startswith(root):
                return _in_site(real[len(root) :]) or real.startswith(_STDLIB)
        return _in_site(file) or _in_site(real) or real.startswith(_STDLIB)


def _search_directory(spec: importlib.machinery.ModuleSpec, file: str) -> str:
    """The entry of ``sys.path`` that led to the top-level package of `spec`."""
    levels = spec.name.count(".") + 1 + (spec.submodule_search_locations is not None)
    for _ in range(levels):
        file = os.path.dirname(file)
    return file


def _in_site(path: str) -> bool:
    return any(part in _SITE for part in path.split(os.sep))


@functools.cache
def _recorded(directory: str) -> frozenset[str]:
    """The top-level names that the distributions installed into `directory` brought along."""
    names = set()
    if os.path.isdir(directory):
        for entry in os.listdir(directory):
            record = os.path.join(directory, entry, "RECORD")
            if entry.endswith(".dist-info") and os.path.exists(record):
                with open(record, encoding="utf-8") as lines:
                    names.update(line.split(",")[0].split("/")[0] for line in lines)
    return frozenset(name.removesuffix(".py") for name in names)
