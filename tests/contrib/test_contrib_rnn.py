"""tf.contrib.rnn, legacy_seq2seq, grid_rnn and cudnn_rnn beyond their numbers: whole programs."""

import importlib

import numpy as np
import pytest

import tf1shim as tf

rnn, seq2seq, cudnn = tf.contrib.rnn, tf.contrib.legacy_seq2seq, tf.contrib.cudnn_rnn


def sequences(*shape, seed=0):
    """Normally distributed float32 numbers."""
    return np.random.RandomState(seed).randn(*shape).astype(np.float32)


def losses_of(loss, feeds=None, steps=30, rate=0.05):
    """The losses of a few steps of Adam."""
    train = tf.train.AdamOptimizer(rate).minimize(loss)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        return [sess.run([loss, train], feeds)[0] for _ in range(steps)]


def test_a_language_model_learns_with_its_state_carried_over():
    """The PTB program: unrolled cells, loss by example, clipped gradients, state fed back."""
    batch, steps, words = 4, 5, 10
    text = np.tile(np.arange(words), 30)[: batch * (6 * steps) + 1]
    x = tf.placeholder(tf.int32, [batch, steps])
    y = tf.placeholder(tf.int32, [batch, steps])

    def cell():
        made = rnn.LSTMBlockCell(16, forget_bias=0.0)
        return rnn.DropoutWrapper(made, output_keep_prob=0.9)

    stack = rnn.MultiRNNCell([cell() for _ in range(2)], state_is_tuple=True)
    first = state = stack.zero_state(batch, tf.float32)
    embedding = tf.get_variable("embedding", [words, 16])
    inputs, outputs = tf.nn.embedding_lookup(embedding, x), []
    with tf.variable_scope("RNN"):
        for step in range(steps):
            if step > 0:
                tf.get_variable_scope().reuse_variables()
            output, state = stack(inputs[:, step, :], state)
            outputs.append(output)
    w, b = tf.get_variable("softmax_w", [16, words]), tf.get_variable("softmax_b", [words])
    logits = tf.matmul(tf.reshape(tf.concat(outputs, 1), [-1, 16]), w) + b
    loss = seq2seq.sequence_loss_by_example(
        [logits], [tf.reshape(y, [-1])], [tf.ones([batch * steps])]
    )
    cost = tf.reduce_sum(loss) / batch
    variables = tf.trainable_variables()
    gradients, _ = tf.clip_by_global_norm(tf.gradients(cost, variables), 5.0)
    train = tf.train.AdamOptimizer(0.02).apply_gradients(zip(gradients, variables))
    rows = text[:-1].reshape(batch, -1), text[1:].reshape(batch, -1)

    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        costs = []
        for _ in range(6):
            carried = sess.run(first)
            for i in range(0, rows[0].shape[1], steps):
                feeds = {x: rows[0][:, i : i + steps], y: rows[1][:, i : i + steps]}
                for (c, h), value in zip(first, carried):
                    feeds.update({c: value.c, h: value.h})
                found, carried, _ = sess.run([cost, state, train], feeds)
                costs.append(found)

    assert costs[-1] < 0.5 * costs[0]


def test_a_translation_model_with_attention_and_buckets_learns():
    """The translate program: buckets that share their variables, and a decoder with attention."""
    xs = [tf.constant([1, 2, 3]) for _ in range(3)]
    go = [tf.constant([0, 0, 0]), *xs]
    weights = [tf.ones([3]) for _ in range(3)]

    def model(source, target):
        cell = tf.nn.rnn_cell.GRUCell(8)
        return seq2seq.embedding_attention_seq2seq(source, target, cell, 5, 5, embedding_size=4)

    _, losses = seq2seq.model_with_buckets(xs, go, xs, weights, [(2, 2), (3, 3)], model)

    found = losses_of(losses[0] + losses[1])

    names = [v.op.name for v in tf.trainable_variables()]
    assert len(names) == len(set(names)) == 20
    assert found[-1] < 0.3 * found[0]


