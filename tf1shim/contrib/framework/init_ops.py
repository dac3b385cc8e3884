"""Initializers whose convolutions keep the norm: TensorFlow's own, bound to the default graph.

>>> import tf1shim as tf
>>> start = tf.contrib.framework.convolutional_orthogonal_1d(gain=2.0, seed=1)
>>> w = tf.get_variable("w", [3, 4, 4], initializer=start)

TensorFlow 1 kept them in ``tensorflow/python/ops/init_ops.py``.
"""

from tf1shim import _tf
from tf1shim.binding import bind

convolutional_delta_orthogonal, convolutional_orthogonal_1d, convolutional_orthogonal_2d, \
    convolutional_orthogonal_3d = (
        bind(initializer, "contrib.framework", name)
        for name, initializer in _tf.CONVOLUTIONAL_ORTHOGONAL.items()
    )  # fmt: skip
