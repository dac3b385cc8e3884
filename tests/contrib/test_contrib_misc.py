"""The small packages of tf.contrib: files, sessions, hooks, eager mode."""

import functools
import importlib

import numpy as np
import pytest
from tf1shim.contrib.opt.python.training import sign_decay

import tf1shim as tf


@pytest.fixture
def eager():
    """Eager mode for a test."""
    tf.enable_eager_execution()
    yield
    tf.disable_eager_execution()


def events(path):
    """The events in a directory's files."""
    return [
        event for file in sorted(path.iterdir()) for event in tf.train.summary_iterator(str(file))
    ]


def scalars(path):
    """``(step, tag, value)`` of all scalar summaries in a directory."""
    return [
        (event.step, value.tag, value.simple_value)
        for event in events(path)
        for value in event.summary.value
    ]


def test_summaries_are_written_by_their_ops(tmp_path):
    """A summary op writes to the default writer, with the global step and its scope's tag."""
    summary = tf.contrib.summary
    step = tf.train.get_or_create_global_step()
    x = tf.placeholder(tf.float32)
    writer = summary.create_file_writer(str(tmp_path))
    with writer.as_default(), summary.always_record_summaries(), tf.name_scope("scope"):
        summary.scalar("loss", x)
        summary.scalar("loss", x * 2.0, family="family", step=7)

    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), writer.init()])
        sess.run(summary.all_summary_ops(), {x: 1.0})
        sess.run(tf.assign_add(step, 1))
        sess.run(summary.all_summary_ops(), {x: 3.0})
        sess.run(writer.close())

    assert sorted(scalars(tmp_path)) == [
        (0, "scope/loss", 1.0),
        (1, "scope/loss", 3.0),
        (7, "family/scope/family/loss", 2.0),
        (7, "family/scope/family/loss", 6.0),
    ]


def test_summaries_every_n_steps(tmp_path):
    """record_summaries_every_n_global_steps writes at multiples of n, and nothing else does."""
    summary = tf.contrib.summary
    step = tf.train.get_or_create_global_step()
    writer = summary.create_file_writer(str(tmp_path))
    with writer.as_default():
        summary.scalar("never", 1.0)
        with summary.record_summaries_every_n_global_steps(2):
            summary.scalar("even", tf.cast(step, tf.float32) + 1.0)

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        with writer.as_default():
            summary.initialize(graph=tf.get_default_graph(), session=sess)
        for _ in range(5):
            sess.run(summary.all_summary_ops())
            sess.run(tf.assign_add(step, 1))
        sess.run(writer.flush())

    assert scalars(tmp_path) == [(0, "even", 1.0), (2, "even", 3.0), (4, "even", 5.0)]
    assert any(event.graph_def for event in events(tmp_path))


def test_summaries_need_a_writer():
    """Initialize says what is missing: a writer, or a session."""
    with pytest.raises(RuntimeError, match=r"^No default tf.contrib.summary.SummaryWriter found"):
        tf.contrib.summary.initialize()
    with (
        tf.contrib.summary.create_file_writer("/tmp/unused").as_default(),
        pytest.raises(ValueError, match=r"^session must be passed if no default session exists"),
    ):
        tf.contrib.summary.initialize()


def test_summaries_in_eager_mode(tmp_path, eager):
    """In eager mode a summary is written at once."""
    summary = tf.contrib.summary
    writer = summary.create_file_writer(str(tmp_path))
    writer.init()
    with writer.as_default(), summary.always_record_summaries():
        summary.scalar("loss", 2.5, step=3)
    writer.flush()

    assert scalars(tmp_path) == [(3, "loss", 2.5)]


def test_memory_statistics_need_a_gpu():
    """On a machine without a GPU they raise, as in TensorFlow 1, when they are run."""
    if tf.config.list_physical_devices("GPU"):
        pytest.skip("there is a GPU")
    used = tf.contrib.memory_stats.BytesInUse()

    with tf.Session() as sess, pytest.raises(tf.errors.InvalidArgumentError, match="BytesInUse"):
        sess.run(used)


def test_predictor_checks_its_keys(tmp_path):
    """A predictor runs a signature, and refuses keys that it does not have."""
    path = str(tmp_path / "model")
    with tf.Graph().as_default(), tf.Session() as sess:
        x = tf.placeholder(tf.float32, [None], name="x")
        y = tf.multiply(x, 3.0, name="y")
        tf.saved_model.simple_save(sess, path, {"in": x}, {"out": y})
    from_saved_model = tf.contrib.predictor.from_saved_model

    assert from_saved_model(path)({"in": [2.0]})["out"].tolist() == [6.0]
    named = from_saved_model(path, input_names={"a": "x:0"}, output_names={"b": "y:0"})
    assert named({"a": [1.0]})["b"].tolist() == [3.0]
    with pytest.raises(ValueError, match=r"^Got unexpected keys in input_dict: \{'x'\}"):
        named({"x": [1.0]})
    with pytest.raises(ValueError, match=r'^Got signature_def_key "other"\. Available'):
        from_saved_model(path, "other")
    with pytest.raises(ValueError, match="You must specify at most one of signature_def_key"):
        from_saved_model(path, "a", input_names={}, output_names={})


