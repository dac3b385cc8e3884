"""tf.contrib.seq2seq beyond its numbers: models that learn, decode, and share their variables."""

import numpy as np
import pytest

import tf1shim as tf

WORDS, UNITS, LENGTH, START, END = 8, 24, 4, 0, 1
s2s = tf.contrib.seq2seq


def sentences(rng, count=32):
    """Random sentences of `LENGTH` words."""
    return rng.randint(2, WORDS, [count, LENGTH])


class Translator:
    """A model as in the NMT tutorial: it copies a sentence, or reverses it."""

    def __init__(self, mode, attention="Bahdanau", beam_width=1):
        self.source = tf.placeholder(tf.int32, [None, LENGTH])
        batch = tf.shape(self.source)[0]
        embedding = tf.get_variable("embedding", [WORDS, UNITS])
        with tf.variable_scope("encoder"):
            memory, state = tf.nn.dynamic_rnn(
                tf.nn.rnn_cell.GRUCell(UNITS),
                tf.nn.embedding_lookup(embedding, self.source),
                dtype=tf.float32,
            )
        if beam_width > 1:
            memory, state = s2s.tile_batch((memory, state), beam_width)
        mechanism = getattr(s2s, attention + "Attention")(UNITS, memory)
        cell = s2s.AttentionWrapper(tf.nn.rnn_cell.GRUCell(UNITS), mechanism, UNITS)
        state = cell.zero_state(batch * beam_width, tf.float32).clone(cell_state=state)
        layer = tf.layers.Dense(WORDS, use_bias=False, name="words")
        start = tf.fill([batch], START)
        if mode == "train":
            self._train(cell, state, layer, embedding, start)
            return
        if mode == "beam":
            decoder = s2s.BeamSearchDecoder(
                cell, embedding, start, END, state, beam_width, output_layer=layer
            )
        else:
            helper = s2s.GreedyEmbeddingHelper(embedding, start, END)
            decoder = s2s.BasicDecoder(cell, helper, state, layer)
        outputs, _, _ = s2s.dynamic_decode(decoder, maximum_iterations=LENGTH + 2)
        self.said = outputs.predicted_ids if mode == "beam" else outputs.sample_id

    def _train(self, cell, state, layer, embedding, start):
        self.target = tf.placeholder(tf.int32, [None, LENGTH + 1])
        given = tf.concat([start[:, None], self.target[:, :-1]], 1)
        lengths = tf.fill(tf.shape(start), LENGTH + 1)
        helper = s2s.TrainingHelper(tf.nn.embedding_lookup(embedding, given), lengths)
        decoder = s2s.BasicDecoder(cell, helper, state, layer)
        outputs, _, _ = s2s.dynamic_decode(decoder)
        weights = tf.ones_like(self.target, tf.float32)
        self.loss = s2s.sequence_loss(outputs.rnn_output, self.target, weights)
        self.step = tf.train.AdamOptimizer(0.02).minimize(self.loss)


def trained(tmp_path, attention="Bahdanau", steps=120):
    """The path of a checkpoint of a model that was trained to reverse; and the names in it."""
    with tf.Graph().as_default():
        tf.set_random_seed(1)
        model = Translator("train", attention)
        rng = np.random.RandomState(0)
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            losses = []
            for _ in range(steps):
                source = sentences(rng)
                target = np.concatenate([source[:, ::-1], np.full([len(source), 1], END)], 1)
                feed = {model.source: source, model.target: target}
                losses.append(sess.run([model.step, model.loss], feed)[1])
            path = tf.train.Saver(tf.trainable_variables()).save(sess, str(tmp_path / "model"))
    assert losses[-1] < 0.3 < 1.5 < losses[0]
    return path


def test_training_and_inference_share_their_variables(tmp_path):
    """A graph for training, one for greedy and one for beam search: one checkpoint, as in NMT."""
    path = trained(tmp_path)
    source = sentences(np.random.RandomState(1), 16)
    said = {}
    for mode, width in (("greedy", 1), ("beam", 3)):
        with tf.Graph().as_default():
            model = Translator(mode, beam_width=width)
            saver = tf.train.Saver()
            assert {v.op.name for v in tf.global_variables()} == {
                name for name, _ in tf.train.list_variables(path)
            }
            with tf.Session() as sess:
                saver.restore(sess, path)
                said[mode] = sess.run(model.said, {model.source: source})
    expected = source[:, ::-1]
    assert np.mean(said["greedy"][:, :LENGTH] == expected) > 0.9
    assert np.mean(said["beam"][:, :LENGTH, 0] == expected) > 0.9
    assert np.mean(said["beam"][:, :LENGTH, 1] == expected) < 1.0


