"""Random numbers: with seeds, compat.v1's to the bit, whatever is fetched together and when."""

import subprocess
import sys

import numpy as np
import pytest
import tensorflow

import tf1shim

SHAPES = {
    "static": lambda tf: [3, 4],
    "dynamic": lambda tf: tf.placeholder_with_default([3, 4], [2]),
}

# name -> the op, given the module and a shape; all with an op seed.
OPS = {
    "uniform": lambda tf, s: tf.random_uniform(s, seed=3),
    "uniform64": lambda tf, s: tf.random_uniform(s, dtype=tf.float64, seed=3),
    "uniform16": lambda tf, s: tf.random_uniform(s, dtype=tf.float16, seed=3),
    "uniform_range": lambda tf, s: tf.random_uniform(s, -2.0, 5.0, seed=3),
    "uniform_int32": lambda tf, s: tf.random_uniform(s, maxval=100, dtype=tf.int32, seed=3),
    "uniform_int64": lambda tf, s: tf.random_uniform(s, 5, 100, dtype=tf.int64, seed=3),
    "normal": lambda tf, s: tf.random_normal(s, 1.0, 2.0, seed=3),
    "normal64": lambda tf, s: tf.random_normal(s, dtype=tf.float64, seed=3),
    "truncated": lambda tf, s: tf.truncated_normal(s, seed=3),
    "dropout": lambda tf, s: tf.nn.dropout(tf.ones(s), keep_prob=0.5, seed=3),
    "shuffle": lambda tf, s: tf.random_shuffle(tf.range(tf.reduce_prod(s)), seed=3),
    "multinomial": lambda tf, s: tf.multinomial(tf.ones(s), 5, seed=3),
    "gamma": lambda tf, s: tf.random_gamma(s, 0.7, seed=3),
    "poisson": lambda tf, s: tf.random_poisson(4.0, s, seed=3),
    "crop": lambda tf, s: tf.random_crop(tf.reshape(tf.range(100), [10, 10]), s, seed=3),
    "sampler": lambda tf, s: tf.nn.log_uniform_candidate_sampler(
        tf.ones([2, 1], tf.int64), 1, 4, True, 50, seed=3
    )[0],
}


def histories(build, plan):
    """What `plan(sess, ops)` sees on tf1shim and on compat.v1, for the ops that `build` makes."""
    with tf1shim.Graph().as_default():
        ops = build(tf1shim)
        with tf1shim.Session() as sess:
            ours = plan(sess, ops)
    v1 = tensorflow.compat.v1
    with tensorflow.Graph().as_default():
        ops = build(v1)
        with v1.Session() as sess:
            theirs = plan(sess, ops)
    return ours, theirs


def assert_same(ours, theirs):
    """The two histories are equal to the bit."""
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs):
        np.testing.assert_array_equal(mine, other)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("op", OPS)
def test_stream_continues_over_runs_and_signatures(op, shape):
    """An op's stream goes on over repeated runs and different fetches."""

    def build(tf):
        return OPS[op](tf, SHAPES[shape](tf)), tf.constant(1.0)

    def plan(sess, ops):
        x, other = ops
        return [sess.run(x), sess.run(x), sess.run([other, x])[1], sess.run({"x": x})["x"]]

    assert_same(*histories(build, plan))


def test_graph_seed_gives_ops_without_seed_their_own():
    """`set_random_seed` fixes ops that name no seed, by their place in the graph."""

    def build(tf):
        tf.set_random_seed(17)
        tf.constant(0)
        return [tf.random_normal([5]), tf.random_uniform([5]), tf.random_uniform([5], seed=9)]

    assert_same(*histories(build, lambda sess, ops: [*sess.run(ops), *sess.run(ops[::-1])]))


def test_initializers_are_the_same_numbers():
    """Seeded initializers give the same variables, whichever initializer op runs them."""

    def build(tf):
        tf.set_random_seed(4)
        with tf.variable_scope("net"):
            v = [
                tf.get_variable("glorot", [7, 5]),
                tf.get_variable("normal", [9], initializer=tf.random_normal_initializer(0, 0.1)),
                tf.get_variable("unit", [9], initializer=tf.uniform_unit_scaling_initializer()),
                tf.get_variable("orthogonal", [4, 4], initializer=tf.orthogonal_initializer()),
                tf.Variable(tf.truncated_normal([6], stddev=0.1)),
            ]
        return v, tf.variables_initializer(v[:2]), tf.global_variables_initializer()

    def plan(sess, ops):
        v, some, everything = ops
        sess.run(some)
        first = sess.run(v[:2])
        sess.run(everything)
        return [*first, *sess.run(v)]

    ours, theirs = histories(build, plan)
    for mine, other in zip(ours, theirs):
        np.testing.assert_allclose(mine, other, rtol=1e-6)
    assert_same(ours[:5], theirs[:5])


def test_a_new_session_restarts_the_streams():
    """Two sessions on one graph draw the same numbers, and do not disturb each other."""

    def build(tf):
        return tf, tf.random_normal([3], seed=1)

    def plan(first, ops):
        tf, x = ops
        one = first.run(x)
        with tf.Session(graph=x.graph) as second:
            return [one, second.run(x), second.run(x), first.run(x)]

    ours, theirs = histories(build, plan)
    assert_same(ours, theirs)
    np.testing.assert_array_equal(ours[0], ours[1])


