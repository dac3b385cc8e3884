"""Functions that return the gradients of other functions, in eager mode."""

import functools
import inspect

import tf1shim as tf


def implicit_value_and_gradients(f):
    """Returns a function of `f`'s value and its gradients by the variables that it uses.

    >>> tf.enable_eager_execution()
    >>> w = tf.contrib.eager.Variable(3.0)
    >>> value, pairs = implicit_value_and_gradients(lambda x: x * w)(tf.constant(2.0))
    >>> print(value.numpy(), [(g.numpy().item(), v is w) for g, v in pairs])
    6.0 [(2.0, True)]
    >>> tf.disable_eager_execution()

    Raises: ValueError if `f` returns None or uses no trainable variable.
    """

    @functools.wraps(f)
    def value_and_gradients(*args, **kwargs):
        with tf.GradientTape() as tape:
            value = f(*args, **kwargs)
        if value is None:
            raise ValueError(
                "Cannot differentiate a function that returns None; did you forget to return a "
                f"value from {f.__name__}?"
            )
        variables = tape.watched_variables()
        if not variables:
            raise ValueError(
                "No trainable variables were accessed while the function was being computed."
            )
        return value, list(zip(tape.gradient(value, variables), variables))

    return value_and_gradients


def implicit_gradients(f):
    """Returns a function of the pairs (gradient, variable) of `f`, for ``apply_gradients``.

    >>> tf.enable_eager_execution()
    >>> w = tf.contrib.eager.Variable(3.0)
    >>> [(gradient, _)] = implicit_gradients(lambda x: x * w)(tf.constant(2.0))
    >>> print(gradient.numpy())
    2.0
    >>> tf.disable_eager_execution()
    """
    both = implicit_value_and_gradients(f)

    @functools.wraps(f)
    def gradients(*args, **kwargs):
        return both(*args, **kwargs)[1]

    return gradients


def value_and_gradients_function(f, params=None):
    """Returns a function of `f`'s value and its gradients by its arguments.

    >>> tf.enable_eager_execution()
    >>> value, gradients = value_and_gradients_function(lambda x, y: x * y, params=["y"])(
    ...     tf.constant(2.0), tf.constant(5.0))
    >>> print(value.numpy(), gradients[0].numpy())
    10.0 2.0
    >>> tf.disable_eager_execution()

    Args: `params`, positions or names of the arguments; by default all.
    """
    positions = _positions(f, params)

    @functools.wraps(f)
    def value_and_gradients(*args, **kwargs):
        dy = kwargs.pop("dy", None)
        wanted = range(len(args)) if positions is None else positions
        # Each a tensor of its own, even if one is given twice.
        args = list(args)
        for i in wanted:
            if not isinstance(args[i], tf.Variable):
                args[i] = tf.identity(args[i])
        sources = [args[i] for i in wanted]
        with tf.GradientTape() as tape:
            for source in sources:
                tape.watch(source)
            value = f(*args, **kwargs)
        if value is None:
            raise ValueError(
                "Cannot differentiate a function that returns None; did you forget to return a "
                f"value from {f.__name__}?"
            )
        return value, tape.gradient(value, sources, output_gradients=dy)

    return value_and_gradients


def gradients_function(f, params=None):
    """Returns a function of `f`'s gradients by its arguments, a list.

    >>> tf.enable_eager_execution()
    >>> print(gradients_function(lambda x: x ** 3)(tf.constant(2.0))[0].numpy())
    12.0
    >>> tf.disable_eager_execution()
    """
    both = value_and_gradients_function(f, params)

    @functools.wraps(f)
    def gradients(*args, **kwargs):
        return both(*args, **kwargs)[1]

    return gradients


def _positions(f, params):
    if params is None:
        return None
    names = list(inspect.signature(f).parameters)
    if all(isinstance(param, int) for param in params):
        return list(params)
    if all(isinstance(param, str) for param in params):
        return [names.index(param) for param in params]
    raise ValueError(f"params must be all strings or all integers; got {params}.")
