"""tf.contrib.seq2seq: helpers, decoders, beam search."""

import numpy as np

from conformance.goldens.cases import Table, ramp
from conformance.goldens.tables.seq2seq import (
    BATCH,
    DEPTH,
    UNITS,
    WORDS,
    cell,
    memory,
    named,
    s2s,
    wrapped,
)

table = Table(__name__)

# --- helpers and decoders -------------------------------------------------------------------------


def decode(tf, helper, layer=True, attention=True, **how):
    made = wrapped(tf, alignment_history=True) if attention else cell(tf)
    state = made.zero_state(BATCH, tf.float32)
    output_layer = tf.layers.Dense(WORDS, name="words") if layer else None
    decoder = s2s(tf).BasicDecoder(made, helper, state, output_layer)
    # One after the other: each draws the next random numbers.
    return s2s(tf).dynamic_decode(decoder, parallel_iterations=1, **how)


def embedding(tf):
    return tf.get_variable("embedding", [WORDS, 2])


def greedy(tf):
    return s2s(tf).GreedyEmbeddingHelper(embedding(tf), [1, 2, 3], 0)


def training(tf, **how):
    return s2s(tf).TrainingHelper(tf.constant(ramp(BATCH, 4, 2)), [4, 0, 2], **how)


@table.case
def training_helper(tf):
    outputs, state, lengths = decode(tf, training(tf))
    return {"outputs": outputs, "state": named(tf, state), "lengths": named(tf, lengths)}


@table.case
def training_helper_imputed(tf):
    outputs, state, lengths = decode(tf, training(tf), impute_finished=True, scope="dec")
    return {"outputs": outputs, "state": named(tf, state), "lengths": named(tf, lengths)}


@table.case(gradients=False)
def training_helper_time_major(tf):
    helper = s2s(tf).TrainingHelper(
        tf.constant(ramp(4, BATCH, 2)), [4, 1, 2], time_major=True, name="th"
    )
    outputs, state, _ = decode(tf, helper, output_time_major=True, swap_memory=True)
    return named(tf, {"outputs": outputs, "state": state, "inputs": helper.inputs})


@table.case
def training_helper_without_layer(tf):
    outputs, state, _ = decode(tf, training(tf), layer=False, attention=False)
    return {"outputs": outputs, "state": named(tf, state)}


@table.case(gradients=False)
def training_helper_limited(tf):
    outputs, _, lengths = decode(tf, training(tf), maximum_iterations=2, attention=False)
    return {"outputs": outputs, "lengths": named(tf, lengths)}


@table.case(gradients=False)
def training_helper_limited_by_tensor(tf):
    limit = tf.placeholder_with_default(3, [])
    outputs, _, lengths = decode(tf, training(tf), maximum_iterations=limit, attention=False)
    return {"outputs": outputs, "lengths": named(tf, lengths)}


@table.case(gradients=False)
def training_helper_parts(tf):
    helper = training(tf)
    finished, inputs = helper.initialize()
    outputs = tf.constant(ramp(BATCH, WORDS))
    sample = helper.sample(0, outputs)
    ended, after, state = helper.next_inputs(tf.constant(1), outputs, outputs)
    found = {"finished": finished, "inputs": inputs, "sample": sample, "ended": ended}
    found.update(after=after, state=state, size=helper.batch_size, length=helper.sequence_length)
    return dict(named(tf, found), shape=str(helper.sample_ids_shape), sampled=sample)


@table.case
def greedy_helper(tf):
    outputs, state, lengths = decode(tf, greedy(tf), maximum_iterations=6)
    return {"outputs": outputs, "state": named(tf, state), "lengths": named(tf, lengths)}


@table.case(gradients=False)
def greedy_helper_of_function(tf):
    helper = s2s(tf).GreedyEmbeddingHelper(
        lambda ids: tf.one_hot(ids, WORDS), tf.constant([1, 2, 3]), tf.constant(5)
    )
    outputs, _, lengths = decode(tf, helper, maximum_iterations=6, impute_finished=True)
    return {"outputs": outputs, "lengths": named(tf, lengths)}


