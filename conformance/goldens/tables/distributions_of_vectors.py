"""The distributions of vectors and matrices, and those made of others, in contrib."""

import numpy as np

from conformance.goldens.cases import Table
from conformance.goldens.tables._distributions import asked, everything, f32, parameters

table = Table(__name__)

LOGITS = f32([0.3, -0.5, 1.0])
ONE_HOT = np.array([[0, 1, 0], [1, 0, 0]], np.int32)
SIMPLEX = f32([[0.2, 0.3, 0.5], [0.6, 0.3, 0.1]])
PAIRS = f32([[0.5, -1.0], [2.0, 0.25]])
TRIL = f32([1.5, 0.0], [0.5, 2.0])
FULL = f32([2.0, 0.5], [0.5, 1.0])
MATRICES = f32([[2.0, 0.5], [0.5, 1.0]])

# The class, its parameters, and values.
VECTORS = {
    "Categorical": (dict(logits=LOGITS), np.array([0, 2], np.int32)),
    "Dirichlet": (dict(concentration=f32(1.5, 2.0, 3.0)), SIMPLEX),
    "DirichletMultinomial": (
        dict(total_count=f32(2.0), concentration=f32(1.5, 2.0, 3.0)), f32([1.0, 1.0, 0.0])),
    "ExpRelaxedOneHotCategorical": (dict(temperature=f32(0.5), logits=LOGITS), np.log(SIMPLEX)),
    "Multinomial": (dict(total_count=f32(2.0), logits=LOGITS), f32([1.0, 1.0, 0.0])),
    "MultivariateNormalDiag": (dict(loc=f32(0.5, 1.0), scale_diag=f32(1.0, 2.0)), PAIRS),
    "MultivariateNormalDiagPlusLowRank": (
        dict(loc=f32(0.5, 1.0), scale_diag=f32(1.0, 2.0), scale_perturb_factor=f32([0.5], [0.25]),
             scale_perturb_diag=f32([0.75])), PAIRS),
    "MultivariateNormalDiagWithSoftplusScale": (
        dict(loc=f32(0.5, 1.0), scale_diag=f32(1.0, 2.0)), PAIRS),
    "MultivariateNormalFullCovariance": (
        dict(loc=f32(0.5, 1.0), covariance_matrix=FULL), PAIRS),
    "MultivariateNormalTriL": (dict(loc=f32([0.5, 1.0], [0.0, 1.0]), scale_tril=TRIL), PAIRS),
    "OneHotCategorical": (dict(logits=LOGITS), ONE_HOT),
    "RelaxedOneHotCategorical": (dict(temperature=f32(0.5), logits=LOGITS), SIMPLEX),
    "VectorDeterministic": (dict(loc=f32([0.5, -1.0], [2.0, 3.0]), rtol=0.125), PAIRS),
    "VectorExponentialDiag": (dict(loc=f32(0.0, -1.5), scale_diag=f32(1.0, 2.0)), PAIRS),
    "VectorLaplaceDiag": (dict(loc=f32(0.5, 1.0), scale_diag=f32(1.0, 2.0)), PAIRS),
    "VectorSinhArcsinhDiag": (
        dict(loc=f32(0.5, 1.0), scale_diag=f32(1.0, 2.0), skewness=f32(0.25)), PAIRS),
    "WishartCholesky": (dict(df=f32(3.5), scale=TRIL), MATRICES),
    "WishartFull": (dict(df=f32(3.5), scale=FULL), MATRICES),
}  # fmt: skip

UNKNOWN = {
    "Categorical": "partly",
    "ExpRelaxedOneHotCategorical": "partly",
    "MultivariateNormalDiag": "partly",
    "MultivariateNormalTriL": "partly",
    "MultivariateNormalFullCovariance": "partly",
    "OneHotCategorical": "partly",
    "VectorDeterministic": "unknown",
    "VectorLaplaceDiag": "partly",
    "WishartCholesky": "partly",
}


def add(name, program, **how):
    """Adds a case of that name."""
    program.__name__ = name
    table.case(program, **how)


def vector(name, how, **options):
    """The program that asks a distribution everything."""
    values, x = VECTORS[name]

    def program(tf):
        kind = getattr(tf.contrib.distributions, name)
        return everything(tf, kind(**dict(parameters(tf, values, how), **options)), x)

    return program


