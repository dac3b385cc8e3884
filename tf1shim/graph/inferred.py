"""Static shapes that TensorFlow 1 inferred and TensorFlow 2 no longer does."""

from __future__ import annotations

import tensorflow


def _first_input_says(op):
    """The output's shape is the value of the first input.

    TensorFlow 2 takes the batch size from the gradient instead, which often has none.
    """
    dims = tensorflow.get_static_value(op.inputs[0])
    if dims is None:
        return None
    inferred = op.outputs[0].shape
    if inferred.rank not in (None, len(dims)):
        return None  # an image's height and width alone
    return [None if dim < 0 else int(dim) for dim in dims]


RULES = {"Conv2DBackpropInput": _first_input_says}


def complete_shapes(op):
    """Adds to the shape of `op`'s output what TensorFlow 1 knew of it."""
    rule = RULES.get(op.type)
    shape = rule(op) if rule else None
    if shape is not None:
        op.outputs[0].set_shape(shape)
