"""Losses, gradients, optimizers, their slots and steps, moving averages, decays."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("training"))
def test_training(program):
    """Training takes the steps that TensorFlow 1 takes, under its names."""
    check(program)