def test_a_decoder_gets_its_own_outputs_where_a_tensor_says_so():
    """One graph decodes both ways: with its own first choice as the target they are equal."""
    feed_previous, second = tf.placeholder(tf.bool, []), tf.placeholder(tf.int32, [2])
    source = [tf.constant([1, 2])] * 2
    (first, outputs), _ = seq2seq.embedding_rnn_seq2seq(
        source,
        [tf.constant([0, 0]), second],
        tf.nn.rnn_cell.LSTMCell(4),
        5,
        5,
        3,
        feed_previous=feed_previous,
    )
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        chosen, own = sess.run([first, outputs], {feed_previous: True, second: [0, 0]})
        chosen = chosen.argmax(1)
        same = sess.run(outputs, {feed_previous: False, second: chosen})
        other = sess.run(outputs, {feed_previous: False, second: (chosen + 1) % 5})

    np.testing.assert_allclose(own, same, rtol=1e-5)
    assert np.abs(own - other).max() > 1e-6


def test_a_neural_turing_machine_learns():
    """Its memory goes from step to step of an unrolled loop, and so do the gradients."""
    from tf1shim.contrib.rnn.rnn_cell import NTMCell

    cell = NTMCell(tf.nn.rnn_cell.LSTMCell(8), 6, 4, 1, 1, output_dim=2)
    x = tf.constant(sequences(3, 4, 2))
    state, outputs = cell.zero_state(4, tf.float32), []
    for step in range(3):
        output, state = cell(x[step], state)
        outputs.append(output)

    found = losses_of(tf.reduce_mean(tf.square(tf.stack(outputs) - x)), rate=0.02)

    assert found[-1] < 0.7 * found[0]


def test_block_cells_are_the_cells_of_the_same_variables():
    """One op for a step, one for a sequence, and ordinary ops agree, and so do their gradients."""
    x = tf.constant(sequences(4, 2, 3))
    plain, _ = tf.nn.dynamic_rnn(
        tf.nn.rnn_cell.LSTMCell(5, use_peepholes=True, name="lstm_cell"),
        x,
        dtype=tf.float32,
        time_major=True,
    )
    variables = tf.trainable_variables()
    with tf.variable_scope(tf.get_variable_scope(), reuse=True):
        block, _ = tf.nn.dynamic_rnn(
            rnn.LSTMBlockCell(5, use_peephole=True), x, dtype=tf.float32, time_major=True
        )
        with tf.variable_scope("rnn"):
            fused, _ = rnn.LSTMBlockFusedCell(5, use_peephole=True, name="lstm_cell")(
                x, dtype=tf.float32
            )
    assert tf.trainable_variables() == variables
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        values = sess.run([[y, *tf.gradients(y, variables)] for y in (plain, block, fused)])

    for other in values[1:]:
        for a, b in zip(values[0], other):
            np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


def test_gradients_of_block_ops_are_ours_alone():
    """An op of the same type that a program makes itself has no gradient, as TensorFlow says."""
    rnn.GRUBlockCell(2)(tf.ones([1, 2]), tf.zeros([1, 2]))
    w = tf.ones([4, 4])
    made = tf.raw_ops.GRUBlockCell(
        x=tf.ones([1, 2]),
        h_prev=tf.zeros([1, 2]),
        w_ru=w,
        w_c=tf.ones([4, 2]),
        b_ru=tf.ones([4]),
        b_c=tf.ones([2]),
    )

    with pytest.raises(LookupError, match="No gradient defined for operation"):
        tf.gradients(made[3], w)


def test_recurrent_dropout_takes_a_tensor():
    """With keep probability 1 nothing is dropped; below it steps differ from run to run."""
    keep = tf.placeholder(tf.float32, [])
    cell = rnn.LayerNormBasicLSTMCell(8, dropout_keep_prob=keep)
    _, state = cell(tf.constant(sequences(4, 3)), cell.zero_state(4, tf.float32))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        all_kept = [sess.run(state.h, {keep: 1.0}) for _ in range(2)]
        some_kept = [sess.run(state.h, {keep: 0.5}) for _ in range(2)]

    np.testing.assert_array_equal(*all_kept)
    assert np.abs(some_kept[0] - some_kept[1]).max() > 1e-3


