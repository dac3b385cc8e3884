"""``tensorflow.examples.tutorials.mnist``: the data that most first programs begin with."""

from tf1shim.examples.tutorials.mnist import input_data

__all__ = ["input_data"]
