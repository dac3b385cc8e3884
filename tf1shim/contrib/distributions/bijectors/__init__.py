"""``tf.contrib.distributions.bijectors``: invertible functions and their Jacobians."""

from tf1shim.contrib.distributions.bijectors.absolute_value import AbsoluteValue
from tf1shim.contrib.distributions.bijectors.affine import Affine
from tf1shim.contrib.distributions.bijectors.affine_linear_operator import AffineLinearOperator
from tf1shim.contrib.distributions.bijectors.affine_scalar import AffineScalar
from tf1shim.contrib.distributions.bijectors.batch_normalization import BatchNormalization
from tf1shim.contrib.distributions.bijectors.bijector import Bijector, Identity
from tf1shim.contrib.distributions.bijectors.chain import Chain
from tf1shim.contrib.distributions.bijectors.cholesky_outer_product import CholeskyOuterProduct
from tf1shim.contrib.distributions.bijectors.conditional_bijector import ConditionalBijector
from tf1shim.contrib.distributions.bijectors.exp import Exp
from tf1shim.contrib.distributions.bijectors.fill_triangular import FillTriangular
from tf1shim.contrib.distributions.bijectors.gumbel import Gumbel
from tf1shim.contrib.distributions.bijectors.inline import Inline
from tf1shim.contrib.distributions.bijectors.invert import Invert
from tf1shim.contrib.distributions.bijectors.kumaraswamy import Kumaraswamy
from tf1shim.contrib.distributions.bijectors.masked_autoregressive import (
    MaskedAutoregressiveFlow,
    masked_autoregressive_default_template,
    masked_dense,
)
from tf1shim.contrib.distributions.bijectors.matrix_inverse_tril import MatrixInverseTriL
from tf1shim.contrib.distributions.bijectors.ordered import Ordered
from tf1shim.contrib.distributions.bijectors.permute import Permute
from tf1shim.contrib.distributions.bijectors.power_transform import PowerTransform
from tf1shim.contrib.distributions.bijectors.real_nvp import RealNVP, real_nvp_default_template
from tf1shim.contrib.distributions.bijectors.reshape import Reshape
from tf1shim.contrib.distributions.bijectors.scale_tril import ScaleTriL
from tf1shim.contrib.distributions.bijectors.sigmoid import Sigmoid
from tf1shim.contrib.distributions.bijectors.sinh_arcsinh import SinhArcsinh
from tf1shim.contrib.distributions.bijectors.softmax_centered import SoftmaxCentered
from tf1shim.contrib.distributions.bijectors.softplus import Softplus
from tf1shim.contrib.distributions.bijectors.softsign import Softsign
from tf1shim.contrib.distributions.bijectors.square import Square
from tf1shim.contrib.distributions.bijectors.transform_diagonal import TransformDiagonal
from tf1shim.contrib.names import missing

__getattr__ = missing(__name__)
