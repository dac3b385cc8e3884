"""``tf.contrib.keras``: `tf.keras` by its first name.

>>> import tf1shim as tf
>>> tf.contrib.keras.layers.Dense is tf.keras.layers.Dense
True
"""

import tf1shim as tf


def __getattr__(name):
    return getattr(tf.keras, name)


def __dir__():
    return dir(tf.keras)
