"""Differences from TensorFlow 1.15.5 are data, and stay true."""

import inspect
import json
import pathlib

import pytest
import tf115

import tf1shim as tf

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib

TABLE = tomllib.loads(pathlib.Path(__file__).with_name("differences.toml").read_text())
DIFFERENCES = {entry["id"]: entry for entry in TABLE["difference"]}


def outcome(program, tf):
    """What an expression gives, or raises, as text (Python 3.7 reads this too)."""
    tf.reset_default_graph()
    try:
        return repr(eval(program, {"tf": tf}))
    except Exception as error:
        text = getattr(error, "message", None) or str(error)
        return f"{type(error).__name__}: {text.splitlines()[0]}"


def test_every_difference_has_its_own_name():
    """No two entries share an id."""
    assert len(DIFFERENCES) == len(TABLE["difference"])


@pytest.mark.parametrize("name", DIFFERENCES)
def test_difference_is_as_described(name):
    """An entry says what tf1shim gives or raises, why, and still differs from TensorFlow 1.15.5."""
    entry = DIFFERENCES[name]

    assert outcome(entry["program"], tf) == entry["here"] != entry["tf1"]
    assert entry["reason"]


@pytest.mark.tf115
@pytest.mark.skipif(tf115.python() is None, reason=tf115.reason())
def test_record_of_tensorflow_1_is_right():
    """What the table says of TensorFlow 1.15.5 is what it gives."""
    programs = {name: entry["program"] for name, entry in DIFFERENCES.items()}
    script = (
        "import json, tensorflow as tf\n"
        f"{inspect.getsource(outcome)}\n"
        f"found = {{name: outcome(program, tf) for name, program in {programs!r}.items()}}\n"
        "print(json.dumps(found))\n"
    )

    found = json.loads(tf115.run(script).stdout.splitlines()[-1])

    assert found == {name: entry["tf1"] for name, entry in DIFFERENCES.items()}
