"""`python -m tf1shim verify`: where a program first differs from TensorFlow's own compat.v1."""

import io
import json
import os
import sys
import textwrap

import numpy as np
import pytest
import tensorflow
import tf115

from tf1shim.migrate import commandline
from tf1shim.migrate.runner import UsageError
from tf1shim.testing import verify as verification
from tf1shim.testing.verify import distance, main, recorder, stream
from tf1shim.testing.verify.command import parse
from tf1shim.testing.verify.distance import EXACT, Tolerance
from tf1shim.testing.verify.judge import Judge
from tf1shim.testing.verify.scratch import Scratch

TRAINS = """
import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 3], name="x")
w = tf.get_variable("w", [3, 1])
b = tf.get_variable("b", [1], initializer=tf.zeros_initializer())
loss = tf.reduce_mean(tf.square(tf.nn.dropout(tf.matmul(x, w), 0.5) + b - 1), name="loss")
tf.summary.scalar("loss", loss)
rate = 0.1
"""


@pytest.fixture
def verify(tmp_path, monkeypatch, capsys):
    """Runs a program, given as its text, by `verify`; the exit status, the output, the JSON."""
    monkeypatch.chdir(tmp_path)

    def verify(text, *options):
        (tmp_path / "train.py").write_text(textwrap.dedent(text).lstrip("\n"))
        status = main(["--json", "found.json", *options, "train.py", "--its", "own"])
        return status, capsys.readouterr().out, json.loads((tmp_path / "found.json").read_text())

    return verify


def test_a_program_agrees_and_leaves_its_directory_alone(verify, tmp_path):
    """Runs, variables, summaries, restored values and a common end agree; nothing is left behind.

    The program reads a file, takes arguments, saves and restores, and ends by an error.
    """
    (tmp_path / "data").write_text("0.5")
    status, output, found = verify(
        TRAINS
        + """
import sys
tf.get_seed(None)  # takes a number
assert sys.argv[1:] == ["--its", "own"] and tf.__version__.startswith("1.15")
rate = float(open("data").read())
step = tf.train.MomentumOptimizer(rate, 0.9).minimize(loss)
summary = tf.summary.merge_all()
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for _ in range(5):
        sess.run([step, loss, summary], {x: np.random.rand(4, 3)})
    tf.train.Saver().save(sess, "./model")
with tf.Session() as sess:
    tf.train.Saver().restore(sess, "./model")
    print(loss.eval({x: np.eye(3)}))
    sess.run({"no": step}, {x: np.eye(2)})
"""
    )

    assert status == 0, output
    assert output.splitlines()[-1].startswith(
        "they agree up to the same error: 8 runs, 8 variables"
    )
    assert "Both stopped with the same error: ValueError: Cannot feed value" in output
    assert "train.py:25" in output
    assert "Not compared: 2 runs by TensorFlow itself." in output
    assert [(p["first"], p["last"], p["variables"]) for p in found["places"]] == [
        (1, 1, 4),
        (2, 6, 0),
        (7, 7, 4),
        (8, 8, 0),
    ]
    assert sorted(os.listdir(tmp_path)) == ["data", "found.json", "train.py"]


def test_the_first_difference_is_found_and_named(verify):
    """A step that differs is named with its line, both values and how far they are apart."""
    status, output, found = verify(
        TRAINS
        + """
rate = 0.1 if hasattr(tf, "MissingSymbolError") else 0.11
step = tf.train.GradientDescentOptimizer(rate).minimize(loss)
with tf.train.MonitoredTrainingSession() as sess:
    for _ in range(5):
        sess.run([step, loss], {x: np.eye(3)})
"""
    )

    assert status == 1, output
    difference = found["difference"]
    # The first step starts alike, the second shows the rate.
    assert (difference["run"], difference["line"]) == (2, "train.py:15")
    assert difference["what"] == "the value of loss:0"
    assert difference["here"] != difference["there"]
    assert "apart" in difference["apart"]
    assert "equal to the bit" in difference["advice"]
    assert output.splitlines()[-1].startswith(
        "they differ in run 2 (train.py:15): the value of loss"
    )
    assert found["places"][0]["variables"] == 2


