"""Scopes: nested and entered again, every mode of reuse, all that variables inherit."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("scopes"))
def test_scopes(program):
    """Variables have the names, dtypes, partitions and collections that TensorFlow 1 gives them."""
    check(program)
