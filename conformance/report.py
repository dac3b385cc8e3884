"""What ``python -m conformance`` does: a table of the promises, and scripts run once more."""

from __future__ import annotations

import importlib
import json
import time
from pathlib import Path
from typing import NamedTuple

import tensorflow
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import Flaky

from conformance.programs.backends import backends, outcomes
from conformance.programs.check import TALLY
from conformance.programs.judge import differences
from conformance.programs.strategies import program_of

PROMISES = Path(__file__).with_name("promises")

INTRODUCTION = """\
# Conformance

Whole TensorFlow 1 programs, written by [Hypothesis](https://hypothesis.readthedocs.io), run on
tf1shim, on `tf.compat.v1` of the installed TensorFlow, and on real TensorFlow 1.15.5 in a process
of its own (where `.venv-tf115` is; `python tests/tf115.py` makes it). After each statement, and at
the end, they are compared: values, static shapes, dtypes and devices; names of tensors, variables
and of the nodes that programs look up; collections, in order; which variables have a value in each
session; classes and first lines of exceptions. There is a file for each promise in
`conformance/promises`.

```
python -m pytest conformance/promises           15 programs a test
make test ARGS=conformance/promises             50, always the same
python -m conformance report                    all promises, and a table
python -m conformance search scopes --seed 7    a thousand, without stopping at a difference
python -m conformance replay FILE               a script, once more
python -m conformance.mutants                   faults that the programs must find (mutants.md)
```

**Shrinking and replaying.** pytest prints the shortest program that Hypothesis finds to differ;
`search` leaves out statements. Either is a script that TensorFlow 1 runs and that `replay` reads.

**Adding a statement.** A statement is a function in `conformance/programs/statements` that writes
lines by the choices of a `Builder` (`conformance/programs/strategies.py`), which knows what
variables, tensors and sessions there are. Name it in the `STATEMENTS` of its file. A program has
one outcome: what TensorFlow may do in either order is not fetched together (`Builder.ordered`).

**Differences.** What cannot be as in TensorFlow 1 is in `conformance/differences.toml`, with the
reason, and is checked to differ still. Where one of the two others is not TensorFlow 1 (`compat.v1`
has resource variables, newer kernels other texts), `conformance/programs/deviations.toml` says so;
tf1shim must then agree with the other one.
"""


class Row(NamedTuple):
    """How a promise was kept."""

    promise: str
    programs: int
    statements: int
    differences: int
    seconds: float


def promises():
    """The names of the promises, of which each has a file."""
    return sorted(path.stem.removeprefix("test_") for path in PROMISES.glob("test_*.py"))


def report(chosen=(), examples=50, as_json=None, as_markdown=None):
    """Tries promises with `examples` programs each; prints a table; 1 if any was broken."""
    names = [kind.name for kind in backends()]
    print(f"backends: {', '.join(names)}\n")
    print(f"{'promise':16}{'programs':>10}{'statements':>12}{'differences':>13}{'seconds':>9}")
    rows, failures = [], []
    for promise in chosen or promises():
        row, texts = attempted(promise, examples)
        rows.append(row)
        failures += texts
        print(
            f"{row.promise:16}{row.programs:10}{row.statements:12}{row.differences:13}"
            f"{row.seconds:9.1f}",
            flush=True,
        )
    for text in failures:
        print(f"\n{text}")
    if as_json:
        table = {"backends": names, "promises": [row._asdict() for row in rows]}
        as_json.write_text(json.dumps(table, indent=1) + "\n")
    if as_markdown:
        as_markdown.write_text(_markdown(names, rows))
    return 1 if failures else 0


def attempted(promise, examples, shrink=True):
    """The `Row` of a promise after up to `examples` programs, and the texts of its failures."""
    module = importlib.import_module(f"conformance.promises.test_{promise}")
    profile = {
        "max_examples": examples,
        "deadline": None,
        "derandomize": True,
        "database": None,
        "suppress_health_check": list(HealthCheck),
    }
    phases = [Phase.generate, Phase.shrink] if shrink else [Phase.generate]
    TALLY.clear()
    failures, start = [], time.perf_counter()
    for name, test in vars(module).items():
        if not name.lower().startswith("test"):
            continue
        try:
            if isinstance(test, type):
                chosen = settings(test.settings, **profile)
                type(name, (test,), {"settings": chosen})().runTest()
            else:
                settings(**profile, phases=phases)(test)()
        except (AssertionError, Flaky) as error:
            failures.append(f"{promise}: {error}")
    seconds = time.perf_counter() - start
    row = Row(promise, TALLY["programs"], TALLY["statements"], len(failures), round(seconds, 1))
    return row, failures


def _markdown(names, rows):
    lines = [
        INTRODUCTION,
        "## What it found",
        "",
        f"On {', '.join(names)}, with TensorFlow {tensorflow.__version__}. `python -m conformance",
        "report --markdown docs/conformance.md` writes this page.",
        "",
        "| promise | programs | statements | differences | seconds |",
        "|---|---|---|---|---|",
        *("| " + " | ".join(map(str, row)) + " |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def replay(script):
    """Runs a script on every backend, statement by statement; prints what differs."""
    program = program_of(script)
    found = differences(outcomes(program))
    for difference in found:
        print(difference)
        if difference.step < len(program):
            print(f"  in:  {program[difference.step]}")
    print(f"{len(program)} statements, {len(found)} differences")
    return 1 if found else 0
