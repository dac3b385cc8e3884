"""Trains a small convolutional network on scikit-learn's 8x8 images of handwritten digits.

A plain TensorFlow 1 program: placeholders, variable scopes, a Session, a Saver. It runs on
TensorFlow 1.15 as it stands, and on TensorFlow 2 with nothing changed:

    python digits.py                  # TensorFlow 1.15
    python -m tf1shim digits.py       # TensorFlow 2

After training it saves a checkpoint, restores it into a new graph in a new session, and checks
that the restored network gives the same test accuracy, to the digit.
"""

import os
import tempfile
import time

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

flags = tf.app.flags
flags.DEFINE_string("out", "", "directory for the checkpoint and the event file (default: a temporary one)")
flags.DEFINE_integer("epochs", 20, "passes over the training images")
flags.DEFINE_integer("batch_size", 32, "images in one training step")
flags.DEFINE_float("learning_rate", 2e-3, "Adam's learning rate, halved every 225 steps")
FLAGS = flags.FLAGS

SEED = 7
TEST_IMAGES = 360


def read_data():
    """Returns ((train images, train labels), (test images, test labels)), always split alike."""
    digits = load_digits()
    images = (digits.images / 16.0).astype(np.float32)[..., np.newaxis]
    labels = digits.target.astype(np.int64)
    order = np.random.RandomState(SEED).permutation(len(images))
    train, test = order[TEST_IMAGES:], order[:TEST_IMAGES]
    return (images[train], labels[train]), (images[test], labels[test])


def conv(x, filters, scope, seed):
    """3x3 convolution with bias and ReLU."""
    with tf.variable_scope(scope):
        channels = x.get_shape()[-1].value
        kernel = tf.get_variable("kernel", [3, 3, channels, filters],
                                 initializer=tf.variance_scaling_initializer(2.0, seed=seed))
        bias = tf.get_variable("bias", [filters], initializer=tf.constant_initializer(0.1))
        x = tf.nn.conv2d(x, kernel, strides=[1, 1, 1, 1], padding="SAME")
        return tf.nn.relu(tf.nn.bias_add(x, bias))


def pool(x):
    """2x2 max pooling."""
    return tf.nn.max_pool(x, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")


def dense(x, units, scope, seed):
    """Fully connected layer without activation."""
    with tf.variable_scope(scope):
        kernel = tf.get_variable("kernel", [x.get_shape()[-1].value, units],
                                 initializer=tf.variance_scaling_initializer(2.0, seed=seed))
        bias = tf.get_variable("bias", [units], initializer=tf.zeros_initializer())
        return tf.matmul(x, kernel) + bias


class Network(object):
    """The graph: inputs, logits, loss, training step and accuracy."""

    def __init__(self):
        self.images = tf.placeholder(tf.float32, [None, 8, 8, 1], name="images")
        self.labels = tf.placeholder(tf.int64, [None], name="labels")
        self.keep_prob = tf.placeholder_with_default(1.0, [], name="keep_prob")

        with tf.variable_scope("net"):
            x = conv(self.images, 32, "conv1", seed=SEED + 1)
            x = pool(conv(x, 32, "conv2", seed=SEED + 2))
            x = pool(conv(x, 64, "conv3", seed=SEED + 3))
            x = tf.reshape(x, [-1, 2 * 2 * 64])
            x = tf.nn.relu(dense(x, 128, "fc1", seed=SEED + 4))
            x = tf.nn.dropout(x, keep_prob=self.keep_prob, seed=SEED + 5)
            self.logits = dense(x, 10, "fc2", seed=SEED + 6)

        self.loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(
            labels=self.labels, logits=self.logits))
        right = tf.equal(tf.argmax(self.logits, 1), self.labels)
        self.accuracy = tf.reduce_mean(tf.cast(right, tf.float32))

        self.global_step = tf.Variable(0, trainable=False, name="global_step")
        rate = tf.train.exponential_decay(FLAGS.learning_rate, self.global_step, 225, 0.5)
        optimizer = tf.train.AdamOptimizer(rate)
        self.train_op = optimizer.minimize(self.loss, global_step=self.global_step)

        tf.summary.scalar("loss", self.loss)
        tf.summary.scalar("accuracy", self.accuracy)
        self.summaries = tf.summary.merge_all()
        self.saver = tf.train.Saver()

    def test_accuracy(self, sess, test):
        """Accuracy on the test images, without dropout."""
        images, labels = test
        return sess.run(self.accuracy, {self.images: images, self.labels: labels})


def train(out, train_data, test_data):
    """Trains from scratch; returns the checkpoint's path and the test accuracy."""
    images, labels = train_data
    shuffle = np.random.RandomState(SEED)
    with tf.Graph().as_default():
        tf.set_random_seed(SEED)
        net = Network()
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            writer = tf.summary.FileWriter(out, sess.graph)
            for epoch in range(1, FLAGS.epochs + 1):
                order = shuffle.permutation(len(images))
                losses = []
                start = time.time()
                for at in range(0, len(order), FLAGS.batch_size):
                    batch = order[at:at + FLAGS.batch_size]
                    _, loss, summary, step = sess.run(
                        [net.train_op, net.loss, net.summaries, net.global_step],
                        {net.images: images[batch], net.labels: labels[batch], net.keep_prob: 0.5})
                    writer.add_summary(summary, step)
                    losses.append(loss)
                speed = len(order) / (time.time() - start)
                accuracy = net.test_accuracy(sess, test_data)
                print("epoch %2d  loss %.4f  test accuracy %.4f  %6.0f images/s"
                      % (epoch, np.mean(losses), accuracy, speed))
            writer.close()
            path = net.saver.save(sess, os.path.join(out, "model.ckpt"), global_step=net.global_step)
    return path, accuracy


def restore(path, test_data):
    """Test accuracy of the checkpoint at `path`, in a graph and a session of its own."""
    with tf.Graph().as_default():
        net = Network()
        with tf.Session() as sess:
            net.saver.restore(sess, path)
            return net.test_accuracy(sess, test_data)


def main(_):
    """Reads the data, trains, saves, restores and compares."""
    tf.logging.set_verbosity(tf.logging.ERROR)
    out = FLAGS.out or tempfile.mkdtemp(prefix="digits-")
    train_data, test_data = read_data()
    print("TensorFlow %s, %d training and %d test images"
          % (tf.__version__, len(train_data[0]), len(test_data[0])))

    path, accuracy = train(out, train_data, test_data)
    restored = restore(path, test_data)
    assert restored == accuracy, "restored accuracy %r, trained %r" % (restored, accuracy)

    print("")
    print("restored %s in a new session" % path)
    print("test accuracy %.4f" % restored)
    print("")
    print("look at the curves:       tensorboard --logdir %s" % out)
    print("try it on your own code:  python -m tf1shim your_train.py")


if __name__ == "__main__":
    tf.app.run()
