"""Conditions that are decided now where their value is known.

>>> import tf1shim as tf
>>> tf.contrib.framework.smart_cond(True, lambda: "yes", lambda: "no")
'yes'
"""

import tf1shim as tf
from tf1shim import _tf
from tf1shim.graph import with_bodies

smart_case = with_bodies(_tf.smart_case)


def smart_constant_value(pred):
    """The bool that `pred` is, or is computed to from constants; None if it is not known.

    >>> import tf1shim as tf
    >>> smart_constant_value(1), smart_constant_value(tf.placeholder(tf.bool, []))
    (True, None)
    >>> print(smart_constant_value(tf.constant(2) > 1))
    True

    Raises: TypeError for anything but a tensor, a bool, 1 or 0.
    """
    if not isinstance(pred, tf.Tensor) and pred not in {0, 1}:
        raise TypeError(
            f"`pred` must be a Tensor, or a Python bool, or 1 or 0. Found instead: {type(pred)}"
        )
    return _tf.smart_constant_value(pred)


def smart_cond(pred, true_fn=None, false_fn=None, name=None):
    """Calls one of the functions if `pred` is known now, else `tf.cond`.

    Raises: TypeError if either is not callable.
    """
    for argument, fn in (("true_fn", true_fn), ("false_fn", false_fn)):
        if not callable(fn):
            raise TypeError(f"`{argument}` must be callable.")
    known = smart_constant_value(pred)
    if known is None:
        return tf.cond(pred, true_fn=true_fn, false_fn=false_fn, name=name)
    return true_fn() if known else false_fn()
