"""Compares what two sides did, event by event."""

from __future__ import annotations

import dataclasses
from typing import Any

from tf1shim.testing.verify import distance
from tf1shim.testing.verify.distance import EXACT, Tolerance


@dataclasses.dataclass
class Difference:
    """The first thing on which two sides differ: what, where, and both values."""

    what: str
    run: int
    line: str
    here: str
    there: str
    apart: str = ""
    advice: str = ""


@dataclasses.dataclass
class Place:
    """What agreed at one line of the program that runs the same fetches again and again."""

    line: str
    fetches: tuple[str, ...]
    first: int
    last: int = 0
    runs: int = 0
    variables: int = 0
    distance: float = 0.0
    initial: float = 0.0
    raised: str = ""

    @property
    def agreement(self) -> str:
        """How near the two sides are, in words."""
        said = [near(self.distance)]
        if self.raised:
            said = [f"{self.raised} in both"] + (said if self.runs > 1 else [])
        if self.variables:
            plural = "" if self.variables == 1 else "s"
            said.append(f"{self.variables} initial value{plural} {near(self.initial)}")
        return "; ".join(said)


class Judge:
    """What two sides agree on so far.

    Args:
      here: the side of tf1shim.
      there: the other one.
      tolerance: how far apart fetched floating-point numbers may be.
      initial: the same for initial values.
    """

    def __init__(self, here, there, tolerance: Tolerance, initial: Tolerance = EXACT):
        self.here, self.there = here, there
        self.tolerance, self.initial = tolerance, initial
        # What a program never fetched has had all its runs to drift apart.
        self._trained = Tolerance(*(10 * bound for bound in tolerance))
        self.places: dict[tuple, Place] = {}
        self.runs = self.variables = 0
        self.seeds: list[int | None] = []
        self.notes: dict[str, str] = {}
        self._history: list[tuple[int, float]] = []  # runs at which the distance grew
        self._fed_apart = ""
        self._initial = 0.0

    @property
    def worst(self) -> float:
        """The largest relative distance so far."""
        return self._history[-1][1] if self._history else 0.0

    def runs_differ(self, here: dict[str, Any], there: dict[str, Any]) -> Difference | None:
        """Compares a run of one side with the run of the other that has its number."""
        number, line = here["number"], self.here.site(here["site"])

        def difference(what, mine, yours, apart="", advice=""):
            return Difference(what, number, line, mine, yours, apart, advice)

        other = self.there.site(there["site"])
        if line != other:
            return difference(
                "the line that runs",
                f"{line}  {_listed(here['fetches'])}",
                f"{other}  {_listed(there['fetches'])}",
                advice=_BRANCH,
            )
        if here["fetches"] != there["fetches"]:
            if len(here["fetches"]) != len(there["fetches"]):
                mine, yours = _listed(here["fetches"]), _listed(there["fetches"])
                return difference("what is fetched", mine, yours, advice=_BRANCH)
            for pair in zip(here["fetches"], there["fetches"]):
                # What reads a variable is no more than its value to a program.
                if len({name.replace("/read:0", ":0") for name in pair}) > 1:
                    said = f"The names of fetched ops differ, first in run {number}: {pair}"
                    self._note("names", said)
        found = self._graphs_differ(here, there) or self._feeds_differ(here, there)
        if found:
            return difference(*found)
        # What was initialized before or by this run.
        found = self._variables_differ(here["variables"], there["variables"])
        if found:
            return difference(*found)
        return self._results_differ(here, there, difference, line)

    def _results_differ(self, here, there, difference, line):
        raised = [side.get("raised") for side in (here, there)]
        if (raised[0] and raised[0][0]) != (raised[1] and raised[1][0]):
            mine, yours = (": ".join(r) if r else "a value" for r in raised)
            return difference("what the run raised", mine, yours)
        far, gap = 0.0, None
        if raised[0] is None:
            values = here["value"], there["value"]
            far, gap = distance.compare(*values, self.tolerance, here["fetches"])
        if gap:
            advice = self._fed_apart or self._drift(here["number"])
            if _has_effects(here["value"]):
                advice += f"\n{_UNORDERED}"
            what = f"the value of {gap.name}"
            return difference(what, gap.here, gap.there, gap.distance, advice)
        self._agreed(here, line, far)
        return None

    def _agreed(self, event, line, far):
        number, fetches = event["number"], tuple(event["fetches"])
        place = self.places.setdefault((line, fetches), Place(line, fetches, number))
        place.last, place.runs = number, place.runs + 1
        place.variables += len(event["variables"])
        place.distance = max(place.distance, far)
        place.initial, self._initial = max(place.initial, self._initial), 0.0
        place.raised = (event.get("raised") or [place.raised])[0]
        self.runs = number
        self.variables += len(event["variables"])
        if far > self.worst:
            self._history.append((number, far))

    def _graphs_differ(self, here, there):
        mine, yours = here["graph"], there["graph"]
        if mine is None or yours is None:
            if mine is yours:
                return None
            return "whether the graph was run before", _yes(mine is None), _yes(yours is None)
        if mine["seed"] != yours["seed"]:
            return "the graph's seed", repr(mine["seed"]), repr(yours["seed"])
        self.seeds.append(mine["seed"])
        return self._collections_differ(mine["collections"], yours["collections"])

    def _collections_differ(self, mine, yours):
        for key in sorted({*mine, *yours}):
            a, b = mine.get(key, []), yours.get(key, [])
            if len(a) != len(b):
                what = f"the collection {key!r}"
                return what, f"{len(a)} items {_listed(a)}", f"{len(b)} items {_listed(b)}"
            if sorted(a) != sorted(b):
                self._note("collections", f"Items of the collection {key!r} have other names.")
        return None

    def _feeds_differ(self, here, there):
        mine, yours = here["feeds"], there["feeds"]
        if len(mine) != len(yours):
            names = (_listed([n for key, _ in feeds for n in key]) for feeds in (mine, yours))
            return ("what is fed", *names, "", _BRANCH)
        for (key, a), (_, b) in zip(mine, yours):
            _, gap = distance.compare(a, b, self.tolerance, key)
            if gap and not self.worst:
                what = f"what is fed to {gap.name}"
                return what, gap.here, gap.there, gap.distance, _NOT_DETERMINISTIC
            if gap:
                # The program computed it from what it had fetched, which was near but not equal.
                self._fed_apart = self._fed_apart or (
                    f"Since run {here['number']} the program feeds other values to {gap.name}: "
                    f"{gap.distance}. {self._drift(here['number'])}"
                )
        return None

    def _variables_differ(self, mine, yours):
        names = [[v["name"] for v in side] for side in (mine, yours)]
        if names[0] != names[1]:
            return ("the variables that got a first value", *_only(*names))
        # Values may have been trained and restored; then they are as far apart as the training.
        tolerance = self._trained if self.worst else self.initial
        for a, b in zip(mine, yours):
            for fact in ("dtype", "shape", "trainable"):
                if a[fact] != b[fact]:
                    return f"{fact} of the variable {a['name']}", repr(a[fact]), repr(b[fact])
            far, gap = distance.compare(a["value"], b["value"], tolerance)
            self._initial = max(self._initial, far)
            if gap:
                what = f"the first value of the variable {a['name']}"
                advice = self._drift(self.runs + 1) if self.worst else _UNSEEDED
                return what, gap.here, gap.there, gap.distance, advice
        return None

    def values_differ(self, mine: list, yours: list, line: str) -> Difference | None:
        """Compares what variables hold as a session ends."""
        if not (mine and yours):
            return None
        theirs = dict(yours)
        for name, value in mine:
            if name not in theirs:
                continue
            _, gap = distance.compare(value, theirs[name], self._trained)
            if gap:
                what = f"what the variable {name} holds in the end"
                advice = self._drift(self.runs)
                return Difference(what, self.runs, line, *gap[1:], advice)
        return None

    def ends_differ(self, here: dict[str, Any], there: dict[str, Any]) -> Difference | None:
        """Compares how two programs ended that agreed until then."""
        for mine, yours in _of_both(here["collections"], there["collections"]):
            found = self._collections_differ(mine, yours)
            if found:
                return Difference(found[0], self.runs, "the end", *found[1:])
        for mine, yours in _of_both(here["values"], there["values"]):
            found = self.values_differ(mine, yours, "the end")
            if found:
                return found
        ended = [ending(side, event) for side, event in ((self.here, here), (self.there, there))]
        raised = [(event["raised"] or [None])[0] for event in (here, there)]
        places = [
            side.site(event["site"]) if event["raised"] else None
            for side, event in ((self.here, here), (self.there, there))
        ]
        if raised[0] != raised[1] or places[0] != places[1] or here["status"] != there["status"]:
            return Difference("how the program ended", self.runs, "the end", *ended)
        return None

    def _note(self, about, text):
        self.notes.setdefault(about, text)

    def _drift(self, number):
        """How the distance grew up to run `number`, which tells rounding from a true difference."""
        if not self._history:
            return "Up to there everything was equal to the bit." if number > 1 else ""
        steps = self._history[:: max(1, len(self._history) // 4)][-4:]
        grown = ", ".join(f"{far:.1g} in run {run}" for run, far in steps)
        return (
            f"Until then the largest distance was {self.worst:.1g} (it grew: {grown}). A slow "
            "growth is rounding, which --rtol allows for; a jump is a difference."
        )


def near(distance: float) -> str:
    """A distance in words.

    >>> near(0.0), near(0.00012)
    ('to the bit', 'within 0.0001')
    """
    return f"within {distance:.1g}" if distance else "to the bit"


def ending(side, event: dict[str, Any]) -> str:
    """How a program ended, in words."""
    if event["kind"] == "died":
        return f"the process died (exit status {event['status']})"
    if event["kind"] != "end":
        return f"goes on: {side.site(event['site'])}  {_listed(event.get('fetches', []))}"
    if event["raised"]:
        return side.shown(": ".join(event["raised"])) + f", at {side.site(event['site'])}"
    return f"exit status {event['status']}" if event["status"] else "finished"


_BRANCH = (
    "The program takes another branch. Look for what it asks about its surroundings: versions, "
    "hasattr, the clock, files that exist, numbers that are not seeded."
)
_NOT_DETERMINISTIC = (
    "Everything fetched until then was equal, so the program itself makes other data each time: "
    "from the clock, an unseeded generator such as np.random.default_rng(), the order of a set or "
    "of os.listdir(). Seed or sort it; `--with tf1shim` runs it twice on tf1shim and tells when it "
    "is done."
)
_UNSEEDED = (
    "If it is random, give its initializer a seed (seed=1) to see whether only that differs."
)


_UNORDERED = (
    "The run also has ops that are run for their effect. If this value depends on what they "
    "change, TensorFlow may compute it before or after: fetch it in a run of its own to be sure."
)


def _has_effects(value):
    """True if one of the fetches was an operation, which gives None."""
    return value is None or (isinstance(value, list) and any(map(_has_effects, value)))


def _listed(names, most=4):
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _only(mine, yours):
    """Two lists of names, cut down to what tells them apart."""
    only = [[n for n in a if n not in b] for a, b in ((mine, yours), (yours, mine))]
    if not any(only):  # the same in another order
        at = next(i for i, (a, b) in enumerate(zip(mine, yours)) if a != b)
        return tuple(f"{len(names)}, number {at + 1} is {names[at]}" for names in (mine, yours))
    return tuple(
        f"{len(names)}" + (f"; only here: {_listed(extra)}" if extra else "; nothing else")
        for names, extra in zip((mine, yours), only)
    )


def _of_both(mine, yours):
    """What two dictionaries have under the keys that both have."""
    return [(mine[key], yours[key]) for key in mine if key in yours]


def _yes(truth):
    return "yes" if truth else "no"
