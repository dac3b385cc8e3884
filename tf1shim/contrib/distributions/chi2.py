"""The chi-squared distribution."""

import tf1shim as tf
from tf1shim.contrib.distributions.distribution_util import parameter, positive


class Chi2(tf.distributions.Gamma):
    """The chi-squared distribution with `df` degrees of freedom: ``Gamma(df / 2, 1 / 2)``.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...     print(sess.run(tf.contrib.distributions.Chi2(df=[2., 3.]).mean()))
    [2. 3.]
    """

    df = parameter("df", "The degrees of freedom.")

    def __init__(self, df, validate_args=False, allow_nan_stats=True, name="Chi2"):
        parameters = dict(locals())
        with tf.name_scope(name, values=[df]) as name:
            with positive(validate_args, df):
                self._df = tf.identity(df, name="df")
            super().__init__(
                concentration=0.5 * self._df,
                rate=tf.constant(0.5, dtype=self._df.dtype),
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters

    @staticmethod
    def _param_shapes(sample_shape):
        return {"df": tf.convert_to_tensor(sample_shape, dtype=tf.int32)}


class Chi2WithAbsDf(Chi2):
    """`Chi2` with ``floor(abs(df))`` degrees of freedom."""

    def __init__(self, df, validate_args=False, allow_nan_stats=True, name="Chi2WithAbsDf"):
        parameters = dict(locals())
        with tf.name_scope(name, values=[df]) as name:
            super().__init__(
                df=tf.floor(tf.abs(df, name="abs_df"), name="floor_abs_df"),
                validate_args=validate_args,
                allow_nan_stats=allow_nan_stats,
                name=name,
            )
        self._parameters = parameters
