"""The base class of bijectors, which TensorFlow still has, and what several of them share."""

import contextlib

import tf1shim as tf
from tf1shim import _tf
from tf1shim.binding import bind
from tf1shim.contrib.distributions.distribution_util import with_dependencies

Bijector = bind(_tf.Bijector, "contrib.distributions.bijectors", "Bijector")
Identity = bind(_tf.IdentityBijector, "contrib.distributions.bijectors", "Identity")


class Checked(Bijector):
    """A bijector that checks its arguments in the session if `validate_args` is true."""

    @contextlib.contextmanager
    def _init_scope(self, name, validate_args, values=()):
        """The name scope ``NAME/init``, in which the parameters are made."""
        self._graph_parents = []
        self._name = name
        self._validate_args = validate_args
        with tf.name_scope(name), tf.name_scope("init", values=list(values)):
            yield

    def _check(self, tensor, *checks):
        """`tensor`, after checks made by the functions `checks` of it, if they are wanted."""
        if not self.validate_args:
            return tensor
        return with_dependencies([check(tensor) for check in checks], tensor)


def positive(message):
    """A check that a tensor is positive."""
    return lambda x: tf.assert_positive(x, message=message)


def non_negative(message):
    """A check that a tensor is not negative."""
    return lambda x: tf.assert_non_negative(x, message=message)


def at_most_one(message):
    """A check that a tensor is not greater than 1."""
    return lambda x: tf.assert_less_equal(x, tf.constant(1.0, x.dtype), message=message)


def zero(x, name=None):
    """A scalar 0 of the dtype of `x`: the logarithm of a Jacobian of 1."""
    return tf.constant(0.0, dtype=x.dtype.base_dtype, name=name or "Const")
