"""Step 6: out to production, without tf1shim.

    python examples/migration/step_6_export.py

What changed: nothing here imports tf1shim. The model is served as a SavedModel. (A wrapped network
of step 2 or 4 is exported the same way: ``tf.saved_model.save`` and ``model.export`` do not need the
program's TensorFlow 1 code, nor tf1shim, where they are loaded.)
"""

import os

import keras
import tensorflow as tf
from digits_data import check_same, finish, out_directory, read_data


def main(out):
    """Loads the Keras file of step 5, exports it, and serves the test images."""
    _, test = read_data()
    model = keras.models.load_model(os.path.join(out, "step_5.keras"))
    path = os.path.join(out, "served")
    model.export(path, verbose=False)
    served = tf.saved_model.load(path)
    logits = served.serve(test[0]).numpy()
    check_same(out, 5, logits)
    return finish(out, 6, logits, test[1])


if __name__ == "__main__":
    main(out_directory(__doc__))