def test_compiled_ops_run_and_those_with_state_are_compiled_on_demand():
    """XLA gets the ops without state, and the others only where that is asked for."""
    marks = []
    for stateful in (False, True):
        with tf.variable_scope(f"s{stateful}"):
            cell = rnn.CompiledWrapper(
                rnn.DropoutWrapper(tf.nn.rnn_cell.BasicRNNCell(4), output_keep_prob=0.5), stateful
            )
            output, _ = cell(tf.constant(sequences(2, 3)), cell.zero_state(2, tf.float32))
        operations = tf.get_default_graph().get_operations()
        draw = [op for op in operations if op.type == "RandomUniform" and "dropout" in op.name][-1]
        assert output.op.get_attr("_XlaCompile")
        try:
            marks.append(draw.get_attr("_XlaCompile"))
        except ValueError:
            marks.append(None)

    assert marks == [False, True]


def test_deep_imports_give_the_same_objects():
    """TensorFlow 1's paths lead to the public names, and to the semi-private ones."""
    ops = "tf1shim.contrib.rnn.python.ops."
    core, cells, functions = (
        importlib.import_module(ops + name) for name in ("core_rnn_cell", "rnn_cell", "rnn")
    )

    assert core._linear and core._Linear is cells._Linear
    assert core.EmbeddingWrapper is rnn.EmbeddingWrapper
    assert cells.GridLSTMCell is rnn.GridLSTMCell
    assert functions.stack_bidirectional_rnn is rnn.stack_bidirectional_rnn
    legacy = importlib.import_module("tf1shim.contrib.legacy_seq2seq.python.ops.seq2seq")
    assert legacy.attention_decoder is seq2seq.attention_decoder
    assert legacy._extract_argmax_and_embed
    assert importlib.import_module("tf1shim.contrib.cudnn_rnn.python.ops.cudnn_rnn_ops").CUDNN_GRU


@pytest.mark.parametrize("cell", ["BasicRNNCell", "LSTMBlockCell", "NASCell", "IndRNNCell"])
def test_layer_cells_have_one_base_class(cell):
    """`LayerRNNCell` is the base of the core's cells that are layers, and of contrib's."""
    assert issubclass(getattr(rnn, cell), rnn.LayerRNNCell)
    assert issubclass(getattr(rnn, cell), tf.nn.rnn_cell.RNNCell)
    assert isinstance(getattr(rnn, cell)(4), rnn.LayerRNNCell)


@pytest.mark.parametrize("abstract", [rnn.FusedRNNCell, rnn.LSTMBlockWrapper])
def test_abstract_cells_cannot_be_made(abstract):
    """The interfaces need a subclass that fills them in."""
    with pytest.raises(TypeError, match="abstract"):
        abstract()


def test_a_grid_without_an_initializer_takes_xaviers():
    """1.15.5 failed here, for a module that it had not imported."""
    cell = tf.contrib.grid_rnn.Grid2LSTMCell(4, non_recurrent_fn=tf.tanh)
    outputs, _ = cell(tf.constant(sequences(2, 3)), cell.zero_state(2, tf.float32))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert np.abs(sess.run(outputs[0])).max() < 1


# cuDNN's layers ----------------------------------------------------------------------------------

COMPATIBLE = {
    "LSTM": lambda: cudnn.CudnnCompatibleLSTMCell(4),
    "GRU": lambda: cudnn.CudnnCompatibleGRUCell(4),
    "RNNTanh": lambda: tf.nn.rnn_cell.BasicRNNCell(4),
    "RNNRelu": lambda: tf.nn.rnn_cell.BasicRNNCell(4, tf.nn.relu),
}
X = sequences(5, 2, 3)
each_kind = pytest.mark.parametrize("kind", COMPATIBLE)
each_direction = pytest.mark.parametrize("direction", ["unidirectional", "bidirectional"])


