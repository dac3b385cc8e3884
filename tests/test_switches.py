"""TensorFlow 1's switches: accepted, global nothing."""

import subprocess
import sys

import pytest
import tensorflow

import tf1shim as tf
from tf1shim import switches


@pytest.mark.parametrize(
    "name", [*sorted(switches.ACCEPTED), "disable_v2_behavior", "disable_eager_execution"]
)
def test_accepted(name):
    """Each switch is there, documented, and leaves the process and the namespace as they were."""
    switch = getattr(tf, name)

    assert switch() is None
    assert switch.__name__ == name
    assert switch.__doc__
    assert tensorflow.executing_eagerly()
    assert not tf.executing_eagerly()
    assert type(tf.constant(1.0)) is tf.Tensor


def test_answers():
    """What is asked is answered for tf1shim's graphs."""
    assert tf.resource_variables_enabled() is True
    assert tf.control_flow_v2_enabled() is True
    with tf.Graph().as_default(), tf.Session():
        assert not tf.executing_eagerly()


def test_eager_execution_comes_first():
    """enable_eager_execution refuses, with TF1's words, when the graph has ops already."""
    tf.constant(1.0)

    with pytest.raises(ValueError, match=r"^tf.enable_eager_execution must be called at program"):
        tf.enable_eager_execution()


EAGER = """
import tf1shim as tf
tf.enable_eager_execution()
assert tf.executing_eagerly()
x = tf.constant([1.0, 2.0])
print((x + 1).numpy().tolist(), tf.reduce_sum(x, reduction_indices=0, keep_dims=True).numpy())
v = tf.Variable(3.0)
v.assign_add(1.0)
print(v.numpy(), v == tf.Variable(4.0), v in {v}, tf.Variable([1.0]).get_shape()[0].value)
with tf.Graph().as_default(), tf.Session() as sess:
    print(sess.run(tf.constant(5)))
made = []
def creator(next_creator, **kwargs):
    made.append(next_creator(**kwargs))
    return made[-1]
zeros = tf.zeros_initializer()
inner = tf.make_template("inner", lambda: tf.get_variable("w", [1], initializer=zeros))
outer = tf.make_template("outer", lambda: inner() + tf.get_variable("o", [1]))
with tf.variable_creator_scope(creator):
    outer()
outer()
print([v.name for v in tf.trainable_variables()], set(made) == set(tf.global_variables()))
of_inner = tf.get_default_graph().get_collection("variables", "outer/i")
print([v.name for v in outer.variables], of_inner)
with tf.GradientTape() as tape:
    tape.watch(x)
    y = x * x
print(tape.gradient(y, x).numpy().tolist())
"""


def test_eager_execution():
    """After enable_eager_execution values are there at once; explicit graphs still work."""
    outcome = subprocess.run([sys.executable, "-c", EAGER], capture_output=True, text=True)

    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.splitlines() == [
        "[2.0, 3.0] [3.]",
        "4.0 False True 1",
        "5",
        "['outer/inner/w:0', 'outer/o:0'] True",
        "['outer/o:0'] [<tf.Variable 'outer/inner/w:0' shape=(1,) dtype=float32, "
        "numpy=array([0.], dtype=float32)>]",
        "[2.0, 4.0]",
    ]
