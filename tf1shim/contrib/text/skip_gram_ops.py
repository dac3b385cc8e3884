"""Skip-gram pairs: a token, and another within a window around it whose width is random."""

import csv

import tf1shim as tf


def skip_gram_sample(
    input_tensor,
    min_skips=1,
    max_skips=5,
    start=0,
    limit=-1,
    emit_self_as_target=False,
    vocab_freq_table=None,
    vocab_min_count=None,
    vocab_subsampling=None,
    corpus_size=None,
    batch_size=None,
    batch_capacity=None,
    seed=None,
    name=None,
):
    """Returns tokens and labels: each token with each one that is at most so many places away.

    >>> tokens, labels = skip_gram_sample(tf.constant([1, 2, 3]), 1, 1, emit_self_as_target=True)
    >>> with tf.Session() as sess:
    ...     print(*sess.run([tokens, labels]))
    [1 1 2 2 2 3 3] [1 2 1 2 3 2 3]

    Args: the width is drawn between `min_skips` and `max_skips` for each token; only the `limit`
    tokens from `start` on are used (-1: all). With a `vocab_freq_table` tokens are left out that it
    does not have, or that are rarer than `vocab_min_count`; with `vocab_subsampling`, a frequency
    such as 1e-4, and `corpus_size` frequent ones are at random. With `batch_size` both are batches
    from a queue. Raises: ValueError for settings that need others.
    """
    settings = (vocab_min_count, vocab_subsampling, corpus_size)
    if vocab_freq_table is None and any(s is not None for s in settings):
        raise ValueError(
            f"vocab_freq_table is not provided, but vocab_min_count={vocab_min_count}, "
            f"vocab_subsampling={vocab_subsampling}, or corpus_size={corpus_size} is not None. "
            "These settings are useless without a vocab_freq_table."
        )
    if (vocab_subsampling is None) != (corpus_size is None):
        raise ValueError(
            f"vocab_subsampling is {vocab_subsampling} while corpus_size is {corpus_size} - both "
            "must be provided in order for subsampling to work."
        )
    with tf.name_scope(name, "skip_gram_sample", [input_tensor, min_skips, max_skips]):
        tokens = tf.convert_to_tensor(input_tensor)
        if vocab_freq_table is not None:
            tokens = _filtered(tokens, vocab_freq_table, *settings, seed)
        pairs = _pairs(tokens, min_skips, max_skips, start, limit, emit_self_as_target, seed)
        if batch_size is None or batch_size <= 0:
            return pairs
        has_capacity = batch_capacity is not None and batch_capacity > 0
        capacity = batch_capacity if has_capacity else 100 * batch_size
        return tf.train.batch(list(pairs), batch_size, capacity=capacity, enqueue_many=True)


def _pairs(tokens, min_skips, max_skips, start, limit, with_self, seed):
    min_skips, max_skips, start, limit = (
        tf.convert_to_tensor(n, tf.int32) for n in (min_skips, max_skips, start, limit)
    )
    checks = [
        tf.Assert(
            tf.logical_and(min_skips >= 0, max_skips >= min_skips),
            ["min_skips and max_skips must be such that 0 <= min_skips <= max_skips."],
        ),
        tf.Assert(start >= 0, ["start must be non-negative."]),
    ]
    with tf.control_dependencies(checks):
        size = tf.size(tokens)
        end = tf.where_v2(limit < 0, size, tf.minimum(start + limit, size))
        places = tf.range(tf.minimum(start, end), end)
    widths = tf.random_uniform(
        tf.shape(places), min_skips, max_skips + 1, dtype=tf.int32, seed=seed
    )
    offsets = tf.range(-max_skips, max_skips + 1)[None, :]
    others = places[:, None] + offsets
    near = tf.logical_and(tf.abs(offsets) <= widths[:, None], others >= start)
    near = tf.logical_and(near, others < end)
    if not with_self:
        near = tf.logical_and(near, tf.not_equal(offsets, 0))
    at = tf.where_v2(near)
    at.set_shape([None, 2])
    labels = tf.gather_nd(others, at)
    return tf.gather(tokens, tf.gather(places, at[:, 0])), tf.gather(tokens, labels)


