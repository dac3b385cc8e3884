"""``tf.distributions`` and the distributions of scalars in ``tf.contrib.distributions``."""

import re

from conformance.goldens.cases import Table
from conformance.goldens.tables._distributions import asked, everything, f32, parameters, shapes

table = Table(__name__)

SMALL = f32([0.1, 0.6])
COUNTS = f32([0.0, 3.0])
REALS = f32([[-1.5, 0.25], [0.0, 2.0]])
POSITIVE = f32([[0.5, 1.25], [3.0, 0.75]])

# The class, its parameters, values, and whether it has quantiles.
SCALARS = {
    "Bernoulli": (dict(probs=f32(0.3, 0.6)), f32(0.0, 1.0), None),
    "Beta": (dict(concentration1=f32(1.5, 2.0), concentration0=f32(2.5, 3.0)), SMALL, None),
    "BetaWithSoftplusConcentration": (
        dict(concentration1=f32(1.5, 2.0), concentration0=f32(2.5, 3.0)), SMALL, None),
    "Binomial": (dict(total_count=f32(4.0, 5.0), probs=f32(0.3, 0.6)), COUNTS, None),
    "Cauchy": (dict(loc=f32(0.0, 1.0), scale=f32(1.0)), REALS, SMALL),
    "Chi2": (dict(df=f32(2.5, 4.0)), POSITIVE, None),
    "Chi2WithAbsDf": (dict(df=f32(-3.5, 4.0)), POSITIVE, None),
    "Deterministic": (dict(loc=f32(0.25, 3.0), atol=0.5), REALS, None),
    "Exponential": (dict(rate=f32(0.5, 2.0)), POSITIVE, SMALL),
    "ExponentialWithSoftplusRate": (dict(rate=f32(0.5, 2.0)), POSITIVE, SMALL),
    "Gamma": (dict(concentration=f32(0.5, 2.0), rate=f32(2.0)), POSITIVE, None),
    "GammaWithSoftplusConcentrationRate": (
        dict(concentration=f32(0.5, 2.0), rate=f32(2.0)), POSITIVE, None),
    "Geometric": (dict(probs=f32(0.3, 0.6)), COUNTS, None),
    "HalfNormal": (dict(scale=f32(1.0, 2.0)), REALS, SMALL),
    "InverseGamma": (dict(concentration=f32(1.5, 3.0), rate=f32(2.0)), POSITIVE, None),
    "InverseGammaWithSoftplusConcentrationRate": (
        dict(concentration=f32(1.5, 3.0), rate=f32(2.0)), POSITIVE, None),
    "Kumaraswamy": (dict(concentration1=f32(1.5, 2.0), concentration0=f32(2.5, 0.5)), SMALL, SMALL),
    "Laplace": (dict(loc=f32(0.0, 1.0), scale=f32(1.0)), REALS, SMALL),
    "LaplaceWithSoftplusScale": (dict(loc=f32(0.0, 1.0), scale=f32(1.0)), REALS, SMALL),
    "Logistic": (dict(loc=f32(0.0, 1.0), scale=f32(1.0, 0.5)), REALS, None),
    "NegativeBinomial": (dict(total_count=f32(4.0, 0.5), logits=f32(0.3, -0.6)), COUNTS, None),
    "Normal": (dict(loc=f32(0.0, 1.0), scale=f32(1.0, 0.5)), REALS, SMALL),
    "NormalWithSoftplusScale": (dict(loc=f32(0.0, 1.0), scale=f32(1.0, 0.5)), REALS, SMALL),
    "Poisson": (dict(rate=f32(0.5, 2.5)), COUNTS, None),
    "PoissonLogNormalQuadratureCompound": (
        dict(loc=f32(0.0, 0.5), scale=f32(1.0, 0.5), quadrature_size=4), COUNTS, None),
    "RelaxedBernoulli": (dict(temperature=f32(0.5), logits=f32(0.3, -0.6)), SMALL, None),
    "SinhArcsinh": (dict(loc=f32(0.0, 1.0), scale=f32(1.0), skewness=f32(0.5)), REALS, SMALL),
    "StudentT": (dict(df=f32(3.5, 4.0), loc=f32(0.0, 1.0), scale=f32(1.5)), COUNTS, None),
    "StudentTWithAbsDfSoftplusScale": (
        dict(df=f32(-3.5, 4.0), loc=f32(0.0, 1.0), scale=f32(1.5)), COUNTS, None),
    "Uniform": (dict(low=f32(0.0, -1.0), high=f32(2.0)), SMALL, None),
}  # fmt: skip

