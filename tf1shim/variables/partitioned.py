"""Partitioned variables: one variable kept as several, split along one axis."""

from __future__ import annotations

from collections.abc import Sequence

from tf1shim import _tf, errors
from tf1shim.graph import TensorShape, in_graph
from tf1shim.sites import user_site

fixed_size_partitioner = _tf.v1.fixed_size_partitioner
variable_axis_size_partitioner = _tf.v1.variable_axis_size_partitioner
min_max_variable_partitioner = _tf.v1.min_max_variable_partitioner


class PartitionedVariable(_tf.PartitionedVariable):
    """A variable kept as several parts, in order along one axis.

    >>> import tf1shim as tf
    >>> w = tf.get_variable("w", [5, 2], partitioner=tf.fixed_size_partitioner(2))
    >>> w.name, [part.name for part in w], [part.shape.as_list() for part in w]
    ('w', ['w/part_0:0', 'w/part_1:0'], [[3, 2], [2, 2]])
    >>> tf.convert_to_tensor(w).shape.as_list()
    [5, 2]

    Iteration gives the parts; as a tensor it is their concatenation.

    Raises: TypeError and ValueError where the parts do not make up `shape`.
    Source: https://github.com/tensorflow/tensorflow/blob/v1.15.5/tensorflow/python/ops/variables.py
    """

    as_tensor = in_graph(_tf.PartitionedVariable.as_tensor)
    assign = in_graph(_tf.PartitionedVariable.assign)
    assign_add = in_graph(_tf.PartitionedVariable.assign_add)
    assign_sub = in_graph(_tf.PartitionedVariable.assign_sub)


def get_partitioned(store, name, partitioner, reuse=None, **kwargs):
    """Gets or makes the partitioned variable `name` of `store`.

    Args: `partitioner` None only to share one; `kwargs` as `VariableStore.get_single` takes.
    Raises: ValueError when what exists or what the partitioner returns does not fit.
    """
    initializer, dtype = kwargs.pop("initializer"), _tf.dtypes.as_dtype(kwargs.pop("dtype"))
    shape = TensorShape(kwargs.pop("shape"))
    if name in store._vars:
        raise ValueError(errors.NOT_PARTITIONED.format(name=name))
    if isinstance(initializer, _tf.BaseTensor):
        shape = TensorShape(shape.merge_with(initializer.shape))
    partitions = None
    if not reuse or partitioner:
        partitions = _call_partitioner(partitioner, shape, dtype)
    existing = store._partitioned_vars.get(name)
    if existing is not None:
        return _shared(store, existing, reuse, shape, dtype, partitions)
    if reuse is True:
        names = [*store._partitioned_vars, *store._vars]
        scope = store.scope_name()
        raise errors.variable_missing(name, names, scope, user_site(), partitioned=True)

    axis, count = _axis_and_count(partitions)
    _check_shards(store, name, count)
    parts = []
    for i, (offset, part_shape) in enumerate(_slices(shape.as_list(), count, axis)):
        part_name = f"{name}/part_{i}"
        with _tf.v1.name_scope(part_name + "/PartitionedInitializer"):
            value, value_shape, dtype = _part_initializer(initializer, offset, part_shape, dtype)
        with _tf.v1.name_scope(None):
            part = store.get_single(
                part_name,
                shape=value_shape,
                dtype=dtype,
                initializer=value,
                reuse=reuse,
                partition_info=_tf.PartitionInfo(full_shape=shape.as_list(), var_offset=offset),
                **kwargs,
            )
        part._set_save_slice_info(_tf.SaveSliceInfo(name, shape.as_list(), offset, part_shape))
        parts.append(part)
    variable = PartitionedVariable(
        name=name, shape=shape, dtype=dtype, variable_list=parts, partitions=partitions
    )
    if not _tf.executing_eagerly() or store._store_eager_variables:
        store._partitioned_vars[name] = variable
    return variable


def _shared(store, existing, reuse, shape, dtype, partitions):
    name, site = existing.name, user_site()
    record = store.record(f"{name}/part_0")
    if reuse is False:
        raise errors.variable_exists(name, record, site, partitioned=True)
    found = existing._get_partitions()
    for what, fits, asked, there in (
        ("shape", shape.is_compatible_with(existing.shape), shape, existing.shape),
        ("dtype", dtype.is_compatible_with(existing.dtype), dtype.name, existing.dtype.name),
        ("partitions", partitions is None or found == partitions, partitions, found),
    ):
        if not fits:
            raise errors.variable_differs(name, what, asked, there, record, site, partitioned=True)
    return existing


def _part_initializer(initializer, offset, shape, dtype):
    """The initializer, shape and dtype of one part."""
    if initializer is None or callable(initializer):
        return initializer, shape, dtype
    if not isinstance(initializer, _tf.BaseTensor):
        initializer = _tf.v1.convert_to_tensor(initializer, dtype=dtype)
    value = _tf.v1.slice(initializer, offset, shape)
    return value, None, value.dtype.base_dtype


def _call_partitioner(partitioner, shape, dtype):
    if not shape.is_fully_defined():
        raise ValueError(errors.PARTITION_SHAPE_UNKNOWN.format(shape=shape))
    if shape.rank < 1:
        raise ValueError(errors.PARTITION_SCALAR.format(shape=shape))
    slicing = partitioner(shape=shape, dtype=dtype)
    if not isinstance(slicing, Sequence):
        raise ValueError(errors.PARTITION_NO_SEQUENCE.format(slicing=slicing))
    if len(slicing) != shape.rank:
        raise ValueError(errors.PARTITION_RANK.format(slicing=slicing, shape=shape))
    if any(p < 1 for p in slicing):
        raise ValueError(errors.PARTITION_ZERO.format(slicing=slicing))
    if sum(p > 1 for p in slicing) > 1:
        raise ValueError(errors.PARTITION_AXES.format(slicing=slicing, shape=shape))
    return slicing


def _axis_and_count(partitions):
    for axis, count in enumerate(partitions):
        if count > 1:
            return axis, count
    return 0, 1


def _check_shards(store, name, n):
    """The parts may exist without the whole (a custom getter, a checkpoint reader)."""
    if f"{name}/part_0" not in store._vars:
        return
    if f"{name}/part_{n - 1}" not in store._vars:
        raise ValueError(errors.SHARD_MISSING.format(name=name, n=n, last=n - 1))
    if f"{name}/part_{n}" in store._vars:
        raise ValueError(errors.SHARD_EXTRA.format(name=name, n=n))


def _slices(full_shape, count, axis):
    """Offset and shape of each part; the first ones are one longer where it does not divide."""
    length, excess = divmod(full_shape[axis], count)
    start = 0
    for i in range(count):
        offset, shape = [0] * len(full_shape), list(full_shape)
        offset[axis], shape[axis] = start, length + (i < excess)
        yield offset, shape
        start += shape[axis]