@table.case(gradients=False)
def sample_helper(tf):
    helper = s2s(tf).SampleEmbeddingHelper(embedding(tf), [1, 2, 3], 0, 0.7, seed=4)
    outputs, _, lengths = decode(tf, helper, attention=False, maximum_iterations=8)
    return {"outputs": outputs, "lengths": named(tf, lengths)}


@table.case(gradients=False)
def sample_helper_without_temperature(tf):
    helper = s2s(tf).SampleEmbeddingHelper(embedding(tf), [1, 2, 3], 0, seed=5)
    outputs, _, lengths = decode(tf, helper, attention=False, maximum_iterations=8)
    return {"outputs": outputs, "lengths": named(tf, lengths)}


@table.case
def scheduled_embedding_helper(tf):
    helper = s2s(tf).ScheduledEmbeddingTrainingHelper(
        tf.constant(ramp(BATCH, 4, 2)), [4, 1, 3], embedding(tf), 0.5, seed=1, scheduling_seed=2
    )
    outputs, state, _ = decode(tf, helper)
    return {"outputs": outputs, "state": named(tf, state)}


@table.case(gradients=False)
def scheduled_embedding_helper_vector(tf):
    helper = s2s(tf).ScheduledEmbeddingTrainingHelper(
        tf.constant(ramp(BATCH, 4, 2)),
        [4, 1, 3],
        lambda ids: tf.one_hot(ids, 2),
        tf.constant(0.9),
        seed=1,
        scheduling_seed=2,
        name="sched",
    )
    outputs, _, _ = decode(tf, helper, attention=False)
    return {"outputs": outputs}


def scheduled_output(case, probability=0.5, width=WORDS, **how):
    def program(tf):
        made = {k: v(tf) for k, v in how.items()}
        helper = s2s(tf).ScheduledOutputTrainingHelper(
            tf.constant(ramp(BATCH, 4, width)), [4, 1, 3], probability, seed=3, **made
        )
        outputs, state, _ = decode(tf, helper, attention=False)
        return {"outputs": outputs, "state": named(tf, state), "inputs": helper.inputs}

    program.__name__ = case
    return table.case(program)


scheduled_output("scheduled_output_helper")
scheduled_output("scheduled_output_helper_always", 1.0)
scheduled_output("scheduled_output_helper_never", 0.0)
scheduled_output(
    "scheduled_output_helper_fn", width=4, next_inputs_fn=lambda tf: lambda out: out[:, :4]
)
scheduled_output(
    "scheduled_output_helper_auxiliary",
    auxiliary_inputs=lambda tf: tf.constant(ramp(BATCH, 4, 3) + 1.0),
)
scheduled_output(
    "scheduled_output_helper_both",
    width=2,
    next_inputs_fn=lambda tf: lambda outputs: outputs[:, :2],
    auxiliary_inputs=lambda tf: tf.constant(ramp(BATCH, 4, 3) + 1.0),
)


@table.case(gradients=False)
def custom_helper(tf):
    helper = s2s(tf).CustomHelper(
        lambda: (tf.tile([False], [BATCH]), tf.constant(ramp(BATCH, WORDS))),
        lambda time, outputs, state: outputs * 2.0,
        lambda time, outputs, state, sample_ids: (time > [1, 2, 3], sample_ids, state),
        sample_ids_shape=[WORDS],
        sample_ids_dtype=tf.float32,
    )
    outputs, _, lengths = decode(tf, helper, attention=False)
    return {"outputs": outputs, "lengths": named(tf, lengths)}


@table.case
def custom_helper_too_early(tf):
    return s2s(tf).CustomHelper(None, None, None).batch_size


@table.case(gradients=False)
def inference_helper(tf):
    helper = s2s(tf).InferenceHelper(
        lambda outputs: tf.round(outputs),
        [WORDS],
        tf.float32,
        tf.constant(ramp(BATCH, WORDS)),
        lambda sample: tf.reduce_sum(sample, 1) > 1.0,
        next_inputs_fn=lambda sample: sample + 0.5,
    )
    outputs, _, lengths = decode(tf, helper, attention=False, maximum_iterations=4)
    return {"outputs": outputs, "lengths": named(tf, lengths)}


