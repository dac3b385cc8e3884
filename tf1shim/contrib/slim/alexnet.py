"""AlexNet, as "One weird trick for parallelizing convolutional neural networks" has it."""

import tf1shim as tf
from tf1shim.contrib import layers
from tf1shim.contrib.framework import arg_scope
from tf1shim.contrib.slim import convnets

trunc_normal = convnets.truncated


def alexnet_v2_arg_scope(weight_decay=0.0005):
    """The defaults of its layers, for ``slim.arg_scope``."""
    biases = tf.constant_initializer(0.1)
    return convnets.pools_valid(convnets.weights_arg_scope(weight_decay, biases))


def alexnet_v2(
    inputs,
    num_classes=1000,
    is_training=True,
    dropout_keep_prob=0.5,
    spatial_squeeze=True,
    scope="alexnet_v2",
):
    """AlexNet for images ``[batch, 224, 224, channels]``; returns ``(logits, end points)``.

    Without `spatial_squeeze` the logits keep the dimensions of the image: for larger images.
    """
    with tf.variable_scope(scope, "alexnet_v2", [inputs]) as sc:
        collection = sc.original_name_scope + "_end_points"
        collected = [layers.conv2d, layers.fully_connected, layers.max_pool2d]
        with arg_scope(collected, outputs_collections=[collection]):
            net = layers.conv2d(inputs, 64, [11, 11], 4, padding="VALID", scope="conv1")
            net = layers.max_pool2d(net, [3, 3], 2, scope="pool1")
            net = layers.conv2d(net, 192, [5, 5], scope="conv2")
            net = layers.max_pool2d(net, [3, 3], 2, scope="pool2")
            net = layers.conv2d(net, 384, [3, 3], scope="conv3")
            net = layers.conv2d(net, 384, [3, 3], scope="conv4")
            net = layers.conv2d(net, 256, [3, 3], scope="conv5")
            net = layers.max_pool2d(net, [3, 3], 2, scope="pool5")
            with arg_scope(
                [layers.conv2d],
                weights_initializer=trunc_normal(0.005),
                biases_initializer=tf.constant_initializer(0.1),
            ):
                net = convnets.classify(
                    net, (4096, 4096), [5, 5], num_classes, is_training, dropout_keep_prob,
                    biases_initializer=tf.zeros_initializer(),
                )  # fmt: skip
            return convnets.result(net, collection, sc, spatial_squeeze)


alexnet_v2.default_image_size = 224
