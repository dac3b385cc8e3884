"""Compares programs on tf1shim with what another TensorFlow makes of them.

>>> from tf1shim.testing import compare
>>> def program(tf):
...     with tf.Session() as sess:
...         return sess.run(tf.constant(1) + 2)
>>> bool(compare(program))
True
"""

from tf1shim.testing.comparison import Comparison, Parting, compare

__all__ = ["Comparison", "Parting", "compare"]
