"""When two descriptions (of `facts.described`) say the same."""

from __future__ import annotations

import numpy as np

#: How far floating-point values may lie apart, by dtype: relative to the largest of an array.
TOLERANCES = {"float16": 5e-3, "bfloat16": 5e-2, "float32": 1e-5, "float64": 1e-10}
COMPLEX = {"complex64": "float32", "complex128": "float64"}


def alike(here, there):
    """True if the descriptions are equal; floating-point values nearly so.

    >>> alike(["array", "float32", [1], [1.0]], ["array", "float32", [1], [1.000001]])
    True
    >>> alike(["array", "int32", [1], [1]], ["array", "int32", [1], [2]])
    False
    """
    if here == there:
        return True
    if not (isinstance(here, list) and isinstance(there, list) and len(here) == len(there)):
        return False
    if here[:1] in (["array"], ["scalar"]) and here[:-1] == there[:-1]:
        return _near(here[1], here[-1], there[-1])
    return all(map(alike, here, there))


def _near(dtype, here, there):
    tolerance = TOLERANCES.get(COMPLEX.get(dtype, dtype))
    if tolerance is None:
        return False
    kind = complex if dtype in COMPLEX else float
    here, there = (np.array(_numbers(values, kind), kind) for values in (here, there))
    if here.shape != there.shape:
        return False
    finite = np.isfinite(here)
    if not np.array_equal(here[~finite], there[~finite], equal_nan=True):
        return False
    scale = max(1.0, np.abs(here[finite]).max(initial=0.0))
    return bool((np.abs(here - there)[finite] <= tolerance * scale).all())


def _numbers(values, kind):
    if isinstance(values, list):
        return [_numbers(value, kind) for value in values]
    return kind(values)
