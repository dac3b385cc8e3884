"""What a load did, or would have done: the report and its table."""

from __future__ import annotations

import collections
import dataclasses
import re

from tf1shim import errors

_SHOWN = 20
_AVERAGE = "ExponentialMovingAverage"
_OF_OPTIMIZERS = re.compile(
    r"(^|/)(beta[12]_power|Adam|Momentum|RMSProp|Adagrad|Adadelta|Ftrl)(_\d+)?$"
)


@dataclasses.dataclass(frozen=True)
class Restored:
    """A variable that got the value of `key`; `how` says what was done to it on the way."""

    variable: str
    key: str
    shape: tuple
    dtype: str
    how: str = ""


@dataclasses.dataclass(frozen=True)
class Missing:
    """A variable without a tensor `key` in the checkpoint; `near` are names like it that are."""

    variable: str
    key: str
    shape: tuple
    dtype: str
    near: tuple = ()


@dataclasses.dataclass(frozen=True)
class Mismatch:
    """A variable whose shape or dtype (`what`) is not that of `key`."""

    variable: str
    key: str
    what: str
    expected: object
    found: object


@dataclasses.dataclass(frozen=True)
class Unused:
    """A tensor of the checkpoint that no variable asked for; `what` says what it seems to be."""

    key: str
    shape: tuple
    dtype: str
    what: str = ""


@dataclasses.dataclass
class LoadReport:
    """What `load_checkpoint` did. It prints as a table.

    >>> report = LoadReport("model.ckpt", missing=[Missing("w", "w", (2,), "float32", ("net/w",))])
    >>> report.ok
    False
    >>> print(report)
    model.ckpt: 0 restored, 1 missing
      missing   w   float32 (2,)   the checkpoint has net/w
    """

    path: str
    restored: list[Restored] = dataclasses.field(default_factory=list)
    #: Of the optimizers: their slots and numbers of steps.
    slots: list[Restored] = dataclasses.field(default_factory=list)
    missing: list[Missing] = dataclasses.field(default_factory=list)
    mismatched: list[Mismatch] = dataclasses.field(default_factory=list)
    #: Why an optimizer would not go on as it did in TF1.
    refused: list[str] = dataclasses.field(default_factory=list)
    unused: list[Unused] = dataclasses.field(default_factory=list)
    #: The names of variables that an assignment map left out.
    untouched: list[str] = dataclasses.field(default_factory=list)
    notes: list[str] = dataclasses.field(default_factory=list)

    @property
    def ok(self):
        """True if everything that was asked for was restored, and exactly."""
        return not (self.missing or self.mismatched or self.refused)

    def __str__(self):
        kinds = ("restored", "slots", "missing", "mismatched", "refused", "unused", "untouched")
        counts = [f"{len(found)} {kind}" for kind in kinds if (found := getattr(self, kind))]
        if not self.restored:
            counts.insert(0, "0 restored")
        rows = [row for kind in kinds for row in self._rows(kind)]
        rows += [("note", note) for note in self.notes]
        return "\n".join([f"{self.path}: {', '.join(counts)}", *_table(rows)])

    def _rows(self, kind):
        found = getattr(self, kind)
        for entry in found[:_SHOWN]:
            yield (kind, *_CELLS[kind](entry))
        if len(found) > _SHOWN:
            yield kind, f"... and {len(found) - _SHOWN} more"


def _of_restored(entry):
    what = f"{entry.dtype} {entry.shape}"
    return entry.variable, what, f"<- {entry.key}", entry.how


_CELLS = {
    "restored": _of_restored,
    "slots": _of_restored,
    "missing": lambda e: (
        e.variable if e.variable == e.key else f"{e.variable} <- {e.key}",
        f"{e.dtype} {e.shape}",
        f"the checkpoint has {', '.join(e.near)}" if e.near else "",
    ),
    "mismatched": lambda e: (
        e.variable,
        f"{e.what} {e.expected}",
        f"in the checkpoint {e.found}" + (f" ({e.key})" if e.key != e.variable else ""),
    ),
    "refused": lambda e: (e,),
    "unused": lambda e: (e.key, f"{e.dtype} {e.shape}", e.what),
    "untouched": lambda e: (e,),
}


def _table(rows):
    """Lines with aligned columns; the first and a lone second cell need no width."""
    widths = collections.Counter()
    for row in rows:
        for column, cell in enumerate(row if len(row) > 2 else row[:1]):
            widths[column] = max(widths[column], len(cell))
    for row in rows:
        padded = [cell.ljust(widths[n]) for n, cell in enumerate(row)]
        yield ("  " + "   ".join(padded)).rstrip()


def unused_of(checkpoint, used):
    """The entries of `checkpoint` outside `used`, each with what it seems to be."""
    for key in sorted(set(checkpoint.shapes) - set(used)):
        what = ""
        if _OF_OPTIMIZERS.search(key):
            what = "of an optimizer"
        elif key.endswith(f"/{_AVERAGE}"):
            what = "a moving average"
        yield Unused(key, tuple(checkpoint.shapes[key]), checkpoint.dtypes[key].name, what)


def near_names(checkpoint, name, shape, used):
    """Names in the checkpoint that are likely meant by `name`, of the same shape first."""
    free = [key for key in checkpoint.shapes if key not in used and not _OF_OPTIMIZERS.search(key)]
    fitting = [key for key in free if shape.is_compatible_with(checkpoint.shapes[key])]
    return tuple(errors.nearest(name, fitting) or errors.nearest(name, free))


def advice(report, checkpoint, optimizers):
    """Calls that would have found more, for the whole of a report."""
    missing = [entry.key for entry in report.missing]
    if missing:
        yield from _other_scope(missing, set(checkpoint.shapes))
    averages = [u.key for u in report.unused if u.what == "a moving average"]
    if averages:
        key = averages[0]
        yield (
            f"the checkpoint has moving averages: to load those, assignment_map="
            f"{{{key!r}: {key.removesuffix('/' + _AVERAGE)!r}, ...}}"
        )
    if any(u.what == "of an optimizer" for u in report.unused) and not optimizers:
        yield "to load the optimizer's slots too: load_checkpoint(..., optimizer=...)"


def _other_scope(missing, keys):
    """The one scope that all missing names lack, or have too much."""
    inside = [{k[: -len(name)] for k in keys if k.endswith("/" + name)} for name in missing]
    outer = [
        {name[: n + 1] for n, c in enumerate(name) if c == "/" and name[n + 1 :] in keys}
        for name in missing
    ]
    found = "all that is missing is there"
    for scope in sorted(set.intersection(*inside), key=len)[:1]:
        yield f"{found}, within {scope!r}: load_checkpoint(..., prefix={scope!r})"
    for scope in sorted(set.intersection(*outer), key=len)[:1]:
        yield f"{found}, without {scope!r}: load_checkpoint(..., assignment_map={{'/': {scope!r}}})"
