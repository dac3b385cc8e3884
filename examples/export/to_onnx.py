"""A TensorFlow 1 model as an ONNX file, by tf2onnx: pip install tf2onnx onnxruntime

python examples/export/to_onnx.py model.onnx
"""

import sys

import numpy as np
import tensorflow
from model import INPUTS, trained


def main(path):
    """Writes the file; returns what the session and what the file computes."""
    import onnxruntime
    import tf2onnx

    sess, x, out = trained()
    expected = sess.run(out, {x: INPUTS})
    module = sess.as_module(inputs={"x": x}, outputs={"score": out})

    spec = tensorflow.TensorSpec([None, 4], tensorflow.float32, "x")
    tf2onnx.convert.from_function(module.function, [spec], output_path=path)

    (score,) = onnxruntime.InferenceSession(path).run(None, {"x": INPUTS})
    return expected, score


if __name__ == "__main__":
    try:
        expected, score = main(sys.argv[1])
    except ImportError as e:
        sys.exit(f"skipped: {e}.  pip install tf2onnx onnxruntime")
    np.testing.assert_allclose(score, expected, rtol=1e-4)
    print("The ONNX file computes the same.")
