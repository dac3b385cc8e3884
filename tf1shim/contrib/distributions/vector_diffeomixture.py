"""Vectors whose affine map is drawn from those between two."""

import numpy as np

import tf1shim as tf
from tf1shim import _tf
from tf1shim.binding import bind
from tf1shim.contrib.distributions.bijectors.affine_linear_operator import AffineLinearOperator
from tf1shim.contrib.distributions.bijectors.softmax_centered import SoftmaxCentered
from tf1shim.contrib.distributions.distribution_util import (
    concat_vectors,
    dimension_value,
    gen_new_seed,
    maybe_check_scalar_distribution,
    pad,
    parameter,
    pick_vector,
    scale_gram,
    with_dependencies,
)
from tf1shim.contrib.distributions.poisson_lognormal import (
    equal_probs,
    hermite_gauss,
    last,
    quantile_edges,
)

add_operators = bind(_tf.add_operators, "contrib.distributions.vector_diffeomixture")


def quadrature_scheme_softmaxnormal_gauss_hermite(
    normal_loc, normal_scale, quadrature_size, validate_args=False, name=None
):
    """The nodes of the Gauss-Hermite quadrature of a softmax-normal distribution; their weights.

    >>> import tf1shim as tf
    >>> scheme = tf.contrib.distributions.quadrature_scheme_softmaxnormal_gauss_hermite
    >>> grid, probs = scheme(tf.zeros([1]), tf.ones([1]), 3)
    >>> with tf.Session() as sess:
    ...     print(sess.run(grid).round(2))
    [[0.15 0.5  0.85]
     [0.85 0.5  0.15]]

    In TensorFlow 1.15 it always raised an AttributeError.
    """
    with tf.name_scope(
        name, "quadrature_scheme_softmaxnormal_gauss_hermite", [normal_loc, normal_scale]
    ):
        loc, scale = _normal_parameters(normal_loc, normal_scale, validate_args)
        grid, probs = hermite_gauss(quadrature_size, loc.dtype.base_dtype)
        probs = tf.convert_to_tensor(probs, name="probs", dtype=loc.dtype)
        nodes = loc[..., tf.newaxis] + np.sqrt(2.0) * scale[..., tf.newaxis] * grid
        return tf.nn.softmax(-pad(nodes, axis=-2, front=True), axis=-2), probs


def quadrature_scheme_softmaxnormal_quantiles(
    normal_loc, normal_scale, quadrature_size, validate_args=False, name=None
):
    """The midpoints between equally probable quantiles of a softmax-normal distribution.

    >>> import tf1shim as tf
    >>> scheme = tf.contrib.distributions.quadrature_scheme_softmaxnormal_quantiles
    >>> grid, probs = scheme(tf.zeros([1]), tf.ones([1]), 4)
    >>> grid.shape, probs.shape
    (TensorShape([Dimension(2), Dimension(4)]), TensorShape([Dimension(4)]))

    Returns: the midpoints, and their weights, which are all equal.
    """
    with tf.name_scope(name, "softmax_normal_grid_and_probs", [normal_loc, normal_scale]):
        loc, scale = _normal_parameters(normal_loc, normal_scale, validate_args)
        normal = tf.distributions.Normal(loc=loc, scale=scale)
        ndims = normal.batch_shape.ndims
        if ndims is None:
            ndims = tf.shape(normal.batch_shape_tensor())[0]

        shape = normal.batch_shape.with_rank_at_least(1)
        components = dimension_value(shape[-1])
        shape = shape[:-1].concatenate([None if components is None else components + 1])

        quantiles = SoftmaxCentered().forward(quantile_edges(normal, ndims, quadrature_size))
        quantiles = last(quantiles, ndims)
        quantiles.set_shape(shape.concatenate([quadrature_size + 1]))
        grid = (quantiles[..., :-1] + quantiles[..., 1:]) / 2.0
        grid.set_shape(shape.concatenate([quadrature_size]))
        return grid, equal_probs(quadrature_size, normal.dtype)


def _normal_parameters(loc, scale, validate_args):
    loc = tf.convert_to_tensor(loc, name="normal_loc")
    scale = tf.convert_to_tensor(scale, dtype=loc.dtype.base_dtype, name="normal_scale")
    return loc, maybe_check_quadrature_param(scale, "normal_scale", validate_args)


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
            _only_two(scale)
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


def _only_two(ends):
    if len(ends) != 2:
        raise NotImplementedError(
            f"Currently only bimixtures are supported; len(scale)={len(ends)} is not 2."
        )


