"""What must hold of the inputs of a `SequenceQueueingStateSaver`, checked now or when it runs."""

from __future__ import annotations

import numbers

import tf1shim as tf
from tf1shim.contrib.training.training import with_dependencies

SPARSE = (tf.SparseTensor, tf.SparseTensorValue)


def check_states(states):
    """Raises unless `states` is a dict of at least one state, by name."""
    if not isinstance(states, dict):
        raise TypeError("initial_states must be a dictionary")
    if not states:
        raise ValueError(
            "initial_states may not be empty: at least one state variable is required to properly "
            "enqueue split sequences to run in separate iterations"
        )
    _check_names("state name", states)


def _check_names(what, values):
    for key in values:
        if not isinstance(key, str):
            raise TypeError(f"{what} must be string: {key}")
        if ":" in key:
            raise ValueError(f"{what} may not have a colon: '{key}'")


def prepare(length, key, sequences, context, states):
    """The inputs as tensors, dicts in the order of their keys, with known shapes."""
    length = tf.convert_to_tensor(length, name="length")
    key = tf.convert_to_tensor(key, name="key")
    for what, values in (("sequences", sequences), ("context", context)):
        if not isinstance(values, dict):
            raise TypeError(f"{what} must be a dict")
    if not sequences:
        raise ValueError("must have at least one sequence tensor")
    _check_names("sequence key", sequences)
    _check_names("context key", context)
    sequences, context, states = (
        {k: tf.convert_to_tensor(v, name=f"{what}_{k}") for k, v in values.items()}
        for what, values in (("sequence", sequences), ("context", context), ("state", states))
    )
    _check_shapes_known("state", states)
    _check_shapes_known("context", context)
    _check_shapes_known("sequence", sequences, 1)
    length, key = check_rank(length, 0), check_rank(key, 0)
    if length.dtype != tf.int32:
        raise TypeError(f"length dtype must be int32, but received: {length.dtype}")
    if key.dtype != tf.string:
        raise TypeError(f"key dtype must be string, but received: {key.dtype}")
    return length, key, *(dict(sorted(d.items())) for d in (sequences, context, states))


def _check_shapes_known(what, values, start=0):
    ignoring = "(ignoring first dimension)" if start else ""
    for key, value in values.items():
        shape = value.get_shape()
        if not shape[start:].is_fully_defined():
            raise ValueError(f"Shape for {what} {key} is not fully defined {ignoring}: {shape}")


def check_multiple_of(value, multiple_of):
    """`value`, a length, after a check that it is a multiple and not 0."""
    text = f"Tensor {value.name}"
    with tf.control_dependencies([assert_multiple_of(text, value, multiple_of)]):
        return tf.identity(value, name="multiple_of_checked")


def assert_multiple_of(text, value, multiple_of):
    """The op that checks that the length `value` of what `text` says is a multiple and not 0."""
    return tf.Assert(
        tf.logical_and(tf.equal(tf.mod(value, multiple_of), 0), tf.not_equal(value, 0)),
        [
            tf.string_join(
                [
                    f"{text} should be a multiple of: ",
                    tf.as_string(multiple_of),
                    ", but saw value: ",
                    tf.as_string(value),
                    ". Consider setting pad=True.",
                ]
            )
        ],
    )


def check_rank(value, rank):
    """`value` after a check of its rank, an int or a tensor."""
    text = [f"Rank of tensor {value.name} should be: ", tf.as_string(rank), ", shape received:"]
    right = tf.Assert(tf.equal(rank, tf.rank(value)), [tf.string_join(text), tf.shape(value)])
    with tf.control_dependencies([right]):
        checked = tf.identity(value, name="rank_checked")
    known = tf.get_static_value(rank) if isinstance(rank, tf.Tensor) else rank
    if known is not None:
        try:
            checked.set_shape(checked.get_shape().with_rank(int(known)))
        except ValueError as e:
            raise ValueError(f"Rank check failed for {value.name}: {e}") from None
    return checked


def check_shape(value, shape):
    """`value` after a check of its shape, an int32 tensor."""
    value = check_rank(value, tf.size(shape))
    text = [
        f"Shape of tensor {value.name} should be: ",
        tf.reduce_join(tf.as_string(shape), 0, separator=" "),
        ", shape received: ",
        tf.reduce_join(tf.as_string(tf.shape(value)), 0, separator=" "),
    ]
    right = tf.Assert(tf.reduce_all(tf.equal(shape, tf.shape(value))), [tf.string_join(text)])
    with tf.control_dependencies([right]):
        return tf.identity(value, name="shape_checked")


def check_dimensions(value, dimensions, sizes, label):
    """`value` after a check of some of its dimensions; `sizes` are scalar tensors."""
    rank = value.get_shape().ndims
    if rank is not None and rank <= max(dimensions):
        raise ValueError(
            f"{label}: rank of input is not greater than max(dimensions): "
            f"{rank} vs. {max(dimensions)}"
        )
    right = [
        tf.Assert(
            tf.equal(size, tf.shape(value)[d]),
            [
                tf.string_join(
                    [
                        f"Dimension {d} of tensor labeled {label} should be: ",
                        tf.as_string(size),
                        ", shape received: ",
                        tf.reduce_join(tf.as_string(tf.shape(value)), 0, separator=" "),
                    ]
                )
            ],
        )
        for d, size in zip(dimensions, sizes)
    ]
    with tf.control_dependencies(right):
        return tf.identity(value, name=f"dims_checked_{label}")


def pad(sequences, num_unroll):
    """``(length, sequences)``, the sequences padded to a multiple of `num_unroll`.

    Numbers are padded with 0, strings with the empty one.
    """
    if not isinstance(num_unroll, numbers.Integral):
        raise ValueError(f"Unsupported num_unroll expected int, got: {num_unroll}")
    if not isinstance(sequences, dict):
        raise TypeError(f"Unsupported sequences expected dict, got: {sequences}")
    for key in sequences:
        if not isinstance(key, str):
            raise TypeError(f"Unsupported sequences key expected string, got: {key}")
    if not sequences:
        return 0, {}
    sequences = {
        key: value if isinstance(value, SPARSE) else tf.convert_to_tensor(value)
        for key, value in sorted(sequences.items())
    }
    length = _common_length(sequences.values())
    unroll = tf.constant(num_unroll)
    padded = length + (unroll - length % unroll) % unroll
    return length, {key: _padded(value, padded) for key, value in sequences.items()}


def _common_length(sequences):
    lengths = [tf.shape(s)[0] for s in sequences if not isinstance(s, SPARSE)]
    if not lengths:
        return tf.reduce_max(tf.cast([s.dense_shape[0] for s in sequences], tf.int32))
    shown = tf.reduce_join(tf.as_string(tf.stack(lengths)), 0, separator=" ")
    text = tf.string_join(["All sequence lengths must match, but received lengths: ", shown])
    equal = [tf.Assert(tf.equal(length, lengths[0]), [text]) for length in lengths]
    return with_dependencies(equal, lengths[0])


def _padded(value, length):
    if isinstance(value, SPARSE):
        shape = tf.concat([[tf.cast(length, tf.int64)], value.dense_shape[1:]], 0)
        return tf.SparseTensor(value.indices, value.values, shape)
    missing = tf.concat([[length - tf.shape(value)[0]], tf.shape(value)[1:]], 0)
    nothing = tf.constant("" if value.dtype == tf.string else 0, dtype=value.dtype)
    return tf.concat([value, tf.fill(missing, nothing)], 0)