# Their samples have no gradients: RandomPoisson has none.
POISSON = ("NegativeBinomial", "Poisson", "PoissonLogNormalQuadratureCompound")

UNKNOWN = (
    "Bernoulli Binomial Cauchy Chi2 Deterministic Gamma Geometric HalfNormal InverseGamma Logistic "
    "NegativeBinomial Normal Poisson RelaxedBernoulli StudentT Uniform"
).split()


def add(name, program, **how):
    """Adds a case of that name."""
    program.__name__ = name
    table.case(**how)(program)


def scalar(name, how, **options):
    """The program that asks a distribution everything."""
    values, x, quantiles = SCALARS[name]

    def program(tf):
        kind = getattr(tf.contrib.distributions, name)
        made = parameters(tf, values, how)
        samples = None if how == "variable" and name in POISSON else (2,)
        return everything(tf, kind(**dict(made, **options)), x, quantiles, samples)

    return program


for _name in sorted(SCALARS):
    add(_name, scalar(_name, "variable"))
    if _name in UNKNOWN:
        add(_name + "_of_unknown_shape", scalar(_name, "unknown"))
    if _name != "PoissonLogNormalQuadratureCompound":
        add(_name + "_validated", scalar(_name, "constant", validate_args=True))


def of_logits(kind, **others):
    def program(tf):
        d = getattr(tf.contrib.distributions, kind)(logits=f32(0.3, -1.5), **others)
        return {
            "mean": asked(d.mean),
            "probs": d.probs,
            "logits": d.logits,
            "log_prob": d.log_prob(1.0),
        }

    return program


add("Geometric_of_logits", of_logits("Geometric"))
add("Binomial_of_logits", of_logits("Binomial", total_count=3.0))
add("RelaxedBernoulli_of_logits", of_logits("RelaxedBernoulli", temperature=0.5))


@table.case
def Poisson_of_log_rate(tf):
    d = tf.contrib.distributions.Poisson(log_rate=f32(0.3, -1.5))
    return {"rate": d.rate, "log_rate": d.log_rate, "log_prob": d.log_prob(2.0)}


@table.case
def Normal_of_tf_distributions(tf):
    d = tf.distributions.Normal(loc=f32(0.0, 1.0), scale=2.0, name="mine")
    return dict(
        shapes(tf, d),
        sample=d.sample([3, 2], seed=3),
        kl=tf.distributions.kl_divergence(d, tf.distributions.Normal(1.0, 1.0)),
        cross_entropy=d.cross_entropy(tf.distributions.Normal(1.0, 1.0)),
        copy=d.copy(scale=3.0).stddev(),
        same=tf.contrib.distributions.Normal is tf.distributions.Normal,
        param_shapes=tf.distributions.Normal.param_shapes([3, 4]),
        static=str(sorted(tf.distributions.Normal.param_static_shapes([3, 4]).items())),
        text=repr(d),
    )


