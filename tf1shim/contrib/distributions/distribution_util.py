"""What several distributions share: parameters, checks, scales, shapes.

What TensorFlow still has of it (`pick_vector`, `get_logits_and_probs` ...) is TensorFlow's.
"""

import contextlib
import functools
import operator

import tf1shim as tf
from tf1shim import _tf
from tf1shim.binding import bind


def _core(name):
    return bind(getattr(_tf.distribution_util, name), "contrib.distributions.distribution_util")


assert_integer_form = _core("assert_integer_form")
assert_symmetric = _core("assert_symmetric")
dimension_size = _core("dimension_size")
embed_check_categorical_event_shape = _core("embed_check_categorical_event_shape")
embed_check_integer_casting_closed = _core("embed_check_integer_casting_closed")
embed_check_nonnegative_integer_form = _core("embed_check_nonnegative_integer_form")
fill_triangular = _core("fill_triangular")
fill_triangular_inverse = _core("fill_triangular_inverse")
gen_new_seed = _core("gen_new_seed")
get_logits_and_probs = _core("get_logits_and_probs")
log_combinations = _core("log_combinations")
matrix_diag_transform = _core("matrix_diag_transform")
maybe_get_static_value = _core("maybe_get_static_value")
pad = _core("pad")
pick_vector = _core("pick_vector")
prefer_static_broadcast_shape = _core("prefer_static_broadcast_shape")
prefer_static_rank = _core("prefer_static_rank")
prefer_static_shape = _core("prefer_static_shape")
prefer_static_value = _core("prefer_static_value")
process_quadrature_grid_and_probs = _core("process_quadrature_grid_and_probs")
reduce_weighted_logsumexp = _core("reduce_weighted_logsumexp")
rotate_transpose = _core("rotate_transpose")
same_dynamic_shape = _core("same_dynamic_shape")
softplus_inverse = _core("softplus_inverse")
tridiag = _core("tridiag")
constant_value_as_shape = bind(_tf.constant_value_as_shape)

dimension_value = tf.compat.dimension_value


class ScalarDistribution(tf.distributions.Distribution):
    """A distribution of scalars whose batch shape is that of its parameters, broadcast.

    `_shaped_by` names the attributes that make the batch shape, `_params` the parameters that
    `param_shapes` gives.
    """

    _shaped_by = ()
    _params = ()

    @classmethod
    def _param_shapes(cls, sample_shape):
        if not cls._params:
            return super()._param_shapes(sample_shape)
        shape = tf.convert_to_tensor(sample_shape, dtype=tf.int32)
        return dict.fromkeys(cls._params, shape)

    def _batch_shape_tensor(self):
        shapes = [tf.shape(getattr(self, name)) for name in self._shaped_by]
        return functools.reduce(tf.broadcast_dynamic_shape, shapes)

    def _batch_shape(self):
        shapes = [getattr(self, name).shape for name in self._shaped_by]
        return functools.reduce(tf.broadcast_static_shape, shapes)

    def _event_shape_tensor(self):
        return tf.constant([], dtype=tf.int32)

    def _event_shape(self):
        return tf.TensorShape([])

    def _nan(self, **name):
        """NaN in the batch shape."""
        nan = self.dtype.as_numpy_dtype(float("nan"))
        return tf.fill(self.batch_shape_tensor(), nan, **name)


def parameter(name, doc):
    """The read-only property for a parameter kept in the attribute ``_NAME``."""
    return property(operator.attrgetter(f"_{name}"), doc=doc)


def register_kl(kind_a, kind_b):
    """The decorator of the function for the divergence of two kinds of distributions."""
    with _tf.silence_deprecation():
        return tf.distributions.RegisterKL(kind_a, kind_b)


def optional_tensor(value, name):
    """`value` as a tensor; None stays None."""
    return None if value is None else tf.convert_to_tensor(value, name=name)


def with_dependencies(dependencies, tensor):
    """`tensor`, computed after the operations `dependencies`."""
    with tf.name_scope("control_dependency") as name, tf.colocate_with(tensor):
        with tf.control_dependencies(dependencies):
            return tf.identity(tensor, name=name)


@contextlib.contextmanager
def positive(when, *values):
    """A block whose operations run after a check that `values` are positive, if `when` is true."""
    with tf.control_dependencies([tf.assert_positive(v) for v in values] if when else []):
        yield


def static_value(x):
    """The value of `x` if it is known while the graph is built, else None."""
    return tf.get_static_value(tf.convert_to_tensor(x))


def concat_vectors(*vectors):
    """The vectors joined: a list if all of them are known, else a tensor."""
    known = [static_value(v) for v in vectors]
    if any(v is None for v in known):
        return tf.concat(vectors, axis=0)
    return [element for vector in known for element in vector]


