"""Inception v3: "Rethinking the Inception Architecture for Computer Vision"."""

import tf1shim as tf
from tf1shim.contrib import layers
from tf1shim.contrib.framework import arg_scope
from tf1shim.contrib.slim import inception_blocks as blocks

trunc_normal = blocks.truncated

STEM = {
    "Conv2d_1a_3x3:32/2": None,
    "Conv2d_2a_3x3:32": None,
    "Conv2d_2b_3x3:64=SAME": None,
    "MaxPool_3a_3x3/2": None,
    "Conv2d_3b_1x1:80": None,
    "Conv2d_4a_3x3:192": None,
    "MaxPool_5a_3x3/2": None,
}


def _mixed_5(project, five=("Conv2d_0a_1x1", "Conv2d_0b_5x5")):
    return (
        "Conv2d_0a_1x1:64",
        f"{five[0]}:48 {five[1]}:64",
        "Conv2d_0a_1x1:64 Conv2d_0b_3x3:96 Conv2d_0c_3x3:96",
        f"AvgPool_0a_3x3 Conv2d_0b_1x1:{project}",
    )


def _mixed_6(depth):
    return (
        "Conv2d_0a_1x1:192",
        f"Conv2d_0a_1x1:{depth} Conv2d_0b_1x7:{depth} Conv2d_0c_7x1:192",
        f"Conv2d_0a_1x1:{depth} Conv2d_0b_7x1:{depth} Conv2d_0c_1x7:{depth} "
        f"Conv2d_0d_7x1:{depth} Conv2d_0e_1x7:192",
        "AvgPool_0a_3x3 Conv2d_0b_1x1:192",
    )


def _mixed_7(second):
    return (
        "Conv2d_0a_1x1:320",
        f"Conv2d_0a_1x1:384 Conv2d_0b_1x3:384+{second}:384",
        "Conv2d_0a_1x1:448 Conv2d_0b_3x3:384 Conv2d_0c_1x3:384+Conv2d_0d_3x1:384",
        "AvgPool_0a_3x3 Conv2d_0b_1x1:192",
    )


# Some layers have names that do not fit the others: those of the checkpoints.
TABLE = {
    "Mixed_5b": _mixed_5(32),
    "Mixed_5c": _mixed_5(64, five=("Conv2d_0b_1x1", "Conv_1_0c_5x5")),
    "Mixed_5d": _mixed_5(64),
    "Mixed_6a": (
        "Conv2d_1a_1x1:384@3x3/2=VALID",
        "Conv2d_0a_1x1:64 Conv2d_0b_3x3:96 Conv2d_1a_1x1:96@3x3/2=VALID",
        "MaxPool_1a_3x3/2=VALID",
    ),
    "Mixed_6b": _mixed_6(128),
    "Mixed_6c": _mixed_6(160),
    "Mixed_6d": _mixed_6(160),
    "Mixed_6e": _mixed_6(192),
    "Mixed_7a": (
        "Conv2d_0a_1x1:192 Conv2d_1a_3x3:320/2=VALID",
        "Conv2d_0a_1x1:192 Conv2d_0b_1x7:192 Conv2d_0c_7x1:192 Conv2d_1a_3x3:192/2=VALID",
        "MaxPool_1a_3x3/2=VALID",
    ),
    "Mixed_7b": _mixed_7("Conv2d_0b_3x1"),
    "Mixed_7c": _mixed_7("Conv2d_0c_3x1"),
}
_LAYERS = [layers.conv2d, layers.max_pool2d, layers.avg_pool2d]


