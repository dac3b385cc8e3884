"""Inception v1, or GoogLeNet: "Going deeper with convolutions"."""

import tf1shim as tf
from tf1shim.contrib import layers
from tf1shim.contrib.framework import arg_scope
from tf1shim.contrib.slim import inception_blocks as blocks

trunc_normal = blocks.truncated


def _mixed(one, reduce3, three, reduce5, five, pool, last="Conv2d_0b_3x3"):
    return (
        f"Conv2d_0a_1x1:{one}",
        f"Conv2d_0a_1x1:{reduce3} Conv2d_0b_3x3:{three}",
        f"Conv2d_0a_1x1:{reduce5} {last}:{five}",
        f"MaxPool_0a_3x3 Conv2d_0b_1x1:{pool}",
    )


TABLE = {
    "Conv2d_1a_7x7:64/2": None,
    "MaxPool_2a_3x3/2": None,
    "Conv2d_2b_1x1:64": None,
    "Conv2d_2c_3x3:192": None,
    "MaxPool_3a_3x3/2": None,
    "Mixed_3b": _mixed(64, 96, 128, 16, 32, 32),
    "Mixed_3c": _mixed(128, 128, 192, 32, 96, 64),
    "MaxPool_4a_3x3/2": None,
    "Mixed_4b": _mixed(192, 96, 208, 16, 48, 64),
    "Mixed_4c": _mixed(160, 112, 224, 24, 64, 64),
    "Mixed_4d": _mixed(128, 128, 256, 24, 64, 64),
    "Mixed_4e": _mixed(112, 144, 288, 32, 64, 64),
    "Mixed_4f": _mixed(256, 160, 320, 32, 128, 128),
    "MaxPool_5a_2x2/2": None,
    # The checkpoints have this name.
    "Mixed_5b": _mixed(256, 160, 320, 32, 128, 128, last="Conv2d_0a_3x3"),
    "Mixed_5c": _mixed(384, 192, 384, 48, 128, 128),
}


def inception_v1_base(inputs, final_endpoint="Mixed_5c", scope="InceptionV1"):
    """The layers up to `final_endpoint`; returns ``(net, end points)``.

    Raises:
        ValueError: There is no such end point.
    """
    end_points = {}
    with (
        tf.variable_scope(scope, "InceptionV1", [inputs]),
        arg_scope([layers.conv2d, layers.fully_connected], weights_initializer=trunc_normal(0.01)),
        arg_scope([layers.conv2d, layers.max_pool2d], stride=1, padding="SAME"),
    ):
        net, reached = blocks.stack(inputs, TABLE, end_points, final_endpoint)
    if not reached:
        raise ValueError(f"Unknown final endpoint {final_endpoint}")
    return net, end_points


def inception_v1(
    inputs,
    num_classes=1000,
    is_training=True,
    dropout_keep_prob=0.8,
    prediction_fn=layers.softmax,
    spatial_squeeze=True,
    reuse=None,
    scope="InceptionV1",
):
    """Inception v1 for images ``[batch, 224, 224, 3]``; returns ``(logits, end points)``.

    `prediction_fn` makes the end point ``Predictions`` of the logits. Without `spatial_squeeze`
    the logits keep the dimensions of the image: for larger images.
    """
    with tf.variable_scope(scope, "InceptionV1", [inputs, num_classes], reuse=reuse) as scope:
        with arg_scope([layers.batch_norm, layers.dropout], is_training=is_training):
            net, end_points = inception_v1_base(inputs, scope=scope)
            with tf.variable_scope("Logits"):
                net = layers.avg_pool2d(net, [7, 7], stride=1, scope="MaxPool_0a_7x7")
                net = layers.dropout(net, dropout_keep_prob, scope="Dropout_0b")
                logits = blocks.predict(net, num_classes, "Conv2d_0c_1x1", spatial_squeeze)
                end_points["Logits"] = logits
                end_points["Predictions"] = prediction_fn(logits, scope="Predictions")
    return logits, end_points


inception_v1.default_image_size = 224


def inception_v1_arg_scope(
    weight_decay=0.00004, use_batch_norm=True, batch_norm_var_collection="moving_vars"
):
    """The defaults of its layers, for ``slim.arg_scope``."""
    normalizer = layers.batch_norm if use_batch_norm else None
    return blocks.inception_arg_scope(weight_decay, normalizer, batch_norm_var_collection)
