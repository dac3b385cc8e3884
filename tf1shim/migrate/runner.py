"""Runs an unmodified TensorFlow 1 program on TensorFlow 2, in the place of ``__main__``.

>>> import os, tempfile
>>> path = os.path.join(tempfile.mkdtemp(), "train.py")
>>> with open(path, "w") as file:
...     _ = file.write("import sys, tensorflow as tf\\nprint(tf.__name__, sys.argv[1:])")
>>> _ = run_path(path, ["--epochs=3"], target="json")
json ['--epochs=3']
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import os
import sys
import types
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tf1shim.migrate import python2
from tf1shim.migrate.children import ProgramPath
from tf1shim.migrate.imports import LegacyImports


class UsageError(Exception):
    """The command line asks for something that cannot be started."""


class Command(NamedTuple):
    """What to run: a "script" (a file, directory or zip file), "module", "code" or "pytest"."""

    kind: str
    name: str
    argv: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    eager: bool = False
    show_deprecations: bool = False
    target: str = "tf1shim"


def run_path(
    path: str | os.PathLike,
    argv: Sequence[str] = (),
    *,
    also: Iterable[str] = (),
    eager: bool = False,
    target: str = "tf1shim",
) -> dict[str, object]:
    """Runs the script at `path` as ``__main__`` and returns its globals.

    Afterwards ``sys.argv``, ``sys.path`` and ``sys.modules["__main__"]`` are as they were, and the
    script's own modules are forgotten.

    Args:
      path: the script, written for TensorFlow 1; or a directory or zip file with a ``__main__.py``.
      argv: the script's arguments, without its name.
      also: top-level names of installed packages that are TensorFlow 1 code too.
      eager: whether the script runs with eager execution enabled.
      target: the package that stands in for ``tensorflow``.

    Raises:
      UsageError: if there is no such script.
      Python2Source: if the script or a module of its own is Python 2 (a SyntaxError).
    """
    return _run(Command("script", os.fspath(path), tuple(argv), tuple(also), eager, target=target))


def run_module(
    name: str,
    argv: Sequence[str] = (),
    *,
    also: Iterable[str] = (),
    eager: bool = False,
    target: str = "tf1shim",
) -> dict[str, object]:
    """Runs the module `name` as ``__main__``, as ``python -m`` does, and returns its globals.

    The top-level package of `name` is legacy code, installed or not. The rest is as in `run_path`.
    """
    return _run(Command("module", name, tuple(argv), tuple(also), eager, target=target))


def _run(command: Command) -> dict[str, object]:
    with Program(command) as program:
        return program.run()


class Program:
    """One legacy program in the place of ``__main__``; leaving the block undoes it.

    Args:
      command: what to run.
      replace_path0: whether the first entry of ``sys.path`` is the runner's, to be replaced.
      redirect: makes the imports of the program: a class like `LegacyImports`.
    """

    def __init__(
        self,
        command: Command,
        replace_path0: bool = False,
        redirect: Callable[..., LegacyImports] = LegacyImports,
    ):
        self.command = command
        self.replace_path0 = replace_path0
        own, also = [], command.also
        self.path0 = {"code": "", "module": os.getcwd()}.get(command.kind)
        if command.kind == "script":
            self.path0 = _first_path(command.name)
            own = [self.path0]
        elif command.kind == "module":
            also = (command.name.partition(".")[0], *also)
        self.imports = redirect(own, also, command.target)

    def __enter__(self) -> Program:
        self._saved = sys.argv, sys.path[:], sys.modules["__main__"]
        self.imports.__enter__()
        if self.path0 is not None and not getattr(sys.flags, "safe_path", False):
            sys.path[: 1 if self.replace_path0 else 0] = [self.path0]
        command = self.command
        if command.kind == "script":  # its children may start in another directory
            command = command._replace(name=os.path.abspath(command.name))
        ProgramPath.put(command)
        self._switch()
        return self

    def _switch(self) -> None:
        """Sets what the command's options ask for, before the program begins."""
        if self.command.eager:
            importlib.import_module(self.command.target).enable_eager_execution()
        if self.command.show_deprecations:
            importlib.import_module(f"{self.command.target}.switches").show_deprecations()

    def __exit__(self, *exc_info: object) -> None:
        sys.argv, sys.path[:], sys.modules["__main__"] = self._saved
        self.imports.__exit__(*exc_info)
        if self.command.eager:
            importlib.import_module(self.command.target).disable_eager_execution()

    def run(self) -> dict[str, object]:
        """Runs the program as ``__main__``; returns its globals."""
        code, module, argv0 = self._load("__main__")
        sys.argv = [argv0, *self.command.argv]
        return self._execute(code, module)

    def begin_child(self) -> None:
        """Makes this process, which multiprocessing has just started, one of the program's.

        Its main module is loaded under multiprocessing's name for it, if Python would do so.
        """
        self.imports.__enter__()
        self._switch()
        if self.command.kind in ("script", "module"):
            code, module, _ = self._load("__mp_main__")
            # What runs as the main module of a package, directory or zip file is not run again.
            if os.path.basename(module.__file__) != "__main__.py":
                self._execute(code, module)

    def _execute(self, code: types.CodeType, module: types.ModuleType) -> dict[str, object]:
        module.__builtins__ = self.imports.builtins
        # pickle, absl's flags and tf.app.run() all look the program up under this name.
        sys.modules["__main__"] = sys.modules[module.__name__] = module
        exec(code, module.__dict__)
        return module.__dict__

    def _load(self, name: str) -> tuple[types.CodeType, types.ModuleType, str]:
        """The program's code, its module and what it is called in ``sys.argv``."""
        kind, called = self.command.kind, self.command.name
        if kind == "module":
            spec = _find_module(called)
            return _code(spec), _module(name, spec), spec.origin
        if kind == "code":
            text, argv0 = (sys.stdin.read(), "-") if called == "-" else (called, "-c")
            file = "<stdin>" if called == "-" else "<string>"
            loader = self.imports.loader(name, file)
            return loader.source_to_code(text.encode(), file), types.ModuleType(name), argv0
        if os.path.isdir(self.path0) and not os.path.isdir(called):
            path = os.path.abspath(called)
            loader = self.imports.loader(name, path)
            module = types.ModuleType(name)
            module.__loader__, module.__file__, module.__cached__ = loader, path, None
            return loader.source_to_code(loader.get_data(path), path), module, called
        spec = importlib.machinery.PathFinder.find_spec("__main__", [self.path0])
        if spec is None or not hasattr(spec.loader, "get_code"):
            raise UsageError(f"can't find '__main__' module in {called!r}")
        return _code(spec), _module(name, spec), called


