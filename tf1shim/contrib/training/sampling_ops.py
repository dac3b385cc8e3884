"""Batches in which classes, or elements, are as frequent as asked for: by rejecting some."""

import tf1shim as tf
from tf1shim.contrib.training.training import with_dependencies

_TOLERANCE = 1e-6  # How far the sum of probabilities may be from 1.


def rejection_sample(
    tensors,
    accept_prob_fn,
    batch_size,
    queue_threads=1,
    enqueue_many=False,
    prebatch_capacity=16,
    prebatch_threads=1,
    runtime_checks=False,
    name=None,
):
    """Batches of the elements that are accepted: with the probability ``accept_prob_fn(tensors)``.

    `tensors` are those of one element, or of many with `enqueue_many`: they then go through a
    queue of `prebatch_capacity` elements, filled by `prebatch_threads` threads. The batch is a
    list of as many tensors. `runtime_checks` checks that the probability is one.
    """
    with tf.variable_scope(name, "rejection_sample", tensors):
        tensors = [tf.convert_to_tensor(t) for t in tensors]
        if enqueue_many:
            _check_first_dimensions(tensors, tensors[0])
            batched = tf.train.batch(
                tensors,
                batch_size=1,
                num_threads=prebatch_threads,
                capacity=prebatch_capacity,
                enqueue_many=True,
            )
            tensors = [tf.squeeze(x, [0]) for x in _as_list(batched)]
        probability = accept_prob_fn(tensors)
        if runtime_checks:
            checks = [
                tf.assert_less_equal(0.0, probability),
                tf.assert_less_equal(probability, 1.0),
            ]
            probability = tf.identity(
                with_dependencies(checks, probability), name="prob_with_checks"
            )
        minibatch = tf.train.maybe_batch(
            tensors,
            keep_input=tf.random_uniform([]) < probability,
            batch_size=batch_size,
            num_threads=queue_threads,
        )
        return _as_list(minibatch)


def stratified_sample(
    tensors,
    labels,
    target_probs,
    batch_size,
    init_probs=None,
    enqueue_many=False,
    queue_capacity=16,
    threads_per_queue=1,
    name=None,
):
    """Batches in which the classes have the probabilities `target_probs`.

    `tensors` and `labels` are those of one element, or of many with `enqueue_many`; `labels` are
    class numbers. `init_probs` says how frequent the classes are in them; without it that is
    estimated, in a variable ``class_count``. Returns ``(batch of tensors, batch of labels)``.

    Raises:
        ValueError: The lengths of the probabilities differ, or the shapes do not fit.
    """
    with tf.name_scope(name, "stratified_sample", [*tensors, labels]):
        tensors = [tf.convert_to_tensor(t) for t in tensors]
        labels = tf.convert_to_tensor(labels)
        target_probs = tf.convert_to_tensor(target_probs, dtype=tf.float32)
        if not enqueue_many:
            tensors = [tf.expand_dims(t, 0) for t in tensors]
            labels = tf.expand_dims(labels, 0)
        if init_probs is None:
            target_probs.get_shape().assert_is_fully_defined()
            count = target_probs.get_shape().num_elements()
            init_probs = _estimate_data_distribution(labels, count)
        else:
            init_probs = tf.convert_to_tensor(init_probs, dtype=tf.float32)
        tensors, labels, (init_probs, target_probs) = _verify_input(
            tensors, labels, [init_probs, target_probs]
        )
        possible = tf.Assert(
            tf.reduce_all((tf.not_equal(init_probs, 0)) | tf.equal(target_probs, 0)),
            [
                "All classes with zero initial probability must also have zero target "
                "probability: ",
                init_probs,
                target_probs,
            ],
        )
        init_probs = with_dependencies([possible], init_probs)
        accept_probs = _calculate_acceptance_probabilities(init_probs, target_probs)
        accept_probs = _warning_if_many_are_rejected(accept_probs, init_probs)

        batched = tf.train.batch(
            [*tensors, labels],
            batch_size=1,
            num_threads=threads_per_queue,
            capacity=queue_capacity,
            enqueue_many=True,
        )
        *values, label = [tf.squeeze(x, [0]) for x in batched]
        batched = tf.train.maybe_batch(
            [*values, label],
            keep_input=tf.random_uniform([]) < tf.gather(accept_probs, label),
            batch_size=batch_size,
            num_threads=threads_per_queue,
        )
        return batched[:-1], batched[-1]


def _warning_if_many_are_rejected(accept_probs, init_probs):
    rejected = tf.reduce_sum((1 - accept_probs) * init_probs)
    text = "Proportion of examples rejected by sampler is high."
    return tf.cond(
        tf.less(rejected, 0.5),
        lambda: accept_probs,
        lambda: tf.Print(accept_probs, [accept_probs], message=text, first_n=10),
    )


def _estimate_data_distribution(labels, num_classes, smoothing_constant=10):
    """The frequencies of the classes so far, each counted `smoothing_constant` times more."""
    if smoothing_constant <= 0:
        raise ValueError("smoothing_constant must be nonzero.")
    seen = tf.Variable(
        initial_value=[smoothing_constant] * num_classes,
        trainable=False,
        name="class_count",
        dtype=tf.int64,
    )
    now = tf.reduce_sum(tf.one_hot(labels, num_classes, dtype=tf.int64), 0)
    seen = tf.assign_add(seen, now) + 0
    return tf.cast(tf.truediv(seen, tf.reduce_sum(seen)), tf.float32)


def _calculate_acceptance_probabilities(init_probs, target_probs):
    """How often to accept each class: its ratio of probabilities, the largest being 1."""
    ratio = target_probs / init_probs
    ratio = tf.where(tf.is_nan(ratio), tf.zeros_like(ratio), ratio)
    return ratio / tf.reduce_max(ratio)


def _verify_input(tensors, labels, probs):
    """The same, with checks: of the probabilities, and of shapes and labels as they run."""
    probs = [_checked_probs(p) for p in probs]
    count = probs[0].get_shape().num_elements()
    if any(p.get_shape().num_elements() != count for p in probs):
        raise ValueError("Probability parameters must have the same length.")

    labels.get_shape().assert_has_rank(1)
    _check_first_dimensions(tensors, labels)
    size = tf.shape(labels)[0]
    some = tf.assert_positive(size)
    labels = with_dependencies([some], labels)
    tensors = [with_dependencies([some, tf.assert_equal(tf.shape(x)[0], size)], x) for x in tensors]
    tf.assert_integer(labels)
    checks = [
        tf.assert_non_negative(labels),
        tf.assert_less(labels, tf.cast(count, labels.dtype)),
    ]
    return tensors, with_dependencies(checks, labels), probs


def _checked_probs(probs):
    probs.get_shape().assert_is_fully_defined()
    probs.get_shape().assert_has_rank(1)
    total = tf.reduce_sum(probs)
    checks = [
        tf.assert_non_negative(probs),
        tf.assert_less(total, 1.0 + _TOLERANCE),
        tf.assert_less(1.0 - _TOLERANCE, total),
    ]
    return with_dependencies(checks, probs)


def _check_first_dimensions(tensors, like):
    for tensor in tensors:
        shape = tensor.get_shape().with_rank_at_least(1)
        shape[0].assert_is_compatible_with(like.get_shape()[0])


def _as_list(tensors):
    return list(tensors) if isinstance(tensors, (list, tuple)) else [tensors]
