"""Partitioned variables: parts, names, slices, sharing and errors."""

import numpy as np
import pytest
import tensorflow

import tf1shim as tf
from tf1shim.variables import PartitionedVariable, current_store

v1 = tensorflow.compat.v1


def described(tf, w):
    """What can be seen of the partitioned variable `w` without running anything."""
    slices = [part._get_save_slice_info() for part in w]
    return {
        "whole": (w.name, w.shape.as_list(), w.dtype.name, len(w)),
        "parts": [(p.name, p.shape.as_list(), p.initial_value.op.name) for p in w],
        "slices": [(s.full_name, s.full_shape, s.var_offset, s.var_shape) for s in slices],
        "spec": [s.spec for s in slices],
        "collections": [
            [v.name for v in tf.get_collection(key)] for key in ("variables", "trainable_variables")
        ],
        "tensor": tf.convert_to_tensor(w).name,
    }


PROGRAMS = {
    "fixed": lambda tf: tf.get_variable("w", [5, 2], partitioner=tf.fixed_size_partitioner(2)),
    "second axis": lambda tf: tf.get_variable(
        "w", [2, 5], partitioner=tf.fixed_size_partitioner(3, axis=1)
    ),
    "one part": lambda tf: tf.get_variable("w", [5, 2], partitioner=tf.fixed_size_partitioner(1)),
    "by size": lambda tf: tf.get_variable(
        "w", [8, 4], partitioner=tf.variable_axis_size_partitioner(64)
    ),
    "min max": lambda tf: tf.get_variable(
        "w", [8, 4], partitioner=tf.min_max_variable_partitioner(4, min_slice_size=32)
    ),
    "tensor": lambda tf: tf.get_variable(
        "w", initializer=tf.zeros([4, 2]), partitioner=tf.fixed_size_partitioner(2)
    ),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_parts_are_those_of_compat_v1(program):
    """Names, shapes, slices, collections and the concatenation's name."""
    with tensorflow.Graph().as_default():
        expected = described(v1, PROGRAMS[program](v1))

    assert expected == described(tf, PROGRAMS[program](tf))


def test_value_is_the_parts_joined():
    """As a tensor it is the whole; assigning splits."""
    value = tf.reshape(tf.range(10.0), [5, 2])
    w = tf.get_variable("w", initializer=value, partitioner=tf.fixed_size_partitioner(2))
    whole, update = w.as_tensor(), w.assign(np.ones([5, 2], np.float32))
    doubled = tf.matmul(w, tf.constant([[2.0], [0.0]]))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        np.testing.assert_array_equal(sess.run(whole), np.arange(10.0).reshape(5, 2))
        np.testing.assert_array_equal(sess.run(doubled)[:, 0], [0, 4, 8, 12, 16])
        sess.run(update)
        np.testing.assert_array_equal(sess.run(whole), np.ones([5, 2]))


def test_initializers_see_their_part():
    """Each call gets the part's shape and where in the whole it lies."""
    calls = []

    def initializer(shape, dtype, partition_info):
        calls.append((shape, partition_info.full_shape, partition_info.var_offset))
        return tf.zeros(shape, dtype)

    tf.get_variable("w", [5, 2], initializer=initializer, partitioner=tf.fixed_size_partitioner(2))

    assert calls == [([3, 2], [5, 2], [0, 0]), ([2, 2], [5, 2], [3, 0])]


def test_partitioner_sees_tf1s_shape():
    """Partitioners of legacy code read ``shape[0].value``."""
    seen = []

    def partitioner(shape, dtype):
        seen.append((shape[0].value, dtype))
        return [2, 1]

    tf.get_variable("w", [4, 2], partitioner=partitioner)

    assert seen == [(4, tf.float32)]


def test_parts_are_regularized_one_by_one():
    """One loss for each part, in the part's name scope."""
    with tf.variable_scope(
        "a", partitioner=tf.fixed_size_partitioner(2), regularizer=tf.nn.l2_loss
    ):
        tf.get_variable("w", [4])

    assert [x.op.name for x in tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)] == [
        "a/w/part_0/Regularizer/L2Loss",
        "a/w/part_1/Regularizer/L2Loss",
    ]


def test_sharing_gives_the_same_object():
    """With and without a partitioner, as TF1."""
    with tf.variable_scope("a"):
        w = tf.get_variable("w", [4], partitioner=tf.fixed_size_partitioner(2))
    with tf.variable_scope("a", reuse=True):
        assert tf.get_variable("w", [4]) is w
        assert tf.get_variable("w", [4], partitioner=tf.fixed_size_partitioner(2)) is w

    assert isinstance(w, PartitionedVariable)
    assert isinstance(w, tensorflow.compat.v1.Variable.__mro__[-1])


def of(shape, partitions, **kwargs):
    """Asks for the variable w, partitioned as given."""
    return tf.get_variable("w", shape, partitioner=lambda shape, dtype: partitions, **kwargs)


