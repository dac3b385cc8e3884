"""The faults by which the programs are tested can still be put into the package."""

import pytest

from conformance.faults import FAULTS
from conformance.mutants import with_fault


def test_there_are_enough():
    """At least 25 faults, each with its own name."""
    assert len({fault.name for fault in FAULTS}) == len(FAULTS) >= 25


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_fault_has_its_place(fault):
    """The text that a fault changes is in its file once."""
    assert with_fault(fault)
    assert fault.new != fault.old
