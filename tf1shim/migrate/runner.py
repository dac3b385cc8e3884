"""Runs an unmodified TensorFlow 1 program on TensorFlow 2: ``python -m tf1shim train.py``.

>>> import os, tempfile
>>> path = os.path.join(tempfile.mkdtemp(), "train.py")
>>> with open(path, "w") as file:
...     _ = file.write("import sys, tensorflow as tf\\nprint(tf.__name__, sys.argv[1:])")
>>> _ = run_path(path, ["--epochs=3"], target="json")
json ['--epochs=3']
"""

from __future__ import annotations

import importlib.machinery
import importlib.metadata
import importlib.util
import os
import sys
import types
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tf1shim.migrate.imports import LegacyImports
from tf1shim.migrate.python2 import Python2Source

USAGE = "usage: python -m tf1shim [--legacy PKG]... (script.py | -m module) [arguments...]\n"

HELP = f"""\
{USAGE}
Runs a program written for TensorFlow 1 on the installed TensorFlow 2, as it is: nothing in the
program or in TensorFlow is rewritten. In the program `import tensorflow as tf`,
`import tensorflow.compat.v1 as tf` and `from tensorflow.python.ops import rnn` mean tf1shim;
installed libraries go on getting the real TensorFlow.

examples:
  python -m tf1shim train.py --epochs 10       instead of: python train.py --epochs 10
  python -m tf1shim -m project.train           instead of: python -m project.train
  python -m tf1shim --legacy tflearn train.py  tflearn is installed, and TensorFlow 1 code too

options:
  --legacy PKG   the installed package PKG is TensorFlow 1 code like the program; may be repeated
  -m module      run a module or a package's __main__ by its name
  --version      the versions of tf1shim, TensorFlow, Keras and Python
  -h, --help     this text

The program's own modules are those beneath the script's directory, the working directory, and
the directories that it adds to sys.path. Everything after the script goes to it untouched.

A Python process that the program starts is an ordinary one: start it with `-m tf1shim` too.
Python 2 source is refused, with the line and the command that converts it.

exit status: the program's own; 2 if it could not be started.
"""


class UsageError(Exception):
    """The command line asks for something that cannot be started."""


class Command(NamedTuple):
    """A command line, taken apart."""

    name: str
    argv: tuple[str, ...] = ()
    is_module: bool = False
    legacy: tuple[str, ...] = ()


def run_path(
    path: str | os.PathLike,
    argv: Sequence[str] = (),
    *,
    target: str = "tf1shim",
    legacy: Iterable[str] = (),
) -> dict[str, object]:
    """Runs the script at `path` as ``__main__`` and returns its globals.

    Afterwards ``sys.argv``, ``sys.path`` and ``sys.modules["__main__"]`` are as they were, and the
    script's own modules are forgotten.

    Args:
      path: the script, written for TensorFlow 1.
      argv: the script's arguments, without its name.
      target: the package that stands in for ``tensorflow``.
      legacy: top-level names of installed packages that are TensorFlow 1 code too.

    Raises:
      UsageError: if there is no such script.
      Python2Source: if the script or a module of its own is Python 2 (a SyntaxError).
    """
    with _Program(Command(os.fspath(path), tuple(argv), legacy=tuple(legacy)), target) as program:
        return program.run()


def run_module(
    name: str,
    argv: Sequence[str] = (),
    *,
    target: str = "tf1shim",
    legacy: Iterable[str] = (),
) -> dict[str, object]:
    """Runs the module `name` as ``__main__``, as ``python -m`` does, and returns its globals.

    The top-level package of `name` is legacy code, installed or not. The rest is as in `run_path`.
    """
    command = Command(name, tuple(argv), is_module=True, legacy=tuple(legacy))
    with _Program(command, target) as program:
        return program.run()


class _Program:
    """One legacy program in the place of ``__main__``; leaving the block undoes it."""

    def __init__(self, command: Command, target: str, replace_path0: bool = False):
        self.command = command
        # A new process has the runner's own directory first on its path; the program's takes over.
        self.replace_path0 = replace_path0
        if command.is_module:
            directories = [os.getcwd()]
            packages = {command.name.partition(".")[0], *command.legacy}
        else:
            directories = [_script_directory(command.name), os.getcwd()]
            packages = set(command.legacy)
        self.path0 = directories[0]
        self.imports = LegacyImports(directories, packages, target)

    def __enter__(self) -> _Program:
        self._saved = sys.argv, sys.path[:], sys.modules["__main__"]
        self.imports.__enter__()
        if not getattr(sys.flags, "safe_path", False):
            sys.path[: 1 if self.replace_path0 else 0] = [self.path0]
        return self

    def __exit__(self, *exc_info: object) -> None:
        sys.argv, sys.path[:], sys.modules["__main__"] = self._saved
        self.imports.__exit__(*exc_info)

    def run(self) -> dict[str, object]:
        module = types.ModuleType("__main__")
        command = self.command
        if command.is_module:
            spec = _find_module(command.name)
            code = spec.loader.get_code(spec.name)
            sys.argv = [spec.origin, *command.argv]
            module.__spec__, module.__package__ = spec, spec.parent
            module.__cached__ = spec.cached
            module.__loader__, module.__file__ = spec.loader, spec.origin
        else:
            path = os.path.abspath(command.name)
            loader = self.imports.loader("__main__", path)
            code = loader.source_to_code(loader.get_data(path), path)
            sys.argv = [command.name, *command.argv]
            module.__cached__ = None
            module.__loader__, module.__file__ = loader, path
        module.__builtins__ = self.imports.builtins
        # pickle, absl's flags and tf.app.run() all look the program up under this name.
        sys.modules["__main__"] = module
        exec(code, module.__dict__)
        return module.__dict__


