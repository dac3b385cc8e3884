"""Permutations."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.bijector import Bijector, zero
from tf1shim.contrib.distributions.distribution_util import parameter, with_dependencies


class Permute(Bijector):
    """The last dimension in another order.

    >>> import tf1shim as tf
    >>> permute = tf.contrib.distributions.bijectors.Permute([1, 2, 0])
    >>> with tf.Session() as sess:
    ...     print(sess.run(permute.forward([5, 6, 7])))
    [6 7 5]

    Raises: TypeError if `permutation` is not of integers; ValueError if it is known and none.
    """

    permutation = parameter("permutation", "The permutation, a tensor.")

    def __init__(self, permutation, validate_args=False, name=None):
        with tf.name_scope(name, "permute", values=[permutation]):
            permutation = tf.convert_to_tensor(permutation, name="permutation")
            if not permutation.dtype.is_integer:
                raise TypeError(
                    f"permutation.dtype ({permutation.dtype.name}) should be `int`-like."
                )
            message = "Permutation over `d` must contain exactly one of each of `{0, 1, ..., d}`."
            known = tf.get_static_value(permutation)
            if known is not None:
                if set(known) != set(np.arange(known.size)):
                    raise ValueError(message)
            elif validate_args:
                p, _ = tf.nn.top_k(-permutation, k=tf.shape(permutation)[-1], sorted=True)
                check = tf.assert_equal(-p, tf.range(tf.size(p)), message=message)
                permutation = with_dependencies([check], permutation)
            self._permutation = permutation
            super().__init__(
                forward_min_event_ndims=1,
                is_constant_jacobian=True,
                validate_args=validate_args,
                name=name or "permute",
            )

    def _forward(self, x):
        return tf.gather(x, self.permutation, axis=-1)

    def _inverse(self, y):
        return tf.gather(y, tf.invert_permutation(self.permutation), axis=-1)

    def _inverse_log_det_jacobian(self, y):
        return zero(y)

    def _forward_log_det_jacobian(self, x):
        return zero(x)
