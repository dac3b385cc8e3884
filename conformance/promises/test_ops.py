"""Ops over several dtypes and partial shapes, with TensorFlow 1's arguments."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("ops"))
def test_ops(program):
    """Ops give TensorFlow 1's values, static shapes, dtypes and names."""
    check(program)
