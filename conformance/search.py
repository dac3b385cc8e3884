"""What ``python -m conformance search`` does: many programs, without stopping at a difference."""

from __future__ import annotations

import re
import time

from hypothesis import HealthCheck, Phase, given, seed, settings

from conformance.programs.backends import outcomes
from conformance.programs.check import failure
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
            program = shortened(program, kind(found[0]))
            found = differences(outcomes(program))
            seen.update(kind(difference) for difference in found[:1])
            print(failure(program, found) if found else "not seen again", end="\n\n", flush=True)

    attempt()
    seconds = time.perf_counter() - start
    print(f"{len(tried)} programs, {sum(tried)} with differences, {seconds:.0f} s")
    return 1 if seen else 0


def kind(difference):
    """What differences of one cause have in common: their texts without numbers."""
    return re.sub(r"[\d._]+|\[.*", "", difference.fact) + re.sub(
        r"0x\w+|[-\d._,]+|True|False", "", str(sorted(difference.found.items())).replace(" ", "")
    )


def shortened(program, wanted):
    """The program without the statements that its first difference does not need."""
    step = len(program) - 1
    while step >= 0:
        fewer = program[:step] + program[step + 1 :]
        found = differences(outcomes(fewer))
        if found and kind(found[0]) == wanted:
            program = fewer[: found[0].step + 1]
            step = min(step, len(program))
        step -= 1
    return program
