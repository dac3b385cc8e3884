"""Losses over lists of logits, and models for several lengths."""

from __future__ import annotations

import tf1shim as tf


def sequence_loss_by_example(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    softmax_loss_function=None,
    name=None,
):
    """The weighted cross entropy of each example: a vector.

    >>> logits, ones = [tf.ones([2, 5])] * 3, [tf.ones([2])] * 3
    >>> targets = [tf.constant([1, 2])] * 3
    >>> losses = tf.contrib.legacy_seq2seq.sequence_loss_by_example(logits, targets, ones)
    >>> with tf.Session() as sess: print(sess.run(losses))
    [1.609438 1.609438]

    `softmax_loss_function` is called with `labels` and `logits` of each step instead of
    `tf.nn.sparse_softmax_cross_entropy_with_logits`.

    Raises:
        ValueError: the lists differ in length.
    """
    if len(targets) != len(logits) or len(weights) != len(logits):
        raise ValueError(
            "Lengths of logits, weights, and targets must be the same "
            f"{len(logits)}, {len(weights)}, {len(targets)}."
        )
    with tf.name_scope(name, "sequence_loss_by_example", logits + targets + weights):
        losses = []
        for logit, target, weight in zip(logits, targets, weights):
            if softmax_loss_function is None:
                target = tf.reshape(target, [-1])
                loss = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=target, logits=logit)
            else:
                loss = softmax_loss_function(labels=target, logits=logit)
            losses.append(loss * weight)
        loss = tf.add_n(losses)
        if average_across_timesteps:
            # Not to divide by zero where all weights are.
            loss /= tf.add_n(weights) + 1e-12
    return loss


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    softmax_loss_function=None,
    name=None,
):
    """The sum of `sequence_loss_by_example`, or its mean: a scalar.

    >>> logits, ones = [tf.ones([2, 5])] * 3, [tf.ones([2])] * 3
    >>> loss = tf.contrib.legacy_seq2seq.sequence_loss(logits, [tf.constant([1, 2])] * 3, ones)
    >>> loss.name
    'sequence_loss/truediv:0'
    """
    with tf.name_scope(name, "sequence_loss", logits + targets + weights):
        cost = tf.reduce_sum(
            sequence_loss_by_example(
                logits,
                targets,
                weights,
                average_across_timesteps=average_across_timesteps,
                softmax_loss_function=softmax_loss_function,
            )
        )
        if not average_across_batch:
            return cost
        return cost / tf.cast(tf.shape(targets[0])[0], cost.dtype)


def model_with_buckets(
    encoder_inputs,
    decoder_inputs,
    targets,
    weights,
    buckets,
    seq2seq,
    softmax_loss_function=None,
    per_example_loss=False,
    name=None,
):
    """A model for each bucket, a pair of lengths; all share their variables.

    >>> xs = [tf.constant([1, 2])] * 4
    >>> def model(source, target):
    ...     cell = tf.nn.rnn_cell.GRUCell(4)
    ...     return tf.contrib.legacy_seq2seq.embedding_rnn_seq2seq(source, target, cell, 5, 5, 3)
    >>> outputs, losses = tf.contrib.legacy_seq2seq.model_with_buckets(
    ...     xs, xs, xs, [tf.ones([2])] * 4, [(2, 2), (4, 4)], model)
    >>> [len(o) for o in outputs], len(losses)
    ([2, 4], 2)

    Args:
        encoder_inputs: a list of tensors; a bucket takes as many as it needs.
        decoder_inputs: likewise.
        targets: likewise, integers.
        weights: likewise, of the targets.
        buckets: pairs of lengths, the longest last.
        seq2seq: makes outputs and state of encoder and decoder inputs; where it copies a cell,
            as `embedding_rnn_seq2seq` does, it must make a new one for each call.
        softmax_loss_function: see `sequence_loss_by_example`.
        per_example_loss: whether the losses are those of each example.
        name: the name scope.

    Returns:
        The outputs and the losses of the buckets.

    Raises:
        ValueError: a list is shorter than the last bucket.
    """
    for what, given, needed in (
        ("encoder_inputs", encoder_inputs, buckets[-1][0]),
        ("targets", targets, buckets[-1][1]),
        ("weights", weights, buckets[-1][1]),
    ):
        if len(given) < needed:
            raise ValueError(
                f"Length of {what} ({len(given)}) must be at least that of last bucket ({needed})."
            )
    loss = sequence_loss_by_example if per_example_loss else sequence_loss
    losses, outputs = [], []
    values = encoder_inputs + decoder_inputs + targets + weights
    with tf.name_scope(name, "model_with_buckets", values):
        for i, (source, target) in enumerate(buckets):
            with tf.variable_scope(tf.get_variable_scope(), reuse=True if i > 0 else None):
                made, _ = seq2seq(encoder_inputs[:source], decoder_inputs[:target])
                outputs.append(made)
                losses.append(
                    loss(
                        made,
                        targets[:target],
                        weights[:target],
                        softmax_loss_function=softmax_loss_function,
                    )
                )
    return outputs, losses
