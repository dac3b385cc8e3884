"""``tf.contrib.learn.datasets``: the reader of MNIST."""

from tf1shim.contrib.learn.datasets import mnist

__all__ = ["mnist"]
