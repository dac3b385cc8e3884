"""What legacy code gets when it imports TensorFlow.

Only the legacy code itself is redirected. Its globals hold a copy of the builtins, whose
``__import__`` answers ``tensorflow`` with tf1shim; the program's other modules get the same copy
through a loader. ``sys.modules["tensorflow"]`` is never touched, so Keras 3 and every installed
library keep the TensorFlow they were written for, in the same process.

>>> with LegacyImports(target="json") as imports:
...     scope = {"__builtins__": imports.builtins}
...     exec("import tensorflow as tf; from tensorflow.decoder import JSONDecoder", scope)
>>> scope["tf"].__name__, scope["JSONDecoder"].__module__
('json', 'json.decoder')
"""

from __future__ import annotations

import builtins
import importlib
import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Iterable

from tf1shim.migrate import aged, python2, views
from tf1shim.migrate.installed import Installed

# Never legacy code, wherever they lie: a checkout of tf1shim may be the working directory.
_MODERN = frozenset({"tensorflow", "keras", "tf_keras", "tf1shim"})
_COMPILED = (importlib.machinery.ExtensionFileLoader, importlib.machinery.BuiltinImporter)


class LegacyImports(importlib.abc.MetaPathFinder):
    """Decides which modules are legacy code, and what ``import tensorflow`` means to them.

    A module is legacy code unless it belongs to Python or is installed. What lies beneath one of
    `directories` is not installed, even if those are; neither are the packages in `also`.

    As a context manager it is in force inside the block; leaving it also forgets the legacy modules
    that were imported there.

    Args:
      directories: where the program itself lies.
      also: top-level names of installed packages that are legacy code.
      target: the package that stands in for ``tensorflow``.
    """

    def __init__(
        self,
        directories: Iterable[str] = (),
        also: Iterable[str] = (),
        target: str = "tf1shim",
    ):
        self.target = target
        self.also = frozenset(also)
        self._installed = Installed(directories)
        self.builtins = types.ModuleType("builtins", builtins.__doc__)
        self.builtins.__dict__.update(vars(builtins))
        self.builtins.__dict__["__import__"] = self._import
        self.loader = type("LegacyLoader", (_LegacyLoader,), {"imports": self})
        self._views = views.make(self)

    def __enter__(self) -> LegacyImports:
        importlib.invalidate_caches()
        sys.meta_path.insert(0, self)
        return self

    def __exit__(self, *exc_info: object) -> None:
        sys.meta_path.remove(self)
        for name, module in list(sys.modules.items()):
            loader = getattr(getattr(module, "__spec__", None), "loader", None)
            if isinstance(loader, (_LegacyLoader, _Redirected)) and loader.imports is self:
                del sys.modules[name]

    # What is legacy code

    def find_spec(self, fullname, path=None, target=None):
        """Finds what the other finders find; legacy code gets the legacy builtins."""
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(fullname, path, target)
            if spec is not None:
                return self.adopt(spec) if self.is_legacy(spec) else spec
        return None

    def is_legacy(self, spec: importlib.machinery.ModuleSpec) -> bool:
        """True if the module of `spec` is legacy code."""
        top = spec.name.partition(".")[0]
        if top in _MODERN or top == self.target or not spec.has_location:
            return False
        return top in self.also or spec not in self._installed

    def adopt(self, spec: importlib.machinery.ModuleSpec) -> importlib.machinery.ModuleSpec:
        """Makes `spec` load its module as legacy code; returns it."""
        if type(spec.loader) is importlib.machinery.SourceFileLoader:
            spec.loader = self.loader(spec.loader.name, spec.loader.path)
        elif hasattr(spec.loader, "exec_module") and not isinstance(
            spec.loader, (*_COMPILED, _LegacyLoader, _Redirected)
        ):
            spec.loader = _Redirected(spec.loader, self)
        return spec

    # What an import in legacy code gives

    def _import(self, name, globals=None, locals=None, fromlist=(), level=0):
        if level:
            return builtins.__import__(name, globals, locals, fromlist, level)
        if views.is_tensorflow(name):
            return self._import_tensorflow(name, fromlist)
        try:
            found = builtins.__import__(name, globals, locals, fromlist, 0)
        except ModuleNotFoundError:
            if name not in aged.MOVED or not fromlist:
                raise
            return builtins.__import__(aged.MOVED[name], globals, locals, fromlist, 0)
        return self.seen(name if fromlist else name.partition(".")[0], found)

    def seen(self, name: str, module: types.ModuleType) -> types.ModuleType:
        """The module `name` as legacy code sees it."""
        if name in aged.GONE and name not in self._views:
            self._views[name] = aged.AgedModule(module)
        elif name in views.LATER and name not in self._views:
            self._views[name] = views.LATER[name](module, self)
        return self._views.get(name, module)

    def _import_tensorflow(self, name: str, fromlist: tuple[str, ...] | None):
        module = self.module(name)
        if not fromlist:
            # `import a.b.c` binds a; `import a.b.c as x` walks from a by attribute.
            return self.module("tensorflow")
        for item in fromlist:
            # A call of __import__, which may ask for any name to get the module, gives a list.
            if item != "*" and isinstance(fromlist, tuple):
                self._require(module, item, name)
        return module

    def _require(self, module: types.ModuleType, item: str, name: str) -> None:
        """Makes `item` an attribute of `module`, or says in TensorFlow's terms that it is not."""
        try:
            getattr(module, item)
            return
        except AttributeError as error:
            reason = str(error)
        if hasattr(module, "__path__"):
            full = f"{module.__name__}.{item}"
            try:
                builtins.__import__(full)
                return
            except ModuleNotFoundError as error:
                if error.name != full:
                    raise
        msg = f"cannot import name {item!r} from {name!r}: {reason}"
        raise ImportError(msg, name=name)

    def module(self, name: str) -> types.ModuleType:
        """The module that legacy code gets under the absolute name ``tensorflow[.x.y]``."""
        mapped = self.target + name[len("tensorflow") :]
        try:
            # Not import_module: only the import statement's own path keeps tracebacks clean.
            builtins.__import__(mapped)
            return sys.modules[mapped]
        except ModuleNotFoundError as error:
            missing = error.name or ""
            if missing == self.target or not f"{mapped}.".startswith(missing + "."):
                raise
        # TF1 let every namespace be imported, whether or not a file of its own stands behind it.
        found, reason = sys.modules[self.target], None
        for part in mapped[len(self.target) + 1 :].split("."):
            try:
                found = getattr(found, part)
            except AttributeError as error:
                reason = str(error)
                break
        if isinstance(found, types.ModuleType) and reason is None:
            return found
        # Raised outside the except clauses, so that its context is what the program was handling.
        msg = f"No module named {name!r}: {reason or f'it is {found!r}'}"
        raise ModuleNotFoundError(msg, name=name)


