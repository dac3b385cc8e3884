"""The small packages of ``tf.contrib``: nn, integrate, resampler, staging, text, deprecated ..."""

from importlib import import_module

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def package(tf, path):
    """A package that ``import tensorflow`` alone does not import."""
    return import_module("%s.contrib.%s" % (tf.__name__.partition(".")[0], path))


def named(tf, tensors):
    """The same tensors with names of ours: TensorFlow 2 has other operations for them."""
    return {key: tf.identity(tensor, name=key) for key, tensor in tensors.items()}


def weights(tf, name="w", *shape):
    return tf.get_variable(name, initializer=ramp(*shape))


@table.case
def stateless(tf):
    draw = tf.contrib.stateless
    logits = tf.constant(ramp(2, 5))
    return {
        "uniform": draw.stateless_random_uniform([3, 2], [4, 5]),
        "between": draw.stateless_random_uniform([3], [4, 6], -2.0, 5.0, name="between"),
        "integers": draw.stateless_random_uniform([4], [7, 8], 3, 100, tf.int32),
        "normal": draw.stateless_random_normal([5], [1, 2], 3.0, 0.5),
        "truncated": draw.stateless_truncated_normal([5], [1, 2], dtype=tf.float64),
        "multinomial": draw.stateless_multinomial(logits, 4, [3, 4]),
    }


@table.case
def alpha_dropout_is_off(tf):
    return tf.contrib.nn.alpha_dropout(weights(tf, "w", 3), 1.0)


@table.case
def alpha_dropout_of_two(tf):
    return tf.contrib.nn.alpha_dropout(tf.ones([3]), 2.0)


@table.case
def alpha_dropout_shape(tf):
    y = tf.contrib.nn.alpha_dropout(tf.ones([3, 4]), 0.5, [3, 1], name="drop")
    return {"shape": tf.shape(y), "name": y.name}


@table.case
def scaled_softplus(tf):
    x = weights(tf, "x", 4, 3)
    alpha = tf.get_variable("alpha", initializer=0.4)
    clip = tf.get_variable("clip", initializer=0.6)
    nn = tf.contrib.nn
    return named(
        tf, {"y": nn.scaled_softplus(x, alpha), "clipped": nn.scaled_softplus(x, alpha, clip)}
    )


@table.case
def flipped_losses(tf):
    nn = tf.contrib.nn
    logits = weights(tf, "w", 3, 4)
    targets = tf.nn.softmax(tf.constant(ramp(3, 4) * 2))
    return {
        "softmax": nn.deprecated_flipped_softmax_cross_entropy_with_logits(logits, targets),
        "sparse": nn.deprecated_flipped_sparse_softmax_cross_entropy_with_logits(logits, [1, 0, 3]),
        "sigmoid": nn.deprecated_flipped_sigmoid_cross_entropy_with_logits(logits, targets),
    }


@table.case
def sampled_losses(tf):
    nn = tf.contrib.nn
    w, b, x = weights(tf, "w", 6, 3), weights(tf, "b", 6), weights(tf, "x", 2, 3)
    labels = tf.constant([[1], [4]], tf.int64)
    sampled = (
        tf.constant([0, 5, 2, 3], tf.int64),
        tf.constant([[0.5], [0.4]]),
        tf.constant([0.3, 0.2, 0.6, 0.1]),
    )
    return named(
        tf,
        {
            "sparse": nn.sampled_sparse_softmax_loss(w, b, labels, x, 4, 6, sampled),
            "rank": nn.rank_sampled_softmax_loss(
                w, b, labels, x, 4, 2, 6, 1, sampled, 0.7, True, "mod"
            ),
        },
    )


def rank_misuse(name, num_sampled, num_resampled, strategy):
    def program(tf):
        return tf.contrib.nn.rank_sampled_softmax_loss(
            None, None, None, None, num_sampled, num_resampled, 6, 1, None, 1.0, True, strategy
        )

    program.__name__ = "rank_sampled_softmax_loss_" + name
    table.case(program)


rank_misuse("of_more_classes", 7, 2, "mod")
rank_misuse("of_no_fewer", 3, 3, "mod")
rank_misuse("by_another_strategy", 3, 2, "even")


@table.case
def nth_element(tf):
    nn = tf.contrib.nn
    x = weights(tf, "x", 3, 5)
    return {"small": nn.nth_element(x, 1), "large": nn.nth_element(x, 0, True, name="large")}


