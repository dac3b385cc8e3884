"""Optimizers, averages and decays: names as in TensorFlow 1.15.5, steps as compat.v1's."""

import oracle
import pytest
import state_oracle
import state_programs

TRAINED = [name for name in state_programs.PROGRAMS if name.endswith((", dense", ", sparse"))]


@pytest.mark.parametrize("name", TRAINED)
def test_optimizers_train_as_in_tf_1_15(name):
    """Gradients, variables, slots, their order and three steps are TensorFlow 1.15.5's."""
    assert state_oracle.differences(name) == {}


@pytest.mark.parametrize("name", [p.__name__ for p in state_programs.TRAINING])
def test_training_programs_are_those_of_tf_1_15(name):
    """Own optimizers, arguments and errors, moving averages and decays are TensorFlow 1.15.5's."""
    assert state_oracle.differences(name) == {}


@pytest.mark.parametrize("name", TRAINED)
def test_steps_equal_compat_v1_to_the_bit(name):
    """Three steps of every optimizer give the values that compat.v1 gives."""
    ours, theirs = oracle.both(state_programs.PROGRAMS[name])
    assert dict(ours.value[1])["values"] == dict(theirs.value[1])["values"]
