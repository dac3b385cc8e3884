"""tf.contrib.seq2seq: attention mechanisms, the attention wrapper, the loss."""

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)

BATCH, TIME, DEPTH, UNITS, WORDS = 3, 5, 4, 6, 7


def s2s(tf):
    return tf.contrib.seq2seq


def named(tf, value):
    """The tensors of a structure under names of their own: a loop's are not TF1's."""
    return tf.nest.map_structure(
        lambda t: tf.identity(t.stack() if hasattr(t, "stack") else t), value
    )


def memory(tf):
    return tf.constant(ramp(BATCH, TIME, DEPTH))


def cell(tf):
    return tf.nn.rnn_cell.GRUCell(UNITS)


# --- mechanisms -----------------------------------------------------------------------------------


def mechanism(case, kind, lengths=(5, 2, 3), **how):
    def program(tf):
        made = dict(how)
        if made.get("probability_fn"):
            made["probability_fn"] = getattr(s2s(tf), made["probability_fn"])
        attention = getattr(s2s(tf), kind)(UNITS, memory(tf), lengths, **made)
        state = attention.initial_state(BATCH, tf.float32)
        query = tf.constant(ramp(BATCH, UNITS))
        alignments, next_state = attention(query, state)
        alignments, next_state = attention(query * 0.5, next_state)
        return {
            "alignments": alignments,
            "state": next_state,
            "initial": state,
            "keys": attention.keys,
            "values": attention.values,
            "sizes": [attention.alignments_size, attention.state_size, attention.batch_size],
        }

    program.__name__ = case
    return table.case(program)


mechanism("bahdanau", "BahdanauAttention")
mechanism("bahdanau_without_lengths", "BahdanauAttention", lengths=None)
mechanism("bahdanau_normalized", "BahdanauAttention", normalize=True)
mechanism("bahdanau_hardmax", "BahdanauAttention", probability_fn="hardmax")
mechanism("bahdanau_mask_value", "BahdanauAttention", score_mask_value=-0.5)
mechanism("bahdanau_name", "BahdanauAttention", name="other")
mechanism("luong", "LuongAttention")
mechanism("luong_scaled", "LuongAttention", scale=True)
mechanism("luong_without_lengths", "LuongAttention", lengths=None, name=None)
mechanism("bahdanau_monotonic", "BahdanauMonotonicAttention")
mechanism("bahdanau_monotonic_normalized", "BahdanauMonotonicAttention", normalize=True)
mechanism("bahdanau_monotonic_recursive", "BahdanauMonotonicAttention", mode="recursive")
mechanism("bahdanau_monotonic_hard", "BahdanauMonotonicAttention", mode="hard")
mechanism(
    "bahdanau_monotonic_noise",
    "BahdanauMonotonicAttention",
    sigmoid_noise=0.5,
    sigmoid_noise_seed=3,
    score_bias_init=-1.0,
)
mechanism("luong_monotonic", "LuongMonotonicAttention", score_bias_init=0.5)
mechanism("luong_monotonic_scaled", "LuongMonotonicAttention", scale=True, mode="recursive")


@table.case
def attention_in_scope(tf):
    with tf.variable_scope("outer"):
        attention = s2s(tf).BahdanauAttention(UNITS, memory(tf))
        with tf.variable_scope("inner"):
            alignments, _ = attention(tf.constant(ramp(BATCH, 2)), None)
        return {"alignments": alignments, "keys": attention.keys}


@table.case
def attention_float64(tf):
    attention = s2s(tf).LuongAttention(UNITS, tf.to_double(memory(tf)), dtype=tf.float64)
    return {"keys": attention.keys, "dtype": attention.dtype}


@table.case
def attention_key_value_fn(tf):
    attention = s2s(tf).LuongAttention(
        UNITS, memory(tf), custom_key_value_fn=lambda k, v: (k * 2.0, v + 1.0)
    )
    return {"keys": attention.keys, "values": attention.values}


@table.case
def attention_unknown_sizes(tf):
    fed = tf.placeholder_with_default(ramp(BATCH, TIME, DEPTH), [None, None, DEPTH])
    attention = s2s(tf).BahdanauAttention(UNITS, fed, [5, 2, 3])
    alignments, _ = attention(tf.constant(ramp(BATCH, UNITS)), None)
    zero = attention.initial_alignments(attention.batch_size, tf.float32)
    return {"alignments": alignments, "keys": attention.keys, "zero": zero}


@table.case
def attention_memory_of_rank_four(tf):
    attention = s2s(tf).LuongAttention(UNITS, tf.constant(ramp(2, 3, 2, 4)), [1, 3])
    return {"values": attention.values, "keys": attention.keys}


@table.case
def attention_abstract(tf):
    return s2s(tf).AttentionMechanism().alignments_size


@table.case
def attention_unknown_depth(tf):
    return s2s(tf).LuongAttention(UNITS, tf.placeholder(tf.float32, [2, 3, None]))


