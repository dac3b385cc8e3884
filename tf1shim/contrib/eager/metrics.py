"""``tf.contrib.eager.metrics``: metrics as objects with variables, for eager mode and graphs.

>>> import tf1shim as tf
>>> tf.enable_eager_execution()
>>> mean = tf.contrib.eager.metrics.Mean()
>>> _ = mean([1.0, 2.0]), mean([6.0])
>>> print(mean.result().numpy())
3.0
>>> tf.disable_eager_execution()
"""

from tf1shim.contrib.eager.metrics_impl import (
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    Mean,
    Metric,
    SparseAccuracy,
)

__all__ = [
    "Accuracy",
    "BinaryAccuracy",
    "CategoricalAccuracy",
    "Mean",
    "Metric",
    "SparseAccuracy",
]
