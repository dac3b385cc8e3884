"""Whole TensorFlow 1 programs, run on tf1shim, on compat.v1 and on real TensorFlow 1.15.5."""
