"""``tf.contrib.slim``: layers, losses, metrics, data sets, training and evaluation in one place.

>>> import tf1shim as tf
>>> slim = tf.contrib.slim
>>> with slim.arg_scope([slim.conv2d], weights_regularizer=slim.l2_regularizer(0.1)):
...     net = slim.conv2d(tf.zeros([1, 8, 8, 3]), 4, [3, 3])
>>> net.name, len(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))
('Conv/Relu:0', 1)

Layers, initializers and regularizers are those of ``tf.contrib.layers``, argument scopes and
variables those of ``tf.contrib.framework``.
"""

import importlib

from tf1shim.contrib.names import missing

# What TensorFlow 1 had here as modules: its own, and those of other packages.
_OWN = """
data_decoder data_provider dataset dataset_data_provider evaluation learning model_analyzer nets
parallel_reader prefetch_queue queues summaries tfexample_decoder
""".split()
_LAYERS = """
bucketization_op embedding_ops encoders initializers layers normalization optimizers regularizers
rev_block_lib utils
""".split()
_MODULES = {
    **{name: f"slim.{name}" for name in _OWN},
    **{name: f"layers.{name}" for name in _LAYERS},
    "checkpoint_utils": "framework.checkpoint_utils",
    "contrib_variables": "framework.python.ops.variables",
    "loss_ops": "losses.loss_ops",
    "losses": "losses",
    "metric_ops": "metrics.metric_ops",
    "metrics": "metrics",
    "variables": "framework.python.ops.variables",
}
# Where its functions are. Of the framework it has no more than these.
_PACKAGES = """
layers layers.layers layers.summaries layers.clipping layers.bucketization_op
framework.arg_scope framework.variables framework.assigning
""".split()
_FRAMEWORK = ("deprecated", "deprecated_arg_values", "experimental")

_ABSENT = {
    **dict.fromkeys(
        ("scattered_embedding_lookup", "scattered_embedding_lookup_sparse", "sparse_feature_cross"),
        ("its kernel, SparseFeatureCross, was part of tf.contrib", "tf.sparse.cross_hashed"),
    ),
    "make_all": ("it listed the names of TensorFlow's own modules", "__all__"),
    "DataFrameColumn": ("it was a column of tf.contrib.learn's data frames", "tf.feature_column"),
    "ProblemType": ("it was tf.contrib.learn's", "a name of your own"),
    "InputLayer": ("TensorFlow 1 had it here by accident", "tf.keras.layers.InputLayer"),
    "embedding_lookup_sparse_with_distributed_aggregation": (
        "it only spread the work of tf.nn.embedding_lookup_sparse over servers",
        "tf.nn.embedding_lookup_sparse",
    ),
    "get_default_binary_metrics_for_eval": ("it was tf.contrib.learn's", "tf.metrics"),
    "binary_svm_target": ("TensorFlow had deprecated its target columns in 2016", "tf.losses"),
}
_missing = missing(__name__, _ABSENT)


def __getattr__(name):
    if name in _MODULES:
        found = _module(_MODULES[name])
    elif name in _FRAMEWORK:
        found = getattr(_module("framework.python.framework"), name)
    elif name.startswith("_"):
        return _missing(name)
    else:
        found = _function(name)
    globals()[name] = found
    return found


def _module(path):
    return importlib.import_module(f"tf1shim.contrib.{path}")


def _function(name):
    for path in _PACKAGES:
        found = vars(_module(path)).get(name)
        if found is not None:
            return found
    if name in _ABSENT:
        return _missing(name)
    # It has what tf.contrib.layers has, and lacks it for the same reasons.
    return getattr(_module("layers"), name)
