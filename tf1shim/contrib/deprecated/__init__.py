"""``tf.contrib.deprecated``: summaries as they were before `tf.summary`, with tags of their own.

>>> import tf1shim as tf
>>> text = tf.contrib.deprecated.scalar_summary("loss", tf.constant(0.5))
>>> with tf.Session() as sess:
...     print(tf.Summary.FromString(sess.run(text)).value[0].tag)
loss
"""

import tf1shim as tf
from tf1shim.contrib.names import missing


def _summary(kind, inputs, collections, name, op=None, **how):
    """Adds an op `op` (``KINDSummary``), and its output to the collections."""
    with tf.name_scope(name, f"{kind}Summary", list(inputs.values())) as scope:
        text = getattr(tf.raw_ops, op or f"{kind}Summary")(**inputs, **how, name=scope)
    for key in [tf.GraphKeys.SUMMARIES] if collections is None else collections:
        tf.add_to_collection(key, text)
    return text


def scalar_summary(tags, values, collections=None, name=None):
    """Summarizes numbers, each under its tag.

    >>> scalar_summary(["a", "b"], [1.0, 2.0]).op.type
    'ScalarSummary'
    """
    return _summary("Scalar", {"tags": tags, "values": values}, collections, name)


def histogram_summary(tag, values, collections=None, name=None):
    """Summarizes how the values of a tensor are spread.

    >>> histogram_summary("weights", [1.0, 2.0]).op.type
    'HistogramSummary'
    """
    return _summary("Histogram", {"tag": tag, "values": values}, collections, name)


def image_summary(tag, tensor, max_images=3, collections=None, name=None):
    """Summarizes the first images of a batch.

    >>> image_summary("faces", tf.zeros([1, 4, 4, 3])).op.type
    'ImageSummary'
    """
    inputs = {"tag": tag, "tensor": tensor}
    return _summary("Image", inputs, collections, name, max_images=max_images)


def audio_summary(tag, tensor, sample_rate, max_outputs=3, collections=None, name=None):
    """Summarizes the first sounds of a batch.

    >>> audio_summary("voices", tf.zeros([1, 8000]), 8000.0).op.type
    'AudioSummaryV2'
    """
    inputs = {"tag": tag, "tensor": tensor}
    how = {"sample_rate": sample_rate, "max_outputs": max_outputs}
    return _summary("Audio", inputs, collections, name, "AudioSummaryV2", **how)


def merge_summary(inputs, collections=None, name=None):
    """Merges summaries into one.

    >>> merge_summary([scalar_summary("a", 1.0), scalar_summary("b", 2.0)]).op.type
    'MergeSummary'
    """
    with tf.name_scope(name, "MergeSummary", inputs):
        text = tf.raw_ops.MergeSummary(inputs=inputs, name=name)
    for key in collections or []:
        tf.add_to_collection(key, text)
    return text


def merge_all_summaries(key=tf.GraphKeys.SUMMARIES):
    """Merges all summaries of the graph; None if there are none.

    >>> merge_all_summaries() is None
    True
    """
    found = tf.get_collection(key)
    return merge_summary(found) if found else None


__all__ = [
    "audio_summary",
    "histogram_summary",
    "image_summary",
    "merge_all_summaries",
    "merge_summary",
    "scalar_summary",
]
__getattr__ = missing(__name__)
