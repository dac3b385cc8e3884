"""``tf.contrib.memory_stats``: how much of a GPU's memory is in use.

>>> import tf1shim as tf
>>> tf.contrib.memory_stats.BytesInUse()
<tf.Tensor 'BytesInUse:0' shape=() dtype=int64>

The GPU is that of the device scope, or the first. Run without a GPU they raise
`tf.errors.InvalidArgumentError`, as in TensorFlow 1.
"""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.names import missing


def BytesInUse():
    """Returns the bytes that tensors occupy now.

    >>> with tf.device("/gpu:0"):
    ...     BytesInUse().dtype
    tf.int64
    """
    return _statistic("BytesInUse", lambda gpu: _usage(gpu)["current"])


def MaxBytesInUse():
    """Returns the most bytes that tensors occupied at any time.

    >>> MaxBytesInUse().dtype
    tf.int64
    """
    return _statistic("MaxBytesInUse", lambda gpu: _usage(gpu)["peak"])


def BytesLimit():
    """Returns the bytes that tensors may occupy.

    >>> BytesLimit().dtype
    tf.int64
    """
    return _statistic("BytesLimit", _limit)


def _usage(gpu):
    return tf.config.experimental.get_memory_info(gpu)


def _limit(gpu):
    with tf.Session(graph=tf.Graph()) as sess:
        return {d.name: d for d in sess.list_devices()}[gpu].memory_limit_bytes


def _statistic(name, read):
    # The kernels are gone; a Python function asks the runtime. It runs on the CPU itself.
    with tf.name_scope(None):
        index = tf.DeviceSpec.from_string(tf.no_op().device).device_index or 0

    def value():
        gpus = tf.config.list_logical_devices("GPU")
        if index >= len(gpus):
            raise ValueError(f"No OpKernel was registered to support Op '{name}': no GPU {index}")
        return np.int64(read(gpus[index].name))

    with tf.device("/cpu:0"):
        found = tf.py_func(value, [], tf.int64, stateful=True, name=name)
    found.set_shape([])
    return found


__all__ = ["BytesInUse", "BytesLimit", "MaxBytesInUse"]
__getattr__ = missing(__name__)
