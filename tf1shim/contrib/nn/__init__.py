"""``tf.contrib.nn``: dropout for SELUs, sampled losses, losses with flipped arguments.

>>> import tf1shim as tf
>>> tf.contrib.nn.scaled_softplus(tf.constant([0.0]), 0.5).shape.as_list()
[1]
"""

import tf1shim as tf
from tf1shim.contrib.names import missing
from tf1shim.contrib.nn.activations import alpha_dropout, fwd_gradients, scaled_softplus
from tf1shim.contrib.nn.cross_entropy import (
    deprecated_flipped_sigmoid_cross_entropy_with_logits,
    deprecated_flipped_softmax_cross_entropy_with_logits,
    deprecated_flipped_sparse_softmax_cross_entropy_with_logits,
)
from tf1shim.contrib.nn.sampling_ops import (
    rank_sampled_softmax_loss,
    sampled_sparse_softmax_loss,
)

conv1d_transpose = tf.nn.conv1d_transpose


def nth_element(input, n, reverse=False, name=None):
    """Returns the `n`-th smallest values (from 0) of the last dimension; with `reverse` largest.

    >>> with tf.Session() as sess:
    ...     print(sess.run(nth_element(tf.constant([3.0, 1.0, 2.0]), 1)))
    2.0
    """
    return tf.raw_ops.NthElement(input=input, n=n, reverse=reverse, name=name)


__all__ = [
    "alpha_dropout",
    "conv1d_transpose",
    "deprecated_flipped_sigmoid_cross_entropy_with_logits",
    "deprecated_flipped_softmax_cross_entropy_with_logits",
    "deprecated_flipped_sparse_softmax_cross_entropy_with_logits",
    "fwd_gradients",
    "nth_element",
    "rank_sampled_softmax_loss",
    "sampled_sparse_softmax_loss",
    "scaled_softplus",
]
__getattr__ = missing(__name__)
