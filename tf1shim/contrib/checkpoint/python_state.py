"""NumPy arrays in checkpoints."""

import io

import numpy as np

import tf1shim as tf


class NumpyState(tf.Module):
    """An object whose attributes, NumPy arrays, `tf.train.Checkpoint` saves.

    >>> tf.enable_eager_execution()
    >>> import tempfile
    >>> arrays = NumpyState()
    >>> checkpoint = tf.train.Checkpoint(numpy_arrays=arrays)
    >>> arrays.x = np.ones([2])
    >>> path = checkpoint.save(tempfile.mkdtemp() + "/ckpt")
    >>> arrays.x[1] = 4.0
    >>> _ = checkpoint.restore(path)
    >>> arrays.x
    array([1., 1.])
    >>> tf.disable_eager_execution()

    An array must have been assigned before it is restored. Raises: NotImplementedError for
    attributes that are no arrays.
    """

    def __getattribute__(self, name):
        value = super().__getattribute__(name)
        return value.array if isinstance(value, _Array) else value

    def __setattr__(self, name, value):
        if isinstance(value, (np.ndarray, np.generic)):
            kept = vars(self).get(name)
            if isinstance(kept, _Array):
                kept.array = value
                return
            value = _Array(value)
        elif not name.startswith("_"):
            raise NotImplementedError(
                f"Assigned {value} to the {name} property of {self}, which is not a NumPy array. "
                "Currently mixing NumPy arrays and other trackable objects is not supported. File "
                "a feature request if this limitation bothers you."
            )
        super().__setattr__(name, value)


class _Array(tf.train.experimental.PythonState):
    def __init__(self, array):
        self.array = array

    def serialize(self):
        """The array as bytes."""
        stream = io.BytesIO()
        np.save(stream, self.array, allow_pickle=False)
        return stream.getvalue()

    def deserialize(self, string_value):
        """Reads the array from bytes."""
        self.array = np.load(io.BytesIO(string_value), allow_pickle=False)
