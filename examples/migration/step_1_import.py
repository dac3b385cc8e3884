"""Step 1: the program asks for tf1shim by name. It is still TensorFlow 1, and still one program.

    python examples/migration/step_1_import.py

What changed: ``import tf1shim as tf`` instead of ``import tensorflow as tf``. Real TensorFlow 2 can
now be imported beside it, and the file runs without ``python -m tf1shim``.
"""

import os

from digits_data import batches, check_same, finish, out_directory, read_data
from digits_network import network

import tf1shim as tf


def main(out):
    """Restores step 0, trains one more epoch and saves."""
    train, test = read_data()
    images = tf.placeholder(tf.float32, [None, 8, 8, 1], name="images")
    labels = tf.placeholder(tf.int64, [None], name="labels")
    training = tf.placeholder_with_default(False, [], name="training")
    logits = network(images, training)
    loss = tf.reduce_mean(
        tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
    )
    step = tf.train.get_or_create_global_step()
    train_op = tf.train.AdamOptimizer(2e-3).minimize(loss, global_step=step)
    saver = tf.train.Saver()
    with tf.Session() as sess:
        saver.restore(sess, os.path.join(out, "step_0.ckpt"))
        check_same(out, 0, sess.run(logits, {images: test[0]}))
        for x, y in batches(train, epoch=5):
            sess.run(train_op, {images: x, labels: y, training: True})
        saver.save(sess, os.path.join(out, "step_1.ckpt"))
        return finish(out, 1, sess.run(logits, {images: test[0]}), test[1])


if __name__ == "__main__":
    main(out_directory(__doc__))
