"""Weights between TF1's checkpoints and whatever holds TF2's variables."""

import shutil
import threading

import keras
import numpy as np
import pytest
import tensorflow
import tf115
import tf_keras

import tf1shim as tf

W, B = [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [7.0, 8.0]


@pytest.fixture
def path(tmp_path):
    """A TF1 checkpoint of net/kernel, net/bias and, in two parts, net/p."""
    with tf.variable_scope("net"):
        tf.get_variable("kernel", initializer=tf.constant(W))
        tf.get_variable("bias", initializer=tf.constant(B))
        partitioner = tf.fixed_size_partitioner(2)
        tf.get_variable("p", initializer=tf.constant(W), partitioner=partitioner)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return tf.train.Saver().save(sess, f"{tmp_path}/model")


def variable(name, shape, dtype="float32"):
    """A TF2 variable of zeros."""
    return tensorflow.Variable(tensorflow.zeros(shape, dtype), name=name)


def dense(prefix="net/"):
    """TF2 variables with the names and shapes of the checkpoint's."""
    return [variable(f"{prefix}kernel", [3, 2]), variable(f"{prefix}bias", [2])]


def values(variables):
    """The values of variables, as lists."""
    return [np.asarray(tensorflow.convert_to_tensor(v).numpy()).tolist() for v in variables]


# --- holders -------------------------------------------------------------------------------------


def net(x):
    """A TF1 model function with the variables of the checkpoint."""
    with tf.variable_scope("net"):
        w = tf.get_variable("kernel", [3, 2])
        b = tf.get_variable("bias", [2])
        p = tf.get_variable("p", [3, 2], partitioner=tf.fixed_size_partitioner(2))
    return tf.matmul(x, w) + tf.matmul(x, tf.convert_to_tensor(p)) + b


def as_module():
    """A `tf.Module`, and its kernel and bias."""
    module = tensorflow.Module()
    module.held = dense()
    return module, module.held


def as_wrapped():
    """A wrapped function."""
    module = tf.wrap(net)
    module(tensorflow.ones([1, 3]))
    return module, module.variables[:2]


def as_keras(library):
    """A model of Keras 3 or 2."""
    model = library.Sequential([library.Input((3,)), library.layers.Dense(2, name="net")])
    return model, model.weights


def as_session():
    """A session that has not initialized anything."""
    tf.reset_default_graph()
    net(tf.ones([1, 3]))
    session = tf.Session()
    variables = [session.find_variable(f"net/{name}") for name in ("kernel", "bias")]
    return session, variables


def as_list():
    """A list."""
    held = dense()
    return held, held


def as_dict():
    """A dict, of which the keys are the names."""
    held = dense("other/")
    return {"net/kernel:0": held[0], "net/bias": held[1]}, held


HOLDERS = {
    "module": (as_module, {}),
    "wrapped": (as_wrapped, {}),
    "keras": (lambda: as_keras(keras), {"assignment_map": {"/": "sequential/"}}),
    "tf_keras": (lambda: as_keras(tf_keras), {}),
    "session": (as_session, {}),
    "list": (as_list, {}),
    "dict": (as_dict, {}),
}


@pytest.mark.parametrize("kind", HOLDERS)
def test_every_holder_loads_and_saves(kind, path, tmp_path):
    """Whatever holds variables is loaded by their names, and saves what loads again."""
    make, options = HOLDERS[kind]
    if kind == "keras":
        keras.utils.clear_session()
    holder, held = make()

    report = tf.load_checkpoint(holder, path, **options)

    assert report.ok and values(held) == [W, B]
    again = tf.save_checkpoint(holder, f"{tmp_path}/again", **options)
    theirs = dict(tf.train.list_variables(path))
    assert dict(tf.train.list_variables(again)).items() <= theirs.items()
    assert tf.train.load_variable(again, "net/kernel").tolist() == W


def test_a_session_that_was_never_initialized(path):
    """Loading gives a session's variables their values, in parts too, as restoring does."""
    tf.reset_default_graph()
    y = net(tf.constant([[1.0, 0.0, 0.0]]))
    with tf.Session() as sess:
        with pytest.raises(tf.errors.FailedPreconditionError, match="uninitialized value net/ker"):
            tf.save_checkpoint(sess, f"{path}2")
        tf.load_checkpoint(sess, path)
        assert sess.run(y).tolist() == [[9.0, 12.0]]
        tf.load_checkpoint(sess.variables, path)


def test_a_layer_of_a_wrapped_function(path):
    """A wrapped function goes by TF1's names within a Keras model too."""
    layer = tf.wrap(net).as_keras_layer()
    model = keras.Sequential([keras.Input((3,)), layer])

    assert tf.load_checkpoint(model, path).ok

    assert model.predict(np.eye(1, 3), verbose=0).tolist() == [[9.0, 12.0]]


def test_keras_states_are_no_weights(path, tmp_path):
    """States of metrics, random seeds and optimizers of a Keras model stay out of it."""
    layers = [keras.Input((3,)), keras.layers.Dropout(0.5), keras.layers.Dense(2, name="net")]
    model = keras.Sequential(layers)
    model.compile("adam", "mse", metrics=["mae"])
    model.fit(np.ones([4, 3]), np.ones([4, 2]), verbose=0)

    saved = tf.save_checkpoint(model, f"{tmp_path}/a")

    assert len(tf.train.list_variables(saved)) == 2


@pytest.mark.parametrize("whole", [True, False])
def test_partitioned_variables(whole, path, tmp_path):
    """Parts and wholes load each other's tensors, and are saved as one tensor."""
    if whole:
        held = [variable("net/p", [3, 2])]
    else:
        module = tf.wrap(net)
        module(tensorflow.ones([1, 3]))
        held = module.variables[2:]

    report = tf.load_checkpoint(held, path)

    assert [entry.variable for entry in report.restored] == ["net/p"]
    assert values(held) == ([W] if whole else [W[:2], W[2:]])
    name = "net/p" if whole else "q"
    again = tf.save_checkpoint(held if whole else {"q": held}, f"{tmp_path}/again")
    assert tf.train.list_variables(again) == [(name, [3, 2])]
    assert tf.train.load_variable(again, name).tolist() == W


def test_parts_are_one_entry(path):
    """The report has one entry for a variable, however many parts it has."""
    module = tf.wrap(net)
    module(tensorflow.ones([1, 3]))

    missing = tf.load_checkpoint(module, path, prefix="x", strict=False).missing
    untouched = tf.load_checkpoint(module, path, assignment_map={"net/bias": "net/bias"}).untouched

    assert [entry.variable for entry in missing] == ["net/kernel", "net/bias", "net/p"]
    assert untouched == ["net/kernel", "net/p"]


def test_dtypes_go_through(tmp_path):
    """Every dtype that a variable may have is saved and loaded."""
    made = [1.5, True, 3, np.int64(2**40), np.float64(0.1), "text", 1 + 2j]
    held = [tensorflow.Variable(value, name=f"v{n}") for n, value in enumerate(made)]
    held.append(tensorflow.Variable(tensorflow.constant(1.5, tensorflow.bfloat16), name="half"))
    path = tf.save_checkpoint(held, f"{tmp_path}/a")
    new = [tensorflow.Variable(tensorflow.zeros_like(v), name=v.name[:-2]) for v in held]

    assert tf.load_checkpoint(new, path).ok

    assert values(new) == values(held)


def test_an_unknown_shape(path):
    """A variable of unknown shape takes any."""
    held = tensorflow.Variable([0.0], shape=tensorflow.TensorShape(None), name="net/kernel")

    tf.load_checkpoint([held], path)

    assert values([held]) == [W]


# --- where the checkpoint is ---------------------------------------------------------------------


def test_paths(path, tmp_path):
    """A prefix, a directory, its `checkpoint` file: all mean the latest checkpoint there."""
    from pathlib import Path

    for found in (path, Path(path), tmp_path, f"{tmp_path}/", f"{tmp_path}/checkpoint"):
        assert tf.load_checkpoint(dense(), found).path == path


def wrong_paths():
    """What is wrong, the path in a directory, the error's first line, what it says to do."""
    not_valid = "The passed save_path is not a valid checkpoint: "
    yield "none", lambda at: None, "Can't load save_path when it is None.", "found nothing there"
    yield "misspelt", lambda at: f"{at}/modle", not_valid, "there is {at}/model"
    yield "a file", lambda at: f"{at}/model.index", not_valid, "pass {at}/model"
    yield "data", lambda at: f"{at}/model.data-00000-of-00001", not_valid, "pass {at}/model"
    yield "no directory", lambda at: f"{at}/no/model", not_valid, "no directory {at}/no"
    yield "keras", lambda at: f"{at}/model.h5", not_valid, "model.load_weights(path)"
    empty = "Couldn't find 'checkpoint' file or checkpoints in given directory "
    yield "empty", lambda at: f"{at}/empty", empty, "an empty directory"
    yield "saved model", lambda at: f"{at}/saved", empty, "{at}/saved/variables/variables"
    yield "no state", lambda at: f"{at}/stateless", empty, "pass one of {at}/stateless/model"
    yield "moved", lambda at: f"{at}/moved", empty, "which is not there"


@pytest.mark.parametrize("case", list(wrong_paths()), ids=lambda case: case[0])
def test_wrong_paths(case, path, tmp_path):
    """No checkpoint there: TF1's class and first line, what is there, what to pass."""
    _, make, first, mend = case
    (tmp_path / "model.h5").write_bytes(b"h5")
    for name in ("empty", "stateless", "moved", "saved"):
        (tmp_path / name).mkdir()
    (tmp_path / "saved" / "saved_model.pb").write_bytes(b"")
    for file in ("model.index", "model.data-00000-of-00001"):
        shutil.copy(tmp_path / file, tmp_path / "stateless")
    (tmp_path / "moved" / "checkpoint").write_text('model_checkpoint_path: "/gone/model"')

    with pytest.raises(ValueError) as raised:
        tf.load_checkpoint(dense(), make(str(tmp_path)))

    assert str(raised.value).startswith(first)
    assert mend.format(at=tmp_path) in str(raised.value)


def test_a_damaged_checkpoint(path):
    """What cannot be read raises TF's error, and changes nothing."""
    with open(f"{path}.data-00000-of-00001", "r+b") as file:
        file.truncate(30)
    held = dense()

    with pytest.raises((tf.errors.DataLossError, tf.errors.OutOfRangeError)):
        tf.load_checkpoint(held, path)

    assert not np.any(values(held)[0])


def test_an_object_based_checkpoint(tmp_path):
    """A checkpoint of `tf.train.Checkpoint` is read by the names that its variables had."""
    kept = tensorflow.Variable(W, name="net/kernel"), tensorflow.Variable(B, name="net/bias")
    module = tensorflow.train.Checkpoint(a=kept[0], b=kept[1])
    path = module.write(f"{tmp_path}/objects")
    held = dense()

    report = tf.load_checkpoint(held, path)

    assert values(held) == [W, B] and not report.unused
    with pytest.raises(tf.errors.NotFoundError, match="Key net/other not found"):
        tf.load_checkpoint([variable("net/other", [2])], path)


# --- names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["net", "net/"])
def test_a_prefix(prefix, path, tmp_path):
    """A prefix is a scope of the checkpoint."""
    held = dense("")

    tf.load_checkpoint(held, path, prefix=prefix)

    assert values(held) == [W, B]
    again = tf.save_checkpoint(held, f"{tmp_path}/a", prefix=prefix)
    assert [name for name, _ in tf.train.list_variables(again)] == ["net/bias", "net/kernel"]


def maps(k, b):
    """Assignment maps that load both variables of dense('new/')."""
    yield {"net/": "new/"}
    yield {"net/kernel": "new/kernel", "net/bias": "new/bias:0"}
    yield {"net/kernel": k, "net/bias": b}
    yield [("net/kernel", k), ("net/", "new/")]
    yield {"net/kernel": [k], "net/bias": b}
    yield {"net/": "/"}, {"": "new/"}


@pytest.mark.parametrize("number", range(6))
def test_assignment_maps(number, path):
    """An assignment map means what it means to `tf.train.init_from_checkpoint`."""
    held = dense("new/") if number < 5 else dense("")
    chosen = list(maps(*held))[number]

    tf.load_checkpoint(held, path, assignment_map=chosen[0] if number == 5 else chosen)

    assert values(held) == [W, B]


def test_an_assignment_map_from_the_root(path, tmp_path):
    """'/' is the root of the checkpoint, or of the module."""
    held = dense("new/")
    at_root = tf.save_checkpoint(dense(""), f"{tmp_path}/root")

    report = tf.load_checkpoint(held, at_root, assignment_map={"/": "new/"})

    assert [entry.key for entry in report.restored] == ["kernel", "bias"]


def test_one_tensor_for_two_variables(path):
    """A list of pairs may give one tensor to several variables; the others stay as they are."""
    held = [variable("a", [2]), variable("b", [2]), variable("c", [2])]

    report = tf.load_checkpoint(held, path, assignment_map=[("net/bias", "a"), ("net/bias", "b")])
    held[0].assign_add([1.0, 1.0])

    assert values(held) == [[8.0, 9.0], B, [0.0, 0.0]]
    assert report.untouched == ["c"] and report.ok


WRONG_MAPS = {
    "no variable": ({"net/bias": "b"}, "Assignment map with scope only name  should map"),
    "no slash": (
        {"net/": "new"},
        "Assignment map with scope only name ",
    ),
    "empty scope": (
        {"net/": "old/"},
        r"'net/' goes to scope 'old/', which has no variables.\n.*new/",
    ),
    "no tensor": ({"net/b": "new/bias"}, "Tensor net/b is not found in .* checkpoint"),
    "another shape": (
        {"net/kernel": "new/bias"},
        r"Shape of variable new/bias:0 \(\(2,\)\) doesn't match with shape of tensor net/kernel "
        r"\(\(3, 2\)\) from checkpoint reader.",
    ),
    "twice": (
        [("net/kernel", "new/kernel"), ("net/p", "new/kernel")],
        "is given twice, from",
    ),
}


@pytest.mark.parametrize("case", WRONG_MAPS)
def test_wrong_assignment_maps(case, path):
    """What is wrong with a map raises ValueError, as in TF1, and nothing is loaded."""
    chosen, said = WRONG_MAPS[case]
    held = dense("new/")

    with pytest.raises(ValueError, match=said):
        tf.load_checkpoint(held, path, assignment_map=chosen)

    assert not np.any(values(held)[0])


# --- what does not fit ---------------------------------------------------------------------------


def test_a_missing_variable(path):
    """A variable that the checkpoint has not raises what the Saver raises; nothing is loaded."""
    held = [*dense(), variable("net/kernal", [3, 2])]

    with pytest.raises(tf.errors.NotFoundError, match="Restoring from checkpoint failed") as raised:
        tf.load_checkpoint(held, path)

    assert "\n\nKey net/kernal not found in checkpoint\n" in str(raised.value)
    (missing,) = raised.value.report.missing
    assert missing.variable == "net/kernal" and not np.any(values(held)[0])
    report = tf.load_checkpoint(held, path, strict=False)
    assert not report.ok and values(held[:2]) == [W, B]


@pytest.mark.parametrize(
    ("held", "what", "said"),
    [
        (("net/bias", [3]), "shape", "Assign requires shapes of both tensors to match. lhs shape"),
        (("net/bias", [2], "float64"), "dtype", "expected dtype float64 does not equal original"),
        (("net/p", [2, 3]), "shape", "Assign requires shapes of both tensors to match. lhs shape"),
    ],
)
def test_a_mismatch(held, what, said, path):
    """Another shape or dtype raises what the Saver raises."""
    held = [*dense()[:1], variable(*held)]

    with pytest.raises(tf.errors.InvalidArgumentError, match="mismatch between the curr") as raised:
        tf.load_checkpoint(held, path)

    assert said in str(raised.value) and raised.value.report.mismatched[0].what == what
    assert not np.any(values(held)[0])


def test_casting_on_request(path):
    """Another dtype is converted if asked for, strings never."""
    held = [variable("net/bias", [2], "float64"), variable("net/kernel", [3, 2], "int32")]

    report = tf.load_checkpoint(held, path, cast=True)

    assert values(held) == [B, W] and report.restored[0].how == "from float32"
    with pytest.raises(tf.errors.InvalidArgumentError, match="expected dtype string"):
        tf.load_checkpoint([tensorflow.Variable(["", ""], name="net/bias")], path, cast=True)


def test_a_variable_that_refuses(path):
    """An assignment that fails in the middle puts all back."""

    def refuse(value):
        raise RuntimeError("no")

    first, second = dense()
    second.assign = refuse

    with pytest.raises(RuntimeError, match="no"):
        tf.load_checkpoint([first, second], path)

    assert values([first]) == [[[0.0, 0.0]] * 3]


def test_an_uninitialized_variable_is_put_back(path):
    """A session's variable that had no value has none after a load that failed."""
    tf.reset_default_graph()
    net(tf.ones([1, 3]))
    with tf.Session() as sess:
        last = sess.find_variable("net/p/part_1")
        last.assign = None
        with pytest.raises(TypeError):
            tf.load_checkpoint(sess, path)
        assert len(sess.run(tf.report_uninitialized_variables())) == 4


class Unbuilt(keras.Model):
    """A Keras model that makes its variables when it is first called."""

    def __init__(self):
        super().__init__(name="late")
        self.inner = keras.layers.Dense(2, name="inner")

    def call(self, x):
        """Applies the only layer."""
        return self.inner(x)


def half_built():
    """A model that is built while its layer is not."""
    model = Unbuilt()
    model.built = True
    return model


def graph_variable():
    """A variable of the default graph."""
    tf.reset_default_graph()
    return [tf.get_variable("v", [2])]


NOT_BUILT = "Weights for model 'late' have not yet been created."
NO_HOLDER = "Expected a module, Keras model, session, or a list or dict of variables, but got"
BAD_HOLDERS = {
    "keras": (Unbuilt, ValueError, NOT_BUILT, "model.build(input_shape)"),
    "half built": (half_built, ValueError, NOT_BUILT, "its layer 'inner' is not built"),
    "wrapped": (lambda: tf.wrap(net), ValueError, "No variables in Module 'net'.", "call it once"),
    "empty": (list, ValueError, "No variables in list.", "call it once"),
    "graph": (
        graph_variable,
        ValueError,
        "v:0 is a variable of a graph",
        "pass the session",
    ),
    "one name": (
        lambda: [variable("a", [1]), variable("a", [1])],
        ValueError,
        "Two variables are called 'a'",
        "{'name in the checkpoint': variable",
    ),
    "number": (lambda: 3, TypeError, NO_HOLDER, "{'name in TF1': variable"),
    "dict": (lambda: {"a": 3}, TypeError, NO_HOLDER, "{'name in TF1': variable"),
}


@pytest.mark.parametrize("case", BAD_HOLDERS)
def test_holders_without_variables(case, path):
    """What has no variables, or not yet, or not of its own, says what to do."""
    make, kind, first, mend = BAD_HOLDERS[case]
    for call in (tf.load_checkpoint, tf.save_checkpoint):
        with pytest.raises(kind) as raised:
            call(make(), path)

        assert str(raised.value).startswith(first) and mend in str(raised.value)


# --- the report ----------------------------------------------------------------------------------


def test_the_report(path):
    """The report prints as a table of what became of each variable and tensor."""
    held = [*dense()[:1], variable("net/bias", [3]), variable("net/q", [3, 2])]

    report = tf.load_checkpoint(held, path, strict=False)

    assert str(report).splitlines() == [
        f"{path}: 1 restored, 1 missing, 1 mismatched, 1 unused",
        "  restored     net/kernel   float32 (3, 2)   <- net/kernel",
        "  missing      net/q        float32 (3, 2)   the checkpoint has net/p",
        "  mismatched   net/bias     shape (3,)       in the checkpoint (2,)",
        "  unused       net/p        float32 (3, 2)",
    ]


def notes(held, path, **options):
    """The notes of a load that may fail."""
    return tf.load_checkpoint(held, path, strict=False, **options).notes


def test_notes_on_scopes(path):
    """Where one scope too many or too few is all that is wrong, a note has the mending call."""
    assert notes(dense(""), path) == [
        "all that is missing is there, within 'net/': load_checkpoint(..., prefix='net/')"
    ]
    assert notes(dense("new/net/"), path) == [
        "all that is missing is there, without 'new/': "
        "load_checkpoint(..., assignment_map={'/': 'new/'})"
    ]
    assert notes([*dense(""), variable("x", [1])], path) == []


def test_notes_on_what_is_unused(tmp_path):
    """Slots and moving averages that nobody asked for are named, with the call that loads them."""
    w = tf.get_variable("w", initializer=B)
    train = tf.train.AdamOptimizer().minimize(tf.reduce_sum(w))
    with tf.control_dependencies([train]):
        train = tf.train.ExponentialMovingAverage(0.9).apply([w])
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        path = tf.train.Saver().save(sess, f"{tmp_path}/a")
    held = [variable("w", [2])]

    report = tf.load_checkpoint(held, path)

    assert {entry.key: entry.what for entry in report.unused} == {
        "beta1_power": "of an optimizer",
        "beta2_power": "of an optimizer",
        "w/Adam": "of an optimizer",
        "w/Adam_1": "of an optimizer",
        "w/ExponentialMovingAverage": "a moving average",
    }
    (average, slots) = report.notes
    assert "assignment_map={'w/ExponentialMovingAverage': 'w', ...}" in average
    assert slots == "to load the optimizer's slots too: load_checkpoint(..., optimizer=...)"
    tf.load_checkpoint(held, path, assignment_map={"w/ExponentialMovingAverage": "w"})
    assert values(held) == [B]


def test_long_reports_are_cut(tmp_path):
    """Of each kind the table shows twenty; the lists have all."""
    path = tf.save_checkpoint([variable(f"v{n}", [1]) for n in range(30)], f"{tmp_path}/a")

    report = tf.load_checkpoint([variable("v0", [1])], path)

    assert len(report.unused) == 29
    assert str(report).splitlines()[-1] == "  unused     ... and 9 more"


# --- where it is called --------------------------------------------------------------------------


def test_called_anywhere(path, tmp_path):
    """It works within a graph, a session, a thread and a traced function."""
    held, found = dense(), []

    def move():
        new = dense()
        tf.load_checkpoint(new, path)
        tf.save_checkpoint(new, f"{tmp_path}/thread")
        found.extend(values(new))

    with tf.Graph().as_default():
        tf.load_checkpoint(held, path)
        assert tf.get_default_graph().get_operations() == []
    with tf.Session():
        tf.load_checkpoint(held, tf.save_checkpoint(held, f"{tmp_path}/session"))
    thread = threading.Thread(target=move)
    thread.start()
    thread.join()
    assert values(held) == [W, B] and found == [W, B]
    held = dense()

    @tensorflow.function
    def traced():
        tf.load_checkpoint(held, path)

    traced()
    assert values(held) == [W, B]


def test_mirrored_variables(path, tmp_path):
    """Variables of a distribution strategy are loaded on every replica."""
    strategy = tensorflow.distribute.MirroredStrategy(["CPU:0"])
    with strategy.scope():
        held = dense()

    tf.load_checkpoint(held, path)

    assert values(held) == [W, B]
    tf.save_checkpoint(held, f"{tmp_path}/a")


# --- TensorFlow 1.15.5 ---------------------------------------------------------------------------

TF115 = """
import sys
import tensorflow as tf
def model():
    with tf.variable_scope("net"):
        tf.get_variable("kernel", initializer=tf.constant({W}))
        tf.get_variable("bias", initializer=tf.constant({B}))
        p = tf.get_variable("p", initializer=tf.constant({W}),
                            partitioner=tf.fixed_size_partitioner(2))
    return tf.convert_to_tensor(p)
for version in (1, 2):
    tf.reset_default_graph()
    model()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        tf.train.Saver(write_version=version).save(sess, {at!r} + "/theirs%d" % version)
tf.reset_default_graph()
p = model()
with tf.Session() as sess:
    tf.train.Saver().restore(sess, tf.train.latest_checkpoint({at!r} + "/ours"))
    print(sess.run(["net/kernel:0", "net/bias:0", p]))
"""


@pytest.mark.tf115
def test_checkpoints_of_tf_1_15(tmp_path):
    """Either format of TensorFlow 1.15.5 is loaded, sliced or not; it restores what is saved."""
    if tf115.python() is None:
        pytest.skip(tf115.reason())
    module = tf.wrap(net)
    module(tensorflow.ones([1, 3]))
    for number, v in enumerate(module.variables):
        v.assign(tensorflow.ones_like(v) * number)
    (tmp_path / "ours").mkdir()
    tf.save_checkpoint(module, f"{tmp_path}/ours/model", global_step=3)

    said = tf115.run(TF115.format(W=W, B=B, at=str(tmp_path))).stdout

    kernel, bias, p = eval(said, {"array": lambda found, dtype: found, "float32": 0})
    assert (kernel, bias, p) == ([[0.0, 0.0]] * 3, [1.0, 1.0], [[2.0, 2.0]] * 2 + [[3.0, 3.0]])
    for version in (1, 2):
        whole = [*dense(), variable("net/p", [3, 2])]
        for held in (whole, module):
            assert tf.load_checkpoint(held, f"{tmp_path}/theirs{version}").ok
        assert values(whole) == [W, B, W]
        assert values(module.variables) == [W, B, W[:2], W[2:]]
