"""`get_variable` and what goes with it."""

from __future__ import annotations

import contextlib

from tf1shim import _tf
from tf1shim.graph import in_graph, in_graph_block
from tf1shim.variables.registry import current_scopes, current_store
from tf1shim.variables.scope import get_in_scope

_AUTO = _tf.v1.VariableSynchronization.AUTO
_NONE = _tf.v1.VariableAggregation.NONE
_LOCAL = _tf.v1.GraphKeys.LOCAL_VARIABLES


@in_graph
def get_variable(
    name,
    shape=None,
    dtype=None,
    initializer=None,
    regularizer=None,
    trainable=None,
    collections=None,
    caching_device=None,
    partitioner=None,
    validate_shape=True,
    use_resource=None,
    custom_getter=None,
    constraint=None,
    synchronization=_AUTO,
    aggregation=_NONE,
):
    """Creates the variable `name` of the open scope, or shares it where the scope says so.

    >>> import tf1shim as tf
    >>> with tf.variable_scope("net"): w = tf.get_variable("w", [2, 3])
    >>> w.name, w.shape.as_list(), w.dtype
    ('net/w:0', [2, 3], tf.float32)
    >>> with tf.variable_scope("net", reuse=True): tf.get_variable("w", [2, 3]) is w
    True
    >>> with tf.variable_scope("net"): tf.get_variable("w", [2, 3])
    Traceback (most recent call last):
     ...
    ValueError: Variable net/w already exists, disallowed. Did you mean to set reuse=True or ...

    Without `initializer` floats start by Glorot's rule, other numbers as zeros. It may be a value
    (then give no `shape`), an initializer object or class of TF1 or Keras, or a callable with
    `shape`, `dtype` and, if it takes it, `partition_info`. What the scope sets (initializer,
    regularizer, partitioner, caching device, custom getter, dtype) holds where the argument is
    None. With a `partitioner` it is a `PartitionedVariable`.

    Raises: ValueError when it exists and is not to be shared, or is to be shared and does not
      exist, or has another shape or dtype, or cannot be made from what is given.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/get_variable
    """
    return get_in_scope(
        current_scopes().current_scope,
        current_store(),
        name,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        regularizer=regularizer,
        trainable=trainable,
        collections=collections,
        caching_device=caching_device,
        partitioner=partitioner,
        validate_shape=validate_shape,
        use_resource=use_resource,
        custom_getter=custom_getter,
        constraint=constraint,
        synchronization=synchronization,
        aggregation=aggregation,
    )


def get_local_variable(
    name,
    shape=None,
    dtype=None,
    initializer=None,
    regularizer=None,
    trainable=False,
    collections=None,
    caching_device=None,
    partitioner=None,
    validate_shape=True,
    use_resource=None,
    custom_getter=None,
    constraint=None,
    synchronization=_AUTO,
    aggregation=_NONE,
):
    """Creates or shares a local variable: not trained, not saved, in ``LOCAL_VARIABLES``.

    >>> import tf1shim as tf
    >>> n = tf.get_local_variable("n", [], tf.int64)
    >>> tf.local_variables() == [n], tf.global_variables(), n.trainable
    (True, [], False)

    As `get_variable`; `trainable` is taken but means nothing, as in TF1.

    Raises: as `get_variable`.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/get_local_variable
    """
    del trainable
    return get_variable(
        name,
        shape=shape,
        dtype=dtype,
        initializer=initializer,
        regularizer=regularizer,
        trainable=False,
        collections=[*(collections or []), _LOCAL],
        caching_device=caching_device,
        partitioner=partitioner,
        validate_shape=validate_shape,
        use_resource=use_resource,
        custom_getter=custom_getter,
        constraint=constraint,
        synchronization=synchronization,
        aggregation=aggregation,
    )


def no_regularizer(_):
    """A regularizer that adds nothing; it keeps the scope's own from being applied.

    >>> import tf1shim as tf
    >>> with tf.variable_scope("net", regularizer=tf.nn.l2_loss):
    ...   w = tf.get_variable("w", [2])
    ...   b = tf.get_variable("b", [2], regularizer=tf.no_regularizer)
    >>> [loss.op.name for loss in tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)]
    ['net/w/Regularizer/L2Loss']

    Raises: nothing.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/no_regularizer
    """
    return None


@in_graph_block
@contextlib.contextmanager
def variable_creator_scope(variable_creator):
    """Every variable made in the block is made by ``variable_creator(next_creator, **kwargs)``.

    >>> import tf1shim as tf
    >>> def frozen(next_creator, **kwargs):
    ...   return next_creator(**{**kwargs, "trainable": False})
    >>> with tf.variable_creator_scope(frozen): w = tf.get_variable("w", [2])
    >>> w.trainable, tf.trainable_variables()
    (False, [])

    The innermost block's creator is called first; ``next_creator`` leads outwards.

    Raises: nothing.
    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/variable_creator_scope
    """
    with _tf.get_default_graph()._variable_creator_scope(variable_creator):
        yield
