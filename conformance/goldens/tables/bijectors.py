"""``tf.contrib.distributions.bijectors``."""

import importlib

import numpy as np

from conformance.goldens.cases import Table, ramp
from conformance.goldens.tables._distributions import asked, f32

table = Table(__name__)

REALS = f32([-1.5, 0.25, 2.0], [0.5, 1.0, -0.75])
POSITIVE = f32([0.5, 1.25, 3.0], [0.75, 2.0, 1.5])
UNIT = f32([0.1, 0.5, 0.9], [0.25, 0.75, 0.6])
SIMPLEX = f32([0.2, 0.3, 0.5], [0.6, 0.3, 0.1])
RISING = f32([-1.0, 0.5, 2.0], [0.0, 0.25, 3.0])
TRIL = f32([[1.5, 0.0], [0.5, 2.0]])
GRAM = f32([[2.0, 0.5], [0.5, 1.0]])
SQUARE = f32([[0.5, 0.25], [-1.0, 0.75]])


def private(bijectors, name):
    """The file `name` beside the public bijectors: not all of them are public."""
    return importlib.import_module(bijectors.__name__ + "." + name)


# The bijector, what goes in and what comes out, how many dimensions an event has on either side.
BIJECTORS = {
    "AbsoluteValue": (lambda b, v, **k: b.AbsoluteValue(**k), REALS, POSITIVE, 0, 0),
    "Affine_identity": (lambda b, v, **k: b.Affine(v(1.0, 2.0, 3.0), **k), REALS, REALS, 1, 1),
    "Affine_multiplier": (
        lambda b, v, **k: b.Affine(scale_identity_multiplier=v(2.0), **k), REALS, REALS, 1, 1),
    "Affine_diag": (
        lambda b, v, **k: b.Affine(v(1.0, 2.0, 3.0), v(0.5), v(1.0, 2.0, 0.5), **k),
        REALS, REALS, 1, 1),
    "Affine_tril": (
        lambda b, v, **k: b.Affine(v(1.0, 2.0), scale_tril=v([1.5, 0.0], [0.5, 2.0]), **k),
        REALS[:, :2], REALS[:, :2], 1, 1),
    "Affine_low_rank": (
        lambda b, v, **k: b.Affine(
            v(1.0, 2.0), scale_diag=v(1.0, 2.0), scale_perturb_factor=v([0.5], [0.25]), **k),
        REALS[:, :2], REALS[:, :2], 1, 1),
    "AffineScalar": (lambda b, v, **k: b.AffineScalar(v(1.0), v(2.0), **k), REALS, REALS, 0, 0),
    "AffineScalar_shift": (lambda b, v, **k: b.AffineScalar(v(1.0), **k), REALS, REALS, 0, 1),
    "Chain": (
        lambda b, v, **k: b.Chain([b.Exp(), b.Affine(v(1.0, 2.0, 3.0), v(2.0))], **k),
        REALS, POSITIVE, 1, 1),
    "Chain_of_nothing": (lambda b, v, **k: b.Chain(**k), REALS, REALS, 0, 0),
    "Chain_of_ranks": (
        lambda b, v, **k: b.Chain([b.CholeskyOuterProduct(), b.ScaleTriL()], name="grams", **k),
        REALS, GRAM, 1, 2),
    "CholeskyOuterProduct": (
        lambda b, v, **k: b.CholeskyOuterProduct(**k), TRIL, GRAM, 2, 2),
    "Exp": (lambda b, v, **k: b.Exp(**k), REALS, POSITIVE, 1, 1),
    "FillTriangular": (lambda b, v, **k: b.FillTriangular(**k), REALS, SQUARE, 1, 2),
    "FillTriangular_upper": (
        lambda b, v, **k: b.FillTriangular(upper=True, **k), REALS, SQUARE, 1, 2),
    "Gumbel": (lambda b, v, **k: b.Gumbel(v(0.5), v(1.5), **k), REALS, UNIT, 0, 0),
    "Identity": (lambda b, v, **k: b.Identity(**k), REALS, REALS, 0, 0),
    "Invert": (lambda b, v, **k: b.Invert(b.Exp(), **k), POSITIVE, REALS, 0, 0),
    "Kumaraswamy": (lambda b, v, **k: b.Kumaraswamy(v(1.5), v(2.5), **k), UNIT, UNIT, 0, 0),
    "MatrixInverseTriL": (lambda b, v, **k: b.MatrixInverseTriL(**k), TRIL, TRIL, 2, 2),
    "Ordered": (lambda b, v, **k: b.Ordered(**k), RISING, REALS, 1, 1),
    "Permute": (lambda b, v, **k: b.Permute([2, 0, 1], **k), REALS, REALS, 1, 1),
    "PowerTransform": (lambda b, v, **k: b.PowerTransform(0.25, **k), REALS, POSITIVE, 0, 0),
    "Reshape": (lambda b, v, **k: b.Reshape([3, 1], [-1], **k), REALS, REALS[..., None], 1, 2),
    "ScaleTriL": (lambda b, v, **k: b.ScaleTriL(**k), REALS, TRIL, 1, 2),
    "ScaleTriL_exp": (
        lambda b, v, **k: b.ScaleTriL(b.Exp(), diag_shift=None, **k), REALS, TRIL, 1, 2),
    "Sigmoid": (lambda b, v, **k: b.Sigmoid(**k), REALS, UNIT, 0, 0),
    "SinhArcsinh": (lambda b, v, **k: b.SinhArcsinh(v(0.5), v(1.5), **k), REALS, REALS, 0, 0),
    "SoftmaxCentered": (lambda b, v, **k: b.SoftmaxCentered(**k), REALS[:, :2], SIMPLEX, 1, 1),
    "Softplus": (lambda b, v, **k: b.Softplus(v(0.5), **k), REALS, POSITIVE, 0, 0),
    "Softplus_plain": (lambda b, v, **k: b.Softplus(name="plain"), REALS, POSITIVE, 0, 0),
    "Softsign": (lambda b, v, **k: b.Softsign(**k), REALS, UNIT, 0, 0),
    "Square": (lambda b, v, **k: b.Square(**k), POSITIVE, POSITIVE, 0, 0),
    "TransformDiagonal": (
        lambda b, v, **k: b.TransformDiagonal(b.Exp(), **k), SQUARE, GRAM, 2, 2),
    "Weibull": (
        lambda b, v, **k: private(b, "weibull").Weibull(v(1.5), v(2.5), **k),
        POSITIVE, UNIT, 0, 0),
}  # fmt: skip


