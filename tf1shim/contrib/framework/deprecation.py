"""Decorators that warn of deprecated functions and arguments: TensorFlow's own.

>>> from tf1shim.contrib.framework import deprecated
>>> @deprecated("2099-01-01", "Use `new`.")
... def old(): ...

A warning is logged at a function's first use, with its date and instructions.
Raises: ValueError for a date that is not ``YYYY-MM-DD`` or None, and without instructions.

TensorFlow 1 kept them in ``tensorflow/python/util/deprecation.py``.
"""

from tf1shim import _tf

deprecated = _tf.deprecation.deprecated
deprecated_args = _tf.deprecation.deprecated_args
deprecated_arg_values = _tf.deprecation.deprecated_arg_values
