"""``tf.contrib.mixed_precision``: losses scaled up, so that float16 gradients do not vanish.

>>> import tf1shim as tf
>>> manager = tf.contrib.mixed_precision.FixedLossScaleManager(128.0)
>>> opt = tf.train.GradientDescentOptimizer(0.25)
>>> w = tf.get_variable("w", initializer=1.0)
>>> train_op = tf.contrib.mixed_precision.LossScaleOptimizer(opt, manager).minimize(w * w)
>>> with tf.Session() as sess:
...     sess.run(tf.global_variables_initializer())
...     sess.run(train_op)
...     print(sess.run(w))
0.5
"""

from tf1shim.contrib.mixed_precision.loss_scale_manager import (
    ExponentialUpdateLossScaleManager,
    FixedLossScaleManager,
    LossScaleManager,
)
from tf1shim.contrib.mixed_precision.loss_scale_optimizer import LossScaleOptimizer
from tf1shim.contrib.names import missing

__all__ = [
    "ExponentialUpdateLossScaleManager",
    "FixedLossScaleManager",
    "LossScaleManager",
    "LossScaleOptimizer",
]
__getattr__ = missing(__name__)