PAIRS = {
    "Bernoulli": (dict(probs=f32(0.3, 0.6)), dict(probs=f32(0.5))),
    "Beta": (
        dict(concentration1=1.5, concentration0=2.0), dict(concentration1=1.0, concentration0=1.0)),
    "Categorical": (dict(logits=f32([0.3, 0.6])), dict(logits=f32([0.5, 0.0]))),
    "Dirichlet": (dict(concentration=f32(1.0, 2.0)), dict(concentration=f32(2.0, 2.0))),
    "Gamma": (dict(concentration=1.5, rate=2.0), dict(concentration=1.0, rate=1.0)),
    "Normal": (dict(loc=1.5, scale=2.0), dict(loc=1.0, scale=1.0)),
    "OneHotCategorical": (dict(logits=f32([0.3, 0.6])), dict(logits=f32([0.5, 0.0]))),
    "MultivariateNormalDiag": (
        dict(loc=f32([0.3, 0.6]), scale_diag=f32(1.0, 2.0)), dict(loc=f32([0.5, 0.0]))),
    "MultivariateNormalTriL": (
        dict(loc=f32([0.3, 0.6]), scale_tril=f32([1.0, 0.0], [0.5, 2.0])),
        dict(loc=f32([0.5, 0.0]), scale_tril=f32([3.0, 0.0], [0.5, 1.0]))),
    "Laplace": (dict(loc=1.5, scale=2.0), dict(loc=1.0, scale=1.0)),
    "Poisson": (dict(rate=1.5), dict(rate=2.0)),
}  # fmt: skip


def divergence(name, checked):
    """The divergences of two distributions of a kind, every way to ask."""

    def program(tf):
        tfd = tf.contrib.distributions
        a, b = (
            getattr(tfd, name)(allow_nan_stats=not checked, **parameters(tf, p, "variable"))
            if i == 0
            else getattr(tfd, name)(**p)
            for i, p in enumerate(PAIRS[name])
        )
        return {
            "kl": asked(lambda: tfd.kl_divergence(a, b, allow_nan_stats=not checked)),
            "method": asked(lambda: a.kl_divergence(b)),
            "cross_entropy": asked(lambda: a.cross_entropy(b)),
        }

    return program


for _name in sorted(PAIRS):
    add("kl_of_" + _name, divergence(_name, False))
add("kl_checked", divergence("Normal", True))


@table.case
def kl_of_mvns(tf):
    tfd = tf.contrib.distributions
    a = tfd.MultivariateNormalDiag(f32(0.5, 1.0), f32(1.0, 2.0))
    b = tfd.MultivariateNormalFullCovariance(f32(0.0, 1.0), f32([2.0, 0.5], [0.5, 1.0]))
    return {"ab": a.kl_divergence(b), "ba": b.kl_divergence(a)}


@table.case
def kl_of_another_kind(tf):
    return tf.contrib.distributions.Logistic(0.0, 1.0).kl_divergence(
        tf.distributions.Normal(0.0, 1.0)
    )


@table.case
def kl_registered(tf):
    tfd = tf.contrib.distributions

    class Mine(tfd.Normal):
        pass

    @tfd.RegisterKL(Mine, tfd.Logistic)
    def _kl(a, b, name=None):
        return a.loc - b.loc

    try:
        tfd.RegisterKL(Mine, tfd.Logistic)(_kl)
    except ValueError as error:
        text = str(error).split(" <")[0]
    return {"kl": Mine(3.0, 1.0).kl_divergence(tfd.Logistic(1.0, 1.0)), "again": text}


@table.case
def own_distribution(tf):
    tfd = tf.contrib.distributions

    class Half(tfd.Distribution):
        def __init__(self, scale, validate_args=False, name="Half"):
            parameters = dict(locals())
            with tf.name_scope(name, values=[scale]) as name:
                self._scale = tf.identity(scale, name="scale")
            super(Half, self).__init__(
                dtype=self._scale.dtype,
                reparameterization_type=tfd.NOT_REPARAMETERIZED,
                validate_args=validate_args,
                allow_nan_stats=True,
                parameters=parameters,
                graph_parents=[self._scale],
                name=name,
            )

        def _batch_shape(self):
            return self._scale.shape

        def _batch_shape_tensor(self):
            return tf.shape(self._scale)

        def _event_shape(self):
            return tf.TensorShape([])

        def _event_shape_tensor(self):
            return tf.constant([], tf.int32)

        def _log_prob(self, x):
            return -x * self._scale

        def _sample_n(self, n, seed=None):
            """Of ones."""
            return tf.ones([n, 2]) * self._scale

        def _mean(self):
            """Documented."""
            return self._scale

    return everything(tf, Half(f32(1.0, 2.0)), REALS, samples=(2, 3))


