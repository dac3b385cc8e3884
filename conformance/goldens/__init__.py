"""Goldens: what TensorFlow 1.15.5 makes of small programs, recorded, and compared with tf1shim."""
