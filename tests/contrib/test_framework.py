"""tf.contrib.framework with files, sessions and warnings; the rest is in the goldens."""

import threading

import numpy as np
import pytest

import tf1shim as tf

framework = tf.contrib.framework


@pytest.fixture
def checkpoint(tmp_path):
    """A checkpoint with net/w (2, 3), net/b (3,) and parts (4, 2); the values count up."""
    with tf.Graph().as_default(), tf.Session() as sess:
        for name, shape in (("net/w", (2, 3)), ("net/b", (3,)), ("parts", (4, 2))):
            values = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
            tf.get_variable(name, initializer=values)
        sess.run(tf.global_variables_initializer())
        return tf.train.Saver().save(sess, str(tmp_path / "model"))


def variables():
    """The checkpoint's variables in the default graph; the last one is partitioned."""
    with tf.variable_scope("net"):
        w, b = tf.get_variable("w", [2, 3]), tf.get_variable("b", [3])
    return w, b, tf.get_variable("parts", [4, 2], partitioner=tf.fixed_size_partitioner(2))


def values(*tensors):
    """Their values in a new session, without initialization."""
    with tf.Session() as sess:
        return sess.run(tensors)


# --- assigning -----------------------------------------------------------------------------------
def test_assign_from_values():
    """The operation sets the variables to what is fed; the graph holds no values."""
    v = tf.get_variable("v", [2, 2])
    assign, feeds = framework.assign_from_values({"v": np.arange(4.0)})
    with tf.Session() as sess:
        sess.run(assign, feeds)
        assert sess.run(v).tolist() == [[0, 1], [2, 3]]
    assert [op.type for op in v.graph.get_operations() if op.name.startswith("placeholder")] == [
        "Placeholder"
    ]


def test_assign_from_values_finds_the_exact_name():
    """A name that others start with means the variable of that name."""
    v, _ = tf.get_variable("v", [1]), tf.get_variable("v_more", [1])
    callback = framework.assign_from_values_fn({"v": np.ones(1)})
    with tf.Session() as sess:
        callback(sess)
        assert sess.run(v) == [1]


def test_assign_from_values_to_a_prefix():
    """A name that several variables start with, and none has, is refused."""
    tf.get_variable("v_a", [1]), tf.get_variable("v_b", [1])
    with pytest.raises(ValueError, match="Variable v_ doesn't uniquely identify a variable"):
        framework.assign_from_values({"v_": np.ones(1)})


def test_assign_from_checkpoint(checkpoint):
    """Variables get their values from the checkpoint, the parts of a partitioned one theirs."""
    w, b, parts = variables()
    assign, feeds = framework.assign_from_checkpoint(checkpoint, [w, b, *parts])
    with tf.Session() as sess:
        sess.run(assign, feeds)
        assert sess.run(b).tolist() == [0, 1, 2]
        assert sess.run(list(parts)[1]).tolist() == [[4, 5], [6, 7]]


def test_assign_from_checkpoint_by_name(checkpoint):
    """A dict gives the names in the checkpoint; a list is for the parts of one variable."""
    _, b, parts = variables()
    assign, feeds = framework.assign_from_checkpoint(checkpoint, {"net/b": b, "parts": list(parts)})
    with tf.Session() as sess:
        sess.run(assign, feeds)
        assert sess.run(tf.convert_to_tensor(parts)).tolist() == [[0, 1], [2, 3], [4, 5], [6, 7]]


def test_assign_from_checkpoint_missing(checkpoint):
    """What the checkpoint has not is refused, or left out with a warning."""
    w, v = tf.get_variable("net/w", [2, 3]), tf.get_variable("none", [1])
    with pytest.raises(ValueError, match=r"Checkpoint is missing variable \[none\]"):
        framework.assign_from_checkpoint(checkpoint, [w, v])
    _, feeds = framework.assign_from_checkpoint(checkpoint, [w, v], ignore_missing_vars=True)
    assert len(feeds) == 1


def test_assign_from_checkpoint_of_another_shape(checkpoint):
    """A variable of another shape is refused."""
    w = tf.get_variable("w", [3, 2])
    with pytest.raises(ValueError, match="Total size of new array must be unchanged for net/w"):
        framework.assign_from_checkpoint(checkpoint, {"net/w": w})


