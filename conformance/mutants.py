"""Puts faults into tf1shim, one at a time, and shows that the promises' programs find each.

python -m conformance.mutants                  every fault; a table of which promise found it
python -m conformance.mutants NAME ...         some of them
python -m conformance.mutants --list           their names

A fault (`conformance.faults`) is a change of one place in the package's source, made as it is
imported, in a process of its own. What no promise finds survives: the programs are too weak there.
"""

from __future__ import annotations

import argparse
import importlib.machinery
import importlib.util
import json
import os
import signal
import sys
import time
import traceback
from pathlib import Path

from conformance.faults import FAULTS, NO_FAULT

ROOT = Path(__file__).resolve().parents[1]
# The tests' own modules: where real TensorFlow 1.15.5 is, for one.
sys.path.insert(0, str(ROOT / "tests"))
#: Seconds after which a fault that keeps its programs from ending counts as found.
LIMIT = 600


def main(arguments=None):
    """Runs the command line; the exit status is the number of faults that survive."""
    parser = argparse.ArgumentParser(
        prog="python -m conformance.mutants",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", help="faults to try (default: all)")
    parser.add_argument("--list", action="store_true", help="prints the faults' names")
    parser.add_argument("--examples", type=int, default=250, help="programs a fault (default 250)")
    parser.add_argument("--markdown", type=Path, help="also writes the table there")
    chosen = parser.parse_args(arguments)
    if chosen.list:
        print("\n".join(fault.name for fault in FAULTS))
        return 0
    _import_what_takes_long()
    faults = [fault for fault in FAULTS if not chosen.names or fault.name in chosen.names]
    print(f"{'fault':44}{'promise':16}{'found after':>12}{'seconds':>9}")
    for promise in sorted({fault.promise for fault in faults}):
        # What the same programs find without a fault is no sign of one.
        _, after = _row(NO_FAULT._replace(promise=promise), chosen.examples)
        if after is not None:
            raise RuntimeError(f"{promise} is broken without a fault: after {after} programs")
    rows = [_row(fault, chosen.examples) for fault in faults]
    survivors = sum(after is None for _, after in rows)
    print(f"{survivors} survive")
    if chosen.markdown:
        chosen.markdown.write_text(_markdown(rows, chosen.examples))
    return survivors


def _row(fault, examples):
    start = time.perf_counter()
    after = found_after(fault, examples)
    seconds = time.perf_counter() - start
    word = "never" if after is None else after
    print(f"{fault.name:44}{fault.promise:16}{word:>12}{seconds:9.0f}", flush=True)
    return fault, after


def _import_what_takes_long():
    # Each fault's process is a copy of this one, which has not imported the package.
    import keras  # noqa: F401
    import tensorflow  # noqa: F401

    from conformance.programs import real

    real.start()


def found_after(fault, examples):
    """After how many programs of the promise the fault is found; None if it is not."""
    text = with_fault(fault)
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        signal.alarm(LIMIT)
        with os.fdopen(writing, "w") as answer:
            try:
                json.dump(_tried(fault, text, examples), answer)
            except BaseException:  # whatever it is, the parent raises it
                json.dump({"error": traceback.format_exc()}, answer)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        found = answer.read()
    os.waitpid(process, 0)
    if not found:
        return f"{LIMIT} s"
    found = json.loads(found)
    if "error" in found:
        raise RuntimeError(f"{fault.name}: {found['error']}")
    return found["after"]


def _tried(fault, text, examples):
    name = "tf1shim." + fault.file.removesuffix(".py").replace("/", ".")
    sys.meta_path.insert(0, _Finder(name, ROOT / "tf1shim" / fault.file, text))

    from conformance.report import attempted

    row, _ = attempted(fault.promise, examples, shrink=False)
    return {"after": row.programs if row.differences else None}


class _Finder:
    """Finds the module `name` with another text."""

    def __init__(self, name, file, text):
        self._name, self._file, self._text = name, str(file), text

    def find_spec(self, name, path=None, target=None):
        """The module's spec, as Python's import system asks for it."""
        if name != self._name:
            return None
        loader = _Loader(name, self._file)
        loader.text = self._text
        return importlib.util.spec_from_file_location(name, self._file, loader=loader)


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module from `text`."""

    def get_code(self, fullname):
        """The compiled text."""
        return compile(self.text, self.path, "exec")


def with_fault(fault):
    """The text of the fault's file with the fault in it.

    Raises: ValueError unless its place is there once.
    """
    text = (ROOT / "tf1shim" / fault.file).read_text()
    if fault.old == fault.new:
        return text
    if text.count(fault.old) != 1:
        raise ValueError(f"{fault.name}: found {text.count(fault.old)} times in {fault.file}")
    return text.replace(fault.old, fault.new)


def _markdown(rows, examples):
    found = sum(after is not None for _, after in rows)
    lines = [
        "# Faults that the programs find",
        "",
        "The conformance suite must find what breaks. `python -m conformance.mutants --markdown",
        "docs/mutants.md` puts these faults (`conformance/faults.py`) into tf1shim, one at a time,",
        "and runs the programs of one promise until a program differs from TensorFlow 1.",
        f"Without a fault, {examples} programs of each promise differ in nothing.",
        "",
        f"{found} of {len(rows)} are found.",
        "",
        "| fault | in | promise | found by program number |",
        "|---|---|---|---|",
    ]
    for fault, after in rows:
        word = "**never**" if after is None else after
        lines.append(f"| {fault.name} | `{fault.file}` | {fault.promise} | {word} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
