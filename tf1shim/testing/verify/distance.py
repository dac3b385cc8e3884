"""How far two values of a run lie apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import tensorflow

_COARSE = {"float16": 2e-3, "bfloat16": 2e-2}


class Tolerance(NamedTuple):
    """How far floating-point numbers may lie apart: ``atol + rtol * the largest of the array``.

    All else must be equal, and so must they if both are 0. Half precision gets what it needs.
    """

    rtol: float = 1e-4
    atol: float = 1e-6


EXACT = Tolerance(0.0, 0.0)


class Gap(NamedTuple):
    """Two values that differ: which of the fetches, what is there, how far they are apart."""

    name: str
    here: str
    there: str
    distance: str


def compare(
    here: Any, there: Any, tolerance: Tolerance, names: Sequence[str] = ()
) -> tuple[float, Gap | None]:
    """The largest relative distance of two descriptions, and the first gap that is too wide.

    >>> one = ["array", "float32", [2], np.float32([1, 2])]
    >>> two = ["array", "float32", [2], np.float32([1, 2.5])]
    >>> compare(one, one, EXACT)
    (0.0, None)
    >>> compare(one, two, Tolerance(), ["x:0"])[1].distance
    '0.5 apart at [1], 0.2 of the largest; 1 of 2 numbers differ'

    Args:
      here: a value as `recorder.described` has it.
      there: another one.
      tolerance: how far numbers may lie apart.
      names: what the parts of the values are called, in order.
    """
    mine, yours = [], []
    if _structure(here, mine) != _structure(there, yours):
        gap = Gap("the structure", shown(here), shown(there), "of another kind or length")
        return np.inf, gap
    if len(names) != len(mine):
        names = [f"value {number}" for number in range(1, len(mine) + 1)]
    worst = 0.0
    for name, one, other in zip(names, mine, yours):
        distance, why = _leaf(one, other, tolerance)
        worst = max(worst, distance)
        if why:
            return worst, Gap(name, shown(one, why), shown(other, why), why.text)
    return worst, None


def _structure(value, leaves):
    """`value` without its leaves, which are added to `leaves`."""
    if isinstance(value, list):
        if value[:1] not in (["array"], ["scalar"], ["bytes"]):
            return [_structure(item, leaves) for item in value]
    elif isinstance(value, str):
        return value  # the name of a type, or a key
    leaves.append(value)
    return None


class _Why(NamedTuple):
    text: str
    index: tuple[int, ...] | None = None


def _leaf(here, there, tolerance):
    if not (isinstance(here, list) and isinstance(there, list)):
        return (0.0, None) if here == there else (np.inf, _Why("not equal"))
    if here[0] == there[0] == "bytes":
        return _texts(here[1], there[1], tolerance)
    if here[:-1] != there[:-1]:
        return np.inf, _Why("another type, dtype or shape")
    return _numbers(here[1], _array(here), _array(there), tolerance)


def _array(value):
    """The numbers of an array or a scalar."""
    if value[0] == "array":
        return np.asarray(value[3])
    return np.asarray({str: complex}.get(type(value[2]), np.asarray)(value[2]))


def _numbers(dtype, here, there, tolerance):
    if here.dtype.kind not in "fc":
        differ = here != there
        if not differ.any():
            return 0.0, None
        index = tuple(int(i) for i in np.argwhere(differ)[0])
        return np.inf, _Why(_counted("not equal", index, differ), index)
    with np.errstate(all="ignore"):
        finite = np.isfinite(here) & np.isfinite(there)
        apart = np.where(finite, np.abs(here - there), 0.0)
        same = (here == there) | (np.isnan(here) & np.isnan(there))
        apart = np.where(finite | same, apart, np.inf)
        scale = max(np.abs(side[finite]).max(initial=0.0) for side in (here, there))
    largest = float(apart.max(initial=0.0))
    relative = largest / float(scale) if scale else largest
    rtol = max(tolerance.rtol, _COARSE.get(dtype, 0.0)) if tolerance.rtol else 0.0
    bound = tolerance.atol + rtol * float(scale)
    if largest <= bound:
        return relative, None
    index = tuple(int(i) for i in np.unravel_index(apart.argmax(), apart.shape))
    text = _counted(
        f"{largest:.2g} apart", index, apart > bound, f", {relative:.2g} of the largest"
    )
    return relative, _Why(text, index)


def _counted(text, index, differ, more=""):
    at = f" at {list(index)}" if index else ""
    count = f"; {int(differ.sum())} of {differ.size} numbers differ" if differ.size > 1 else ""
    return f"{text}{at}{more}{count}"


def _texts(here, there, tolerance):
    """Bytes: equal, or summaries whose numbers are near."""
    if here == there:
        return 0.0, None
    summaries = [_summary(text) for text in (here, there)]
    if None in summaries:
        return np.inf, _Why("not equal")
    mine, yours = summaries
    if mine.keys() != yours.keys():
        return np.inf, _Why("summaries with other tags")
    worst = 0.0
    for tag in mine:
        distance, why = _numbers("float32", mine[tag], yours[tag], tolerance)
        worst = max(worst, distance)
        if why:
            return worst, _Why(f"summary {tag!r}: {why.text}")
    return worst, None


def _summary(text):
    """The numbers of a serialized Summary by tag; None if `text` is something else."""
    try:
        values = tensorflow.compat.v1.Summary.FromString(text.encode("latin-1")).value
    except Exception:  # protobuf's classes of errors differ by version
        return None
    if not values or not all(value.tag for value in values):
        return None
    return {value.tag: np.array(_summary_numbers(value), np.float64) for value in values}


def _summary_numbers(value):
    # The counts of a histogram's buckets jump where a number crosses their limits.
    histo, image = value.histo, value.image
    if value.HasField("histo"):
        return [histo.min, histo.max, histo.num, histo.sum]
    if value.HasField("image"):
        return [image.height, image.width, image.colorspace]
    return [value.simple_value]


def shown(value: Any, why: _Why | None = None) -> str:
    """A value in a line of a report; of a large array the number that differs, or the first few."""
    if not isinstance(value, list):
        return repr(value)
    if value[0] == "scalar":
        return f"{value[2]} ({value[1]})"
    if value[0] == "bytes":
        return repr(value[1].encode("latin-1"))[:100]
    if value[0] != "array":
        return f"{value[0]} of {len(value[-1])}" if isinstance(value[-1], list) else str(value)[:80]
    items = np.asarray(value[3])
    kind = f"{value[1]} {value[2]}"
    if why is not None and why.index:
        return f"{items[why.index]!s} in {kind}"
    if items.size > 6:
        return f"{kind} of " + " ".join(map(str, items.ravel()[:4])) + " ..."
    return f"{' '.join(str(items).split())} ({kind})"