def _points(grid):
    points = dimension_value(grid.shape.with_rank_at_least(1)[-1])
    if points is None:
        raise ValueError("Num quadrature grid points must be known prior to graph execution.")
    return points


def maybe_check_quadrature_param(param, name, validate_args):
    """`param`, checked to be a batch of vectors of length 1."""
    with tf.name_scope(f"check_{name}", values=[param]):
        checks = []
        if param.shape.ndims == 0:
            raise ValueError(
                f"Mixing params must be a (batch of) vector; {name}.rank={param.shape.ndims} is "
                "not at least one."
            )
        if param.shape.ndims is None and validate_args:
            message = f"Mixing params must be a (batch of) vector; {name}.rank is not at least one."
            checks.append(tf.assert_rank_at_least(param, 1, message=message))
        size = dimension_value(param.shape.with_rank_at_least(1)[-1])
        if size != 1:
            raise NotImplementedError(
                f"Currently only bimixtures are supported; {name}.shape[-1]={size} is not 1."
            )
        return with_dependencies(checks, param) if checks else param


def determine_batch_event_shapes(grid, endpoint_affine):
    """The batch shape, as known and as a tensor, and the event shape, likewise."""
    with tf.name_scope("determine_batch_event_shapes"):
        batch, batch_tensor = grid.shape[:-2], tf.shape(grid)[:-2]
        events = []
        for affine in endpoint_affine:
            if affine.shift is not None:
                shape, tensor = affine.shift.shape, tf.shape(affine.shift)
                batch = tf.broadcast_static_shape(batch, shape[:-1])
                batch_tensor = tf.broadcast_dynamic_shape(batch_tensor, tensor[:-1])
                events.append((shape[-1:], tensor[-1:]))
            if affine.scale is not None:
                scale = affine.scale
                batch = tf.broadcast_static_shape(batch, scale.batch_shape)
                batch_tensor = tf.broadcast_dynamic_shape(batch_tensor, scale.batch_shape_tensor())
                tensor = scale.range_dimension_tensor()[tf.newaxis]
                events.append((tf.TensorShape([scale.range_dimension]), tensor))
        event, event_tensor = events[0]
        for shape, tensor in events[1:]:
            event = tf.broadcast_static_shape(event, shape)
            event_tensor = tf.broadcast_dynamic_shape(event_tensor, tensor)
        return batch, batch_tensor, event, event_tensor


def interpolate_loc(grid, loc):
    """The locations of each quadrature point, between the two of `loc`."""
    _only_two(loc)
    points = _points(grid)
    with tf.name_scope("interpolate_loc", values=[grid, *loc]):
        if all(x is None for x in loc):
            return [None] * points
        w = grid[..., tf.newaxis, :, :]
        first, second = (None if x is None else x[..., tf.newaxis] for x in loc)
        if first is None:
            x = w[..., 1, :] * second
        elif second is None:
            x = w[..., 0, :] * first
        else:
            x = w[..., 0, :] * (first - second) + second
        return [x[..., k] for k in range(points)]


def interpolate_scale(grid, scale):
    """The scales of each quadrature point, between the two of `scale`."""
    _only_two(scale)
    points = _points(grid)
    with tf.name_scope("interpolate_scale", values=[grid]):
        return [
            add_operators([linop_scale(grid[..., k, q], s) for k, s in enumerate(scale)])[0]
            for q in range(points)
        ]


def linop_scale(w, op):
    """The linear operator `op`, times the batch of numbers `w`."""
    with tf.name_scope("linop_scale", values=[w]):
        how = {
            "is_non_singular": op.is_non_singular,
            "is_self_adjoint": op.is_self_adjoint,
            "is_positive_definite": op.is_positive_definite,
        }
        identities = tf.linalg.LinearOperatorIdentity, tf.linalg.LinearOperatorScaledIdentity
        if isinstance(op, identities):
            multiplier = w * op.multiplier if isinstance(op, identities[1]) else w
            return tf.linalg.LinearOperatorScaledIdentity(
                num_rows=op.range_dimension_tensor(), multiplier=multiplier, **how
            )
        w = w[..., tf.newaxis]
        if isinstance(op, tf.linalg.LinearOperatorDiag):
            return tf.linalg.LinearOperatorDiag(diag=w * op.diag_part(), **how)
        if isinstance(op, tf.linalg.LinearOperatorLowerTriangular):
            tril = w[..., tf.newaxis] * op.to_dense()
            return tf.linalg.LinearOperatorLowerTriangular(tril=tril, **how)
        raise NotImplementedError(f"Unsupported Linop type ({type(op).__name__})")
