"""Real TensorFlow 1.15.5 as a process that runs programs, statement by statement (Python 3.7).

Each line of its input is a request, each line of its output the answer, both JSON:

    {"do": "start"}                 a new program begins
    {"do": "run", "statement": s}   what the statement came to
    {"do": "end"}                   what the program leaves; its sessions are closed
"""

import contextlib
import importlib
import json
import os
import shutil
import sys
import tempfile
import types

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def load_steps():
    """`tf1shim.testing.steps`, without the package around it, which needs TensorFlow 2."""
    package = types.ModuleType("tf1testing")
    package.__path__ = [os.path.join(HERE, "..", "..", "tf1shim", "testing")]
    sys.modules["tf1testing"] = package
    return importlib.import_module("tf1testing.steps")


class Program:
    """A program in a graph and a directory of its own."""

    def __init__(self, tf, steps):
        self._open = contextlib.ExitStack()
        self._open.enter_context(tf.Graph().as_default())
        self._directory = tempfile.mkdtemp()
        names = {"np": np, "DIR": self._directory}
        self.steps = steps.Steps(tf, names, {self._directory: "DIR"})

    def end(self):
        """What the program leaves, once it is closed."""
        left = dict(self.steps.end(), closing=self.steps.close())
        shutil.rmtree(self._directory, ignore_errors=True)
        self._open.close()
        return left


def main():
    """Answers requests until there are no more."""
    answers = os.fdopen(os.dup(1), "w")
    # Whatever else writes to the standard output must not mix with the answers.
    os.dup2(2, 1)
    import tensorflow as tf

    tf.compat.v1.logging.set_verbosity("ERROR")
    steps = load_steps()
    program = None
    for line in sys.stdin:
        request = json.loads(line)
        if request["do"] == "start":
            program = Program(tf, steps)
            answer = {}
        elif request["do"] == "run":
            answer = program.steps.run(request["statement"])
        else:
            answer = program.end()
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
