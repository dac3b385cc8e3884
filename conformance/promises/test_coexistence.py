"""Legacy graph code, eager TensorFlow 2 and Keras 3 in one process: none sees the others."""

import re

import keras
import numpy as np
import tensorflow
from hypothesis import given
from hypothesis import strategies as st

from conformance.programs.backends import Here
from conformance.programs.check import TALLY
from conformance.programs.judge import Judge
from conformance.programs.strategies import programs, script


def eager():
    """A variable, a tape, an update."""
    v = tensorflow.Variable([1.0, 2.0])
    with tensorflow.GradientTape() as tape:
        y = tensorflow.reduce_sum(v * v)
    v.assign_sub(0.5 * tape.gradient(y, v))
    return float(tensorflow.reduce_sum(v))


def function():
    """A `tf.function` with a loop and a condition."""

    @tensorflow.function
    def f(n):
        total = tensorflow.constant(0)
        for i in tensorflow.range(n):
            if i % 2 == 0:
                total += i
        return total

    return float(f(tensorflow.constant(5)))


def seeds():
    """Random numbers by eager code's own seed."""
    tensorflow.random.set_seed(3)
    return float(tensorflow.random.uniform([]))


def keras_3():
    """A Keras 3 model, called."""
    layer = keras.layers.Dense(1, kernel_initializer="ones")
    return float(np.sum(layer(np.ones((2, 3), "float32"))))


#: What `tf.random.set_seed` makes begin anew: streams-in-kernels in differences.toml.
STREAMS_IN_KERNELS = re.compile("random_shuffle|multinomial|random_gamma|random_poisson")
INTERLUDES = (eager, function, seeds, keras_3)
EXPECTED = {interlude.__name__: interlude() for interlude in INTERLUDES}

ANY = st.sampled_from(["scopes", "variables", "training", "random", "sessions"])


@given(ANY.flatmap(programs), st.lists(st.sampled_from(INTERLUDES), min_size=1))
def test_coexistence(program, interludes):
    """Eager code between the statements of a program changes nothing in it, nor it in that."""
    TALLY["programs"] += 1
    TALLY["statements"] += len(program)
    if STREAMS_IN_KERNELS.search("".join(program)):
        interludes = [interlude for interlude in interludes if interlude is not seeds] or [eager]
    alone, beside = Here(), Here()
    alone.start()
    expected = [*map(alone.run, program), alone.end()]

    beside.start()
    judge = Judge()
    for i, statement in enumerate([*program, None]):
        found = beside.end() if statement is None else beside.run(statement)
        differing = judge.differences({"tf1shim": found, "compat.v1": expected[i]})
        assert not differing, f"{differing[0]}\nin\n{script(program)}"
        interlude = interludes[i % len(interludes)]
        assert interlude() == EXPECTED[interlude.__name__]
        assert tensorflow.executing_eagerly()