@table.case
def luong_of_other_depth(tf):
    attention = s2s(tf).LuongAttention(UNITS, tf.constant(ramp(BATCH, TIME, DEPTH), name="m"))
    return attention(tf.constant(ramp(BATCH, 2), name="query"), None)


@table.case
def attention_no_function(tf):
    return s2s(tf).BahdanauMonotonicAttention(UNITS, memory(tf), mode="sideways")(
        tf.constant(ramp(BATCH, UNITS)), tf.constant(ramp(BATCH, TIME))
    )


@table.case(same_text=False)
def attention_length_of_zero(tf):
    attention = s2s(tf).LuongAttention(UNITS, memory(tf), [1, 0, 1])
    return attention(tf.constant(ramp(BATCH, UNITS)), None)


@table.case
def small_functions(tf):
    p = tf.constant(np.abs(ramp(2, 4)))
    before = tf.constant([[0.2, 0.3, 0.4, 0.1], [1.0, 0.0, 0.0, 0.0]])
    found = {
        mode: s2s(tf).monotonic_attention(p, before, mode) for mode in ("parallel", "recursive")
    }
    found["hard"] = s2s(tf).monotonic_attention(tf.round(p), before, "hard")
    found["hardmax"] = s2s(tf).hardmax(ramp(2, 3, 4))
    found["hardmax_named"] = s2s(tf).hardmax(ramp(2, 4), name="hm")
    found["cumprod"] = s2s(tf).safe_cumprod(ramp(2, 4), axis=1)
    found["cumprod_more"] = s2s(tf).safe_cumprod(p, axis=1, exclusive=True, reverse=True)
    return found


# --- the wrapper ----------------------------------------------------------------------------------


def wrapped(tf, **how):
    attention = s2s(tf).BahdanauAttention(UNITS, memory(tf), [5, 2, 3])
    return s2s(tf).AttentionWrapper(cell(tf), attention, **how)


def wrapper(case, steps=2, **how):
    def program(tf):
        made = wrapped(tf, **{k: v(tf) if callable(v) else v for k, v in how.items()})
        state = made.zero_state(BATCH, tf.float32)
        outputs = []
        for i in range(steps):
            output, state = made(tf.constant(ramp(BATCH, 2) + i), state)
            outputs.append(output)
        return {
            "outputs": outputs,
            "state": named(tf, state),
            "output_size": made.output_size,
            "state_size": [str(s) for s in made.state_size._replace(alignment_history=0)],
        }

    program.__name__ = case
    return table.case(program)


wrapper("wrapper")
wrapper("wrapper_layer_size", attention_layer_size=3)
wrapper("wrapper_layer", attention_layer=lambda tf: tf.layers.Dense(3, tf.tanh, name="mine"))
wrapper("wrapper_history", alignment_history=True)
wrapper("wrapper_cell_output", output_attention=False, attention_layer_size=3)
wrapper("wrapper_input_fn", cell_input_fn=lambda tf: lambda inputs, attention: inputs)
wrapper("wrapper_initial_state", initial_cell_state=lambda tf: tf.constant(ramp(BATCH, UNITS)))
wrapper("wrapper_name", name="looks", dtype=None)


@table.case
def wrapper_attention_fn(tf):
    def fn(mechanism, cell_output, state, layer):
        alignments, state = mechanism(cell_output, state=state)
        return tf.reduce_sum(mechanism.values, 1), alignments, state

    made = wrapped(tf, attention_fn=fn)
    output, _ = made(tf.constant(ramp(BATCH, 2)), made.zero_state(BATCH, tf.float32))
    return {"output": output}


@table.case
def wrapper_several(tf):
    mechanisms = [
        s2s(tf).BahdanauAttention(UNITS, memory(tf)),
        s2s(tf).LuongAttention(UNITS, tf.constant(ramp(BATCH, 2, 3))),
    ]
    made = s2s(tf).AttentionWrapper(cell(tf), mechanisms, [3, 2], alignment_history=True)
    state = made.zero_state(BATCH, tf.float32)
    output, state = made(tf.constant(ramp(BATCH, 2)), state)
    output, state = made(tf.constant(ramp(BATCH, 2)), state)
    return {"output": output, "state": named(tf, state), "size": made.output_size}


@table.case
def wrapper_several_without_layer(tf):
    mechanisms = [
        s2s(tf).LuongMonotonicAttention(UNITS, memory(tf)),
        s2s(tf).LuongAttention(UNITS, tf.constant(ramp(BATCH, 2, 3))),
    ]
    made = s2s(tf).AttentionWrapper(cell(tf), mechanisms)
    output, state = made(tf.constant(ramp(BATCH, 2)), made.zero_state(BATCH, tf.float32))
    return {"output": output, "state": named(tf, state)}


