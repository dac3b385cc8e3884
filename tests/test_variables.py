"""`tf.Variable`: names, surface, updates and operators, as in TensorFlow 1.15.5."""

import pytest
import state_oracle
import state_programs


@pytest.mark.parametrize("name", [p.__name__ for p in state_programs.VARIABLES])
def test_variables_are_those_of_tf_1_15(name):
    """Names, values, shapes and the first lines of errors are TensorFlow 1.15.5's."""
    assert state_oracle.differences(name) == {}
