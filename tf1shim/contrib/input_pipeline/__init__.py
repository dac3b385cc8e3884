"""``tf.contrib.input_pipeline``: strings of a list, one after the other.

>>> import tf1shim as tf
>>> counter = tf.get_variable("counter", initializer=tf.constant(-1, tf.int64))
>>> name = tf.contrib.input_pipeline.obtain_next(tf.constant(["a", "b"]), counter)
>>> with tf.Session() as sess:
...     sess.run(tf.global_variables_initializer())
...     print([sess.run(name) for _ in range(3)])
[b'a', b'b', b'a']
"""

from tf1shim.contrib.input_pipeline.input_pipeline_ops import obtain_next
from tf1shim.contrib.names import missing

__all__ = ["obtain_next"]
__getattr__ = missing(__name__)