@table.case
def wrapper_in_multi_cell(tf):
    made = tf.nn.rnn_cell.MultiRNNCell([wrapped(tf), tf.nn.rnn_cell.BasicLSTMCell(3)])
    output, state = tf.nn.dynamic_rnn(made, tf.constant(ramp(BATCH, 4, 2)), dtype=tf.float32)
    return named(tf, {"output": output, "state": state})


@table.case
def wrapper_lstm(tf):
    attention = s2s(tf).LuongAttention(UNITS, memory(tf))
    made = s2s(tf).AttentionWrapper(tf.nn.rnn_cell.LSTMCell(UNITS), attention, 4)
    zero = made.zero_state(BATCH, tf.float32)
    start = tf.nn.rnn_cell.LSTMStateTuple(*[tf.constant(ramp(BATCH, UNITS))] * 2)
    state = zero.clone(cell_state=start)
    output, state = made(tf.constant(ramp(BATCH, 2)), state)
    return {"output": output, "state": named(tf, state), "zero": zero.attention}


@table.case
def clone_of_other_shape(tf):
    state = wrapped(tf).zero_state(BATCH, tf.float32)
    return state.clone(cell_state=tf.zeros([BATCH, 2], name="other"))


@table.case
def clone_of_unknown_shape(tf):
    state = wrapped(tf).zero_state(BATCH, tf.float32)
    fed = tf.placeholder_with_default(ramp(BATCH, UNITS), [None, UNITS])
    return {"state": state.clone(cell_state=fed).cell_state}


@table.case
def wrapper_no_cell(tf):
    return s2s(tf).AttentionWrapper(3, s2s(tf).LuongAttention(UNITS, memory(tf)))


@table.case
def wrapper_no_mechanism(tf):
    return s2s(tf).AttentionWrapper(cell(tf), 3)


@table.case
def wrapper_no_mechanisms(tf):
    return s2s(tf).AttentionWrapper(cell(tf), ["a"])


@table.case
def wrapper_no_input_fn(tf):
    return wrapped(tf, cell_input_fn=3)


@table.case
def wrapper_two_sizes(tf):
    return wrapped(tf, attention_layer_size=[3, 4])


@table.case
def wrapper_two_layers(tf):
    return wrapped(tf, attention_layer=[tf.layers.Dense(2)] * 2)


@table.case
def wrapper_size_and_layer(tf):
    return wrapped(tf, attention_layer_size=3, attention_layer=tf.layers.Dense(2))


@table.case
def wrapper_other_batch(tf):
    return wrapped(tf).zero_state(2, tf.float32)


@table.case
def wrapper_other_initial_batch(tf):
    return wrapped(tf, initial_cell_state=tf.zeros([2, UNITS]), name="w")


@table.case(same_text=False)
def wrapper_other_state(tf):
    return wrapped(tf)(tf.zeros([BATCH, 2]), tf.zeros([BATCH, UNITS]))


# --- the loss -------------------------------------------------------------------------------------


def loss(case, **how):
    def program(tf):
        logits = tf.get_variable("logits", initializer=ramp(3, 4, 5))
        targets = tf.constant(np.arange(12).reshape(3, 4) % 5)
        weights = tf.sequence_mask([4, 0, 2], 4, tf.float32) * 0.5
        return {"loss": s2s(tf).sequence_loss(logits, targets, weights, **how)}

    program.__name__ = "loss" + case
    return table.case(program)


def flags(*values):
    names = "average_across_timesteps average_across_batch sum_over_timesteps sum_over_batch"
    return dict(zip(names.split(), values))


loss("")
loss("_over_time", **flags(True, False))
loss("_over_batch", **flags(False, True))
loss("_each", **flags(False, False))
loss("_sum", **flags(False, False, True, True))
loss("_sum_over_time", **flags(False, False, True, False))
loss("_sum_over_batch", **flags(False, False, False, True))
loss("_of_both_times", **flags(True, True, True))
loss("_of_both_batches", **flags(True, True, False, True))
loss("_name", name="mine")


@table.case
def loss_function(tf):
    logits = tf.get_variable("logits", initializer=ramp(3, 4, 5))
    targets = tf.constant(np.arange(12).reshape(3, 4) % 5)

    def own(labels, logits):
        return tf.reduce_sum(tf.square(logits - tf.one_hot(labels, 5)), 1)

    return {
        "loss": s2s(tf).sequence_loss(logits, targets, tf.ones([3, 4]), softmax_loss_function=own)
    }


@table.case
def loss_of_matrix(tf):
    return s2s(tf).sequence_loss(tf.zeros([3, 4]), tf.zeros([3, 4]), tf.zeros([3, 4]))


@table.case
def loss_of_target_vector(tf):
    return s2s(tf).sequence_loss(tf.zeros([3, 4, 5]), tf.zeros([3]), tf.zeros([3, 4]))


@table.case
def loss_of_weight_vector(tf):
    return s2s(tf).sequence_loss(tf.zeros([3, 4, 5]), tf.zeros([3, 4]), tf.zeros([3]))
