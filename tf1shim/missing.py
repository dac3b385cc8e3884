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

_STATS = ("its statistics never had a reader in TensorFlow 2", "tf.profiler")
_TPU = ("its op is no longer in TensorFlow", "the op of that name without GradAccumDebug")
_TPU_PARAMETERS = ("TPU embeddings are set up otherwise today", "tf.compat.v2.tpu.experimental")
_TFLITE = ("TensorFlow Lite converts recurrent layers by itself today", "tf.nn.dynamic_rnn")
_MIXED = (
    "it moved within Keras",
    "tf.train.experimental.enable_mixed_precision_graph_rewrite",
)

# Core names.
_CORE = {
    "data.experimental.CheckpointInputPipelineHook": (
        "it needs a tf.estimator, which TensorFlow 2.16 removed",
        "tf.data.experimental.make_saveable_from_iterator with a tf.train.Saver",
    ),
    "data.experimental.MapVectorizationOptions": (
        "TensorFlow vectorizes maps no longer",
        "Dataset.batch before Dataset.map",
    ),
    "data.experimental.StatsAggregator": _STATS,
    "data.experimental.StatsOptions": _STATS,
    "data.experimental.bytes_produced_stats": _STATS,
    "data.experimental.latency_stats": _STATS,
    "keras.experimental.LinearCosineDecay": (
        "Keras dropped it",
        "tf.train.linear_cosine_decay",
    ),
    "keras.experimental.NoisyLinearCosineDecay": (
        "Keras dropped it",
        "tf.train.noisy_linear_cosine_decay",
    ),
    "keras.experimental.PeepholeLSTMCell": (
        "Keras dropped it",
        "tf.nn.rnn_cell.LSTMCell(use_peepholes=True)",
    ),
    "keras.experimental.export_saved_model": ("Keras dropped it", "tf.keras.models.save_model"),
    "keras.experimental.load_from_saved_model": ("Keras dropped it", "tf.keras.models.load_model"),
    "keras.experimental.terminate_keras_multiprocessing_pools": (
        "Keras dropped it",
        "use_multiprocessing=False",
    ),
    "keras.mixed_precision.experimental": _MIXED,
    "keras.utils.convert_all_kernels_in_model": (
        "it was for weights that Theano trained",
        "numpy.flip of the kernels",
    ),
    "keras.utils.multi_gpu_model": ("Keras dropped it", "tf.distribute.MirroredStrategy"),
    "lite.experimental.get_potentially_supported_ops": (
        "TensorFlow Lite dropped it",
        "tf.lite.experimental.Analyzer",
    ),
    "lite.experimental.nn": _TFLITE,
    "raw_ops.CompareAndBitpack": (
        "its op is no longer in TensorFlow",
        "numpy.packbits(x > threshold, axis=-1)",
    ),
    "tpu.experimental.AdagradParameters": _TPU_PARAMETERS,
    "tpu.experimental.AdamParameters": _TPU_PARAMETERS,
    "tpu.experimental.StochasticGradientDescentParameters": _TPU_PARAMETERS,
}
_OPTIMIZERS = "ADAM Adadelta Adagrad FTRL Momentum ProximalAdagrad RMSProp".split()
_CORE.update(
    {
        f"raw_ops.{way}TPUEmbedding{name}ParametersGradAccumDebug": _TPU
        for name in _OPTIMIZERS
        for way in ("Load", "Retrieve")
    }
)

ABSENT.update({f"contrib.{name}": Absence(*why) for name, why in _PACKAGES.items()})
ABSENT.update({name: Absence(*why) for name, why in _CORE.items()})

UNKNOWN = Absence("TensorFlow 1.15 had no such name", "")


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
    return UNKNOWN
