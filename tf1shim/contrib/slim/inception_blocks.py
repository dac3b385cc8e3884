"""Inception networks as tables: each end point is a layer, or branches of layers.

A layer is written ``SCOPE:DEPTH``, and its kind and kernel are told by the scope:
``Conv2d_0a_3x3:64`` is a convolution of 3 x 3 with 64 outputs, ``MaxPool_3a_3x3`` a pool. After
that may come ``@3x3`` for another kernel, ``/2`` for a stride, ``=VALID`` for a padding and
``~0.09`` for the standard deviation of initial weights. ``a+b`` is both beside each other.
"""

from __future__ import annotations

import re

import tf1shim as tf
from tf1shim.contrib import layers
from tf1shim.contrib.framework import arg_scope
from tf1shim.contrib.slim.convnets import truncated

_LAYER = re.compile(
    r"(?P<scope>(?P<kind>[A-Za-z]+)\w*_(?P<named>\d+x\d+))(:(?P<depth>\d+))?"
    r"(@(?P<kernel>\d+x\d+))?(/(?P<stride>\d))?(=(?P<padding>\w+))?(~(?P<stddev>[\d.]+))?"
)
_POOLS = {"MaxPool": layers.max_pool2d, "AvgPool": layers.avg_pool2d}


def layer(net, text, depth):
    """Puts the layer that `text` says on `net`; ``depth(d)`` is the depth for one of d."""
    parts = _LAYER.fullmatch(text)
    kernel = [int(size) for size in (parts["kernel"] or parts["named"]).split("x")]
    how = {"scope": parts["scope"]}
    if parts["stride"]:
        how["stride"] = int(parts["stride"])
    if parts["padding"]:
        how["padding"] = parts["padding"]
    if parts["stddev"]:
        how["weights_initializer"] = truncated(float(parts["stddev"]))
    if parts["kind"] in _POOLS:
        return _POOLS[parts["kind"]](net, kernel, **how)
    return layers.conv2d(net, depth(int(parts["depth"])), kernel, **how)


def _branch(net, texts, depth):
    for text in texts.split():
        beside = [layer(net, part, depth) for part in text.split("+")]
        net = beside[0] if len(beside) == 1 else tf.concat(beside, 3)
    return net


def stack(net, table, end_points, final_endpoint, depth=lambda d: d):
    """Puts the layers of a table on `net`, up to `final_endpoint`; adds them to `end_points`.

    `table` has ``{end point: branches}``, or None for a single layer, then the key says it.
    Returns ``(net, whether the final end point was reached)``.
    """
    for key, branches in table.items():
        if branches is None:
            net = layer(net, key, depth)
            name = _LAYER.fullmatch(key)["scope"]
        else:
            name = key
            with tf.variable_scope(name):
                outputs = []
                for i, texts in enumerate(branches):
                    with tf.variable_scope(f"Branch_{i}"):
                        outputs.append(_branch(net, texts, depth))
                net = tf.concat(outputs, 3)
        end_points[name] = net
        if name == final_endpoint:
            return net, True
    return net, False


def scaled_depth(depth_multiplier, min_depth):
    """The function that scales depths, to `min_depth` at least."""
    if depth_multiplier <= 0:
        raise ValueError("depth_multiplier is not greater than zero.")
    return lambda depth: max(int(depth * depth_multiplier), min_depth)


def reduced_kernel(net, kernel):
    """The kernel size, no larger than the image of `net`."""
    height, width = net.get_shape().as_list()[1:3]
    if height is None or width is None:
        return kernel
    return [min(height, kernel[0]), min(width, kernel[1])]


def predict(net, num_classes, scope, spatial_squeeze):
    """The logits, a convolution of 1 x 1."""
    net = layers.conv2d(
        net, num_classes, [1, 1], activation_fn=None, normalizer_fn=None, scope=scope
    )
    return tf.squeeze(net, [1, 2], name="SpatialSqueeze") if spatial_squeeze else net


def inception_arg_scope(weight_decay, normalizer_fn, collection, **normalizer):
    """The defaults of Inception networks' layers; `normalizer` are those of normalization."""
    params = {
        "decay": 0.9997,
        "epsilon": 0.001,
        "updates_collections": tf.GraphKeys.UPDATE_OPS,
        "variables_collections": {
            "beta": None,
            "gamma": None,
            "moving_mean": [collection],
            "moving_variance": [collection],
        },
        **normalizer,
    }
    with arg_scope(
        [layers.conv2d, layers.fully_connected],
        weights_regularizer=layers.l2_regularizer(weight_decay),
    ):
        with arg_scope(
            [layers.conv2d],
            weights_initializer=layers.variance_scaling_initializer(),
            activation_fn=tf.nn.relu,
            normalizer_fn=normalizer_fn,
            normalizer_params=params if normalizer_fn else {},
        ) as scope:
            return scope
