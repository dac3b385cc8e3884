"""``tf.contrib.opt``: optimizers, and wrappers around optimizers.

>>> import tf1shim as tf
>>> w = tf.get_variable("w", initializer=1.0)
>>> train_op = tf.contrib.opt.AdamWOptimizer(weight_decay=0.1, learning_rate=0.5).minimize(w * w)
>>> with tf.Session() as sess:
...     sess.run(tf.global_variables_initializer())
...     sess.run(train_op)
...     print("%.3f" % sess.run(w))
0.400
"""

from tf1shim.contrib.names import missing
from tf1shim.contrib.opt.adams import (
    AdaMaxOptimizer,
    AdamGSOptimizer,
    LazyAdamGSOptimizer,
    LazyAdamOptimizer,
    NadamOptimizer,
)
from tf1shim.contrib.opt.agn_optimizer import AGNCustomGetter, AGNOptimizer
from tf1shim.contrib.opt.elastic_average_optimizer import (
    ElasticAverageCustomGetter,
    ElasticAverageOptimizer,
)
from tf1shim.contrib.opt.external_optimizer import (
    ExternalOptimizerInterface,
    ScipyOptimizerInterface,
)
from tf1shim.contrib.opt.ggt import GGTOptimizer
from tf1shim.contrib.opt.lars_optimizer import LARSOptimizer
from tf1shim.contrib.opt.model_average_optimizer import (
    ModelAverageCustomGetter,
    ModelAverageOptimizer,
)
from tf1shim.contrib.opt.moving_average_optimizer import MovingAverageOptimizer
from tf1shim.contrib.opt.multitask_optimizer_wrapper import (
    MultitaskOptimizerWrapper,
    clip_gradients_by_global_norm,
)
from tf1shim.contrib.opt.reg_adagrad_optimizer import RegAdagradOptimizer
from tf1shim.contrib.opt.shampoo import ShampooOptimizer
from tf1shim.contrib.opt.signs import AddSignOptimizer, PowerSignOptimizer
from tf1shim.contrib.opt.weight_decay_optimizers import (
    AdamWOptimizer,
    DecoupledWeightDecayExtension,
    MomentumWOptimizer,
    extend_with_decoupled_weight_decay,
)
from tf1shim.contrib.opt.wrappers import DropStaleGradientOptimizer, VariableClippingOptimizer

__all__ = [
    "AGNCustomGetter",
    "AGNOptimizer",
    "AdaMaxOptimizer",
    "AdamGSOptimizer",
    "AdamWOptimizer",
    "AddSignOptimizer",
    "DecoupledWeightDecayExtension",
    "DropStaleGradientOptimizer",
    "ElasticAverageCustomGetter",
    "ElasticAverageOptimizer",
    "ExternalOptimizerInterface",
    "GGTOptimizer",
    "LARSOptimizer",
    "LazyAdamGSOptimizer",
    "LazyAdamOptimizer",
    "ModelAverageCustomGetter",
    "ModelAverageOptimizer",
    "MomentumWOptimizer",
    "MovingAverageOptimizer",
    "MultitaskOptimizerWrapper",
    "NadamOptimizer",
    "PowerSignOptimizer",
    "RegAdagradOptimizer",
    "ScipyOptimizerInterface",
    "ShampooOptimizer",
    "VariableClippingOptimizer",
    "clip_gradients_by_global_norm",
    "extend_with_decoupled_weight_decay",
]
__getattr__ = missing(__name__)
