"""Marking functions as experimental."""

import functools

import tf1shim as tf


def experimental(func):
    """Decorator: logs a warning, that the function may change, whenever it is called.

    >>> @experimental
    ... def new(x): return x + 1
    >>> new(1)
    2
    """

    @functools.wraps(func)
    def new_func(*args, **kwargs):
        tf.logging.warning(
            "%s (from %s) is experimental and may change or be removed at any time, and without "
            "warning.",
            func.__qualname__,
            func.__module__,
        )
        return func(*args, **kwargs)

    new_func.__doc__ = f"{(func.__doc__ or '').strip()} (experimental)"
    return new_func