def add(name, program, **how):
    """Adds a case of that name."""
    program.__name__ = name
    table.case(**how)(program)


def apart(tf, answers):
    """Adds the operand of a negation to `answers`.

    With a single consumer of what is between two negations, TensorFlow 1.15.5's own optimizer
    removes only one of them: the sign of the logarithm of the Jacobian is wrong then.
    """
    for name in ("fldj", "ildj"):
        tensor = answers[name]
        if hasattr(tensor, "op") and tensor.op.type == "Neg":
            answers[name + "_operand"] = tf.identity(tensor.op.inputs[0])
    return answers


def everything(tf, bijector, x, y, ndims_in, ndims_out):
    """The answers of a bijector."""
    answers = {
        "forward": asked(lambda: bijector.forward(x)),
        "inverse": asked(lambda: bijector.inverse(y)),
        "fldj": asked(lambda: bijector.forward_log_det_jacobian(x, event_ndims=ndims_in)),
        "ildj": asked(lambda: bijector.inverse_log_det_jacobian(y, event_ndims=ndims_out)),
        "forward_shape": asked(lambda: str(bijector.forward_event_shape(x.shape[-1:]))),
        "inverse_shape": asked(
            lambda: str(bijector.inverse_event_shape(tf.TensorShape(y.shape[-2:])))
        ),
        "forward_shape_tensor": asked(lambda: bijector.forward_event_shape_tensor(x.shape[-1:])),
        "inverse_shape_tensor": asked(lambda: bijector.inverse_event_shape_tensor(y.shape[-2:])),
        "name": bijector.name,
        "constant": bijector.is_constant_jacobian,
        "ndims": [bijector.forward_min_event_ndims, bijector.inverse_min_event_ndims],
        "dtype": str(bijector.dtype),
    }
    return apart(tf, answers)


def program_of(name, how):
    """The program that asks a bijector everything."""
    make, x, y, ndims_in, ndims_out = BIJECTORS[name]

    def program(tf):
        count = []

        def value(*numbers):
            count.append(0)
            if how == "variable":
                return tf.get_variable("of/%d" % len(count), initializer=f32(*numbers))
            return tf.constant(f32(*numbers))

        options = {"validate_args": True} if how == "validated" else {}
        bijector = make(tf.contrib.distributions.bijectors, value, **options)
        if how != "unknown":
            return everything(tf, bijector, x, y, ndims_in, ndims_out)
        x_, y_ = (tf.placeholder_with_default(v, [None] * v.ndim) for v in (x, y))
        answers = {
            "forward": asked(lambda: bijector.forward(x_)),
            "inverse": asked(lambda: bijector.inverse(y_)),
            "fldj": asked(lambda: bijector.forward_log_det_jacobian(x_, event_ndims=ndims_in)),
            "ildj": asked(lambda: bijector.inverse_log_det_jacobian(y_, event_ndims=ndims_out)),
        }
        return apart(tf, answers)

    return program


