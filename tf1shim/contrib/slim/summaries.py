"""Summaries of tensors by their own names."""

import tf1shim as tf


def _summary_name(tensor, name=None, prefix=None, postfix=None):
    name = name or tensor.op.name
    if prefix:
        name = f"{prefix}/{name}"
    return f"{name}/{postfix}" if postfix else name


def add_histogram_summary(tensor, name=None, prefix=None):
    """A histogram of the tensor, called `name` or as its op, after `prefix` if there is one.

    >>> import tf1shim as tf
    >>> tf.contrib.slim.summaries.add_histogram_summary(tf.zeros([2], name="x"), prefix="eval").name
    'eval/x:0'
    """
    return tf.summary.histogram(_summary_name(tensor, name, prefix), tensor)


def add_image_summary(tensor, name=None, prefix=None, print_summary=False):
    """An image summary of the tensor; prints it too with `print_summary`."""
    name = _summary_name(tensor, name, prefix)
    collections = [] if print_summary else None
    op = tf.summary.image(name=name, tensor=tensor, collections=collections)
    return _printing(op, tensor, name) if print_summary else op


def add_scalar_summary(tensor, name=None, prefix=None, print_summary=False):
    """A scalar summary of the tensor; prints it too with `print_summary`."""
    name = _summary_name(tensor, name, prefix)
    collections = [] if print_summary else None
    op = tf.summary.scalar(name=name, tensor=tensor, collections=collections)
    return _printing(op, tensor, name) if print_summary else op


def _printing(op, tensor, name):
    op = tf.Print(op, [tensor], name)
    tf.add_to_collection(tf.GraphKeys.SUMMARIES, op)
    return op


def add_zero_fraction_summary(tensor, name=None, prefix=None, print_summary=False):
    """A scalar summary of how much of the tensor is zero."""
    name = _summary_name(tensor, name, prefix, "Fraction_of_Zero_Values")
    return add_scalar_summary(tf.nn.zero_fraction(tensor), name, print_summary=print_summary)


def add_histogram_summaries(tensors, prefix=None):
    """`add_histogram_summary` of each tensor, as a list."""
    return [add_histogram_summary(tensor, prefix=prefix) for tensor in tensors]


def add_image_summaries(tensors, prefix=None):
    """`add_image_summary` of each tensor, as a list."""
    return [add_image_summary(tensor, prefix=prefix) for tensor in tensors]


def add_scalar_summaries(tensors, prefix=None, print_summary=False):
    """`add_scalar_summary` of each tensor, as a list."""
    return [add_scalar_summary(t, prefix=prefix, print_summary=print_summary) for t in tensors]


def add_zero_fraction_summaries(tensors, prefix=None):
    """`add_zero_fraction_summary` of each tensor, as a list."""
    return [add_zero_fraction_summary(tensor, prefix=prefix) for tensor in tensors]
