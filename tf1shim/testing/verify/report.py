"""What a comparison found, as a table and as JSON."""

from __future__ import annotations

import dataclasses
import json
import sys
import time
from typing import Any

from tf1shim.testing.verify.judge import Difference, Judge

_MOST = 25


@dataclasses.dataclass
class Verdict:
    """How a comparison came out: the exit status, the last line, and what is to be said before."""

    status: int
    text: str
    difference: Difference | None = None
    remarks: list[str] = dataclasses.field(default_factory=list)


class Progress:
    """Says now and then how far a comparison is."""

    def __init__(self):
        self._is_terminal = sys.stderr.isatty()
        self._said = time.monotonic()

    def __call__(self, judge: Judge, line: str) -> None:
        """Another run agreed."""
        if time.monotonic() - self._said > (0.1 if self._is_terminal else 10):
            self._said = time.monotonic()
            text = f"agree so far: {judge.runs} ({line})"
            end = "" if self._is_terminal else "\n"
            start = "\r\033[K" if self._is_terminal else ""
            print(f"{start}{text[:100]}", end=end, file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Makes room for the report."""
        if self._is_terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def show(judge: Judge, verdict: Verdict) -> None:
    """Prints the table, what differs, and the verdict."""
    places = list(judge.places.values())
    rows = [(_range(p), p.line, _fetched(p.fetches), p.agreement) for p in places]
    if len(rows) > _MOST:
        rows[_MOST // 2 : -_MOST // 2] = [("...", f"{len(rows) - _MOST} more lines", "", "")]
    if verdict.difference and verdict.difference.what.startswith("the value of"):
        d = verdict.difference
        rows.append((str(d.run), d.line, d.what[len("the value of ") :], "DIFFERS"))
    if rows:
        rows.insert(0, ("run", "line", "fetched", "agreement"))
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for run, line, fetched, agreement in rows:
            start = f"{run:>{widths[0]}}  {line:{widths[1]}}  {fetched:{widths[2]}}  {agreement}"
            print(start.rstrip())
        print()
    if verdict.difference:
        _show_difference(verdict.difference, judge)
    for remark in [*verdict.remarks, *judge.notes.values()]:
        print(remark)
    print(verdict.text)


def _show_difference(found: Difference, judge: Judge) -> None:
    where = f"run {found.run}, {found.line}" if found.run else found.line
    print(f"first difference: {found.what}  ({where})")
    names = [judge.here.name, judge.there.name]
    width = max(map(len, names))
    for name, value in zip(names, (found.here, found.there)):
        print(f"  {name:{width}}  {value}")
    if found.apart:
        print(f"  {found.apart}")
    if found.advice:
        print(found.advice)
    print()


def _range(place) -> str:
    if place.runs == 1:
        return str(place.first)
    more = "" if place.runs == place.last - place.first + 1 else f" ({place.runs})"
    return f"{place.first}-{place.last}{more}"


def _fetched(names) -> str:
    text = ", ".join(names)
    return text if len(text) <= 44 else f"{text[:36]}... ({len(names)})"


def write(path: str, judge: Judge, verdict: Verdict, request: Any) -> None:
    """Writes what was found as JSON."""
    difference = verdict.difference
    found = {
        "status": verdict.status,
        "verdict": verdict.text,
        "program": [request.command.name, *request.command.argv],
        "sides": [{"name": side.name, **side.versions} for side in (judge.here, judge.there)],
        "seed": request.seed,
        "rtol": request.tolerance.rtol,
        "atol": request.tolerance.atol,
        "runs": judge.runs,
        "variables": judge.variables,
        "distance": judge.worst,
        "places": [
            {**dataclasses.asdict(p), "agreement": p.agreement} for p in judge.places.values()
        ],
        "difference": difference and dataclasses.asdict(difference),
        "remarks": [*verdict.remarks, *judge.notes.values()],
    }
    with open(path, "w") as file:
        json.dump(found, file, indent=1)
        file.write("\n")