for _name in sorted(BIJECTORS):
    add(_name, program_of(_name, "variable"))
    add(_name + "_validated", program_of(_name, "validated"))
    if not _name.startswith(("Reshape", "MatrixInverse")):
        add(_name + "_of_unknown_shape", program_of(_name, "unknown"))


@table.case
def AffineLinearOperator(tf):
    b = tf.contrib.distributions.bijectors
    scale = tf.linalg.LinearOperatorLowerTriangular(TRIL, is_non_singular=True)
    affine = b.AffineLinearOperator(f32(1.0, 2.0), scale, validate_args=True)
    shift = b.AffineLinearOperator(f32(1.0, 2.0), name="shift")
    x = REALS[:, :2]
    return [everything(tf, affine, x, x, 1, 1), everything(tf, shift, x, x, 1, 1)]


@table.case
def AffineLinearOperator_of_batches(tf):
    scale = tf.linalg.LinearOperatorLowerTriangular(np.stack([TRIL, TRIL + 1]))
    affine = tf.contrib.distributions.bijectors.AffineLinearOperator(scale=scale)
    x = ramp(3, 2, 2)
    return everything(tf, affine, x, x, 1, 1)


@table.case
def Inline(tf):
    inline = tf.contrib.distributions.bijectors.Inline(
        forward_fn=tf.exp, inverse_fn=tf.log, forward_min_event_ndims=0, name="exponential",
        inverse_log_det_jacobian_fn=lambda y: -tf.log(y))  # fmt: skip
    return everything(tf, inline, REALS, POSITIVE, 0, 0)


@table.case
def Inline_of_nothing(tf):
    inline = tf.contrib.distributions.bijectors.Inline(inverse_min_event_ndims=0)
    return everything(tf, inline, REALS, POSITIVE, 0, 0)


def batch_normalization(training, inverse_first):
    def program(tf):
        b = tf.contrib.distributions.bijectors.BatchNormalization(training=training)
        x = ramp(4, 2)
        inverse = b.inverse(x) if inverse_first else None
        forward = b.forward(x + 0.5)
        answers = {
            "forward": forward,
            "inverse": b.inverse(x) if inverse is None else inverse,
            "fldj": b.forward_log_det_jacobian(x + 0.5, event_ndims=1),
            "ildj": b.inverse_log_det_jacobian(x, event_ndims=1),
        }
        return apart(tf, answers)

    return program


add("BatchNormalization", batch_normalization(True, True))
add("BatchNormalization_for_samples", batch_normalization(False, False))


def autoregressive(unroll, **options):
    def program(tf):
        b = tf.contrib.distributions.bijectors
        network = b.masked_autoregressive_default_template([4, 4], **options)
        flow = b.MaskedAutoregressiveFlow(network, unroll_loop=unroll)
        x = ramp(3, 2)
        answers = {
            "forward": flow.forward(x),
            "inverse": flow.inverse(x + 0.5),
            "ildj": flow.inverse_log_det_jacobian(x + 0.5, event_ndims=1),
            "fldj": flow.forward_log_det_jacobian(x, event_ndims=1),
        }
        return apart(tf, answers)

    return program


add("MaskedAutoregressiveFlow", autoregressive(False), gradients=False)
add("MaskedAutoregressiveFlow_unrolled", autoregressive(True))
add("MaskedAutoregressiveFlow_shift", autoregressive(True, shift_only=True, name="shift"))


@table.case
def masked_dense(tf):
    dense = tf.contrib.distributions.bijectors.masked_dense
    x = tf.constant(ramp(3, 4))
    y = dense(x, 6, num_blocks=2, exclusive=True, name="first", activation=tf.nn.relu)
    again = dense(x, 6, num_blocks=2, exclusive=True, reuse=True, name="first")
    return {"y": y, "z": dense(y, 4, num_blocks=2), "again": again}


@table.case
def masked_dense_of_unknown_size(tf):
    x = tf.placeholder(tf.float32, [None, None])
    return tf.contrib.distributions.bijectors.masked_dense(x, 4, num_blocks=2)


