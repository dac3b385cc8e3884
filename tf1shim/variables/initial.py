"""Initializers: what ``get_variable`` accepts, and how each kind is called."""

from __future__ import annotations

import functools
import inspect

from tf1shim import _tf, errors


def default_initializer(name, dtype):
    """TF1's initializer where none is given: Glorot's for floats, zeros for other numbers.

    Raises: ValueError for a dtype that has no default.
    """
    if dtype.is_floating:
        return _tf.v1.glorot_uniform_initializer()
    if dtype.is_integer or dtype.is_bool or dtype == _tf.dtypes.string:
        return _tf.v1.zeros_initializer()
    raise ValueError(errors.INITIALIZER_REQUIRED.format(name=name, dtype=dtype.base_dtype))


def initial_value(initializer, shape, dtype, partition_info):
    """The initial value (often a callable without arguments) and the dtype to convert it to.

    Args: `initializer` a value, an initializer object or class, or a callable; `shape` a
      `TensorShape`, unknown where the caller gave none.
    Raises: ValueError for a callable that needs a shape that is not fully defined.
    """
    if not callable(initializer):
        return initializer, None
    if inspect.isclass(initializer):
        initializer = initializer()
    if shape.is_fully_defined():
        call = _initializer_call(initializer, shape.as_list(), dtype, partition_info)
        return call, dtype.base_dtype
    if _needs_no_arguments(initializer):
        return initializer, None
    raise ValueError(errors.INITIALIZER_INVALID)


def accepts_keyword(fn, name):
    """True if `fn` can be called with the keyword `name`."""
    parameters = _parameters(fn)
    return parameters is None or any(
        p.name == name or p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters
    )


def _initializer_call(initializer, shape, dtype, partition_info):
    if _is_keras3(initializer):
        return functools.partial(initializer, tuple(shape), dtype=dtype.name)
    call = functools.partial(initializer, shape, dtype=dtype)
    if _takes_partition_info(initializer):
        call.keywords["partition_info"] = partition_info
    return call


def _takes_partition_info(initializer):
    """TF1 always passed it. Keras' objects take ``**kwargs`` and refuse it."""
    parameters = _parameters(initializer)
    if parameters is None or any(p.name == "partition_info" for p in parameters):
        return True
    takes_any = any(p.kind is inspect.Parameter.VAR_KEYWORD for p in parameters)
    return takes_any and not hasattr(initializer, "get_config")


def _is_keras3(initializer):
    return any(
        base.__name__ == "Initializer" and base.__module__.partition(".")[0] == "keras"
        for base in type(initializer).__mro__
    )


def _needs_no_arguments(fn):
    parameters = _parameters(fn)
    return parameters is not None and all(
        p.default is not p.empty or p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD, p.KEYWORD_ONLY)
        for p in parameters
    )


def _parameters(fn):
    try:
        return inspect.signature(fn).parameters.values()
    except (TypeError, ValueError):
        return None
