"""``tf.contrib.checkpoint``: what `tf.train.Checkpoint` keeps.

>>> import tf1shim as tf
>>> tf.contrib.checkpoint.CheckpointManager is tf.train.CheckpointManager
True
"""

import tf1shim as tf
from tf1shim import _tf
from tf1shim.contrib.checkpoint.containers import UniqueNameTracker
from tf1shim.contrib.checkpoint.python_state import NumpyState
from tf1shim.contrib.checkpoint.split_dependency import split_dependency
from tf1shim.contrib.checkpoint.visualize import dot_graph_from_checkpoint, object_metadata
from tf1shim.contrib.names import missing

CheckpointManager = tf.train.CheckpointManager
Checkpointable = _tf.AutoTrackable
CheckpointableBase = _tf.Trackable
CheckpointableObjectGraph = _tf.TrackableObjectGraph
List = _tf.List
Mapping = _tf.Mapping
NoDependency = _tf.NoDependency
PythonStateWrapper = tf.train.experimental.PythonState
capture_dependencies = _tf.capture_dependencies
list_objects = _tf.list_objects

__all__ = [
    "CheckpointManager",
    "Checkpointable",
    "CheckpointableBase",
    "CheckpointableObjectGraph",
    "List",
    "Mapping",
    "NoDependency",
    "NumpyState",
    "PythonStateWrapper",
    "UniqueNameTracker",
    "capture_dependencies",
    "dot_graph_from_checkpoint",
    "list_objects",
    "object_metadata",
    "split_dependency",
]

__getattr__ = missing(__name__)
