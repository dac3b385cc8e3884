"""``tf.contrib.stateless``: random numbers that are a function of shape and seed alone.

>>> import tf1shim as tf
>>> draw = tf.contrib.stateless.stateless_random_uniform
>>> with tf.Session() as sess:
...     one, two = sess.run([draw([2], seed=[1, 2]), draw([2], seed=[1, 2])])
>>> bool((one == two).all())
True
"""

import tf1shim as tf
from tf1shim.contrib.names import missing

stateless_multinomial = tf.random.stateless_multinomial
stateless_random_normal = tf.random.stateless_normal
stateless_random_uniform = tf.random.stateless_uniform
stateless_truncated_normal = tf.random.stateless_truncated_normal

__all__ = [
    "stateless_multinomial",
    "stateless_random_normal",
    "stateless_random_uniform",
    "stateless_truncated_normal",
]
__getattr__ = missing(__name__)
