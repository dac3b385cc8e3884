"""Pooling layers.

>>> import tf1shim as tf
>>> max_pool2d(tf.zeros([2, 8, 8, 3]), 2).shape.as_list()
[2, 4, 4, 3]
"""

import tf1shim as tf
from tf1shim.contrib.framework.arg_scope import add_arg_scope
from tf1shim.contrib.layers.building import (
    DATA_FORMAT_NCDHW,
    DATA_FORMAT_NCHW,
    DATA_FORMAT_NDHWC,
    DATA_FORMAT_NHWC,
    channels_format,
)
from tf1shim.contrib.layers.utils import collect_named_outputs, n_positive_integers

_IMAGES = (DATA_FORMAT_NCHW, DATA_FORMAT_NHWC)
_VOLUMES = (DATA_FORMAT_NCDHW, DATA_FORMAT_NDHWC)


def _pooled(layer_class, default_name, formats, inputs, kernel_size, stride, padding, data_format,
            collections, scope):  # fmt: skip
    data_format = channels_format(data_format, *formats)
    with tf.name_scope(scope, default_name, [inputs]) as sc:
        inputs = tf.convert_to_tensor(inputs)
        layer = layer_class(
            pool_size=kernel_size,
            strides=stride,
            padding=padding,
            data_format=data_format,
            _scope=sc,
        )
        return collect_named_outputs(collections, sc, layer.apply(inputs))


@add_arg_scope
def avg_pool2d(
    inputs,
    kernel_size,
    stride=2,
    padding="VALID",
    data_format=DATA_FORMAT_NHWC,
    outputs_collections=None,
    scope=None,
):
    """The average of each window of an image.

    >>> import tf1shim as tf
    >>> avg_pool2d(tf.zeros([2, 8, 8, 3]), [2, 2], scope="pool").name
    'pool/AvgPool:0'
    """
    return _pooled(
        tf.layers.AveragePooling2D, "AvgPool2D", _IMAGES, inputs, kernel_size, stride, padding,
        data_format, outputs_collections, scope
    )  # fmt: skip


@add_arg_scope
def avg_pool3d(
    inputs,
    kernel_size,
    stride=2,
    padding="VALID",
    data_format=DATA_FORMAT_NDHWC,
    outputs_collections=None,
    scope=None,
):
    """The average of each window of a volume."""
    return _pooled(
        tf.layers.AveragePooling3D, "AvgPool3D", _VOLUMES, inputs, kernel_size, stride, padding,
        data_format, outputs_collections, scope
    )  # fmt: skip


@add_arg_scope
def max_pool2d(
    inputs,
    kernel_size,
    stride=2,
    padding="VALID",
    data_format=DATA_FORMAT_NHWC,
    outputs_collections=None,
    scope=None,
):
    """The maximum of each window of an image.

    >>> import tf1shim as tf
    >>> max_pool2d(tf.zeros([2, 7, 7, 3]), 3, padding="SAME").shape.as_list()
    [2, 4, 4, 3]
    """
    return _pooled(
        tf.layers.MaxPooling2D, "MaxPool2D", _IMAGES, inputs, kernel_size, stride, padding,
        data_format, outputs_collections, scope
    )  # fmt: skip


@add_arg_scope
def max_pool3d(
    inputs,
    kernel_size,
    stride=2,
    padding="VALID",
    data_format=DATA_FORMAT_NDHWC,
    outputs_collections=None,
    scope=None,
):
    """The maximum of each window of a volume."""
    return _pooled(
        tf.layers.MaxPooling3D, "MaxPool3D", _VOLUMES, inputs, kernel_size, stride, padding,
        data_format, outputs_collections, scope
    )  # fmt: skip


@add_arg_scope
def pool(
    inputs,
    kernel_size,
    pooling_type,
    padding="VALID",
    data_format=None,
    dilation_rate=1,
    stride=1,
    outputs_collections=None,
    scope=None,
):
    """`tf.nn.pool` of any number of dimensions.

    >>> import tf1shim as tf
    >>> pool(tf.zeros([2, 8, 3]), 2, "MAX", stride=2).shape.as_list()
    [2, 4, 3]

    Args: `pooling_type`, ``AVG`` or ``MAX``.
    Raises: ValueError if the rank is not known or below 3.
    """
    with tf.name_scope(scope, f"{pooling_type.lower()}_pool", [inputs]) as sc:
        inputs = tf.convert_to_tensor(inputs)
        rank = inputs.get_shape().ndims
        if rank is None:
            raise ValueError("Rank of inputs must be known")
        if rank < 3:
            raise ValueError("Rank of inputs must be >= 3")
        output = tf.nn.pool(
            input=inputs,
            window_shape=n_positive_integers(rank - 2, kernel_size),
            pooling_type=pooling_type,
            padding=padding,
            data_format=data_format,
            dilation_rate=n_positive_integers(rank - 2, dilation_rate),
            strides=n_positive_integers(rank - 2, stride),
            name=sc,
        )
        return collect_named_outputs(outputs_collections, sc, output)
