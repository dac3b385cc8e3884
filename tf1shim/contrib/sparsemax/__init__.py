"""``tf.contrib.sparsemax``: sparse probabilities, and a loss for them."""

from tf1shim.contrib.names import missing
from tf1shim.contrib.sparsemax.sparsemax import sparsemax
from tf1shim.contrib.sparsemax.sparsemax_loss import sparsemax_loss

__all__ = ["sparsemax", "sparsemax_loss"]

__getattr__ = missing(__name__)
