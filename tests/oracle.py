"""What a program comes to on tf1shim, and on ``tensorflow.compat.v1`` as the oracle.

A program is a function of the TF1 namespace: ``def program(tf): ...; return value``.
Real TensorFlow 1.15 reads this file too (Python 3.7): ``python oracle.py MODULE FILE.json``
writes the outcomes of the programs of ``MODULE.PROGRAMS``.
"""

import json
import sys
import traceback

import numpy as np


class Outcome:
    """A program's end: its value described in plain data, or its exception."""

    def __init__(self, value=None, error=None):
        self.value = described(value)
        self.error = error

    @property
    def refusal(self):
        """``(class name, first line)`` of the exception, or None."""
        if self.error is None:
            return None
        text = getattr(self.error, "message", None) or str(self.error)
        return type(self.error).__name__, (text.splitlines() or [""])[0]

    def __repr__(self):
        if self.error is None:
            return "value {}".format(self.value)
        return "{}: {}\n{}".format(*self.refusal, "".join(traceback.format_tb(self.error.__traceback__)))


def described(value):
    """`value` as lists and strings that tell types, dtypes and shapes apart."""
    if isinstance(value, np.ndarray):
        return ["array", value.dtype.name, list(value.shape), plain(value.tolist())]
    if isinstance(value, np.generic) and not isinstance(value, (bytes, str)):
        return ["scalar", value.dtype.name, plain(value.item())]
    if isinstance(value, dict):
        items = [[described(key), described(item)] for key, item in value.items()]
        return [type(value).__name__, items]
    if isinstance(value, (list, tuple)):
        return [type(value).__name__, [described(item) for item in value]]
    if hasattr(type(value), "__attrs_attrs__"):
        parts = [[a.name, described(getattr(value, a.name))] for a in type(value).__attrs_attrs__]
        return [type(value).__name__, parts]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return [type(value).__name__, plain(value)]


def plain(value):
    """`value`, an array's items, as what JSON can say."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return "nan" if value != value else value
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def outcome(program, tf):
    """The `Outcome` of `program` in the namespace `tf`."""
    try:
        return Outcome(program(tf))
    except Exception as e:
        return Outcome(error=e)


def both(program):
    """The outcomes of `program` on tf1shim, from eager code, and on compat.v1."""
    import tensorflow

    import tf1shim

    tf1shim.reset_default_graph()
    ours = outcome(program, tf1shim)
    with tensorflow.Graph().as_default():
        theirs = outcome(program, tensorflow.compat.v1)
    return ours, theirs


def main(module, file):
    """Writes what TensorFlow 1.15 says of every program of `module`."""
    import tensorflow as tf

    said = {}
    for name, program in __import__(module).PROGRAMS.items():
        with tf.Graph().as_default():
            end = outcome(program, tf)
        said[name] = {"value": end.value, "refusal": end.refusal}
    with open(file, "w") as stream:
        json.dump(said, stream, indent=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
