"""Argument scopes: defaults for the arguments of functions, within a ``with`` block.

>>> import tf1shim as tf
>>> @tf.contrib.framework.add_arg_scope
... def layer(x, size=1, bias=True):
...   return x, size, bias
>>> with tf.contrib.framework.arg_scope([layer], size=3):
...   print(layer("a"), layer("b", size=4))
('a', 3, True) ('b', 4, True)
"""

import contextlib
import functools
import inspect

# The scopes that are open, innermost last: {key of a function: {argument: value}} each.
_stack = [{}]
# {key of a function: the names of its arguments that have a default}
_decorated = {}


def arg_scope_func_key(op):
    """The key of `op` in the scopes; the same for a function and the decorated one."""
    return getattr(op, "_key_op", str(op))


def current_arg_scope():
    """The innermost scope, ``{key of a function: {argument: value}}``.

    >>> current_arg_scope()
    {}
    """
    return _stack[-1]


def has_arg_scope(func):
    """True if `func` was decorated with `add_arg_scope`.

    >>> import tf1shim as tf
    >>> has_arg_scope(tf.contrib.layers.conv2d), has_arg_scope(tf.layers.conv2d)
    (True, False)
    """
    return arg_scope_func_key(func) in _decorated


def arg_scoped_arguments(func):
    """The names of the arguments that a scope can set for `func`: those with a default.

    >>> @add_arg_scope
    ... def layer(x, size=1, bias=True): ...
    >>> arg_scoped_arguments(layer)
    ('size', 'bias')

    Differences: TensorFlow 1 left out arguments of functions that have local variables.
    """
    assert has_arg_scope(func)
    return _decorated[arg_scope_func_key(func)]


def add_arg_scope(func):
    """Decorator: makes `func` take what the open `arg_scope` says for its missing arguments."""
    key = arg_scope_func_key(func)

    @functools.wraps(func)
    def func_with_args(*args, **kwargs):
        return func(*args, **{**current_arg_scope().get(key, {}), **kwargs})

    parameters = inspect.signature(func).parameters.values()
    optional = tuple(p.name for p in parameters if p.default is not p.empty)
    _decorated[key] = optional or tuple(
        p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD
    )
    func_with_args._key_op = key
    return func_with_args


@contextlib.contextmanager
def arg_scope(list_ops_or_scope, **kwargs):
    """Sets default arguments of the given functions for the calls within the block.

    >>> import tf1shim as tf
    >>> layers = tf.contrib.layers
    >>> x = tf.zeros([2, 3])
    >>> with arg_scope([layers.fully_connected], activation_fn=None) as scope:
    ...   print(layers.fully_connected(x, 4).op.name)
    fully_connected/BiasAdd
    >>> with arg_scope(scope):
    ...   print(layers.fully_connected(x, 4).op.name)
    fully_connected_1/BiasAdd

    An inner block adds to what the outer ones say, and wins over it. Arguments given in a call win
    over every scope. A scope that is entered again replaces all that are open.

    Args: `list_ops_or_scope`, a list of functions decorated with `add_arg_scope`, or the scope of
    an earlier block; `kwargs`, the defaults.
    Raises: ValueError if a function is not decorated, or if a scope comes with `kwargs`; TypeError
    for anything but a list, tuple or scope.
    """
    if isinstance(list_ops_or_scope, dict):
        if kwargs:
            raise ValueError(
                "When attempting to re-use a scope by suppling adictionary, kwargs must be empty."
            )
        scope = list_ops_or_scope.copy()
    elif isinstance(list_ops_or_scope, (list, tuple)):
        scope = current_arg_scope().copy()
        for op in list_ops_or_scope:
            if not has_arg_scope(op):
                # Two arguments, as in TensorFlow 1: the text is not filled in.
                raise ValueError(
                    "%s is not decorated with @add_arg_scope", (op.__module__, op.__name__)
                )
            key = arg_scope_func_key(op)
            scope[key] = {**scope.get(key, {}), **kwargs}
    else:
        raise TypeError("list_ops_or_scope must either be a list/tuple or reused scope (i.e. dict)")
    _stack.append(scope)
    try:
        yield scope
    finally:
        _stack.pop()
