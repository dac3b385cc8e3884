"""``python -m tf1shim verify script.py``: where a program first differs from TensorFlow's own.

The program runs, unchanged, in two processes (`child`, `tf1_child`). In each its sessions are
watched (`watch`), and what they run is written down (`recorder`) as events that travel through a
pipe (`stream`). Here the events of both are compared as they come (`judge`), and the first
difference ends it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time

from tf1shim.migrate.runner import UsageError
from tf1shim.testing.verify.command import HELP, Request, parse
from tf1shim.testing.verify.distance import EXACT
from tf1shim.testing.verify.judge import Difference, Judge, ending, near
from tf1shim.testing.verify.report import Progress, Verdict, show, write
from tf1shim.testing.verify.scratch import Scratch
from tf1shim.testing.verify.sides import ORACLE, OURS, Side


def main(args: list[str]) -> int:
    """Runs a command line; returns the exit status."""
    try:
        request = parse(args)
        if request == "help":
            print(HELP, end="")
            return 0
        return _verify(request)
    except UsageError as error:
        print(f"tf1shim verify: {error}", file=sys.stderr)
        return 2


def _verify(request: Request) -> int:
    until = None if request.timeout is None else time.monotonic() + request.timeout
    with contextlib.ExitStack() as stack:
        if threading.current_thread() is threading.main_thread():
            # What is started and made here must not outlive it.
            before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
            stack.callback(signal.signal, signal.SIGTERM, before)
        sides = []
        for name, kind in ((OURS, OURS), (_name(request.other), request.other)):
            scratch = None if request.here else Scratch(os.getcwd())
            if scratch is not None:
                stack.enter_context(scratch)
            side = Side(name, request.command, request.seed, kind, scratch, request.steps)
            stack.callback(side.stop)
            sides.append(side)
        same = request.other in (OURS, ORACLE)
        judge = Judge(*sides, request.tolerance, EXACT if same else request.tolerance)
        progress = Progress()
        try:
            verdict = _begin(judge, request, until) or _compare(judge, request, until, progress)
        except KeyboardInterrupt:
            verdict = _stopped(judge, "stopped from the keyboard")
        progress.clear()
        show(judge, verdict)
        if request.json:
            write(request.json, judge, verdict, request)
    return verdict.status


def _name(other: str) -> str:
    return {OURS: "tf1shim again", ORACLE: ORACLE}.get(other, "TensorFlow 1")


def _begin(judge: Judge, request: Request, until: float | None) -> Verdict | None:
    """Waits for both sides; a verdict if one of them cannot start."""
    for side in (judge.there, judge.here):
        event = side.next(until)
        if event is None:
            return _stopped(judge, "the time was over before the program began")
        if event["kind"] != "begin":
            reason = event.get("reason") or " ".join(side.said(3))
            return Verdict(2, f"nothing could be compared: {side.name} cannot start: {reason}")
        side.versions = {name: event[name] for name in ("tensorflow", "python")}
    print(
        ", ".join(
            f"{side.name} (TensorFlow {side.versions['tensorflow']}, "
            f"Python {side.versions['python']})"
            for side in (judge.here, judge.there)
        )
    )
    seed = "no seeds are set" if request.seed is None else f"seed {request.seed}"
    print(f"{seed} (for Python, NumPy and the graphs to which the program gives none)\n")
    return None


def _compare(judge: Judge, request: Request, until: float | None, progress: Progress) -> Verdict:
    """Compares the events of both sides until they differ or end."""
    while True:
        here, there = _events(judge, until)
        if here is None or there is None:
            waiting = " and ".join(
                side.name
                for side, event in ((judge.here, here), (judge.there, there))
                if event is None
            )
            return _stopped(judge, f"stopped after {request.timeout:g} s, waiting for {waiting}")
        kinds = here["kind"], there["kind"]
        found = None
        if kinds == ("run", "run"):
            found = judge.runs_differ(here, there)
            progress(judge, judge.here.site(here["site"]))
        elif kinds == ("close", "close"):
            line = judge.here.site(here["site"])
            found = judge.values_differ(here["values"], there["values"], line)
        elif judge.runs == request.steps and kinds == ("end", "end"):
            found = judge.ends_differ(here, there)
            if found is None:
                return _agree(judge, [_not_compared(here)], f" (stopped after run {judge.runs})")
        else:
            return _ended(judge, here, there)
        if found:
            return _differ(judge, found)


def _events(judge: Judge, until: float | None):
    """The next event of each side. A session's end is passed over where the other has none."""
    here, there = judge.here.next(until), judge.there.next(until)
    while here and there and here["kind"] != there["kind"]:
        if here["kind"] == "close":
            here = judge.here.next(until)
        elif there["kind"] == "close":
            there = judge.there.next(until)
        else:
            break
    return here, there


def _ended(judge: Judge, here: dict, there: dict) -> Verdict:
    """At least one of the programs has ended."""
    remarks = [_not_compared(here)]
    lines = [
        side.site(event.get("site") or ["", 0])
        for side, event in ((judge.here, here), (judge.there, there))
    ]
    if there.get("lacking") and not (here.get("lacking") and lines[0] == lines[1]):
        remarks.append(
            f"{judge.there.name} goes no further: {ending(judge.there, there)}\n"
            "What comes after it was not compared."
        )
        if judge.there.name == ORACLE:
            remarks[-1] += " With the Python of an old environment it is: --with path/to/python"
        return _agree(judge, remarks, f" as far as {judge.there.name} goes")
    if here["kind"] == there["kind"] == "end":
        found = judge.ends_differ(here, there)
        if found is None:
            if here["raised"]:
                remarks.append(f"Both stopped with the same error: {ending(judge.here, here)}")
            return _agree(judge, remarks, " up to the same error" if here["raised"] else "")
    else:
        ended = ending(judge.here, here), ending(judge.there, there)
        if ended[0] == ended[1]:
            return _agree(judge, [f"Both ended alike: {ended[0]}"])
        line = next((line for line in lines if line != "-"), "")
        found = Difference("how the program goes on", judge.runs + 1, line, *ended)
    for side, event in ((judge.here, here), (judge.there, there)):
        if event["kind"] == "died" or event.get("raised"):
            remarks.append(f"{side.name} printed at last:")
            remarks += [f"  | {line}" for line in side.said()]
    return _differ(judge, found, remarks)


def _not_compared(event: dict) -> str:
    others = event.get("others", {})
    counts = [
        f"{_counted(others[key], 'run')} by {who}"
        for key, who in (("threads", "other threads"), ("library", "TensorFlow itself"))
        if others.get(key)
    ]
    return f"Not compared: {' and '.join(counts)}." if counts else ""


def _agree(judge: Judge, remarks: list[str], more: str = "") -> Verdict:
    remarks = [remark for remark in remarks if remark]
    if not judge.runs:
        text = "nothing could be compared: the program ran no session in its main thread"
        return Verdict(2, text + more, remarks=remarks)
    runs, variables = _counted(judge.runs, "run"), _counted(judge.variables, "variable")
    text = f"they agree{more}: {runs}, {variables}, {near(judge.worst)}"
    return Verdict(0, text, remarks=remarks)


def _differ(judge: Judge, found: Difference, remarks: list[str] | None = None) -> Verdict:
    where = f"run {found.run}" + (f" ({found.line})" if found.line else "")
    text = f"they differ in {where}: {found.what}; {_counted(judge.runs, 'run')} agreed before"
    return Verdict(1, text, found, [remark for remark in remarks or [] if remark])


def _stopped(judge: Judge, why: str) -> Verdict:
    return _agree(judge, [], f" so far ({why})")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
