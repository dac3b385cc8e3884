"""Initializers, initial values that depend on variables, and reads without a value."""

import inspect

import keras
import numpy as np
import pytest
import state_oracle
import state_programs
import tf_keras

import tf1shim as tf


@pytest.mark.parametrize("name", [p.__name__ for p in state_programs.INITIALIZATION])
def test_initialization_is_that_of_tf_1_15(name):
    """Initial values, reports and errors are TensorFlow 1.15.5's."""
    assert state_oracle.differences(name) == {}


@pytest.mark.parametrize("turn", range(5))
def test_initial_values_may_depend_on_variables_of_the_same_run(turn):
    """One run of the initializer sets variables that depend on others, in whatever way."""
    a = tf.Variable(tf.random_normal([2]))
    b = tf.Variable(a * 2)
    c = tf.Variable(a.initialized_value() + b)
    branch = tf.cond(tf.constant(True), lambda: b + 1.0, lambda: b)
    loop = tf.while_loop(lambda i, x: i < 2, lambda i, x: (i + 1, x * b), [0, tf.ones([2])])[1]
    dependent = [
        (tf.get_variable("read", initializer=tf.concat([a, c], 0)), lambda a: [*a, *3 * a]),
        (tf.Variable(branch), lambda a: 2 * a + 1),
        (tf.Variable(loop), lambda a: 4 * a * a),
        (tf.Variable(tf.gather(c, [1])), lambda a: 3 * a[1:]),
        (tf.Variable(lambda: c * 3), lambda a: 9 * a),
    ]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        value = sess.run(a)
        for v, expected in dependent:
            np.testing.assert_allclose(sess.run(v), expected(value), rtol=1e-5)


def test_a_dependent_variable_reads_what_is_initialized():
    """The initializer of one variable uses another's value, or its initial value without one."""
    a = tf.Variable(3.0)
    b = tf.Variable(a * 2)
    with tf.Session() as sess:
        sess.run(b.initializer)
        assert sess.run(b) == 6.0
        assert not sess.run(tf.is_variable_initialized(a))
        sess.run(a.initializer)
        a.load(5.0, sess)
        sess.run(b.initializer)
        assert sess.run([b, b.initialized_value()]) == [10.0, 10.0]


def test_a_random_initial_value_is_drawn_once_in_a_run():
    """Two variables from one random tensor are equal."""
    drawn = tf.random_uniform([3])
    a, b = tf.Variable(drawn), tf.Variable(drawn)
    c = tf.Variable(a.initial_value)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        first, second, third = sess.run([a, b, c])
    assert first.tolist() == second.tolist() == third.tolist()


@pytest.mark.parametrize("library", [keras, tf_keras], ids=["keras", "tf_keras"])
def test_keras_initializers_make_variables(library):
    """Initializer objects of Keras 3 and of tf_keras work in `get_variable` and `Variable`."""
    kinds = library.initializers
    given = [kinds.GlorotUniform(seed=1), kinds.HeNormal(seed=1)]
    given += [kinds.Constant(2.0), kinds.Zeros()]
    made = [tf.get_variable(f"v{i}", [3, 2], initializer=k) for i, k in enumerate(given)]
    made.append(tf.Variable(kinds.Ones()([3, 2])))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        values = sess.run(made)
    assert [v.shape for v in values] == [(3, 2)] * 5
    assert np.std(values[0]) > 0 and np.std(values[1]) > 0
    assert [float(v[0, 0]) for v in values[2:]] == [2.0, 0.0, 1.0]


def _message(run):
    with pytest.raises(tf.errors.FailedPreconditionError) as caught:
        run()
    return caught.value.message


def _line():
    return inspect.currentframe().f_back.f_lineno


def test_a_read_without_any_initializer_says_so():
    """Nothing was initialized: TF1's line, where the variable was made, why, and what to run."""
    v, line = tf.Variable(1.0, name="v"), _line()
    with tf.Session() as sess:
        message = _message(lambda: sess.run(v))
    assert message.splitlines()[0] == "Attempting to use uninitialized value v"
    assert f"{__file__}:{line}" in message
    assert "no initializer op has run in this session" in message
    assert "sess.run(tf.global_variables_initializer())" in message


def test_a_variable_made_after_the_initializer_op_is_told_from_others():
    """The variable is younger than the op that ran: both places are named."""
    tf.Variable(1.0)
    init, init_line = tf.global_variables_initializer(), _line()
    late, line = tf.Variable(2.0, name="late"), _line()
    with tf.Session() as sess:
        sess.run(init)
        message = _message(lambda: sess.run(late * 2))
    assert message.startswith("Attempting to use uninitialized value late\n")
    assert f"made at {__file__}:{line}; it was made after the initializer op 'init'" in message
    assert f"{__file__}:{init_line}" in message


def test_a_variable_outside_the_list_is_told_from_others():
    """The initializer that ran was built for other variables: both places are named."""
    a, b = tf.Variable(1.0, name="a"), tf.Variable(2.0, name="b")
    line = _line() - 1
    init, init_line = tf.variables_initializer([a]), _line()
    with tf.Session() as sess:
        sess.run(init)
        message = _message(lambda: sess.run([a, b]))
    assert message.startswith("Attempting to use uninitialized value b\n")
    assert f"made at {__file__}:{line}; it is not in the list of the initializer op" in message
    assert f"{__file__}:{init_line}" in message
    assert "tf.variables_initializer([v])" in message


def test_each_session_is_initialized_for_itself():
    """What one session initialized, another has not."""
    v, init = tf.Variable(1.0), tf.global_variables_initializer()
    with tf.Session() as first, tf.Session() as second:
        first.run(init)
        assert first.run(v) == 1.0
        assert "no initializer op has run in this session" in _message(lambda: second.run(v))


def test_variables_in_no_collection_are_reported():
    """Where the collections hold no variable, the report is of all that the graph has."""
    v = tf.Variable(1.0, name="v", collections=["mine"])
    missing = tf.report_uninitialized_variables()
    with tf.Session() as sess:
        assert sess.run(missing).tolist() == [b"v"]
        sess.run(v.initializer)
        assert sess.run(missing).tolist() == []
