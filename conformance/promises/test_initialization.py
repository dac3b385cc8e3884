"""Initialization of any variables, in any order, in several sessions."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("initialization"))
def test_initialization(program):
    """A variable has a value where TensorFlow 1 says so, and errors name those without."""
    check(program)
