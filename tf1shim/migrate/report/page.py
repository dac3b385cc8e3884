"""The report as one self-contained page: `page.html` with the findings filled in."""

from __future__ import annotations

import html
import re
import string
from pathlib import Path

from tf1shim.migrate.report.findings import Baseline, Report
from tf1shim.migrate.report.meaning import CLASSES, DIFFERS, EXPLAINED, MISSING, SAME, SHIM
from tf1shim.migrate.report.terminal import share

_STYLES = {SAME: "same", SHIM: "shim", DIFFERS: "differs", MISSING: "missing"}


def render(report: Report, baseline: Baseline | None = None) -> str:
    """The page, as text."""
    total, counts = len(report.findings), report.counts()
    files = [file for file in report.files if file.findings]
    ordered = sorted(files, key=lambda file: (-len(file.tf1), file.path))
    names = {file.path: f"file{number}" for number, file in enumerate(ordered)}
    changes = ", ".join(f"{count} by {name}" for name, count in report.changes().items())
    template = Path(__file__).with_name("page.html").read_text(encoding="utf-8")
    return string.Template(template).substitute(
        title="From TensorFlow 1 to TensorFlow 2",
        about=_text(f"{total} uses of TensorFlow in {len(files)} of {len(report.files)} files."),
        figure=f"{report.tf1} uses of TensorFlow 1 are left ({share(report.tf1, total)})",
        explained=_text(f"To TensorFlow 2: {changes}."),
        bar=_bar(counts, total),
        cards="".join(_card(name, counts[name], total) for name in CLASSES),
        notes=_notes(report, baseline),
        symbols="".join(_symbol(*group) for group in report.by_symbol(lambda f: f.is_tf1)),
        since='<th class="n">since</th>' if baseline else "",
        files="".join(_file(report, file, names[file.path], baseline) for file in ordered),
        listings="".join(_listing(report, file, names[file.path]) for file in ordered),
    )


def _text(text):
    """`text` for the page; what stands in backticks is code."""
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(text))


def _bar(counts, total):
    return "".join(
        f'<span class="{_STYLES[name]}" style="width:{100 * count / total:.2f}%" '
        f'title="{name}: {count}"></span>'
        for name, count in counts.items()
        if count
    )


def _card(name, count, total):
    return (
        f'<div class="card"><span class="dot {_STYLES[name]}"></span>{name}<br><b>{count}</b> '
        f'<span class="soft">{share(count, total)}</span>'
        f'<p class="soft">{_text(EXPLAINED[name])}</p></div>'
    )


def _notes(report, baseline):
    notes = [baseline.said(report)] if baseline else []
    notes += [report.run] if report.run else []
    notes += [f"{f.problem_place}: {f.problem}" for f in report.files if f.problem]
    return "".join(f"<p>{_text(note)}</p>" for note in notes)


def _chip(verdict):
    if verdict.check:
        return '<span class="chip check">worth a look</span>'
    return f'<span class="chip {_STYLES[verdict.meaning]}">{verdict.meaning}</span>'


def _symbol(verdict, found):
    return (
        f'<tr><td class="n">{len(found)}</td><td><code>{_text(verdict.symbol)}</code></td>'
        f"<td>{_chip(verdict)}</td><td>{verdict.change}</td><td>{_advice(verdict)}</td></tr>\n"
    )


def _advice(verdict):
    why = f'<br><span class="soft">{_text(verdict.why)}</span>' if verdict.why else ""
    return _text(verdict.instead) + why


def _file(report, file, name, baseline):
    tf1, total = len(file.tf1), len(file.findings)
    since = f'<td class="n">{baseline.change(file.path, tf1):+d}</td>' if baseline else ""
    return (
        f'<tr><td><a href="#{name}"><code>{_text(file.path)}</code></a></td><td class="n">{tf1}'
        f'</td><td class="n">{total}</td><td class="n">{share(tf1, total)}</td>{since}'
        f'<td><span class="mini">{_bar(report.counts(file.findings), total)}</span></td></tr>\n'
    )


def _listing(report, file, name):
    shown = [finding for finding in file.findings if finding.is_tf1 or finding.verdict.check]
    if not shown:
        return ""
    rows = "".join(
        f'<tr><td class="n">{_text(finding.place.removeprefix(file.path).lstrip(":"))}</td>'
        f"<td><pre>{html.escape(finding.code)}</pre>"
        f"<code>{_text(finding.verdict.symbol)}</code> {_chip(finding.verdict)}{_runs(finding)}"
        f"</td><td>{_advice(finding.verdict)}</td></tr>\n"
        for finding in shown
    )
    return (
        f'<details id="{name}"><summary><span class="name"><code>{_text(file.path)}</code></span>'
        f"<span>{len(file.tf1)} of {len(file.findings)}</span></summary>"
        f'<div class="wide"><table><tbody>{rows}</tbody></table></div></details>\n'
    )


def _runs(finding):
    return f' <span class="soft">{finding.runs}x in the run</span>' if finding.runs else ""
