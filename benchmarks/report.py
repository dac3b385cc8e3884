"""The table for people and the JSON for programs."""

import os
import platform
from dataclasses import dataclass, field
from importlib import metadata

from benchmarks.timing import Spread, ratio

REFERENCE = "compat.v1"
_SCALE = {"ms": 1e3, "MB": 1e-6}
_TITLES = {"tf115": "TF 1.15.5"}

LEGEND = """\
ratio     {subject} / compat.v1: the median over rounds of the ratio of neighbouring blocks
quartiles half of the rounds lie between these; much of that width is the machine's noise
met       is the target met? "~": it lies between the quartiles, so measure again with --rounds
/ NAME    the same ratio against another backend"""


@dataclass
class Result:
    """A measured row. `blocks` maps each backend to its figures, one per round."""

    row: object
    subject: str
    blocks: dict = field(default_factory=dict)
    error: str | None = None

    def value(self, backend):
        """Returns the Spread of a backend's figures in the row's unit, or None."""
        if backend not in self.blocks:
            return None
        return Spread.of(self.blocks[backend]).scaled(_SCALE[self.row.unit])

    def against(self, backend):
        """Returns the Spread of the ratio to a backend, or None."""
        if backend not in self.blocks or self.subject not in self.blocks:
            return None
        return ratio(self.blocks[self.subject], self.blocks[backend])

    @property
    def target(self):
        """The row's target, which is meant for tf1shim only."""
        return self.row.target if self.subject == "tf1shim" else None

    @property
    def judged(self):
        """The Spread that the target is about."""
        return self.value(self.subject) if self.row.absolute else self.against(REFERENCE)

    @property
    def met(self):
        """Whether the target is met: True, False, or None without one."""
        if self.target is None or self.judged is None:
            return None
        return self.judged.median <= self.target

    def summary(self):
        """Returns the figure that counts, for the progress lines."""
        if self.row.absolute:
            return _figure(self.value(self.subject), self.row.unit)
        return _number(self.against(REFERENCE).median)

    def to_json(self):
        others = [backend for backend in self.blocks if backend != self.subject]
        return {
            "name": self.row.name,
            "text": self.row.text,
            "unit": self.row.unit,
            "subject": self.subject,
            "median": {b: self.value(b).median for b in self.blocks},
            "ratio": {b: vars(self.against(b)) for b in others if self.against(b)},
            "target": self.target,
            "target_is": self.row.unit if self.row.absolute else f"ratio to {REFERENCE}",
            "met": self.met,
            "error": self.error,
            "blocks": self.blocks,
        }


def table(results, subject, others):
    """Returns the table as text; `others` are the backends that get a column of their own."""
    header = ["name", subject, REFERENCE, "ratio", "quartiles", "target", "met"]
    header += [f"/ {_TITLES.get(name, name)}" for name in others]
    lines = [header] + [_cells(result, others) for result in results]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    text = "\n".join(
        "  ".join(cell.ljust(w) if i == 0 else cell.rjust(w)
                  for i, (cell, w) in enumerate(zip(cells, widths, strict=True))).rstrip()
        for cells in lines)
    return text + "\n\n" + LEGEND.format(subject=subject)


def _cells(result, others):
    row = result.row
    against = result.against(REFERENCE)
    cells = [row.name]
    cells += [_figure(result.value(backend), row.unit) for backend in (result.subject, REFERENCE)]
    if result.error:
        cells += ["FAILED", "", "", ""]
    else:
        shown = None if row.absolute else against
        cells += [_number(shown and shown.median), _quartiles(shown), _target(result),
                  _met(result)]
    for backend in others:
        other = result.against(backend)
        cells.append(_number(other and other.median))
    return cells


def _figure(spread, unit):
    if spread is None:
        return "-"
    value = spread.median
    digits = 0 if value >= 100 else 1 if value >= 10 else 3
    return f"{value:,.{digits}f} {unit}"


def _number(value):
    return "-" if value is None else f"{value:.2f}"


def _quartiles(spread):
    return "" if spread is None else f"{spread.low:.2f}-{spread.high:.2f}"


def _target(result):
    if result.target is None:
        return ""
    if result.row.absolute:
        return f"<= {result.target:.0f} {result.row.unit}"
    return f"<= {result.target:.2f}"


def _met(result):
    if result.met is None:
        return ""
    word = "yes" if result.met else "no"
    near = result.judged.low <= result.target <= result.judged.high
    return word + ("~" if near and result.judged.low < result.judged.high else "")


def machine():
    """Returns what the figures depend on."""
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else None,
        "platform": platform.platform(),
        "python": platform.python_version(),
        "tensorflow": _version("tensorflow") or _version("tensorflow-cpu"),
        "tf1shim": _version("tf1shim"),
        "numpy": _version("numpy"),
    }


def _version(distribution):
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _cpu():
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            for line in lines:
                if line.startswith("model name"):
                    return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
