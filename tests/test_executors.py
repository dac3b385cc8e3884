"""Small plans run on one thread: faster, and no different to see."""

import numpy as np
import pytest

import tf1shim as tf
from tf1shim.session import executors


def test_a_failing_training_step_names_the_op_that_failed():
    """The error of a failing step has the op, and the variables are as they were."""
    x = tf.placeholder(tf.float32, [None, None], name="x")
    w = tf.get_variable("w", [3, 2])
    step = tf.train.AdamOptimizer().minimize(tf.reduce_sum(tf.matmul(x, w, name="product")))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        before = sess.run(tf.global_variables())
        with pytest.raises(tf.errors.InvalidArgumentError, match="incompatible") as error:
            sess.run(step, {x: np.ones((2, 4))})
        after = sess.run(tf.global_variables())

    assert error.value.op.name == "product"
    assert __file__ in error.value.message
    for old, new in zip(before, after):
        np.testing.assert_array_equal(old, new)


def test_a_failing_step_is_not_run_twice():
    """What changes state does so once, also in a run that fails."""
    counter = tf.get_variable("counter", initializer=0)
    with tf.control_dependencies([tf.assign_add(counter, 1)]):
        fails = tf.placeholder(tf.float32, name="never_fed") + 1.0
    with tf.Session() as sess:
        sess.run(counter.initializer)
        with pytest.raises(tf.errors.InvalidArgumentError, match="never_fed"):
            sess.run(fails)

        assert sess.run(counter) <= 1


def test_a_long_loop_runs_to_its_end():
    """A small graph with a loop of many steps needs no more stack than a short one."""
    count = tf.while_loop(lambda i: i < 50_000, lambda i: i + 1, [0])
    with tf.Session() as sess:
        assert sess.run(count) == 50_000


def compiled_by_xla():
    """A sum that XLA may compile."""
    with tf.get_default_graph().as_default(), tf.xla.experimental.jit_scope():
        return tf.tanh(tf.placeholder_with_default(2.0, [])) + 1.0


@pytest.mark.parametrize(
    ("build", "single"),
    [
        (lambda: tf.constant(1.0) + tf.placeholder_with_default(2.0, []), True),
        (lambda: tf.while_loop(lambda i: i < 3, lambda i: i + 1, [0]), False),
        (lambda: tf.FIFOQueue(2, [tf.float32]).size(), False),
        (lambda: tf.py_func(lambda: np.float32(1), [], tf.float32), False),
        (lambda: compiled_by_xla(), False),
        (lambda: tf.add_n([tf.constant(1.0) for _ in range(executors.SMALL_PLAN)]), False),
    ],
)
def test_only_small_plans_in_which_nothing_waits_take_one_thread(build, single):
    """Loops, queues, Python functions, XLA and large plans keep the executor that overlaps."""
    fetch = build()
    with tf.Session() as sess:
        sess.run(fetch)
        (plan,) = sess._plans.values()
        assert plan.single_threaded is single
