"""What a promise's test does with a program: runs it everywhere, and shows what differs."""

from __future__ import annotations

import collections
import re

from conformance.programs.backends import backends, outcomes
from conformance.programs.judge import differences
from conformance.programs.strategies import script

#: How many programs have been run, and how many statements.
TALLY = collections.Counter()


def check(program):
    """Asserts that a program comes to the same on tf1shim as on the other backends."""
    TALLY["programs"] += 1
    TALLY["statements"] += len(program)
    found = differences(outcomes(program))
    assert not found, failure(program, found)


def failure(program, found):
    """The text for a program with differences: the program as a script, and the first of them."""
    names = ", ".join(kind.name for kind in backends())
    text = script(program[: found[0].step + 1])
    return (
        f"{len(found)} differences between {names}; the first,\n{found[0]}\n\n"
        f"in this program (`python -m conformance replay FILE` runs it again):\n\n{text}"
    )


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


def shortest_failure(program, difference):
    """The text for a program with a difference, as short as leaving out statements makes it."""
    program = shortened(program, kind(difference))
    found = differences(outcomes(program))
    return failure(program, found) if found else f"not seen a second time: {difference}"
