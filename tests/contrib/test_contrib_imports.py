"""Every way in which legacy code imports tf.contrib, tf.layers and private paths."""

import os

import pytest

import tf1shim as tf
from tf1shim.migrate.imports import LegacyImports


def imported(text):
    """The names that `text`, run as legacy code, has afterwards."""
    with LegacyImports([os.path.dirname(__file__)]) as imports:
        scope = {"__builtins__": imports.builtins}
        exec(text, scope)
    return scope


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import tensorflow.contrib.layers as found", "contrib.layers"),
        ("from tensorflow.contrib import layers as found", "contrib.layers"),
        ("from tensorflow import contrib; found = contrib.layers", "contrib.layers"),
        (
            "from tensorflow.contrib.layers import fully_connected as found",
            "contrib.layers.fully_connected",
        ),
        (
            "from tensorflow.contrib.layers.python.layers import fully_connected as found",
            "contrib.layers.fully_connected",
        ),
        (
            "from tensorflow.contrib.layers.python.layers.layers import conv2d as found",
            "contrib.layers.conv2d",
        ),
        (
            "from tensorflow.contrib.layers.python.layers import layers; found = layers.conv2d",
            "contrib.layers.conv2d",
        ),
        (
            "from tensorflow.contrib.framework.python.ops import add_arg_scope as found",
            "contrib.framework.add_arg_scope",
        ),
        (
            "from tensorflow.contrib.learn.python.learn import monitored_session as m; "
            "found = m.MonitoredSession",
            "train.MonitoredSession",
        ),
        (
            "from tensorflow.contrib.learn.python.learn.session_run_hook import SessionRunHook "
            "as found",
            "train.SessionRunHook",
        ),
        (
            "from tensorflow.contrib.learn.python.learn import basic_session_run_hooks as m; "
            "found = m.StopAtStepHook",
            "train.StopAtStepHook",
        ),
        ("import tensorflow.layers as found", "layers"),
        ("from tensorflow.layers import dense as found", "layers.dense"),
        ("from tensorflow.nn import rnn_cell; found = rnn_cell.GRUCell", "nn.rnn_cell.GRUCell"),
        ("from tensorflow.python.ops.rnn_cell import GRUCell as found", "nn.rnn_cell.GRUCell"),
        (
            "import tensorflow.python.ops.rnn_cell_impl as m; found = m.RNNCell",
            "nn.rnn_cell.RNNCell",
        ),
        ("from tensorflow.python.layers.core import Dense as found", "layers.Dense"),
        ("import tensorflow.keras.backend as found", "keras.backend"),
        ("from tensorflow.keras.layers import Dense as found", "keras.layers.Dense"),
        ("from tensorflow.python.keras.layers import Dense as found", "keras.layers.Dense"),
        ("from tensorflow.python.keras.layers.core import Dense as found", "keras.layers.Dense"),
        ("import tensorflow.compat.v1 as t; found = t.contrib.layers", "contrib.layers"),
    ],
)
def test_imports(text, expected):
    """Each form gives the object that the public name means."""
    public = tf
    for part in expected.split("."):
        public = getattr(public, part)

    assert imported(text)["found"] is public


def test_what_contrib_lacks_says_so():
    """A contrib name that is not there is an ImportError with the reason, an AttributeError too."""
    with pytest.raises(ImportError, match=r"contrib\.tpu"):
        imported("import tensorflow.contrib.tpu")
    with pytest.raises(ImportError, match=r"no such name of tf\.contrib"):
        imported("from tensorflow.contrib.layers import nosuch")
    with pytest.raises(tf.MissingSymbolError, match="instead:"):
        tf.contrib.layers.nosuch  # noqa: B018
