"""Softmax losses over a sample of the classes."""

import tf1shim as tf


def rank_sampled_softmax_loss(
    weights,
    biases,
    labels,
    inputs,
    num_sampled,
    num_resampled,
    num_classes,
    num_true,
    sampled_values,
    resampling_temperature,
    remove_accidental_hits,
    partition_strategy,
    name=None,
):
    """`tf.nn.sampled_softmax_loss` over the most likely of the sampled classes.

    >>> loss = rank_sampled_softmax_loss(
    ...     tf.ones([5, 2]), tf.zeros([5]), tf.constant([[1], [3]], tf.int64), tf.ones([2, 2]),
    ...     4, 2, 5, 1, None, 1.0, True, "div")
    >>> loss.shape.as_list()
    [2]

    Samples `num_sampled` classes, and keeps the `num_resampled` with the largest logits, divided
    by the temperature and summed up over the batch. Raises: ValueError unless classes >= sampled >
    resampled.
    """
    if num_sampled > num_classes:
        raise ValueError(
            f"num_sampled ({num_sampled}) cannot be greater than num_classes ({num_classes})"
        )
    if num_sampled <= num_resampled:
        raise ValueError(
            f"num_resampled ({num_resampled}) must be less than num_sampled ({num_sampled})"
        )
    if partition_strategy not in ("div", "mod"):
        raise ValueError(f"unsupported partition_strategy ({partition_strategy})")
    with tf.name_scope(name, "rank_sampled_softmax_loss") as name:
        if not sampled_values:
            sampled_values = tf.nn.learned_unigram_candidate_sampler(
                labels, num_true, num_sampled, unique=True, range_max=num_classes
            )
        sampled, true_count, sampled_count = map(tf.stop_gradient, sampled_values)
        sampled = tf.cast(sampled, tf.int64)
        embeddings = tf.nn.embedding_lookup(weights, sampled, partition_strategy)
        logits = tf.matmul(embeddings, inputs / resampling_temperature, transpose_b=True)
        bias = tf.reshape(tf.nn.embedding_lookup(biases, sampled, partition_strategy), [-1])
        scores = tf.reduce_logsumexp(logits, axis=1) + bias / resampling_temperature
        _, best = tf.nn.top_k(scores, k=num_resampled, sorted=False)
        return tf.nn.sampled_softmax_loss(
            weights,
            biases,
            labels,
            inputs,
            num_resampled,
            num_classes,
            num_true,
            (tf.gather(sampled, best), true_count, tf.gather(sampled_count, best)),
            remove_accidental_hits,
            partition_strategy,
            name=name,
        )


def sampled_sparse_softmax_loss(
    weights,
    biases,
    labels,
    inputs,
    num_sampled,
    num_classes,
    sampled_values=None,
    remove_accidental_hits=True,
    partition_strategy="mod",
    name="sampled_sparse_softmax_loss",
):
    """`tf.nn.sampled_softmax_loss` of one label for each example.

    >>> loss = sampled_sparse_softmax_loss(
    ...     tf.ones([5, 2]), tf.zeros([5]), tf.constant([[1], [3]]), tf.ones([2, 2]), 4, 5)
    >>> loss.shape.as_list()
    [2]
    """
    return tf.nn.sampled_softmax_loss(
        weights,
        biases,
        labels,
        inputs,
        num_sampled,
        num_classes,
        1,
        sampled_values,
        remove_accidental_hits,
        partition_strategy,
        name=name,
    )
