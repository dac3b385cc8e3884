"""Fetches: any nest of tensors, operations, variables and names comes back in its own form."""

import collections

import attrs
import fetch_programs
import numpy as np
import oracle
import pytest
import tensorflow
from tensorflow.python.client import session

import tf1shim as tf

# The text names the tensor that stands for a variable's value: 'v/read:0' here, 'v:0' there.
CLASS_ONLY = {"fetch_variable_of_another_graph"}


@pytest.mark.parametrize("name", sorted(fetch_programs.PROGRAMS))
def test_fetches_as_tensorflow_1_does(name):
    """Values, their types, and the refusals with their first line are TensorFlow 1.15.5's."""
    oracle.check(fetch_programs.PROGRAMS[name], name in CLASS_ONLY)


def test_attrs_classes():
    """An instance of an attrs class comes back as one, with values for its tensors."""

    @attrs.define
    class Pair:
        left: object
        right: object

    def program(tf):
        c = tf.constant([1, 2])
        with tf.Session() as sess:
            return sess.run([Pair(c, {"nested": Pair(c + 1, c.op)})])

    ours, theirs = oracle.both(program)
    assert ours.plain == theirs.plain
    assert ours.error is None


def test_defaultdict_keeps_its_factory():
    """A defaultdict comes back as one that makes the same defaults."""
    c = tf.constant(1)
    with tf.Session() as sess:
        for factory in (list, int):
            value = sess.run(collections.defaultdict(factory, a=c))
            assert value == {"a": 1}
            assert value["missing"] == factory()


def test_namedtuples_of_the_same_tensors_keep_their_classes():
    """Two namedtuples that are equal as tuples are fetched as what each of them is."""
    one, two = (collections.namedtuple(name, "x y") for name in ("One", "Two"))
    c = tf.constant(1)
    with tf.Session() as sess:
        for form in (one(c, c), two(c, c), (c, c)):
            assert type(sess.run(form)) is type(form)


def test_registered_conversions():
    """A class registered with TensorFlow is fetched and fed through its functions."""

    class Squared:
        def __init__(self, tensor):
            self.square = tensorflow.compat.v1.square(tensor)

    registry = session._REGISTERED_EXPANSIONS
    session.register_session_run_conversion_functions(
        Squared,
        lambda s: ([s.square], lambda values: ("squared", values[0])),
        lambda s, value: [(s.square, value)],
    )
    x = tf.placeholder(tf.float32, [])
    with x.graph.as_default():
        squared = Squared(x)
    try:
        with tf.Session() as sess:
            assert sess.run([squared], {x: 3.0}) == [("squared", 9.0)]
            assert sess.run(squared, {squared: 4.0}) == ("squared", 4.0)
    finally:
        registry[:] = [entry for entry in registry if entry[0] is not Squared]


def test_fetched_feed_is_the_array_that_was_fed():
    """A fed tensor that is fetched gives back the very array, as in TF1."""
    x = tf.placeholder(tf.float32, [2])
    array = np.ones(2, np.float32)
    with tf.Session() as sess:
        assert sess.run([x * 2, x], {x: array})[1] is array


def test_refusals_say_what_helps():
    """After TF1's first line comes what mends it."""
    tf.constant(1)
    with tf.Session() as sess, pytest.raises(TypeError, match=r"(?s)None has .*\n.*leave it out"):
        sess.run(None)


def test_names_found_later():
    """A name that is not in the graph yet is found once it is."""
    tf.constant(1)
    with tf.Session() as sess:
        with pytest.raises(ValueError, match="late"):
            sess.run("late:0")
        tf.constant(7, name="late")
        assert sess.run("late:0") == 7
