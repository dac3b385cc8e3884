"""The processes in which a program runs, as seen by the one that compares them."""

from __future__ import annotations

import ast
import bisect
import contextlib
import functools
import json
import os
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import tokenize
from typing import Any

from tf1shim.migrate.runner import Command
from tf1shim.testing.verify import stream
from tf1shim.testing.verify.scratch import Scratch

OURS, ORACLE = "tf1shim", "compat.v1"
_START = "from tf1shim.testing.verify.child import main; main()"
_TF1_START = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tf1_child.py")
#: How many events a process may be ahead of the other.
_AHEAD = 8


class Side:
    """A program in a process of its own, and the events that come from there.

    Args:
      name: what it is called in reports.
      command: the program.
      seed: the seed of its graphs, or None.
      kind: "tf1shim", "compat.v1", or the path of a Python that has TensorFlow 1.
      directory: where it works, as a `Scratch`; None for the current directory.
      steps: after how many runs it is to say what its variables hold.
    """

    def __init__(
        self,
        name: str,
        command: Command,
        seed: int | None,
        kind: str,
        directory: Scratch | None = None,
        steps: int | None = None,
    ):
        self.name = name
        self.versions: dict[str, str] = {}
        self.ahead = 0  # events that came and were not asked for
        self._scratch = directory
        self._events: queue.Queue = queue.Queue(_AHEAD)
        self._output = tempfile.TemporaryFile()
        reading, writing = os.pipe()
        task = {
            "fd": writing,
            "side": kind,
            "seed": seed,
            "steps": steps,
            "directory": directory.directory if directory else os.getcwd(),
            "command": dict(command._asdict(), target=kind),
        }
        old = kind not in (OURS, ORACLE)
        start = [kind, _TF1_START] if old else [sys.executable, "-c", _START]
        self.process = subprocess.Popen(
            [*start, json.dumps(task)],
            stdin=subprocess.DEVNULL,
            stdout=self._output,
            stderr=subprocess.STDOUT,
            pass_fds=(writing,),
            env=_environment(old, legacy_keras=kind == ORACLE),
            start_new_session=True,
        )
        os.close(writing)
        self._file = os.fdopen(reading, "rb")
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        event: dict | None = {}
        while event is not None:
            try:
                event = stream.read(self._file)
            except ValueError:  # closed by `stop`
                event = None
            self._events.put(event)

    def next(self, until: float | None) -> dict[str, Any] | None:
        """The next event; one of kind "died" if the process is gone, None once it is `until`."""
        grace = 2
        while until is None or time.monotonic() < until:
            try:
                event = self._events.get(timeout=0.5)
            except queue.Empty:
                # Processes that the program started may keep the pipe open after its end.
                grace -= self.process.poll() is not None
                if grace:
                    continue
                event = None
            if event is None:
                return {"kind": "died", "status": self.process.wait()}
            return event
        return None

    def stop(self) -> None:
        """Ends the process and whatever it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        with contextlib.suppress(queue.Empty):
            while True:
                self._events.get_nowait()

    def said(self, lines: int = 15) -> list[str]:
        """The last lines that the program printed."""
        self._output.seek(0, os.SEEK_END)
        self._output.seek(max(0, self._output.tell() - 20_000))
        text = self._output.read().decode(errors="replace").replace("\r", "\n")
        return [self.shown(line) for line in text.splitlines() if line.strip()][-lines:]

    def shown(self, text: str) -> str:
        """`text` with the user's own paths in it."""
        return self._scratch.shown(text) if self._scratch else text

    def site(self, site: list) -> str:
        """``file:line`` of a statement, as the user would write it."""
        if not site[0]:
            return "-"
        line = _statement(*site)
        path, here = self.shown(os.path.realpath(site[0])), os.getcwd() + os.sep
        return f"{path[len(here) :] if path.startswith(here) else path}:{line}"


def _statement(path: str, line: int) -> int:
    """The first line of the statement at `line`; of which line in it, Python versions disagree."""
    starts = _statements(path)
    at = bisect.bisect_right(starts, line)
    return starts[at - 1] if at else line


@functools.cache
def _statements(path: str) -> list[int]:
    try:
        with tokenize.open(path) as file:
            nodes = ast.walk(ast.parse(file.read()))
    except (OSError, SyntaxError, ValueError):
        return []
    return sorted(node.lineno for node in nodes if isinstance(node, ast.stmt))


def _environment(old: bool, legacy_keras: bool) -> dict[str, str]:
    """The environment of a child."""
    # TensorFlow 1.15 obeys the TF2_BEHAVIOR that TensorFlow 2 sets when it is imported.
    unwanted = ("TF2_", "PYTHON") if old else ("TF2_",)
    found = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    if old:  # the program's own modules, and nothing made for this Python
        entries = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        own = [e for e in entries if not os.path.isdir(os.path.join(e, "numpy"))]
        found["PYTHONPATH"] = os.pathsep.join(own)
    found["PYTHONHASHSEED"] = "0"
    found["TF_FORCE_GPU_ALLOW_GROWTH"] = "true"  # two processes share the GPU
    found.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    found.setdefault("MPLBACKEND", "Agg")  # a window would wait for somebody to close it
    if legacy_keras:
        found["TF_USE_LEGACY_KERAS"] = "1"
    return found
