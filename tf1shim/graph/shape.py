"""TensorFlow 1's `TensorShape`: its items are `Dimension` objects with a ``value``."""

from __future__ import annotations

from tf1shim import _tf

Dimension = _tf.Dimension


class _ShapeMeta(type(_tf.TensorShape)):
    """Lets shapes that TensorFlow itself made pass ``isinstance(s, tf.TensorShape)``."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, _tf.TensorShape)


class TensorShape(_tf.TensorShape, metaclass=_ShapeMeta):
    """The shape of a tensor, with TensorFlow 1's items.

    >>> s = TensorShape([None, 3])
    >>> s[1].value, s[0].value, s.as_list()
    (3, None, [None, 3])
    >>> s.concatenate([4])[2]
    Dimension(4)

    Differences from TF1: it has a hash, and ``!=`` answers for unknown shapes.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/TensorShape
    """

    def __init__(self, dims):
        try:
            super().__init__(dims)
        except TypeError:
            _refuse(dims)
            raise

    @property
    def _v2_behavior(self):
        return False

    def __getitem__(self, key):
        return as_tf1(super().__getitem__(key))

    def __reduce__(self):
        return TensorShape, (self.as_list() if self.rank is not None else None,)

    def __hash__(self):
        return super().__hash__()

    def __eq__(self, other):
        return super().__eq__(other)


def _refuse(dims):
    """Raises what TF1 raised for dimensions that are none."""
    if isinstance(dims, (str, bytes)):
        raise TypeError(
            "A string has ambiguous TensorShape, please wrap in a list or convert to an int: "
            f"{dims}"
        ) from None
    for dim in dims if isinstance(dims, (list, tuple)) else [dims]:
        if isinstance(dim, float) and int(dim) != dim:
            raise ValueError(f"Ambiguous dimension: {dim}") from None


def as_tf1(shape):
    """`shape` as TF1's class when it is a TensorFlow 2 shape; anything else unchanged."""
    if type(shape) is _tf.TensorShape:
        return TensorShape(shape)
    return shape


def _with_tf1_result(name):
    base = getattr(_tf.TensorShape, name)

    def method(self, *args, **kwargs):
        return as_tf1(base(self, *args, **kwargs))

    method.__name__, method.__doc__ = name, base.__doc__
    return method


for _name in (
    "concatenate",
    "merge_with",
    "most_specific_compatible_shape",
    "with_rank",
    "with_rank_at_least",
    "with_rank_at_most",
    "__add__",
    "__radd__",
):
    setattr(TensorShape, _name, _with_tf1_result(_name))