def inception_v3_base(
    inputs, final_endpoint="Mixed_7c", min_depth=16, depth_multiplier=1.0, scope=None
):
    """The layers up to `final_endpoint`; returns ``(net, end points)``.

    Depths are multiplied by `depth_multiplier`, but at least `min_depth`.

    Raises:
        ValueError: There is no such end point, or the multiplier is not above 0.
    """
    end_points = {}
    depth = blocks.scaled_depth(depth_multiplier, min_depth)
    with tf.variable_scope(scope, "InceptionV3", [inputs]):
        net = inputs
        for table, padding in ((STEM, "VALID"), (TABLE, "SAME")):
            with arg_scope(_LAYERS, stride=1, padding=padding):
                net, reached = blocks.stack(net, table, end_points, final_endpoint, depth)
            if reached:
                return net, end_points
    raise ValueError(f"Unknown final endpoint {final_endpoint}")


def inception_v3(
    inputs,
    num_classes=1000,
    is_training=True,
    dropout_keep_prob=0.8,
    min_depth=16,
    depth_multiplier=1.0,
    prediction_fn=layers.softmax,
    spatial_squeeze=True,
    reuse=None,
    scope="InceptionV3",
):
    """Inception v3 for images ``[batch, 299, 299, 3]``; returns ``(logits, end points)``.

    The end point ``AuxLogits`` are logits from halfway up. `prediction_fn` makes the end point
    ``Predictions`` of the logits. Without `spatial_squeeze` logits keep the dimensions of the
    image: for larger images.

    Raises:
        ValueError: `depth_multiplier` is not above 0.
    """
    depth = blocks.scaled_depth(depth_multiplier, min_depth)
    with tf.variable_scope(scope, "InceptionV3", [inputs, num_classes], reuse=reuse) as scope:
        with arg_scope([layers.batch_norm, layers.dropout], is_training=is_training):
            net, end_points = inception_v3_base(
                inputs, scope=scope, min_depth=min_depth, depth_multiplier=depth_multiplier
            )
            with arg_scope(_LAYERS, stride=1, padding="SAME"), tf.variable_scope("AuxLogits"):
                end_points["AuxLogits"] = _auxiliary(
                    end_points["Mixed_6e"], num_classes, depth, spatial_squeeze
                )
            with tf.variable_scope("Logits"):
                kernel = blocks.reduced_kernel(net, [8, 8])
                pool = "AvgPool_1a_{}x{}".format(*kernel)
                net = layers.avg_pool2d(net, kernel, padding="VALID", scope=pool)
                net = layers.dropout(net, keep_prob=dropout_keep_prob, scope="Dropout_1b")
                end_points["PreLogits"] = net
                logits = blocks.predict(net, num_classes, "Conv2d_1c_1x1", spatial_squeeze)
            end_points["Logits"] = logits
            end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


inception_v3.default_image_size = 299


def _auxiliary(net, num_classes, depth, spatial_squeeze):
    net = layers.avg_pool2d(net, [5, 5], stride=3, padding="VALID", scope="AvgPool_1a_5x5")
    net = layers.conv2d(net, depth(128), [1, 1], scope="Conv2d_1b_1x1")
    kernel = blocks.reduced_kernel(net, [5, 5])
    net = layers.conv2d(
        net,
        depth(768),
        kernel,
        weights_initializer=trunc_normal(0.01),
        padding="VALID",
        scope="Conv2d_2a_{}x{}".format(*kernel),
    )
    with arg_scope([layers.conv2d], weights_initializer=trunc_normal(0.001)):
        return blocks.predict(net, num_classes, "Conv2d_2b_1x1", spatial_squeeze)


def inception_v3_arg_scope(
    weight_decay=0.00004,
    batch_norm_var_collection="moving_vars",
    batch_norm_decay=0.9997,
    batch_norm_epsilon=0.001,
    updates_collections=tf.GraphKeys.UPDATE_OPS,
    use_fused_batchnorm=True,
):
    """The defaults of its layers, for ``slim.arg_scope``."""
    return blocks.inception_arg_scope(
        weight_decay,
        layers.batch_norm,
        batch_norm_var_collection,
        decay=batch_norm_decay,
        epsilon=batch_norm_epsilon,
        updates_collections=updates_collections,
        fused=use_fused_batchnorm,
    )
