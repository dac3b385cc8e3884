"""Bijectors whose methods take conditions."""

from tf1shim.contrib.distributions.bijectors.bijector import Bijector
from tf1shim.graph import in_graph


class ConditionalBijector(Bijector):
    """A bijector whose methods hand further keyword arguments to the subclass.

    >>> import tf1shim as tf
    >>> class Times(tf.contrib.distributions.bijectors.ConditionalBijector):
    ...     def __init__(self):
    ...         super().__init__(forward_min_event_ndims=0)
    ...     def _forward(self, x, factor):
    ...         return x * factor
    >>> with tf.Session() as sess:
    ...     print(sess.run(Times().forward(2., factor=3.)))
    6.0
    """

    @in_graph
    def forward(self, x, name="forward", **condition_kwargs):
        """The value at `x`; the conditions go to ``_forward``."""
        return self._call_forward(x, name, **condition_kwargs)

    @in_graph
    def inverse(self, y, name="inverse", **condition_kwargs):
        """What has the value `y`; the conditions go to ``_inverse``."""
        return self._call_inverse(y, name, **condition_kwargs)

    @in_graph
    def inverse_log_det_jacobian(
        self, y, event_ndims, name="inverse_log_det_jacobian", **condition_kwargs
    ):
        """The logarithm of the inverse's Jacobian determinant at `y`, with the conditions."""
        return self._call_inverse_log_det_jacobian(y, event_ndims, name, **condition_kwargs)

    @in_graph
    def forward_log_det_jacobian(
        self, x, event_ndims, name="forward_log_det_jacobian", **condition_kwargs
    ):
        """The logarithm of the Jacobian determinant at `x`, with the conditions."""
        return self._call_forward_log_det_jacobian(x, event_ndims, name, **condition_kwargs)
