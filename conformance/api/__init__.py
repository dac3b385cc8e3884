"""The names that TensorFlow 1.15.5 had."""
