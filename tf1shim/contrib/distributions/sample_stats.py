"""Statistics of samples."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    pad,
    prefer_static_rank,
    prefer_static_shape,
    rotate_transpose,
    with_dependencies,
)

# Which of the two neighbours in the order stands for a quantile between them.
_ROUNDING = {"lower": "ceil", "higher": "floor", "nearest": "round"}


def auto_correlation(
    x, axis=-1, max_lags=None, center=True, normalize=True, name="auto_correlation"
):
    """The correlation of `x` with itself, shifted along `axis` by 0 to `max_lags` elements.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.auto_correlation([1., -1., 1., -1.])).round(3))
    [ 1. -1.  1. -1.]

    Args: the default of `max_lags` is all; with `center` the mean is subtracted first; with
    `normalize` the result is divided by the variance, so that it begins with 1.

    Raises: TypeError for integers.
    """
    with tf.name_scope(name, values=[x]):
        x = tf.convert_to_tensor(x, name="x")
        rank = prefer_static_rank(x)
        axis = rank + axis if axis < 0 else axis
        # In the last dimension, where the Fourier transform works.
        shift = rank - 1 - axis
        rotated = rotate_transpose(x, shift)
        if center:
            rotated -= tf.reduce_mean(rotated, axis=-1, keepdims=True)

        # Zeros, twice as many as elements at least, keep the end from meeting the beginning.
        size = prefer_static_shape(rotated)[-1]
        size64 = tf.cast(size, np.float64)
        target = tf.pow(np.float64(2.0), tf.ceil(tf.log(size64 * 2) / np.log(2.0)))
        count = tf.cast(target - size64, np.int32)
        padded = pad(rotated, axis=-1, back=True, count=count)
        dtype = x.dtype
        if not dtype.is_complex:
            if not dtype.is_floating:
                raise TypeError(
                    f"Argument x must have either float or complex dtype found: {dtype}"
                )
            padded = tf.complex(padded, dtype.real_dtype.as_numpy_dtype(0.0))
        transformed = tf.fft(padded)
        product = tf.cast(tf.ifft(transformed * tf.conj(transformed)), dtype)

        known = rotated.shape.is_fully_defined()
        if max_lags is None:
            max_lags = size - 1
        else:
            max_lags = tf.convert_to_tensor(max_lags, name="max_lags")
            value = tf.get_static_value(max_lags)
            known = known and value is not None
            max_lags = min(size - 1, value) if known else tf.minimum(size - 1, max_lags)
        chopped = product[..., : max_lags + 1]
        if known:
            shape = rotated.shape.as_list()
            shape[-1] = min(size, max_lags + 1)
            chopped.set_shape(shape)

        real = dtype.real_dtype
        lags = tf.range(0.0, tf.cast(max_lags, real) + 1.0)
        found = chopped / tf.cast(tf.cast(size, real) - lags, dtype)
        if normalize:
            found /= found[..., :1]
        return rotate_transpose(found, -shift)


def percentile(
    x, q, axis=None, interpolation=None, keep_dims=False, validate_args=False, name=None
):
    """The value below which `q` percent of the elements of `x` are.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.percentile([1., 2., 3., 4.], q=30.)))
    2.0

    Args: `axis` is one or more dimensions, all by default; `interpolation` is ``"lower"``,
    ``"higher"`` or, the default, ``"nearest"``: which element is taken between two.

    Raises: ValueError for another `interpolation`, a `q` that is no scalar, or an `axis` that `x`
    has not or that is not known.
    """
    name = name or "percentile"
    if interpolation is None:
        interpolation = "nearest"
    elif interpolation not in _ROUNDING:
        raise ValueError(
            f"Argument 'interpolation' must be in {set(_ROUNDING)}.  Found {interpolation}"
        )
    with tf.name_scope(name, values=[x, q]):
        x = tf.convert_to_tensor(x, name="x")
        q = tf.cast(q, tf.float64, name="q")
        if q.shape.ndims not in (None, 0):
            raise ValueError(f"Expected argument 'x' to have ndims 0.  Found tensor {q}")
        if validate_args:
            checks = [
                tf.assert_rank(q, 0),
                tf.assert_greater_equal(q, tf.cast(0.0, tf.float64)),
                tf.assert_less_equal(q, tf.cast(100.0, tf.float64)),
            ]
            q = with_dependencies(checks, q)
        if axis is None:
            y = tf.reshape(x, [-1])
        else:
            axis = _static_axis(axis, x)
            y = _move_dims_to_flat_end(x, axis)

        # The elements are sorted from the greatest to the least.
        above = 1.0 - q / 100.0
        size = tf.cast(tf.shape(y)[-1], tf.float64)
        index = getattr(tf, _ROUNDING[interpolation])((size - 1) * above)
        size = tf.shape(y)[-1]
        index = tf.clip_by_value(tf.cast(index, tf.int32), 0, size - 1)
        in_order, _ = tf.nn.top_k(y, k=tf.shape(y)[-1])
        result = in_order[..., index]
        result.set_shape(y.shape[:-1])
        if not keep_dims:
            return result
        if axis is None:
            ndims = tf.rank(x) if x.shape.ndims is None else x.shape.ndims
            return result * tf.ones(tf.ones(shape=[ndims], dtype=tf.int32), dtype=x.dtype)
        for i in sorted(axis):
            result = tf.expand_dims(result, axis=i)
        return result


def _static_axis(axis, x):
    """`axis` as a list of numbers that are not negative."""
    axis = tf.convert_to_tensor(axis, name="axis")
    tf.assert_integer(axis)
    if axis.shape.ndims is None:
        raise ValueError(
            f"Expected argument 'x' to have statically defined 'ndims'.  Found: {axis}"
        )
    if axis.shape.ndims > 1:
        raise ValueError(f"Expected argument 'x' to have ndims <= 1.  Found tensor {axis}")
    known = tf.get_static_value(axis)
    if known is None:
        raise ValueError(f"Expected argument 'axis' to be statically available.  Found: {axis}")
    ndims = x.shape.ndims
    if ndims is None:
        raise ValueError(f"Expected argument 'x' to have statically defined 'ndims'.  Found: {x}")
    if ndims < 1:
        raise ValueError(f"Expected argument 'x' to have ndims >= 1.  Found tensor {x}")
    found = []
    for d in np.atleast_1d(known).tolist():
        if d >= ndims:
            raise ValueError(f"dim {d} not in the interval [0, {ndims - 1}].")
        if d < -ndims:
            raise ValueError(f"Negatively indexed dim {d} not in the interval [-{ndims}, -1]")
        found.append(d % ndims)
    return found


def _move_dims_to_flat_end(x, axis):
    """`x` with the dimensions `axis` as a single one, the last."""
    front = sorted(set(range(x.shape.ndims)).difference(axis))
    moved = tf.transpose(x, perm=front + axis)
    if x.shape.is_fully_defined():
        sizes = x.shape.as_list()
        shape = [sizes[i] for i in front] + [int(np.prod([sizes[i] for i in axis]))]
    else:
        shape = tf.concat([tf.shape(moved)[: len(front)], [-1]], axis=0)
    return tf.reshape(moved, shape=shape)