def test_unseeded_ops_differ_between_runs_and_sessions():
    """Without any seed nothing repeats."""
    with tf1shim.Graph().as_default():
        x = tf1shim.random_uniform([4])
        draws = []
        for _ in range(2):
            with tf1shim.Session() as sess:
                draws += [tuple(sess.run(x)), tuple(sess.run(x))]
    assert len(set(draws)) == 4


def test_random_ops_in_a_loop_body_continue_their_stream():
    """A seeded op in a loop draws on from iteration to iteration and from run to run."""

    def build(tf):
        def body(i, total):
            return i + 1, total + tf.random_uniform([2], seed=5)

        return tf.while_loop(lambda i, _: i < 3, body, [0, tf.zeros([2])])[1]

    def plan(sess, x):
        return [sess.run(x), sess.run(x), sess.run([x, x + 1])[0]]

    assert_same(*histories(build, plan))


def test_random_op_that_feeds_another():
    """Seeded ops in a chain, with state between them, run once each and in order."""

    def build(tf):
        v = tf.get_variable("v", initializer=0.0)
        order = tf.random_shuffle(tf.range(6), seed=2)
        with tf.control_dependencies([v.assign_add(1.0)]):
            noisy = tf.cast(order, tf.float32) + tf.random_normal([6], seed=2)
        again = tf.random_shuffle(noisy, seed=8)
        return v, order, noisy, again, tf.global_variables_initializer()

    def plan(sess, ops):
        v, order, noisy, again, init = ops
        sess.run(init)
        return [*sess.run([again, noisy, order]), sess.run(again), sess.run(order), sess.run(v)]

    assert_same(*histories(build, plan))


def test_a_loop_draws_in_the_order_of_its_iterations():
    """A seeded op in a loop gives what it gives in as many runs."""
    alone = tf1shim.random_uniform([], seed=5)
    _, drawn = tf1shim.while_loop(
        lambda i, a: i < 6,
        lambda i, a: (i + 1, a.write(i, tf1shim.random_uniform([], seed=5))),
        (0, tf1shim.TensorArray(tf1shim.float32, 6)),
    )
    drawn = drawn.stack()

    with tf1shim.Session() as sess:
        expected = [sess.run(alone) for _ in range(12)]
        found = [*sess.run(drawn), *sess.run(drawn)]

    np.testing.assert_array_equal(found, expected)


def test_ops_of_one_name_in_two_functions_have_two_streams():
    """An op in a loop's body and one outside of it, of the same name in there, share nothing."""
    _, inside = tf1shim.while_loop(
        lambda i, a: i < 1, lambda i, a: (i + 1, tf1shim.random_uniform([], seed=5)), (0, 0.0)
    )
    outside = tf1shim.random_uniform([], seed=6)

    with tf1shim.Session() as sess:
        sess.run(inside)
        after = sess.run(outside)
    with tf1shim.Session() as sess:
        first = sess.run(outside)

    assert after == first


def test_seeded_ops_of_any_kind_need_no_second_thread():
    """One thread of the runtime is enough for seeded ops, loops and conditionals that draw too."""
    program = """
import threading
import tensorflow
import tf1shim as tf
tensorflow.config.threading.set_inter_op_parallelism_threads(1)
drawn = [tf.random_gamma([3], 1.0 + i, seed=i + 1) for i in range(40)]
drawn.append(tf.random_gamma([3], drawn[-1], seed=7))
drawn.append(tf.while_loop(
    lambda i, a: i < 5,
    lambda i, a: (i + 1, a + tf.random_gamma([], 1.0, seed=3) + tf.random_poisson(2.0, [], seed=4)),
    [0, 0.0],
)[1])
drawn.append(tf.cond(tf.constant(True), lambda: tf.random_gamma([], 1.0, seed=8), lambda: 1.0))
with tf.Session() as sess:
    def run():
        for _ in range(5):
            sess.run(drawn)
    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(sess.run(drawn[40]).shape)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stdout == "(3, 3)\n"


def test_bodies_draw_numbers_of_their_own():
    """A draw in a branch or a loop is what it would be beside it: no two of them are the same."""

    def drawn(build):
        with tf1shim.Graph().as_default(), tf1shim.Session() as sess:
            tf1shim.set_random_seed(4)
            yes = tf1shim.placeholder_with_default(True, [])
            return [value.tolist() for value in sess.run(build(yes))]

    def draw():
        return tf1shim.random_normal([2])

    def zeros():
        return tf1shim.zeros([2])

    plain = drawn(lambda yes: [draw() for _ in range(6)])
    bodies = drawn(
        lambda yes: [
            tf1shim.cond(yes, draw, zeros),
            tf1shim.cond(yes, lambda: tf1shim.cond(yes, draw, zeros), zeros),
            draw(),
            tf1shim.while_loop(lambda i, x: i < 1, lambda i, x: (i + 1, draw()), [0, zeros()])[1],
            tf1shim.map_fn(lambda x: draw(), tf1shim.ones([1]))[0],
            tf1shim.case([(yes, draw)], default=zeros),
        ]
    )

    assert len({tuple(value) for value in plain}) == 6
    assert bodies == plain
