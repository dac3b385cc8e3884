"""`Tensor`: a symbolic tensor that works outside any ``with`` block, as TensorFlow 1's did."""

from __future__ import annotations

import tensorflow

from tf1shim import _tf
from tf1shim.graph.shape import TensorShape
from tf1shim.graph.texts import reword

OperatorNotAllowedInGraphError = tensorflow.errors.OperatorNotAllowedInGraphError


class Tensor(_tf.SymbolicTensor):
    """A tensor of a tf1shim graph. Never constructed by hand: every op of a `Graph` makes them.

    >>> import tf1shim as tf
    >>> x = tf.constant([1.0, 2.0])
    >>> y = x * 2 + 1
    >>> type(y) is tf.Tensor, y.shape[0].value
    (True, 2)
    >>> with tf.Session() as sess: print(sess.run(y))
    [3. 5.]

    Differences from TF1: none. Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Tensor
    """

    # Identity, as in TF1: feed_dict, sets and `in` depend on it.
    __hash__ = object.__hash__

    def __eq__(self, other):
        return self is other

    def __ne__(self, other):
        return self is not other

    @property
    def shape(self):
        """The static shape, a TF1 `TensorShape`."""
        return TensorShape(_tf.SymbolicTensor.shape.fget(self))

    def get_shape(self):
        """The static shape, a TF1 `TensorShape`."""
        return self.shape

    def __iter__(self):
        raise OperatorNotAllowedInGraphError(
            "iterating over `tf.Tensor` is not allowed in Graph execution. Use Eager execution or "
            "decorate this function with @tf.function.\n  instead: tf.unstack(x), or tf.map_fn"
        )

    def __bool__(self):
        raise OperatorNotAllowedInGraphError(
            "using a `tf.Tensor` as a Python `bool` is not allowed in Graph execution. Use Eager "
            "execution or decorate this function with @tf.function.\n"
            "  instead: `if x is not None:` to see whether there is a tensor, tf.cond to branch "
            "on its value"
        )

    __nonzero__ = __bool__

    def __len__(self):
        raise TypeError(
            f"len is not well defined for symbolic Tensors. ({self.name}) Please call `x.shape` "
            "rather than `len(x)` for shape information."
        )

    def __round__(self, ndigits=None):
        raise TypeError("type Tensor doesn't define __round__ method\n  instead: tf.round(x)")

    def __array__(self, dtype=None, copy=None):
        raise NotImplementedError(
            f"Cannot convert a symbolic Tensor ({self.name}) to a numpy array.\n"
            "  instead: sess.run(x), or x.eval()"
        )


def constants(values):
    """`values` with those computed by eager code, also in lists, as arrays: a graph's constants."""
    return [_constant(v) for v in values]


def _constant(value):
    if isinstance(value, _tf.EagerTensor):
        return value.numpy()
    if type(value) in (list, tuple) and any(isinstance(v, _tf.EagerTensor) for v in value):
        return type(value)(map(_constant, value))
    return value


def _operator(name):
    base = getattr(_tf.SymbolicTensor, name)
    build = _refusing_bools(base, name) if name in ("__mul__", "__rmul__") else base

    def operator(self, *args):
        try:
            if _tf.executing_eagerly():
                with self.graph.as_default():
                    return build(self, *constants(args))
            return build(self, *args)
        except (TypeError, ValueError) as e:
            raise reword(e)

    operator.__name__, operator.__doc__ = name, base.__doc__
    return operator


def _refusing_bools(multiply, name):
    """`multiply`, one of TensorFlow's own operators, which takes bools for an ``and``."""

    def refusing(x, y):
        if _tf.dtypes.bool not in (x.dtype, getattr(y, "dtype", None)):
            return multiply(x, y)
        with _tf.v1.name_scope(None, "mul", [x, y]) as scope:
            if name == "__rmul__":
                x, y = _tf.v1.convert_to_tensor(y, x.dtype), x
            return _tf.v1.multiply(x, y, scope)

    return refusing


# Equality is identity in TF1; every other operator builds an op in the tensor's graph.
OPERATORS = sorted(_tf.OVERLOADABLE_OPERATORS - {"__eq__", "__ne__"})
for _name in OPERATORS:
    setattr(Tensor, _name, _operator(_name))
