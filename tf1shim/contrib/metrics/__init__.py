"""``tf.contrib.metrics``: metrics of batches and of streams; ``tf.metrics`` has most of them."""

# ruff: noqa: F403
from tf1shim.contrib.metrics.classification import accuracy, f1_score
from tf1shim.contrib.metrics.confusion_matrix_ops import confusion_matrix
from tf1shim.contrib.metrics.histogram_ops import auc_using_histogram
from tf1shim.contrib.metrics.metric_ops import *
from tf1shim.contrib.metrics.set_ops import (
    set_difference,
    set_intersection,
    set_size,
    set_union,
)
from tf1shim.contrib.names import missing

__getattr__ = missing(__name__)
