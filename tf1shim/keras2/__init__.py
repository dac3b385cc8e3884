"""Keras 2, as ``tf.keras``, ``tf.layers`` and ``tf.nn.rnn_cell`` of TensorFlow 1 need it.

The package ``tf_keras`` still has TensorFlow 1's Keras, graph mode and all. But it keeps one state
for the process, and it swaps the bases of its classes with the mode in which they were last used:
legacy code and eager code would pull them from under each other. So legacy code gets a second copy
of its modules (`tf1shim.second_copy`). What that copy sees of TensorFlow is TensorFlow 1's
(`surroundings`), what it does otherwise than 1.15's is undone (`differences`), and all that it
defines enters our default graph (`binding`). The ``tf_keras`` and
the Keras 3 that anybody else imports in this process are as they were.
"""

from __future__ import annotations

import functools
import types

from tf1shim import _tf
from tf1shim.keras2 import scikit_learn
from tf1shim.keras2.binding import bind_classes
from tf1shim.keras2.differences import adapt
from tf1shim.keras2.surroundings import answers
from tf1shim.second_copy import SecondCopy

ALIAS = f"{__name__}.{_tf.KERAS}"

_copy = None


def _loaded(module):
    adapt(module)
    bind_classes(module)


def module(name):
    """The module `name` of our copy of Keras 2; the copy is made at the first call.

    >>> layers = module(f"{_tf.KERAS_V1}.layers")
    >>> layers.Dense.__module__.startswith("tf1shim.keras2.tf_keras.")
    True

    Raises: ModuleNotFoundError without the package ``tf_keras``.
    """
    global _copy
    if _copy is None:
        _copy = SecondCopy(_tf.KERAS, ALIAS, answers(), _loaded)
    return _copy.module(name)


@functools.cache
def wrappers():
    """The module ``tf.keras.wrappers``, which is empty but for `scikit_learn_wrappers`."""
    return types.ModuleType(f"{ALIAS}.wrappers")


@functools.cache
def scikit_learn_wrappers():
    """The module ``tf.keras.wrappers.scikit_learn``: Keras has it no longer, so it is ours."""
    is_categorical = module(f"{_tf.KERAS_PRIVATE}.losses").is_categorical_crossentropy
    found = types.ModuleType(f"{wrappers().__name__}.scikit_learn")
    vars(found).update(scikit_learn.wrappers(module(_tf.KERAS_V1), is_categorical))
    return found
