"""Sessions: several, on one or more graphs, open and closed; fetches of every form."""

from hypothesis import given

from conformance.programs.check import check
from conformance.programs.strategies import programs


@given(programs("sessions"))
def test_sessions(program):
    """Each session has its own state, and gives what is fetched in the form asked for."""
    check(program)
