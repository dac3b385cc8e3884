"""Programs as scripts: what is printed is what is run again."""

from conformance.programs.backends import outcomes
from conformance.programs.strategies import program_of, script
from conformance.report import replay

PROGRAM = [
    "v1 = tf.Variable(np.array([1.0, 2.0], 'float32'), name='v')",
    "sess1 = tf.Session()",
    "with sess1.as_default():\n  v1.initializer.run()",
    "saved1 = tf.train.Saver().save(sess1, DIR + '/model')",
    "f1 = sess1.run(v1 * 2.0)",
]


def test_a_printed_program_is_the_same_program():
    """The script of a program is that program again, statement by statement."""
    assert program_of(script(PROGRAM)) == PROGRAM


def test_replay_runs_a_script_as_its_program_ran(capsys):
    """`replay` runs a printed program, and says what differs, if anything does."""
    assert replay(script(PROGRAM)) == 0
    assert capsys.readouterr().out == "5 statements, 0 differences\n"
    assert outcomes(PROGRAM)["tf1shim"][4]["f1"] == ["array", "float32", [2], [2.0, 4.0]]


def test_replay_tells_a_difference(capsys):
    """`replay` shows the statement and what it came to on each backend."""
    assert replay("kind1 = tf.Variable(1.0).op.type") == 1
    told = capsys.readouterr().out
    assert "tf1shim    \"VarHandleOp\"" in told and "in:  kind1 = " in told
