"""What a program comes to on tf1shim, and on ``tensorflow.compat.v1`` as the oracle.

A program is a function of the TF1 namespace: ``def program(tf): ...; return value``.
Real TensorFlow 1.15 reads this file too (Python 3.7): ``python oracle.py`` records
its outcomes of the programs in `MODULES`.
"""

import functools
import importlib.util
import json
import os
import sys
import traceback

RECORD = os.path.join(os.path.dirname(os.path.abspath(__file__)), "session_outcomes.json")
MODULES = (
    "feed_error_programs",
    "feed_programs",
    "fetch_programs",
    "partial_run_programs",
    "session_error_programs",
    "session_programs",
)


def load_facts():
    """`tf1shim.testing.facts`, without the package around it, which needs TensorFlow 2."""
    file = os.path.join(os.path.dirname(RECORD), "..", "tf1shim", "testing", "facts.py")
    spec = importlib.util.spec_from_file_location("facts", file)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


facts = load_facts()
described = facts.described


class Outcome:
    """A program's end: its value described in plain data, or its exception."""

    def __init__(self, value=None, error=None):
        self.value = described(value)
        self.error = error

    @property
    def plain(self):
        """The outcome as JSON gives it back."""
        return json.loads(json.dumps({"value": self.value, "refusal": self.refusal}))

    @property
    def refusal(self):
        """``[class name, first line]`` of the exception, or None."""
        return None if self.error is None else facts.refusal(self.error)

    def __repr__(self):
        if self.error is None:
            return f"value {self.value}"
        trace = "".join(traceback.format_tb(self.error.__traceback__))
        return f"{self.refusal[0]}: {self.error}\n{trace}"


def outcome(program, tf):
    """The `Outcome` of `program` in the namespace `tf`."""
    try:
        return Outcome(program(tf))
    except Exception as e:
        return Outcome(error=e)


def both(program):
    """The outcomes of `program` on tf1shim, from eager code, and on compat.v1."""
    import tensorflow

    with tensorflow.Graph().as_default():
        theirs = outcome(program, tensorflow.compat.v1)
    return ours(program), theirs


def ours(program):
    """The outcome of `program` on tf1shim, from eager code."""
    import tf1shim

    tf1shim.reset_default_graph()
    return outcome(program, tf1shim)


def check(program, class_only=False):
    """Asserts that tf1shim makes of `program` what TensorFlow 1.15.5 makes of it.

    `class_only` is for a text that is Python's or NumPy's, or names what TF2 does otherwise.
    """
    expected, end = recorded()[program.__name__], ours(program)
    got = end.plain
    if class_only:
        expected["refusal"], got["refusal"] = expected["refusal"][0], got["refusal"][0]
    assert got == expected, repr(end)


@functools.lru_cache(None)
def _record():
    with open(RECORD) as stream:
        return stream.read()


def recorded():
    """The outcomes of TensorFlow 1.15.5, by program: ``{"value": ..., "refusal": ...}``."""
    return json.loads(_record())


def main(file):
    """Writes what TensorFlow 1.15 makes of every program to `file`."""
    import tensorflow as tf

    made = {}
    for module in MODULES:
        for name, program in __import__(module).PROGRAMS.items():
            with tf.Graph().as_default():
                made[name] = outcome(program, tf).plain
    with open(file, "w") as stream:
        json.dump(made, stream, indent=1, sort_keys=True)
        stream.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:] or [RECORD])
