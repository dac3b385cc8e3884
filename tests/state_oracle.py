"""Compares what programs find with what real TensorFlow 1.15 found, fact by fact.

The programs of a module ``X_programs`` have their record in ``X_outcomes.json``. ``python
tests/state_oracle.py X`` asks TensorFlow 1.15 anew and writes it.
"""

import functools
import importlib
import json
import math
import os
import sys

import oracle
import tf115

DIRECTORY = os.path.dirname(os.path.abspath(__file__))
SCRIPT = """
import json, sys
sys.path.insert(0, {directory!r})
import oracle
import tensorflow as tf
from {module} import PROGRAMS
tf.logging.set_verbosity("ERROR")
facts = {{}}
for name, program in PROGRAMS.items():
    with tf.Graph().as_default():
        facts[name] = oracle.described(program(tf))
print("FACTS" + json.dumps(facts, indent=1))
"""


class Programs:
    """The programs of the module ``KIND_programs``, with their record."""

    def __init__(self, kind):
        self.module = kind + "_programs"
        self.record = os.path.join(DIRECTORY, kind + "_outcomes.json")

    def ask(self):
        """What TensorFlow 1.15 says of every program now; one process for all."""
        said = tf115.run(SCRIPT.format(directory=DIRECTORY, module=self.module)).stdout
        return json.loads(said.partition("FACTS")[2])

    @functools.cached_property
    def recorded(self):
        """What TensorFlow 1.15 said of every program."""
        with open(self.record) as stream:
            return json.load(stream)

    def differences(self, name):
        """The facts of a program that tf1shim finds otherwise than TensorFlow 1.15 did."""
        import tf1shim

        tf1shim.reset_default_graph()
        program = importlib.import_module(self.module).PROGRAMS[name]
        return differing(oracle.described(program(tf1shim)), self.recorded[name])


differences = Programs("state").differences


def differing(ours, theirs):
    """The facts that are not alike, by label."""
    ours, theirs = ({str(label): fact for label, fact in facts[1]} for facts in (ours, theirs))
    return {
        label: {"found": ours.get(label), "TF 1.15.5": theirs.get(label)}
        for label in {**ours, **theirs}
        if label not in ours or label not in theirs or not alike(ours[label], theirs[label])
    }


def alike(ours, theirs):
    """Equal; floating-point values to 2e-6, since 1.15.5's kernels round otherwise."""
    if isinstance(ours, float) and isinstance(theirs, float):
        return math.isclose(ours, theirs, rel_tol=2e-6, abs_tol=2e-6)
    if isinstance(ours, (list, tuple)) and isinstance(theirs, (list, tuple)):
        return len(ours) == len(theirs) and all(map(alike, ours, theirs))
    return ours == theirs


if __name__ == "__main__":
    for _programs in map(Programs, sys.argv[1:] or ["state"]):
        _facts = _programs.ask()
        with open(_programs.record, "w") as _stream:
            json.dump(_facts, _stream, indent=1)
            _stream.write("\n")
