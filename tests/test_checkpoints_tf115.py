"""Checkpoints go between real TensorFlow 1.15.5 and tf1shim, both ways."""

import numpy as np
import pytest
import tf115

import tf1shim as tf

pytestmark = pytest.mark.tf115

MODEL = """
def model(tf):
    import numpy as np
    x = tf.constant(np.linspace(-1, 1, 12).reshape(4, 3), tf.float32)
    with tf.variable_scope("net"):
        w = tf.get_variable("w", [3, 2], initializer=tf.glorot_uniform_initializer(seed=5))
        b = tf.get_variable("b", [2], initializer=tf.zeros_initializer())
        p = tf.get_variable("p", [4, 2], initializer=tf.ones_initializer(),
                            partitioner=tf.fixed_size_partitioner(2))
    step = tf.train.get_or_create_global_step()
    loss = tf.reduce_mean(tf.square(tf.matmul(x, w) + b + tf.convert_to_tensor(p)))
    train = tf.train.AdamOptimizer(0.1).minimize(loss, global_step=step)
    average = tf.train.ExponentialMovingAverage(0.9).apply([w, b])
    flag = tf.get_variable("flag", initializer=True, trainable=False)
    words = tf.Variable(["a", "b"], name="words", trainable=False)
    with tf.control_dependencies([train, average]):
        return loss, tf.identity(loss)

def trained(tf, path, version=2):
    loss, train = model(tf)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(3):
            sess.run(train)
        saver = tf.train.Saver(write_version=version)
        return saver.save(sess, path), sess.run(loss)

def loaded(tf, path):
    loss, train = model(tf)
    with tf.Session() as sess:
        tf.train.Saver().restore(sess, path)
        before = sess.run(loss)
        sess.run(train)
        return before, sess.run(loss)
"""
here = {}
exec(MODEL, here)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory):
    """A checkpoint that tf1shim wrote, and what TensorFlow 1.15.5 read of it and wrote itself."""
    if tf115.python() is None:
        pytest.skip(tf115.reason())
    directory = tmp_path_factory.mktemp("checkpoints")
    tf.reset_default_graph()
    path, loss = here["trained"](tf, f"{directory}/ours")
    text = (
        MODEL
        + f"""
import tensorflow as tf
print(*loaded(tf, {path!r}))
for version in (1, 2):
    tf.reset_default_graph()
    print(trained(tf, "{directory}/theirs%d" % version, version)[1])
tf.reset_default_graph()
print(*loaded(tf, "{directory}/theirs2"))
"""
    )
    lines = [[float(n) for n in line.split()] for line in tf115.run(text).stdout.splitlines()]
    return {"directory": directory, "ours": path, "our loss": loss, "lines": lines}


def test_tf_1_15_reads_what_is_written_here(theirs):
    """TensorFlow 1.15.5 restores our checkpoint, and the next step of Adam is the same."""
    tf.reset_default_graph()
    before, after = here["loaded"](tf, theirs["ours"])
    assert before == theirs["our loss"]
    np.testing.assert_allclose(theirs["lines"][0], [before, after], rtol=1e-5)


@pytest.mark.parametrize("version", [1, 2])
def test_what_tf_1_15_wrote_is_read_here(theirs, version):
    """A checkpoint of TensorFlow 1.15.5, of either format, restores; training goes on the same."""
    tf.reset_default_graph()
    before, after = here["loaded"](tf, f"{theirs['directory']}/theirs{version}")
    np.testing.assert_allclose([before, after], theirs["lines"][3], rtol=1e-5)


def test_the_keys_are_the_same(theirs):
    """Both write the same keys with the same shapes."""
    ours, real = (
        tf.train.list_variables(path) for path in (theirs["ours"], f"{theirs['directory']}/theirs2")
    )
    assert ours == real
