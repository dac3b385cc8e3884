"""What residual networks share: blocks of units, and how their stride is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import tf1shim as tf
from tf1shim.contrib import layers
from tf1shim.contrib.framework import add_arg_scope, arg_scope
from tf1shim.contrib.layers import utils

# How many units each of the four blocks has, of base depths 64, 128, 256, 512.
UNITS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3), 200: (3, 24, 36, 3)}


class Block(NamedTuple):
    """A block of a residual network: its scope, what makes a unit, and each unit's arguments.

    >>> Block("block1", None, [{"depth": 64, "stride": 1}]).scope
    'block1'
    """

    scope: str
    unit_fn: Callable
    args: list[dict[str, Any]]


def subsample(inputs, factor, scope=None):
    """Every `factor`-th pixel."""
    return inputs if factor == 1 else layers.max_pool2d(inputs, [1, 1], stride=factor, scope=scope)


def conv2d_same(inputs, num_outputs, kernel_size, stride, rate=1, scope=None):
    """A convolution whose padding does not depend on the size of the image, as ``SAME``'s does."""
    if stride == 1:
        return layers.conv2d(
            inputs, num_outputs, kernel_size, stride=1, rate=rate, padding="SAME", scope=scope
        )
    total = (kernel_size - 1) * rate
    before = total // 2
    around = [before, total - before]
    inputs = tf.pad(inputs, [[0, 0], around, around, [0, 0]])
    return layers.conv2d(
        inputs, num_outputs, kernel_size, stride=stride, rate=rate, padding="VALID", scope=scope
    )


@add_arg_scope
def stack_blocks_dense(net, blocks, output_stride=None, outputs_collections=None):
    """Puts the units of all blocks on top of `net`.

    Once the image is smaller by `output_stride`, units keep its size and get a rate instead.

    Raises:
        ValueError: The strides of the units do not come to `output_stride`.
    """
    stride, rate = 1, 1
    for block in blocks:
        with tf.variable_scope(block.scope, "block", [net]) as scope:
            for i, unit in enumerate(block.args):
                if output_stride is not None and stride > output_stride:
                    raise ValueError("The target output_stride cannot be reached.")
                with tf.variable_scope(f"unit_{i + 1}", values=[net]):
                    if stride == output_stride:
                        net = block.unit_fn(net, rate=rate, **{**unit, "stride": 1})
                        rate *= unit.get("stride", 1)
                    else:
                        net = block.unit_fn(net, rate=1, **unit)
                        stride *= unit.get("stride", 1)
            net = utils.collect_named_outputs(outputs_collections, scope.name, net)
    if output_stride is not None and stride != output_stride:
        raise ValueError("The target output_stride cannot be reached.")
    return net


def resnet_arg_scope(
    weight_decay=0.0001, batch_norm_decay=0.997, batch_norm_epsilon=1e-5, batch_norm_scale=True
):
    """The defaults of residual networks' layers, for ``slim.arg_scope``."""
    normalizer = {
        "decay": batch_norm_decay,
        "epsilon": batch_norm_epsilon,
        "scale": batch_norm_scale,
        "updates_collections": tf.GraphKeys.UPDATE_OPS,
    }
    with (
        arg_scope(
            [layers.conv2d],
            weights_regularizer=layers.l2_regularizer(weight_decay),
            weights_initializer=layers.variance_scaling_initializer(),
            activation_fn=tf.nn.relu,
            normalizer_fn=layers.batch_norm,
            normalizer_params=normalizer,
        ),
        arg_scope([layers.batch_norm], **normalizer),
    ):
        with arg_scope([layers.max_pool2d], padding="SAME") as scope:
            return scope


def bottleneck_block(unit_fn, scope, base_depth, num_units, stride):
    """A `Block` of bottleneck units, of which the last has the stride."""
    unit = {"depth": base_depth * 4, "depth_bottleneck": base_depth}
    strides = [1] * (num_units - 1) + [stride]
    return Block(scope, unit_fn, [{**unit, "stride": s} for s in strides])


def of_size(network, block, name, size):
    """The residual network `network` of `size` layers, as a function called `name`."""

    def resnet(
        inputs,
        num_classes=None,
        is_training=True,
        global_pool=True,
        output_stride=None,
        reuse=None,
        scope=name,
    ):
        blocks = [
            block(f"block{i + 1}", base_depth=64 * 2**i, num_units=units, stride=2 if i < 3 else 1)
            for i, units in enumerate(UNITS[size])
        ]
        return network(
            inputs,
            blocks,
            num_classes,
            is_training,
            global_pool,
            output_stride,
            include_root_block=True,
            reuse=reuse,
            scope=scope,
        )

    resnet.__name__ = resnet.__qualname__ = name
    resnet.__module__ = network.__module__
    resnet.__doc__ = f"""The network of {size} layers; see `{network.__name__}`."""
    return resnet


def root_stride(output_stride):
    """What is left of `output_stride` after the root block, which has a stride of 4."""
    if output_stride is None:
        return None
    if output_stride % 4 != 0:
        raise ValueError("The output_stride needs to be a multiple of 4.")
    return output_stride / 4


def residual_network(
    version,
    unit,
    inputs,
    blocks,
    num_classes,
    is_training,
    global_pool,
    output_stride,
    include_root_block,
    reuse,
    scope,
):
    """`resnet_v1` or `resnet_v2`, with `unit` as what the blocks are made of.

    Units of version 2 normalize what they get: the root then does not, but the end does.
    """
    normalized_first = version == 2
    with tf.variable_scope(scope, f"resnet_v{version}", [inputs], reuse=reuse) as sc:
        collection = sc.original_name_scope + "_end_points"
        plain = {"activation_fn": None, "normalizer_fn": None}
        with (
            arg_scope([layers.conv2d, unit, stack_blocks_dense], outputs_collections=collection),
            arg_scope([layers.batch_norm], is_training=is_training),
        ):
            net = inputs
            if include_root_block:
                output_stride = root_stride(output_stride)
                with arg_scope([layers.conv2d], **(plain if normalized_first else {})):
                    net = conv2d_same(net, 64, 7, stride=2, scope="conv1")
                net = layers.max_pool2d(net, [3, 3], stride=2, scope="pool1")
            net = stack_blocks_dense(net, blocks, output_stride)
            if normalized_first:
                net = layers.batch_norm(net, activation_fn=tf.nn.relu, scope="postnorm")
            if global_pool:
                net = tf.reduce_mean(net, [1, 2], name="pool5", keepdims=True)
            if num_classes is not None:
                net = layers.conv2d(net, num_classes, [1, 1], scope="logits", **plain)
            end_points = utils.convert_collection_to_dict(collection)
            if num_classes is not None:
                end_points["predictions"] = layers.softmax(net, scope="predictions")
            return net, end_points
