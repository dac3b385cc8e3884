"""The Wishart distributions."""

import math

import numpy as np

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import (
    assert_symmetric,
    gen_new_seed,
    parameter,
    scale_gram,
    with_dependencies,
)
from tf1shim.graph import in_graph


class _WishartLinearOperator(tf.distributions.Distribution):
    """The Wishart distribution with the scale ``scale_operator @ scale_operator.T``."""

    df = parameter("df", "The degrees of freedom.")
    scale_operator = parameter("scale_operator", "The square root of the scale, an operator.")
    cholesky_input_output_matrices = parameter(
        "cholesky_input_output_matrices", "Whether samples and values are Cholesky factors."
    )
    dimension = parameter("dimension", "The size of the matrices, a float tensor.")

    def __init__(
        self,
        df,
        scale_operator,
        cholesky_input_output_matrices=False,
        validate_args=False,
        allow_nan_stats=True,
        name=None,
    ):
        parameters = dict(locals())
        self._cholesky_input_output_matrices = cholesky_input_output_matrices
        self._scale_operator = scale_operator
        with tf.name_scope(name) as name, tf.name_scope("init", values=[df]):
            dtype = scale_operator.dtype
            if not dtype.is_floating:
                raise TypeError(f"scale_operator.dtype={dtype} is not a floating-point type")
            if not scale_operator.is_square:
                raise ValueError("scale_operator must be square.")
            self._df = tf.convert_to_tensor(df, dtype=dtype, name="df")
            shape = scale_operator.shape
            size = None if shape.ndims is None else shape.as_list()[-1]
            if size is None:
                size = scale_operator.domain_dimension_tensor()
                self._dimension = tf.cast(size, dtype=dtype, name="dimension")
            else:
                self._dimension = tf.convert_to_tensor(size, dtype=dtype, name="dimension")
            self._check_df(validate_args)
        super().__init__(
            dtype=dtype,
            reparameterization_type=tf.distributions.FULLY_REPARAMETERIZED,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            parameters=parameters,
            graph_parents=[self._df, self._dimension, *scale_operator.graph_parents],
            name=name,
        )

    def _check_df(self, validate_args):
        message = (
            "Degrees of freedom (df = %s) cannot be less than dimension of scale matrix "
            "(scale.dimension = %s)"
        )
        df, dimension = tf.get_static_value(self._df), tf.get_static_value(self._dimension)
        if df is not None and dimension is not None:
            df = np.atleast_1d(df) if np.ndim(df) else [df]
            if np.any(np.asarray(df) < dimension):
                raise ValueError(message % (df, dimension))
        elif validate_args:
            message %= (self._dimension, self._df)
            check = tf.assert_less_equal(self._dimension, self._df, message=message)
            self._df = with_dependencies([check], self._df)

    @in_graph
    def scale(self):
        """The scale, or its factor if matrices are given as their Cholesky factors."""
        return self._as_given(self.scale_operator)

    def _as_given(self, operator):
        if self.cholesky_input_output_matrices:
            return operator.to_dense()
        return scale_gram(operator)

    def _event_shape_tensor(self):
        size = self.scale_operator.domain_dimension_tensor()
        return tf.stack([size, size])

    def _event_shape(self):
        size = self.scale_operator.domain_dimension
        return tf.TensorShape([size, size])

    def _batch_shape_tensor(self):
        return self.scale_operator.batch_shape_tensor()

    def _batch_shape(self):
        return self.scale_operator.batch_shape

    def _sample_n(self, n, seed):
        """Bartlett's decomposition: normal below the diagonal, the roots of gammas on it."""
        batch_shape, event_shape = self.batch_shape_tensor(), self.event_shape_tensor()
        ndims = tf.shape(batch_shape)[0] + 3
        shape = tf.concat([[n], batch_shape, event_shape], 0)
        x = tf.random_normal(shape=shape, dtype=self.dtype, seed=seed)
        df = self.df * tf.ones(self.scale_operator.batch_shape_tensor(), self.df.dtype.base_dtype)
        g = tf.random_gamma(
            shape=[n],
            alpha=self._multi_gamma_sequence(0.5 * df, self.dimension),
            beta=0.5,
            dtype=self.dtype,
            seed=gen_new_seed(seed, "wishart"),
        )
        x = tf.matrix_set_diag(tf.matrix_band_part(x, -1, 0), tf.sqrt(g))
        # The operator has the batch first: the samples become columns for it.
        x = tf.transpose(x, tf.concat([tf.range(1, ndims), [0]], 0))
        x = tf.reshape(x, tf.concat([batch_shape, [event_shape[0]], [-1]], 0))
        x = self.scale_operator.matmul(x)
        x = tf.reshape(x, tf.concat([batch_shape, event_shape, [n]], 0))
        x = tf.transpose(x, tf.concat([[ndims - 1], tf.range(0, ndims - 1)], 0))
        return x if self.cholesky_input_output_matrices else tf.matmul(x, x, adjoint_b=True)

    def _log_prob(self, x):
        root = x if self.cholesky_input_output_matrices else tf.cholesky(x)
        batch_shape, event_shape = self.batch_shape_tensor(), self.event_shape_tensor()
        ndims = tf.rank(root)
        sample_ndims = ndims - tf.shape(batch_shape)[0] - 2
        sample_shape = tf.strided_slice(tf.shape(root), [0], [sample_ndims])

        # The operator has the batch first: the samples become columns for it.
        perm = [tf.range(sample_ndims, ndims), tf.range(0, sample_ndims)]
        y = tf.transpose(root, tf.concat(perm, 0))
        size = tf.cast(self.dimension, dtype=tf.int32)
        y = tf.reshape(y, tf.concat((batch_shape, (size, -1)), 0))
        y = self.scale_operator.solve(y)
        y = tf.reshape(y, tf.concat([batch_shape, event_shape, sample_shape], 0))
        perm = [tf.range(ndims - sample_ndims, ndims), tf.range(0, ndims - sample_ndims)]
        y = tf.transpose(y, tf.concat(perm, 0))

        trace = tf.reduce_sum(tf.square(y), axis=[-2, -1])
        half_log_det = tf.reduce_sum(tf.log(tf.matrix_diag_part(root)), axis=[-1])
        log_prob = (
            (self.df - self.dimension - 1.0) * half_log_det - 0.5 * trace - self.log_normalization()
        )
        if x.shape.ndims is not None:
            log_prob.set_shape(x.shape[:-2])
        return log_prob

    def _prob(self, x):
        return tf.exp(self._log_prob(x))

    def _entropy(self):
        half_dp1, half_df = 0.5 * self.dimension + 0.5, 0.5 * self.df
        return (
            self.dimension * (half_df + half_dp1 * math.log(2.0))
            + 2 * half_dp1 * self.scale_operator.log_abs_determinant()
            + self._multi_lgamma(half_df, self.dimension)
            + (half_dp1 - half_df) * self._multi_digamma(half_df, self.dimension)
        )

    def _mean(self):
        if self.cholesky_input_output_matrices:
            return tf.sqrt(self.df) * self.scale_operator.to_dense()
        return self.df * scale_gram(self.scale_operator)

    def _variance(self):
        x = tf.sqrt(self.df) * scale_gram(self.scale_operator)
        d = tf.expand_dims(tf.matrix_diag_part(x), -1)
        v = tf.square(x) + tf.matmul(d, d, adjoint_b=True)
        return tf.cholesky(v) if self.cholesky_input_output_matrices else v

    def _stddev(self):
        if self.cholesky_input_output_matrices:
            raise ValueError(
                "Computing std. dev. when is cholesky_input_output_matrices=True does not make "
                "sense."
            )
        return tf.cholesky(self.variance())

    def _mode(self):
        s = self.df - self.dimension - 1.0
        nan = tf.constant(float("NaN"), dtype=self.dtype, name="nan")
        s = tf.where_v2(tf.less(s, 0.0), nan, s)
        return (tf.sqrt(s) if self.cholesky_input_output_matrices else s) * self._as_given(
            self.scale_operator
        )

    @in_graph
    def mean_log_det(self, name="mean_log_det"):
        """The mean of the logarithm of the determinant."""
        with self._name_scope(name):
            return (
                self._multi_digamma(0.5 * self.df, self.dimension)
                + self.dimension * math.log(2.0)
                + 2 * self.scale_operator.log_abs_determinant()
            )

    @in_graph
    def log_normalization(self, name="log_normalization"):
        """The logarithm of what the unnormalized density is divided by."""
        with self._name_scope(name):
            return (
                self.df * self.scale_operator.log_abs_determinant()
                + 0.5 * self.df * self.dimension * math.log(2.0)
                + self._multi_lgamma(0.5 * self.df, self.dimension)
            )

    def _multi_gamma_sequence(self, a, p, name="multi_gamma_sequence"):
        """``a, a - 1/2, a - 1, ...``, `p` of them, along a last dimension."""
        with self._name_scope(name, values=[a, p]):
            start = tf.constant(0.0, dtype=self.dtype)
            steps = tf.raw_ops.LinSpace(start=start, stop=0.5 - 0.5 * p, num=tf.cast(p, tf.int32))
            return steps + tf.expand_dims(a, [-1])

    def _multi_lgamma(self, a, p, name="multi_lgamma"):
        with self._name_scope(name, values=[a, p]):
            seq = self._multi_gamma_sequence(a, p)
            constant = 0.25 * p * (p - 1.0) * math.log(math.pi)
            return constant + tf.reduce_sum(tf.lgamma(seq), axis=[-1])

    def _multi_digamma(self, a, p, name="multi_digamma"):
        with self._name_scope(name, values=[a, p]):
            return tf.reduce_sum(tf.digamma(self._multi_gamma_sequence(a, p)), axis=[-1])