@table.case
def conv1d_transpose(tf):
    x, w = weights(tf, "x", 2, 4, 3), weights(tf, "w", 3, 2, 3)
    return {"y": tf.contrib.nn.conv1d_transpose(x, w, [2, 8, 2], 2)}


@table.case
def resampler(tf):
    data = weights(tf, "data", 2, 4, 5, 3)
    warp = tf.get_variable("warp", initializer=4 * ramp(2, 3, 2, 2) + 1)
    return named(tf, {"y": tf.contrib.resampler.resampler(data, warp)})


def oscillator(tf):
    return lambda y, t: tf.stack([y[1], -y[0] + 0.1 * tf.cast(t, y.dtype)])


@table.case(gradients=False)
def odeint(tf):
    y0 = tf.constant([1.0, 0.5])
    y = tf.contrib.integrate.odeint(oscillator(tf), y0, np.linspace(0, 3, 4))
    return {"y": y}


@table.case
def odeint_gradient(tf):
    y0 = weights(tf, "y0", 2)
    return {"y": tf.contrib.integrate.odeint(lambda y, t: -y * y, y0, [0.0, 0.5], 1e-3, 1e-3)}


@table.case(gradients=False)
def odeint_full_output(tf):
    y, info = tf.contrib.integrate.odeint(
        oscillator(tf),
        tf.constant([1.0, 0.5], tf.float64),
        [0.0, 1.0, 5.0],
        method="dopri5",
        options={"first_step": 0.2, "safety": 0.8},
        full_output=True,
    )
    found = named(tf, {"evaluations": info["num_func_evals"], "at": info["integrate_points"]})
    found["ratio"] = tf.identity(info["error_ratio"], "ratio")
    return dict(found, y=y)


@table.case
def odeint_by_another_method(tf):
    return tf.contrib.integrate.odeint(oscillator(tf), [1.0], [0.0, 1.0], method="euler")


@table.case
def odeint_options_alone(tf):
    return tf.contrib.integrate.odeint(oscillator(tf), [1.0], [0.0, 1.0], options={})


@table.case
def odeint_of_integers(tf):
    return tf.contrib.integrate.odeint(oscillator(tf), [1, 2], [0.0, 1.0])


@table.case
def odeint_at_integers(tf):
    return tf.contrib.integrate.odeint(oscillator(tf), [1.0, 2.0], tf.constant([0, 1]))


@table.case(gradients=False)
def odeint_fixed(tf):
    y0, t = tf.constant([1.0, 0.5]), np.array([0.0, 0.3, 1.0])
    solve = tf.contrib.integrate.odeint_fixed
    return named(
        tf,
        {
            "rk4": solve(oscillator(tf), y0, t),
            "small": solve(oscillator(tf), y0, t, 0.1),
            "each": solve(oscillator(tf), y0, t, [0.1, 0.35], method="midpoint"),
        },
    )


@table.case
def odeint_fixed_by_another_method(tf):
    return tf.contrib.integrate.odeint_fixed(oscillator(tf), [1.0], [0.0, 1.0], method="euler")


@table.case(same_text=False)
def odeint_fixed_of_other_lengths(tf):
    solve = tf.contrib.integrate.odeint_fixed
    return solve(oscillator(tf), [1.0], [0.0, 1.0, 2.0], [0.1, 0.1, 0.1])


@table.case(gradients=False)
def deprecated_summaries(tf):
    old = tf.contrib.deprecated
    found = {
        "scalar": old.scalar_summary(["a", "b"], [1.0, 2.0]),
        "histogram": old.histogram_summary("h", tf.constant(ramp(5)), ["mine"], name="histo"),
        "image": old.image_summary("i", tf.constant(np.ones((2, 3, 3, 1), np.float32)), 1),
        "audio": old.audio_summary("s", tf.constant(ramp(2, 100)), 8000.0, 1),
    }
    found["all"] = old.merge_all_summaries()
    found["some"] = old.merge_summary([found["scalar"]], ["merged"], name="some")
    return {key: text.name for key, text in found.items()}


@table.case(gradients=False)
def deprecated_scalar_summary(tf):
    return tf.contrib.deprecated.scalar_summary(["a", "b"], [1.0, 2.0])


@table.case
def deprecated_no_summaries(tf):
    return {"none": tf.contrib.deprecated.merge_all_summaries() is None}


