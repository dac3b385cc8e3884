"""VGG: "Very Deep Convolutional Networks For Large-Scale Image Recognition"."""

import tf1shim as tf
from tf1shim.contrib import layers
from tf1shim.contrib.framework import arg_scope
from tf1shim.contrib.slim import convnets

# How many convolutions each of the five blocks has, and of what depth.
DEPTHS = (64, 128, 256, 512, 512)


def vgg_arg_scope(weight_decay=0.0005):
    """The defaults of their layers, for ``slim.arg_scope``."""
    return convnets.weights_arg_scope(weight_decay, tf.zeros_initializer())


def _vgg(name, repeats, collection_of):
    def vgg(
        inputs,
        num_classes=1000,
        is_training=True,
        dropout_keep_prob=0.5,
        spatial_squeeze=True,
        scope=name,
    ):
        with tf.variable_scope(scope, name, [inputs]) as sc:
            collection = collection_of(sc) + "_end_points"
            collected = [layers.conv2d, layers.fully_connected, layers.max_pool2d]
            with arg_scope(collected, outputs_collections=collection):
                net = inputs
                for i, (count, depth) in enumerate(zip(repeats, DEPTHS), 1):
                    net = layers.repeat(net, count, layers.conv2d, depth, [3, 3], scope=f"conv{i}")
                    net = layers.max_pool2d(net, [2, 2], scope=f"pool{i}")
                net = convnets.classify(
                    net, (4096, 4096), [7, 7], num_classes, is_training, dropout_keep_prob
                )
                return convnets.result(net, collection, sc, spatial_squeeze)

    vgg.__name__ = vgg.__qualname__ = name
    vgg.__doc__ = f"""VGG of {sum(repeats) + 3} layers; returns ``(logits, end points)``.

    The images are ``[batch, 224, 224, channels]``. Without `spatial_squeeze` the logits keep the
    dimensions of the image: for larger images.
    """
    vgg.default_image_size = 224
    return vgg


vgg_a = _vgg("vgg_a", (1, 1, 2, 2, 2), lambda scope: scope.original_name_scope)
vgg_16 = _vgg("vgg_16", (2, 2, 3, 3, 3), lambda scope: scope.original_name_scope)
vgg_19 = _vgg("vgg_19", (2, 2, 4, 4, 4), lambda scope: scope.name)
vgg_d = vgg_16
vgg_e = vgg_19
