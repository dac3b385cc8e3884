"""`sequence_loss`: the weighted cross entropy of sequences of logits."""

from __future__ import annotations

import tf1shim as tf


def sequence_loss(
    logits,
    targets,
    weights,
    average_across_timesteps=True,
    average_across_batch=True,
    sum_over_timesteps=False,
    sum_over_batch=False,
    softmax_loss_function=None,
    name=None,
):
    """The cross entropy of `logits` and `targets` times `weights`, averaged by their sum.

    >>> import tf1shim as tf
    >>> loss = tf.contrib.seq2seq.sequence_loss(
    ...     tf.zeros([2, 3, 4]), tf.zeros([2, 3], tf.int32), tf.ones([2, 3]))
    >>> with tf.Session() as sess:
    ...     print("%.4f" % sess.run(loss))
    1.3863

    Args:
        logits: ``[batch, time, classes]``.
        targets: ``[batch, time]``, int.
        weights: ``[batch, time]``; zero for padding.
        average_across_timesteps: Sum over time, divide by the sum of the weights.
        average_across_batch: The same over the batch.
        sum_over_timesteps: Sum over time, divide by the number of weights that are not zero.
        sum_over_batch: The same over the batch.
        softmax_loss_function: ``f(labels=..., logits=...)``, for another cross entropy.
        name: Of the name scope.

    Returns:
        A scalar, or without average or sum over a dimension: ``[batch]``, ``[time]`` or
        ``[batch, time]``.

    Raises:
        ValueError: Wrong rank, or average and sum over the same dimension.
    """
    for what, tensor, rank, dimensions in (
        ("Logits", logits, 3, "batch_size x sequence_length x logits"),
        ("Targets", targets, 2, "batch_size x sequence_length"),
        ("Weights", weights, 2, "batch_size x sequence_length"),
    ):
        if len(tensor.get_shape()) != rank:
            raise ValueError(f"{what} must be a [{dimensions}] tensor")
    for what, both in (
        ("timesteps", average_across_timesteps and sum_over_timesteps),
        ("batch", average_across_batch and sum_over_batch),
    ):
        if both:
            raise ValueError(
                f"average_across_{what} and sum_over_{what} cannot be set to True at same time."
            )
    with tf.name_scope(name, "sequence_loss", [logits, targets, weights]):
        flat = tf.reshape(logits, [-1, tf.shape(logits)[2]])
        entropy = softmax_loss_function or tf.nn.sparse_softmax_cross_entropy_with_logits
        losses = entropy(labels=tf.reshape(targets, [-1]), logits=flat)
        losses *= tf.reshape(weights, [-1])
        if average_across_timesteps and average_across_batch:
            return tf.div_no_nan(tf.reduce_sum(losses), tf.reduce_sum(weights))
        if sum_over_timesteps and sum_over_batch:
            total = tf.reduce_sum(losses)
            return tf.div_no_nan(total, tf.cast(tf.count_nonzero(weights), losses.dtype))
        losses = tf.reshape(losses, tf.shape(logits)[0:2])
        if average_across_timesteps or average_across_batch:
            axis = [0] if average_across_batch else [1]
            total = tf.reduce_sum(losses, axis=axis)
            return tf.div_no_nan(total, tf.reduce_sum(weights, axis=axis))
        if sum_over_timesteps or sum_over_batch:
            axis = [0] if sum_over_batch else [1]
            total = tf.reduce_sum(losses, axis=axis)
            count = tf.count_nonzero(weights, axis=axis)
            return tf.div_no_nan(total, tf.cast(count, losses.dtype))
        return losses
