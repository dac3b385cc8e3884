"""`Tensor`: a symbolic tensor that works outside any ``with`` block, as TensorFlow 1's did."""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.graph.shape import TensorShape


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
        rank = self.shape.rank
        if rank is None:
            raise TypeError("Cannot iterate over a tensor with unknown first dimension.")
        if rank == 0:
            raise TypeError("Cannot iterate over a scalar tensor.")
        length = self.shape[0].value
        if length is None:
            raise TypeError("Cannot iterate over a tensor with unknown first dimension.")
        return (self[i] for i in range(length))

    def __bool__(self):
        raise TypeError(
            "Using a `tf.Tensor` as a Python `bool` is not allowed. "
            "Use `if t is not None:` instead of `if t:` to test if a tensor is defined, "
            "and use TensorFlow ops such as tf.cond to execute subgraphs conditioned on the "
            "value of a tensor."
        )

    __nonzero__ = __bool__

    def __len__(self):
        raise TypeError(
            f"object of type 'Tensor' has no len(): the tensor is '{self.name}'. "
            "Use `tf.shape(x)[0]`, or `x.shape[0].value` where it is known when the graph is built."
        )

    def __array__(self, dtype=None, copy=None):
        raise NotImplementedError(
            f"Cannot convert a symbolic Tensor ({self.name}) to a numpy array. "
            "Use `sess.run(...)` or `.eval()` to get its value."
        )


def _operator(name):
    base = getattr(_tf.SymbolicTensor, name)

    def operator(self, *args):
        if _tf.executing_eagerly():
            with self.graph.as_default():
                return base(self, *args)
        return base(self, *args)

    operator.__name__, operator.__doc__ = name, base.__doc__
    return operator


# Equality is identity in TF1; every other operator builds an op in the tensor's graph.
OPERATORS = sorted(_tf.OVERLOADABLE_OPERATORS - {"__eq__", "__ne__"})
for _name in OPERATORS:
    setattr(Tensor, _name, _operator(_name))

