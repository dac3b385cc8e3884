"""A TensorFlow 1 model in a session, trained a little: what the other files here export."""

import numpy as np

import tf1shim as tf


def trained():
    """A session, its input and its output."""
    x = tf.placeholder(tf.float32, [None, 4], name="x")
    y = tf.placeholder(tf.float32, [None, 1], name="y")
    training = tf.placeholder_with_default(False, [], name="training")
    with tf.variable_scope("net"):
        h = tf.layers.dense(x, 8, activation=tf.nn.relu, name="hidden")
        h = tf.layers.batch_normalization(h, training=training, name="norm")
        out = tf.layers.dense(h, 1, name="out")
    loss = tf.losses.mean_squared_error(y, out)
    with tf.control_dependencies(tf.get_collection(tf.GraphKeys.UPDATE_OPS)):
        step = tf.train.AdamOptimizer(0.05).minimize(loss)
    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    inputs = np.random.RandomState(0).rand(64, 4).astype(np.float32)
    for _ in range(50):
        sess.run(step, {x: inputs, y: inputs.sum(1, keepdims=True), training: True})
    return sess, x, out


INPUTS = np.random.RandomState(1).rand(3, 4).astype(np.float32)