def mixture_stddev(mixture_weight_vector, mean_vector, stddev_vector):
    """The standard deviations of mixtures, one a row.

    Args: the weights of the components, their means and standard deviations, all
    ``[batch, components]``. Returns: a ``[batch]`` tensor.
    """
    mixture_weight_vector.shape.assert_has_rank(2)
    for what, vector in (("means", mean_vector), ("stddevs", stddev_vector)):
        if not vector.shape.is_compatible_with(mixture_weight_vector.shape):
            raise ValueError(f"Expecting {what} to have same shape as mixture weights.")
    weights = tf.expand_dims(mixture_weight_vector, axis=1)
    means = tf.expand_dims(mean_vector, axis=2)
    deviations = tf.expand_dims(stddev_vector, axis=2)

    def average(column):
        return tf.reshape(tf.matmul(weights, column), (-1,))

    mean = average(means)
    variance = average(tf.square(deviations))
    return tf.sqrt(variance + average(tf.square(means)) - tf.square(mean))


def _checked_diagonal(x, diagonal, validate_args, assert_positive):
    if not validate_args:
        return x
    if assert_positive:
        check = tf.assert_positive(diagonal(x), message="diagonal part must be positive")
    else:
        check = tf.assert_none_equal(
            diagonal(x), tf.zeros([], x.dtype), message="diagonal part must be non-zero"
        )
    return with_dependencies([check], x)


def make_tril_scale(
    loc=None,
    scale_tril=None,
    scale_diag=None,
    scale_identity_multiplier=None,
    shape_hint=None,
    validate_args=False,
    assert_positive=False,
    name=None,
):
    """The linear operator ``scale_tril + diag(scale_diag + scale_identity_multiplier)``.

    It is diagonal, as of `make_diag_scale`, if there is no `scale_tril`.
    """
    with tf.name_scope(
        name, "make_tril_scale", values=[loc, scale_diag, scale_identity_multiplier]
    ):
        loc = optional_tensor(loc, "loc")
        scale_tril = optional_tensor(scale_tril, "scale_tril")
        scale_diag = optional_tensor(scale_diag, "scale_diag")
        multiplier = optional_tensor(scale_identity_multiplier, "scale_identity_multiplier")
    if scale_tril is None:
        return make_diag_scale(
            loc, scale_diag, multiplier, shape_hint, validate_args, assert_positive, name
        )
    scale_tril = tf.matrix_band_part(scale_tril, -1, 0)
    diag = tf.matrix_diag_part(scale_tril)
    if scale_diag is not None:
        diag += scale_diag
    if multiplier is not None:
        diag += multiplier[..., tf.newaxis]
    scale_tril = tf.matrix_set_diag(scale_tril, diag)
    return tf.linalg.LinearOperatorLowerTriangular(
        tril=_checked_diagonal(scale_tril, tf.matrix_diag_part, validate_args, assert_positive),
        is_non_singular=True,
        is_self_adjoint=False,
        is_positive_definite=assert_positive,
    )


def make_diag_scale(
    loc=None,
    scale_diag=None,
    scale_identity_multiplier=None,
    shape_hint=None,
    validate_args=False,
    assert_positive=False,
    name=None,
):
    """The linear operator ``diag(scale_diag + scale_identity_multiplier)``.

    Without `scale_diag` its size is `shape_hint` or that of `loc`; without both scales it is the
    identity.
    """

    def checked(x):
        return _checked_diagonal(x, lambda diag: diag, validate_args, assert_positive)

    with tf.name_scope(
        name, "make_diag_scale", values=[loc, scale_diag, scale_identity_multiplier]
    ):
        loc = optional_tensor(loc, "loc")
        scale_diag = optional_tensor(scale_diag, "scale_diag")
        multiplier = optional_tensor(scale_identity_multiplier, "scale_identity_multiplier")
        if scale_diag is not None:
            if multiplier is not None:
                scale_diag += multiplier[..., tf.newaxis]
            return tf.linalg.LinearOperatorDiag(
                diag=checked(scale_diag),
                is_non_singular=True,
                is_self_adjoint=True,
                is_positive_definite=assert_positive,
            )
        if loc is None and shape_hint is None:
            raise ValueError(
                "Cannot infer `event_shape` unless `loc` or `shape_hint` is specified."
            )
        size = dimension_value(loc.shape[-1]) if shape_hint is None else shape_hint
        if multiplier is None:
            return tf.linalg.LinearOperatorIdentity(
                num_rows=size,
                dtype=loc.dtype.base_dtype,
                is_self_adjoint=True,
                is_positive_definite=True,
                assert_proper_shapes=validate_args,
            )
        return tf.linalg.LinearOperatorScaledIdentity(
            num_rows=size,
            multiplier=checked(multiplier),
            is_non_singular=True,
            is_self_adjoint=True,
            is_positive_definite=assert_positive,
            assert_proper_shapes=validate_args,
        )


def init_diag_scale(name, loc, scale_diag, scale_identity_multiplier):
    """`make_diag_scale` in the scope ``init`` of a distribution called `name`; and that scope."""
    values = [loc, scale_diag, scale_identity_multiplier]
    with tf.name_scope(name) as scope, tf.name_scope("init", values=values):
        scale = make_diag_scale(
            loc=loc, scale_diag=scale_diag, scale_identity_multiplier=scale_identity_multiplier
        )
    return scale, scope


