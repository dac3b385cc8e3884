"""What every test shares: a quiet TensorFlow, a fresh graph, Hypothesis' profiles."""

import os

# Read when TensorFlow's library is loaded, so it must be set before the first import of it.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import sys

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

# No deadline: the first example that uses an op pays for tracing it, which says nothing about it.
_COMMON = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("dev", max_examples=15, **_COMMON)
settings.register_profile("ci", max_examples=50, derandomize=True, **_COMMON)
settings.register_profile("deep", max_examples=3000, **_COMMON)


def pytest_configure(config):
    """Chooses the profile: `--hypothesis-profile` if given, else `dev`."""
    if not config.getoption("--hypothesis-profile", default=None):
        settings.load_profile("dev")


def pytest_collection_modifyitems(items):
    """Hypothesis' tests are long, so they come first: no process waits for another at the end."""
    items.sort(key=lambda item: not is_hypothesis_test(getattr(item, "obj", None)))


@pytest.fixture(autouse=True)
def fresh_graph():
    """Starts every test with an empty default graph, as a new process would."""
    # A test that never imported the package must not pay for loading TensorFlow.
    tf1shim = sys.modules.get("tf1shim")
    if tf1shim is not None and hasattr(tf1shim, "reset_default_graph"):
        tf1shim.reset_default_graph()
