"""The multivariate normal distribution with a triangular scale."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import dimension_size, optional_tensor
from tf1shim.contrib.distributions.mvn_linear_operator import MultivariateNormalLinearOperator


class MultivariateNormalTriL(MultivariateNormalLinearOperator):
    """The multivariate normal distribution with the covariance ``scale_tril @ scale_tril.T``.

    >>> import tf1shim as tf
    >>> mvn = tf.contrib.distributions.MultivariateNormalTriL(scale_tril=[[1., 0.], [1., 2.]])
    >>> with tf.Session() as sess:
    ...     print(sess.run(mvn.covariance()))
    [[1. 1.]
     [1. 5.]]

    Args: the part of `scale_tril` above the diagonal counts for nothing; without `scale_tril` the
    covariance is the identity.

    Raises: ValueError if neither `loc` nor `scale_tril` is given.
    """

    def __init__(
        self,
        loc=None,
        scale_tril=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalTriL",
    ):
        parameters = dict(locals())
        if loc is None and scale_tril is None:
            raise ValueError("Must specify one or both of `loc`, `scale_tril`.")
        with tf.name_scope(name) as name, tf.name_scope("init", values=[loc, scale_tril]):
            loc = optional_tensor(loc, "loc")
            scale_tril = optional_tensor(scale_tril, "scale_tril")
            if scale_tril is None:
                scale = tf.linalg.LinearOperatorIdentity(
                    num_rows=dimension_size(loc, -1),
                    dtype=loc.dtype,
                    is_self_adjoint=True,
                    is_positive_definite=True,
                    assert_proper_shapes=validate_args,
                )
            else:
                scale = tf.linalg.LinearOperatorLowerTriangular(
                    scale_tril,
                    is_non_singular=True,
                    is_self_adjoint=False,
                    is_positive_definite=False,
                )
        super().__init__(
            loc=loc,
            scale=scale,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            name=name,
        )
        self._parameters = parameters
