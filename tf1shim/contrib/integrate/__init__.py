"""``tf.contrib.integrate``: solutions of ordinary differential equations.

>>> import tf1shim as tf
>>> y = tf.contrib.integrate.odeint(lambda y, t: -y, 1.0, [0.0, 1.0])
>>> with tf.Session() as sess:
...     print(sess.run(y).round(3))
[1.    0.368]
"""

from tf1shim.contrib.integrate.fixed import odeint_fixed
from tf1shim.contrib.integrate.odes import odeint
from tf1shim.contrib.names import missing

__all__ = ["odeint", "odeint_fixed"]
__getattr__ = missing(__name__)
