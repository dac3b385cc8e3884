"""Inception v2: "Batch Normalization: Accelerating Deep Network Training ..."."""

import tf1shim as tf
from tf1shim.contrib import layers
from tf1shim.contrib.framework import arg_scope
from tf1shim.contrib.slim import inception_blocks as blocks

trunc_normal = blocks.truncated


def _mixed(one, reduce3, three, reduce5, five, project, pool="AvgPool"):
    return (
        f"Conv2d_0a_1x1:{one}",
        f"Conv2d_0a_1x1:{reduce3}~0.09 Conv2d_0b_3x3:{three}",
        f"Conv2d_0a_1x1:{reduce5}~0.09 Conv2d_0b_3x3:{five} Conv2d_0c_3x3:{five}",
        f"{pool}_0a_3x3 Conv2d_0b_1x1:{project}~0.1",
    )


def _reduction(reduce3, three, reduce5, five):
    return (
        f"Conv2d_0a_1x1:{reduce3}~0.09 Conv2d_1a_3x3:{three}/2",
        f"Conv2d_0a_1x1:{reduce5}~0.09 Conv2d_0b_3x3:{five} Conv2d_1a_3x3:{five}/2",
        "MaxPool_1a_3x3/2",
    )


# After the first layer, a separable convolution.
TABLE = {
    "MaxPool_2a_3x3/2": None,
    "Conv2d_2b_1x1:64~0.1": None,
    "Conv2d_2c_3x3:192": None,
    "MaxPool_3a_3x3/2": None,
    "Mixed_3b": _mixed(64, 64, 64, 64, 96, 32),
    "Mixed_3c": _mixed(64, 64, 96, 64, 96, 64),
    "Mixed_4a": _reduction(128, 160, 64, 96),
    "Mixed_4b": _mixed(224, 64, 96, 96, 128, 128),
    "Mixed_4c": _mixed(192, 96, 128, 96, 128, 128),
    "Mixed_4d": _mixed(160, 128, 160, 128, 160, 96),
    "Mixed_4e": _mixed(96, 128, 192, 160, 192, 96),
    "Mixed_5a": _reduction(128, 192, 192, 256),
    "Mixed_5b": _mixed(352, 192, 320, 160, 224, 128),
    "Mixed_5c": _mixed(352, 192, 320, 192, 224, 128, pool="MaxPool"),
}


def inception_v2_base(
    inputs, final_endpoint="Mixed_5c", min_depth=16, depth_multiplier=1.0, scope=None
):
    """The layers up to `final_endpoint`; returns ``(net, end points)``.

    Depths are multiplied by `depth_multiplier`, but at least `min_depth`.

    Raises:
        ValueError: There is no such end point, or the multiplier is not above 0.
    """
    end_points = {}
    depth = blocks.scaled_depth(depth_multiplier, min_depth)
    first = "Conv2d_1a_7x7"
    with (
        tf.variable_scope(scope, "InceptionV2", [inputs]),
        arg_scope(
            [layers.conv2d, layers.max_pool2d, layers.avg_pool2d, layers.separable_conv2d],
            stride=1,
            padding="SAME",
        ),
    ):
        net = layers.separable_conv2d(
            inputs,
            depth(64),
            [7, 7],
            depth_multiplier=min(int(depth(64) / 3), 8),
            stride=2,
            weights_initializer=trunc_normal(1.0),
            scope=first,
        )
        end_points[first] = net
        if final_endpoint == first:
            return net, end_points
        net, reached = blocks.stack(net, TABLE, end_points, final_endpoint, depth)
    if not reached:
        raise ValueError(f"Unknown final endpoint {final_endpoint}")
    return net, end_points


def inception_v2(
    inputs,
    num_classes=1000,
    is_training=True,
    dropout_keep_prob=0.8,
    min_depth=16,
    depth_multiplier=1.0,
    prediction_fn=layers.softmax,
    spatial_squeeze=True,
    reuse=None,
    scope="InceptionV2",
):
    """Inception v2 for images ``[batch, 224, 224, 3]``; returns ``(logits, end points)``.

    `prediction_fn` makes the end point ``Predictions`` of the logits. Without `spatial_squeeze`
    the logits keep the dimensions of the image: for larger images.

    Raises:
        ValueError: `depth_multiplier` is not above 0.
    """
    blocks.scaled_depth(depth_multiplier, min_depth)
    with tf.variable_scope(scope, "InceptionV2", [inputs, num_classes], reuse=reuse) as scope:
        with arg_scope([layers.batch_norm, layers.dropout], is_training=is_training):
            net, end_points = inception_v2_base(
                inputs, scope=scope, min_depth=min_depth, depth_multiplier=depth_multiplier
            )
            with tf.variable_scope("Logits"):
                kernel = blocks.reduced_kernel(net, [7, 7])
                pool = "AvgPool_1a_{}x{}".format(*kernel)
                net = layers.avg_pool2d(net, kernel, padding="VALID", scope=pool)
                net = layers.dropout(net, keep_prob=dropout_keep_prob, scope="Dropout_1b")
                logits = blocks.predict(net, num_classes, "Conv2d_1c_1x1", spatial_squeeze)
            end_points["Logits"] = logits
            end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


inception_v2.default_image_size = 224


def inception_v2_arg_scope(weight_decay=0.00004, batch_norm_var_collection="moving_vars"):
    """The defaults of its layers, for ``slim.arg_scope``."""
    return blocks.inception_arg_scope(weight_decay, layers.batch_norm, batch_norm_var_collection)
