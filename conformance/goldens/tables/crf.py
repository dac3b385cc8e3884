"""tf.contrib.crf and tf.contrib.sparsemax."""

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)

TAGS = np.array([[1, 0, 2, 3], [3, 3, 1, 0], [2, 1, 0, 0]], np.int32)
LENGTHS = np.array([4, 2, 0], np.int32)


def scores(tf, steps=4, known=True):
    made = tf.get_variable("scores", initializer=ramp(3, steps, 4) * 2.0)
    return made * 1.0 if known else tf.placeholder_with_default(made * 1.0, [None, None, 4])


def transitions(tf):
    return tf.get_variable("given", initializer=ramp(4, 4))


def case(name, steps=4, known=True, dtype=np.int32):
    def add(program):
        def made(tf):
            tags = TAGS[:, :steps].astype(dtype)
            return program(
                tf,
                scores(tf, steps, known),
                tf.constant(tags) if known else tf.placeholder_with_default(tags, [None, None]),
                tf.constant(LENGTHS.astype(dtype)),
            )

        made.__name__ = name
        table.case(made)
        return program

    return add


@case("likelihood")
@case("likelihood_of_int64", dtype=np.int64)
@case("likelihood_of_one_step", steps=1)
@case("likelihood_of_unknown_length", known=False)
@case("likelihood_of_one_unknown_step", steps=1, known=False)
def likelihood(tf, inputs, tags, lengths):
    found, params = tf.contrib.crf.crf_log_likelihood(inputs, tags, lengths)
    return {"likelihood": tf.identity(found), "params": params}


@case("likelihood_of_transitions")
def likelihood_of_transitions(tf, inputs, tags, lengths):
    with tf.variable_scope("crf"):
        found, _ = tf.contrib.crf.crf_log_likelihood(inputs, tags, lengths, transitions(tf))
    return {"likelihood": found, "loss": tf.reduce_mean(-found)}


@case("parts")
@case("parts_of_one_step", steps=1)
def parts(tf, inputs, tags, lengths):
    crf, params = tf.contrib.crf, transitions(tf)
    return {
        "score": crf.crf_sequence_score(inputs, tags, lengths, params),
        "norm": crf.crf_log_norm(inputs, lengths, params),
        "unary": crf.crf_unary_score(tags, lengths, inputs),
        "binary": crf.crf_binary_score(tags, lengths, params),
        "multitag": tf.identity(
            crf.crf_multitag_sequence_score(
                inputs, tf.constant(ramp(*inputs.shape.as_list()) > -0.5), lengths, params
            )
        ),
    }


@case("decode")
@case("decode_one_step", steps=1)
@case("decode_unknown_length", known=False)
def decode(tf, inputs, tags, lengths):
    found, score = tf.contrib.crf.crf_decode(inputs, transitions(tf), lengths)
    return {"tags": tf.identity(found), "score": tf.identity(score)}


@table.case
def decode_int64_lengths(tf):
    found, score = tf.contrib.crf.crf_decode(
        tf.constant(ramp(2, 4, 3)), tf.constant(ramp(3, 3)), tf.constant([4, 3], tf.int64)
    )
    return {"tags": found, "score": score}


@table.case
def cells(tf):
    crf, params = tf.contrib.crf, transitions(tf)
    forward, decode = crf.CrfForwardRnnCell(params), crf.CrfDecodeForwardRnnCell(params)
    back = crf.CrfDecodeBackwardRnnCell(4)
    inputs, state = tf.constant(ramp(3, 4)), tf.constant(ramp(3, 4) * 3.0)
    pointers, best = decode(inputs, state)
    return {
        "forward": forward(inputs, state)[0],
        "pointers": pointers,
        "best": best,
        "back": back(pointers, tf.constant([[0], [2], [1]]))[1],
        "sizes": [c.state_size for c in (forward, decode, back)],
        "outputs": [c.output_size for c in (forward, decode, back)],
    }


@table.case
def viterbi(tf):
    found = [
        tf.contrib.crf.viterbi_decode(ramp(n, 4) * 3.0, ramp(4, 4).astype(kind))
        for n, kind in ((5, np.float32), (1, np.float32), (3, np.float64))
    ]
    return {"tags": [[int(t) for t in tags] for tags, _ in found], "scores": [s for _, s in found]}


def odd(dtype):
    rows = ramp(5, 4).astype(dtype) * 2
    rows[1, 2], rows[2, 0], rows[3, 1] = np.nan, -np.inf, np.inf
    rows[4] = -np.inf
    return rows


@table.case
def sparsemax(tf):
    return {
        "p": tf.contrib.sparsemax.sparsemax(tf.get_variable("z", initializer=ramp(3, 5) * 2.0)),
        "named": tf.contrib.sparsemax.sparsemax(ramp(2, 3), name="sm"),
        "double": tf.contrib.sparsemax.sparsemax(ramp(2, 3).astype(np.float64)),
        "odd": tf.contrib.sparsemax.sparsemax(odd(np.float32)),
    }


@table.case
def sparsemax_loss(tf):
    sm, z = tf.contrib.sparsemax, tf.get_variable("z", initializer=ramp(3, 5) * 2.0)
    labels = np.eye(5, dtype=np.float32)[[0, 3, 4]]
    rows = odd(np.float32)
    return {
        "loss": sm.sparsemax_loss(z, sm.sparsemax(z), labels),
        "named": sm.sparsemax_loss(z, sm.sparsemax(z), labels, name="sl"),
        "odd": sm.sparsemax_loss(
            rows, sm.sparsemax(rows), np.eye(4, dtype=np.float32)[[0, 1, 1, 1, 2]]
        ),
    }


@table.case
def sparsemax_of_ints(tf):
    return tf.contrib.sparsemax.sparsemax(tf.constant([[1, 2]]))
