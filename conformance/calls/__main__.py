"""``python -m conformance.calls [TABLE ...]``: records the tables on TensorFlow 1.15.5."""

from conformance.on_tf115 import record

record(__file__)
