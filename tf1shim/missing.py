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

_KERNELS = "its kernels were not carried over to TensorFlow 2"
_LARGE = "tf1shim does not have this library on top of TensorFlow yet"

# Packages of tf.contrib: why there are none, and what to use instead.
_PACKAGES = {
    "bigtable": ("it moved out of TensorFlow", "the package tensorflow-io"),
    "boosted_trees": ("it needs tf.estimator", "the package tensorflow-decision-forests"),
    "cloud": ("it moved out of TensorFlow", "the package tensorflow-io"),
    "coder": (_KERNELS, "the package tensorflow-compression"),
    "constrained_optimization": (_LARGE, "tf.train with a loss for the constraints"),
    "decision_trees": ("it needs tf.estimator", "the package tensorflow-decision-forests"),
    "estimator": ("it needs tf.estimator, which TensorFlow 2.16 removed", "a training loop"),
    "factorization": (_KERNELS, "sklearn.cluster, sklearn.decomposition"),
    "ffmpeg": (_KERNELS, "tf.audio, or the package tensorflow-io"),
    "gan": (_LARGE, "the package tensorflow-gan"),
    "hadoop": ("it moved out of TensorFlow", "the package tensorflow-io"),
    "ignite": ("it moved out of TensorFlow", "the package tensorflow-io"),
    "kafka": ("it moved out of TensorFlow", "the package tensorflow-io"),
    "kernel_methods": ("it needs tf.estimator", "tf.keras.layers"),
    "kinesis": ("it moved out of TensorFlow", "the package tensorflow-io"),
    "labeled_tensor": (_LARGE, "the package xarray, or plain tensors"),
    "lite": ("it moved within TensorFlow", "tf.lite"),
    "model_pruning": (_LARGE, "the package tensorflow-model-optimization"),
    "periodic_resample": (_KERNELS, "tf.depth_to_space"),
    "quantize": (_LARGE, "tf.quantization, or the package tensorflow-model-optimization"),
    "saved_model": ("it saved tf.keras models for tf.estimator", "tf.keras.models.save_model"),
    "specs": (_LARGE, "tf.layers"),
    "stat_summarizer": ("its library was not carried over to TensorFlow 2", "tf.profiler"),
    "tensor_forest": ("it needs tf.estimator", "the package tensorflow-decision-forests"),
    "tensorboard": ("it moved out of TensorFlow", "the package tensorboard"),
    "tensorrt": ("it moved within TensorFlow", "tf.compat.v2.experimental.tensorrt"),
    "tfprof": ("it moved within TensorFlow", "tf.profiler"),
    "timeseries": ("it needs tf.estimator, which TensorFlow 2.16 removed", "a training loop"),
}
ABSENT.update({f"contrib.{name}": Absence(*why) for name, why in _PACKAGES.items()})


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
