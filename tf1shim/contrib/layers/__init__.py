"""``tf.contrib.layers``."""

from tf1shim.contrib.names import missing

__getattr__ = missing(__name__)
