"""`tf.assign` and its kind, on variables and on what an earlier update returned."""

from __future__ import annotations

import functools

from tf1shim import _tf
from tf1shim.graph import in_graph
from tf1shim.variables import building
from tf1shim.variables.variable import Variable, variable_of_value

v1 = _tf.v1


def _target(ref):
    """The variable that `ref` means, and what must happen before it is written.

    TF1's updates returned a reference: `tf.assign_add(tf.assign(v, 0), 1)` updates `v` twice. What
    a graph has under a variable's name, ``graph.get_tensor_by_name("v:0")``, was one as well.
    """
    if isinstance(ref, Variable):
        return ref, []
    variable = getattr(ref, "assigned_variable", None)
    return (variable, [ref.op]) if variable is not None else (variable_of_value(ref), [])


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
            return variable.assign_any_shape(value, name)
        return variable.assign(value, use_locking, name)


@in_graph
def assign_add(ref, value, use_locking=None, name=None):
    """An op that adds `value` to the variable `ref`; as a tensor it is the new value.

    >>> import tf1shim as tf
    >>> v = tf.Variable(1.0)
    >>> with tf.Session() as sess:
    ...   sess.run(v.initializer)
    ...   print(sess.run(tf.assign_add(v, 2.0)))
    3.0

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

    >>> import tf1shim as tf
    >>> v = tf.Variable(1.0)
    >>> with tf.Session() as sess:
    ...   sess.run(v.initializer)
    ...   print(sess.run(tf.assign_sub(v, 2.0)))
    -1.0

    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/assign_sub
    """
    variable, before = _target(ref)
    if variable is None:
        return v1.assign_sub(ref, value, use_locking, name)
    with v1.control_dependencies(before):
        return variable.assign_sub(value, use_locking, name)


@in_graph
def count_up_to(ref, limit, name=None):
    """An op that adds one to the variable `ref`, and gives what was there before.

    >>> import tf1shim as tf
    >>> v = tf.Variable(0)
    >>> with tf.Session() as sess:
    ...   sess.run(v.initializer)
    ...   print(sess.run(tf.count_up_to(v, 3)))
    0

    Raises: tf.errors.OutOfRangeError, when it runs, where the variable has come to `limit`.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/count_up_to
    """
    variable, before = _target(ref)
    if variable is None:
        return v1.count_up_to(ref, limit, name)
    with v1.control_dependencies(before):
        return variable._counted(limit, name)


def _scatter(name):
    """TensorFlow's own scatter update `name`: on returned references too, with TF1's op names."""
    fn = getattr(v1, name)
    op_type = "".join(part.title() for part in name.split("_"))

    @in_graph
    @functools.wraps(fn)
    def update(ref, indices, updates, use_locking=None, name=None):
        variable, before = _target(ref)
        if variable is None:
            return fn(ref, indices, updates, name=name)
        building.check_arithmetic(variable, op_type)
        with v1.control_dependencies(before), v1.name_scope(name, op_type):
            return fn(variable, indices, updates, name="update")

    return update


#: The scatter updates of TF1, by name.
SCATTERS = {
    name: _scatter(name)
    for name in (
        *(f"scatter_{kind}" for kind in "add div max min mul sub update".split()),
        *(f"scatter_nd_{kind}" for kind in "add sub update".split()),
    )
}
