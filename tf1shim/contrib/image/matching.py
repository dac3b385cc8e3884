"""Connected components and greedy matching, whose kernels TensorFlow 2 does not have."""

import tf1shim as tf


def bipartite_match(distance_mat, num_valid_rows, top_k=-1, name="bipartite_match"):
    """Matches rows and columns greedily: the closest pair, then the closest of those left.

    >>> rows, columns = bipartite_match(tf.constant([[0.5, 0.1, 0.3], [0.2, 0.3, 0.4]]), 2.0)
    >>> with tf.Session() as sess:
    ...     print(sess.run(rows), sess.run(columns))
    [1 0] [ 1  0 -1]

    Args: only the first `num_valid_rows` rows (a float32 tensor of one number) are matched, and
    at most `top_k` pairs if that is positive. Returns: for each row its column, for each column
    its row, int32; -1 for none.
    """
    with tf.name_scope(name):
        distances = tf.convert_to_tensor(distance_mat, tf.float32)
        rows, columns = tf.unstack(tf.shape(distances))
        valid = tf.convert_to_tensor(num_valid_rows, tf.float32)
        valid = tf.cast(tf.reshape(valid, []), tf.int32)
        count = tf.minimum(tf.minimum(rows, valid), columns)
        if top_k > 0:
            count = tf.minimum(count, top_k)
        infinity = tf.constant(float("inf"))
        is_valid = tf.range(rows)[:, None] < valid
        open_pairs = tf.logical_and(is_valid, tf.fill([rows, columns], True))

        def match(i, open_pairs, column_of, row_of):
            best = tf.where_v2(open_pairs, distances, infinity)
            pair = tf.argmin(tf.reshape(best, [-1]), output_type=tf.int32)
            row, column = pair // columns, pair % columns
            in_row, in_column = tf.equal(tf.range(rows), row), tf.equal(tf.range(columns), column)
            taken = tf.logical_or(in_row[:, None], in_column[None, :])
            return (
                i + 1,
                tf.logical_and(open_pairs, tf.logical_not(taken)),
                tf.where_v2(in_row, column, column_of),
                tf.where_v2(in_column, row, row_of),
            )

        _, _, column_of, row_of = tf.while_loop(
            lambda i, *_: i < count,
            match,
            [0, open_pairs, tf.fill([rows], -1), tf.fill([columns], -1)],
            back_prop=False,
        )
    shape = distances.get_shape()
    column_of.set_shape(shape[:1])
    row_of.set_shape(shape[1:])
    return Matched(column_of, row_of)


class Matched(tuple):
    """The pair that `bipartite_match` returns."""

    __slots__ = ()

    def __new__(cls, row_to_col_match_indices, col_to_row_match_indices):
        """Makes the pair."""
        return super().__new__(cls, (row_to_col_match_indices, col_to_row_match_indices))

    @property
    def row_to_col_match_indices(self):
        """For each row its column."""
        return self[0]

    @property
    def col_to_row_match_indices(self):
        """For each column its row."""
        return self[1]


def connected_components(images):
    """Numbers the components of equal pixels that are not 0, from 1; pixels that are 0 get 0.

    >>> with tf.Session() as sess:
    ...     print(sess.run(connected_components(tf.constant([[2, 0, 5], [2, 0, 2]]))))
    [[1 0 2]
     [1 0 3]]

    Neighbours are up, down, left and right. Numbers are int32, in the order of the first pixels;
    in a batch (three dimensions) they go on from image to image.
    """
    with tf.name_scope("connected_components"):
        given = tf.convert_to_tensor(images, name="images")
        rank = len(given.get_shape())
        if rank not in (2, 3):
            raise TypeError(
                f"images should have rank 2 (HW) or 3 (NHW). Static shape is {given.get_shape()}"
            )
        images = given[None, :, :] if rank == 2 else given
        numbers = _consecutive(_first_pixels(images))
        return numbers[0, :, :] if rank == 2 else numbers


def _first_pixels(images):
    """For each pixel, 1 + the place of its component's first pixel; 0 for pixels that are 0."""
    shape = tf.shape(images)
    size = tf.size(images)
    blank = tf.zeros([], images.dtype) if images.dtype != tf.string else tf.constant("")
    is_blank = tf.equal(images, False if images.dtype == tf.bool else blank)
    own = tf.where_v2(is_blank, 0, tf.reshape(tf.range(1, size + 1), shape))
    # Whether each pixel is equal to the one to the right, and to the one below.
    right = tf.equal(images[:, :, 1:], images[:, :, :-1])
    below = tf.equal(images[:, 1:, :], images[:, :-1, :])

    def spread(labels, changed):
        new = labels
        for axis, equal in ((2, right), (1, below)):
            new = _least(new, equal, axis)
        # Each pixel also asks the pixel whose label it has: distances double at every round.
        flat = tf.reshape(new, [-1])
        jumped = tf.gather(tf.concat([[0], flat], 0), flat)
        new = tf.reshape(jumped, shape)
        return new, tf.reduce_any(tf.not_equal(new, labels))

    labels, _ = tf.while_loop(
        lambda labels, changed: changed, spread, [own, tf.constant(True)], back_prop=False
    )
    return tf.reshape(labels, shape)


def _least(labels, equal, axis):
    """Each label or an equal neighbour's along `axis`, whichever is less."""
    before = [slice(None)] * 3
    after = [slice(None)] * 3
    before[axis], after[axis] = slice(None, -1), slice(1, None)
    before, after = tuple(before), tuple(after)
    least = tf.minimum(labels[before], labels[after])
    first = tf.where_v2(equal, least, labels[before])
    second = tf.where_v2(equal, least, labels[after])
    ends = [slice(None)] * 3
    ends[axis] = slice(-1, None)
    starts = [slice(None)] * 3
    starts[axis] = slice(None, 1)
    return tf.minimum(
        tf.concat([first, labels[tuple(ends)]], axis),
        tf.concat([labels[tuple(starts)], second], axis),
    )


def _consecutive(labels):
    """Labels as 1, 2, ... in the order in which they come; 0 stays 0."""
    flat = tf.concat([[0], tf.reshape(labels, [-1])], 0)
    _, position = tf.unique(flat)
    return tf.reshape(position[1:], tf.shape(labels))
