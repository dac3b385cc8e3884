"""Alternating blocks, and what they say.

On a shared machine the speed of everything drifts by tens of percent within a minute. So no two
backends are ever timed one after the other: their blocks alternate, and only the *ratio* of
neighbouring blocks counts. A ratio is given as the median over rounds, with its quartiles.
"""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """A median between its quartiles."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values):
        """Summarizes one or more numbers."""
        values = list(values)
        if len(values) == 1:
            return cls(*values * 3)
        low, median, high = statistics.quantiles(values, n=4, method="inclusive")
        return cls(median, low, high)

    def scaled(self, factor):
        return Spread(self.median * factor, self.low * factor, self.high * factor)


def alternate(subjects, rounds, progress=lambda done: None):
    """Runs one block of each subject per round and returns {figure: {backend: [seconds]}}.

    `subjects` maps a backend to its subject. Every other round goes in the opposite order, which
    takes out what a block does to the next one (a warm cache, a clock that is throttled).
    """
    blocks = {}
    order = list(subjects)
    for done in range(rounds):
        for backend in order:
            for figure, seconds in subjects[backend].block().items():
                blocks.setdefault(figure, {}).setdefault(backend, []).append(seconds)
        order.reverse()
        progress(done + 1)
    return blocks


def ratio(numerators, denominators):
    """Summarizes the per-round ratios of two lists of blocks."""
    return Spread.of(a / b for a, b in zip(numerators, denominators, strict=True))


def difference(minuends, subtrahends):
    """Summarizes the per-round differences of two lists of blocks."""
    return Spread.of(a - b for a, b in zip(minuends, subtrahends, strict=True))