def test_assign_from_checkpoint_fn(checkpoint):
    """The function restores the variables in the session that it is given."""
    w, b, _ = variables()
    restore = framework.assign_from_checkpoint_fn(checkpoint, [w, b])
    with tf.Session() as sess:
        restore(sess)
        assert sess.run(w).tolist() == [[0, 1, 2], [3, 4, 5]]


def test_assign_from_checkpoint_fn_missing(checkpoint):
    """Missing variables are left out if that is asked for; if all are, there is no function."""
    w, none = tf.get_variable("net/w", [2, 3]), tf.get_variable("none", [1])
    restore = framework.assign_from_checkpoint_fn(checkpoint, [w, none], ignore_missing_vars=True)
    with tf.Session() as sess:
        restore(sess)
        assert sess.run(w)[1].tolist() == [3, 4, 5]
        assert sess.run(tf.report_uninitialized_variables()).tolist() == [b"none"]
    assert framework.assign_from_checkpoint_fn(checkpoint, [none], ignore_missing_vars=True) is None
    with pytest.raises(ValueError, match="var_list cannot be empty"):
        framework.assign_from_checkpoint_fn(checkpoint, [])


def test_assign_from_checkpoint_fn_reshapes(checkpoint):
    """With reshape_variables, the number of elements is enough."""
    w = tf.get_variable("w", [6])
    restore = framework.assign_from_checkpoint_fn(checkpoint, {"net/w": w}, reshape_variables=True)
    with tf.Session() as sess:
        restore(sess)
        assert sess.run(w).tolist() == [0, 1, 2, 3, 4, 5]


# --- initializing from checkpoints ---------------------------------------------------------------
def test_init_from_checkpoint(checkpoint):
    """Scopes, names, variables and lists of parts: their initializers read the checkpoint."""
    with tf.variable_scope("mine"):
        w, b = tf.get_variable("w", [2, 3]), tf.get_variable("b", [3])
    named, given = tf.get_variable("named", [3]), tf.get_variable("given", [2, 3])
    parts = tf.get_variable("parts", [4, 2], partitioner=tf.fixed_size_partitioner(2))
    framework.init_from_checkpoint(checkpoint, {"net/": "mine/"})
    framework.init_from_checkpoint(checkpoint, {"net/b": "named", "net/w": given})
    framework.init_from_checkpoint(checkpoint, {"parts": list(parts)})
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run(w).tolist() == sess.run(given).tolist() == [[0, 1, 2], [3, 4, 5]]
        assert sess.run(b).tolist() == sess.run(named).tolist() == [0, 1, 2]
        assert sess.run(list(parts)[1]).tolist() == [[4, 5], [6, 7]]


def test_latest_checkpoint_of_a_directory(checkpoint, tmp_path):
    """A directory means the latest checkpoint in it; one without any is refused."""
    assert framework.load_variable(str(tmp_path), "net/b").tolist() == [0, 1, 2]
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="Couldn't find 'checkpoint' file or checkpoints in"):
        framework.load_checkpoint(str(tmp_path / "empty"))


# --- variables and scopes ------------------------------------------------------------------------
def test_zero_initializer():
    """It sets a variable to zeros once; a second time the variable has a value already."""
    v = tf.get_variable("v", [2], initializer=tf.ones_initializer())
    zeros = framework.zero_initializer(v)
    with tf.Session() as sess:
        assert sess.run(zeros).tolist() == sess.run(v).tolist() == [0, 0]
        with pytest.raises(tf.errors.InvalidArgumentError, match="input is already initialized"):
            sess.run(zeros)


def test_variable_device_chooser_places():
    """As the device of an argument scope, it deals out variables to the parameter servers."""
    chooser = framework.VariableDeviceChooser(num_tasks=2)
    with framework.arg_scope([framework.model_variable], device=chooser):
        order = [0, 1, 0]
        devices = [framework.model_variable(name, [1]).device for name in "abc"]
    assert devices == [f"/job:ps/task:{i}/device:CPU:0" for i in order]


def test_arg_scope_in_another_graph():
    """Argument scopes belong to no graph."""
    layers = tf.contrib.layers
    with framework.arg_scope([layers.fully_connected], activation_fn=None):
        with tf.Graph().as_default():
            assert layers.fully_connected(tf.zeros([1, 2]), 3).op.type == "BiasAdd"


def test_with_shape_when_it_runs():
    """A shape that is not known before is checked when the tensor is evaluated."""
    x = tf.placeholder(tf.float32, name="x")
    y = framework.with_shape([2], x)
    with tf.Session() as sess:
        assert sess.run(y, {x: [1, 2]}).tolist() == [1, 2]
        with pytest.raises(tf.errors.InvalidArgumentError, match=r"Wrong shape for x:0 \[expected"):
            sess.run(y, {x: [1, 2, 3]})