@table.case(gradients=False)
def skip_grams(tf):
    sample = package(tf, "text").skip_gram_sample
    words = tf.constant(["the", "quick", "brown", "fox", "jumps"])
    found = {
        "two": sample(words, 2, 2),
        "self": sample(words, 1, 1, emit_self_as_target=True),
        "part": sample(words, 3, 3, start=1, limit=3),
        "none": sample(words, 0, 0),
        "past": sample(words, 1, 1, start=9),
    }
    return named(tf, {key + str(i): pair[i] for key, pair in found.items() for i in (0, 1)})


@table.case(gradients=False)
def skip_grams_of_frequent_words(tf):
    lookup = tf.contrib.lookup
    counts = lookup.HashTable(
        lookup.KeyValueTensorInitializer(["the", "fox", "jumps"], [9, 2, 5], tf.string, tf.int64),
        -1,
    )
    words = tf.constant(["the", "quick", "brown", "fox", "jumps"])
    tokens, labels = package(tf, "text").skip_gram_sample(
        words, 1, 1, vocab_freq_table=counts, vocab_min_count=3
    )
    return named(tf, {"tokens": tokens, "labels": labels})


@table.case
def skip_grams_without_a_table(tf):
    return package(tf, "text").skip_gram_sample(tf.constant(["a"]), vocab_min_count=3)


@table.case
def skip_grams_without_a_corpus(tf):
    return package(tf, "text").skip_gram_sample(
        tf.constant(["a"]), vocab_freq_table={}, vocab_subsampling=0.1
    )


@table.case(same_text=False)
def skip_grams_of_another_table(tf):
    return package(tf, "text").skip_gram_sample(tf.constant(["a"]), vocab_freq_table={})


@table.case
def skip_gram_columns_below(tf):
    sample = package(tf, "text").skip_gram_sample_with_text_vocab
    return sample(tf.constant(["a"]), "f", vocab_token_index=-1)


@table.case
def skip_gram_columns_equal(tf):
    sample = package(tf, "text").skip_gram_sample_with_text_vocab
    return sample(tf.constant(["a"]), "f", vocab_token_index=1)


@table.case(gradients=False)
def staging(tf):
    area = tf.contrib.staging.StagingArea(
        [tf.float32, tf.int32], [[2], []], names=["x", "n"], capacity=3
    )
    put = area.put({"n": tf.constant(4), "x": tf.constant(ramp(2))})
    with tf.control_dependencies([put]):
        size = area.size()
    with tf.control_dependencies([size]):
        found = area.get()
    return {"size": size, "found": found, "name": area.name, "capacity": area.capacity}


@table.case
def staging_areas(tf):
    area = tf.contrib.staging.StagingArea
    names = [area([tf.int32]).name, area([tf.int32]).name, area([tf.int32], shared_name="a").name]
    with tf.name_scope("scope"):
        one = area([tf.int32])
        op = one.put(tf.constant(1))
        return {"names": names + [one.name], "put": op.name, "clear": one.clear().name}


def staging_misuse(name, use):
    def program(tf):
        return use(tf, tf.contrib.staging.StagingArea)

    program.__name__ = "staging_" + name
    table.case(program)


staging_misuse("shapes", lambda tf, area: area([tf.int32], shapes=[[], []]))
staging_misuse("names", lambda tf, area: area([tf.int32], names=[]))
staging_misuse("shared_name", lambda tf, area: area([tf.int32], shared_name=1))
staging_misuse("no_names", lambda tf, area: area([tf.int32]).put({"a": tf.constant(1)}))
staging_misuse(
    "other_names", lambda tf, area: area([tf.int32], names=["a"]).put({"b": tf.constant(1)})
)
staging_misuse("a_list", lambda tf, area: area([tf.int32], names=["a"]).put([tf.constant(1)]))
staging_misuse("too_many", lambda tf, area: area([tf.int32]).put([tf.constant(1)] * 2))
staging_misuse("another_type", lambda tf, area: area([tf.int32]).put([tf.constant(1.0)]))
staging_misuse("another_shape", lambda tf, area: area([tf.int32], [[2]]).put([tf.constant([1])]))


