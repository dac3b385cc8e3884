"""Batches of datasets, in ways that `tf.data.Dataset` has arguments for by now."""

import tf1shim as tf


def batch_and_drop_remainder(batch_size):
    """Returns a transformation: ``batch``, without a last batch that is smaller.

    >>> data = tf.data.Dataset.range(7).apply(batch_and_drop_remainder(3))
    >>> tf.data.get_output_shapes(data)
    TensorShape([Dimension(3)])
    """
    return lambda dataset: dataset.batch(batch_size, drop_remainder=True)


def padded_batch_and_drop_remainder(batch_size, padded_shapes, padding_values=None):
    """Returns a transformation: ``padded_batch``, without a last batch that is smaller.

    >>> data = tf.data.Dataset.range(7).map(lambda n: tf.fill([n], n))
    >>> data = data.apply(padded_batch_and_drop_remainder(3, [None]))
    >>> tf.data.get_output_shapes(data)
    TensorShape([Dimension(3), Dimension(None)])
    """
    return lambda dataset: dataset.padded_batch(
        batch_size, padded_shapes, padding_values, drop_remainder=True
    )


def sliding_window_batch(window_size, stride=None, window_shift=None, window_stride=1):
    """Returns a transformation: batches that overlap, each a window over the elements.

    >>> data = tf.data.Dataset.range(5).apply(sliding_window_batch(3, window_shift=2))
    >>> window = tf.data.make_one_shot_iterator(data).get_next()
    >>> with tf.Session() as sess:
    ...     print(sess.run(window), sess.run(window))
    [0 1 2] [2 3 4]

    Args: the next window starts `window_shift` elements later (`stride` is its old name; 1 if
    neither is given); elements of a window are `window_stride` apart. Incomplete windows are left
    out. Raises: ValueError if both `stride` and `window_shift` are given.
    """
    if stride is not None and window_shift is not None:
        raise ValueError("Cannot specify both `stride` and `window_shift`")
    shift = next((s for s in (window_shift, stride) if s is not None), 1)

    def batch(*window):
        nested = tf.data.Dataset.zip(window) if len(window) > 1 else tf.data.Dataset.zip(window[0])
        return nested.batch(window_size)

    return lambda dataset: dataset.window(
        window_size, shift, window_stride, drop_remainder=True
    ).flat_map(batch)


def assert_element_shape(expected_shapes):
    """Returns a transformation that checks the elements' shapes, and makes them known.

    >>> data = tf.data.Dataset.range(3).map(lambda n: tf.fill([n + 1], n))
    >>> data = data.apply(assert_element_shape(tf.TensorShape([2])))
    >>> tf.data.get_output_shapes(data)
    TensorShape([Dimension(2)])

    Raises: ValueError for shapes that cannot be; `tf.errors.InvalidArgumentError` at the first
    element of another shape.
    """

    def apply(dataset):
        shapes = tf.data.get_output_shapes(dataset)
        merged = [
            tf.TensorShape(known).merge_with(wanted)
            for known, wanted in zip(_flat(shapes), _flat(expected_shapes))
        ]
        is_tuple = isinstance(shapes, tuple)

        def check(*elements):
            found = []
            for tensor, wanted, shape in zip(
                tf.nest.flatten(elements), _flat(expected_shapes), merged
            ):
                if tf.TensorShape(wanted).ndims is not None:
                    tensor = tf.contrib.framework.with_shape(wanted, tensor)
                tensor.set_shape(shape)
                found.append(tensor)
            packed = tf.nest.pack_sequence_as(elements, found)
            return packed if is_tuple else packed[0]

        return dataset.map(check)

    return apply


def _flat(shapes):
    """The shapes in a nested structure; a shape is a leaf, whatever it is a list of."""
    if isinstance(shapes, tf.TensorShape):
        return [shapes]
    if isinstance(shapes, dict):
        shapes = [shapes[key] for key in sorted(shapes)]
    return [shape for part in shapes for shape in _flat(part)]
