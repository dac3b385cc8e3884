"""``tf.contrib.legacy_seq2seq``: decoders, whole models, losses, buckets."""

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def symbols(tf, *rows):
    """A list of integer tensors."""
    return [tf.constant(row) for row in rows]


def sequences(tf, count=2, width=3):
    """A list of matrices."""
    return tf.unstack(tf.constant(ramp(count, 2, width)))


def made(pair):
    """What a model returns."""
    return {"outputs": pair[0], "state": pair[1]}


def outside(tf, pair):
    """The same of a model with both ways behind a condition, whose names differ."""
    parts = made(pair).items()
    return {key: [tf.identity(t) for t in tf.nest.flatten(part)] for key, part in parts}


@table.case
def rnn_decoder(tf):
    return made(tf.contrib.legacy_seq2seq.rnn_decoder(
        sequences(tf, 3), tf.constant(ramp(2, 4)), tf.nn.rnn_cell.GRUCell(4)))


@table.case
def rnn_decoder_loop_function(tf):
    def feed(prev, i):
        return tf.matmul(prev, tf.get_variable("w", [4, 3])) * float(i)

    with tf.variable_scope("s/loop_function"):
        tf.get_variable("w", [4, 3])
    return made(tf.contrib.legacy_seq2seq.rnn_decoder(
        sequences(tf, 3), tf.constant(ramp(2, 4)), tf.nn.rnn_cell.BasicRNNCell(4), feed, "s"))


@table.case
def basic_rnn_seq2seq(tf):
    return made(tf.contrib.legacy_seq2seq.basic_rnn_seq2seq(
        sequences(tf), sequences(tf), tf.nn.rnn_cell.LSTMCell(4)))


@table.case
def tied_rnn_seq2seq(tf):
    return made(tf.contrib.legacy_seq2seq.tied_rnn_seq2seq(
        sequences(tf), sequences(tf), tf.nn.rnn_cell.GRUCell(4)))


@table.case
def embedding_rnn_decoder(tf):
    return made(tf.contrib.legacy_seq2seq.embedding_rnn_decoder(
        symbols(tf, [1, 2], [0, 4]), tf.constant(ramp(2, 4)), tf.nn.rnn_cell.GRUCell(4), 5, 3))


@table.case
def embedding_rnn_decoder_feeding(tf):
    projection = tf.get_variable("w", [4, 5]), tf.get_variable("b", [5])
    return made(tf.contrib.legacy_seq2seq.embedding_rnn_decoder(
        symbols(tf, [1, 2], [0, 4]), tf.constant(ramp(2, 4)), tf.nn.rnn_cell.GRUCell(4), 5, 3,
        output_projection=projection, feed_previous=True, update_embedding_for_previous=False,
        scope="s"))


@table.case
def embedding_rnn_decoder_wrong_projection(tf):
    projection = tf.get_variable("w", [4, 6]), tf.get_variable("b", [6])
    return made(tf.contrib.legacy_seq2seq.embedding_rnn_decoder(
        symbols(tf, [1, 2]), tf.constant(ramp(2, 4)), tf.nn.rnn_cell.GRUCell(4), 5, 3,
        output_projection=projection))


@table.case
def embedding_rnn_seq2seq(tf):
    xs = symbols(tf, [1, 2], [0, 4])
    return made(tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq(
        xs, xs, tf.nn.rnn_cell.LSTMCell(4), 5, 6, 3))


@table.case
def embedding_rnn_seq2seq_feeding(tf):
    xs = symbols(tf, [1, 2], [0, 4])
    return made(tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq(
        xs, xs, tf.nn.rnn_cell.GRUCell(4), 5, 5, 3, feed_previous=True, dtype=tf.float32,
        scope="s"))


@table.case
def embedding_rnn_seq2seq_feeding_sometimes(tf):
    xs = symbols(tf, [1, 2], [0, 4])
    feed = tf.placeholder_with_default(True, [])
    return outside(tf, tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq(
        xs, xs, tf.nn.rnn_cell.LSTMCell(4), 5, 5, 3, feed_previous=feed))


@table.case
def embedding_tied_rnn_seq2seq(tf):
    xs = symbols(tf, [1, 2], [0, 4])
    return made(tf.contrib.legacy_seq2seq.embedding_tied_rnn_seq2seq(
        xs, xs, tf.nn.rnn_cell.GRUCell(4), 5, 3, num_decoder_symbols=4))


@table.case
def embedding_tied_rnn_seq2seq_feeding(tf):
    xs = symbols(tf, [1, 2], [0, 4])
    return made(tf.contrib.legacy_seq2seq.embedding_tied_rnn_seq2seq(
        xs, xs, tf.nn.rnn_cell.GRUCell(4), 5, 3, feed_previous=True))


@table.case
def embedding_tied_rnn_seq2seq_feeding_sometimes(tf):
    xs = symbols(tf, [1, 2], [0, 4])
    feed = tf.placeholder_with_default(False, [])
    return outside(tf, tf.contrib.legacy_seq2seq.embedding_tied_rnn_seq2seq(
        xs, xs, tf.nn.rnn_cell.LSTMCell(4), 5, 3, feed_previous=feed))


@table.case
def attention_decoder(tf):
    return made(tf.contrib.legacy_seq2seq.attention_decoder(
        sequences(tf), tf.constant(ramp(2, 4)), tf.constant(ramp(2, 5, 6)),
        tf.nn.rnn_cell.GRUCell(4)))


