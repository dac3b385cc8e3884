"""Step 0: the program as it was written, for TensorFlow 1.

    python -m tf1shim examples/migration/step_0_tensorflow1.py

Nothing in it knows of TensorFlow 2. It trains, and saves weights and optimizer in a checkpoint.
"""

import os

import tensorflow as tf
from digits_data import SEED, batches, finish, out_directory, read_data


def conv(x, filters, scope, seed):
    """3x3 convolution with bias and ReLU."""
    with tf.variable_scope(scope):
        channels = x.get_shape()[-1].value
        kernel = tf.get_variable("kernel", [3, 3, channels, filters],
                                 initializer=tf.variance_scaling_initializer(2.0, seed=seed))
        bias = tf.get_variable("bias", [filters], initializer=tf.constant_initializer(0.1))
        x = tf.nn.conv2d(x, kernel, strides=[1, 1, 1, 1], padding="SAME")
        return tf.nn.relu(tf.nn.bias_add(x, bias))


def dense(x, units, scope, seed):
    """Fully connected layer without activation."""
    with tf.variable_scope(scope):
        kernel = tf.get_variable("kernel", [x.get_shape()[-1].value, units],
                                 initializer=tf.variance_scaling_initializer(2.0, seed=seed))
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


def main(out):
    """Trains five epochs and saves."""
    train, test = read_data()
    images = tf.placeholder(tf.float32, [None, 8, 8, 1], name="images")
    labels = tf.placeholder(tf.int64, [None], name="labels")
    training = tf.placeholder_with_default(False, [], name="training")
    logits = network(images, training)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(
        labels=labels, logits=logits))
    step = tf.train.get_or_create_global_step()
    train_op = tf.train.AdamOptimizer(2e-3).minimize(loss, global_step=step)
    saver = tf.train.Saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for epoch in range(5):
            for x, y in batches(train, epoch):
                _, value = sess.run([train_op, loss], {images: x, labels: y, training: True})
            print("epoch %d  loss %.4f" % (epoch, value))
        saver.save(sess, os.path.join(out, "step_0.ckpt"))
        return finish(out, 0, sess.run(logits, {images: test[0]}), test[1])


if __name__ == "__main__":
    main(out_directory(__doc__))
