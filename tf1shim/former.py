"""Core functions of TensorFlow 1 that TensorFlow 2 has no longer, or not as they were."""

from __future__ import annotations

import inspect

import numpy as np
import tensorflow

from tf1shim import _tf
from tf1shim.graph import in_graph

v1 = tensorflow.compat.v1


def list_devices():
    """The names of the devices that there are, as ``tf.config.experimental_list_devices`` gives.

    >>> import tf1shim as tf
    >>> tf.config.experimental_list_devices()[0]
    '/job:localhost/replica:0/task:0/device:CPU:0'
    """
    return list(_tf.eager_context().devices())


@in_graph
def range(start, limit=None, delta=1, dtype=None, name="range"):
    """The numbers from `start`, or from zero up to it, in steps of `delta`; `limit` is left out.

    >>> import tf1shim as tf
    >>> tf.Session().run(tf.range(3, 9, 2))
    array([3, 5, 7], dtype=int32)

    Raises: TypeError for a dtype that there are no ranges of, ValueError for a step of zero.
    """
    try:
        return v1.range(start, limit, delta, dtype, name)
    except ValueError as e:
        if "Unsupported dtype" not in str(e):
            raise
        raise TypeError(
            f"Value passed to parameter 'start' has DataType {tensorflow.as_dtype(dtype).name} "
            "not in list of allowed values: bfloat16, float32, float64, int32, int64"
        ) from None


@in_graph
def per_image_standardization(image):
    """Scales each image to the mean 0 and the variance 1, and gives it back in its own dtype.

    >>> import numpy as np, tf1shim as tf
    >>> tf.image.per_image_standardization(np.zeros([2, 2, 3], np.uint8)).dtype
    tf.uint8

    TensorFlow 2 gives float32 for integers, too.

    Raises: ValueError if the shape of `image` is of less than three dimensions.
    """
    with v1.name_scope(None, "per_image_standardization", [image]):
        image = v1.convert_to_tensor(image, name="image")
        scaled = v1.image.per_image_standardization(
            v1.image.convert_image_dtype(image, v1.float32)
        )
        return v1.image.convert_image_dtype(scaled, image.dtype, saturate=True)


@in_graph
def divide(x, y, name=None):
    """`x` divided by `y`, as Python does it: what has no name and no tensor in it makes no op.

    >>> import numpy as np, tf1shim as tf
    >>> tf.divide(np.array([3, 4]), 2).tolist()
    [1.5, 2.0]

    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/math/divide
    """
    return x / y if name is None else v1.divide(x, y, name)


@in_graph
def random_gamma(shape, alpha, beta=None, dtype=v1.float32, seed=None, name=None):
    """Draws from gamma distributions: `shape` numbers for each pair of `alpha` and `beta`.

    >>> import tf1shim as tf
    >>> tf.random_gamma([3], tf.placeholder(tf.float32, [None, 1])).shape
    TensorShape([Dimension(3), Dimension(None), Dimension(1)])

    TensorFlow 2 builds other ops, and forgets sizes of one.

    Args: `alpha`, the shape of the distribution, and `beta`, the inverse of its scale, broadcast.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/random/gamma
    """
    with v1.name_scope(name, "random_gamma", [shape, alpha, beta]):
        shape = v1.convert_to_tensor(shape, v1.int32, "shape")
        alpha = v1.convert_to_tensor(alpha, dtype, "alpha")
        beta = v1.convert_to_tensor(1 if beta is None else beta, dtype, "beta")
        each = alpha + v1.zeros_like(beta)
        seed, seed2 = (number or 0 for number in v1.get_seed(seed))
        drawn = v1.raw_ops.RandomGamma(shape=shape, alpha=each, seed=seed, seed2=seed2)
        return v1.maximum(np.finfo(dtype.as_numpy_dtype).tiny, drawn / beta)


class TFRecordWriter(v1.python_io.TFRecordWriter):
    """Writes records, each of them bytes, to the file `path`; TensorFlow 2's takes text as well.

    >>> import tempfile, tf1shim as tf
    >>> path = tempfile.mkdtemp() + "/records"
    >>> with tf.python_io.TFRecordWriter(path) as writer: writer.write(b"one")
    >>> list(tf.python_io.tf_record_iterator(path))
    [b'one']

    Raises: TypeError from `write` for anything but bytes.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/io/TFRecordWriter
    """

    def write(self, record):
        """Writes `record`, which is bytes."""
        if not isinstance(record, bytes):
            raise TypeError(
                f"expected bytes, {type(record).__name__} found\n"
                "  to write text:  writer.write(text.encode())"
            )
        super().write(record)


FUNCTIONS = {
    "divide": divide,
    "io.TFRecordWriter": TFRecordWriter,
    "image.per_image_standardization": per_image_standardization,
    "random_gamma": random_gamma,
    "range": range,
    "config.experimental_list_devices": list_devices,
    # They touch no graph, and TensorFlow has each under two names.
    "dimension_at_index": inspect.unwrap(v1.dimension_at_index),
    "dimension_value": inspect.unwrap(v1.dimension_value),
}
