"""Assigning values to variables from arrays and from checkpoints.

TensorFlow 1 kept these functions in ``variables.py``.
"""

import tf1shim as tf
from tf1shim.contrib.framework.variables import get_variable_full_name


def _named(name):
    found = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, name)
    if not found:
        raise ValueError(f"Variable {name} wasn't found")
    if len(found) == 1:
        return found[0]
    for var in found:
        if var.op.name == name:
            return var
    raise ValueError(f"Variable {name} doesn't uniquely identify a variable")


def _fed(var):
    """A placeholder for the value of `var`, and the assignment of it."""
    value = tf.placeholder(var.dtype.base_dtype, var.get_shape(), name=f"placeholder/{var.op.name}")
    return value, var.assign(value)


def assign_from_values(var_names_to_values):
    """An operation that sets global variables to the given arrays, and what to feed it.

    >>> import numpy as np
    >>> import tf1shim as tf
    >>> v = tf.get_variable("v", [2])
    >>> assign, feed_dict = assign_from_values({"v": np.array([1.0, 2.0])})
    >>> with tf.Session() as sess:
    ...   sess.run(assign, feed_dict)
    ...   print(sess.run(v))
    [1. 2.]

    The values are fed, so they do not become part of the graph.
    Raises: ValueError if there is no variable of a name.
    """
    assign_ops, feed_dict = [], {}
    for name, value in var_names_to_values.items():
        var = _named(name)
        placeholder, assign = _fed(var)
        assign_ops.append(assign)
        feed_dict[placeholder] = value.reshape(var.get_shape().as_list())
    return tf.group(*assign_ops), feed_dict


def assign_from_values_fn(var_names_to_values):
    """A function of a session that sets the variables in it; see `assign_from_values`."""
    assign_op, feed_dict = assign_from_values(var_names_to_values)

    def callback(session):
        return session.run(assign_op, feed_dict)

    return callback


def assign_from_checkpoint(model_path, var_list, ignore_missing_vars=False):
    """An operation that sets variables from a checkpoint, and what to feed it.

    Args: `var_list`, variables, or a dict of their names in the checkpoint; its values may be lists
    of the parts of a partitioned variable; `ignore_missing_vars`, True to leave out, with a
    warning, what the checkpoint has not.
    Raises: ValueError if the checkpoint lacks a variable or has it with another shape.
    """
    groups = {}
    if isinstance(var_list, (tuple, list)):
        for var in var_list:
            groups.setdefault(get_variable_full_name(var), []).append(var)
    else:
        for name, value in var_list.items():
            groups[name] = value if isinstance(value, (tuple, list)) else [value]

    reader = tf.train.NewCheckpointReader(model_path)
    assign_ops, feed_dict = [], {}
    for name, group in groups.items():
        if not reader.has_tensor(name):
            missing = f"Checkpoint is missing variable [{name}]"
            if not ignore_missing_vars:
                raise ValueError(missing)
            tf.logging.warning(missing)
            continue
        value = reader.get_tensor(name)
        for var in group:
            placeholder, assign = _fed(var)
            assign_ops.append(assign)
            feed_dict[placeholder] = _part(value, var, name)
    return tf.group(*assign_ops), feed_dict


def _part(value, var, name):
    """What of the checkpoint's `value` is for `var`, which may be part of a partitioned one."""
    part = var._save_slice_info
    if part:
        bounds = zip(part.var_offset, part.var_shape)
        return value[tuple(slice(start, start + size) for start, size in bounds)]
    if var.get_shape() != value.shape:
        raise ValueError(
            f"Total size of new array must be unchanged for {name} "
            f"lh_shape: [{value.shape}], rh_shape: [{var.get_shape()}]"
        )
    return value


def assign_from_checkpoint_fn(
    model_path, var_list, ignore_missing_vars=False, reshape_variables=False
):
    """A function of a session that restores the variables in it from a checkpoint.

    Args: those of `assign_from_checkpoint`; `reshape_variables`, True to reshape what has the same
    number of elements.
    Returns: None, with a warning, if nothing is left to restore.
    Raises: ValueError if `var_list` is empty.
    """
    if not var_list:
        raise ValueError("var_list cannot be empty")
    if ignore_missing_vars:
        reader = tf.train.NewCheckpointReader(model_path)
        named = var_list if isinstance(var_list, dict) else {v.op.name: v for v in var_list}
        var_list = {}
        for name, var in named.items():
            if reader.has_tensor(name):
                var_list[name] = var
            else:
                tf.logging.warning("Variable %s missing in checkpoint %s", name, model_path)
    if not var_list:
        tf.logging.warning("No Variables to restore")
        return None
    saver = tf.train.Saver(var_list, reshape=reshape_variables)

    def callback(session):
        saver.restore(session, model_path)

    return callback
