"""What TensorFlow 1 refuses."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("errors"))
def test_errors(program):
    """The class of an error and its first line are TensorFlow 1's."""
    check(program)