@table.case(gradients=False)
def inference_helper_same_inputs(tf):
    helper = s2s(tf).InferenceHelper(
        lambda outputs: tf.sigmoid(outputs),
        WORDS,
        tf.float32,
        ramp(BATCH, WORDS),
        lambda sample: sample[:, 0] > 0.6,
    )
    outputs, _, lengths = decode(tf, helper, attention=False, maximum_iterations=4)
    return {"outputs": outputs, "lengths": named(tf, lengths)}


@table.case(gradients=False)
def own_decoder(tf):
    class Count(s2s(tf).Decoder):
        batch_size = 2
        output_size = {"n": tf.TensorShape([]), "twice": tf.TensorShape([1])}
        output_dtype = {"n": tf.int32, "twice": tf.float32}

        def initialize(self, name=None):
            return tf.constant([False, False]), tf.zeros([2]), tf.constant([0, 0])

        def step(self, time, inputs, state, name=None):
            outputs = {"n": state, "twice": tf.expand_dims(tf.to_float(state) * 2.0, 1)}
            return outputs, state + 1, inputs, tf.equal(state, [1, 3])

        def finalize(self, outputs, final_state, sequence_lengths):
            return dict(outputs, lengths=tf.expand_dims(sequence_lengths, 0)), final_state + 100

    decoder = Count()
    outputs, state, lengths = s2s(tf).dynamic_decode(decoder, impute_finished=True)
    return named(tf, {"outputs": outputs, "state": state, "lengths": lengths})


@table.case(gradients=False)
def decode_twice(tf):
    first = decode(tf, training(tf), attention=False)
    with tf.variable_scope(tf.get_variable_scope(), reuse=True):
        second = decode(tf, start_of(tf), attention=False, maximum_iterations=3, scope="decoder")
    return {"first": first[0], "second": second[0]}


def start_of(tf):
    return s2s(tf).GreedyEmbeddingHelper(tf.constant(ramp(WORDS, 2)), [1, 2, 3], 0)


@table.case
def decode_no_decoder(tf):
    return s2s(tf).dynamic_decode("decoder")


@table.case
def decode_vector_of_limits(tf):
    return decode(tf, training(tf), maximum_iterations=[3, 4])


@table.case
def decode_no_cell(tf):
    return s2s(tf).BasicDecoder("cell", training(tf), None)


@table.case
def decode_no_helper(tf):
    return s2s(tf).BasicDecoder(cell(tf), 3, None)


@table.case
def training_helper_scalar_length(tf):
    return s2s(tf).TrainingHelper(tf.zeros([2, 3, 4]), 3)


@table.case
def greedy_helper_matrix(tf):
    return s2s(tf).GreedyEmbeddingHelper(tf.zeros([3, 2]), [[1]], 0)


@table.case
def greedy_helper_two_ends(tf):
    return s2s(tf).GreedyEmbeddingHelper(tf.zeros([3, 2]), [1], [0, 1])


@table.case
def scheduled_helper_matrix(tf):
    return s2s(tf).ScheduledOutputTrainingHelper(tf.zeros([2, 3, 4]), [3, 3], tf.zeros([2, 2]))


# --- beam search ----------------------------------------------------------------------------------


