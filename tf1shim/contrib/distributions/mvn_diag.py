"""Multivariate normal distributions with a diagonal scale."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import init_diag_scale
from tf1shim.contrib.distributions.mvn_linear_operator import MultivariateNormalLinearOperator


class MultivariateNormalDiag(MultivariateNormalLinearOperator):
    """The normal distribution of vectors of independent elements.

    >>> import tf1shim as tf
    >>> mvn = tf.contrib.distributions.MultivariateNormalDiag([1., -1.], scale_diag=[1., 2.])
    >>> with tf.Session() as sess:
    ...     print(sess.run([mvn.mean(), mvn.stddev()]))
    [array([ 1., -1.], dtype=float32), array([1., 2.], dtype=float32)]

    Args: the deviations are ``scale_diag + scale_identity_multiplier``, ones if neither is given.

    Raises: ValueError if neither `loc` nor `scale_diag` says how long a vector is.
    """

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiag",
    ):
        parameters = dict(locals())
        scale, name = init_diag_scale(name, loc, scale_diag, scale_identity_multiplier)
        super().__init__(
            loc=loc,
            scale=scale,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            name=name,
        )
        self._parameters = parameters


class MultivariateNormalDiagWithSoftplusScale(MultivariateNormalDiag):
    """`MultivariateNormalDiag` with the scale ``softplus(scale_diag)``."""

    def __init__(
        self,
        loc,
        scale_diag,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiagWithSoftplusScale",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[scale_diag]) as name:
            super().__init__(
                loc=loc,
                scale_diag=tf.nn.softplus(scale_diag),
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters
