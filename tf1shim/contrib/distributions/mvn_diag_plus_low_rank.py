"""The multivariate normal distribution with a diagonal scale and a perturbation of low rank."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import make_diag_scale, optional_tensor
from tf1shim.contrib.distributions.mvn_linear_operator import MultivariateNormalLinearOperator


class MultivariateNormalDiagPlusLowRank(MultivariateNormalLinearOperator):
    """The normal distribution of the scale ``diag + factor @ perturb_diag @ factor.T``.

    >>> import tf1shim as tf
    >>> mvn = tf.contrib.distributions.MultivariateNormalDiagPlusLowRank(
    ...     scale_diag=[1., 1.], scale_perturb_factor=[[1.], [1.]])
    >>> with tf.Session() as sess:
    ...     print(sess.run(mvn.covariance()).round(3))
    [[5. 4.]
     [4. 5.]]

    Args: ``diag`` is that of `MultivariateNormalDiag`.
    """

    def __init__(
        self,
        loc=None,
        scale_diag=None,
        scale_identity_multiplier=None,
        scale_perturb_factor=None,
        scale_perturb_diag=None,
        validate_args=False,
        allow_nan_stats=True,
        name="MultivariateNormalDiagPlusLowRank",
    ):
        parameters = dict(locals())
        perturbation = [scale_perturb_factor, scale_perturb_diag]
        has_low_rank = any(p is not None for p in perturbation)
        values = [loc, scale_diag, scale_identity_multiplier, *perturbation]
        with tf.name_scope(name) as name, tf.name_scope("init", values=values):
            scale = make_diag_scale(
                loc=loc,
                scale_diag=scale_diag,
                scale_identity_multiplier=scale_identity_multiplier,
                validate_args=validate_args,
                assert_positive=has_low_rank,
            )
            factor = optional_tensor(scale_perturb_factor, "scale_perturb_factor")
            diag = optional_tensor(scale_perturb_diag, "scale_perturb_diag")
            if has_low_rank:
                scale = tf.linalg.LinearOperatorLowRankUpdate(
                    scale,
                    u=factor,
                    diag_update=diag,
                    is_diag_update_positive=diag is None,
                    # What it takes for the operator to be these is up to the caller.
                    is_non_singular=True,
                    is_self_adjoint=True,
                    is_positive_definite=True,
                    is_square=True,
                )
        super().__init__(
            loc=loc,
            scale=scale,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            name=name,
        )
        self._parameters = parameters