def test_remove_squeezable_dimensions_when_it_runs():
    """Ranks that are not known before are compared when it runs."""
    a, b = tf.placeholder(tf.float32), tf.placeholder(tf.float32)
    pair = framework.remove_squeezable_dimensions(a, b)
    with tf.Session() as sess:
        for shapes in (((2, 1), (2,)), ((2,), (2, 1)), ((2,), (2,))):
            feeds = {t: np.zeros(shape) for t, shape in zip((a, b), shapes)}
            assert [v.shape for v in sess.run(pair, feeds)] == [(2,), (2,)]


# --- input, functions, warnings ------------------------------------------------------------------
def test_record_input(tmp_path):
    """Batches of all records, dealt out to lists of scalars if that is asked for."""
    path = str(tmp_path / "records")
    with tf.python_io.TFRecordWriter(path) as writer:
        for word in (b"one", b"two"):
            writer.write(word)
    whole = framework.RecordInput(path, batch_size=4, buffer_size=2).get_yield_op()
    dealt = framework.RecordInput(path, batch_size=2, batches=3, name="dealt").get_yield_op()
    with tf.Session() as sess:
        assert set(sess.run(whole)) == {b"one", b"two"}
        assert [len(batch) for batch in sess.run(dealt)] == [2, 2, 2]
    assert dealt[0][0].shape.as_list() == []


def test_record_input_of_gzip(tmp_path):
    """Compressed files are read with their compression type."""
    path, gzip = str(tmp_path / "records"), tf.python_io.TFRecordCompressionType.GZIP
    with tf.python_io.TFRecordWriter(path, tf.python_io.TFRecordOptions(gzip)) as writer:
        writer.write(b"one")
    records = framework.RecordInput(path, compression_type=gzip).get_yield_op()
    assert values(records)[0].tolist() == [b"one"]


def test_py_func_says_what_it_returned():
    """A result of another structure than output_types fails when it runs."""
    y = framework.py_func(lambda x: x, [tf.constant(1.0)], None, {"a": tf.float32})
    with tf.Session() as sess, pytest.raises(tf.errors.InvalidArgumentError):
        sess.run(y)


def test_deprecated_warns_once(caplog):
    """A deprecated function works, and warns at its first call with date and instructions."""

    @framework.deprecated("2099-01-01", "Use `new`.")
    def old(x):
        """Does it."""
        return x + 1

    @framework.deprecated_args(None, "Not needed.", "b")
    def takes(a, b=None):
        return a

    with caplog.at_level("WARNING", logger="tensorflow"):
        assert (old(1), old(2)) == (2, 3)
        assert (takes(1), takes(1, b=2)) == (1, 1)
    warnings = [r.getMessage() for r in caplog.records]
    assert sum("will be removed after 2099-01-01" in w for w in warnings) == 1
    assert sum("with b is deprecated" in w for w in warnings) == 1
    with pytest.raises(ValueError, match="YYYY-MM-DD"):
        framework.deprecated("tomorrow", "Use `new`.")


def test_audio():
    """The sound operations take TensorFlow 1's positional arguments."""
    from tf1shim.contrib.framework.python.ops import audio_ops

    wave = tf.reshape(tf.sin(tf.range(1600.0) * 0.3), [1600, 1])
    spectrogram = audio_ops.audio_spectrogram(wave, 256, 128, magnitude_squared=True)
    decoded = audio_ops.decode_wav(audio_ops.encode_wav(wave, 16000), desired_channels=1)
    cepstrum, back = values(audio_ops.mfcc(spectrogram, 16000), decoded.audio)
    assert cepstrum.shape == (1, 11, 13)
    assert np.isfinite(cepstrum).all()
    np.testing.assert_allclose(back[:, 0], np.sin(np.arange(1600.0) * 0.3), atol=1e-4)


def test_from_another_thread():
    """A thread sees the argument scopes that are open: they are the process's, as in TF1."""
    layers, seen = tf.contrib.layers, []
    with framework.arg_scope([layers.fully_connected], activation_fn=None):
        thread = threading.Thread(target=lambda: seen.append(framework.current_arg_scope()))
        thread.start()
        thread.join()
    assert [list(kwargs) for kwargs in seen[0].values()] == [["activation_fn"]]
