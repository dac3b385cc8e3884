"""Random numbers: by the seeds of ops and graphs, across runs and sessions."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("random"))
def test_seeds_of_ops(program):
    """Ops with seeds of their own draw the same numbers, run after run, in each session anew."""
    check(program)


@given(programs("graph_seeds"))
def test_seeds_of_graphs(program):
    """With a seed for the graph, all ops draw compat.v1's numbers to the bit."""
    check(program)