@table.case
def Gumbel_by_a_bijector(tf):
    tfd = tf.contrib.distributions
    gumbel = tfd.bijectors.Gumbel(loc=f32(0.0, 1.0), scale=2.0)
    d = tfd.TransformedDistribution(
        tfd.Uniform(f32(0.0, 0.0), 1.0), tfd.bijectors.Invert(gumbel), name="Gumbel")  # fmt: skip
    return everything(tf, d, REALS)


@table.case
def transformed_scalars(tf):
    tfd = tf.contrib.distributions
    d = tfd.TransformedDistribution(tfd.Normal(f32(0.0, 1.0), 1.0), tfd.bijectors.Exp())
    return everything(tf, d, POSITIVE, SMALL)


@table.case
def transformed_to_vectors(tf):
    tfd = tf.contrib.distributions
    affine = tfd.bijectors.Affine(shift=f32(1.0, 2.0, 3.0), scale_diag=f32(1.0, 2.0, 0.5))
    d = tfd.TransformedDistribution(tfd.Normal(0.0, 1.0), affine, event_shape=[3], name="moved")
    return everything(tf, d, f32([[0.5, 1.0, 2.0], [3.0, 0.0, 1.0]]))


@table.case
def transformed_with_a_rotation(tf):
    tfd = tf.contrib.distributions
    double = tfd.bijectors.AffineScalar(scale=2.0)
    d = tfd.TransformedDistribution(tfd.Normal(f32(0.0, 1.0), 1.0), double, event_shape=[3])
    return everything(tf, d, f32([[0.5, 1.0, 2.0], [3.0, 0.0, 1.0]]))


@table.case
def transformed_batch(tf):
    tfd = tf.contrib.distributions
    double = tfd.bijectors.AffineScalar(scale=2.0)
    d = tfd.TransformedDistribution(tfd.Normal(0.0, 1.0), double, [2], [3])
    return everything(tf, d, f32([[0.5, 1.0, 2.0], [3.0, 0.0, 1.0]]))


@table.case
def transformed_of_unknown_shape(tf):
    tfd = tf.contrib.distributions
    shape = tf.placeholder_with_default([3], shape=[None])
    batch = tf.placeholder_with_default([], shape=[None])
    loc = tf.placeholder_with_default(f32(0.0, 1.0), shape=None)
    d = tfd.TransformedDistribution(
        tfd.Normal(loc, 1.0), tfd.bijectors.AffineScalar(scale=2.0),
        batch_shape=tf.cast(batch, tf.int32), event_shape=shape, validate_args=True)  # fmt: skip
    x = f32([[0.5, 1.0, 2.0], [3.0, 0.0, 1.0]])
    return {"log_prob": d.log_prob(x), "prob": d.prob(x), "sample": d.sample(2, seed=4)}


@table.case
def transformed_by_a_bijector_that_is_not_injective(tf):
    tfd = tf.contrib.distributions
    d = tfd.TransformedDistribution(tfd.Normal(0.5, 1.0), tfd.bijectors.AbsoluteValue())
    return everything(tf, d, POSITIVE, SMALL)


@table.case
def transformed_by_nothing(tf):
    d = tf.contrib.distributions.TransformedDistribution(tf.distributions.Normal(0.5, 1.0))
    return everything(tf, d, REALS, SMALL)


def quantized(kind, **bounds):
    def program(tf):
        tfd = tf.contrib.distributions
        base = {
            "Uniform": lambda: tfd.Uniform(f32(0.0, 1.0), 6.0),
            "Logistic": lambda: tfd.Logistic(f32(2.0, 1.0), 1.5),
            "Exponential": lambda: tfd.Exponential(f32(0.5, 0.25)),
            "LogNormal": lambda: tfd.TransformedDistribution(
                tfd.Normal(f32(0.5, 1.0), 1.0), tfd.bijectors.Exp()),
        }[kind]()  # fmt: skip
        d = tfd.QuantizedDistribution(base, **bounds)
        return everything(tf, d, f32([[1.0, 2.0], [0.0, 5.0], [6.0, 3.0]]))

    return program