def test_what_compat_v1_lacks_ends_its_part(verify):
    """A name that TensorFlow 2 removed ends the comparison, which says so; runs before it count."""
    status, output, found = verify(
        """
        import threading
        import tensorflow as tf
        v = tf.get_variable("v", [2])
        sess = tf.InteractiveSession()
        v.initializer.run()
        thread = threading.Thread(target=lambda: sess.run(v))
        thread.start()
        thread.join()
        print(v.eval())
        print(sess.run(tf.contrib.layers.l2_regularizer(0.1)(v)))
        """
    )

    assert status == 0, output
    assert found["runs"] == 2
    assert "compat.v1 goes no further: AttributeError" in output
    assert "train.py:10" in output
    assert "--with path/to/python" in output
    assert "they agree as far as compat.v1 goes: 2 runs, 1 variable, to the bit" in output


def test_other_data_is_the_programs_own_doing(verify):
    """Where other numbers are fed though all was equal, the program is not deterministic."""
    status, output, found = verify(
        """
        import numpy as np
        import tensorflow as tf
        x = tf.placeholder(tf.float64, name="x")
        with tf.Session() as sess:
            sess.run(x, {x: 1.0})
            sess.run(x, {x: np.random.default_rng().random()})
        """,
        "--with",
        "tf1shim",
    )

    assert status == 1
    assert found["difference"]["what"] == "what is fed to x:0"
    assert "makes other data each time" in output
    assert "tf1shim again" in output


@pytest.mark.tf115
@pytest.mark.skipif(tf115.python() is None, reason=tf115.reason())
def test_real_tensorflow_1_is_the_other_side(verify):
    """With an interpreter that has TensorFlow 1, that is compared: tf.contrib and seeds as well."""
    status, output, found = verify(
        TRAINS
        + """
slim = tf.contrib.slim
y = slim.fully_connected(x, 2, normalizer_fn=slim.batch_norm)
loss += tf.reduce_sum(y ** 2)
step = slim.learning.create_train_op(loss, tf.train.AdamOptimizer(rate))
with tf.Session() as sess:
    sess.run([tf.global_variables_initializer(),
              tf.local_variables_initializer()])
    for _ in range(4):
        sess.run(step, {x: np.random.rand(4, 3)})
""",
        "--with",
        tf115.python(),
        "--steps",
        "4",
    )

    assert status == 0, output
    assert found["sides"][1]["tensorflow"] == "1.15.5"
    assert "they agree (stopped after run 4)" in output
    assert found["variables"] > 8
    assert found["distance"] < 1e-5


# --- without processes ---------------------------------------------------------------------------


def array(*numbers, dtype="float32"):
    """An array as it comes in an event."""
    return recorder.described(np.array(numbers, dtype))


@pytest.mark.parametrize(
    ("here", "there", "same"),
    [
        (array(1, 2), array(1, 2 + 1e-6), True),
        (array(1, 2), array(1, 2.1), False),
        (array(1, 2), array(1, 2, dtype="float64"), False),
        (array(1, np.nan), array(1, np.nan), True),
        (array(1, np.nan), array(1, 0), False),
        (array(np.inf), array(-np.inf), False),
        (array(1, 2, dtype=int), array(1, 3, dtype=int), False),
        (array(1e-4), array(1.1e-4), False),
        (recorder.described(np.float32(2)), recorder.described(np.float32(2.000001)), True),
        (recorder.described(np.complex64(2)), recorder.described(np.complex64(2j)), False),
        (recorder.described({"a": 1}), recorder.described({"b": 1}), False),
        (recorder.described([None, b"x"]), recorder.described([None, b"y"]), False),
        (recorder.described([None]), recorder.described((None,)), False),
        (array(b"a", "b", dtype=object), array(b"a", "c", dtype=object), False),
    ],
)
def test_what_is_near_enough(here, there, same):
    """Floating-point numbers may be apart a little; everything else, and NaN, must be equal."""
    assert (distance.compare(here, there, Tolerance())[1] is None) == same
    assert distance.compare(here, here, EXACT) == (0.0, None)


def test_summaries_are_compared_by_their_numbers():
    """Serialized summaries may be apart as the numbers in them may."""

    def summary(value, tag="loss"):
        parts = [tensorflow.compat.v1.Summary.Value(tag=tag, simple_value=value)]
        text = tensorflow.compat.v1.Summary(value=parts).SerializeToString()
        return recorder.described(text)

    assert distance.compare(summary(1.0), summary(1.000001), Tolerance())[1] is None
    assert "'loss'" in distance.compare(summary(1.0), summary(1.1), Tolerance())[1].distance
    assert distance.compare(summary(1.0), summary(1.0, "other"), Tolerance())[1]


