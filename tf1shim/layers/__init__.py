"""``tf.layers``: layers with variables that `tf.variable_scope` names and shares.

>>> import tf1shim as tf
>>> y = tf.layers.dense(tf.zeros([4, 3]), 2, name="hidden")
>>> [v.name for v in tf.trainable_variables()]
['hidden/kernel:0', 'hidden/bias:0']

The package ``tf_keras`` has most of the code; what it does otherwise than TensorFlow 1.15 is here.
"""

from tf1shim.layers import experimental
from tf1shim.layers.base import InputSpec
from tf1shim.layers.functional import CLASSES, FUNCTIONS
from tf1shim.missing import MissingSymbolError

globals().update(CLASSES)
globals().update(FUNCTIONS)


def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    raise MissingSymbolError(f"layers.{name}")


def __dir__():
    return [*CLASSES, *FUNCTIONS, "InputSpec", "experimental"]
