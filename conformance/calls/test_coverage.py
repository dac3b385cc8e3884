"""Every core name that two of the repositories use is called by a table, or by a named test."""

import functools
import re
from pathlib import Path

import pytest

from conformance.api.names import NAMES, demand, is_there
from conformance.calls.calls import names_called, programs, tables

ROOT = Path(__file__).parent.parent.parent

# Names, or the beginnings of names, that programs of another kind call: the file with them.
ELSEWHERE = {
    "keras.": "conformance/goldens/tables/keras.py",
    "layers.": "conformance/goldens/tables/layers.py",
    "InteractiveSession": "tests/session_programs.py",
    "GradientTape": "tests/test_switches.py",
    "disable_v2_behavior": "tests/test_seeds.py",
    "disable_eager_execution": "tests/test_get_variable.py",
    "enable_eager_execution": "tests/test_switches.py",
    "function": "tests/test_control_flow.py",
    "graph_util.convert_variables_to_constants": "tests/test_graph_files.py",
    "summary.FileWriter": "examples/digits.py",
    "test.TestCase": "tests/test_namespace.py",
    "train.Checkpoint": "tests/evaluation_programs.py",
    "train.ChiefSessionCreator": "tests/training_programs.py",
    "train.CheckpointManager": "tests/evaluation_programs.py",
    "train.LoggingTensorHook": "tests/training_programs.py",
    "train.MonitoredSession": "tests/training_programs.py",
    "train.MonitoredTrainingSession": "tests/training_programs.py",
    "train.Scaffold": "tests/training_programs.py",
    "train.Server": "tests/test_clusters.py",
    "train.SessionRunHook": "tests/training_programs.py",
    "train.StopAtStepHook": "tests/training_programs.py",
    "train.Supervisor": "tests/training_programs.py",
    "train.SyncReplicasOptimizer": "tests/state_programs.py",
    "train.global_step": "tests/training_programs.py",
    "train.import_meta_graph": "tests/test_graph_files.py",
    "train.start_queue_runners": "tests/queue_programs.py",
    "train.summary_iterator": "tests/test_python_paths.py",
}
# What no test calls yet.
NOWHERE = {
    "distribute.experimental.TPUStrategy": "it takes TPUs, and refuses whatever has none",
    "saved_model.save": "it saves objects of TensorFlow 2's checkpoints",
    "tpu.experimental.initialize_tpu_system": "it takes TPUs, and has no kernel without them",
}


@functools.cache
def called():
    """The names that the tables call."""
    return {name for t in tables() for p in programs(t) for name in names_called(p)}


def test_every_name_of_two_repositories_is_called():
    """Each has a program here, or is sent to another file."""
    wanted = [n for n in NAMES if not n.startswith("contrib.") and demand().get(n, 0) >= 2]
    prefixes = tuple(name for name in ELSEWHERE if name.endswith("."))
    missing = {
        name
        for name in wanted
        if name not in {*called(), *ELSEWHERE, *NOWHERE} and not name.startswith(prefixes)
    }

    assert not missing


@pytest.mark.parametrize("name", [name for name in ELSEWHERE if not name.endswith(".")])
def test_the_other_file_calls_it(name):
    """The file that a name is sent to has it."""
    text = (ROOT / ELSEWHERE[name]).read_text()

    assert re.search(rf"\btf\.{re.escape(name)}\b", text)


def test_what_nobody_calls_is_there():
    """The names that no test calls resolve, and no table calls them after all."""
    assert all(is_there(name) for name in NOWHERE)
    assert not called() & NOWHERE.keys()