for _name in sorted(VECTORS):
    # Noise would make a matrix unsymmetric, which matters to no kernel.
    add(_name, vector(_name, "variable"))
    if _name in UNKNOWN:
        add(_name + "_of_unknown_shape", vector(_name, UNKNOWN[_name]))
    if not _name.endswith("OneHotCategorical"):
        add(_name + "_validated", vector(_name, "constant", validate_args=True))


# Other arguments: the class and all of its arguments.
OTHERS = {
    "OneHotCategorical": dict(probs=f32([0.2, 0.8]), name="hot"),
    "ExpRelaxedOneHotCategorical": dict(temperature=0.5, probs=f32([0.2, 0.8])),
    "MultivariateNormalDiag": dict(loc=f32(0.5, 1.0), scale_identity_multiplier=2.0),
    "MultivariateNormalDiagPlusLowRank": dict(
        scale_identity_multiplier=f32(2.0), scale_perturb_factor=f32([0.5], [0.25])),
    "MultivariateNormalTriL": dict(loc=f32([0.5, 1.0], [0.0, 1.0]), name="unit"),
    "MultivariateNormalFullCovariance": dict(loc=f32(0.5, 1.0)),
    "VectorLaplaceDiag": dict(loc=f32(0.5, 1.0)),
    "VectorExponentialDiag": dict(scale_diag=f32([0.5, 1.0], [1.0, 2.0])),
    "VectorSinhArcsinhDiag": dict(loc=f32(0.5, 1.0), tailweight=1.5, name="skewed"),
    "WishartCholesky": dict(df=3.5, scale=TRIL, cholesky_input_output_matrices=True),
    "WishartFull": dict(df=f32(3.5, 4.0), scale=np.stack([FULL, FULL + 1]), name="full"),
}  # fmt: skip

for _name in sorted(OTHERS):

    def _other(tf, name=_name):
        d = getattr(tf.contrib.distributions, name)(**OTHERS[name])
        x = VECTORS[name][1]
        return everything(tf, d, x[:, :2] if name.endswith("OneHotCategorical") else x)

    add(_name + "_of_other_arguments", _other)


@table.case
def Wishart_methods(tf):
    d = tf.contrib.distributions.WishartCholesky(3.5, TRIL)
    return {
        "scale": d.scale(),
        "mean_log_det": d.mean_log_det(),
        "log_normalization": d.log_normalization(),
        "df": d.df,
        "dimension": d.dimension,
        "cholesky": d.cholesky_input_output_matrices,
    }


@table.case
def mixture(tf):
    tfd = tf.contrib.distributions
    d = tfd.Mixture(
        tfd.Categorical(logits=tf.get_variable("logits", initializer=f32([0.3, 0.5]))),
        [tfd.Normal(-1.0, 0.5), tfd.Normal(tf.get_variable("loc", initializer=f32(2.0)), 1.0)],
    )
    return dict(everything(tf, d, f32([[0.5], [2.0]])), bound=d.entropy_lower_bound())


def mixtures(**options):
    def program(tf):
        tfd = tf.contrib.distributions
        d = tfd.Mixture(
            tfd.Categorical(probs=f32([0.3, 0.7], [0.4, 0.6])),
            [
                tfd.MultivariateNormalDiag(f32([0.0, 1.0], [2.0, 1.0]), f32(1.0, 2.0)),
                tfd.MultivariateNormalTriL(f32([0.0, 1.0], [1.0, 1.0]), TRIL),
            ],
            **options,
        )
        return everything(tf, d, PAIRS, samples=(3,))

    return program


add("mixture_of_vectors", mixtures(name="mixed"))
add("mixture_of_vectors_validated", mixtures(validate_args=True))
add("mixture_of_a_static_graph", mixtures(use_static_graph=True))


def same_family(**options):
    def program(tf):
        tfd = tf.contrib.distributions
        d = tfd.MixtureSameFamily(
            tfd.Categorical(logits=tf.get_variable("logits", initializer=f32(0.3, 0.7))),
            tfd.MultivariateNormalDiag(
                tf.get_variable("loc", initializer=f32([0.0, 1.0], [2.0, 1.0])), f32(1.0, 2.0)),
            **options
        )  # fmt: skip
        return everything(tf, d, PAIRS, samples=None)

    return program


add("mixture_same_family", same_family())


