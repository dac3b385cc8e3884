"""Core functions of TensorFlow 1 that TensorFlow 2 has no longer."""

from __future__ import annotations

import inspect

import tensorflow

from tf1shim import _tf

v1 = tensorflow.compat.v1


def list_devices():
    """The names of the devices that there are, as ``tf.config.experimental_list_devices`` gives.

    >>> import tf1shim as tf
    >>> tf.config.experimental_list_devices()[0]
    '/job:localhost/replica:0/task:0/device:CPU:0'
    """
    return list(_tf.eager_context().devices())


FUNCTIONS = {
    "config.experimental_list_devices": list_devices,
    # They touch no graph, and TensorFlow has each under two names.
    "dimension_at_index": inspect.unwrap(v1.dimension_at_index),
    "dimension_value": inspect.unwrap(v1.dimension_value),
}
