"""What AlexNet, OverFeat and VGG share: convolutions, then three that stand for dense layers."""

from __future__ import annotations

import tf1shim as tf
from tf1shim.contrib import layers
from tf1shim.contrib.framework import arg_scope
from tf1shim.contrib.layers import utils


def truncated(stddev):
    """Initial values: the truncated normal distribution around 0."""
    return tf.truncated_normal_initializer(0.0, stddev)


def weights_arg_scope(weight_decay, biases_initializer):
    """Defaults of convolutions and dense layers; ``SAME`` padding for convolutions."""
    with arg_scope(
        [layers.conv2d, layers.fully_connected],
        activation_fn=tf.nn.relu,
        weights_regularizer=layers.l2_regularizer(weight_decay),
        biases_initializer=biases_initializer,
    ):
        with arg_scope([layers.conv2d], padding="SAME") as scope:
            return scope


def pools_valid(scope):
    """The argument scope with ``VALID`` padding for pools."""
    with arg_scope(scope), arg_scope([layers.max_pool2d], padding="VALID") as scope:
        return scope


def classify(net, sizes, kernel, num_classes, is_training, keep_prob, **last):
    """``fc6``, ``fc7`` and ``fc8``, as convolutions; `last` are arguments of the last."""
    with arg_scope([layers.dropout], is_training=is_training):
        net = layers.conv2d(net, sizes[0], kernel, padding="VALID", scope="fc6")
        net = layers.dropout(net, keep_prob, scope="dropout6")
        net = layers.conv2d(net, sizes[1], [1, 1], scope="fc7")
        net = layers.dropout(net, keep_prob, scope="dropout7")
    return layers.conv2d(
        net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None, scope="fc8", **last
    )


def result(net, collection, scope, spatial_squeeze):
    """``(net, end points)``, the dimensions of the image squeezed out of `net` if wanted."""
    end_points = utils.convert_collection_to_dict(collection)
    if spatial_squeeze:
        net = tf.squeeze(net, [1, 2], name="fc8/squeezed")
        end_points[f"{scope.name}/fc8"] = net
    return net, end_points
