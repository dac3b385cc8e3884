"""The report: every finding, the counts by class and by file, and what changed since another.

The figure: a use is one place that names something of TensorFlow, imports from it, or calls a
method that only TensorFlow 1's objects had. It is TensorFlow 1 unless it works as it is. The figure
is how many uses are TensorFlow 1, of all.
"""

from __future__ import annotations

import collections
import json
import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

from tf1shim.migrate.report import meaning, sources
from tf1shim.migrate.report.meaning import CLASSES, SAME, Verdict
from tf1shim.migrate.report.reading import Reading, read_uses
from tf1shim.migrate.report.replacements import CHANGES

FORMAT = 1


class Finding(NamedTuple):
    """One use, its place (``train.py:12``), its line of code, and what it means.

    `runs` is how often the run that was watched came by; 0 without one.
    """

    file: str
    line: int
    column: int
    end_line: int
    place: str
    code: str
    verdict: Verdict
    kind: str
    runs: int = 0

    @property
    def is_tf1(self) -> bool:
        """Whether it is still TensorFlow 1."""
        return self.verdict.meaning != SAME


class File(NamedTuple):
    """One file: its findings, and why it could not be read as Python 3 (else "")."""

    path: str
    findings: list[Finding]
    problem: str = ""
    problem_place: str = ""

    @property
    def tf1(self) -> list[Finding]:
        """What is still TensorFlow 1."""
        return [finding for finding in self.findings if finding.is_tf1]


def examine(source: sources.Source, reading: Reading | None = None) -> File:
    """The findings in one file.

    What is good TensorFlow 2 as well, with another meaning, counts only in a file that has
    something else of TensorFlow 1.
    """
    reading = reading or read_uses(source.text, source.path)
    verdicts = [meaning.judge(use) for use in reading.uses]
    is_tf1 = any(v and v.meaning != SAME and not v.either for v in verdicts)
    findings = []
    for use, verdict in zip(reading.uses, verdicts):
        if verdict is None:
            continue
        if verdict.either and not is_tf1:
            verdict = verdict.in_tensorflow2()
        place, code = source.place(use.line), source.line(use.line)
        findings.append(
            Finding(source.path, use.line, use.column, use.end_line, place, code, verdict, use.kind)
        )
    problem_place = source.place(reading.problem_line) if reading.problem else ""
    return File(source.path, findings, reading.problem, problem_place)


class Report:
    """The files of a code base, with the counts.

    Args: `files`, and `run`, the program that was watched, if any.
    """

    def __init__(self, files: Iterable[File], run: str = ""):
        self.files = list(files)
        self.run = run
        self.findings = [finding for file in self.files for finding in file.findings]

    def counts(self, findings: Iterable[Finding] | None = None) -> dict[str, int]:
        """How many findings there are of each class."""
        found = collections.Counter(f.verdict.meaning for f in self._all(findings))
        return {name: found[name] for name in CLASSES}

    def changes(self) -> dict[str, int]:
        """How many uses of TensorFlow 1 take a rename, an edit, a rewrite."""
        found = collections.Counter(f.verdict.change for f in self.findings if f.is_tf1)
        return {name: found[name] for name in CHANGES}

    @property
    def tf1(self) -> int:
        """How many uses of TensorFlow 1 there are: the figure that goes down to 0."""
        return sum(finding.is_tf1 for finding in self.findings)

    def by_symbol(self, wanted: Callable[[Finding], bool]) -> list[tuple[Verdict, list[Finding]]]:
        """The findings that are `wanted` by symbol and class, the most used first."""
        groups = collections.defaultdict(list)
        for finding in filter(wanted, self.findings):
            groups[finding.verdict.symbol, finding.verdict.meaning].append(finding)
        ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
        return [(found[0].verdict, found) for _, found in ordered]

    def _all(self, findings):
        return self.findings if findings is None else findings

    def to_json(self) -> dict:
        """The report as plain data; `FORMAT` says how to read it."""
        return {
            "format": FORMAT,
            "tf1": self.tf1,
            "uses": len(self.findings),
            "classes": self.counts(),
            "changes": self.changes(),
            "files": {
                file.path.replace(os.sep, "/"): {
                    "tf1": len(file.tf1),
                    "uses": len(file.findings),
                    "classes": self.counts(file.findings),
                    **_problem(file),
                }
                for file in self.files
            },
            "findings": [_plain(finding) for finding in self.findings],
        }


def _problem(file):
    return {"problem": f"{file.problem_place}: {file.problem}"} if file.problem else {}


def _plain(finding):
    verdict = finding.verdict
    found = {
        "place": finding.place,
        "line": finding.line,
        "symbol": verdict.symbol,
        "class": verdict.meaning,
        "change": verdict.change,
        "instead": verdict.instead,
        "why": verdict.why,
        "found": finding.kind,
        "runs": finding.runs,
        "check": verdict.check,
    }
    return {key: value for key, value in found.items() if value not in ("", 0, False)}


class Baseline(NamedTuple):
    """An earlier report, read from its JSON file: the counts that later ones are compared with."""

    tf1: int
    uses: int
    files: dict[str, int]

    @classmethod
    def read(cls, path: str) -> Baseline:
        """Reads what ``--json`` wrote.

        Raises: ValueError, if it is something else.
        """
        with open(path, encoding="utf-8") as file:
            data = json.load(file)
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise ValueError(f"{path} is no report of this version; --json writes one")
        files = {name: about["tf1"] for name, about in data["files"].items()}
        return cls(data["tf1"], data["uses"], files)

    def change(self, path: str, tf1: int) -> int:
        """How many more uses of TensorFlow 1 the file has than before."""
        return tf1 - self.files.get(path.replace(os.sep, "/"), 0)

    def said(self, report: Report) -> str:
        """What changed since, in a line."""
        change = report.tf1 - self.tf1
        paths = {file.path.replace(os.sep, "/") for file in report.files}
        changes = [(self.change(file.path, len(file.tf1))) for file in report.files]
        gone = sum(1 for path in self.files if path not in paths)
        better, worse = sum(n < 0 for n in changes), sum(n > 0 for n in changes)
        return (
            f"since the baseline: {change:+d} uses of TensorFlow 1 ({self.tf1} before); "
            f"fewer in {better} files, more in {worse}, {gone} files gone"
        )
