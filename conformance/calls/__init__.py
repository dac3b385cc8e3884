"""Calls of TensorFlow 1's core names, and what TensorFlow 1.15.5 made of each."""