def _lower_triangular(tril):
    return tf.linalg.LinearOperatorLowerTriangular(
        tril=tril, is_non_singular=True, is_positive_definite=True, is_square=True
    )


class WishartCholesky(_WishartLinearOperator):
    """The Wishart distribution whose scale has the Cholesky factor `scale`.

    >>> import tf1shim as tf
    >>> wishart = tf.contrib.distributions.WishartCholesky(df=4., scale=[[1., 0.], [1., 1.]])
    >>> with tf.Session() as sess:
    ...     print(sess.run(wishart.mean()))
    [[4. 4.]
     [4. 8.]]

    Args: `cholesky_input_output_matrices`: samples, values and moments are Cholesky factors too.

    Raises: ValueError if `df` is less than the size of `scale`.
    """

    def __init__(
        self,
        df,
        scale,
        cholesky_input_output_matrices=False,
        validate_args=False,
        allow_nan_stats=True,
        name="WishartCholesky",
    ):
        parameters = dict(locals())
        with tf.name_scope(name, values=[scale]) as name:
            with tf.name_scope("init", values=[scale]):
                scale = tf.convert_to_tensor(scale)
                if validate_args:
                    shape = tf.shape(scale)
                    checks = [
                        tf.assert_positive(
                            tf.matrix_diag_part(scale), message="scale must be positive definite"
                        ),
                        tf.assert_equal(shape[-1], shape[-2], message="scale must be square"),
                    ]
                    scale = with_dependencies(checks, scale)
            super().__init__(
                df=df,
                scale_operator=_lower_triangular(scale),
                cholesky_input_output_matrices=cholesky_input_output_matrices,
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters


class WishartFull(_WishartLinearOperator):
    """The Wishart distribution with the scale `scale`; see `WishartCholesky`.

    >>> import tf1shim as tf
    >>> wishart = tf.contrib.distributions.WishartFull(df=4., scale=[[1., 1.], [1., 2.]])
    >>> with tf.Session() as sess:
    ...     print(sess.run(wishart.mean()).round(3))
    [[4. 4.]
     [4. 8.]]

    The session fails if `scale` is not positive definite.
    """

    def __init__(
        self,
        df,
        scale,
        cholesky_input_output_matrices=False,
        validate_args=False,
        allow_nan_stats=True,
        name="WishartFull",
    ):
        parameters = dict(locals())
        with tf.name_scope(name) as name, tf.name_scope("init", values=[scale]):
            scale = tf.convert_to_tensor(scale)
            if validate_args:
                scale = assert_symmetric(scale)
            root = tf.cholesky(scale)
            checks = [tf.assert_positive(tf.matrix_diag_part(root))] if validate_args else []
            root = with_dependencies(checks, root)
        super().__init__(
            df=df,
            scale_operator=_lower_triangular(root),
            cholesky_input_output_matrices=cholesky_input_output_matrices,
            validate_args=validate_args,
            allow_nan_stats=allow_nan_stats,
            name=name,
        )
        self._parameters = parameters
