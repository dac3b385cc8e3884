"""What ``python -m conformance`` does: a table of the promises, and scripts run once more."""

from __future__ import annotations

import importlib
import json
import time
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, Phase, settings

from conformance.programs.backends import backends, outcomes
from conformance.programs.check import TALLY
from conformance.programs.judge import differences
from tf1shim.testing.steps import statements

PROMISES = Path(__file__).with_name("promises")


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
    profile = settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate, Phase.shrink] if shrink else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    TALLY.clear()
    failures, start = [], time.perf_counter()
    for name, test in vars(module).items():
        if not name.lower().startswith("test"):
            continue
        try:
            if isinstance(test, type):
                case = type(name, (test,), {"settings": profile})
                case().runTest()
            else:
                profile(test)()
        except AssertionError as error:
            failures.append(f"{promise}: {error}")
    seconds = time.perf_counter() - start
    row = Row(promise, TALLY["programs"], TALLY["statements"], len(failures), round(seconds, 1))
    return row, failures


def _markdown(names, rows):
    lines = [
        "# What conformance found",
        "",
        f"Programs written by Hypothesis, on {', '.join(names)}. Written by",
        "`python -m conformance report --markdown docs/conformance.md`.",
        "",
        "| promise | programs | statements | differences | seconds |",
        "|---|---|---|---|---|",
        *("| " + " | ".join(map(str, row)) + " |" for row in rows),
    ]
    return "\n".join(lines) + "\n"


def replay(script):
    """Runs a script on every backend, statement by statement; prints what differs."""
    program = statements(script)
    found = differences(outcomes(program))
    for difference in found:
        print(difference)
        if difference.step < len(program):
            print(f"  in:  {program[difference.step]}")
    print(f"{len(program)} statements, {len(found)} differences")
    return 1 if found else 0
