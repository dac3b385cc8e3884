"""Summaries of tensors, of all in a collection, and of activations.

>>> import tf1shim as tf
>>> y = tf.contrib.layers.fully_connected(tf.zeros([2, 3]), 4)
>>> [s.op.name for s in tf.contrib.layers.summarize_collection("variables", ".*weights")]
['fully_connected/weights_summary']
"""

import functools
import re

import tf1shim as tf


def summarize_tensor(tensor, tag=None):
    """A summary of a scalar, or a histogram of more; None for strings and bools.

    >>> import tf1shim as tf
    >>> summarize_tensor(tf.constant(1.0, name="loss")).name
    'loss_summary:0'

    Args: `tag`, the summary's name, else that of the tensor with ``_summary``.
    """
    if tensor.dtype.is_compatible_with(tf.string) or tensor.dtype.base_dtype == tf.bool:
        return None
    kind = tf.summary.scalar if tensor.get_shape().ndims == 0 else tf.summary.histogram
    return kind(tag or f"{tensor.op.name}_summary", tensor)


def summarize_activation(op):
    """A histogram of an activation and, of ReLUs, what part of it is cut off.

    >>> import tf1shim as tf
    >>> summarize_activation(tf.nn.relu(tf.zeros([2, 3]), name="y")).name
    'y/activation:0'
    >>> [s.op.name for s in tf.get_collection(tf.GraphKeys.SUMMARIES)]
    ['y/zeros', 'y/activation']
    """
    kind, name = op.op.type, op.op.name
    cuts = []
    if kind in ("Relu", "Softplus", "Relu6"):
        cuts.append(("zeros", tf.less, 0.0))
    if kind == "Relu6":
        cuts.append(("sixes", tf.greater, 6.0))
    for tag, beyond, limit in cuts:
        inputs = op.op.inputs[0]
        cut = tf.cast(beyond(inputs, tf.cast(limit, inputs.dtype)), tf.float32, name="ToFloat")
        tf.summary.scalar(f"{name}/{tag}", tf.reduce_mean(cut))
    return tf.summary.histogram(f"{name}/activation", op)


def summarize_tensors(tensors, summarizer=summarize_tensor):
    """The summaries of all the tensors, as a list."""
    return [summarizer(tensor) for tensor in tensors]


def summarize_collection(collection, name_filter=None, summarizer=summarize_tensor):
    """The summaries of all tensors in a collection with a name that matches, as a list."""
    return summarize_tensors(
        [
            tensor
            for tensor in tf.get_collection(collection)
            if name_filter is None or re.match(name_filter, tensor.op.name)
        ],
        summarizer,
    )


def summarize_activations(name_filter=None, summarizer=summarize_activation):
    """`summarize_collection` of the collection ``ACTIVATIONS``."""
    return summarize_collection(tf.GraphKeys.ACTIVATIONS, name_filter, summarizer)


summarize_variables = functools.partial(summarize_collection, tf.GraphKeys.GLOBAL_VARIABLES)
summarize_weights = functools.partial(summarize_collection, tf.GraphKeys.WEIGHTS)
summarize_biases = functools.partial(summarize_collection, tf.GraphKeys.BIASES)
