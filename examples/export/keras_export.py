"""A function written for TensorFlow 1 in a Keras 3 model, trained by Keras and exported by it.

python examples/export/keras_export.py served
"""

import sys

import keras
import numpy as np
import tensorflow
from model import INPUTS

import tf1shim as tf


@tf.wrap
def network(x, training=False):
    """A dense net with batch normalization, as a TensorFlow 1 program builds it."""
    x = tf.layers.dense(x, 8, activation=tf.nn.relu, name="hidden")
    x = tf.layers.batch_normalization(x, training=training, name="norm")
    return tf.layers.dense(x, 1, name="out")


def main(path):
    """Exports the model to `path`; returns what it and what is loaded from there computes."""
    model = keras.Sequential([keras.Input([4]), network.as_keras_layer()])
    model.compile("adam", "mse")
    data = np.random.RandomState(0).rand(64, 4).astype(np.float32)
    model.fit(data, data.sum(1, keepdims=True), verbose=0)

    model.export(path, verbose=False)

    served = tensorflow.saved_model.load(path)
    return model.predict(INPUTS, verbose=0), served.serve(INPUTS).numpy()


if __name__ == "__main__":
    expected, found = main(sys.argv[1])
    np.testing.assert_allclose(found, expected, rtol=1e-4)
    print("What Keras exported computes the same.")
