"""``python -m tf1shim report``: how much of a code base is still TensorFlow 1, and what to do.

>>> import os, tempfile
>>> path = os.path.join(tempfile.mkdtemp(), "net.py")
>>> with open(path, "w") as file:
...     _ = file.write("import tensorflow as tf\\ny = tf.log(tf.nn.relu(x))\\n")
>>> report = report_on([path])
>>> report.tf1, [f.verdict.instead for f in report.findings if f.is_tf1]
(1, ['`tf.math.log`'])
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterable, Sequence

from tf1shim.migrate.commandline import parse
from tf1shim.migrate.report import page, sources, terminal, watched
from tf1shim.migrate.report.findings import Baseline, File, Finding, Report, examine
from tf1shim.migrate.report.meaning import CLASSES, EXPLAINED, Verdict
from tf1shim.migrate.runner import UsageError

__all__ = ["Baseline", "File", "Finding", "Report", "Verdict", "main", "report_on"]

_USAGE = "python -m tf1shim report [options] PATH... [--run (script.py | -m module) args...]"
_ABOUT = """\
Reads a code base and says, of every use of TensorFlow in it, what it means on TensorFlow 2, what
to write instead, and how much of it all is still TensorFlow 1. Nothing is changed.
"""
_MORE = """\
classes:
%s
All but the first are TensorFlow 1: their number is the figure that goes down to 0. Each is one by
a rename (another name or argument), an edit (of this call) or a rewrite (of how it is done).

examples:
  python -m tf1shim report .                             the working directory, and what is below
  python -m tf1shim report train.py --details            every line, with what to write instead
  python -m tf1shim report src --html report.html        a page to look at together
  python -m tf1shim report src --json today.json         to compare with later
  python -m tf1shim report src --baseline today.json     what has changed since
  python -m tf1shim report src --fail-over 120           in CI: TensorFlow 1 may not spread
  python -m tf1shim report src --run src/train.py --epochs 1
                                                         counts what that run asks TensorFlow for

Python files and notebooks (.ipynb) are read; environments, hidden directories and site-packages
below a directory are not. Files that are no Python 3 are named, and searched as text.

exit status: 0; 1 with --fail-over, if there is more TensorFlow 1; 2 if there is nothing to read.
"""


def report_on(paths: Iterable[str], progress=lambda text: None) -> Report:
    """The report on files and directories.

    Args: `progress`, which is told now and then how far it is.

    Raises: FileNotFoundError, for a path that does not exist.
    """
    files, began = [], time.monotonic()
    found = list(sources.find(paths))
    for number, path in enumerate(found, 1):
        try:
            files.append(examine(sources.read(path)))
        except (ValueError, OSError) as error:
            files.append(File(path, [], f"cannot be read: {error}", path))
        if time.monotonic() - began > 3:
            progress(f"{number} of {len(found)} files")
            began = time.monotonic()
    return Report(files)


def main(args: Sequence[str]) -> int:
    """Runs ``report`` with these arguments; returns the exit status."""
    args, command = _split_run(list(args))
    options = _parser().parse_args(args)
    began = time.monotonic()
    try:
        command = _parse_command(command) if command else None
        paths = options.paths or ([_directory(command)] if command else [])
        if not paths:
            raise UsageError("which code base? `python -m tf1shim report --help` shows examples")
        baseline = Baseline.read(options.baseline) if options.baseline else None
        report = report_on(paths, _say)
        if command:
            _say(f"running {command.name}")
            files, said = watched.add(report.files, watched.run(command))
            report = Report(files, said)
        if not report.files:
            raise UsageError(f"no Python files in {', '.join(paths)}")
        _write(report, baseline, options)
    except (UsageError, OSError, ValueError) as error:
        said = f"no such file: {error}" if isinstance(error, FileNotFoundError) else error
        print(f"tf1shim report: {said}", file=sys.stderr)
        return 2
    _say(f"{len(report.files)} files in {time.monotonic() - began:.1f} s")
    if options.fail_over is not None and report.tf1 > options.fail_over:
        print(f"\n{report.tf1} uses of TensorFlow 1, more than {options.fail_over} (--fail-over)")
        return 1
    return 0


def _parser():
    classes = "".join(f"  {name:20}{EXPLAINED[name]}\n" for name in CLASSES)
    parser = argparse.ArgumentParser(
        prog="python -m tf1shim report",
        usage=_USAGE,
        description=_ABOUT,
        epilog=_MORE % classes,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files and directories")
    add("--details", action="store_true", help="every finding, with its line of code")
    add("--html", metavar="FILE", help="writes a page, complete in one file")
    add("--json", metavar="FILE", help="writes all as data; - for the standard output alone")
    add("--baseline", metavar="FILE", help="an earlier --json: shows the change since")
    add("--fail-over", metavar="N", type=int, help="exit status 1 if more TensorFlow 1 is left")
    add("--run", metavar="...", help="last: a program to run, and its arguments")
    return parser


def _split_run(args):
    """The report's own arguments, and those of the program to run: all that follows ``--run``."""
    if "--run" not in args:
        return args, []
    at = args.index("--run")
    return args[:at], args[at + 1 :] or [""]


def _parse_command(args):
    command = parse(args) if args != [""] else None
    if not hasattr(command, "kind"):
        raise UsageError("--run needs a script, or -m and a module, after it")
    if command.kind == "script" and not os.path.exists(command.name):
        raise UsageError(f"no such script: {command.name}")
    return command


def _directory(command):
    return os.path.dirname(command.name) or "." if command.kind == "script" else "."


def _write(report, baseline, options):
    if options.json:
        text = json.dumps(report.to_json(), indent=1)
        if options.json == "-":
            print(text)
        else:
            _save(options.json, text + "\n")
    if options.html:
        _save(options.html, page.render(report, baseline))
    if options.json != "-":
        for line in terminal.lines(report, baseline, options.details):
            print(line)


def _save(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    _say(f"wrote {path}")


def _say(text):
    print(f"tf1shim report: {text}", file=sys.stderr)
