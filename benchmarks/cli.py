"""The command line: chooses, measures, reports."""

import argparse
import contextlib
import gc
import json
import os
import sys
import time
import traceback

from benchmarks import catalogue, processes, report, subjects, timing
from benchmarks.worker import ROOT, Worker

DESCRIPTION = """\
Measures tf1shim against what else runs a TF1 program: tf.compat.v1.Session in the same process,
real TensorFlow 1.15.5 in a process of its own (if there is one), and a hand-written tf.function.

Blocks of the backends alternate, and the ratio of neighbouring blocks is what counts: on a shared
machine, milliseconds alone say little. Nothing is asserted: the table shows each target and
whether it was met. The exit status is 1 only if tf1shim or compat.v1 failed to run at all.
"""

EPILOG = """\
what there is to measure (--only takes any of these names, and `steps` and `memory`):
{rows}

examples:
  python -m benchmarks                         everything: a quarter of an hour
  python -m benchmarks --only steps            only the step times: five minutes
  python -m benchmarks --only mlp --rounds 51  a closer look
  python -m benchmarks --quick                 does it all run? the figures mean nothing
  python -m benchmarks --subject compat.v1     compat.v1 against itself: how noisy is it here?
  python -m benchmarks --profile tiny          where does Python spend its time in a run?
  python -m benchmarks --json before.json      keep every block for later

TensorFlow 1.15.5 needs Python 3.7: `python tests/tf115.py` makes .venv-tf115 with it in the
repository root, if a Python 3.7 can be found; or name another interpreter with --tf115.
How to read the figures: benchmarks/README.md.
"""