add("quantized_uniform", quantized("Uniform", validate_args=True))
add("quantized_logistic", quantized("Logistic", low=0.0, high=5.0))
add("quantized_exponential", quantized("Exponential", low=1.0, name="steps"))
add("quantized_log_normal", quantized("LogNormal", high=f32(5.0, 4.0), validate_args=True))


@table.case
def quantized_mixture_of_logistics(tf):
    tfd = tf.contrib.distributions
    logistics = tfd.QuantizedDistribution(
        tfd.TransformedDistribution(
            tfd.Logistic(f32([1.0, 2.0, 4.0]), 0.5), tfd.bijectors.AffineScalar(shift=-0.5)),
        low=0.0, high=7.0)  # fmt: skip
    d = tfd.MixtureSameFamily(tfd.Categorical(logits=f32(0.1, 0.2, 0.3)), logistics)
    return {"log_prob": d.log_prob(f32([0.0, 3.0, 7.0]))}


@table.case(gradients=False)
def moving_statistics(tf):
    tfd = tf.contrib.distributions
    value = tf.constant(f32(1.0, 3.0))
    mean, variance = tfd.moving_mean_variance(value, decay=0.75)
    log_mean = tf.get_variable("log_mean", initializer=f32(0.5, 0.25))
    return {
        "mean": mean,
        "variance": variance,
        "log_mean": tfd.assign_log_moving_mean_exp(log_mean, f32(1.0, 2.0), 0.5),
    }


@table.case(gradients=False)
def moving_statistics_of_own_variables(tf):
    mean = tf.get_variable("mean", initializer=f32(0.5, 0.25))
    variance = tf.get_variable("variance", initializer=f32(1.5, 0.25))
    moved = tf.contrib.distributions.assign_moving_mean_variance(
        mean, variance, f32(1.0, 2.0), 0.5, name="moved"
    )
    return dict(zip(("mean", "variance"), moved))


@table.case
def conjugates(tf):
    tfd = tf.contrib.distributions
    prior = tfd.Normal(f32(0.5, 1.0), 2.0)
    s = tf.constant(f32(3.0, 4.0))
    posterior = tfd.normal_conjugates_known_scale_posterior(prior, 1.5, s, 4)
    predictive = tfd.normal_conjugates_known_scale_predictive(prior, 1.5, s, 4)
    return {
        "posterior": [posterior.mean(), posterior.stddev()],
        "predictive": [predictive.mean(), predictive.stddev()],
        "no_normal": asked(
            lambda: tfd.normal_conjugates_known_scale_posterior(tfd.Logistic(0.0, 1.0), 1.0, s, 2)
        ),
        "dtype": asked(
            lambda: tfd.normal_conjugates_known_scale_posterior(prior, 1.0, tf.constant(1), 2)
        ),
    }


def percentiles(**options):
    def program(tf):
        x = f32([[1.0, 5.0, 2.0], [4.0, 3.0, 0.5]])
        percentile = tf.contrib.distributions.percentile
        return {str(q): percentile(x, q, **options) for q in (0.0, 30.0, 50.0, 100.0)}

    return program


add("percentile", percentiles())
add("percentile_lower", percentiles(interpolation="lower", axis=1))
add("percentile_higher", percentiles(interpolation="higher", axis=[0], keep_dims=True))
add("percentile_of_all", percentiles(axis=[0, -1], keep_dims=True, validate_args=True, name="p"))
add("percentile_keeping_dims", percentiles(keep_dims=True))
add("percentile_of_no_axis", percentiles(axis=2))
add("percentile_of_no_negative_axis", percentiles(axis=[-3]))


@table.case
def percentile_of_partly_known_shape(tf):
    x = tf.placeholder_with_default(f32([[1.0, 5.0, 2.0], [4.0, 3.0, 0.5]]), [None, 3])
    return {
        "rows": tf.contrib.distributions.percentile(x, 40.0, axis=1),
        "columns": tf.contrib.distributions.percentile(x, 40.0, axis=0),
    }


def correlations(shape=None, **options):
    def program(tf):
        x = f32([[1.0, 5.0, 2.0, 3.0, 0.5], [4.0, 3.0, 0.5, 2.0, 2.5]])
        x = x if shape is None else tf.placeholder_with_default(x, shape)
        return tf.contrib.distributions.auto_correlation(x, **options)

    return program


