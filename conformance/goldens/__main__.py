"""``python -m conformance.goldens [TABLE ...]``: records the goldens on TensorFlow 1.15.5."""

from conformance.on_tf115 import record

record(__file__)