def _first_path(path: str) -> str:
    """What ``sys.path`` begins with for a script: its directory; a directory or zip file itself."""
    if not os.path.exists(path):
        raise UsageError(f"no such script: {path}")
    if os.path.isdir(path):
        return path
    with open(path, "rb") as file:
        # A zip file may have other things before it, such as the line that says who runs it.
        is_text = not (path.endswith((".zip", ".pyz")) or file.read(4) == b"PK\x03\x04")
    return os.path.dirname(os.path.realpath(path)) if is_text else path


def _code(spec: importlib.machinery.ModuleSpec) -> types.CodeType:
    try:
        return spec.loader.get_code(spec.name)
    except SyntaxError as error:
        raise python2.diagnose(error) or error from None


def _module(name: str, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
    module = types.ModuleType(name)
    module.__spec__, module.__package__, module.__loader__ = spec, spec.parent, spec.loader
    module.__file__, module.__cached__ = spec.origin, spec.cached
    return module


def _find_module(name: str) -> importlib.machinery.ModuleSpec:
    try:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.submodule_search_locations is not None:
            name += ".__main__"
            spec = importlib.util.find_spec(name)
    except ModuleNotFoundError as error:
        if error.name != name and not name.startswith(f"{error.name}."):
            raise
        spec = None
    except ValueError as error:  # a relative name
        raise UsageError(f"cannot run the module {name}: {error}") from None
    if spec is None:
        raise UsageError(f"no module named {name}; the working directory is {os.getcwd()}")
    if not hasattr(spec.loader, "get_code"):
        raise UsageError(f"the module {name} is not Python source: {spec.origin}")
    return spec