def layer(kind, **kwargs):
    """Two layers, whose biases are not zero, in the scope ``cudnn``."""
    biases = tf.random_uniform_initializer(-1.0, 1.0)
    return getattr(cudnn, f"Cudnn{kind}")(2, 4, bias_initializer=biases, name="cudnn", **kwargs)


def compatible(kind, direction, lengths=None):
    """The same of compatible cells: outputs, and states."""
    make, x = COMPATIBLE[kind], tf.constant(X)
    how = {"dtype": tf.float32, "time_major": True, "sequence_length": lengths}
    with tf.variable_scope("cudnn"):
        if direction == "unidirectional":
            cell = tf.nn.rnn_cell.MultiRNNCell([make(), make()])
            outputs, states = tf.nn.dynamic_rnn(cell, x, **how)
            return outputs, list(states)
        outputs, fw, bw = rnn.stack_bidirectional_dynamic_rnn(
            [make(), make()], [make(), make()], x, **how
        )
        return outputs, [fw[0], bw[0], fw[1], bw[1]]


@each_kind
@each_direction
def test_a_checkpoint_of_cudnns_layer_goes_into_compatible_cells(kind, direction, tmp_path):
    """Its variable is saved as the variables of compatible cells, which compute the same."""
    lengths = [5, 3]
    outputs, state = layer(kind, direction=direction)(X, sequence_lengths=lengths)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        expected = sess.run([outputs, state])
        path = tf.train.Saver().save(sess, str(tmp_path / "model"))

    tf.reset_default_graph()
    outputs, states = compatible(kind, direction, lengths)
    with tf.Session() as sess:
        tf.train.Saver().restore(sess, path)
        found, states = sess.run([outputs, states])

    np.testing.assert_allclose(found, expected[0], rtol=1e-4, atol=1e-6)
    last = [s.h for s in states] if kind == "LSTM" else states
    np.testing.assert_allclose(last, expected[1][0], rtol=1e-4, atol=1e-6)
    if kind == "LSTM":
        np.testing.assert_allclose([s.c for s in states], expected[1][1], rtol=1e-4, atol=1e-6)


@each_kind
def test_a_checkpoint_of_compatible_cells_goes_into_cudnns_layer(kind, tmp_path):
    """The layer's `saveable` restores it from the variables of compatible cells."""
    outputs, _ = compatible(kind, "unidirectional")
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        expected = sess.run(outputs)
        path = tf.train.Saver().save(sess, str(tmp_path / "model"))

    tf.reset_default_graph()
    made = layer(kind)
    outputs, _ = made(X)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        tf.train.Saver([made.saveable]).restore(sess, path)
        found = sess.run(outputs)

    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-6)


def test_a_layer_is_saved_and_restored_as_a_whole(tmp_path):
    """`Saver()` knows of the layer's saveable, and what it restores computes the same."""
    made = layer("GRU")
    outputs, _ = made(X)
    saver = tf.train.Saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        expected = sess.run(outputs)
        path = saver.save(sess, str(tmp_path / "model"))
        made.kernel.load(np.zeros(made.kernel.eval().shape, np.float32), sess)
        saver.restore(sess, path)
        np.testing.assert_allclose(sess.run(outputs), expected, rtol=1e-4, atol=1e-6)


