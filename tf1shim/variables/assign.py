"""`tf.assign` and its kind, on variables and on what an earlier assign returned."""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.graph import in_graph
from tf1shim.variables.variable import Variable

v1 = _tf.v1


def _target(ref):
    """The variable that `ref` means, and what must happen before it is written."""
    if isinstance(ref, Variable):
        return ref, []
    variable = getattr(ref, "assigned_variable", None)
    return (variable, [ref.op]) if variable is not None else (None, [])


@in_graph
def assign(ref, value, validate_shape=None, use_locking=None, name=None):
    """An op that sets the variable `ref` to `value`; as a tensor it is the new value.

    >>> import tf1shim as tf
    >>> v = tf.Variable(1.0)
    >>> with tf.Session() as sess: print(sess.run(tf.assign(v, 2.0)))
    2.0

    ``validate_shape=False`` admits a value of another shape.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/assign
    """
    variable, before = _target(ref)
    if variable is None:
        return v1.assign(ref, value, validate_shape, use_locking, name)
    with v1.control_dependencies(before):
        if validate_shape is False:
            value = v1.convert_to_tensor(value, dtype=variable.dtype.base_dtype)
            value = v1.placeholder_with_default(value, shape=None)
        return variable.assign(value, use_locking, name)


@in_graph
def assign_add(ref, value, use_locking=None, name=None):
    """An op that adds `value` to the variable `ref`; as a tensor it is the new value.

    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/assign_add
    """
    variable, before = _target(ref)
    if variable is None:
        return v1.assign_add(ref, value, use_locking, name)
    with v1.control_dependencies(before):
        return variable.assign_add(value, use_locking, name)


@in_graph
def assign_sub(ref, value, use_locking=None, name=None):
    """An op that subtracts `value` from the variable `ref`; as a tensor it is the new value.

    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/assign_sub
    """
    variable, before = _target(ref)
    if variable is None:
        return v1.assign_sub(ref, value, use_locking, name)
    with v1.control_dependencies(before):
        return variable.assign_sub(value, use_locking, name)
