"""``tf.nn.dropout`` as TensorFlow 1 builds it."""

from __future__ import annotations

import numbers

import tensorflow

from tf1shim.graph import in_graph

v1 = tensorflow.compat.v1


@in_graph
def dropout(x, keep_prob=None, noise_shape=None, seed=None, name=None, rate=None):
    """Sets elements of `x` to zero with the probability `rate`, and scales up the others.

    >>> import tf1shim as tf
    >>> tf.nn.dropout(tf.ones([4]), keep_prob=0.5).name
    'dropout/mul_1:0'

    TensorFlow 2 builds other ops: that name, which programs feed and look up, is not among them.

    Args: `keep_prob`, the older ``1 - rate``; `noise_shape`, a shape that broadcasts to that of
      `x`, for elements that share their fate; `seed`, for numbers that can be had again.
    Raises: ValueError if `x` is not of a floating dtype, or `rate` not in ``[0, 1)``.
    """
    if keep_prob is not None:
        if rate is not None:
            raise ValueError("Cannot specify both 'keep_prob' and 'rate'")
        try:
            rate = 1.0 - keep_prob
        except TypeError:
            raise ValueError(
                f"keep_prob must be a floating point number or Tensor (got {keep_prob!r})"
            )
    if rate is None:
        raise ValueError("You must provide a rate to dropout.")
    with v1.name_scope(name, "dropout", [x]):
        x = v1.convert_to_tensor(x, name="x")
        if not x.dtype.is_floating:
            raise ValueError(
                "x has to be a floating point tensor since it's going to be scaled. "
                f"Got a {x.dtype} tensor instead."
            )
        if isinstance(rate, numbers.Real) and not 0 <= rate < 1:
            raise ValueError(
                f"rate must be a scalar tensor or a float in the range [0, 1), got {rate:g}"
            )
        if isinstance(rate, numbers.Real) and rate == 0:
            return x
        rate = v1.convert_to_tensor(rate, dtype=x.dtype, name="rate")
        rate.shape.assert_is_compatible_with([])
        if tensorflow.get_static_value(rate) == 0:
            return x
        kept = v1.random_uniform(_noise_shape(x, noise_shape), seed=seed, dtype=x.dtype) >= rate
        scaled = x * (1 / (1 - rate)) * v1.cast(kept, x.dtype)
        scaled.set_shape(x.shape)
        return scaled


def _noise_shape(x, noise_shape):
    """`noise_shape` with the sizes that `x` knows in the place of None."""
    if noise_shape is None:
        return v1.shape(x)
    try:
        wanted = tensorflow.TensorShape(noise_shape)
    except (TypeError, ValueError):
        return noise_shape
    if x.shape.rank is None or wanted.rank != x.shape.rank:
        return noise_shape
    pairs = zip(wanted.as_list(), tensorflow.TensorShape(x.shape).as_list())
    return tensorflow.TensorShape([size if wish is None else wish for wish, size in pairs])
