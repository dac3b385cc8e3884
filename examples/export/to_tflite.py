"""A TensorFlow 1 model as a TFLite file, by TensorFlow's own converter.

python examples/export/to_tflite.py model.tflite
"""

import sys
import tempfile

import numpy as np
import tensorflow
from model import INPUTS, trained


def main(path):
    """Writes the file; returns what the session and what the file computes."""
    sess, x, out = trained()
    expected = sess.run(out, {x: INPUTS})
    module = sess.as_module(inputs={"x": x}, outputs={"score": out})

    with tempfile.TemporaryDirectory() as directory:
        tensorflow.saved_model.save(module, directory, signatures=module.function)
        converted = tensorflow.lite.TFLiteConverter.from_saved_model(directory).convert()
    with open(path, "wb") as file:
        file.write(converted)

    interpreter = tensorflow.lite.Interpreter(model_path=path)
    score = interpreter.get_signature_runner()(x=INPUTS)["score"]
    return expected, score


if __name__ == "__main__":
    expected, score = main(sys.argv[1])
    np.testing.assert_allclose(score, expected, rtol=1e-4)
    print("The TFLite file computes the same.")
