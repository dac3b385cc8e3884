"""``tf.contrib.checkpoint``: what `tf.train.Checkpoint` keeps.

>>> import tf1shim as tf
>>> tf.contrib.checkpoint.CheckpointManager is tf.train.CheckpointManager
True
"""

import tf1shim as tf
from tf1shim.contrib.checkpoint.python_state import NumpyState
from tf1shim.contrib.names import missing

CheckpointManager = tf.train.CheckpointManager
Checkpointable = tf.Module
PythonStateWrapper = tf.train.experimental.PythonState

__all__ = ["CheckpointManager", "Checkpointable", "NumpyState", "PythonStateWrapper"]

_GRAPH = ("TensorFlow 2 made the graph of objects private", "tf.train.list_variables")
_DATA = ("TensorFlow 2 made it private", "a plain list or dict: tf.Module tracks those")
__getattr__ = missing(
    __name__,
    {
        "CheckpointableBase": ("TensorFlow 2 made it private", "tf.Module"),
        "CheckpointableObjectGraph": _GRAPH,
        "List": _DATA,
        "Mapping": _DATA,
        "NoDependency": ("TensorFlow 2 made it private", "an attribute set by object.__setattr__"),
        "UniqueNameTracker": ("TensorFlow 2 made its base class private", "a dict of objects"),
        "capture_dependencies": ("TensorFlow 2 made it private", "tf.make_template"),
        "dot_graph_from_checkpoint": _GRAPH,
        "list_objects": _GRAPH,
        "object_metadata": _GRAPH,
        "split_dependency": ("TensorFlow 2 made its base class private", "tf.train.Saver"),
    },
)
