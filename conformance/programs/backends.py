"""What programs run on: tf1shim, compat.v1 of the installed TensorFlow, real TensorFlow 1.15.5."""

from __future__ import annotations

import functools
import json
import shutil
import tempfile

import numpy as np
import tensorflow
import tf115

import tf1shim
from conformance.programs.real import Real
from tf1shim.testing.steps import Steps


class Here:
    """A backend in this process: tf1shim, whose programs start in eager code."""

    name = "tf1shim"
    tf = tf1shim

    def start(self):
        """Begins a new program."""
        tf1shim.reset_default_graph()
        self._directory = tempfile.mkdtemp()
        names = {"np": np, "DIR": self._directory}
        self._steps = Steps(self.tf, names, {self._directory: "DIR"})

    def run(self, statement):
        """What a statement came to, as plain data."""
        return _plain(self._steps.run(statement))

    def end(self):
        """What the program leaves, as plain data."""
        left = dict(self._steps.end(), closing=self._steps.close())
        shutil.rmtree(self._directory, ignore_errors=True)
        return _plain(left)


class CompatV1(Here):
    """``tf.compat.v1``: each statement runs within the program's graph."""

    name = "compat.v1"
    tf = tensorflow.compat.v1

    def start(self):
        """Begins a new program, in a graph of its own."""
        super().start()
        self._graph = tensorflow.Graph()

    def run(self, statement):
        """What a statement came to, as plain data."""
        with self._graph.as_default():
            return super().run(statement)

    def end(self):
        """What the program leaves, as plain data."""
        with self._graph.as_default():
            return super().end()


def _plain(found):
    return json.loads(json.dumps(found))


@functools.cache
def backends():
    """The backends that there are: 1.15.5 only where its environment is (``tests/tf115.py``)."""
    return (Here, CompatV1, Real) if tf115.python() else (Here, CompatV1)


def outcomes(program):
    """``{backend: what each statement of `program` came to, and last what it left}``.

    Args: `program`, a list of statements.
    """
    found = {}
    for kind in backends():
        backend = kind()
        backend.start()
        found[backend.name] = [*map(backend.run, program), backend.end()]
    return found
