"""The recurrences of a conditional random field, as RNN cells."""

from __future__ import annotations

import tf1shim as tf


class _TransitionCell(tf.nn.rnn_cell.RNNCell):
    """A cell whose state has a score for each tag."""

    def __init__(self, transition_params):
        self._transition_params = tf.expand_dims(transition_params, 0)
        self._num_tags = transition_params.shape[0].value

    @property
    def state_size(self):
        """The number of tags."""
        return self._num_tags

    @property
    def output_size(self):
        """The number of tags."""
        return self._num_tags

    def _scores(self, state):
        """``[batch, from, to]``: the state's scores and then a transition."""
        return tf.expand_dims(state, 2) + self._transition_params


class CrfForwardRnnCell(_TransitionCell):
    """Computes the alpha values: the log of the sum over all ways to each tag.

    >>> import tf1shim as tf
    >>> cell = tf.contrib.crf.CrfForwardRnnCell(tf.zeros([2, 2]))
    >>> output, state = cell(tf.constant([[1.0, 2.0]]), tf.zeros([1, 2]))
    >>> with tf.Session() as sess:
    ...     print(sess.run(output).round(3))
    [[1.693 2.693]]

    Args:
        transition_params: ``[tags, tags]``.
    """

    def __call__(self, inputs, state, scope=None):
        """Returns the new alpha values, as output and as state."""
        alphas = inputs + tf.reduce_logsumexp(self._scores(state), [1])
        return alphas, alphas


class CrfDecodeForwardRnnCell(_TransitionCell):
    """Computes the score of the best way to each tag, and where that comes from.

    >>> import tf1shim as tf
    >>> cell = tf.contrib.crf.CrfDecodeForwardRnnCell(tf.zeros([2, 2]))
    >>> pointers, state = cell(tf.constant([[1.0, 2.0]]), tf.constant([[0.0, 3.0]]))
    >>> with tf.Session() as sess:
    ...     print(*sess.run([pointers, state]))
    [[1 1]] [[4. 5.]]

    Args:
        transition_params: ``[tags, tags]``.
    """

    def __call__(self, inputs, state, scope=None):
        """Returns the tags that the best ways come from, and the new scores."""
        scores = self._scores(state)
        best = inputs + tf.reduce_max(scores, [1])
        return tf.cast(tf.argmax(scores, 1), dtype=tf.int32), best


class CrfDecodeBackwardRnnCell(tf.nn.rnn_cell.RNNCell):
    """Follows the pointers of a `CrfDecodeForwardRnnCell` back.

    >>> import tf1shim as tf
    >>> cell = tf.contrib.crf.CrfDecodeBackwardRnnCell(3)
    >>> tags, state = cell(tf.constant([[2, 0, 1]]), tf.constant([[1]]))
    >>> with tf.Session() as sess:
    ...     sess.run(tags)
    array([[0]], dtype=int32)

    Args:
        num_tags: The number of tags.
    """

    def __init__(self, num_tags):
        self._num_tags = num_tags

    @property
    def state_size(self):
        """The state is one tag."""
        return 1

    @property
    def output_size(self):
        """The output is one tag."""
        return 1

    def __call__(self, inputs, state, scope=None):
        """Returns the tags before those of `state`, as output and as state."""
        state = tf.squeeze(state, axis=[1])
        places = tf.stack([tf.range(tf.shape(inputs)[0]), state], axis=1)
        tags = tf.expand_dims(tf.gather_nd(inputs, places), axis=-1)
        return tags, tags
