"""Variables through every door, and what assigns to them."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("variables"))
def test_variables(program):
    """Variables and assignments are TensorFlow 1's, with their names and values."""
    check(program)