@pytest.mark.parametrize("attention", ["Luong", "LuongMonotonic", "BahdanauMonotonic"])
def test_every_attention_trains(tmp_path, attention):
    """Gradients get through each mechanism inside a decoder's loop: the loss falls."""
    tf.set_random_seed(1)
    model = Translator("train", attention)
    source = sentences(np.random.RandomState(0))
    target = np.concatenate([source, np.full([len(source), 1], END)], 1)
    feed = {model.source: source, model.target: target}
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        losses = [sess.run([model.loss, model.step], feed)[0] for _ in range(15)]
    assert losses[-1] < 0.8 * losses[0]


def test_reuse_in_one_graph():
    """A decoder built again in a reused scope reads the same variables and makes no others."""
    with tf.variable_scope("model"):
        Translator("train")
    made = tf.global_variables()
    with tf.variable_scope("model", reuse=True):
        Translator("greedy")
    assert tf.global_variables() == made


def test_variable_names():
    """Variables have TensorFlow 1's names, with and without a scope around them."""
    with tf.variable_scope("model"):
        Translator("greedy")
    names = {v.op.name for v in tf.trainable_variables()}
    assert {
        "model/memory_layer/kernel",
        "model/decoder/attention_wrapper/bahdanau_attention/query_layer/kernel",
        "model/decoder/attention_wrapper/bahdanau_attention/attention_v",
        "model/decoder/attention_wrapper/attention_layer/kernel",
        "model/decoder/attention_wrapper/gru_cell/gates/kernel",
        "model/decoder/words/kernel",
    } <= names


def brute_force(log_probs, end, width):
    """The best `width` sequences, by trying all of them, of a Markov chain of words."""
    words, steps = log_probs.shape[0], 4
    found = {}
    for index in np.ndindex(*[words] * steps):
        sequence, score, word = [], 0.0, START
        for after in index:
            score += log_probs[word, after]
            sequence.append(after)
            word = after
            if after == end:
                break
        found[tuple(sequence + [end] * (steps - len(sequence)))] = score
    return sorted(found.items(), key=lambda item: -item[1])[:width]


class Chain(tf.nn.rnn_cell.RNNCell):
    """A cell whose output is the logits of the word after its input, a one-hot word."""

    def __init__(self, log_probs):
        super().__init__()
        self._log_probs = tf.constant(log_probs, tf.float32)

    state_size = output_size = 5

    def call(self, inputs, state):
        """The logits of the words that may follow."""
        return tf.matmul(inputs, self._log_probs), state


def test_beam_search_finds_the_best():
    """A beam as wide as there are words and more finds the sequences that trying all finds."""
    rng = np.random.RandomState(3)
    logits = rng.normal(size=[5, 5]) * 2
    log_probs = logits - np.log(np.exp(logits).sum(1, keepdims=True))
    width = 30
    decoder = s2s.BeamSearchDecoder(
        Chain(log_probs), tf.eye(5), [START], END, tf.zeros([width, 5]), width
    )
    outputs, state, _ = s2s.dynamic_decode(decoder, maximum_iterations=4)
    with tf.Session() as sess:
        ids, scores = sess.run([outputs.predicted_ids, state.log_probs])
    for beam, (sequence, score) in enumerate(brute_force(log_probs, END, 5)):
        assert tuple(ids[0, :, beam]) == sequence
        assert scores[0, beam] == pytest.approx(score, abs=1e-4)


def test_invalid_parents():
    """Following a parent that is no beam is refused when it runs."""
    parents = tf.placeholder(tf.int32, [2, 1, 2])
    tree = s2s.gather_tree(tf.zeros([2, 1, 2], tf.int32), parents, [2], 5)
    with tf.Session() as sess:
        assert sess.run(tree, {parents: [[[0, 0]], [[1, 0]]]}).shape == (2, 1, 2)
        with pytest.raises(tf.errors.InvalidArgumentError):
            sess.run(tree, {parents: [[[0, 0]], [[2, 0]]]})


def test_lengths_are_checked_when_they_are_fed():
    """A memory of length zero is refused when it runs, with TensorFlow 1's words."""
    lengths = tf.placeholder(tf.int32, [2])
    attention = s2s.LuongAttention(4, tf.ones([2, 3, 4]), lengths)
    alignments, _ = attention(tf.ones([2, 4]), None)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(alignments, {lengths: [3, 1]})
        with pytest.raises(tf.errors.InvalidArgumentError, match="must be greater than zero"):
            sess.run(alignments, {lengths: [3, 0]})


def test_batch_sizes_are_checked_when_they_are_fed():
    """A memory and a query of other batch sizes: the hint at `tile_batch` comes with the error."""
    memory = tf.placeholder(tf.float32, [None, 3, 4])
    cell = s2s.AttentionWrapper(tf.nn.rnn_cell.GRUCell(4), s2s.LuongAttention(4, memory))
    output, _ = cell(tf.ones([2, 1]), cell.zero_state(2, tf.float32))
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run(output, {memory: np.ones([2, 3, 4])}).shape == (2, 4)
        with pytest.raises(tf.errors.InvalidArgumentError, match="tile_batch"):
            sess.run(output, {memory: np.ones([3, 3, 4])})