@table.case
def mixture_same_family_of_a_batch(tf):
    tfd = tf.contrib.distributions
    d = tfd.MixtureSameFamily(
        tfd.Categorical(probs=f32([0.3, 0.7], [0.5, 0.5])),
        tfd.Normal(f32([0.0, 1.0], [2.0, 1.0]), f32(1.0, 2.0)),
    )
    return everything(tf, d, f32([0.5, 1.0]), samples=None)


def independent(ndims, how="constant", **options):
    def program(tf):
        tfd = tf.contrib.distributions
        made = parameters(tf, dict(loc=f32([[0.5, 1.0], [2.0, 3.0]]), scale=f32(1.5)), how)
        d = tfd.Independent(tfd.Normal(**made), ndims, **options)
        return everything(tf, d, PAIRS)

    return program


add("independent", independent(None))
add("independent_of_all", independent(2, "variable", validate_args=True, name="all"))
add("independent_of_unknown_shape", independent(1, "unknown", validate_args=True))
add("independent_of_too_many", independent(3))


@table.case
def kl_of_independents(tf):
    tfd = tf.contrib.distributions
    a = tfd.Independent(tfd.Normal(f32([0.5, 1.0], [2.0, 3.0]), 1.0))
    b = tfd.Independent(tfd.Normal(f32([0.0, 1.0], [1.0, 3.0]), 2.0))
    c = tfd.Independent(tfd.Normal(f32([0.0], [1.0]), 2.0))
    return {"ab": a.kl_divergence(b), "ac": asked(lambda: a.kl_divergence(c))}


def reshaped(shape, how="constant", **options):
    def program(tf):
        tfd = tf.contrib.distributions
        made = parameters(tf, dict(loc=f32([0.5, 1.0, 2.0, 3.0]), scale=f32(1.5)), how)
        d = tfd.BatchReshape(tfd.Normal(**made), shape(tf), **options)
        return everything(tf, d, f32([[[0.5, 1.0], [2.0, 3.0]]]))

    return program


add("batch_reshape", reshaped(lambda tf: [2, 2], "variable"))
add("batch_reshape_validated", reshaped(lambda tf: [-1, 2], validate_args=True, name="two"))
add(
    "batch_reshape_of_unknown_shape",
    reshaped(lambda tf: tf.placeholder_with_default([2, 2], [None]), "unknown", validate_args=True),
)
add("batch_reshape_of_another_size", reshaped(lambda tf: [3, 2]))


@table.case
def batch_reshape_of_vectors(tf):
    tfd = tf.contrib.distributions
    vectors = tfd.MultivariateNormalDiag(f32([0.5, 1.0], [2.0, 3.0]))
    return everything(tf, tfd.BatchReshape(vectors, [2, 1]), f32([[0.5, 1.0]], [[2.0, 3.0]]))


@table.case
def batch_reshape_without_broadcasting(tf):
    tfd = tf.contrib.distributions
    d = tfd.BatchReshape(tfd.Normal(f32(0.5, 1.0, 2.0, 3.0), 1.0), [2, 2])
    return {
        "few": asked(lambda: d.prob(0.5)),
        "other": asked(lambda: d.prob(f32([0.5, 1.0, 2.0], [0.5, 1.0, 2.0]))),
    }


def autoregression(**options):
    def program(tf):
        tfd = tf.contrib.distributions

        def after(sample=None):
            sample = tf.zeros([3]) if sample is None else sample
            before = tf.concat([tf.zeros_like(sample[..., :1]), sample[..., :-1]], -1)
            return tfd.MultivariateNormalDiag(0.5 * before + 1.0, f32(1.0, 2.0, 3.0))

        d = tfd.Autoregressive(after, **options)
        return dict(everything(tf, d, SIMPLEX), steps=d.num_steps)

    return program


add("autoregressive", autoregression())
add("autoregressive_of_steps", autoregression(sample0=SIMPLEX[0], num_steps=1, name="walk"))
add("autoregressive_of_no_steps", autoregression(num_steps=0))


