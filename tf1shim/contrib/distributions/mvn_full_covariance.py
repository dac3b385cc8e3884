"""The multivariate normal distribution of a covariance matrix."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import with_dependencies
from tf1shim.contrib.distributions.mvn_tril import MultivariateNormalTriL


class MultivariateNormalFullCovariance(MultivariateNormalTriL):
    """The multivariate normal distribution with the covariance `covariance_matrix`.

    >>> import tf1shim as tf
    >>> mvn = tf.contrib.distributions.MultivariateNormalFullCovariance(
    ...     covariance_matrix=[[4., 2.], [2., 4.]])
    >>> with tf.Session() as sess:
    ...     print(sess.run(mvn.variance()).round(3))
    [4. 4.]

    The session fails if the matrix is not positive definite.
    """

    def __init__(
        self,
        loc=None,
        covariance_matrix=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalFullCovariance",
    ):
        parameters = dict(locals())
        values = [loc, covariance_matrix]
        with tf.name_scope(name) as name, tf.name_scope("init", values=values):
            scale_tril = None
            if covariance_matrix is not None:
                covariance = tf.convert_to_tensor(covariance_matrix, name="covariance_matrix")
                if validate_args:
                    check = tf.assert_near(
                        covariance,
                        tf.matrix_transpose(covariance),
                        message="Matrix was not symmetric",
                    )
                    covariance = with_dependencies([check], covariance)
                scale_tril = tf.cholesky(covariance)
            super().__init__(
                loc=loc,
                scale_tril=scale_tril,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters
