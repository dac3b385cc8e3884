"""What legacy code gets when it imports TensorFlow.

Only the legacy code itself is redirected. Its globals hold a copy of the builtins, whose
``__import__`` answers ``tensorflow`` with tf1shim; modules of its own tree get the same copy
through a loader. ``sys.modules["tensorflow"]`` is never touched, so Keras 3 and every installed
library keep the TensorFlow they were written for, in the same process.

>>> import os
>>> with LegacyImports([os.getcwd()], target="json") as imports:
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
import importlib.util
import os
import sys
import sysconfig
import types
from collections.abc import Iterable

from tf1shim.migrate import aged, python2
from tf1shim.overlay import Overlay

# Never legacy code, wherever they lie: a checkout of tf1shim may be the working directory.
_MODERN = frozenset({"tensorflow", "keras", "tf_keras", "tf1shim"})
_SITE = ("site-packages", "dist-packages")
_STDLIB = tuple(
    os.path.realpath(sysconfig.get_path(name)) + os.sep for name in ("stdlib", "platstdlib")
)


class LegacyImports(importlib.abc.MetaPathFinder):
    """Decides which modules are legacy code, and what ``import tensorflow`` means to them.

    A module is legacy code when its file lies beneath one of `directories`, beneath a directory
    that the program added to ``sys.path`` while it ran, or in one of `packages` (top-level names,
    installed or not). Installed libraries are not, unless named.

    As a context manager it is in force inside the block; leaving it also forgets the legacy modules
    that were imported there.

    Args:
      directories: where the program's own modules lie.
      packages: top-level names of further legacy packages.
      target: the package that stands in for ``tensorflow``.
    """

    def __init__(
        self,
        directories: Iterable[str],
        packages: Iterable[str] = (),
        target: str = "tf1shim",
    ):
        self.target = target
        self.packages = frozenset(packages)
        # The root of the file system says nothing about what is the program's own.
        roots = {os.path.realpath(directory) for directory in directories} - {os.path.sep}
        self._roots = tuple(root + os.sep for root in sorted(roots))
        self._path_before = frozenset(sys.path)

        self.builtins = types.ModuleType("builtins", builtins.__doc__)
        self.builtins.__dict__.update(vars(builtins))
        self.builtins.__dict__["__import__"] = self._import
        self.loader = type(
            "LegacyLoader", (_LegacyLoader,), {"legacy_builtins": self.builtins.__dict__}
        )
        self._overlays = self._make_overlays()
        self._aged: dict[str, types.ModuleType] = {}

    def __enter__(self) -> LegacyImports:
        importlib.invalidate_caches()
        sys.meta_path.insert(0, self)
        return self

    def __exit__(self, *exc_info: object) -> None:
        sys.meta_path.remove(self)
        for name, module in list(sys.modules.items()):
            spec = getattr(module, "__spec__", None)
            if isinstance(getattr(spec, "loader", None), self.loader):
                del sys.modules[name]

    # What is legacy code

    def find_spec(self, fullname, path=None, target=None):
        """Finds what the other finders find; legacy source gets the legacy loader."""
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(fullname, path, target)
            if spec is not None:
                top = fullname.partition(".")[0]
                if top not in _MODERN and top != self.target:
                    if top in self.packages or self._owns(spec.origin):
                        self._adopt(spec)
                return spec
        return None

    def _owns(self, file: str | None) -> bool:
        if not file:
            return False
        file = os.path.realpath(file)
        for root in self._roots + self._added_roots():
            if file.startswith(root):
                inside = file[len(root) :].split(os.sep)
                if any(part in _SITE for part in inside):
                    continue
                # A Python installed beneath the program's directory stays what it is.
                if any(lib.startswith(root) and file.startswith(lib) for lib in _STDLIB):
                    continue
                return True
        return False

    def _added_roots(self) -> tuple[str, ...]:
        added = [p for p in sys.path if isinstance(p, str) and p not in self._path_before]
        roots = (os.path.realpath(p) for p in added if os.path.basename(p) not in _SITE)
        return tuple(root + os.sep for root in roots if root != os.path.sep)

    def _adopt(self, spec: importlib.machinery.ModuleSpec) -> importlib.machinery.ModuleSpec:
        if type(spec.loader) is importlib.machinery.SourceFileLoader:
            spec.loader = self.loader(spec.loader.name, spec.loader.path)
        return spec

    # What an import in legacy code gives

    def _import(self, name, globals=None, locals=None, fromlist=(), level=0):
        if level == 0:
            if name == "tensorflow" or name.startswith("tensorflow."):
                return self._import_tensorflow(name, fromlist)
            if name in self._overlays:
                return self._overlays[name if fromlist else name.partition(".")[0]]
            return self._import_aged(name, globals, locals, fromlist)
        return builtins.__import__(name, globals, locals, fromlist, level)

    def _import_aged(self, name, globals, locals, fromlist):
        """An ordinary import; of modules that lost names, as legacy code knew them."""
        try:
            found = builtins.__import__(name, globals, locals, fromlist, 0)
        except ModuleNotFoundError:
            if name not in aged.MOVED or not fromlist:
                raise
            return builtins.__import__(aged.MOVED[name], globals, locals, fromlist, 0)
        known = name if fromlist else name.partition(".")[0]
        if known not in aged.GONE:
            return found
        if known not in self._aged:
            self._aged[known] = aged.AgedModule(found)
        return self._aged[known]

    def _import_tensorflow(self, name: str, fromlist: tuple[str, ...] | None):
        module = self.module(name)
        if not fromlist:
            # `import a.b.c` binds a; `import a.b.c as x` walks from a by attribute.
            return self.module("tensorflow")
        for item in fromlist:
            if item != "*":
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

    # The ways around the import statement

    def _make_overlays(self) -> dict[str, types.ModuleType]:
        def import_module(name, package=None):
            """Imports a module; ``tensorflow`` means what it means in an import statement."""
            if name == "tensorflow" or name.startswith("tensorflow."):
                return self.module(name)
            return importlib.import_module(name, package)

        def spec_from_file_location(name, location=None, **options):
            """Returns a module's spec; the module is legacy code, like the code that asks."""
            spec = importlib.util.spec_from_file_location(name, location, **options)
            return spec if spec is None else self._adopt(spec)

        util = Overlay(importlib.util, spec_from_file_location=spec_from_file_location)
        machinery = Overlay(importlib.machinery, SourceFileLoader=self.loader)
        top = Overlay(importlib, import_module=import_module, util=util, machinery=machinery)
        return {
            "builtins": self.builtins,
            "importlib": top,
            "importlib.util": util,
            "importlib.machinery": machinery,
        }


class _LegacyLoader(importlib.machinery.SourceFileLoader):
    """Loads a legacy source file: with the legacy builtins, and refusing Python 2 in words."""

    legacy_builtins: dict[str, object]

    def create_module(self, spec):
        # Overriding exec_module instead would leave the import system's frames in tracebacks.
        module = types.ModuleType(spec.name)
        module.__dict__["__builtins__"] = self.legacy_builtins
        return module

    def source_to_code(self, data, path, *, _optimize=-1):
        try:
            code = super().source_to_code(data, path, _optimize=_optimize)
        except SyntaxError as error:
            refusal = python2.diagnose(error, data)
            if refusal is not None:
                raise refusal from None
            raise
        return code
