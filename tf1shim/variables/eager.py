"""Variables after ``tf.enable_eager_execution()``: TensorFlow 2's, to be used as TensorFlow 1's."""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.graph import TensorShape


class EagerVariable(_tf.ResourceVariable):
    """A variable of TensorFlow 2 that is equal only to itself, and has a shape of TensorFlow 1.

    >>> import tf1shim as tf
    >>> tf.reset_default_graph()
    >>> tf.enable_eager_execution()
    >>> v, w = tf.Variable(1.0), tf.Variable(1.0)
    >>> v == w, v in {v: "seen"}, tf.Variable([1.0, 2.0]).shape[0].value
    (False, True, 2)
    >>> tf.disable_eager_execution()
    """

    is_resource = True

    __eq__ = object.__eq__
    __ne__ = object.__ne__
    __hash__ = object.__hash__

    @property
    def dtype_text(self):
        """The dtype as TF1 wrote it."""
        return self.dtype.name

    @property
    def shape(self):
        """The static shape."""
        return TensorShape(super().shape)

    def get_shape(self):
        """The static shape."""
        return self.shape


def eager_variable(**kwargs):
    """Makes a variable, which has its value at once; creators of variables end here."""
    variable = _tf.default_variable_creator(None, **{**kwargs, "use_resource": True})
    if type(variable) is _tf.ResourceVariable:
        variable.__class__ = EagerVariable
    return variable
