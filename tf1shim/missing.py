"""Names that TensorFlow 1 had and tf1shim has not: why, and what to use instead."""

from __future__ import annotations

from typing import NamedTuple


class Absence(NamedTuple):
    """Why a symbol is missing and what replaces it."""

    reason: str
    replacement: str


# By the longest prefix of the symbol's path.
ABSENT = {
    "contrib": Absence(
        "tf1shim has no such name of tf.contrib, which TensorFlow 2 removed",
        "core names where they exist (tf.layers, tf.nn, tf.train)",
    ),
    "data.experimental": Absence(
        "TensorFlow 2 dropped its statistics and vectorization options", "tf.data.Options"
    ),
    "raw_ops": Absence("the installed TensorFlow does not export this op", "tf.load_op_library"),
    "tpu": Absence("TPU embedding parameters need TensorFlow 1's runtime", "tf.tpu.experimental"),
    "estimator": Absence("tf.estimator was removed from TensorFlow 2.16", "a training loop"),
    "contrib.learn": Absence("tf.contrib.learn is not yet part of tf1shim", "a training loop"),
    "contrib.tpu": Absence("TPU contrib code needs TensorFlow 1's runtime", "tf.distribute"),
}


class MissingSymbolError(AttributeError):
    """A TensorFlow 1 name that tf1shim does not have; carries `symbol`, `reason`, `replacement`.

    >>> import tf1shim as tf
    >>> try: tf.contrib.tpu
    ... except tf.MissingSymbolError as e: print(e.symbol)
    contrib.tpu

    Args: `symbol`, and `absence` where the caller knows more than the table here.
    """

    def __init__(self, symbol, absence=None):
        absence = absence or _absence(symbol)
        self.symbol, self.reason, self.replacement = symbol, absence.reason, absence.replacement
        lines = [f"module 'tensorflow' has no attribute '{symbol}'", f"  why: {self.reason}"]
        if self.replacement:
            lines.append(f"  instead: {self.replacement}")
        super().__init__("\n".join(lines))


def _absence(symbol):
    parts = symbol.split(".")
    for end in range(len(parts), 0, -1):
        found = ABSENT.get(".".join(parts[:end]))
        if found:
            return found
    return Absence("TensorFlow 1.15 and the installed TensorFlow have no such name", "")
