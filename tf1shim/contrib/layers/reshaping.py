"""Changing the shape or the kind of tensors: flattening, one-hot codes, images and sequences.

>>> import tf1shim as tf
>>> flatten(tf.zeros([2, 3, 4])).shape.as_list()
[2, 12]
"""

import tf1shim as tf
from tf1shim.contrib.framework.arg_scope import add_arg_scope
from tf1shim.contrib.layers.building import DATA_FORMAT_NCHW, DATA_FORMAT_NHWC, channels_format
from tf1shim.contrib.layers.utils import collect_named_outputs


@add_arg_scope
def flatten(inputs, outputs_collections=None, scope=None):
    """All dimensions but the first as one.

    >>> import tf1shim as tf
    >>> flatten(tf.placeholder(tf.float32, [None, 2, 3])).name
    'Flatten/flatten/Reshape:0'
    """
    with tf.name_scope(scope, "Flatten", [inputs]) as sc:
        outputs = tf.layers.flatten(tf.convert_to_tensor(inputs))
        return collect_named_outputs(outputs_collections, sc, outputs)


def _sparse_inner_flatten(inputs, new_rank):
    rank = inputs.dense_shape.get_shape().as_list()[0]
    if rank < new_rank:
        raise ValueError(
            f"Inputs has rank less than new_rank. {inputs} must have rank at least {new_rank}. "
            f"Received rank {rank}, shape {inputs.get_shape()}"
        )
    outer, inner = inputs.dense_shape[: new_rank - 1], inputs.dense_shape[new_rank - 1 :]
    return tf.sparse_reshape(inputs, tf.concat((outer, [tf.reduce_prod(inner)]), 0))


def _dense_inner_flatten(inputs, new_rank):
    enough = tf.assert_rank_at_least(inputs, new_rank, message="inputs has rank less than new_rank")
    with tf.control_dependencies([enough]):
        outer = tf.strided_slice(tf.shape(inputs), [0], [new_rank - 1])
        reshaped = tf.reshape(inputs, tf.concat((outer, [-1]), 0))
    static = inputs.get_shape()
    if isinstance(new_rank, int) and static.dims is not None:
        inner = static[new_rank - 1 :].num_elements()
        reshaped.set_shape([*static.as_list()[: new_rank - 1], inner])
    return reshaped


@add_arg_scope
def _inner_flatten(inputs, new_rank, output_collections=None, scope=None):
    """The last dimensions as one, so that `new_rank` remain.

    >>> import tf1shim as tf
    >>> _inner_flatten(tf.zeros([2, 3, 4, 5]), 2).shape.as_list()
    [2, 60]
    """
    with tf.name_scope(scope, "InnerFlatten", [inputs, new_rank]) as sc:
        if isinstance(inputs, tf.SparseTensor):
            flattened = _sparse_inner_flatten(inputs, new_rank)
        else:
            flattened = _dense_inner_flatten(tf.convert_to_tensor(inputs), new_rank)
    return collect_named_outputs(output_collections, sc, flattened)


@add_arg_scope
def dense_to_sparse(tensor, eos_token=0, outputs_collections=None, scope=None):
    """A sparse tensor of all elements but those that are `eos_token`.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...   print(sess.run(dense_to_sparse(tf.constant([[5, 0], [6, 7]]))).values)
    [5 6 7]
    """
    with tf.variable_scope(scope, "dense_to_sparse", [tensor]) as sc:
        tensor = tf.convert_to_tensor(tensor)
        indices = tf.where(tf.not_equal(tensor, tf.constant(eos_token, tensor.dtype)))
        outputs = tf.SparseTensor(
            indices, tf.gather_nd(tensor, indices), tf.shape(tensor, out_type=tf.int64)
        )
        return collect_named_outputs(outputs_collections, sc.name, outputs)


@add_arg_scope
def one_hot_encoding(
    labels, num_classes, on_value=1.0, off_value=0.0, outputs_collections=None, scope=None
):
    """`tf.one_hot` of labels that are int32 or int64.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...   print(sess.run(one_hot_encoding([2, 0], 3)))
    [[0. 0. 1.]
     [1. 0. 0.]]
    """
    with tf.name_scope(scope, "OneHotEncoding", [labels, num_classes]) as sc:
        labels = tf.convert_to_tensor(labels)
        if labels.dtype == tf.int32:
            labels = tf.cast(labels, tf.int64, name="ToInt64")
        outputs = tf.one_hot(labels, num_classes, on_value=on_value, off_value=off_value)
        return collect_named_outputs(outputs_collections, sc, outputs)


@add_arg_scope
def images_to_sequence(inputs, data_format=DATA_FORMAT_NHWC, outputs_collections=None, scope=None):
    """Images as sequences of their columns: ``[width, batch * height, channels]``.

    >>> import tf1shim as tf
    >>> images_to_sequence(tf.zeros([2, 4, 5, 3])).shape.as_list()
    [5, 8, 3]
    """
    first = channels_format(data_format, DATA_FORMAT_NCHW, DATA_FORMAT_NHWC) == "channels_first"
    with tf.name_scope(scope, "ImagesToSequence", [inputs]) as sc:
        inputs = tf.convert_to_tensor(inputs)
        if first:
            inputs = tf.transpose(inputs, [0, 2, 3, 1])
        _, _, width, depth = inputs.get_shape().as_list()
        shape = tf.shape(inputs)
        columns = tf.transpose(inputs, [2, 0, 1, 3])
        outputs = tf.reshape(columns, [width, shape[0] * shape[1], depth])
        return collect_named_outputs(outputs_collections, sc, outputs)


@add_arg_scope
def sequence_to_images(
    inputs, height, output_data_format="channels_last", outputs_collections=None, scope=None
):
    """What `images_to_sequence` undoes.

    >>> import tf1shim as tf
    >>> sequence_to_images(tf.zeros([5, 8, 3]), 4).shape.as_list()
    [2, 4, 5, 3]
    """
    with tf.name_scope(scope, "SequenceToImages", [inputs]) as sc:
        inputs = tf.convert_to_tensor(inputs)
        width, batches, depth = inputs.get_shape().as_list()
        batches = -1 if batches is None else batches // height
        reshaped = tf.reshape(inputs, [width, batches, height, depth])
        first = output_data_format == "channels_first"
        outputs = tf.transpose(reshaped, [1, 3, 2, 0] if first else [1, 2, 0, 3])
        return collect_named_outputs(outputs_collections, sc, outputs)
