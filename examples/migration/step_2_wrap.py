"""Step 2: the loop is TensorFlow 2's, the network still TensorFlow 1's.

    python examples/migration/step_2_wrap.py

What changed: `tf1shim.wrap` makes a ``tf.Module`` of the model function. Placeholders are arguments
now, the Session is a plain loop with a GradientTape, and the optimizer is Keras 3's: it takes over
Adam's moments from the checkpoint, so training goes on as if nothing had happened.
"""

import os

import keras
import tensorflow as tf2
from digits_data import batches, check_same, finish, out_directory, read_data
from digits_network import network

import tf1shim


def main(out):
    """Loads step 1, weights and optimizer, trains one more epoch and saves both."""
    train, test = read_data()
    model = tf1shim.wrap(network)
    model.build(tf2.TensorSpec([None, 8, 8, 1]), training=False)
    optimizer = keras.optimizers.Adam(2e-3, epsilon=1e-8)
    print(tf1shim.load_checkpoint(model, os.path.join(out, "step_1.ckpt"), optimizer=optimizer))
    check_same(out, 1, model(test[0], training=False))

    @tf2.function
    def train_step(images, labels):
        with tf2.GradientTape() as tape:
            logits = model(images, training=True)
            loss = tf2.reduce_mean(
                tf2.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits)
            )
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    for x, y in batches(train, epoch=6):
        train_step(x, y)
    tf1shim.save_checkpoint(model, os.path.join(out, "step_2.ckpt"), optimizer=optimizer)
    return finish(out, 2, model(test[0], training=False).numpy(), test[1])


if __name__ == "__main__":
    main(out_directory(__doc__))
