"""Optimizers, averages and decays: names as in TensorFlow 1.15.5, steps as compat.v1's."""

import oracle
import pytest
import state_oracle
import state_programs
import tensorflow

import tf1shim as tf

v1 = tensorflow.compat.v1

TRAINED = [name for name in state_programs.PROGRAMS if name.endswith((", dense", ", sparse"))]


@pytest.mark.parametrize("name", TRAINED)
def test_optimizers_train_as_in_tf_1_15(name):
    """Gradients, variables, slots, their order and three steps are TensorFlow 1.15.5's."""
    assert state_oracle.differences(name) == {}


@pytest.mark.parametrize("name", [p.__name__ for p in state_programs.TRAINING])
def test_training_programs_are_those_of_tf_1_15(name):
    """Own optimizers, arguments and errors, moving averages and decays are TensorFlow 1.15.5's."""
    assert state_oracle.differences(name) == {}


@pytest.mark.parametrize("label", state_programs.OPTIMIZERS)
@pytest.mark.parametrize("sparse", [False, True], ids=["dense", "sparse"])
def test_steps_equal_compat_v1_to_the_bit(label, sparse):
    """Three steps of every optimizer give the values that compat.v1 gives.

    Without the graph optimizers: they fuse ops otherwise in a function than in a session's graph.
    """
    config = v1.ConfigProto()
    config.graph_options.rewrite_options.disable_meta_optimizer = True

    def program(tf):
        return state_programs.training(tf, state_programs.OPTIMIZERS[label], sparse, config)

    ours, theirs = oracle.both(program)
    assert dict(ours.value[1])["values"] == dict(theirs.value[1])["values"]


def test_a_slot_is_a_resource_only_if_its_variable_is():
    """Making a slot a second time is refused with what TF1 says of the kind of its variable."""
    for use_resource in (None, True):
        scope = f"resource_{use_resource}"
        with tf.variable_scope(scope, use_resource=use_resource):
            v = tf.get_variable("v", initializer=1.0)
        tf.train.ExponentialMovingAverage(0.5).apply([v])
        with tf.variable_scope(scope):
            pass  # From now on the names of the scopes in it are free again.
        with pytest.raises(ValueError, match="ExponentialMovingAverage/ already exists") as caught:
            tf.train.ExponentialMovingAverage(0.5).apply([v])
        assert ("Originally defined at" in str(caught.value)) == (not use_resource)