def _script_directory(path: str) -> str:
    if not os.path.exists(path):
        raise UsageError(f"no such script: {path}")
    if os.path.isdir(path):
        raise UsageError(f"{path} is a directory; name the script in it, or use -m package")
    return os.path.dirname(os.path.realpath(path))


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


# The command line


def parse(args: Sequence[str]) -> Command | str:
    """Takes a command line apart; "help" and "version" stand for themselves.

    >>> parse(["--legacy", "tflearn", "train.py", "--epochs", "3"])
    Command(name='train.py', argv=('--epochs', '3'), is_module=False, legacy=('tflearn',))
    """
    # By hand, since argparse would look for our options among the script's.
    rest, legacy = list(args), []
    while rest:
        arg = rest.pop(0)
        option, has_value, value = arg.partition("=")
        if arg in ("-h", "--help"):
            return "help"
        if arg in ("-V", "--version"):
            return "version"
        if option in ("--legacy", "-m"):
            if not has_value:
                if not rest:
                    raise UsageError(f"{option} needs a name after it")
                value = rest.pop(0)
            if option == "-m":
                return Command(value, tuple(rest), is_module=True, legacy=tuple(legacy))
            legacy.append(value)
        elif arg == "--" and rest:
            return Command(rest[0], tuple(rest[1:]), legacy=tuple(legacy))
        elif arg.startswith("-"):
            raise UsageError(f"unknown option {arg} (the script's own options go after the script)")
        else:
            return Command(arg, tuple(rest), legacy=tuple(legacy))
    raise UsageError("which script? `python -m tf1shim --help` shows examples")


def main(args: Sequence[str] | None = None, target: str = "tf1shim") -> int:
    """Runs a command line; returns the exit status.

    Without `args` it is the process's own command line. The process then belongs to the program:
    nothing is put back after it, since its threads and exit handlers may run on.
    """
    own_process = args is None
    try:
        command = parse(sys.argv[1:] if own_process else args)
        if command == "help":
            print(HELP, end="")
        elif command == "version":
            print(_versions())
        elif own_process:
            _hide_runner()
            _Program(command, target, replace_path0=True).__enter__().run()
        else:
            with _Program(command, target) as program:
                program.run()
    except UsageError as error:
        print(f"tf1shim: {error}", file=sys.stderr)
        if own_process and len(sys.argv) == 1:
            print(USAGE, end="", file=sys.stderr)
        return 2
    except Python2Source as error:
        print(f"tf1shim: {error}", end="", file=sys.stderr)
        return 2
    return 0


def _versions() -> str:
    parts = []
    for name in ("tf1shim", "tensorflow", "keras", "tf_keras", "numpy"):
        try:
            parts.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            parts.append(f"{name} (not installed)")
    return ", ".join([*parts, f"Python {sys.version.split()[0]}"])


# Tracebacks


def _hide_runner() -> None:
    """Has uncaught exceptions of the program shown as if Python itself had run it."""
    before = sys.excepthook

    def excepthook(kind, value, traceback):
        trim(value)
        before(kind, value, value.__traceback__)

    sys.excepthook = excepthook


def trim(error: BaseException | None) -> None:
    """Takes the frames of the runner out of the traceback of `error` and of its causes."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = _trimmed(error)
        if error.__cause__ is not None and error.__context__ is not error.__cause__:
            trim(error.__context__)
        error = error.__cause__ or error.__context__


_OWN = os.path.dirname(os.path.abspath(__file__)) + os.sep


def _trimmed(error: BaseException) -> types.TracebackType | None:
    entries = []
    traceback = error.__traceback__
    while traceback is not None:
        entries.append(traceback)
        traceback = traceback.tb_next
    own = [entry.tb_frame.f_code.co_filename.startswith(_OWN) for entry in entries]
    if True in own:
        # Everything before the program's first line led to the runner.
        first = own.index(True)
        entries, own = entries[first:], own[first:]
    kept = [entry for entry, is_own in zip(entries, own, strict=True) if not is_own]
    if all(_is_import_system(entry) for entry in kept) and not isinstance(error, SyntaxError):
        return error.__traceback__  # An error of the runner itself: show all there is.
    result = None
    for entry in reversed(kept):
        if result is None and _is_import_system(entry) and isinstance(error, SyntaxError):
            continue
        result = types.TracebackType(result, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return result


def _is_import_system(entry: types.TracebackType) -> bool:
    return entry.tb_frame.f_code.co_filename.startswith("<frozen importlib")
