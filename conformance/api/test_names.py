"""The public names of TensorFlow 1.15.5 that TensorFlow 2 removed."""

import pytest

import tf1shim as tf
from conformance.api.names import HERE, by_module, problem, resolve, rows
from tf1shim.missing import ABSENT

# Signatures that differ on purpose: name -> why.
DIFFERS = {
    "contrib.cluster_resolver.SlurmClusterResolver": "TensorFlow 2 can find out the jobs by itself",
    "contrib.data.Optional": "TensorFlow 2's `empty` takes an element spec, not three structures",
    "contrib.distribute.DistributionStrategy": "`experimental_run_v2` is TensorFlow 2's `run`",
    "contrib.distribute.OneDeviceStrategy": "`experimental_run_v2` is TensorFlow 2's `run`",
}

GENERIC = ABSENT["contrib"].reason


@pytest.mark.parametrize("module", sorted(by_module()))
def test_names_resolve_with_tf1s_arguments(module):
    """Each name has TF1's arguments and defaults, or says in words of its own why it is gone."""
    wrong = {}
    for name in by_module()[module]:
        found = problem(name)
        if found and found.startswith("missing") and GENERIC in found:
            wrong[name] = "missing without a reason"
        elif found and not found.startswith("missing") and name not in DIFFERS:
            wrong[name] = found

    assert not wrong


@pytest.mark.parametrize("name", DIFFERS)
def test_a_difference_is_still_one(name):
    """A signature that agrees again leaves the table."""
    assert problem(name)


def test_a_name_that_never_was_is_missing():
    """The check does not take everything for there."""
    with pytest.raises(tf.MissingSymbolError):
        resolve("contrib.layers.no_such_layer")


def test_the_readme_says_how_many():
    """The table in README.md has these numbers."""
    text = (HERE.parent.parent / "README.md").read_text()
    for row in rows():
        if row.wanted:
            line = f"| {row.module} | {row.resolve} / {row.names} | {row.met} / {row.wanted} |"
            assert line in text
