"""Feeds: of placeholders, tensors and variables, right and wrong ones."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("feeds"))
def test_feeds(program):
    """Feeds are taken and refused as TensorFlow 1 does."""
    check(program)