def test_a_mechanism_of_ones_own():
    """A subclass as Tacotron has it: location sensitive, with the semi-private parts."""
    from tf1shim.contrib.seq2seq.python.ops import attention_wrapper

    class Location(attention_wrapper.BahdanauAttention):
        def __call__(self, query, state):
            with tf.variable_scope(None, "location_attention", [query]):
                features = tf.layers.conv1d(tf.expand_dims(state, 2), 3, 5, padding="same")
                where = tf.layers.dense(features, self._num_units, use_bias=False)
                processed = tf.expand_dims(self.query_layer(query), 1)
                v = tf.get_variable("attention_v", [self._num_units])
                energy = tf.reduce_sum(v * tf.tanh(self._keys + processed + where), [2])
            alignments = self._probability_fn(energy, state)
            return alignments, alignments + state

    memory = tf.ones([2, 6, 4])
    mechanism = Location(5, memory, memory_sequence_length=[6, 2])
    cell = s2s.AttentionWrapper(
        tf.nn.rnn_cell.GRUCell(4), mechanism, alignment_history=True, output_attention=False
    )
    helper = s2s.TrainingHelper(tf.ones([2, 3, 2]), [3, 3])
    decoder = s2s.BasicDecoder(cell, helper, cell.zero_state(2, tf.float32))
    _, state, _ = s2s.dynamic_decode(decoder)
    history = state.alignment_history.stack()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        seen, total = sess.run([history, state.attention_state])
    np.testing.assert_allclose(seen.sum(0), total, rtol=1e-5)
    assert (seen[:, 1, 2:] == 0).all()
    assert isinstance(mechanism, attention_wrapper._BaseAttentionMechanism)
    assert "decoder/attention_wrapper/location_attention/query_layer/kernel" in {
        v.op.name for v in tf.trainable_variables()
    }


def test_deep_names():
    """The semi-private names that programs import are at TensorFlow 1's paths."""
    from tf1shim.contrib.seq2seq.python.ops import (
        attention_wrapper,
        basic_decoder,
        beam_search_decoder,
        beam_search_ops,
        decoder,
        helper,
        loss,
    )

    assert decoder.Decoder is s2s.Decoder and loss.sequence_loss is s2s.sequence_loss
    assert basic_decoder.BasicDecoderOutput is s2s.BasicDecoderOutput
    assert beam_search_ops.gather_tree is s2s.gather_tree
    for module, names in (
        (
            attention_wrapper,
            "_BaseAttentionMechanism _BaseMonotonicAttentionMechanism _prepare_memory "
            "_maybe_mask_score _compute_attention _bahdanau_score _luong_score "
            "_monotonic_probability_fn _zero_state_tensors AttentionWrapperState",
        ),
        (beam_search_decoder, "_beam_search_step gather_tree_from_array _length_penalty"),
        (decoder, "_transpose_batch_time _create_zero_outputs"),
        (helper, "_unstack_ta ScheduledOutputTrainingHelper bernoulli_sample"),
    ):
        for name in names.split():
            assert callable(getattr(module, name)), name


@pytest.mark.parametrize(
    "name", ["simple_decoder_fn_train", "dynamic_rnn_decoder", "attention_decoder_fn_train"]
)
def test_names_from_before_1_2(name):
    """What TensorFlow 1.2 took out is missing, with what took its place."""
    with pytest.raises(tf.MissingSymbolError, match="removed it in") as caught:
        getattr(s2s, name)
    assert caught.value.replacement.startswith("tf.contrib.seq2seq.")


def test_crf_learns_transitions():
    """A conditional random field learns that a tag never comes twice in a row."""
    rng = np.random.RandomState(0)
    tags = (rng.randint(0, 2, [16, 1]) + np.arange(6)) % 2
    scores = np.eye(2)[tags] * 0.1 + rng.normal(size=[16, 6, 2])
    lengths = tf.constant([6] * 16)
    likelihood, transitions = tf.contrib.crf.crf_log_likelihood(
        tf.constant(scores, tf.float32), tf.constant(tags, tf.int32), lengths
    )
    step = tf.train.AdamOptimizer(0.3).minimize(-tf.reduce_mean(likelihood))
    decoded, best = tf.contrib.crf.crf_decode(tf.constant(scores, tf.float32), transitions, lengths)
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(40):
            sess.run(step)
        found, score, params = sess.run([decoded, best, transitions])
    assert (found[:, 1:] != found[:, :-1]).all()
    one, one_score = tf.contrib.crf.viterbi_decode(scores[0], params)
    assert one == list(found[0]) and one_score == pytest.approx(score[0], rel=1e-4)
