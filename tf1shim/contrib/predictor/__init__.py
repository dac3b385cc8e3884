"""``tf.contrib.predictor``: a saved model as a function of arrays.

>>> import tf1shim as tf, tempfile
>>> with tf.Session() as sess:
...     x = tf.placeholder(tf.float32, [None])
...     path = tempfile.mkdtemp() + "/model"
...     tf.saved_model.simple_save(sess, path, {"x": x}, {"y": 2.0 * x})
>>> double = tf.contrib.predictor.from_saved_model(path)
>>> double({"x": [1.0, 2.0]})["y"]
array([2., 4.], dtype=float32)
"""

from tf1shim.contrib.names import missing
from tf1shim.contrib.predictor.predictor import Predictor
from tf1shim.contrib.predictor.saved_model_predictor import SavedModelPredictor, from_saved_model

__all__ = ["Predictor", "SavedModelPredictor", "from_saved_model"]

_ESTIMATOR = (
    "it runs the estimator's own model function",
    "export_savedmodel, and tf.contrib.predictor.from_saved_model",
)
__getattr__ = missing(
    __name__, {"from_contrib_estimator": _ESTIMATOR, "from_estimator": _ESTIMATOR}
)
