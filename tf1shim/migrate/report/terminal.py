"""The report as text, for a terminal: the summary first, then the symbols, then the files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

from tf1shim.migrate.report.findings import Baseline, Report
from tf1shim.migrate.report.meaning import SAME

_FEW = 20
_BAR = 40


def lines(report: Report, baseline: Baseline | None, details: bool) -> Iterator[str]:
    """The lines of the report; with `details`, every finding."""
    yield from _summary(report, baseline)
    if report.findings:
        yield from _symbols(report, None if details else _FEW)
        yield from _files(report, baseline, None if details else _FEW)
    problems = [file for file in report.files if file.problem]
    if problems:
        yield f"\nNo Python 3 ({len(problems)} files; their names were found in the text):"
        for file in problems if details else problems[:_FEW]:
            yield f"  {file.problem_place}: {file.problem}"
        yield from _more(problems, None if details else _FEW)
    if details:
        yield from _details(report)


def share(part: int, whole: int) -> str:
    """`part` of `whole` as a percentage; what is not all or nothing never looks so.

    >>> share(0, 9), share(1, 999), share(998, 999), share(0, 0)
    ('0 %', '1 %', '99 %', '0 %')
    """
    percent = round(100 * part / whole) if whole else 0
    if 0 < part < whole:
        percent = min(max(percent, 1), 99)
    return f"{percent} %"


def _summary(report, baseline):
    total = len(report.findings)
    with_tensorflow = sum(bool(file.findings) for file in report.files)
    yield (
        f"{total} uses of TensorFlow in {with_tensorflow} of {len(report.files)} files, "
        f"{report.tf1} of them TensorFlow 1 ({share(report.tf1, total)})"
    )
    yield ""
    for name, count in report.counts().items():
        bar = "#" * round(_BAR * count / total) if total else ""
        yield f"  {name:20}{count:7}{share(count, total):>7}  {bar}".rstrip()
    changes = ", ".join(f"{count} by {_a(name)}" for name, count in report.changes().items())
    yield f"\n  to TensorFlow 2: {changes}"
    check = sum(finding.verdict.check for finding in report.findings)
    if check:
        yield f"  worth a look: {check} uses work as they are on a condition (--details)"
    if baseline is not None:
        yield f"  {baseline.said(report)}"
    if report.run:
        yield f"  {report.run}"


def _a(change):
    return f"an {change}" if change[0] in "aeiou" else f"a {change}"


def _symbols(report, limit):
    groups = report.by_symbol(lambda finding: finding.is_tf1)
    width = shutil.get_terminal_size((120, 0)).columns
    if not groups:
        return
    yield f"\nTensorFlow 1 by symbol ({len(groups)}):"
    yield f"  {'uses':>5}  {'symbol':32}{'class':20}instead"
    for verdict, found in groups[:limit]:
        line = f"  {len(found):5}  {verdict.symbol + ' ':32}{verdict.meaning:20}{verdict.instead}"
        yield line[: width - 3] + "..." if limit and len(line) > width else line.rstrip()
    yield from _more(groups, limit)


def _files(report, baseline, limit):
    files = sorted(
        (file for file in report.files if file.findings),
        key=lambda file: (-len(file.tf1), file.path),
    )
    yield f"\nBy file ({len(files)}):"
    yield f"  {'TF1':>5}{'of':>7}{'':7}{'since' if baseline else '':>7}  file"
    for file in files[:limit]:
        tf1, total = len(file.tf1), len(file.findings)
        since = f"{baseline.change(file.path, tf1):+d}" if baseline else ""
        yield f"  {tf1:5}{total:7}{share(tf1, total):>7}{since:>7}  {file.path}"
    yield from _more(files, limit)


def _more(items, limit):
    if limit is not None and len(items) > limit:
        yield f"  ... and {len(items) - limit} more (--details shows all)"


def _details(report):
    yield "\nEvery finding:"
    for finding in report.findings:
        verdict = finding.verdict
        if verdict.meaning == SAME and not verdict.check:
            continue
        kind = "worth a look" if verdict.check else verdict.meaning
        times = f", {finding.runs}x in the run" if finding.runs else ""
        yield f"\n{finding.place}: {verdict.symbol} {kind}{times}"
        yield f"    {finding.code}"
        if verdict.instead:
            yield f"    instead: {verdict.instead}"
        if verdict.why:
            yield f"    why: {verdict.why}"