def shapes_from_loc_and_scale(loc, scale, name="shapes_from_loc_and_scale"):
    """The batch shape and the event shape of ``loc + scale @ x``: `scale` is a linear operator."""
    with tf.name_scope(name, values=[loc, *scale.graph_parents]):
        event_size = scale.range_dimension_tensor()
        known_size = tf.get_static_value(event_size)
        if known_size is None:
            event_shape = event_size[tf.newaxis]
        else:
            event_shape = known_size.reshape([1])
        loc_size = None if loc is None else dimension_value(loc.shape[-1])
        if None not in (loc_size, known_size) and loc_size not in (1, known_size):
            # The sizes in TensorFlow 1's order, which is not that of its words.
            raise ValueError(
                f"Event size of 'scale' ({loc_size}) could not be broadcast up to that of "
                f"'loc' ({known_size})."
            )
        batch_shape = scale.batch_shape_tensor()
        if loc is None:
            return prefer_static_value(batch_shape), event_shape
        loc_batch_shape = loc.shape.with_rank_at_least(1)[:-1]
        if loc.shape.ndims is None or not loc_batch_shape.is_fully_defined():
            loc_batch_shape = tf.shape(loc)[:-1]
        else:
            loc_batch_shape = tf.convert_to_tensor(loc_batch_shape, name="loc_batch_shape")
        return prefer_static_broadcast_shape(batch_shape, loc_batch_shape), event_shape


def get_broadcast_shape(*tensors):
    """The shape that the tensors broadcast to: a list if it is known, else a tensor."""
    known = functools.reduce(tf.broadcast_static_shape, [t.shape for t in tensors])
    if known.is_fully_defined():
        return known.as_list()
    return functools.reduce(tf.broadcast_dynamic_shape, [tf.shape(t) for t in tensors])


def is_diagonal_scale(scale):
    """Whether the linear operator `scale` is a diagonal one."""
    if not isinstance(scale, tf.linalg.LinearOperator):
        raise TypeError(
            f"Expected argument 'scale' to be instance of LinearOperator. Found: {scale}"
        )
    kinds = (
        tf.linalg.LinearOperatorIdentity,
        tf.linalg.LinearOperatorScaledIdentity,
        tf.linalg.LinearOperatorDiag,
    )
    return isinstance(scale, kinds)


def scale_gram(scale):
    """``scale @ scale.T`` of a linear operator, dense."""
    return scale.matmul(scale.to_dense(), adjoint_arg=True)


def maybe_check_scalar_distribution(distribution, expected_base_dtype, validate_args):
    """Raises unless `distribution` is a single scalar; returns the checks for the session."""
    if distribution.dtype != expected_base_dtype:
        raise TypeError(
            f'dtype mismatch; distribution.dtype="{distribution.dtype.name}" is not '
            f'"{expected_base_dtype.name}"'
        )
    kind = distribution.reparameterization_type
    if validate_args and kind != tf.distributions.FULLY_REPARAMETERIZED:
        raise ValueError(
            "Base distribution should be reparameterized or be a function of non-trainable "
            f'variables; distribution.reparameterization_type = "{kind}" != '
            '"FULLY_REPARAMETERIZED".'
        )
    checks = []
    with tf.name_scope("check_distribution"):
        for name in ("is_scalar_event", "is_scalar_batch"):
            is_scalar = getattr(distribution, name)()
            known = static_value(is_scalar)
            message = f"distribution must be scalar; distribution.{name}=False is not True"
            if known is None and validate_args:
                checks.append(tf.assert_equal(is_scalar, True, message=message))
            elif known is not None and not known:
                raise ValueError(message)
    return checks


def pad_mixture_dimensions(x, mixture_distribution, categorical_distribution, event_ndims):
    """Reshapes `x`, one number a component, so that it broadcasts with the components' events."""
    with tf.name_scope("pad_mix_dims", values=[x]):
        batch_ndims, cat_ndims = (
            tf.shape(d.batch_shape_tensor())[0] if d.batch_shape.ndims is None
            else d.batch_shape.ndims
            for d in (mixture_distribution, categorical_distribution)
        )  # fmt: skip
        is_scalar = categorical_distribution.is_scalar_batch()
        ones = tf.where_v2(is_scalar, batch_ndims, batch_ndims - cat_ndims)
        s = tf.shape(x)
        shape = [
            s[:-1],
            tf.ones([ones], dtype=tf.int32),
            s[-1:],
            tf.ones([event_ndims], dtype=tf.int32),
        ]
        return tf.reshape(x, shape=tf.concat(shape, axis=0))


def move_dimension(x, source_idx, dest_idx):
    """`x` with its dimension `source_idx` moved to `dest_idx`; both are Python ints."""
    ndims = prefer_static_rank(x)
    source, dest = (i + ndims if i < 0 else i for i in (source_idx, dest_idx))
    if isinstance(ndims, int) or tf.get_static_value(ndims) is not None:
        order = [i for i in range(int(ndims)) if i != source]
        order.insert(int(dest), int(source))
        return x if source == dest else tf.transpose(x, perm=order)
    rest = tf.range(ndims - 1)
    rest = tf.where_v2(rest < source, rest, rest + 1)
    return tf.transpose(x, perm=tf.concat([rest[:dest], [source], rest[dest:]], axis=0))
