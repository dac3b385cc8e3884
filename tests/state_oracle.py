"""Compares the programs of `state_programs` with what real TensorFlow 1.15 said of them.

``python tests/state_oracle.py`` asks TensorFlow 1.15 anew and writes `RECORD`.
"""

import functools
import json
import math
import os

import oracle
import state_programs
import tf115

DIRECTORY = os.path.dirname(os.path.abspath(__file__))
RECORD = os.path.join(DIRECTORY, "state_outcomes.json")
SCRIPT = f"""
import json, sys
sys.path.insert(0, {DIRECTORY!r})
import oracle, state_programs
import tensorflow as tf
tf.logging.set_verbosity("ERROR")
facts = {{}}
for name, program in state_programs.PROGRAMS.items():
    with tf.Graph().as_default():
        facts[name] = oracle.described(program(tf))
print(json.dumps(facts, indent=1))
"""


def ask():
    """What TensorFlow 1.15 says of every program now; one process for all."""
    return json.loads(tf115.run(SCRIPT).stdout)


@functools.cache
def recorded():
    """What TensorFlow 1.15 said of every program."""
    with open(RECORD) as stream:
        return json.load(stream)


def differences(name):
    """The facts of a program that tf1shim finds otherwise than TensorFlow 1.15 did."""
    import tf1shim

    tf1shim.reset_default_graph()
    found = oracle.described(state_programs.PROGRAMS[name](tf1shim))
    return differing(found, recorded()[name])


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
    with open(RECORD, "w") as _stream:
        json.dump(ask(), _stream, indent=1)
        _stream.write("\n")