def real_nvp(**options):
    def program(tf):
        b = tf.contrib.distributions.bijectors
        nvp = b.RealNVP(2, b.real_nvp_default_template([4], **options))
        return everything(tf, nvp, ramp(3, 5), ramp(3, 5) + 0.5, 1, 1)

    return program


add("RealNVP", real_nvp())
add("RealNVP_shift", real_nvp(shift_only=True, activation=None))


@table.case
def flow_of_bijectors(tf):
    tfd = tf.contrib.distributions
    b = tfd.bijectors
    steps = []
    for i in range(2):
        steps.append(b.RealNVP(1, b.real_nvp_default_template([3], name="nvp%d" % i)))
        steps.append(b.Permute([1, 2, 0]))
    normal = tfd.MultivariateNormalDiag(tf.zeros([3]), tf.ones([3]))
    d = tfd.TransformedDistribution(normal, b.Chain(steps[:-1]), name="flow")
    return {"log_prob": d.log_prob(ramp(2, 3)), "sample": d.sample(2, seed=5)}


@table.case
def cached(tf):
    exp = tf.contrib.distributions.bijectors.Exp()
    x = tf.constant(REALS)
    y = exp.forward(x)
    return {"same": exp.inverse(y) is x, "again": exp.forward(x) is y}


@table.case
def own_bijector(tf):
    b = tf.contrib.distributions.bijectors

    class CubeRoot(b.Bijector):
        def __init__(self):
            super(CubeRoot, self).__init__(forward_min_event_ndims=0, validate_args=True)

        def _forward(self, x):
            return tf.pow(x, 1.0 / 3.0)

        def _inverse(self, y):
            return y * y * y

        def _inverse_log_det_jacobian(self, y):
            return tf.log(3.0) + 2.0 * tf.log(tf.abs(y))

    return everything(tf, CubeRoot(), POSITIVE, POSITIVE, 1, 1)


MISUSE = {
    "event_ndims": lambda tf, b: b.Ordered().forward_log_det_jacobian(RISING, event_ndims=0),
    "dtype": lambda tf, b: b.Affine(f32(1.0)).forward(np.float64([1.0])),
    "perturb_diag": lambda tf, b: b.Affine(scale_perturb_diag=f32(1.0)),
    "affine_dtypes": lambda tf, b: b.Affine(f32(1.0), scale_diag=np.float64([1.0])),
    "no_operator": lambda tf, b: b.AffineLinearOperator(scale=f32([1.0])),
    "singular": lambda tf, b: b.AffineLinearOperator(
        scale=tf.linalg.LinearOperatorFullMatrix(TRIL), validate_args=True),
    "operator_dtypes": lambda tf, b: b.AffineLinearOperator(
        np.float64([1.0]), tf.linalg.LinearOperatorDiag(f32([1.0]))),
    "chain": lambda tf, b: b.Chain([b.AbsoluteValue()]),
    "invert": lambda tf, b: b.Invert(b.AbsoluteValue()),
    "power": lambda tf, b: b.PowerTransform(-1.0),
    "permutation": lambda tf, b: b.Permute([0, 0]),
    "permutation_of_floats": lambda tf, b: b.Permute([0.0, 1.0]),
    "masked": lambda tf, b: b.RealNVP(0, None),
    "all_masked": lambda tf, b: b.RealNVP(3, None).forward(REALS),
    "renorm": lambda tf, b: b.BatchNormalization(tf.layers.BatchNormalization(renorm=True)),
    "no_batch_normalization": lambda tf, b: b.BatchNormalization(3),
    "shape": lambda tf, b: b.Reshape([2, 2], [4]).forward(REALS),
    "shape_of_floats": lambda tf, b: b.Reshape([2.0]),
    "negative_shape": lambda tf, b: b.Reshape([-2, 3]).name,
    "shape_of_matrices": lambda tf, b: b.Reshape([[2, 3]]),
    "no_triangle": lambda tf, b: b.FillTriangular().forward_event_shape([4]),
    "no_square": lambda tf, b: b.FillTriangular().inverse_event_shape([2, 3]),
    "abstract": lambda tf, b: b.Bijector(),
    "softness": lambda tf, b: b.Softplus(validate_args=True),
}  # fmt: skip

for _name in sorted(MISUSE):
    add(
        "misuse_" + _name,
        lambda tf, fn=MISUSE[_name]: fn(tf, tf.contrib.distributions.bijectors),
        same_text=_name not in ("abstract", "shape_of_floats"),
    )