def test_swapping_saver_saves_the_averages(tmp_path):
    """MovingAverageOptimizer's saver stores each average under its variable's name."""
    w = tf.get_variable("w", initializer=1.0)
    opt = tf.contrib.opt.MovingAverageOptimizer(tf.train.GradientDescentOptimizer(0.25), 0.5)
    train_op = opt.minimize(w * w)
    saver = opt.swapping_saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train_op)
        path = saver.save(sess, str(tmp_path / "model"))

    reader = tf.train.load_checkpoint(path)
    assert reader.get_tensor("w") == 0.75
    assert reader.get_tensor("w/ExponentialMovingAverage") == 0.5


def test_elastic_average_in_a_monitored_session(tmp_path):
    """The hook starts the copies; the swapping saver stores the global ones."""
    opt = tf.contrib.opt
    getter = opt.ElasticAverageCustomGetter("/cpu:0")
    step = tf.train.get_or_create_global_step()
    with tf.variable_scope("", custom_getter=getter):
        w = tf.get_variable("w", initializer=1.0)
    ea = opt.ElasticAverageOptimizer(
        tf.train.GradientDescentOptimizer(0.25), 1, getter, 1, moving_rate=0.5, synchronous=True
    )
    train_op = ea.minimize(w * w, global_step=step)
    hook = ea.make_session_run_hook(True, 0)
    saver = ea.swapping_saver()
    with tf.train.MonitoredSession(hooks=[hook]) as sess:
        sess.run(train_op)
        assert sess.run(step) == 1
        path = sess.run_step_fn(
            lambda step_context: saver.save(step_context.session, str(tmp_path / "model"))
        )

    assert tf.train.load_checkpoint(path).get_tensor("w") == 0.75


def test_scipy_calls_back():
    """ScipyOptimizerInterface reports losses and steps, and leaves a limit to the method."""
    w = tf.get_variable("w", initializer=[4.0, 2.0])
    loss = tf.reduce_sum(tf.square(w))
    opt = tf.contrib.opt.ScipyOptimizerInterface(loss, options={"maxiter": 1})
    losses, steps = [], []
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        opt.minimize(sess, fetches=[loss], loss_callback=losses.append, step_callback=steps.append)
        assert losses[0] == 20.0
        assert len(steps) == 1
        np.testing.assert_allclose(sess.run(w), steps[0], rtol=1e-6)


def test_ggt_takes_no_sparse_gradients():
    """GGTOptimizer refuses the gradient of an embedding."""
    rows = tf.get_variable("rows", initializer=np.ones([3, 2], np.float32))
    loss = tf.reduce_sum(tf.nn.embedding_lookup(rows, [1]))

    with pytest.raises(NotImplementedError, match=r"^Sparse gradient updates are not supported\."):
        tf.contrib.opt.GGTOptimizer().minimize(loss)


def test_own_optimizer_on_top_of_lazy_adam():
    """A subclass's _apply_sparse is called, and super() is LazyAdam's own."""

    class Counting(tf.contrib.opt.LazyAdamOptimizer):
        sparse = 0

        def _apply_sparse(self, grad, var):
            self.sparse += 1
            return super()._apply_sparse(grad, var)

    rows = tf.get_variable("rows", initializer=np.ones([3, 1], np.float32))
    opt = Counting(0.5)
    train_op = opt.minimize(tf.reduce_sum(tf.nn.embedding_lookup(rows, [1])))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(train_op)
        assert sess.run(rows)[:, 0].round(4).tolist() == [1.0, 0.5, 1.0]
    assert opt.sparse == 1


def test_adam_w_in_eager_mode(eager):
    """An optimizer of tf.contrib.opt updates eager variables."""
    w = tf.contrib.eager.Variable(1.0)

    tf.contrib.opt.AdamWOptimizer(0.1, 0.5).minimize(lambda: w * w)

    assert round(float(w.numpy()), 4) == 0.4


@pytest.mark.parametrize(
    ("make", "at", "expected"),
    [
        (lambda: sign_decay.get_linear_decay_fn(10), 4, 0.6),
        (lambda: sign_decay.get_cosine_decay_fn(10, 0.5), 10, 0.0),
        (lambda: sign_decay.get_cosine_decay_fn(10, 2, zero_after=1), 6, 0.0),
        (lambda: sign_decay.get_restart_decay_fn(10, 2), 5, 1.0),
        (lambda: sign_decay.get_restart_decay_fn(10, 2, zero_after=1), 6, 0.0),
    ],
)
def test_sign_decays(make, at, expected):
    """Decays fall as documented, and need the step."""
    decay = make()
    with tf.Session() as sess:
        assert abs(sess.run(decay(tf.constant(at))) - expected) < 1e-6
    with pytest.raises(ValueError, match="global_step is required for"):
        decay(None)


