"""Conditionals, loops, loops over elements, and gradients through them."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("control_flow"))
def test_control_flow(program):
    """Control flow computes what TensorFlow 1's does."""
    check(program)
