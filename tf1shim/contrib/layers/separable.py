"""The separable convolution: one kernel for each channel, then a mixing of the channels.

>>> import tf1shim as tf
>>> y = separable_convolution2d(tf.zeros([2, 8, 8, 3]), 16, [3, 3])
>>> [v.op.name for v in tf.model_variables()][:2]
['SeparableConv2d/depthwise_weights', 'SeparableConv2d/pointwise_weights']
"""

import tf1shim as tf
from tf1shim.contrib.framework.arg_scope import add_arg_scope
from tf1shim.contrib.layers.building import (
    DATA_FORMAT_NCHW,
    DATA_FORMAT_NHWC,
    SEPARABLE_NAMES,
    XAVIER,
    ZEROS,
    _add_variable_to_collections,
    channels_format,
    collect_variables,
    finished,
    layer_scope,
)
from tf1shim.contrib.layers.convolution import _parameters
from tf1shim.contrib.layers.utils import channel_dimension, two_element_tuple


@add_arg_scope
def separable_convolution2d(
    inputs,
    num_outputs,
    kernel_size,
    depth_multiplier=1,
    stride=1,
    padding="SAME",
    data_format=DATA_FORMAT_NHWC,
    rate=1,
    activation_fn=tf.nn.relu,
    normalizer_fn=None,
    normalizer_params=None,
    weights_initializer=XAVIER,
    pointwise_initializer=None,
    weights_regularizer=None,
    biases_initializer=ZEROS,
    biases_regularizer=None,
    reuse=None,
    variables_collections=None,
    outputs_collections=None,
    trainable=True,
    scope=None,
):
    """A convolution of each channel with kernels of its own, then one of 1 by 1 over them all.

    >>> import tf1shim as tf
    >>> x = tf.zeros([2, 8, 8, 3])
    >>> separable_convolution2d(x, 16, 3).name, separable_convolution2d(x, None, 3, 2).name
    ('SeparableConv2d/Relu:0', 'SeparableConv2d_1/Relu:0')

    Args: `num_outputs`, None to leave the second step out; `depth_multiplier`, kernels for each
    channel; `pointwise_initializer`, of the second step, `weights_initializer` if None; the others
    as in `convolution`.
    """
    data_format_layer = channels_format(data_format, DATA_FORMAT_NCHW, DATA_FORMAT_NHWC)
    with layer_scope(scope, "SeparableConv2d", inputs, reuse, SEPARABLE_NAMES) as sc:
        inputs = tf.convert_to_tensor(inputs)
        if num_outputs is not None:
            layer = tf.layers.SeparableConv2D(
                filters=num_outputs,
                kernel_size=kernel_size,
                strides=stride,
                padding=padding,
                data_format=data_format_layer,
                dilation_rate=two_element_tuple(rate),
                depth_multiplier=depth_multiplier,
                use_bias=bool(not normalizer_fn and biases_initializer),
                depthwise_initializer=weights_initializer,
                pointwise_initializer=pointwise_initializer or weights_initializer,
                bias_initializer=biases_initializer,
                depthwise_regularizer=weights_regularizer,
                pointwise_regularizer=weights_regularizer,
                bias_regularizer=biases_regularizer,
                trainable=trainable,
                name=sc.name,
                dtype=inputs.dtype.base_dtype,
                _scope=sc,
                _reuse=reuse,
            )
            outputs = layer.apply(inputs)
            for kernel in (layer.depthwise_kernel, layer.pointwise_kernel):
                _add_variable_to_collections(kernel, variables_collections, "weights")
            collect_variables(variables_collections, biases=layer.bias)
        else:
            make = _parameters(inputs, variables_collections, trainable)
            channels = channel_dimension(inputs.get_shape(), data_format_layer, min_rank=4)
            kernel = [*two_element_tuple(kernel_size), channels, depth_multiplier]
            weights = make(
                "depthwise_weights", kernel, weights_initializer, weights_regularizer, "weights"
            )
            strides = two_element_tuple(stride)
            outputs = tf.nn.depthwise_conv2d(
                inputs,
                weights,
                [1, 1, *strides] if data_format == DATA_FORMAT_NCHW else [1, *strides, 1],
                padding,
                rate=two_element_tuple(rate),
                data_format=data_format,
            )
            if normalizer_fn is None and biases_initializer is not None:
                shape = [depth_multiplier * channels]
                biases = make("biases", shape, biases_initializer, biases_regularizer)
                outputs = tf.nn.bias_add(outputs, biases, data_format=data_format)
        return finished(
            outputs, sc.name, outputs_collections, activation_fn, normalizer_fn, normalizer_params
        )


separable_conv2d = separable_convolution2d
