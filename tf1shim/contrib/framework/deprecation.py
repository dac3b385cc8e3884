"""Decorators that warn of deprecated functions and arguments: TensorFlow's own.

>>> from tf1shim.contrib.framework import deprecated
>>> @deprecated("2099-01-01", "Use `new`.")
... def old(): ...

A warning is logged at a function's first use, with its date and instructions.
Raises: ValueError for a date that is not ``YYYY-MM-DD`` or None, and without instructions.

TensorFlow 1 kept them in ``tensorflow/python/util/deprecation.py``.
"""

from tf1shim import _tf
from tf1shim.graph import in_graph

deprecated = _tf.deprecation.deprecated
deprecated_arg_values = _tf.deprecation.deprecated_arg_values


def deprecated_args(date, instructions, *deprecated_arg_names_or_tuples, **kwargs):
    """Decorator: warns when one of the named arguments is given.

    >>> @deprecated_args("2099-01-01", "It does nothing.", "b", ("c", True))
    ... def f(a, b=None, c=True): ...

    Args: names, or pairs of a name and a value that is no reason to warn; ``warn_once=False`` to
    warn every time.
    """
    decorate = _tf.deprecation.deprecated_args(
        date, instructions, *deprecated_arg_names_or_tuples, **kwargs
    )
    # TensorFlow 2 says nothing of it in eager code.
    return lambda function: in_graph(decorate(function))