@table.case
def conditional_transformed(tf):
    tfd = tf.contrib.distributions

    class Shift(tfd.bijectors.ConditionalBijector):
        def __init__(self):
            super(Shift, self).__init__(
                forward_min_event_ndims=0, is_constant_jacobian=True, name="shift"
            )

        def _forward(self, x, by):
            return x + by

        def _inverse(self, y, by):
            return y - by

        def _inverse_log_det_jacobian(self, y, by):
            return tf.zeros([], y.dtype)

    d = tfd.ConditionalTransformedDistribution(tfd.Normal(f32(0.0, 1.0), 1.0), Shift())
    kwargs = {"bijector_kwargs": {"by": tf.get_variable("by", initializer=f32(2.0))}}
    return {
        "log_prob": d.log_prob(PAIRS, **kwargs),
        "prob": d.prob(PAIRS, **kwargs),
        "log_cdf": d.log_cdf(PAIRS, **kwargs),
        "cdf": d.cdf(PAIRS, **kwargs),
        "survival": d.survival_function(PAIRS, **kwargs),
        "log_survival": d.log_survival_function(PAIRS, **kwargs),
        "sample": d.sample(2, seed=3, **kwargs),
    }


def diffeomixture(**options):
    def program(tf):
        tfd = tf.contrib.distributions
        linalg = tf.linalg
        d = tfd.VectorDiffeomixture(
            mix_loc=f32([[0.0], [1.0]]),
            temperature=f32([1.0]),
            distribution=tfd.Normal(0.0, 1.0),
            loc=[None, f32([0.0, 3.0])],
            scale=[
                linalg.LinearOperatorScaledIdentity(2, f32(1.1), is_positive_definite=True),
                linalg.LinearOperatorDiag(f32(2.0, 1.0), is_positive_definite=True),
            ],
            quadrature_size=4,
            **options,
        )
        return everything(tf, d, PAIRS)

    return program


add("diffeomixture", diffeomixture())
add("diffeomixture_validated", diffeomixture(validate_args=True, name="between"))


@table.case
def private_distributions(tf):
    if tf.__name__ == "tensorflow":
        from tensorflow.contrib.distributions.python.ops import gumbel, vector_student_t
    else:
        from tf1shim.contrib.distributions.python.ops import gumbel, vector_student_t
    student = vector_student_t._VectorStudentT(3.5, f32(0.5, 1.0), scale_tril=TRIL)
    return {
        "gumbel": everything(tf, gumbel._Gumbel(f32(0.0, 1.0), 1.5), PAIRS),
        "student": {"log_prob": student.log_prob(PAIRS), "sample": student.sample(2, seed=3)},
    }


MISUSE = {
    "no_scale": lambda tfd: tfd.MultivariateNormalDiag(),
    "no_tril": lambda tfd: tfd.MultivariateNormalTriL(),
    "integer_scale": lambda tfd: tfd.MultivariateNormalDiag(scale_diag=[1, 2]),
    "sizes": lambda tfd: tfd.MultivariateNormalDiag(f32(0.0, 0.0, 0.0), f32(1.0, 2.0)),
    "df": lambda tfd: tfd.WishartCholesky(1.5, TRIL),
    "stddev": lambda tfd: tfd.WishartFull(
        3.0, FULL, cholesky_input_output_matrices=True).stddev(),
    "no_categorical": lambda tfd: tfd.Mixture(tfd.Normal(0.0, 1.0), [tfd.Normal(0.0, 1.0)]),
    "no_components": lambda tfd: tfd.Mixture(tfd.Categorical(LOGITS), []),
    "components": lambda tfd: tfd.Mixture(tfd.Categorical(LOGITS), [tfd.Normal(0.0, 1.0)]),
    "no_distributions": lambda tfd: tfd.Mixture(tfd.Categorical(LOGITS), [3]),
    "family_of_floats": lambda tfd: tfd.MixtureSameFamily(
        tfd.Normal(0.0, 1.0), tfd.Normal(f32(0.0, 1.0), 1.0)),
    "family_of_other_size": lambda tfd: tfd.MixtureSameFamily(
        tfd.Categorical(LOGITS), tfd.Normal(f32(0.0, 1.0), 1.0)),
    "family_of_other_batch": lambda tfd: tfd.MixtureSameFamily(
        tfd.Categorical(f32([[0.1, 0.2]] * 3)), tfd.Normal(f32([[0.1, 0.2]] * 2), 1.0)),
    "batch_shape": lambda tfd: tfd.BatchReshape(tfd.Normal(0.0, 1.0), [[1]]),
    "no_scales": lambda tfd: tfd.VectorDiffeomixture([0.0], [1.0], tfd.Normal(0.0, 1.0)),
}  # fmt: skip

for _name in sorted(MISUSE):
    add("misuse_" + _name, lambda tf, fn=MISUSE[_name]: fn(tf.contrib.distributions))
