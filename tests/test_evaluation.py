"""Losses, metrics, summaries, object checkpoints and learning rates, as in TensorFlow 1.15.5."""

import evaluation_programs
import pytest
import state_oracle

OUTCOMES = state_oracle.Programs("evaluation")


@pytest.mark.parametrize("name", evaluation_programs.PROGRAMS)
def test_evaluation_programs_do_what_tf_1_15_does(name):
    """Names, values, files, events and first lines of errors are TensorFlow 1.15.5's."""
    assert OUTCOMES.differences(name) == {}