def _filtered(tokens, table, min_count, subsampling, corpus_size, seed):
    """The tokens that the table has, and that are neither too rare nor drawn to be left out."""
    if not isinstance(table, tf.contrib.lookup.InitializableLookupTableBase):
        raise ValueError(
            "vocab_freq_table must be a subclass of InitializableLookupTableBase (such as "
            f"HashTable) instead of type {type(table)}."
        )
    with tf.name_scope("filter_vocab"):
        counts = table.lookup(tokens)
        kept = tf.not_equal(counts, table.default_value)
        if min_count is not None:
            kept = tf.logical_and(kept, counts >= tf.cast(min_count, counts.dtype))
        tokens, counts = tf.boolean_mask(tokens, kept), tf.boolean_mask(counts, kept)
    if not subsampling:
        return tokens
    if not 0 <= subsampling <= 1:
        raise ValueError(
            f"Invalid vocab_subsampling={subsampling} - it should be within range [0, 1]."
        )
    with tf.name_scope("subsample_vocab"):
        # https://arxiv.org/abs/1310.4546, as word2vec's own program has it.
        share = tf.cast(counts, tf.float64) / (
            tf.cast(subsampling, tf.float64) * tf.cast(corpus_size, tf.float64)
        )
        keep = (tf.sqrt(share) + 1.0) / share
        draws = tf.random_uniform(tf.shape(counts), dtype=tf.float64, seed=seed)
        return tf.boolean_mask(tokens, tf.less_equal(draws, keep))


def skip_gram_sample_with_text_vocab(
    input_tensor,
    vocab_freq_file,
    vocab_token_index=0,
    vocab_token_dtype=tf.string,
    vocab_freq_index=1,
    vocab_freq_dtype=tf.float64,
    vocab_delimiter=",",
    vocab_min_count=0,
    vocab_subsampling=None,
    corpus_size=None,
    min_skips=1,
    max_skips=5,
    start=0,
    limit=-1,
    emit_self_as_target=False,
    batch_size=None,
    batch_capacity=None,
    seed=None,
    name=None,
):
    r"""`skip_gram_sample` with the tokens' frequencies from a file, a token in each line.

    >>> import tempfile
    >>> path = tempfile.mkdtemp() + "/words"
    >>> _ = open(path, "w").write("a,10\nb,2\nc,5\n")
    >>> tokens, labels = skip_gram_sample_with_text_vocab(
    ...     tf.constant(["a", "b", "x", "c"]), path, vocab_min_count=3, min_skips=1, max_skips=1)
    >>> with tf.Session() as sess:
    ...     tf.tables_initializer().run()
    ...     print(*sess.run([tokens, labels]))
    [b'a' b'c'] [b'c' b'a']

    Raises: ValueError for columns that are not there, negative frequencies, or a `corpus_size`
    below their sum.
    """
    if vocab_token_index < 0 or vocab_freq_index < 0:
        raise ValueError(
            f"vocab_token_index={vocab_token_index} and vocab_freq_index={vocab_freq_index} must "
            "both be >= 0."
        )
    if vocab_token_index == vocab_freq_index:
        raise ValueError(
            "vocab_token_index and vocab_freq_index should be different, but are both "
            f"{vocab_token_index}."
        )
    columns = (vocab_token_index, vocab_freq_index)
    counts = _counts(vocab_freq_file, vocab_delimiter, columns, vocab_freq_dtype)
    total = sum(counts)
    if not corpus_size:
        corpus_size = total
    elif total - corpus_size > 1e-6:
        raise ValueError(
            f"`corpus_size`={corpus_size} must be greater than or equal to the sum of all the "
            f"frequency counts ({total}) of `vocab_freq_file` ({vocab_freq_file})."
        )
    lookup = tf.contrib.lookup
    frequencies = lookup.TextFileInitializer(
        vocab_freq_file,
        vocab_token_dtype,
        vocab_token_index,
        vocab_freq_dtype,
        vocab_freq_index,
        vocab_size=len(counts),
        delimiter=vocab_delimiter,
    )
    return skip_gram_sample(
        input_tensor,
        min_skips,
        max_skips,
        start,
        limit,
        emit_self_as_target,
        lookup.HashTable(frequencies, default_value=-1),
        vocab_min_count,
        vocab_subsampling,
        None if vocab_subsampling is None else corpus_size,
        batch_size,
        batch_capacity,
        seed,
        name,
    )


def _counts(path, delimiter, columns, dtype):
    """The frequencies in the file."""
    token, frequency = columns
    counts = []
    with tf.gfile.GFile(path, mode="r") as stream:
        for row in csv.reader(stream, delimiter=delimiter):
            if max(columns) >= len(row):
                raise ValueError(
                    f"Row in vocab file only has {len(row)} columns, so vocab_token_index={token} "
                    f"or vocab_freq_index={frequency} is out of bounds. Row content: {row}"
                )
            count = dtype.as_numpy_dtype(row[frequency])
            if count < 0:
                raise ValueError(
                    f"Row in vocab file has negative frequency of {count}. Row content: {row}"
                )
            counts.append(count)
    return counts
