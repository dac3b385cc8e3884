"""What ``python -m conformance search`` does: many programs, without stopping at a difference."""

from __future__ import annotations

import time

from hypothesis import HealthCheck, Phase, given, seed, settings

from conformance.programs.backends import outcomes
from conformance.programs.check import kind, shortest_failure
from conformance.programs.judge import differences
from conformance.programs.strategies import programs


def search(promise, examples, number):
    """Tries `examples` programs of a promise by the seed `number`; 1 if any differ.

    Prints a program for each kind of difference, as short as leaving out statements makes it.
    """
    seen, tried, start = set(), [], time.perf_counter()

    @seed(number)
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(programs(promise))
    def attempt(program):
        found = differences(outcomes(program))
        tried.append(bool(found))
        if found and kind(found[0]) not in seen:
            seen.add(kind(found[0]))
            print(shortest_failure(program, found[0]), end="\n\n", flush=True)

    attempt()
    seconds = time.perf_counter() - start
    print(f"{len(tried)} programs, {sum(tried)} with differences, {seconds:.0f} s")
    return 1 if seen else 0