@table.case(gradients=False)
def loss_scale(tf):
    mixed = tf.contrib.mixed_precision
    manager = mixed.ExponentialUpdateLossScaleManager(8.0, 2, 1, 2, 0.5)
    opt = mixed.LossScaleOptimizer(tf.train.MomentumOptimizer(0.1, 0.9), manager)
    w = weights(tf, "w", 3)
    x = tf.placeholder_with_default(1.0, [])
    train_op = opt.minimize(tf.reduce_sum(w * w) * x)
    found = {}
    # An operation of a branch is in no collection of ours.
    del tf.get_collection_ref(tf.GraphKeys.TRAIN_OP)[:]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for i, value in enumerate([1.0, 1.0, 1.0, np.nan, 1.0, np.inf]):
            sess.run(train_op, {x: value})
            for v, now in zip(tf.global_variables(), sess.run(tf.global_variables())):
                found["%d.%s" % (i, v.op.name)] = np.asarray(now)
    return found


@table.case
def loss_scale_below_one(tf):
    return tf.contrib.mixed_precision.FixedLossScaleManager(0.5)


@table.case(gradients=False)
def obtain_next(tf):
    ops = package(tf, "input_pipeline.python.ops.input_pipeline_ops")
    name = ops.seek_next(["a", "b", "c"], num_epochs=2)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return {"names": [sess.run(name).decode() for _ in range(6)]}


@table.case
def utilities(tf):
    util = tf.contrib.util
    proto = util.make_tensor_proto([1.0, 2.0], shape=[2, 1])
    tf.constant(1.0, name="one")
    graph_def = tf.get_default_graph().as_graph_def()
    return {
        "constant": util.constant_value(tf.constant([1, 2])),
        "unknown": util.constant_value(tf.placeholder(tf.int32)) is None,
        "array": util.make_ndarray(proto),
        "used": sorted(util.ops_used_by_graph_def(graph_def)),
        "stripped": [op.name for op in util.stripped_op_list_for_graph(graph_def).op],
    }


@table.case(gradients=False)
def copied_graph(tf):
    with tf.Graph().as_default():
        w = tf.get_variable("w", initializer=ramp(2))
        tf.add_to_collection("mine", w)
        y = tf.nn.relu(w * 3.0 + tf.constant([1.0, -9.0]), name="y")
        tf.add_to_collection("outputs", y)
    copy = tf.contrib.copy_graph
    here = tf.Graph()
    w2 = copy.copy_variable_to_graph(w, here, "copy")
    y2 = copy.copy_op_to_graph(y, here, [w2], "copy")
    collections = {key: len(here.get_collection(key)) for key in here.get_all_collection_keys()}
    with tf.Session(graph=here) as sess, here.as_default():
        sess.run(tf.global_variables_initializer())
        return {
            "y": sess.run(y2),
            "names": [w2.op.name, y2.name],
            "same": copy.get_copied_op(y, here, "copy") is y2,
            "collections": collections,
        }


@table.case
def copied_no_variable(tf):
    return tf.contrib.copy_graph.copy_variable_to_graph(1, tf.Graph())


@table.case(gradients=False)
def libsvm(tf):
    decode = package(tf, "libsvm").decode_libsvm
    made = [
        decode(tf.constant(["1 1:3.4 2:0.5 4:0.231", "-2", "0  2:2.5 0:8"]), 6),
        decode(tf.constant([["1 0:3", "2 1:4"], ["3", "4 1:5"]]), 2, tf.int32, tf.float64),
        decode(tf.constant(["1", "2"]), 3),
    ]
    with tf.Session() as sess:
        return {
            "%s%d" % (what, i): value
            for i, (features, labels) in enumerate(sess.run(made))
            for what, value in dict(features._asdict(), labels=labels).items()
        }


@table.case(gradients=False)
def signal(tf):
    signals = tf.contrib.signal
    x = tf.constant(ramp(2, 40))
    spectrum = signals.stft(x, 16, 8)
    found = {
        "frames": signals.frame(x, 10, 5),
        "magnitude": tf.abs(spectrum),
        "inverse": signals.inverse_stft(spectrum, 16, 8),
        "hann": signals.hann_window(8),
        "hamming": signals.hamming_window(8, periodic=False),
        "mel": signals.linear_to_mel_weight_matrix(4, 9, 8000, 100.0, 3000.0),
        "mfcc": signals.mfccs_from_log_mel_spectrograms(x),
        "added": signals.overlap_and_add(tf.reshape(x, [8, 10]), 5),
    }
    return named(tf, found)
