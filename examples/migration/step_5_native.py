"""Step 5: the network is Keras 3 too; only its weights came from TensorFlow 1.

    python examples/migration/step_5_native.py

What changed: Keras layers instead of `digits_network.network`. They can be replaced one at a time:
wrap what is left of the function, and put it between them. `load_checkpoint` takes the weights by
name.
"""

import os

import keras
from digits_data import BATCH, check_same, finish, out_directory, read_data
from keras import layers

import tf1shim


def network():
    """The same layers, with Keras' names."""
    return keras.Sequential(
        [
            keras.Input([8, 8, 1]),
            layers.Conv2D(16, 3, padding="same", activation="relu", name="conv1"),
            layers.MaxPooling2D(),
            layers.Conv2D(32, 3, padding="same", activation="relu", name="conv2"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(64, activation="relu", name="fc1"),
            layers.Dropout(0.5),
            layers.Dense(10, name="fc2"),
        ],
        name="net",  # So that its variables are called as the checkpoint's: net/conv1/kernel ...
    )


def main(out):
    """Loads step 4 by name, fits one more epoch and saves."""
    train, test = read_data()
    model = network()
    print(tf1shim.load_checkpoint(model, os.path.join(out, "step_4.ckpt")))
    check_same(out, 4, model.predict(test[0], verbose=0))

    model.compile(
        keras.optimizers.Adam(5e-4),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(*train, batch_size=BATCH, epochs=1, verbose=0)
    model.save(os.path.join(out, "step_5.keras"))
    return finish(out, 5, model.predict(test[0], verbose=0), test[1])


if __name__ == "__main__":
    main(out_directory(__doc__))
