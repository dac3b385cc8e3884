"""tf1shim: code written for TensorFlow 1 runs, unchanged, on TensorFlow 2.

>>> import tf1shim as tf
>>> x = tf.placeholder(tf.float32, [None, 2])
>>> with tf.variable_scope("net"):
...   w = tf.get_variable("w", [2, 1], initializer=tf.ones_initializer())
>>> y = tf.matmul(x, w)
>>> with tf.Session() as sess:
...   sess.run(tf.global_variables_initializer())
...   print(sess.run(y, {x: [[1.0, 2.0]]}))
[[3.]]

The namespace is TensorFlow 1.15's. The process stays eager: TensorFlow 2 and Keras 3 code works
beside it.
"""

from tf1shim import _namespace

_namespace.register_submodules()

__version__ = _namespace.TF1_VERSION


def __getattr__(name):
    if name.startswith("__") and name.endswith("__"):
        raise AttributeError(f"module 'tf1shim' has no attribute '{name}'")
    value = _namespace.resolve("", name)
    globals()[name] = value
    return value


def load_ipython_extension(shell):
    """``%load_ext tf1shim``: in the notebook's later cells ``import tensorflow`` means tf1shim."""
    from tf1shim.migrate import notebook

    notebook.load(shell)


def unload_ipython_extension(shell):
    """``%unload_ext tf1shim``: the opposite."""
    from tf1shim.migrate import notebook

    notebook.unload(shell)


def __dir__():
    own = (name for name in _namespace.OVERLAY if "." not in name)
    return sorted({*globals(), *dir(_namespace.v1), *own, *_namespace.MIGRATION})
