"""What only a fresh process can show: how long an import takes, and peak memory.

The classes are subjects whose block is a whole process. The rest of the file is what runs in that
process, on Python 3.7 or later.
"""

import json
import subprocess
import sys

from benchmarks.worker import ROOT, WorkerError, environment

MEMORY_STEPS = {"deep": 30, "cnn": 100}


class Import:
    """Importing a backend after `import tensorflow`: a block is one process."""

    facts = {}

    def __init__(self, python, backend):
        self._command = [python, "-m", "benchmarks.processes", "import", backend]
        self.block()  # Brings the files into the page cache.

    def block(self):
        return {"import": _json_of(self._command)["beyond"]}

    def close(self):
        pass


class Peak:
    """Peak resident memory of a training run, in bytes: a block is one process."""

    def __init__(self, python, backend, name, options):
        self._figure = "memory-" + name
        steps = 5 if options["quick"] else MEMORY_STEPS[name]
        self._command = [python, "-m", "benchmarks.processes", "peak", backend, name, str(steps),
                         json.dumps(options)]
        self.facts = {}

    def block(self):
        return {self._figure: _json_of(self._command)["peak"]}

    def close(self):
        pass


def _json_of(command):
    done = subprocess.run(command, cwd=ROOT, env=environment(command[0]), capture_output=True,
                          text=True)
    if done.returncode:
        raise WorkerError(done.stderr.strip()[-1500:])
    return json.loads(done.stdout.splitlines()[-1])


# --- in the process ---------------------------------------------------------------------------


def import_seconds(backend):
    """Returns the seconds of `import tensorflow`, and those that the backend takes beyond it."""
    import importlib
    import time

    from benchmarks.subjects import BACKENDS

    start = time.perf_counter()
    importlib.import_module("tensorflow")
    between = time.perf_counter()
    importlib.import_module(BACKENDS[backend])
    return {"tensorflow": between - start, "beyond": time.perf_counter() - between}


def peak_bytes(backend, name, steps, options):
    """Trains for some steps and returns the peak of resident memory."""
    from benchmarks import programs, subjects

    opened = subjects.Opened(subjects.load(backend), programs.program(name, options["quick"]))
    for i in range(steps):
        opened.step(i)
    return {"peak": _peak_of_this_process()}


def _peak_of_this_process():
    # Not ru_maxrss where it can be helped: Linux carries it over from the parent through exec.
    try:
        with open("/proc/self/status") as status:
            for line in status:
                if line.startswith("VmHWM:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main(arguments):
    if arguments[0] == "import":
        found = import_seconds(arguments[1])
    else:
        _, backend, name, steps, options = arguments
        found = peak_bytes(backend, name, int(steps), json.loads(options))
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
