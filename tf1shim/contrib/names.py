"""How names beneath ``tf.contrib`` are found: packages, deep paths, and what is missing."""

from __future__ import annotations

import importlib
import pkgutil
import sys
import types
from pathlib import Path

from tf1shim import _tf
from tf1shim.missing import Absence, MissingSymbolError

ROOT = "tf1shim.contrib"
HERE = Path(__file__).parent


def packages():
    """The names of the packages that there are."""
    return {m.name for m in pkgutil.iter_modules([str(HERE)]) if m.ispkg}


def lazy_packages(root):
    """``(__getattr__, __dir__)`` for a package whose parts are imported when first asked for."""

    def find(name):
        if name not in packages():
            raise missing_symbol(f"{root}.{name}")
        return importlib.import_module(f"{root}.{name}")

    return find, lambda: sorted(packages())


def missing(package, absent=None):
    """A module's ``__getattr__`` that says why a name of `package` is not there.

    `absent` has ``name: (reason, replacement)`` for those that TensorFlow 1 had. The names that
    are there when this is called are TensorFlow's to AutoGraph: it calls them as they are.
    """
    for value in list(vars(sys.modules[package]).values()):
        if isinstance(value, (types.FunctionType, type)) and value.__module__.startswith(ROOT):
            _tf.never_converted(value)

    def find(name):
        deep = sys.modules.get(f"{package}.{name}")
        if isinstance(deep, DeepModule):
            return deep
        reasons = (absent or {}).get(name)
        raise missing_symbol(f"{package}.{name}", reasons and Absence(*reasons))

    return find


def missing_symbol(path, absence=None):
    """The error for the module path `path`; Python's own questions get a plain one."""
    name = path.rpartition(".")[2]
    if name.startswith("__") and name.endswith("__"):
        return AttributeError(f"module {path.rpartition('.')[0]!r} has no attribute {name!r}")
    return MissingSymbolError(path.partition(".")[2], absence)


class DeepModule(types.ModuleType):
    """A module of TensorFlow 1 beneath its public packages, as legacy code imports them.

    >>> from tf1shim.contrib.layers.python.layers import utils
    >>> import tf1shim as tf
    >>> from tf1shim.contrib.layers.python.layers.layers import fully_connected
    >>> fully_connected is tf.contrib.layers.fully_connected
    True

    Its names are those of the file of the same name here, then those of the public package.
    """

    def __init__(self, name):
        super().__init__(name, f"What TensorFlow 1 kept in {name.partition('.')[2]}.")
        self.__path__ = []

    def __getattr__(self, name):
        if name == "__all__":  # What `from ... import *` takes.
            return [public for public in dir(self) if not public.startswith("_")]
        # A package of TensorFlow 1 had a function instead of the file of its name: arg_scope.
        child = sys.modules.get(f"{self.__name__}.{name}")
        for module in self._sources() if not name.startswith("__") else ():
            try:
                found = getattr(module, name)
            except AttributeError:
                continue
            if child is None or not isinstance(found, types.ModuleType):
                return found
        if child is not None:
            return child
        raise missing_symbol(f"{self.__name__}.{name}")

    def _sources(self):
        package, *rest = self.__name__.split(".")[2:]
        public = importlib.import_module(f"{ROOT}.{package}")
        # The file may be in a package below: distributions/python/ops/bijectors/affine.py.
        for start in range(len(rest)):
            own = ".".join([package, *rest[start:]])
            file = HERE / own.replace(".", "/")
            if f"{ROOT}.{own}" != self.__name__ and (
                file.is_dir() or file.with_suffix(".py").exists()
            ):
                yield importlib.import_module(f"{ROOT}.{own}")
        yield public

    def __dir__(self):
        return sorted({name for module in self._sources() for name in dir(module)})


def register_deep_paths():
    """Makes the deep paths of the packages that there are importable; imports none of them."""
    there = packages()
    for path in (HERE / "deep_paths.txt").read_text().split():
        package, _, rest = path.partition(".")
        own = HERE / path.replace(".", "/")
        if package not in there or not rest or own.exists() or own.with_suffix(".py").exists():
            continue
        name = f"{ROOT}.{path}"
        if name not in sys.modules:
            sys.modules[name] = DeepModule(name)