@table.case
def attention_decoder_options(tf):
    state = tf.nn.rnn_cell.LSTMStateTuple(tf.constant(ramp(2, 4)), tf.constant(-ramp(2, 4)))
    return made(tf.contrib.legacy_seq2seq.attention_decoder(
        sequences(tf), state, tf.constant(ramp(2, 5, 6)), tf.nn.rnn_cell.LSTMCell(4),
        output_size=3, num_heads=2, loop_function=lambda prev, i: prev * 0.5, scope="s",
        initial_state_attention=True))


@table.case
def attention_decoder_of_nothing(tf):
    return tf.contrib.legacy_seq2seq.attention_decoder([], None, None, None)


@table.case
def attention_decoder_without_heads(tf):
    return tf.contrib.legacy_seq2seq.attention_decoder([1], None, None, None, num_heads=0)


@table.case
def attention_decoder_of_unknown_width(tf):
    return tf.contrib.legacy_seq2seq.attention_decoder(
        sequences(tf), None, tf.placeholder(tf.float32, [2, 5, None]), None)


@table.case
def embedding_attention_decoder(tf):
    projection = tf.get_variable("w", [4, 5]), tf.get_variable("b", [5])
    return made(tf.contrib.legacy_seq2seq.embedding_attention_decoder(
        symbols(tf, [1, 2], [0, 4]), tf.constant(ramp(2, 4)), tf.constant(ramp(2, 5, 6)),
        tf.nn.rnn_cell.GRUCell(4), 5, 3, output_projection=projection, feed_previous=True))


@table.case
def embedding_attention_seq2seq(tf):
    xs = symbols(tf, [1, 2], [0, 4])
    return made(tf.contrib.legacy_seq2seq.embedding_attention_seq2seq(
        xs, xs, tf.nn.rnn_cell.LSTMCell(4), 5, 6, 3, num_heads=2))


@table.case
def embedding_attention_seq2seq_feeding_sometimes(tf):
    xs = symbols(tf, [1, 2], [0, 4])
    feed = tf.placeholder_with_default(True, [])
    return outside(tf, tf.contrib.legacy_seq2seq.embedding_attention_seq2seq(
        xs, xs, tf.nn.rnn_cell.GRUCell(4), 5, 5, 3, feed_previous=feed,
        initial_state_attention=True))


@table.case
def one2many_rnn_seq2seq(tf):
    xs = symbols(tf, [1, 2], [0, 4])
    cells = {"a": tf.nn.rnn_cell.GRUCell(4), "b": tf.nn.rnn_cell.BasicRNNCell(4)}
    return made(tf.contrib.legacy_seq2seq.one2many_rnn_seq2seq(
        xs, {"a": xs, "b": xs}, tf.nn.rnn_cell.GRUCell(4), cells, 5, {"a": 6, "b": 7}, 3))


@table.case
def one2many_rnn_seq2seq_other_names(tf):
    cell = tf.nn.rnn_cell.GRUCell(4)
    return tf.contrib.legacy_seq2seq.one2many_rnn_seq2seq([], {"a": []}, cell, {}, 5, {}, 3)


def to_lose(tf):
    """Logits, targets and weights of three steps."""
    logits = tf.unstack(tf.get_variable("logits", [3, 2, 5]))
    targets = symbols(tf, [1, 2], [0, 4], [3, 3])
    return logits, targets, tf.unstack(tf.constant([[1.0, 0.5], [0.0, 1.0], [2.0, 0.0]]))


@table.case
def sequence_loss(tf):
    loss = tf.contrib.legacy_seq2seq.sequence_loss
    logits, targets, weights = to_lose(tf)
    return {
        "mean": loss(logits, targets, weights),
        "sum": loss(logits, targets, weights, False, False, name="mine"),
        "batch": loss(logits, targets, weights, average_across_timesteps=False),
    }


@table.case
def sequence_loss_by_example(tf):
    loss = tf.contrib.legacy_seq2seq.sequence_loss_by_example
    logits, targets, weights = to_lose(tf)

    def own(labels, logits):
        return tf.reduce_sum(logits, 1) * tf.cast(labels, tf.float32)

    return {
        "mean": loss(logits, targets, weights),
        "sum": loss(logits, targets, weights, average_across_timesteps=False, name="mine"),
        "own": loss(logits, targets, weights, softmax_loss_function=own),
    }


@table.case
def sequence_loss_of_different_lengths(tf):
    logits, targets, weights = to_lose(tf)
    return tf.contrib.legacy_seq2seq.sequence_loss(logits, targets[:2], weights)


def buckets(tf, cell=None, **kwargs):
    xs = symbols(tf, [1, 2], [0, 4], [3, 3])
    weights = tf.unstack(tf.constant([[1.0, 0.5], [0.0, 1.0], [2.0, 0.0]]))

    def model(x, y):
        used = cell or tf.nn.rnn_cell.GRUCell(4)
        return tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq(x, y, used, 5, 5, 3)

    outputs, losses = tf.contrib.legacy_seq2seq.model_with_buckets(
        xs, xs, xs, weights, [(1, 2), (3, 3)], model, **kwargs
    )
    return {"outputs": outputs, "losses": losses}


@table.case
def model_with_buckets(tf):
    return buckets(tf)


@table.case
def model_with_buckets_by_example(tf):
    return buckets(tf, per_example_loss=True, name="mine")


@table.case(same_text=False)
def model_with_buckets_of_one_cell(tf):
    return buckets(tf, cell=tf.nn.rnn_cell.GRUCell(4))


@table.case
def model_with_buckets_that_are_too_long(tf):
    return tf.contrib.legacy_seq2seq.model_with_buckets([1], [1], [1], [1], [(1, 2)], None)