def parser():
    """Returns the argument parser."""
    rows = "\n".join(f"  {row.name:<14} {row.text}" for g in catalogue.GROUPS for row in g.rows)
    p = argparse.ArgumentParser(
        prog="python -m benchmarks", description=DESCRIPTION, epilog=EPILOG.format(rows=rows),
        formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--only", metavar="NAMES", default="", help="what to measure, with commas")
    p.add_argument("--quick", action="store_true",
                   help="small models, short blocks: a smoke test of seconds")
    p.add_argument("--rounds", type=int, help="rounds of blocks (default: by what is measured)")
    p.add_argument("--block", type=float, help="seconds that a block of steps lasts (0.3)")
    p.add_argument("--json", metavar="PATH", help="also write the figures, block by block")
    p.add_argument("--tf115", metavar="PYTHON",
                   help="a Python 3.7 with TensorFlow 1.15.5 (.venv-tf115/bin/python)")
    p.add_argument("--against", metavar="NAMES", default="tf115,tf.function",
                   help="the other columns, with commas: tf115, tf.function, v1-only (compat.v1 "
                   "after disable_v2_behavior(), in its own process), or none (%(default)s)")
    p.add_argument("--subject", choices=("tf1shim", "compat.v1"), default="tf1shim",
                   help="what to measure (%(default)s)")
    p.add_argument("--profile", metavar="NAME",
                   help="profile a model, build, build-outside or start, on --subject")
    p.add_argument("--steps", type=int, default=200, help="steps to profile (%(default)s)")
    return p


def main(argv=None):
    """Runs the command line and returns the exit status."""
    p = parser()
    args = p.parse_args(argv)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # Read when TensorFlow is imported.
    options = {"quick": args.quick, "block": args.block or (0.05 if args.quick else 0.3)}
    if args.profile:
        from benchmarks.profiling import profile

        print(profile(args.profile, args.subject, args.steps, options))
        return 0
    try:
        groups = catalogue.select(args.only.replace(",", " ").split())
        against = _against(args)
    except ValueError as error:
        p.error(str(error))
    with Bench(args, options, against) as bench:
        results = [result for group in groups for result in bench.measure(group)]
    print(report.table(results, bench.subject, bench.columns()))
    for note in bench.notes:
        print("note:", note)
    if args.json:
        with open(args.json, "w", encoding="utf-8") as out:
            json.dump({"machine": report.machine(), "options": vars(args), "versions":
                       bench.versions, "notes": bench.notes,
                       "results": [result.to_json() for result in results]}, out, indent=1)
    return 1 if any(result.error for result in results) else 0


def _against(args):
    """Returns {backend: Python of its process, or None for this one} for the other columns."""
    names = [] if args.against == "none" else args.against.replace(",", " ").split()
    chosen = {}
    for name in names:
        if name == "tf.function":
            chosen[name] = None
        elif name == "v1-only":
            chosen[name] = sys.executable
        elif name == "tf115":
            python = args.tf115 or os.path.join(ROOT, ".venv-tf115", "bin", "python")
            if os.path.exists(python):
                chosen[name] = os.path.abspath(python)
            elif args.tf115:
                raise ValueError(f"there is no {python}")
            else:
                _say("no .venv-tf115: TensorFlow 1.15.5 is left out (see --help)")
        else:
            raise ValueError(f"--against knows tf115, tf.function and v1-only, not {name!r}")
    return chosen


class Bench:
    """Opens the subjects of each group, runs their blocks, and collects results and notes."""

    def __init__(self, args, options, against):
        self.args = args
        self.options = options
        self.against = against
        self.subject = "tf1shim" if args.subject == "tf1shim" else "compat.v1 again"
        self.versions = {}
        self.notes = ["--quick: these figures mean nothing"] if options["quick"] else []
        self._workers = {}

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        for worker in self._workers.values():
            worker.close()

    def columns(self):
        """Returns the backends that have a column of their own and did run."""
        return list(self.against)

    def measure(self, group):
        """Returns a Result for each row of a group."""
        results = [report.Result(row, self.subject) for row in group.rows]
        if group.needs_shim and self.args.subject != "tf1shim":
            return []
        rounds = self.args.rounds or (group.quick_rounds if self.options["quick"]
                                      else group.rounds)
        started = time.perf_counter()
        with contextlib.ExitStack() as stack:
            try:
                opened = self._open_all(group, stack)
                blocks = timing.alternate(
                    opened, rounds, lambda n: _say(f"{group.name}: {n}/{rounds}", end="\r"))
            except Exception as error:
                traceback.print_exc()
                for result in results:
                    result.error = f"{type(error).__name__}: {error}"
                return results
        for result in results:
            result.blocks = blocks[result.row.name]
            _say(f"{result.row.name:<14} {result.summary()}   "
                 f"({rounds} rounds, {time.perf_counter() - started:.0f} s)")
        self._check(group, opened)
        gc.collect()
        return results

    def _open_all(self, group, stack):
        opened = {}
        for label, backend, python in self._backends(group):
            _say(f"{group.name}: preparing {label}", end="\r")
            try:
                opened[label] = self._open(group, backend, python)
            except Exception as error:
                if label in (self.subject, report.REFERENCE):
                    raise
                self.against.pop(backend)
                self.notes.append(f"{label} left out: {str(error).splitlines()[-1]}")
                continue
            stack.callback(opened[label].close)
        return opened

    def _backends(self, group):
        """Yields label, backend and Python (None for this process) of what a group compares."""
        yield self.subject, self.args.subject, None
        yield report.REFERENCE, report.REFERENCE, None
        for backend, python in list(self.against.items()):
            if group.handwritten if python is None else group.other_processes:
                yield backend, backend, python

    def _open(self, group, backend, python):
        if group.name == "import":
            return processes.Import(python or sys.executable, backend)
        if group.name.startswith("memory-"):
            model = group.name.removeprefix("memory-")
            return processes.Peak(python or sys.executable, backend, model, self.options)
        if python is None:
            return subjects.open_subject(group.name, backend, self.options)
        if backend not in self._workers:
            self._workers[backend] = Worker(python, backend)
            self.versions[backend] = self._workers[backend].version
        return self._workers[backend].open(group.name, self.options)

    def _check(self, group, opened):
        """Notes what would make a comparison worthless."""
        expected = opened[report.REFERENCE].facts
        for label, subject in opened.items():
            if not _alike(expected, subject.facts):
                self.notes.append(f"{group.name}: {label} did other work than compat.v1: "
                                  f"{subject.facts} instead of {expected}")
        tensorflow = sys.modules.get("tensorflow")
        if tensorflow is not None and not tensorflow.executing_eagerly():
            self.notes.append(f"{group.name}: the process is no longer eager")


def _alike(facts, others):
    for key in facts:
        one, two = (f[key] if isinstance(f[key], list) else [f[key]] for f in (facts, others))
        if any(abs(a - b) > 1e-3 * abs(a) for a, b in zip(one, two, strict=True)):
            return False
    return True


def _say(text, end="\n"):
    """Shows progress; a line that is to be overwritten is shown only to a person."""
    if end == "\n" or sys.stderr.isatty():
        print("\x1b[2K" * sys.stderr.isatty() + text, end=end, file=sys.stderr, flush=True)
