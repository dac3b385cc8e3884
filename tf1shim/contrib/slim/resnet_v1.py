"""Residual networks: "Deep Residual Learning for Image Recognition"."""

import functools

import tf1shim as tf
from tf1shim.contrib import layers
from tf1shim.contrib.framework import add_arg_scope
from tf1shim.contrib.layers import utils
from tf1shim.contrib.slim import resnet_utils

resnet_arg_scope = resnet_utils.resnet_arg_scope


@add_arg_scope
def bottleneck(
    inputs, depth, depth_bottleneck, stride, rate=1, outputs_collections=None, scope=None
):
    """A unit: three convolutions, added to the input or its projection, then a ReLU.

    `depth` is that of its output, `depth_bottleneck` that of the layers between.
    """
    with tf.variable_scope(scope, "bottleneck_v1", [inputs]) as sc:
        if depth == utils.last_dimension(inputs.get_shape(), min_rank=4):
            shortcut = resnet_utils.subsample(inputs, stride, "shortcut")
        else:
            shortcut = layers.conv2d(
                inputs, depth, [1, 1], stride=stride, activation_fn=None, scope="shortcut"
            )
        net = layers.conv2d(inputs, depth_bottleneck, [1, 1], stride=1, scope="conv1")
        net = resnet_utils.conv2d_same(net, depth_bottleneck, 3, stride, rate=rate, scope="conv2")
        net = layers.conv2d(net, depth, [1, 1], stride=1, activation_fn=None, scope="conv3")
        output = tf.nn.relu(shortcut + net)
        return utils.collect_named_outputs(outputs_collections, sc.name, output)


def resnet_v1(
    inputs,
    blocks,
    num_classes=None,
    is_training=True,
    global_pool=True,
    output_stride=None,
    include_root_block=True,
    reuse=None,
    scope=None,
):
    """A residual network of `blocks`; returns ``(net, end points)``.

    With `include_root_block` a convolution and a pool come first; with `global_pool` the mean over
    the image is taken; with `num_classes` the net are logits ``[batch, 1, 1, num_classes]``.
    `output_stride` is how much smaller the image may get: later strides become rates.

    Raises:
        ValueError: `output_stride` cannot be reached.
    """
    return resnet_utils.residual_network(1, bottleneck, **locals())


resnet_v1.default_image_size = 224

resnet_v1_block = functools.partial(resnet_utils.bottleneck_block, bottleneck)
resnet_v1_50 = resnet_utils.of_size(resnet_v1, resnet_v1_block, "resnet_v1_50", 50)
resnet_v1_101 = resnet_utils.of_size(resnet_v1, resnet_v1_block, "resnet_v1_101", 101)
resnet_v1_152 = resnet_utils.of_size(resnet_v1, resnet_v1_block, "resnet_v1_152", 152)
resnet_v1_200 = resnet_utils.of_size(resnet_v1, resnet_v1_block, "resnet_v1_200", 200)
