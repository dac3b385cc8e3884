"""``tf.contrib.libsvm``: lines of LIBSVM's text format to tensors.

>>> import tf1shim as tf
>>> features, labels = tf.contrib.libsvm.decode_libsvm(["1 0:0.5 2:1.5", "0 1:2.0"], 3)
>>> with tf.Session() as sess:
...     print(sess.run(labels), sess.run(tf.sparse.to_dense(features)), sep="\\n")
[1 0]
[[0.5 0.  1.5]
 [0.  2.  0. ]]
"""

import tf1shim as tf
from tf1shim.contrib.names import missing


def decode_libsvm(content, num_features, dtype=None, label_dtype=None):
    """Decodes lines ``label index:value index:value``; returns features and labels.

    >>> features, labels = decode_libsvm(tf.constant(["7 1:2"]), 3, tf.int32, tf.float32)
    >>> features.dtype, labels.dtype
    (tf.int32, tf.float32)

    Args: `content`, strings of any shape; indices go from 0 to below `num_features`; `dtype` is
    float32 by default, `label_dtype` int64. The features are a sparse tensor. Raises, when run:
    `tf.errors.InvalidArgumentError` for lines without a label and pairs that are none.
    """
    content = tf.convert_to_tensor(content, tf.string)
    shape = tf.shape(content, out_type=tf.int64)
    words = tf.string_split(tf.reshape(content, [-1]), " ")
    is_label = tf.equal(words.indices[:, 1], 0)
    labels = tf.boolean_mask(words.values, is_label)
    with tf.control_dependencies([_assert_equal(tf.size(labels), tf.size(content), "a label")]):
        labels = tf.string_to_number(labels, label_dtype or tf.int64)
    is_pair = tf.logical_not(is_label)
    pairs = tf.string_split(tf.boolean_mask(words.values, is_pair), ":", skip_empty=False)
    rows = tf.boolean_mask(words.indices[:, 0], is_pair)
    two = _assert_equal(tf.shape(pairs.values)[0], 2 * tf.size(rows, out_type=tf.int32), "pairs")
    with tf.control_dependencies([two]):
        parts = tf.reshape(pairs.values, [-1, 2])
    index = tf.string_to_number(parts[:, 0], tf.int64)
    in_range = tf.logical_and(index >= 0, index < num_features)
    check = tf.Assert(tf.reduce_all(in_range), ["Index out of range of the features:", index])
    with tf.control_dependencies([check]):
        index = tf.identity(index)
    places = tf.gather(tf.where_v2(tf.fill(shape, True)), rows)
    features = tf.SparseTensor(
        tf.concat([places, index[:, None]], 1),
        tf.string_to_number(parts[:, 1], dtype or tf.float32),
        tf.concat([shape, [num_features]], 0),
    )
    return features, tf.reshape(labels, shape)


def _assert_equal(count, expected, what):
    return tf.Assert(tf.equal(count, expected), [f"A line of LIBSVM's format needs {what}."])


__all__ = ["decode_libsvm"]
__getattr__ = missing(__name__)
