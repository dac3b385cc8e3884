"""The steps of docs/migrating.md: each runs, and loses nothing of what the last had learned."""

import importlib
import os
import sys

import pytest
import tf115

import tf1shim
from tf1shim.migrate.commandline import main

STEPS = os.path.join(tf115.ROOT, "examples", "migration")
NAMES = sorted(name[:-3] for name in os.listdir(STEPS) if name.startswith("step_"))


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The directory in which the steps pass on their checkpoints, after step 0 has run."""
    out = str(tmp_path_factory.mktemp("migration"))
    assert main([os.path.join(STEPS, f"{NAMES[0]}.py"), "--out", out]) == 0
    return out


def test_each_step_goes_on_where_the_one_before_ended(out, monkeypatch, capsys):
    """Every step predicts at its start what the last one did at its end, and stays accurate."""
    monkeypatch.syspath_prepend(STEPS)
    assert len(NAMES) == 7
    for number, name in enumerate(NAMES[1:], 1):
        tf1shim.reset_default_graph()
        assert importlib.import_module(name).main(out) > 0.93, name
        assert f"predicts what step {number - 1} did" in capsys.readouterr().out
    for name in ["digits_data", "digits_network", *NAMES]:
        sys.modules.pop(name, None)


def test_a_step_notices_what_was_lost(out, monkeypatch):
    """The proof is one: other weights than the checkpoint's make a step fail."""
    monkeypatch.syspath_prepend(STEPS)
    data = importlib.import_module("digits_data")
    logits = data.np.load(os.path.join(out, "step_0.npy"))
    data.check_same(out, 0, logits)
    with pytest.raises(AssertionError):
        data.check_same(out, 0, logits + 0.01)


def test_every_step_is_in_the_guide():
    """docs/migrating.md names every step's file."""
    with open(os.path.join(tf115.ROOT, "docs", "migrating.md")) as page:
        text = page.read()
    assert [name for name in NAMES if f"{name}.py" not in text] == []
