"""``tf.contrib.distributions``: probability distributions and the bijectors that transform them."""

from tf1shim import _tf
from tf1shim.binding import bind
from tf1shim.contrib.distributions import bijectors
from tf1shim.contrib.distributions.autoregressive import Autoregressive
from tf1shim.contrib.distributions.batch_reshape import BatchReshape
from tf1shim.contrib.distributions.binomial import Binomial
from tf1shim.contrib.distributions.cauchy import Cauchy
from tf1shim.contrib.distributions.chi2 import Chi2, Chi2WithAbsDf
from tf1shim.contrib.distributions.conditional_distribution import ConditionalDistribution
from tf1shim.contrib.distributions.conditional_transformed_distribution import (
    ConditionalTransformedDistribution,
)
from tf1shim.contrib.distributions.deterministic import Deterministic, VectorDeterministic
from tf1shim.contrib.distributions.distribution_util import (
    fill_triangular,
    fill_triangular_inverse,
    matrix_diag_transform,
    reduce_weighted_logsumexp,
    softplus_inverse,
    tridiag,
)
from tf1shim.contrib.distributions.geometric import Geometric
from tf1shim.contrib.distributions.half_normal import HalfNormal
from tf1shim.contrib.distributions.independent import Independent
from tf1shim.contrib.distributions.inverse_gamma import (
    InverseGamma,
    InverseGammaWithSoftplusConcentrationRate,
)
from tf1shim.contrib.distributions.kumaraswamy import Kumaraswamy
from tf1shim.contrib.distributions.logistic import Logistic
from tf1shim.contrib.distributions.mixture import Mixture
from tf1shim.contrib.distributions.mixture_same_family import MixtureSameFamily
from tf1shim.contrib.distributions.moving_stats import (
    assign_log_moving_mean_exp,
    assign_moving_mean_variance,
    moving_mean_variance,
)
from tf1shim.contrib.distributions.mvn_diag import (
    MultivariateNormalDiag,
    MultivariateNormalDiagWithSoftplusScale,
)
from tf1shim.contrib.distributions.mvn_diag_plus_low_rank import (
    MultivariateNormalDiagPlusLowRank,
)
from tf1shim.contrib.distributions.mvn_full_covariance import MultivariateNormalFullCovariance
from tf1shim.contrib.distributions.mvn_tril import MultivariateNormalTriL
from tf1shim.contrib.distributions.negative_binomial import NegativeBinomial
from tf1shim.contrib.distributions.normal_conjugate_posteriors import (
    normal_conjugates_known_scale_posterior,
    normal_conjugates_known_scale_predictive,
)
from tf1shim.contrib.distributions.onehot_categorical import OneHotCategorical
from tf1shim.contrib.distributions.poisson import Poisson
from tf1shim.contrib.distributions.poisson_lognormal import PoissonLogNormalQuadratureCompound
from tf1shim.contrib.distributions.quadrature import (
    quadrature_scheme_lognormal_gauss_hermite,
    quadrature_scheme_lognormal_quantiles,
    quadrature_scheme_softmaxnormal_gauss_hermite,
    quadrature_scheme_softmaxnormal_quantiles,
)
from tf1shim.contrib.distributions.quantized_distribution import QuantizedDistribution
from tf1shim.contrib.distributions.relaxed_bernoulli import RelaxedBernoulli
from tf1shim.contrib.distributions.relaxed_onehot_categorical import (
    ExpRelaxedOneHotCategorical,
    RelaxedOneHotCategorical,
)
from tf1shim.contrib.distributions.sample_stats import auto_correlation, percentile
from tf1shim.contrib.distributions.seed_stream import SeedStream
from tf1shim.contrib.distributions.sinh_arcsinh import SinhArcsinh
from tf1shim.contrib.distributions.transformed_distribution import TransformedDistribution
from tf1shim.contrib.distributions.vector_diffeomixture import VectorDiffeomixture
from tf1shim.contrib.distributions.vector_exponential_diag import VectorExponentialDiag
from tf1shim.contrib.distributions.vector_laplace_diag import VectorLaplaceDiag
from tf1shim.contrib.distributions.vector_sinh_arcsinh_diag import VectorSinhArcsinhDiag
from tf1shim.contrib.distributions.wishart import WishartCholesky, WishartFull
from tf1shim.contrib.names import missing
from tf1shim.distributions import (
    FULLY_REPARAMETERIZED,
    NOT_REPARAMETERIZED,
    Bernoulli,
    Beta,
    Categorical,
    Dirichlet,
    DirichletMultinomial,
    Distribution,
    Exponential,
    Gamma,
    Laplace,
    Multinomial,
    Normal,
    RegisterKL,
    ReparameterizationType,
    StudentT,
    Uniform,
    kl_divergence,
)


def _kept(name):
    """A distribution that TensorFlow still has, but does not export."""
    return bind(getattr(_tf, name), "contrib.distributions", name)


BetaWithSoftplusConcentration = _kept("BetaWithSoftplusConcentration")
ExponentialWithSoftplusRate = _kept("ExponentialWithSoftplusRate")
GammaWithSoftplusConcentrationRate = _kept("GammaWithSoftplusConcentrationRate")
LaplaceWithSoftplusScale = _kept("LaplaceWithSoftplusScale")
NormalWithSoftplusScale = _kept("NormalWithSoftplusScale")
StudentTWithAbsDfSoftplusScale = _kept("StudentTWithAbsDfSoftplusScale")

__getattr__ = missing(
    __name__,
    {
        "estimator_head_distribution_regression": (
            "it makes a head for the estimators of tf.contrib.learn",
            "minimize -distribution.log_prob(labels)",
        )
    },
)
