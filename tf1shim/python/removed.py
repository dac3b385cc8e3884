"""Small private functions of TensorFlow 1 that TensorFlow 2 no longer has."""

from __future__ import annotations

import tf1shim as tf

__all__ = ["RegisterShape", "call_cpp_shape_fn", "matrix", "unchanged_shape", "vector"]


class RegisterShape:
    """Accepted: shape functions have been part of the ops since TensorFlow 1.0.

    >>> RegisterShape("RoiPool")(len) is len
    True
    """

    def __init__(self, op_type):
        if not isinstance(op_type, str):
            raise TypeError("op_type must be a string")

    def __call__(self, f):
        """`f`, as it is."""
        return f


def call_cpp_shape_fn(op, require_shape_fn=True):
    """The shapes of the outputs of `op`, which has them already."""
    del require_shape_fn
    return {"shapes": [output.shape for output in op.outputs]}


def unchanged_shape(op):
    """The shape of the first input of `op`, in a list.

    >>> unchanged_shape(tf.nn.relu(tf.zeros([2, 3])).op)
    [TensorShape([Dimension(2), Dimension(3)])]
    """
    return [op.inputs[0].shape]


def vector(length):
    """The shape of a vector.

    >>> vector(3)
    TensorShape([Dimension(3)])
    """
    return tf.TensorShape([length])


def matrix(rows, cols):
    """The shape of a matrix.

    >>> matrix(2, None)
    TensorShape([Dimension(2), Dimension(None)])
    """
    return tf.TensorShape([rows, cols])
