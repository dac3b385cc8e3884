"""The public names of TensorFlow 1.15.5."""

import functools
import importlib
import types

import pytest
import tensorflow

import tf1shim as tf
from conformance import REVIEWED, is_reviewed
from conformance.api.names import HERE, by_module, is_there, problems, resolve, rows
from conformance.api.recorded import NAMES
from conformance.api.reviewed import DIFFERS
from tf1shim._namespace import MIGRATION
from tf1shim.missing import ABSENT, UNKNOWN

GENERIC = (ABSENT["contrib"].reason, UNKNOWN.reason)
KERAS = "tf_keras.api._v1.keras"
# The modules that README.md has a line for.
SHOWN = ("contrib", "layers", "nn.rnn_cell", "core", "all")
# What is shown besides.
BESIDES = {
    # IPython asks for the last two.
    "": {
        "MissingSymbolError",
        "contrib",
        "core",
        "estimator",
        "examples",
        "python",
        "load_ipython_extension",
        "unload_ipython_extension",
        *MIGRATION,
    },
    # The base of the others, which programs took from there though it was not public.
    "nn.rnn_cell": {"LayerRNNCell"},
}
CORE_MODULES = sorted({n.rpartition(".")[0] for n in NAMES if not n.startswith("contrib.")})


def named(name, member):
    """How `DIFFERS` names a member of a class, or what is no member."""
    return f"{name} {member}".strip()


@pytest.mark.parametrize("module", sorted(by_module()))
def test_names_resolve_with_tf1s_arguments(module):
    """Each name and each method has TF1's arguments, or says in words of its own why it is gone."""
    wrong = {}
    for name in by_module()[module]:
        for member, found in problems(name).items():
            if found.startswith("missing") and found.partition(": ")[2] in GENERIC:
                wrong[name] = "missing without a reason"
            elif not found.startswith("missing") and named(name, member) not in DIFFERS:
                wrong[named(name, member)] = found

    assert not wrong


@pytest.mark.skipif(not is_reviewed(), reason=f"the table is of TensorFlow {REVIEWED}")
def test_differences_are_still_there():
    """What agrees with TensorFlow 1 again leaves the table."""
    gone = {
        what for what in DIFFERS if what.partition(" ")[2] not in problems(what.partition(" ")[0])
    }

    assert not gone


def test_absences_are_still_there():
    """What says why it is missing is missing, or has something missing beneath it."""
    there = [name for name in NAMES if is_there(name)]
    kept = {"contrib", "contrib.learn", "contrib.tpu", "estimator", "raw_ops", "tpu"}

    assert not [name for name in there if name in ABSENT]
    for name in ABSENT.keys() - kept:
        assert name.startswith("contrib.") or any(n.startswith(name) for n in NAMES), name


def test_a_name_that_never_was_is_missing():
    """The check does not take everything for there."""
    for name in ("contrib.layers.no_such_layer", "no_such_name", "nn.no_such_name"):
        with pytest.raises(tf.MissingSymbolError):
            resolve(name)


@pytest.mark.parametrize("module", CORE_MODULES)
def test_what_is_shown_is_a_name(module):
    """dir() shows what TF1 had, and beside it only what the installed compat.v1 has there."""
    if not is_there(module) and module:
        pytest.skip("missing, with all that is in it")
    shown = {name for name in dir(resolve(module) if module else tf) if not name.startswith("_")}
    had = {n.rpartition(".")[2] for n in NAMES if n.rpartition(".")[0] == module}
    submodules = {m.removeprefix(f"{module}.").partition(".")[0] for m in _beneath(module)}

    assert had - {n for n in had if not is_there(f"{module}.{n}".strip("."))} <= shown
    assert not shown - had - submodules - _installed(module) - BESIDES.get(module, set())


def _beneath(module):
    return [n for n in CORE_MODULES if n.startswith(f"{module}." if module else "") and n != module]


def _installed(module):
    """What the installed TensorFlow has in the module; its Keras 2 is a package of its own."""
    path, root = module.split(".") if module else [], tensorflow.compat.v1
    if path[:1] == ["layers"] or path[:2] == ["nn", "rnn_cell"]:
        return set()  # of these it has names only
    if path[:1] == ["keras"]:
        path, root = path[1:], importlib.import_module(KERAS)
    try:
        return set(dir(functools.reduce(getattr, path, root)))
    except AttributeError:
        return set()


def test_the_package_hides_what_it_is_made_of():
    """`tf.session`, `tf.graph` and their like are no names, though Python imports them."""
    import tf1shim.graph as graph
    from tf1shim import sites

    assert isinstance(graph, types.ModuleType)
    assert isinstance(sites, types.ModuleType)
    for name in ("graph", "session", "variables", "rnn_cell", "sites", "missing", "migrate"):
        assert not hasattr(tf, name), name


def test_the_readme_says_how_many():
    """The table in README.md has these numbers."""
    text = (HERE.parent.parent / "README.md").read_text()
    for row in rows():
        if row.wanted and row.module.startswith(SHOWN):
            assert str(row) in text
