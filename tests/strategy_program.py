"""Trains a wrapped function on one device and on two logical ones; prints the largest difference.

Its own process: logical devices must be made before TensorFlow starts.
"""

import contextlib
import sys

import keras
import numpy as np
import tensorflow as tf2

import tf1shim as tf

(CPU,) = tf2.config.list_physical_devices("CPU")
tf2.config.set_logical_device_configuration(CPU, [tf2.config.LogicalDeviceConfiguration()] * 2)

random = np.random.RandomState(0)
IMAGES, LABELS = random.rand(32, 4).astype("float32"), random.randint(0, 3, 32)


def glorot(seed):
    """The same start for every model."""
    return tf.glorot_uniform_initializer(seed=seed)


def net(x):
    """A TensorFlow 1 model function."""
    hidden = tf.layers.dense(x, 8, activation=tf.nn.relu, kernel_initializer=glorot(1))
    return tf.layers.dense(hidden, 3, kernel_initializer=glorot(2))


def fitted(strategy):
    """The weights after ``Model.fit``."""
    with strategy.scope() if strategy else contextlib.nullcontext():
        model = keras.Sequential([keras.Input([4]), tf.wrap(net).as_keras_layer()])
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.SGD(0.5), loss)
    model.fit(IMAGES, LABELS, batch_size=8, epochs=3, shuffle=False, verbose=0)
    return model.get_weights()


def looped(strategy):
    """The weights after a training loop of one's own."""
    with strategy.scope() if strategy else contextlib.nullcontext():
        module = tf.wrap(net)
        module.build(tf2.TensorSpec([None, 4]))
        optimizer = keras.optimizers.SGD(0.5)
        optimizer.build(module.trainable_variables)

    def step(x, y):
        with tf2.GradientTape() as tape:
            losses = tf2.nn.sparse_softmax_cross_entropy_with_logits(y, module(x))
            loss = tf2.reduce_sum(losses) / 8.0
        gradients = tape.gradient(loss, module.trainable_variables)
        optimizer.apply_gradients(zip(gradients, module.trainable_variables))

    batches = tf2.data.Dataset.from_tensor_slices((IMAGES, LABELS)).batch(8)
    run = step
    if strategy:
        batches = strategy.experimental_distribute_dataset(batches)
        run = tf2.function(lambda x, y: strategy.run(step, (x, y)))
    for _ in range(3):
        for x, y in batches:
            run(x, y)
    return [v.numpy() for v in module.variables]


if __name__ == "__main__":
    mirrored = tf2.distribute.MirroredStrategy(["CPU:0", "CPU:1"])
    one = fitted(None)
    others = [fitted(mirrored), looped(None), looped(mirrored)]
    differences = [np.abs(a - b).max() for other in others for a, b in zip(one, other)]
    sys.stdout.write(f"{max(differences)}\n")