def test_transform_has_a_gradient_in_eager_mode(eager):
    """tf.contrib.image.rotate is differentiable in eager mode too."""
    image = tf.constant([[1.0, 2.0], [3.0, 4.0]])
    weights = tf.constant([[1.0, 0.0], [0.0, 0.0]])
    with tf.GradientTape() as tape:
        tape.watch(image)
        loss = tf.reduce_sum(weights * tf.contrib.image.translate(image, [0, 1]))

    assert loss.numpy() == 0.0
    assert tape.gradient(loss, image).numpy().tolist() == [[0.0, 0.0], [0.0, 0.0]]
    with tf.GradientTape() as tape:
        tape.watch(image)
        loss = tf.reduce_sum(weights * tf.contrib.image.translate(image, [0, -1]))
    assert tape.gradient(loss, image).numpy().tolist() == [[0.0, 0.0], [1.0, 0.0]]


def test_alpha_dropout_keeps_mean_and_variance():
    """Of standard normal numbers, alpha_dropout's have mean 0 and variance 1 too."""
    x = tf.random_normal([20000], seed=1)
    with tf.Session() as sess:
        y = sess.run(tf.contrib.nn.alpha_dropout(x, 0.7, seed=2))

    assert abs(y.mean()) < 0.05
    assert abs(y.var() - 1.0) < 0.05


def test_skip_grams_are_within_their_windows():
    """Each pair is at most max_skips apart; at least those min_skips apart are there."""
    tokens, labels = tf.contrib.text.skip_gram_sample(tf.range(30), 1, 4, seed=3)
    with tf.Session() as sess:
        one, other = sess.run([tokens, labels])
        again = sess.run(tokens)

    assert set(abs(one - other)) == {1, 2, 3, 4}
    assert {(i, i + 1) for i in range(29)} <= set(zip(one.tolist(), other.tolist()))
    assert one.tolist() != again.tolist()


def test_frequent_words_are_left_out_at_random():
    """Subsampling keeps rare words, and few of the frequent ones."""
    lookup = tf.contrib.lookup
    counts = lookup.HashTable(
        lookup.KeyValueTensorInitializer(tf.constant([0, 1], tf.int64), tf.constant([1000.0, 1.0])),
        -1.0,
    )
    words = tf.constant([0] * 1000 + [1] * 5, tf.int64)
    tokens, _ = tf.contrib.text.skip_gram_sample(
        words, 1, 1, vocab_freq_table=counts, vocab_subsampling=0.001, corpus_size=1001
    )
    with tf.Session() as sess:
        sess.run(tf.tables_initializer())
        found = sess.run(tokens)

    assert set(found[-4:]) == {1}
    assert len(found) < 200


def test_eager_metrics_in_a_graph():
    """A metric's call in a graph returns tensors that come after its updates."""
    accuracy = tf.contrib.eager.metrics.Accuracy("right")
    update = accuracy(tf.constant([1, 2, 3, 4]), tf.constant([1, 2, 3, 0]))
    result, reset = accuracy.result(), accuracy.init_variables()
    with tf.Session() as sess:
        sess.run(reset)
        sess.run(update)
        assert sess.run(result) == 0.75
        sess.run(reset)
        assert np.isnan(sess.run(result))
    assert [v.op.name for v in tf.local_variables()] == ["right/numer", "right/denom"]


def test_eager_metrics_aggregate(eager):
    """Aggregate adds other metrics of the same kind, and refuses others."""
    metrics = tf.contrib.eager.metrics
    one, two = metrics.Mean("mean"), metrics.Mean("mean")
    one([1.0, 1.0])
    two([4.0])
    one.aggregate([two])
    assert one.result().numpy() == 2.0
    with pytest.raises(TypeError, match="All metrics must be the same type"):
        one.aggregate([metrics.BinaryAccuracy(0.5)])
    with pytest.raises(RuntimeError, match=r"^Can't call add_variable\(\) except in build"):
        one.add_variable("late")


def test_implicit_gradients_train(eager):
    """implicit_gradients gives pairs that an optimizer applies."""
    w = tf.contrib.eager.Variable(3.0, name="w")
    gradients = tf.contrib.eager.implicit_gradients(lambda x: x * w)

    tf.train.GradientDescentOptimizer(0.5).apply_gradients(gradients(tf.constant(4.0)))

    assert w.numpy() == 1.0
    with pytest.raises(ValueError, match="No trainable variables were accessed"):
        tf.contrib.eager.implicit_gradients(lambda x: x)(tf.constant(1.0))
    with pytest.raises(ValueError, match="Cannot differentiate a function that returns None"):
        tf.contrib.eager.gradients_function(lambda x: None)(tf.constant(1.0))


