"""``tf.contrib.hooks``: `tf.train.ProfilerHook` by its first name.

>>> import tf1shim as tf
>>> tf.contrib.hooks.ProfilerHook is tf.train.ProfilerHook
True
"""

import tf1shim as tf
from tf1shim.contrib.names import missing

ProfilerHook = tf.train.ProfilerHook

__all__ = ["ProfilerHook"]
__getattr__ = missing(__name__)