add("auto_correlation", correlations())
add("auto_correlation_of_lags", correlations(max_lags=2, center=False))
add("auto_correlation_of_rows", correlations(axis=0, normalize=False, name="rows"))
add("auto_correlation_of_unknown_shape", correlations([2, None], max_lags=3))


@table.case
def auto_correlation_of_integers(tf):
    return tf.contrib.distributions.auto_correlation([1, 2, 3])


@table.case
def seed_stream(tf):
    first = tf.contrib.distributions.SeedStream(3, salt="a")
    second = tf.contrib.distributions.SeedStream(first, salt="b")
    return {
        "seeds": [first(), first(), second()],
        "none": tf.contrib.distributions.SeedStream(None, salt="a")(),
        "original": second.original_seed,
        "salt": second.salt,
    }


@table.case
def quadratures(tf):
    tfd = tf.contrib.distributions
    loc, scale = tf.constant(f32(0.0, 1.0)), tf.constant(f32(1.0, 0.5))
    return {
        "hermite": tfd.quadrature_scheme_lognormal_gauss_hermite(loc, scale, 3),
        "quantiles": tfd.quadrature_scheme_lognormal_quantiles(loc, scale, 3),
        "softmax": tfd.quadrature_scheme_softmaxnormal_quantiles(loc[:1], scale[:1], 3),
    }


@table.case
def quadrature_by_hermite(tf):
    tfd = tf.contrib.distributions
    d = tfd.PoissonLogNormalQuadratureCompound(
        f32(0.0, 0.5), 1.0, 4, tfd.quadrature_scheme_lognormal_gauss_hermite
    )
    return d.log_prob(2.0)


@table.case
def utilities(tf):
    tfd = tf.contrib.distributions
    x = f32([0.1, 1.0, 2.0, -1.0, 3.0, 0.5])
    matrix = f32([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0], [7.0, 8.0, 9.0]])
    return {
        "fill": tfd.fill_triangular(x),
        "upper": tfd.fill_triangular(x, upper=True),
        "inverse": tfd.fill_triangular_inverse(matrix),
        "inverse_upper": tfd.fill_triangular_inverse(matrix, upper=True),
        "diag_transform": tfd.matrix_diag_transform(matrix, tf.nn.softplus),
        "no_transform": tfd.matrix_diag_transform(matrix),
        "logsumexp": tfd.reduce_weighted_logsumexp(x, w=f32(1.0, -1.0, 1.0, 1.0, 0.5, -2.0)),
        "signs": tfd.reduce_weighted_logsumexp(
            matrix, w=matrix - 4.0, axis=1, keep_dims=True, return_sign=True
        ),
        "unweighted": tfd.reduce_weighted_logsumexp(matrix, axis=0, return_sign=True),
        "softplus_inverse": tfd.softplus_inverse(f32(1e-9, 0.5, 1.0, 50.0)),
        "tridiag": tfd.tridiag(f32(1.0, 2.0), f32(3.0, 4.0, 5.0), f32(6.0, 7.0)),
        "below": tfd.tridiag(below=f32(1.0, 2.0)),
    }


