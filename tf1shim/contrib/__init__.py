"""``tf.contrib``: what TensorFlow 2 took out, written anew on TF1's own API.

>>> import tf1shim as tf
>>> x = tf.placeholder(tf.float32, [None, 3])
>>> tf.contrib.layers.fully_connected(x, 2).name
'fully_connected/Relu:0'

Every package here is a TensorFlow 1 program on top of the namespace: it says ``import tf1shim as
tf`` and holds no graph, session or variable code of its own. A file has the name of the file in
which TensorFlow 1 kept the same things, so that imports of deep paths find them
(`tf1shim.contrib.names`).
"""

from tf1shim.contrib.names import lazy_packages, register_deep_paths

__getattr__, __dir__ = lazy_packages(__name__)

register_deep_paths()
