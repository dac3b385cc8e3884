"""Compares programs on tf1shim with what another TensorFlow makes of them.

>>> import tf1shim.testing
>>> def program(tf):
...     with tf.Session() as sess:
...         return sess.run(tf.constant(1) + 2)
>>> bool(tf1shim.testing.compare(program))
True
"""

from tf1shim.testing.comparison import Comparison, Parting, compare

__all__ = ["Comparison", "Parting", "compare"]
