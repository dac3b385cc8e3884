"""A second copy of installed modules, under other names, with imports of its own.

Python code keeps its state in modules and classes. A second set of modules made from the same files
has a state of its own, and what it imports can be answered in its own way; the first set, which the
rest of the process uses, sees nothing of it.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.machinery
import importlib.util
import sys
import threading
import types

from tf1shim.overlay import Overlay


class AnsweredImports:
    """Runs the code of installed modules once more, with some of its imports answered otherwise.

    >>> imports = AnsweredImports({"binascii": "no such module"})
    >>> copy = imports.run("quopri", "tf1shim.quopri")
    >>> copy.__name__, importlib.import_module("quopri") is copy
    ('tf1shim.quopri', False)

    Args:
      answers: what absolute imports give, ``{name: module}``; it may grow later.
      loaded: called with each module once its code has run.
    """

    def __init__(self, answers=(), loaded=None):
        self.answers = dict(answers)
        self._loaded = loaded
        self._builtins = types.ModuleType("builtins", builtins.__doc__)
        self._builtins.__dict__.update(vars(builtins))
        self._builtins.__dict__["__import__"] = self._import

    def run(self, name, alias, parent=None):
        """The module `alias`, from the code of `name`, whose package is the module `parent`.

        Raises: ModuleNotFoundError.
        """
        spec = importlib.machinery.PathFinder.find_spec(name, parent and parent.__path__)
        if spec is None:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        if isinstance(spec.loader, importlib.machinery.SourceFileLoader):
            loader = importlib.machinery.SourceFileLoader(alias, spec.origin)
            spec = importlib.util.spec_from_file_location(
                alias,
                spec.origin,
                loader=loader,
                submodule_search_locations=spec.submodule_search_locations,
            )
        module = importlib.util.module_from_spec(spec)
        module.__dict__["__builtins__"] = self._builtins.__dict__
        sys.modules[alias] = module
        spec._initializing = True
        try:
            spec.loader.exec_module(module)
            if self._loaded:
                self._loaded(module)
        except BaseException:
            del sys.modules[alias]
            raise
        finally:
            spec._initializing = False
        return module

    def _import(self, name, globals=None, locals=None, fromlist=(), level=0):
        found = None if level else self._answer(name, fromlist)
        if found is None:
            return builtins.__import__(name, globals, locals, fromlist, level)
        return found

    def _answer(self, name, fromlist):
        """What `answers` has for an import, None where it has nothing."""
        if not fromlist:
            first = name.partition(".")[0]
            if first in self.answers:
                # `import a.b as x` binds a and walks from there.
                importlib.import_module(name)
            return self.answers.get(first)
        if name in self.answers:
            return self.answers[name]
        names = {item: self.answers.get(f"{name}.{item}") for item in fromlist}
        names = {item: module for item, module in names.items() if module is not None}
        return Overlay(importlib.import_module(name), **names) if names else None


class SecondCopy(AnsweredImports):
    """The package `package` once more, importable as `alias`.

    >>> copy = SecondCopy("json", "tf1shim.json")
    >>> decoder = copy.module("json.decoder")
    >>> import json
    >>> decoder.__name__, decoder.JSONDecoder is json.JSONDecoder
    ('tf1shim.json.decoder', False)

    Args:
      package: the name of an installed package; it need not be loaded, and does not get loaded.
      alias: the dotted name of the copy; its parent is loaded already.
      answers: what the copy gets for other absolute imports, ``{name: module}``.
      loaded: called with each module of the copy once its code has run.
    """

    def __init__(self, package, alias, answers=(), loaded=None):
        super().__init__(answers, loaded)
        self.package = package
        self.alias = alias
        self._lock = threading.RLock()
        self._importlib = Overlay(importlib, import_module=self._import_module)

    def module(self, name):
        """The copy's module for the dotted `name` that the package's own code uses.

        Raises: ModuleNotFoundError.
        """
        alias = self.alias + name[len(self.package) :]
        found = sys.modules.get(alias)
        if found is None or getattr(found.__spec__, "_initializing", False):
            with self._lock:
                found = sys.modules.get(alias) or self._load(name, alias)
        return found

    def _load(self, name, alias):
        above, _, last = name.rpartition(".")
        parent = self.module(above) if above else None
        # The parent's code may have imported it.
        if alias in sys.modules:
            return sys.modules[alias]
        module = self.run(name, alias, parent)
        if parent:
            setattr(parent, last, module)
        return module

    # --- what an import in the copy gives ---------------------------------------------------------

    def _import(self, name, globals=None, locals=None, fromlist=(), level=0):
        if not level:
            if name.partition(".")[0] == self.package:
                return self._import_own(name, fromlist)
            if name == "importlib":
                return self._importlib
        elif self._is_own(globals):
            package = self.package + globals["__package__"][len(self.alias) :]
            return self._import_own(
                importlib.util.resolve_name("." * level + name, package), fromlist or ("*",)
            )
        return super()._import(name, globals, locals, fromlist, level)

    def _is_own(self, globals):
        return f"{(globals or {}).get('__package__')}.".startswith(self.alias + ".")

    def _import_own(self, name, fromlist):
        module = self.module(name)
        if not fromlist:
            return self.module(self.package)
        for item in fromlist:
            if item != "*" and not hasattr(module, item) and hasattr(module, "__path__"):
                try:
                    self.module(f"{name}.{item}")
                except ModuleNotFoundError as error:
                    if error.name != f"{name}.{item}":
                        raise
        return module

    def _import_module(self, name, package=None):
        """``importlib.import_module`` for the copy's code: its own package is the copy."""
        if name.partition(".")[0] == self.package:
            return self.module(name)
        return importlib.import_module(name, package)
