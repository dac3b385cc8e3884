"""``tf.cond``, ``tf.while_loop`` and ``tf.map_fn`` as TensorFlow 1 has them.

The installed TensorFlow builds them as functions, and checks other things than 1.15 did: what old
code gets back, and what it is refused with, is 1.15's.
"""

from __future__ import annotations

import functools
import inspect

import tensorflow

from tf1shim import _tf
from tf1shim.graph import get_default_graph, with_bodies

v1 = tensorflow.compat.v1
nest = tensorflow.nest
_cond, _while_loop, _map_fn = map(with_bodies, (v1.cond, v1.while_loop, v1.map_fn))
BRANCHES = {"true_fn": "true_fn", "fn1": "true_fn", "false_fn": "false_fn", "fn2": "false_fn"}


@functools.wraps(v1.cond)
def cond(*args, **kwargs):
    """Calls one of two functions, as a tensor says; returns what that returns.

    >>> import tf1shim as tf
    >>> y = tf.cond(tf.constant(True), lambda: [tf.constant(1)], lambda: [tf.constant(2)])
    >>> with tf.Session() as sess: print(sess.run(y))
    1

    A list of one is that one, unless `strict`.
    Raises: TypeError and ValueError if the two return other structures or dtypes, or nothing.
    """
    given = inspect.signature(v1.cond).bind(*args, **kwargs).arguments
    _check_predicate(given.get("pred"))
    returned = {}
    for name, branch in BRANCHES.items():
        if callable(given.get(name)):
            given[name] = _noting(given[name], branch, returned)
    try:
        result = _cond(**given)
    except (AssertionError, TypeError, ValueError):
        if len(returned) == 2:
            _check_alike(returned["true_fn"], returned["false_fn"])
        raise
    if not given.get("strict") and type(result) in (list, tuple) and len(result) == 1:
        return result[0]
    return result


def _check_predicate(pred):
    """Refuses what is neither bool nor to be refused by TensorFlow itself, with 1.15's words."""
    if get_default_graph().finalized:
        return
    dtype = _tf.dtypes.int32 if type(pred) is int else getattr(pred, "dtype", None)
    if dtype is not None and _tf.dtypes.as_dtype(dtype).base_dtype != _tf.dtypes.bool:
        raise TypeError(
            f"Input 'pred' of 'Switch' Op has type {_tf.dtypes.as_dtype(dtype).name} that does "
            "not match expected type of bool."
        )


def _noting(fn, branch, returned):
    def noting():
        result = fn()
        if result is None:
            raise ValueError(f"{branch} must have a return value.")
        returned[branch] = result
        return result

    return noting


def _check_alike(first, second):
    """Refuses branches that return other things, with 1.15's words."""
    nest.assert_same_structure(first, second)
    for pair in zip(nest.flatten(first), nest.flatten(second)):
        one, other = (getattr(t, "dtype", None) or v1.convert_to_tensor(t).dtype for t in pair)
        if _tf.dtypes.as_dtype(one).base_dtype != _tf.dtypes.as_dtype(other).base_dtype:
            raise ValueError(
                "Outputs of true_fn and false_fn must have the same type: "
                f"{_tf.dtypes.as_dtype(one).name}, {_tf.dtypes.as_dtype(other).name}"
            )


@functools.wraps(v1.while_loop)
def while_loop(*args, **kwargs):
    """Repeats `body` while `cond` says so; returns the loop's variables at the end.

    >>> import tf1shim as tf
    >>> i, total = tf.while_loop(lambda i, t: i < 4, lambda i, t: (i + 1, t + i), [0, 0])
    >>> with tf.Session() as sess: print(sess.run(total))
    6

    Raises: ValueError for no variables, or one that is not of its shape invariant; TypeError for
    a condition that is no bool.
    """
    given = inspect.signature(v1.while_loop).bind(*args, **kwargs).arguments
    variables, invariants = given["loop_vars"], given.get("shape_invariants")
    if not variables:
        raise ValueError("No loop variables provided")
    if invariants is not None:
        nest.assert_same_structure(variables, invariants, expand_composites=False)
        nest.map_structure(_check_invariant, variables, invariants)
    if callable(given["cond"]):
        given["cond"] = _deciding(given["cond"])
    kinds = []
    if callable(given["body"]):
        given["body"] = _noting_kind(given["body"], kinds)
    result = _while_loop(**given)
    # TensorFlow 1 gave back the structure that the body returned.
    if type(result) is list and tuple in kinds:
        return tuple(result)
    return result


def _noting_kind(fn, kinds):
    def noting(*variables):
        result = fn(*variables)
        kinds.append(type(result))
        return result

    return noting


def _deciding(fn):
    def deciding(*variables):
        result = fn(*variables)
        dtype = getattr(result, "dtype", None)
        if isinstance(result, _tf.BaseTensor) and dtype != _tf.dtypes.bool:
            raise TypeError(
                f"Input 'input' of 'LoopCond' Op has type {dtype.name} that does not match "
                "expected type of bool."
            )
        return result

    return deciding


def _check_invariant(variable, invariant):
    if not isinstance(variable, _tf.BaseTensor) or not isinstance(invariant, _tf.TensorShape):
        return
    if not _admits(invariant, variable.shape):
        raise ValueError(
            f"The shape invariant specified for {variable.name} is not compatible with the "
            f"initial shape of the loop variable. It enters the loop with shape {variable.shape}, "
            f"but the specified shape invariant is {invariant}."
        )


def _admits(invariant, shape):
    """True if every tensor of `shape` is one of the shape `invariant`."""
    if invariant.rank is None:
        return True
    return invariant.rank == shape.rank and all(
        size is None or size == given for size, given in zip(invariant.as_list(), shape.as_list())
    )


@functools.wraps(v1.map_fn)
def map_fn(fn, *args, **kwargs):
    """Calls `fn` with each element of a tensor (or of several); returns the results, stacked.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess: print(sess.run(tf.map_fn(lambda x: x * x, tf.range(3))))
    [0 1 4]

    AutoGraph leaves `fn` alone, as it did in TensorFlow 1.
    """
    if not callable(fn):
        raise TypeError("fn must be callable.")

    def as_it_is(element):
        return fn(element)

    return _map_fn(_tf.never_converted(as_it_is), *args, **kwargs)


FUNCTIONS = {"cond": cond, "map_fn": map_fn, "while_loop": while_loop}
