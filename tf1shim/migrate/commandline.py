"""The command line: ``python -m tf1shim [options] script.py [arguments]``."""

from __future__ import annotations

import importlib
import importlib.metadata
import sys
from collections.abc import Sequence

from tf1shim.migrate.python2 import Python2Source
from tf1shim.migrate.runner import Command, Program, UsageError
from tf1shim.migrate.tracebacks import hide_runner

USAGE = "usage: python -m tf1shim [options] (script.py | -m module | -c code | --pytest) args...\n"

HELP = f"""\
{USAGE}
Runs a program written for TensorFlow 1 on the installed TensorFlow 2, as it is: nothing in the
program or in TensorFlow is rewritten. In the program `import tensorflow as tf`,
`import tensorflow.compat.v1 as tf` and `from tensorflow.python.ops import rnn` mean tf1shim;
installed libraries go on getting the real TensorFlow.

examples:
  python -m tf1shim train.py --epochs 10       instead of: python train.py --epochs 10
  python -m tf1shim -m project.train           instead of: python -m project.train
  python -m tf1shim --pytest tests -k layers   instead of: python -m pytest tests -k layers
  python -m tf1shim -m unittest tests.layers   instead of: python -m unittest tests.layers
  python -m tf1shim --also tflearn train.py    tflearn is installed, and TensorFlow 1 code too
  python -m tf1shim -c "import tensorflow as tf; print(tf.VERSION)"
  %load_ext tf1shim                            in a notebook: its cells are redirected from then on

tools, each with a --help of its own:
  python -m tf1shim report src                 how much of src is still TensorFlow 1, line by line
  python -m tf1shim verify train.py            does it do on tf1shim what it does on compat.v1?

what to run:
  script.py      a file; or a directory or zip file with a __main__.py; or - for standard input
  -m module      a module, or a package's __main__, by its name
  -c code        the code given
  --pytest       pytest, with the arguments that follow: test files and what they import are
                 redirected; asserts, conftest.py and plugins work as ever

options:
  --also PKG           the installed package PKG is TensorFlow 1 code too; may be repeated
  --eager              eager execution is enabled, as by tf.enable_eager_execution()
  --show-deprecations  shows what TensorFlow 1.15 said of names that it meant to rename
  --version            the versions of tf1shim, TensorFlow, Keras and Python
  -h, --help           this text

Redirected is every module that is neither Python's own nor installed in site-packages. Everything
after the script goes to it untouched. Processes that it starts with multiprocessing are redirected
too; any other Python process that it starts is an ordinary one: start it with `-m tf1shim`.
Python 2 source is refused, with the line and the command that converts it.

exit status: the program's own; 2 if it could not be started.
"""

_FLAGS = {"--eager": "eager", "--show-deprecations": "show_deprecations"}
_KINDS = {"-m": "module", "-c": "code"}
#: What the command line does besides running a program: the module whose ``main(args)`` does it.
_TOOLS = {"report": "tf1shim.migrate.report", "verify": "tf1shim.testing.verify"}


def parse(args: Sequence[str]) -> Command | str:
    """Takes a command line apart; "help" and "version" stand for themselves.

    >>> parse(["--also", "tflearn", "train.py", "--epochs", "3"])[:4]
    ('script', 'train.py', ('--epochs', '3'), ('tflearn',))
    """
    # By hand, since argparse would look for our options among the script's.
    rest, also, switches = list(args), [], {}

    def command(kind, name):
        return Command(kind, name, tuple(rest), tuple(also), **switches)

    while rest:
        arg = rest.pop(0)
        option, has_value, value = arg.partition("=")
        if arg in ("-h", "--help"):
            return "help"
        if arg in ("-V", "--version"):
            return "version"
        if arg in _FLAGS:
            switches[_FLAGS[arg]] = True
        elif option in ("--also", *_KINDS):
            if not has_value:
                if not rest:
                    raise UsageError(f"{option} needs {_needs(option)} after it")
                value = rest.pop(0)
            if option == "--also":
                also.append(value)
            elif (option, value) == ("-m", "pytest"):
                return command("pytest", "pytest")
            else:
                return command(_KINDS[option], value)
        elif arg == "--pytest":
            return command("pytest", "pytest")
        elif arg == "-":
            return command("code", "-")
        elif arg == "--" and rest:
            return command("script", rest.pop(0))
        elif arg.startswith("-"):
            raise UsageError(f"unknown option {arg} (the script's own options go after the script)")
        else:
            return command("script", arg)
    raise UsageError("which script? `python -m tf1shim --help` shows examples")


def _needs(option: str) -> str:
    return "the code" if option == "-c" else "a name"


def main(args: Sequence[str] | None = None, target: str = "tf1shim") -> int:
    """Runs a command line; returns the exit status.

    Without `args` it is the process's own command line. The process then belongs to the program:
    nothing is put back after it, since its threads and exit handlers may run on.
    """
    own_process = args is None
    args = sys.argv[1:] if own_process else args
    if args and args[0] in _TOOLS:
        return importlib.import_module(_TOOLS[args[0]]).main(args[1:])
    try:
        command = parse(args)
        if command == "help":
            print(HELP, end="")
        elif command == "version":
            print(_versions())
        elif command.kind == "pytest":
            return _run_pytest(command)
        elif own_process:
            hide_runner()
            Program(command, replace_path0=True).__enter__().run()
        else:
            with Program(command._replace(target=target)) as program:
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


def _run_pytest(command: Command) -> int:
    try:
        import pytest
    except ModuleNotFoundError:
        raise UsageError("--pytest needs pytest, which is not installed") from None
    args = ["-p", "tf1shim.migrate.pytest_plugin", *(f"--tf1-also={name}" for name in command.also)]
    args += [f"--tf1{flag[1:]}" for flag, field in _FLAGS.items() if getattr(command, field)]
    sys.argv = ["pytest", *command.argv]
    return int(pytest.main([*args, *command.argv]))


def _versions() -> str:
    parts = []
    for name in ("tf1shim", "tensorflow", "keras", "tf_keras", "numpy"):
        try:
            parts.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            parts.append(f"{name} (not installed)")
    return ", ".join([*parts, f"Python {sys.version.split()[0]}"])