def test_events_come_through_a_pipe_as_they_are():
    """Plain data and arrays of every kind arrive equal; a broken end is the end."""
    value = [
        np.zeros([0, 3]),
        np.float32(2.5),
        np.array([True]),
        [b"\xff", None, "é", {"a": np.arange(3)}],
        tensorflow.constant([1.5], tensorflow.bfloat16).numpy(),
    ]
    event = {"kind": "run", "value": recorder.described(value)}
    file = io.BytesIO()
    stream.write(file, event)
    stream.write(file, event)
    file.seek(0)

    read = stream.read(file)

    assert distance.compare(event["value"], read["value"], EXACT) == (0.0, None)
    assert stream.read(io.BytesIO(file.getvalue()[:-3]))
    file.truncate(len(file.getvalue()) - 1)
    assert stream.read(file) is None


class _Side:
    """A side without a process."""

    name = "side"

    def site(self, site):
        return f"{site[0]}:{site[1]}" if site[0] else "-"

    def shown(self, text):
        return text

    def said(self):
        return ["so far so good"]


def run(number, **facts):
    """The event of a run."""
    event = {"kind": "run", "number": number, "site": ["a.py", 3], "session": 1, "graph": None}
    event.update(fetches=["y:0"], feeds=[], value=array(1.0), variables=[])
    return {**event, **facts}


def variable(**facts):
    """A variable in the event of a run."""
    found = {"name": "v:0", "dtype": "float32", "shape": [1], "trainable": True}
    return [{**found, "value": array(1.0), **facts}]


GRAPH = {"seed": 0, "collections": {"variables": ["v:0"]}}


@pytest.mark.parametrize(
    ("mine", "yours", "what"),
    [
        ({"site": ["a.py", 3]}, {"site": ["a.py", 4]}, "the line that runs"),
        ({}, {"fetches": ["y:0", "z:0"]}, "what is fetched"),
        ({}, {"feeds": [[["x:0"], array(1.0)]]}, "what is fed"),
        ({"graph": GRAPH}, {"graph": {**GRAPH, "seed": 1}}, "the graph's seed"),
        ({"graph": GRAPH}, {"graph": {**GRAPH, "collections": {}}}, "the collection 'variables'"),
        ({"variables": variable()}, {}, "the variables that got a first value"),
        (
            {"variables": variable()},
            {"variables": variable(name="w:0")},
            "the variables that got a first value",
        ),
        (
            {"variables": variable()},
            {"variables": variable(trainable=False)},
            "trainable of the variable v:0",
        ),
        (
            {"variables": variable()},
            {"variables": variable(value=array(1.000001))},
            "the first value of the variable v:0",
        ),
        ({}, {"value": None, "raised": ["OutOfRangeError", "End"]}, "what the run raised"),
        ({}, {"value": array(1.1)}, "the value of y:0"),
    ],
)
def test_every_fact_of_a_run_is_compared(mine, yours, what):
    """Line, fetches, feeds, graph, variables, errors and values: the first to differ is named."""
    judge = Judge(_Side(), _Side(), Tolerance())

    assert judge.runs_differ(run(1), run(1)) is None
    difference = judge.runs_differ(run(2, **mine), run(2, **yours))

    assert difference.what == what
    assert (difference.run, difference.line) == (2, "a.py:3")
    assert difference.here != difference.there
    assert judge.runs == 1


def test_names_of_fetches_are_noted_and_drift_is_told():
    """Other names of fetched ops are a note; a difference says how the distance grew before it."""
    judge = Judge(_Side(), _Side(), Tolerance())
    for number, far in enumerate([0, 1e-7, 1e-6, 5e-6], 1):
        found = judge.runs_differ(run(number), run(number, value=array(1 + far), fetches=["z:0"]))
        assert found is None

    difference = judge.runs_differ(run(5), run(5, value=array(1.01)))

    assert "in run 4" in difference.advice and "--rtol" in difference.advice
    assert "first in run 1" in judge.notes["names"]


