"""Vectors whose affine map is drawn from those between two."""

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.bijectors.affine_linear_operator import AffineLinearOperator
from tf1shim.contrib.distributions.distribution_util import (
    concat_vectors,
    dimension_value,
    gen_new_seed,
    maybe_check_scalar_distribution,
    parameter,
    pick_vector,
    scale_gram,
    with_dependencies,
)
from tf1shim.contrib.distributions.interpolation import (
    add_operators,
    determine_batch_event_shapes,
    interpolate_loc,
    interpolate_scale,
    only_two,
)
from tf1shim.contrib.distributions.quadrature import (
    quadrature_scheme_softmaxnormal_gauss_hermite,  # noqa: F401  legacy code finds it here
    quadrature_scheme_softmaxnormal_quantiles,
)


class VectorDiffeomixture(tf.distributions.Distribution):
    """The distribution of ``loc + scale @ x``, of which both are drawn from between two ends.

    >>> import tf1shim as tf
    >>> mixture = tf.contrib.distributions.VectorDiffeomixture(
    ...     mix_loc=[[0.], [1.]], temperature=[1.], distribution=tf.distributions.Normal(0., 1.),
    ...     loc=[None, tf.constant([0., 3.])],
    ...     scale=[tf.linalg.LinearOperatorScaledIdentity(2, multiplier=1.1,
    ...                                                   is_positive_definite=True),
    ...            tf.linalg.LinearOperatorDiag([2., 1.], is_positive_definite=True)])
    >>> mixture.batch_shape, mixture.event_shape
    (TensorShape([Dimension(2)]), TensorShape([Dimension(2)]))

    Args: `distribution` is that of an element of ``x``; `loc` and `scale` are lists of two, of
    tensors (or None) and of linear operators; how near either end is softmax-normal, with the mean
    ``mix_loc / temperature`` and the deviation ``1 / temperature``. `quadrature_fn` makes points
    and probabilities of it.

    Raises: ValueError or TypeError if these do not fit together, NotImplementedError for more than
    two ends.
    """

    mixture_distribution = parameter("mixture_distribution", "What draws a quadrature point.")
    distribution = parameter("distribution", "The distribution of an element.")
    grid = parameter("grid", "The quadrature points.")
    endpoint_affine = parameter("endpoint_affine", "The affine bijectors at the two ends.")
    interpolated_affine = parameter("interpolated_affine", "Those of each quadrature point.")

    def __init__(
        self,
        mix_loc,
        temperature,
        distribution,
        loc=None,
        scale=None,
        quadrature_size=8,
        quadrature_fn=quadrature_scheme_softmaxnormal_quantiles,
        validate_args=False,
        allow_nan_stats=True,
        name="VectorDiffeomixture",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[mix_loc, temperature]) as name:
            loc, scale, dtype = self._ends(loc, scale, validate_args)

            def affine(kind, locs, scales):
                return [
                    AffineLinearOperator(
                        shift=shift,
                        scale=operator,
                        validate_args=validate_args,
                        name=f"{kind}_affine_{k}",
                    )
                    for k, (shift, operator) in enumerate(zip(locs, scales))
                ]

            self._endpoint_affine = affine("endpoint", loc, scale)
            only_two(scale)
            mix_loc = tf.convert_to_tensor(mix_loc, dtype=dtype, name="mix_loc")
            temperature = tf.convert_to_tensor(temperature, dtype=dtype, name="temperature")
            self._grid, probs = quadrature_fn(
                mix_loc / temperature, 1.0 / temperature, quadrature_size, validate_args
            )
            self._mixture_distribution = tf.distributions.Categorical(
                logits=tf.log(probs), validate_args=validate_args, allow_nan_stats=allow_nan_stats
            )
            checks = maybe_check_scalar_distribution(distribution, dtype, validate_args)
            if checks:
                self._grid = with_dependencies(checks, self._grid)
            self._distribution = distribution
            self._interpolated_affine = affine(
                "interpolated",
                interpolate_loc(self._grid, loc),
                interpolate_scale(self._grid, scale),
            )
            self._shapes = determine_batch_event_shapes(self._grid, self._endpoint_affine)
            parents = distribution._graph_parents + [x for x in loc if x is not None]
            super().__init__(
                dtype=dtype,
                reparameterization_type=tf.distributions.FULLY_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                parameters=parameters,
                graph_parents=parents + [p for operator in scale for p in operator.graph_parents],
                name=name,
            )

    @staticmethod
    def _ends(loc, scale, validate_args):
        if not scale or len(scale) < 2:
            raise ValueError(
                "Must specify list (or list-like object) of scale LinearOperators, one for each "
                "component with num_component >= 2."
            )
        if loc is None:
            loc = [None] * len(scale)
        if len(loc) != len(scale):
            raise ValueError(
                "loc/scale must be same-length lists (or same-length list-like objects)."
            )
        dtype = scale[0].dtype.base_dtype
        loc = [
            None if x is None else tf.convert_to_tensor(x, dtype=dtype, name=f"loc{k}")
            for k, x in enumerate(loc)
        ]
        for k, operator in enumerate(scale):
            if validate_args and not operator.is_positive_definite:
                raise ValueError(
                    f"scale[{k}].is_positive_definite = {operator.is_positive_definite} != True"
                )
            if operator.dtype.base_dtype != dtype:
                raise TypeError(
                    f'dtype mismatch; scale[{k}].base_dtype="{operator.dtype.base_dtype.name}" '
                    f'!= "{dtype.name}"'
                )
        return loc, scale, dtype

    def _batch_shape(self):
        return self._shapes[0]

    def _batch_shape_tensor(self):
        return self._shapes[1]

    def _event_shape(self):
        return self._shapes[2]

    def _event_shape_tensor(self):
        return self._shapes[3]

    def _sample_n(self, n, seed=None):
        x = self.distribution.sample(
            sample_shape=concat_vectors([n], self.batch_shape_tensor(), self.event_shape_tensor()),
            seed=seed,
        )
        first, second = (affine.forward(x) for affine in self.endpoint_affine)

        batch_size = _elements(self.batch_shape, self.batch_shape_tensor)
        mixture = self.mixture_distribution
        mix_size = _elements(mixture.batch_shape, mixture.batch_shape_tensor)
        no_dims = np.int32([])
        is_scalar = self.is_scalar_batch()
        ids = mixture.sample(
            sample_shape=concat_vectors(
                [n], pick_vector(is_scalar, no_dims, [batch_size // mix_size])
            ),
            seed=gen_new_seed(seed, "vector_diffeomixture"),
        )
        rest = pick_vector(self.is_scalar_batch(), no_dims, np.int32([-1]))
        ids = tf.reshape(ids, shape=concat_vectors([n], rest))
        # A point of the grid for each member of the batch: there are `stride` numbers for each.
        stride = self.grid.shape.with_rank_at_least(2)[-2:].num_elements()
        if stride is None:
            stride = tf.reduce_prod(tf.shape(self.grid)[-2:])
        offset = tf.range(start=0, limit=batch_size * stride, delta=stride, dtype=ids.dtype)
        weight = tf.gather(tf.reshape(self.grid, shape=[-1]), ids + offset)
        if self.batch_shape.is_fully_defined():
            shape = [-1, *self.batch_shape.as_list(), 1]
        else:
            shape = tf.concat(([-1], self.batch_shape_tensor(), [1]), axis=0)
        return tf.reshape(weight, shape=shape) * (first - second) + second

    def _log_prob(self, x):
        y = tf.stack([affine.inverse(x) for affine in self.interpolated_affine], axis=-1)
        log_prob = tf.reduce_sum(self.distribution.log_prob(y), axis=-2)
        # Constant Jacobians: any x of the right shape does.
        jacobians = [
            affine.forward_log_det_jacobian(x, event_ndims=tf.rank(self.event_shape_tensor()))
            for affine in self.interpolated_affine
        ]
        logits = self.mixture_distribution.logits - tf.stack(jacobians, axis=-1) + log_prob
        return tf.reduce_logsumexp(logits, axis=-1)

    def _mean(self):
        p, m = self._expand_mix_distribution_probs(), self._expand_base_distribution_mean()
        return _sum(
            p[..., k] * affine.forward(m) for k, affine in enumerate(self.interpolated_affine)
        )

    def _covariance(self):
        return _sum([self._mean_of_covariance(False), self._covariance_of_mean(False)])

    def _variance(self):
        return _sum([self._mean_of_covariance(True), self._covariance_of_mean(True)])

    def _mean_of_covariance(self, diag_only):
        """The mean of the covariance at a quadrature point; three kinds of scales, summed apart."""
        p = self.mixture_distribution.probs
        multiplier = diag = full = None
        for k, affine in enumerate(self.interpolated_affine):
            scale = affine.scale
            weight = p[..., k, tf.newaxis]
            if scale is None or isinstance(scale, tf.linalg.LinearOperatorIdentity):
                multiplier = _add(multiplier, weight)
            elif isinstance(scale, tf.linalg.LinearOperatorScaledIdentity):
                multiplier = _add(multiplier, weight * tf.square(scale.multiplier))
            elif isinstance(scale, tf.linalg.LinearOperatorDiag):
                diag = _add(diag, weight * tf.square(scale.diag_part()))
            else:
                x = weight[..., tf.newaxis] * scale_gram(scale)
                full = _add(full, tf.matrix_diag_part(x) if diag_only else x)
        variance = self.distribution.variance()
        if multiplier is not None:
            multiplier *= variance
        if diag is not None:
            diag *= variance[..., tf.newaxis]
        if full is not None:
            full *= variance[..., tf.newaxis]
        if diag_only:
            found = _add(diag, full)
            if found is None and multiplier is not None:
                ones = tf.ones(self.event_shape_tensor(), dtype=self.dtype)
                return multiplier[..., tf.newaxis] * ones
            return _add(found, multiplier)

        positive = all(affine.scale.is_positive_definite for affine in self.endpoint_affine)
        how = {"is_positive_definite": positive or None}
        operators = []
        if diag is not None:
            operators.append(tf.linalg.LinearOperatorDiag(diag=diag, **how))
        if full is not None:
            operators.append(tf.linalg.LinearOperatorFullMatrix(matrix=full, **how))
        if multiplier is not None:
            rows = self.event_shape_tensor()[0]
            operators.append(
                tf.linalg.LinearOperatorScaledIdentity(num_rows=rows, multiplier=multiplier, **how)
            )
        return add_operators(operators)[0].to_dense() if operators else None

    def _covariance_of_mean(self, diag_only):
        """The covariance of the mean at a quadrature point."""
        p = self._expand_mix_distribution_probs()
        if not diag_only:
            p = p[..., tf.newaxis, :]
        m, mean = self._expand_base_distribution_mean(), self._mean()
        found = None
        for k, affine in enumerate(self.interpolated_affine):
            d = affine.forward(m) - mean
            square = tf.square(d) if diag_only else d[..., :, tf.newaxis] * d[..., tf.newaxis, :]
            found = _add(found, p[..., k] * square)
        return found

    def _expand_base_distribution_mean(self):
        shape = concat_vectors(self.batch_shape_tensor(), self.event_shape_tensor())
        ones = tf.ones_like(shape, dtype=tf.int32)
        m = tf.tile(tf.reshape(self.distribution.mean(), shape=ones), multiples=shape)
        m.set_shape(self.batch_shape.concatenate(self.event_shape))
        return m

    def _expand_mix_distribution_probs(self):
        p = self.mixture_distribution.probs
        points = dimension_value(p.shape.with_rank_at_least(1)[-1])
        if points is None:
            points = tf.shape(p)[-1]
        event_ndims = self.event_shape.ndims
        if event_ndims is None:
            event_ndims = tf.shape(self.event_shape_tensor())[0]
        ones = tf.ones([event_ndims], dtype=tf.int32)
        shape = [self.mixture_distribution.batch_shape_tensor(), ones, [points]]
        return tf.reshape(p, shape=tf.concat(shape, axis=0))


def _elements(shape, shape_tensor):
    known = shape.num_elements()
    return tf.reduce_prod(shape_tensor()) if known is None else known


def _add(x, y):
    return y if x is None else x if y is None else x + y


def _sum(terms):
    total = None
    for term in terms:
        total = _add(total, term)
    return total