MISUSE = {
    "no_triangle": lambda tfd: tfd.fill_triangular(f32(1.0, 2.0)),
    "no_diagonal": lambda tfd: tfd.tridiag(),
    "probs_and_logits": lambda tfd: tfd.Bernoulli(probs=0.5, logits=0.0),
    "neither_probs_nor_logits": lambda tfd: tfd.Geometric(),
    "logits_of_integers": lambda tfd: tfd.Binomial(3.0, logits=1),
    "rate_and_log_rate": lambda tfd: tfd.Poisson(rate=1.0, log_rate=0.0),
    "rate_of_integers": lambda tfd: tfd.Poisson(rate=1),
    "log_rate_of_integers": lambda tfd: tfd.Poisson(log_rate=1),
    "mixed_dtypes": lambda tfd: tfd.Cauchy(0.0, f32(1.0).astype("float64")),
    "integer_location": lambda tfd: tfd.Logistic(0, 1),
    "undefined_mean": lambda tfd: tfd.Cauchy(0.0, 1.0, allow_nan_stats=False).mean(),
    "percentile_of_a_vector": lambda tfd: tfd.percentile(f32(1.0, 2.0), f32(1.0, 2.0)),
    "value_of_another_dtype": lambda tfd: tfd.InverseGamma(1.0, 1.0).cdf(
        f32(1.0).astype("float64")),
    "override_of_a_batch": lambda tfd: tfd.TransformedDistribution(
        tfd.Normal(f32(0.0, 1.0), 1.0), batch_shape=[2]),
    "override_of_nothing": lambda tfd: tfd.TransformedDistribution(
        tfd.Normal(0.0, 1.0), event_shape=[0]),
    "override_by_a_number": lambda tfd: tfd.TransformedDistribution(
        tfd.Normal(0.0, 1.0), event_shape=3),
    "quantized_of_mixed_dtypes": lambda tfd: tfd.QuantizedDistribution(
        tfd.Normal(0.0, 1.0), low=f32(1.0).astype("float64")),
    "skewed_vectors": lambda tfd: tfd.SinhArcsinh(
        0.0, 1.0, distribution=tfd.Normal(f32(0.0, 1.0), 1.0)),
    "skewed_other_dtype": lambda tfd: tfd.SinhArcsinh(
        0.0, 1.0, distribution=tfd.Normal(f32(0.0).astype("float64"), f32(1.0).astype("float64"))),
    "skewed_not_reparameterized": lambda tfd: tfd.SinhArcsinh(
        0.0, 1.0, distribution=tfd.Poisson(1.0), validate_args=True),
}  # fmt: skip

for _name in sorted(MISUSE):
    # TensorFlow 2 mended a word in the text of one.
    add(
        "misuse_" + _name,
        lambda tf, fn=MISUSE[_name]: fn(tf.contrib.distributions),
        same_text=_name != "skewed_not_reparameterized",
    )


# What fails in the session: the distribution and its method, of numbers that are not known before.
CHECKS = {
    "Cauchy": (lambda tfd, x: tfd.Cauchy(0.0, x(-1.0), validate_args=True).mode()),
    "Geometric": (lambda tfd, x: tfd.Geometric(probs=0.5, validate_args=True).log_prob(x(0.5))),
    "Poisson": (lambda tfd, x: tfd.Poisson(1.0, validate_args=True).log_prob(x(-1.0))),
    "Binomial": (
        lambda tfd, x: tfd.Binomial(2.0, probs=0.5, validate_args=True).log_prob(x(3.0))),
    "InverseGamma": (lambda tfd, x: tfd.InverseGamma(x(0.5), 1.0, allow_nan_stats=False).mean()),
    "Kumaraswamy": (lambda tfd, x: tfd.Kumaraswamy(x(0.5), 1.0, allow_nan_stats=False).mode()),
    "Deterministic": (
        lambda tfd, x: tfd.Deterministic(1.0, atol=x(-1.0), validate_args=True).prob(1.0)),
    "Quantized": (
        lambda tfd, x: tfd.QuantizedDistribution(
            tfd.Normal(0.0, 1.0), validate_args=True).prob(x(0.5))),
    "RelaxedBernoulli": (
        lambda tfd, x: tfd.RelaxedBernoulli(x(-1.0), 0.5, validate_args=True).sample()),
}  # fmt: skip


def checked(make):
    """In which words the session refuses."""

    def program(tf):
        tensor = make(
            tf.contrib.distributions, lambda number: tf.placeholder_with_default(number, shape=[])
        )
        with tf.Session() as sess:
            try:
                sess.run(tensor)
            except tf.errors.InvalidArgumentError as error:
                text = re.search(r"assertion failed: \[([^\]]*)\]", str(error)).group(1)
                return {"refused": text.rstrip(". ")}  # TensorFlow 2 ends the sentence.
        return {"refused": None}

    return program


for _name in sorted(CHECKS):
    add("checked_" + _name, checked(CHECKS[_name]))