class _LegacyLoader(importlib.machinery.SourceFileLoader):
    """Loads a legacy source file: with the legacy builtins, and refusing Python 2 in words."""

    imports: LegacyImports

    def create_module(self, spec):
        # Overriding exec_module instead would leave the import system's frames in tracebacks.
        module = types.ModuleType(spec.name)
        module.__dict__["__builtins__"] = self.imports.builtins.__dict__
        return module

    def source_to_code(self, data, path, *, _optimize=-1):
        try:
            return super().source_to_code(data, path, _optimize=_optimize)
        except SyntaxError as error:
            raise python2.diagnose(error, data) or error from None


class _Redirected:
    """Any other loader, of a zip file or of pytest's test modules, with the legacy builtins."""

    def __init__(self, loader, imports: LegacyImports):
        self.imports = imports
        self._loader = loader

    def create_module(self, spec):
        module = self._loader.create_module(spec) or types.ModuleType(spec.name)
        module.__dict__["__builtins__"] = self.imports.builtins.__dict__
        return module

    def exec_module(self, module):
        __tracebackhide__ = True  # pytest's word for a frame that is not the program's
        try:
            self._loader.exec_module(module)
        except SyntaxError as error:
            raise python2.diagnose(error) or error from None

    def __getattr__(self, name):
        return getattr(self._loader, name)
