"""Savers: what is written under which names, and what comes back."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("checkpoints"))
def test_checkpoints(program):
    """A checkpoint holds and gives back what TensorFlow 1's does."""
    check(program)