def test_a_scratch_directory_leads_where_the_original_does(tmp_path):
    """Files are copies, what is beside the directory is in reach, and only the copy changes."""
    here = tmp_path / "project" / "src"
    (here / "model").mkdir(parents=True)
    (here / "model" / "checkpoint").write_text("old")
    (here / "large").write_bytes(bytes(2 << 20))
    (tmp_path / "project" / "data").mkdir()
    (tmp_path / "project" / "data" / "a").write_text("a")

    with Scratch(str(here)) as copy:
        with open(f"{copy}/model/checkpoint", "w") as file:
            file.write("new")
        with open(f"{copy}/../data/a") as file:
            assert file.read() == "a"
        assert os.path.getsize(f"{copy}/large") == 2 << 20

    assert (here / "model" / "checkpoint").read_text() == "old"
    assert (here / "large").exists()
    assert not os.path.exists(copy)


END = {"kind": "end", "values": {}, "collections": {}, "others": {}, "raised": None, "status": 0}
FAILED = {**END, "raised": ["KeyError", "'k'"], "site": ["a.py", 7], "lacking": False}
LACKING = {**END, "raised": ["AttributeError", "contrib"], "site": ["a.py", 8], "lacking": True}
DIED = {"kind": "died", "status": -11}


@pytest.mark.parametrize(
    ("mine", "yours", "status", "text"),
    [
        (END, END, 0, "they agree: 1 run, 0 variables, to the bit"),
        (FAILED, FAILED, 0, "they agree up to the same error: 1 run"),
        (DIED, DIED, 0, "they agree"),
        (run(2), LACKING, 0, "they agree as far as side goes: 1 run"),
        (run(2, site=["a.py", 8]), LACKING, 0, "they agree as far as side goes: 1 run"),
        (END, LACKING, 0, "they agree as far as side goes: 1 run"),
        (LACKING, LACKING, 0, "they agree up to the same error: 1 run"),
        (LACKING, run(2), 1, "they differ in run 2 (a.py:8): how the program goes on"),
        (run(2), FAILED, 1, "they differ in run 2 (a.py:3): how the program goes on"),
        (FAILED, {**FAILED, "site": ["a.py", 9]}, 1, "they differ in run 1 (the end)"),
        (FAILED, END, 1, "they differ in run 1 (the end): how the program ended"),
        (END, {**END, "status": 3}, 1, "they differ in run 1 (the end): how the program ended"),
        (END, DIED, 1, "they differ in run 2: how the program goes on"),
    ],
)
def test_how_both_end(mine, yours, status, text):
    """The same end is agreement; what the other side lacks ends its part; else they differ."""
    judge = Judge(_Side(), _Side(), Tolerance())
    assert judge.runs_differ(run(1), run(1)) is None

    verdict = verification._ended(judge, mine, yours)

    assert verdict.text.startswith(text)
    assert verdict.status == status
    said = "\n".join(verdict.remarks)
    failed = any(event["kind"] == "died" or event.get("raised") for event in (mine, yours))
    assert ("| so far so good" in said) == (status == 1 and failed)


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ([], "which script?"),
        (["no_such.py"], "no such script: no_such.py"),
        (["--steps"], "--steps needs a number of runs, 1 or more after it"),
        (["--steps", "0", "x.py"], "--steps needs a number of runs, 1 or more, not '0'"),
        (["--seed=-1", "x.py"], "--seed needs a whole number, 0 or more, or none, not '-1'"),
        (["--with", "no/python", __file__], "there is no no/python"),
        (["--steps5", "x.py"], "unknown option --steps5"),
    ],
)
def test_bad_command_lines_are_refused(args, message, capsys):
    """What cannot be started is said in a line, with exit status 2."""
    with pytest.raises(UsageError, match=message.replace("?", r"\?")):
        parse(args)

    assert main(args) == 2
    assert capsys.readouterr().err.startswith("tf1shim verify: ")


def test_help_teaches_by_examples(capsys):
    """`--help` shows examples and the exit statuses."""
    assert commandline.main(["verify", "--help"]) == 0

    said = capsys.readouterr().out
    assert "python -m tf1shim verify train.py --epochs 2" in said
    assert "exit status: 0 they agree" in said


def test_a_python_without_tensorflow_1_is_refused(verify, tmp_path):
    """The other side must have TensorFlow 1; it is said what it has instead."""
    (tmp_path / "tensorflow.py").write_text("__version__ = '2.3.4'")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={tmp_path} exec {sys.executable} "$@"\n')
    python.chmod(0o755)

    status, output, _ = verify("print(1)", "--with", str(python))

    assert status == 2
    assert "TensorFlow 1 cannot start: it has TensorFlow 2.3.4, not TensorFlow 1" in output
