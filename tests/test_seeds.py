"""The programs that the project began with: what users of TF1 code write and then ask about."""

import subprocess
import sys
import textwrap

import numpy as np
import pytest

import tf1shim as tf


def run_script(tmp_path, text, *command):
    """What a program in a process of its own prints."""
    script = tmp_path / "program.py"
    script.write_text(textwrap.dedent(text))
    done = subprocess.run(
        [sys.executable, *command, str(script)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.splitlines()


def test_eager_execution_gives_variables_their_values_at_once(tmp_path):
    """After `enable_eager_execution` every kind of initial value can be printed and read."""
    lines = run_script(
        tmp_path,
        """
        import numpy as np
        import tf1shim as tf
        tf.enable_eager_execution()
        made = [
            tf.Variable([1.0, 2.0]),
            tf.Variable(tf.random_normal([2, 3])),
            tf.Variable(tf.zeros([4])),
            tf.Variable(np.ones([2, 2], np.float32), name="ones"),
            tf.Variable(tf.convert_to_tensor([7, 8])),
            tf.Variable(tf.keras.initializers.glorot_uniform()(shape=[3, 3])),
            tf.Variable(tf.keras.initializers.he_normal()(shape=[5])),
            tf.Variable(tf.keras.initializers.Constant(3.0)(shape=[2])),
            tf.Variable(tf.truncated_normal([6], stddev=0.1)),
        ]
        print(tf.executing_eagerly(), [v.numpy().shape for v in made])
        print(made[0].numpy().tolist(), made[4].numpy().tolist(), made[7].numpy().tolist())
        print("numpy=array([1., 2.]" in repr(made[0]), abs(made[8].numpy()).max() < 0.2)
        made[0].assign_add([1.0, 1.0])
        print((made[0] * 2).numpy().tolist())
        """,
    )
    assert lines == [
        "True [(2,), (2, 3), (4,), (2, 2), (2,), (3, 3), (5,), (2,), (6,)]",
        "[1.0, 2.0] [7, 8] [3.0, 3.0]",
        "True True",
        "[4.0, 6.0]",
    ]


def test_variables_are_initialized_by_the_op_and_run_in_a_session():
    """Variable, initializer, session, run: the values are there after the initializer ran."""
    weights = tf.Variable(tf.truncated_normal([3, 2], stddev=0.1), name="weights")
    biases = tf.Variable(tf.zeros([2]), name="biases")
    total = tf.reduce_sum(biases + 2.0)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run(weights).shape == (3, 2)
        assert sess.run([biases, total])[0].tolist() == [0.0, 0.0]
        assert total.eval() == 4.0


def test_code_in_the_style_of_tf2_runs_beside_it():
    """Plain `tensorflow` stays eager: its variables need no session, and trade arrays with ours."""
    import tensorflow

    theirs = tensorflow.Variable([1.0, 2.0])
    ours = tf.Variable(theirs.numpy() * 2)
    with tf.Session() as sess:
        sess.run(ours.initializer)
        value = sess.run(ours)
    theirs.assign(value)
    assert tensorflow.executing_eagerly()
    assert theirs.numpy().tolist() == [2.0, 4.0]


@pytest.fixture
def checkpoint(tmp_path):
    """A checkpoint of the variable 'old', with the value [5, 6]."""
    with tf.Graph().as_default(), tf.Session() as sess:
        v = tf.get_variable("old", initializer=[5.0, 6.0])
        sess.run(v.initializer)
        return tf.train.Saver().save(sess, str(tmp_path / "model"))


def grown_model():
    """The saved variable, and one that the checkpoint does not have."""
    old = tf.get_variable("old", [2], initializer=tf.zeros_initializer())
    return old, tf.get_variable("new", [2], initializer=tf.ones_initializer())


def test_initializing_everything_after_restoring_overwrites_it(checkpoint):
    """The initializer knows nothing of what was restored."""
    old, new = grown_model()
    with tf.Session() as sess:
        tf.train.Saver([old]).restore(sess, checkpoint)
        assert sess.run(old).tolist() == [5.0, 6.0]
        sess.run(tf.global_variables_initializer())
        assert sess.run([old, new])[0].tolist() == [0.0, 0.0]


def test_the_uninitialized_are_found_by_catching_the_error(checkpoint):
    """Running each variable tells which have no value; initializing those keeps the others."""
    old, new = grown_model()
    with tf.Session() as sess:
        tf.train.Saver([old]).restore(sess, checkpoint)
        missing = []
        for v in tf.global_variables():
            try:
                sess.run(v)
            except tf.errors.FailedPreconditionError:
                missing.append(v)
        assert missing == [new]
        sess.run(tf.variables_initializer(missing))
        assert [v.tolist() for v in sess.run([old, new])] == [[5.0, 6.0], [1.0, 1.0]]


def test_the_uninitialized_are_reported_by_name(checkpoint):
    """`report_uninitialized_variables` names them, without the ':0'."""
    old, new = grown_model()
    with tf.Session() as sess:
        tf.train.Saver([old]).restore(sess, checkpoint)
        names = set(sess.run(tf.report_uninitialized_variables()))
        assert names == {b"new"}
        missing = [v for v in tf.global_variables() if v.name.split(":")[0].encode() in names]
        sess.run(tf.variables_initializer(missing))
        assert [v.tolist() for v in sess.run([old, new])] == [[5.0, 6.0], [1.0, 1.0]]


def test_a_key_is_no_tensor_name(checkpoint):
    """A `Saver` whose keys end in ':0' finds none of them in the checkpoint."""
    old, _ = grown_model()
    with tf.Session() as sess, pytest.raises(tf.errors.NotFoundError, match="old:0 not found"):
        tf.train.Saver({old.name: old}).restore(sess, checkpoint)


def test_the_variables_of_one_scope_are_initialized_alone():
    """A scope's variables, nested ones too, are a collection filtered by name."""
    with tf.variable_scope("outer"):
        a = tf.get_variable("a", [1])
        with tf.variable_scope("inner"):
            b = tf.get_variable("b", [1])
    made = []
    for i in range(3):
        with tf.variable_scope(f"layer{i}"):
            made.append(tf.get_variable("w", [i + 1]))
    outer = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope="outer")
    assert outer == [a, b] == tf.global_variables("outer")
    assert [v.name for v in made] == ["layer0/w:0", "layer1/w:0", "layer2/w:0"]
    with tf.Session() as sess:
        sess.run(tf.variables_initializer(outer))
        missing = sess.run(tf.report_uninitialized_variables())
    assert missing.tolist() == [b"layer0/w", b"layer1/w", b"layer2/w"]


def test_a_variable_is_not_found_outside_its_scope():
    """Without its scope `get_variable(name)` means another variable, which has no shape yet."""
    with tf.variable_scope("outer"):
        tf.get_variable("a", [1])
    with pytest.raises(ValueError, match="The initializer passed is not valid"):
        tf.get_variable("a")
    with tf.variable_scope("outer", reuse=True):
        assert tf.get_variable("a").name == "outer/a:0"


def test_programs_of_compat_v1_run_unchanged(tmp_path):
    """`python -m tf1shim` runs what was written for compat.v1 with v2 behaviour disabled."""
    lines = run_script(
        tmp_path,
        """
        import tensorflow.compat.v1 as tf
        tf.disable_v2_behavior()
        x = tf.placeholder(tf.float32, [None, 2])
        w = tf.get_variable("w", [2, 1], initializer=tf.ones_initializer())
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            print(sess.run(tf.matmul(x, w), {x: [[1.0, 2.0]]}).tolist(), w.name)
        """,
        "-m",
        "tf1shim",
    )
    assert lines == ["[[3.0]] w:0"]


def test_arrays_and_keras_initializers_make_variables():
    """Arrays, tensors and Keras' initializer objects, called with a shape, are initial values."""
    made = [
        tf.Variable(np.eye(2)),
        tf.Variable(tf.convert_to_tensor(np.arange(3))),
        tf.Variable(tf.keras.initializers.glorot_uniform()([2, 2])),
    ]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        values = sess.run(made)
    assert [v.dtype.name for v in values] == ["float64", "int64", "float32"]
