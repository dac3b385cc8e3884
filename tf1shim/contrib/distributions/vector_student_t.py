"""The vector Student's t distribution: TensorFlow 1 kept it private."""

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.affine import Affine
from tf1shim.contrib.distributions.distribution_util import (
    pick_vector,
    shapes_from_loc_and_scale,
)
from tf1shim.contrib.distributions.transformed_distribution import TransformedDistribution


class _VectorStudentT(TransformedDistribution):
    """The distribution of ``loc + scale @ x``, where the elements of ``x`` are Student's t."""

    def __init__(
        self,
        df,
        loc=None,
        scale_identity_multiplier=None,
        scale_diag=None,
        scale_tril=None,
        scale_perturb_factor=None,
        scale_perturb_diag=None,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorStudentT",
    ):
        parameters = dict(locals())
        scales = {
            "scale_identity_multiplier": scale_identity_multiplier,
            "scale_diag": scale_diag,
            "scale_tril": scale_tril,
            "scale_perturb_factor": scale_perturb_factor,
            "scale_perturb_diag": scale_perturb_diag,
        }
        values = [df, loc, *scales.values()]
        with tf.name_scope(name) as name, tf.name_scope("init", values=values):
            affine = Affine(shift=loc, validate_args=validate_args, **scales)
            distribution = tf.distributions.StudentT(
                df=df,
                loc=tf.zeros([], dtype=affine.dtype),
                scale=tf.ones([], dtype=affine.dtype),
            )
            batch_shape, event_shape = shapes_from_loc_and_scale(affine.shift, affine.scale)
            batch_shape = pick_vector(
                distribution.is_scalar_batch(), batch_shape, tf.constant([], dtype=tf.int32)
            )
            super().__init__(
                distribution=distribution,
                bijector=affine,
                batch_shape=batch_shape,
                event_shape=event_shape,
                validate_args=validate_args,
                name=name,
            )
            self._parameters = parameters

    @property
    def df(self):
        """The degrees of freedom."""
        return self.distribution.df

    @property
    def loc(self):
        """What is added, or None."""
        return self.bijector.shift

    @property
    def scale(self):
        """The linear operator."""
        return self.bijector.scale
