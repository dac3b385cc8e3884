"""`tf1shim.testing.compare`: a user's own program on tf1shim and on compat.v1."""

import numpy as np
import tensorflow

import tf1shim
from tf1shim.testing import compare


def train(tf, rate=0.1, steps=3):
    """Trains a little model."""
    x = tf.placeholder(tf.float32, [None, 3])
    with tf.variable_scope("net", regularizer=lambda w: tf.reduce_sum(w * w)):
        w = tf.get_variable("w", [3, 1])
    loss = tf.reduce_mean(tf.square(tf.matmul(x, w) - 1.0))
    step = tf.train.AdamOptimizer(rate).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return [sess.run([loss, step], {x: np.eye(3)})[0] for _ in range(steps)]


def test_a_program_is_alike():
    """A program that does what TensorFlow 1 does is alike, and the result says what was seen."""
    comparison = compare(train, steps=2)

    assert comparison, str(comparison)
    assert comparison.runs == 3
    assert comparison.variables == 5
    assert tensorflow.executing_eagerly()


def test_the_first_difference_is_named():
    """Where a program does something else on tf1shim, the first run that differs is named."""

    def program(tf):
        return train(tf, rate=0.1 if hasattr(tf, "MissingSymbolError") else 0.2)

    comparison = compare(program)

    assert not comparison
    # The first step starts from the same variables; the second shows the rate.
    assert comparison.parting.fact == "run 3"
    assert "tf1shim" in str(comparison)
    assert "compat.v1" in str(comparison)


def test_names_and_classes_of_errors():
    """Variables' names and the classes of errors are compared as well."""

    def named(tf):
        tf.get_variable("mine" if hasattr(tf, "MissingSymbolError") else "yours", [2])

    def raising(tf):
        raise KeyError("a") if hasattr(tf, "MissingSymbolError") else ValueError("a")

    assert compare(named).parting.fact == "variables"
    assert compare(raising).parting == ("raised", "KeyError", "ValueError")


def test_the_callers_graph_is_left_alone():
    """A comparison happens in graphs of its own."""
    compare(train)

    assert tf1shim.get_default_graph().get_operations() == []
