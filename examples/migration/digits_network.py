"""The network of step 0, moved into a module of its own; steps 1 to 4 use it as it is."""

from digits_data import SEED

import tf1shim as tf


def conv(x, filters, scope, seed):
    """3x3 convolution with bias and ReLU."""
    with tf.variable_scope(scope):
        channels = x.get_shape()[-1].value
        kernel = tf.get_variable(
            "kernel",
            [3, 3, channels, filters],
            initializer=tf.variance_scaling_initializer(2.0, seed=seed),
        )
        bias = tf.get_variable("bias", [filters], initializer=tf.constant_initializer(0.1))
        x = tf.nn.conv2d(x, kernel, strides=[1, 1, 1, 1], padding="SAME")
        return tf.nn.relu(tf.nn.bias_add(x, bias))


def dense(x, units, scope, seed):
    """Fully connected layer without activation."""
    with tf.variable_scope(scope):
        kernel = tf.get_variable(
            "kernel",
            [x.get_shape()[-1].value, units],
            initializer=tf.variance_scaling_initializer(2.0, seed=seed),
        )
        bias = tf.get_variable("bias", [units], initializer=tf.zeros_initializer())
        return tf.matmul(x, kernel) + bias


def network(images, training):
    """Logits of 8x8 images."""
    with tf.variable_scope("net"):
        x = conv(images, 16, "conv1", seed=SEED + 1)
        x = tf.nn.max_pool(x, [1, 2, 2, 1], [1, 2, 2, 1], padding="SAME")
        x = conv(x, 32, "conv2", seed=SEED + 2)
        x = tf.nn.max_pool(x, [1, 2, 2, 1], [1, 2, 2, 1], padding="SAME")
        x = tf.reshape(x, [-1, 2 * 2 * 32])
        x = tf.nn.relu(dense(x, 64, "fc1", seed=SEED + 3))
        x = tf.layers.dropout(x, 0.5, training=training, seed=SEED + 4)
        return dense(x, 10, "fc2", seed=SEED + 5)