# Checked with real TensorFlow 1.15.5.
ERRORS = {
    "not callable": (
        lambda: tf.get_variable("w", [4], partitioner=3),
        "Partitioner must be callable, but received: 3",
    ),
    "unknown shape": (
        lambda: of([None, 2], [1, 1]),
        "Shape of a new partitioned variable must be fully defined, but instead was (?, 2).",
    ),
    "no shape": (
        lambda: of(None, [1, 1]),
        "Shape of a new partitioned variable must be fully defined, but instead was <unknown>.",
    ),
    "scalar": (
        lambda: of(tf.TensorShape([]), []),
        "A partitioned Variable must have rank at least 1, shape: ()",
    ),
    "no sequence": (lambda: of([4, 2], 3), "Partitioner must return a sequence, but saw: 3"),
    "other rank": (
        lambda: of([4, 2], [2]),
        "Partitioner returned a partition list that does not match the Variable's rank: "
        "[2] vs. (4, 2)",
    ),
    "zero": (
        lambda: of([4, 2], [0, 1]),
        "Partitioner returned zero partitions for some axes: [0, 1]",
    ),
    "two axes": (
        lambda: of([4, 2], [2, 2]),
        "Can only slice a variable along one dimension: shape: (4, 2), partitioning: [2, 2]",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors_are_tf1s(case):
    """First lines are TensorFlow 1.15.5's."""
    call, message = ERRORS[case]
    with pytest.raises(ValueError) as caught:
        call()

    assert str(caught.value).split("\n")[0] == message


MISMATCHES = {
    "exists": (
        {"reuse": False},
        lambda: of([4, 2], [2, 1]),
        "Partitioned variable with name a/w already exists. Did you mean to set reuse=True or "
        "reuse=tf.AUTO_REUSE in VarScope?",
    ),
    "shape": (
        {"reuse": True},
        lambda: of([6, 2], [2, 1]),
        "Trying to reuse partitioned variable a/w, but specified shape (6, 2) and found shape "
        "(4, 2).",
    ),
    "dtype": (
        {"reuse": True},
        lambda: of([4, 2], [2, 1], dtype=tf.int32),
        "Trying to reuse partitioned variable a/w, but specified dtype int32 and found dtype "
        "float32.",
    ),
    "partitions": (
        {"reuse": True},
        lambda: of([4, 2], [1, 2]),
        "Trying to reuse partitioned variable a/w, but specified partitions [1, 2] and found "
        "partitions [2, 1].",
    ),
    "no partitioner": (
        {"reuse": False},
        lambda: tf.get_variable("w", [4, 2]),
        "No partitioner was provided, but a partitioned version of the variable was found: "
        "a/w/part_0. Perhaps a variable of the same name was already created with partitioning?",
    ),
}


@pytest.mark.parametrize("case", MISMATCHES)
def test_what_exists_must_fit(case):
    """First lines are TensorFlow 1.15.5's; those about one variable say where it was made."""
    scope, call, message = MISMATCHES[case]
    with tf.variable_scope("a"):
        of([4, 2], [2, 1])
    with pytest.raises(ValueError) as caught, tf.variable_scope("a", **scope):
        call()
    lines = str(caught.value).split("\n")

    assert lines[0] == message
    assert len(lines) == 1 or "first created: " in lines[1]


def test_a_whole_variable_cannot_be_asked_for_in_parts():
    """And one that does not exist cannot be shared."""
    tf.get_variable("w", [4, 2])
    with pytest.raises(ValueError, match=r"an unpartitioned version of the variable was found"):
        of([4, 2], [2, 1])
    missing = "PartitionedVariable x does not exist"
    with tf.variable_scope("", reuse=True), pytest.raises(ValueError, match=missing):
        tf.get_variable("x", [4], partitioner=tf.fixed_size_partitioner(2))


def test_a_failing_part_takes_back_the_others():
    """After an error no part is left in the registry or in a collection."""

    def initializer(shape, dtype, partition_info):
        if partition_info.var_offset[0]:
            raise KeyError("second part")
        return tf.zeros(shape, dtype)

    with pytest.raises(KeyError):
        tf.get_variable(
            "w",
            [4],
            initializer=initializer,
            regularizer=tf.nn.l2_loss,
            partitioner=tf.fixed_size_partitioner(2),
        )

    assert tf.global_variables() == tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES) == []
    assert current_store().names() == []


def test_scalars_are_not_partitioned():
    """A scope's partitioner leaves scalars whole."""
    with tf.variable_scope("a", partitioner=tf.fixed_size_partitioner(2)):
        assert isinstance(tf.get_variable("n", []), tf.Variable)


def test_create_partitioned_variables_uses_the_registry():
    """TF1's older function makes its parts through the same store."""
    parts = tf.create_partitioned_variables([4, 2], [2, 1], tf.zeros_initializer(), name="w")

    assert [p.name for p in parts] == ["w/part_0:0", "w/part_1:0"]
    assert all(isinstance(p, tf.Variable) for p in parts)
