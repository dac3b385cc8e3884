"""Modules of Python as legacy code sees them: TensorFlow is TensorFlow 1 there too.

``importlib.import_module("tensorflow")``, ``sys.modules["tensorflow"]`` and
``importlib.metadata.version("tensorflow")`` go around the import statement. Each view replaces the
names of one module that matter; whatever else is asked of it, or set on it, goes to the module.
"""

from __future__ import annotations

import collections.abc
import functools
import importlib
import importlib.machinery
import importlib.metadata
import importlib.util
import runpy
import sys
import types

from tf1shim.overlay import Overlay

# The names under which TensorFlow 1 was installed.
_DISTRIBUTIONS = frozenset({"tensorflow", "tensorflow-gpu", "tensorflow_gpu"})


class Live(Overlay):
    """An `Overlay` that programs also assign to, as in ``sys.stdout = file``."""

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self._module, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._module, name)


class Modules(collections.abc.MutableMapping):
    """``sys.modules`` in which ``tensorflow`` and what is below it are the package `target`.

    >>> import json, json.decoder
    >>> modules = Modules("json")
    >>> modules["tensorflow"].__name__, modules["sys"] is sys, "tensorflow.decoder" in modules
    ('json', True, True)
    """

    def __init__(self, target: str):
        self._target = target

    def __getitem__(self, name):
        return sys.modules[real_name(name, self._target)]

    def __setitem__(self, name, module):
        sys.modules[real_name(name, self._target)] = module

    def __delitem__(self, name):
        del sys.modules[real_name(name, self._target)]

    def __iter__(self):
        for name in list(sys.modules):
            if not is_tensorflow(name):
                yield name
            if name == self._target or name.startswith(self._target + "."):
                yield "tensorflow" + name[len(self._target) :]

    def __len__(self):
        return sum(1 for _ in self)

    def copy(self):
        """The same names and modules, in a dictionary of their own."""
        return dict(self)


def is_tensorflow(name: object) -> bool:
    """True for ``tensorflow`` and the modules below it."""
    return isinstance(name, str) and (name == "tensorflow" or name.startswith("tensorflow."))


def real_name(name: str, target: str) -> str:
    """What `name`, a module or what is in it, is called where the package `target` is meant.

    >>> real_name("tensorflow.train", "json"), real_name("numpy", "json")
    ('json.train', 'numpy')
    """
    return target + name[len("tensorflow") :] if is_tensorflow(name) else name


def make(imports) -> dict[str, types.ModuleType]:
    """The views by the names of their modules; `imports` is the program's `LegacyImports`."""

    def import_module(name, package=None):
        """Imports a module; ``tensorflow`` means what it means in an import statement."""
        if is_tensorflow(name):
            return imports.module(name)
        found = importlib.import_module(name, package)
        return imports.seen(getattr(found, "__name__", name), found)

    def spec_from_file_location(name, location=None, **options):
        """Returns a module's spec; the module is legacy code, like the code that asks."""
        spec = importlib.util.spec_from_file_location(name, location, **options)
        return spec if spec is None else imports.adopt(spec)

    def run_path(path_name, init_globals=None, run_name=None):
        """Runs a file, a directory or an archive, which is legacy code like the code that asks."""
        return runpy.run_path(path_name, {**(init_globals or {}), **builtins}, run_name)

    def run_module(mod_name, init_globals=None, run_name=None, alter_sys=False):
        """Runs a module, which is legacy code unless it is installed."""
        spec = importlib.util.find_spec(mod_name)
        names = {**(init_globals or {}), **(builtins if spec and imports.is_legacy(spec) else {})}
        return runpy.run_module(mod_name, names, run_name, alter_sys)

    def version(distribution_name):
        """The version of an installed package; TensorFlow's is that of TensorFlow 1."""
        if distribution_name in _DISTRIBUTIONS:
            return imports.module("tensorflow").__version__
        return importlib.metadata.version(distribution_name)

    builtins = {"__builtins__": vars(imports.builtins)}
    util = Overlay(importlib.util, spec_from_file_location=spec_from_file_location)
    machinery = Overlay(importlib.machinery, SourceFileLoader=imports.loader)
    metadata = Overlay(importlib.metadata, version=version)
    return {
        "builtins": imports.builtins,
        "importlib": Overlay(
            importlib,
            import_module=import_module,
            machinery=machinery,
            metadata=metadata,
            util=util,
        ),
        "importlib.machinery": machinery,
        "importlib.metadata": metadata,
        "importlib.util": util,
        "runpy": Overlay(runpy, run_module=run_module, run_path=run_path),
        "sys": Live(sys, modules=Modules(imports.target)),
    }


def pkg_resources(module: types.ModuleType, imports) -> types.ModuleType:
    """The view of ``pkg_resources``."""

    def get_distribution(dist):
        """The installed distribution; TensorFlow's has TensorFlow 1's version."""
        if dist in _DISTRIBUTIONS:
            version = imports.module("tensorflow").__version__
            return module.Distribution(project_name=dist, version=version)
        return module.get_distribution(dist)

    return Overlay(module, get_distribution=get_distribution)


class Unittest(Overlay):
    """``unittest``, whose `mock` is a view too."""

    def __init__(self, module: types.ModuleType, imports):
        super().__init__(module)
        self.__dict__["_imports"] = imports

    def __getattr__(self, name: str):
        found = super().__getattr__(name)
        return self._imports.seen("unittest.mock", found) if name == "mock" else found


def mock(module: types.ModuleType, imports) -> types.ModuleType:
    """The view of ``unittest.mock``: ``patch("tensorflow.constant")`` is of the program's."""

    def called(fn):
        def patch(target, *args, **kwargs):
            return fn(real_name(target, imports.target), *args, **kwargs)

        return patch

    patch = functools.wraps(module.patch)(called(module.patch))
    patch.multiple, patch.dict = called(module.patch.multiple), called(module.patch.dict)
    return Overlay(module, patch=patch)


#: The views of what is looked at only where a program imports it.
LATER = {
    "mock": mock,
    "pkg_resources": pkg_resources,
    "unittest": Unittest,
    "unittest.mock": mock,
}
