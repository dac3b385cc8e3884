"""Real TensorFlow 1.15.5, in a process that stays for all programs."""

from __future__ import annotations

import atexit
import functools
import json
import subprocess
from pathlib import Path

import tf115

WORKER = Path(__file__).with_name("worker.py")


class Real:
    """TensorFlow 1.15.5 in a process that stays for all programs."""

    name = "TF 1.15.5"

    def start(self):
        """Begins a new program."""
        self._ask(do="start")

    def run(self, statement):
        """What a statement came to, as plain data."""
        return self._ask(do="run", statement=statement)

    def end(self):
        """What the program leaves, as plain data."""
        return self._ask(do="end")

    def _ask(self, **request):
        worker = process()
        worker.stdin.write(json.dumps(request) + "\n")
        worker.stdin.flush()
        answer = worker.stdout.readline()
        if not answer:
            raise RuntimeError(f"TensorFlow 1.15.5 ended with status {worker.wait()} at {request}")
        return json.loads(answer)


@functools.cache
def process():
    """The process, which is started once."""
    worker = subprocess.Popen(
        [tf115.python(), str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=tf115.environment(),
    )
    atexit.register(worker.kill)
    return worker


def start():
    """Starts the process now, if there is a TensorFlow 1.15.5 to be had."""
    if tf115.python():
        process()
