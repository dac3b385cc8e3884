"""The command line of ``python -m tf1shim verify``."""

from __future__ import annotations

import os
import shutil
from typing import NamedTuple

from tf1shim.migrate.runner import Command, UsageError
from tf1shim.testing.verify.distance import Tolerance

USAGE = "usage: python -m tf1shim verify [options] (script.py | -m module) args...\n"

HELP = f"""\
{USAGE}
Runs a TensorFlow 1 program twice, unchanged: on tf1shim and on TensorFlow's own compat.v1, from the
same seeds and side by side. Says at which run of the session they first differ: in the names of
variables, their initial values or what was fetched.

examples:
  python -m tf1shim verify train.py --epochs 2        train.py's own arguments come after it
  python -m tf1shim verify --steps 50 train.py        the first 50 runs are enough
  python -m tf1shim verify --with old/bin/python train.py
                                                      the other side is real TensorFlow 1, in your
                                                      old environment: what compat.v1 lacks, such as
                                                      tf.contrib, is compared as well
  python -m tf1shim verify --with tf1shim train.py    both on tf1shim: does it do the same twice?
  python -m tf1shim verify --json found.json -m project.train

options:
  --with SIDE     compat.v1 (the default), tf1shim, or the path of a Python that has TensorFlow 1
  --steps N       stops both after N runs
  --timeout S     stops both after S seconds
  --seed N        the seed of Python's and NumPy's generators, and of every graph to which the
                  program gives none (default: 0; "none" sets no seeds)
  --rtol X        floating-point numbers may be apart by X of the largest in their array
                  (default: {Tolerance().rtol:g}) ...
  --atol X        ... or by X (default: {Tolerance().atol:g}); everything else must be equal, and
                  initial values to the bit (with real TensorFlow 1: within the tolerance)
  --json FILE     writes what was found
  --here          works in this directory; without it each side works in a temporary copy of it,
                  so that they do not find each other's files and yours stay as they are
  --also PKG      the installed package PKG is TensorFlow 1 code too; may be repeated
  -m module       a module, or a package's __main__, by its name
  -h, --help      this text

Compared are the program's own runs (Session.run, eval, MonitoredSession) in the main thread. Those
of other threads, and those that TensorFlow makes for it (a Saver's, Keras' fit), are not; but the
variables are, when a session is closed, at the end and where --steps stops. See docs/verify.md.

exit status: 0 they agree, as far as both can run; 1 they differ; 2 nothing could be compared
"""


class Request(NamedTuple):
    """What a command line asks for."""

    command: Command
    other: str = "compat.v1"
    steps: int | None = None
    timeout: float | None = None
    seed: int | None = 0
    tolerance: Tolerance = Tolerance()
    json: str | None = None
    here: bool = False


def _whole(least):
    def number(text):
        value = int(text)
        if value < least:
            raise ValueError
        return value

    return number


def _positive(text):
    value = float(text)
    if not 0 <= value < float("inf"):
        raise ValueError
    return value


# Option -> (what it must be, in words; how it is read).
_VALUES = {
    "--with": ("compat.v1, tf1shim or the path of a Python with TensorFlow 1", str),
    "--steps": ("a number of runs, 1 or more", _whole(1)),
    "--timeout": ("a number of seconds", _positive),
    "--seed": (
        "a whole number, 0 or more, or none",
        lambda v: None if v == "none" else _whole(0)(v),
    ),
    "--rtol": ("a number, 0 or more", _positive),
    "--atol": ("a number, 0 or more", _positive),
    "--json": ("the name of a file", str),
    "--also": ("the name of a package", str),
    "-m": ("the name of a module", str),
}


def parse(args: list[str]) -> Request | str:
    """Takes a command line apart; "help" stands for itself.

    >>> request = parse(["--steps", "5", "--rtol=1e-3", "-m", "project.train", "--steps", "7"])
    >>> request.steps, request.tolerance.rtol, request.command.argv
    (5, 0.001, ('--steps', '7'))
    """
    # By hand, since argparse would look for our options among the script's.
    rest, found, also = list(args), {}, []
    while rest:
        arg = rest.pop(0)
        option, has_value, value = arg.partition("=")
        if arg in ("-h", "--help"):
            return "help"
        if arg == "--here":
            found["here"] = True
        elif option in _VALUES:
            wanted, read = _VALUES[option]
            if not has_value and not rest:
                raise UsageError(f"{option} needs {wanted} after it")
            value = value if has_value else rest.pop(0)
            try:
                value = read(value)
            except ValueError:
                raise UsageError(f"{option} needs {wanted}, not {value!r}") from None
            if option == "--also":
                also.append(value)
            elif option == "-m":
                return _request("module", value, rest, also, found)
            else:
                found[option.lstrip("-")] = value
        elif arg.startswith("-") and arg != "--":
            raise UsageError(f"unknown option {arg} (the script's own options go after the script)")
        elif arg != "--":
            return _request("script", arg, rest, also, found)
    raise UsageError("which script? `python -m tf1shim verify --help` shows examples")


def _request(kind, name, rest, also, found):
    if kind == "script" and not os.path.exists(name):
        raise UsageError(f"no such script: {name}")
    other = found.pop("with", "compat.v1")
    if other not in ("compat.v1", "tf1shim"):
        path = shutil.which(os.path.expanduser(other))
        if path is None:
            raise UsageError(f"--with needs {_VALUES['--with'][0]}; there is no {other}")
        other = os.path.abspath(path)
    default = Tolerance()
    rtol, atol = found.pop("rtol", default.rtol), found.pop("atol", default.atol)
    command = Command(kind, name, tuple(rest), tuple(also))
    return Request(command, other, tolerance=Tolerance(rtol, atol), **found)