def test_a_layer_carries_its_state_and_takes_batches_first():
    """Two halves with the state handed on are the whole; so are inputs with the batch first."""
    made = layer("LSTM")
    whole, (h, c) = made(X)
    first, state = made(X[:2])
    second, last = made(X[2:], initial_state=state)
    by_batch, swapped = made(X.transpose(1, 0, 2), time_major=False)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        whole, h, c = sess.run([whole, h, c])
        halves, last, by_batch, swapped = sess.run([(first, second), last, by_batch, swapped])

    np.testing.assert_allclose(np.concatenate(halves), whole, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(last, (h, c), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(by_batch.transpose(1, 0, 2), whole, rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(swapped[0].transpose(1, 0, 2), h, rtol=1e-4, atol=1e-6)


def test_a_layer_drops_out_in_training_only():
    """Between layers, where `training` says so; it does by default."""
    made = layer("GRU", dropout=0.5)
    training, _ = made(X)
    testing, _ = made(X, training=False)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        trained = [sess.run(training) for _ in range(2)]
        tested = [sess.run(testing) for _ in range(2)]

    assert np.abs(trained[0] - trained[1]).max() > 1e-4
    np.testing.assert_array_equal(*tested)


@each_kind
def test_the_functions_compute_what_the_layers_do(kind):
    """From a vector of parameters, as the layer does from its variable."""
    ops = importlib.import_module("tf1shim.contrib.cudnn_rnn.python.ops.cudnn_rnn_ops")
    made = layer(kind)
    outputs, state = made(X)
    zeros = [tf.zeros([2, 2, 4])] * len(state)
    name = {"RNNTanh": "rnn_tanh", "RNNRelu": "rnn_relu"}.get(kind, kind.lower())
    same = getattr(ops, f"cudnn_{name}")(tf.constant(X), *zeros, made.kernel, is_training=False)
    mode = made.rnn_mode
    parts = ops.cudnn_rnn_opaque_params_to_canonical(mode, 2, 4, 3, made.kernel)
    back = ops.cudnn_rnn_canonical_to_opaque_params(mode, 2, 4, 3, *parts)
    size = ops.cudnn_rnn_opaque_params_size(mode, 2, 4, 3)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        expected, found = sess.run([(outputs, *state), same])
        for a, b in zip(expected, found):
            np.testing.assert_allclose(a, b, rtol=1e-5)
        np.testing.assert_array_equal(*sess.run([made.kernel, back]))
        assert sess.run(size) == sess.run(back).size
    assert [list(w.shape) for w in parts[0]] == [list(s) for s in made.canonical_weight_shapes]


def test_a_layer_learns():
    """Gradients reach its one variable."""
    outputs, _ = layer("LSTM", direction="bidirectional")(X)
    target = np.tanh(X.sum(2, keepdims=True))

    found = losses_of(tf.reduce_mean(tf.square(tf.layers.dense(outputs, 1) - target)))

    assert found[-1] < 0.3 * found[0]


@pytest.mark.parametrize("mode", ["skip_input", "auto_select"])
def test_inputs_that_skip_the_first_linear_map_are_refused(mode):
    """The other way of cuDNN into the first layer is said not to be there."""
    made = cudnn.CudnnGRU(1, 3, input_mode=mode)
    with pytest.raises(NotImplementedError, match="skip_input"):
        made(X)


def test_a_projection_is_converted_there_and_back():
    """LSTM's projected outputs, which layers do not have, go through the converter."""
    converter = cudnn.CudnnParamsFormatConverterLSTM(2, 4, 3, num_proj=2)
    size = 4 * 4 * (3 + 2) + 2 * 4 + 4 * 4 * (2 + 2) + 2 * 4 + 2 * 8 * 4
    params = tf.constant(sequences(size))
    weights, biases, projections = converter.opaque_to_tf_canonical(params)
    back = converter.tf_canonical_to_opaque(weights + biases, projections)
    again = converter.opaque_to_tf_canonical(back)
    with tf.Session() as sess:
        once, twice = sess.run([(weights, biases, projections), again])

    assert [w.shape for w in once[0]] == [(5, 16), (4, 16)]
    assert [p.shape for p in once[2]] == [(4, 2), (4, 2)]
    for a, b in zip(tf.nest.flatten(once), tf.nest.flatten(twice)):
        np.testing.assert_allclose(a, b, rtol=1e-5)