def beam_search(case, attention=True, width=3, limit=7, **how):
    def program(tf):
        tiled = s2s(tf).tile_batch(memory(tf), width)
        if attention == "unknown":
            tiled = tf.placeholder_with_default(tiled, [None, None, DEPTH])
        lengths = s2s(tf).tile_batch(tf.constant([5, 2, 3]), width)
        made, final = cell(tf), tf.constant(ramp(BATCH, UNITS))
        final = s2s(tf).tile_batch(final, width)
        state = final
        if attention:
            mechanism = s2s(tf).LuongAttention(UNITS, tiled, lengths)
            made = s2s(tf).AttentionWrapper(
                made, mechanism, 4, alignment_history=attention in ("history", "unknown")
            )
            state = made.zero_state(BATCH * width, tf.float32).clone(cell_state=final)
        decoder = s2s(tf).BeamSearchDecoder(
            made,
            embedding(tf) * 3.0,
            tf.constant([1, 2, 3]),
            0,
            state,
            width,
            output_layer=tf.layers.Dense(
                WORDS,
                name="words",
                kernel_initializer=tf.random_uniform_initializer(-2.0, 2.0, seed=1),
            ),
            **how,
        )
        outputs, state, lengths = s2s(tf).dynamic_decode(decoder, maximum_iterations=limit)
        found = {"outputs": outputs, "state": named(tf, state), "lengths": named(tf, lengths)}
        return found

    program.__name__ = case
    return table.case(program, gradients=False)


beam_search("beam_search", attention=False)
beam_search("beam_search_of_one", attention=False, width=1)
beam_search("beam_search_attention")
beam_search("beam_search_history", attention="history")
beam_search("beam_search_history_reordered", attention="unknown")
beam_search("beam_search_length_penalty", length_penalty_weight=0.8)
beam_search("beam_search_coverage_penalty", coverage_penalty_weight=0.4)
beam_search(
    "beam_search_without_reordering", attention="history", reorder_tensor_arrays=False, limit=4
)


@table.case
def beam_search_coverage_without_attention(tf):
    decoder = s2s(tf).BeamSearchDecoder(
        cell(tf), tf.zeros([4, 2]), [1], 0, tf.zeros([2, UNITS]), 2, coverage_penalty_weight=0.1
    )
    return decoder.initialize()


@table.case
def beam_search_untiled_state(tf):
    return s2s(tf).BeamSearchDecoder(
        cell(tf), tf.zeros([4, 2]), tf.constant([1, 1]), 0, tf.zeros([2, UNITS]), 3
    )


@table.case
def beam_search_no_layer(tf):
    return s2s(tf).BeamSearchDecoder(
        cell(tf), tf.zeros([4, 2]), [1], 0, tf.zeros([2, UNITS]), 2, output_layer=3
    )


@table.case
def beam_search_matrix(tf):
    return s2s(tf).BeamSearchDecoder(cell(tf), tf.zeros([4, 2]), [[1]], 0, tf.zeros([2, UNITS]), 2)


@table.case
def beam_search_two_ends(tf):
    return s2s(tf).BeamSearchDecoder(
        cell(tf), tf.zeros([4, 2]), [1], [0, 2], tf.zeros([2, UNITS]), 2
    )


@table.case
def tile_batch(tf):
    fed = tf.placeholder_with_default(ramp(2, 3), [None, 3])
    return {
        "pair": s2s(tf).tile_batch((tf.constant([1, 2]), tf.constant(ramp(2, 1, 2))), 3),
        "fed": s2s(tf).tile_batch(fed, 2, name="tb"),
    }


@table.case
def tile_batch_scalar(tf):
    return s2s(tf).tile_batch(tf.constant(1), 2)


@table.case
def gather_tree(tf):
    rng = np.random.RandomState(0)
    steps = rng.randint(0, 6, [6, 3, 4]).astype(np.int32)
    parents = rng.randint(0, 4, [6, 3, 4]).astype(np.int32)
    return {
        "all": s2s(tf).gather_tree(steps, parents, [6, 4, 0], 5),
        "named": s2s(tf).gather_tree(steps, parents, [9, 6, 1], end_token=0, name="tree"),
    }


@table.case
def gather_tree_of_int64(tf):
    return {"ids": s2s(tf).gather_tree(np.zeros([2, 1, 1], int), np.zeros([2, 1, 1], int), [1], 5)}


@table.case
def gather_tree_invalid(tf):
    return {"ids": s2s(tf).gather_tree([[1, 2]], [[0, 0]], [1], 5)}
