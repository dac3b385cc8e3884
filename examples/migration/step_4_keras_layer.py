"""Step 4: the network is a layer of a Keras 3 model.

    python examples/migration/step_4_keras_layer.py

What changed: `as_keras_layer` gives Keras the network with its variables, and ``compile`` and ``fit``
take the place of the loop. The model function is still the one of step 0.
"""

import os

import keras
from digits_data import BATCH, check_same, finish, out_directory, read_data
from digits_network import network

import tf1shim


def main(out):
    """Loads step 3, fits one more epoch and saves, as a checkpoint and as a Keras file."""
    train, test = read_data()
    model = keras.Sequential([keras.Input([8, 8, 1]), tf1shim.wrap(network).as_keras_layer()])
    tf1shim.load_checkpoint(model.layers[0], os.path.join(out, "step_3.ckpt"))
    check_same(out, 3, model.predict(test[0], verbose=0))

    model.compile(
        keras.optimizers.Adam(5e-4),
        keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(*train, batch_size=BATCH, epochs=1, verbose=0)
    tf1shim.save_checkpoint(model.layers[0], os.path.join(out, "step_4.ckpt"))
    model.save(os.path.join(out, "step_4.keras"))
    return finish(out, 4, model.predict(test[0], verbose=0), test[1])


if __name__ == "__main__":
    main(out_directory(__doc__))