def test_eager_objects_refuse_graphs():
    """Iterator and Saver of tf.contrib.eager say that they need eager mode."""
    with pytest.raises(RuntimeError, match="can only be used when eager execution is enabled"):
        tf.contrib.eager.Iterator(tf.data.Dataset.range(3))
    with pytest.raises(RuntimeError, match=r"^tfe.Saver can only be used when eager execution"):
        tf.contrib.eager.Saver([])


def test_staging_area_overlaps_steps():
    """What one run puts in, a later run takes out; each session has its own."""
    area = tf.contrib.staging.StagingArea([tf.int32])
    n = tf.placeholder(tf.int32, [])
    put, get, size = area.put([n]), area.get(), area.size()
    with tf.Session() as sess, tf.Session() as other:
        sess.run(put, {n: 1})
        assert other.run(size) == 0
        assert sess.run([get, put], {n: 2})[0] == [1]
        assert sess.run(size) == 1


def test_copy_of_a_layer_computes_the_same():
    """copy_op_to_graph copies what an op needs, over variables that were copied before."""
    with tf.Graph().as_default() as source:
        x = tf.placeholder(tf.float32, [None, 2], name="x")
        y = tf.layers.dense(x, 3, tf.nn.relu, name="layer")
        trainable = tf.trainable_variables()
    target = tf.Graph()
    copy = tf.contrib.copy_graph
    copies = [copy.copy_variable_to_graph(v, target) for v in trainable]
    y_copy = copy.copy_op_to_graph(y, target, copies)

    with tf.Session(graph=target) as sess, target.as_default():
        sess.run(tf.global_variables_initializer())
        kernel, out = sess.run([copies[0], y_copy], {"x:0": [[1.0, 2.0]]})
    np.testing.assert_allclose(out, np.maximum([[1.0, 2.0]] @ kernel, 0), rtol=1e-5)
    assert y_copy.graph is target
    assert source is not target


@pytest.mark.parametrize(
    ("line", "message"),
    [("1 0:2 7:1", "out of range"), ("1 0:2 5", "needs pairs"), ("", "needs a label")],
)
def test_lines_of_another_format_are_refused(line, message):
    """decode_libsvm raises for lines that it cannot decode."""
    lines = tf.placeholder(tf.string, [None])
    decoded = tf.contrib.libsvm.decode_libsvm(lines, 3)

    with tf.Session() as sess, pytest.raises(tf.errors.InvalidArgumentError, match=message):
        sess.run(decoded, {lines: [line]})


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("data.python.ops.batching", "data.map_and_batch"),
        ("data.python.ops.interleave_ops", "data.parallel_interleave"),
        ("eager.python.tfe", "eager.Iterator"),
        ("eager.python.tfe", "eager.executing_eagerly"),
        ("eager.python.saver", "eager.Saver"),
        ("eager.python.metrics_impl", "eager.metrics.Mean"),
        ("image.python.ops.image_ops", "image.rotate"),
        ("lookup.lookup_ops", "lookup.index_table_from_file"),
        ("nn.python.ops.alpha_dropout", "nn.alpha_dropout"),
        ("opt.python.training.lazy_adam_optimizer", "opt.LazyAdamOptimizer"),
        ("opt.python.training.weight_decay_optimizers", "opt.AdamWOptimizer"),
        ("predictor.saved_model_predictor", "predictor.SavedModelPredictor"),
        ("summary.summary", "summary.scalar"),
        ("util.loader", "util.loader.load_op_library"),
    ],
)
def test_deep_paths(path, name):
    """What TensorFlow 1 kept in its own files is found there."""
    module = importlib.import_module(f"tf1shim.contrib.{path}")

    found = getattr(module, name.rpartition(".")[2])

    assert found is functools.reduce(getattr, name.split("."), tf.contrib)


@pytest.mark.parametrize(
    "name",
    [
        "labeled_tensor",
        "quantize",
        "predictor.from_estimator",
        "eager.Network",
        "image.single_image_random_dot_stereograms",
        "distribute.TPUStrategy",
        "feature_column.sequence_input_layer",
    ],
)
def test_what_cannot_be_had_says_why(name):
    """Each package and name that is left out gives a reason of its own and a replacement."""
    general = tf.MissingSymbolError("contrib.no_such_package").reason
    with pytest.raises(tf.MissingSymbolError) as caught:
        functools.reduce(getattr, name.split("."), tf.contrib)

    assert caught.value.symbol == f"contrib.{name}"
    assert caught.value.reason != general
    assert caught.value.replacement
