"""Subjects in another process, with the same `facts`, `block()` and `close()`.

`Worker` starts a Python interpreter (3.7 or later) on this file and talks to it in JSON lines.
The process sleeps between its blocks, so it does not disturb those of the others.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class WorkerError(Exception):
    """The other process failed; the message ends with what it said."""


def environment(python):
    """Returns the environment for a child: another Python must not see this one's packages."""
    env = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3", PYTHONWARNINGS="ignore")
    if python != sys.executable:
        env.pop("PYTHONPATH", None)
    return env


class Worker:
    """A process that serves the subjects of one backend."""

    def __init__(self, python, backend):
        self._errors = tempfile.TemporaryFile("w+")
        self._process = subprocess.Popen(
            [python, "-m", "benchmarks.worker", backend], cwd=ROOT, env=environment(python),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors,
            text=True)
        self.version = self._answer()

    def open(self, group, options):
        """Opens a subject there; only one is open at a time."""
        return RemoteSubject(self, self.ask({"open": group, "options": options}))

    def ask(self, request):
        """Sends a request and returns the answer."""
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:
            pass  # It died: _answer says why.
        return self._answer()

    def _answer(self):
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            self._errors.seek(0)
            raise WorkerError(self._errors.read().strip()[-1500:] or "the process ended")
        answer = json.loads(line)
        if "error" in answer:
            raise WorkerError(answer["error"])
        return answer["ok"]

    def close(self):
        """Ends the process."""
        self._process.stdin.close()
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._errors.close()


class RemoteSubject:
    """A subject that lives in a Worker."""

    def __init__(self, worker, facts):
        self._worker = worker
        self.facts = facts

    def block(self):
        return self._worker.ask({"block": True})

    def close(self):
        self._worker.ask({"close": True})


def serve(backend, requests, answers):
    """Answers requests, one JSON object a line, until there are no more."""

    def answer(**message):
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    subject = None
    try:
        from benchmarks import subjects

        answer(ok=subjects.load(backend).__version__)
    except Exception:
        answer(error=traceback.format_exc())
        return
    for line in requests:
        request = json.loads(line)
        try:
            if "open" in request:
                subject = subjects.open_subject(request["open"], backend, request["options"])
                answer(ok=subject.facts)
            elif "block" in request:
                answer(ok=subject.block())
            else:
                subject.close()
                subject = None
                answer(ok=None)
        except Exception:
            answer(error=traceback.format_exc())


def main():
    """Serves on stdin and stdout; whatever else prints to stdout goes to stderr."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    serve(sys.argv[1], sys.stdin, answers)


if __name__ == "__main__":
    main()
