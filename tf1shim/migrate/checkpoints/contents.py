"""A checkpoint on disk: where it is, what it holds, reading it."""

from __future__ import annotations

import os
import re

import tensorflow

from tf1shim import _tf, errors
from tf1shim.migrate.checkpoints import messages

_ONE_FILE = re.compile(r"\.(index|meta|data-\d+-of-\d+)$")
_OF_KERAS = (".h5", ".hdf5", ".keras")


class Checkpoint:
    """What the checkpoint at `path` holds: shapes and dtypes by TF1's name.

    Either format of TF1, a directory with a ``checkpoint`` file, that file, or an object-based
    checkpoint of TF2, by the names that its variables had. Raises: ValueError if there is none.
    """

    def __init__(self, path):
        self.path = found(path)
        reader = _opened(self.path)
        self.shapes = reader.get_variable_to_shape_map()
        self.dtypes = reader.get_variable_to_dtype_map()
        #: The key in the file of each name, where that is not the name itself.
        self._keys = {}
        if _tf.OBJECT_GRAPH_KEY in self.shapes:
            self._by_names(reader.get_tensor(_tf.OBJECT_GRAPH_KEY))

    def _by_names(self, graph):
        objects = _tf.TrackableObjectGraph.FromString(graph)
        attributes = [a for node in objects.nodes for a in node.attributes]
        keys = {}
        for attribute in attributes:
            if attribute.name == _tf.VARIABLE_VALUE_KEY and attribute.full_name:
                keys.setdefault(attribute.full_name, set()).add(attribute.checkpoint_key)
        # A name that several variables share means none of them.
        self._keys = {name: key for name, (key, *more) in keys.items() if not more}
        named = set(self._keys.values())
        for name, key in self._keys.items():
            self.shapes[name], self.dtypes[name] = self.shapes[key], self.dtypes[key]
        for key in [*named.difference(self._keys), _tf.OBJECT_GRAPH_KEY]:
            self.shapes.pop(key, None), self.dtypes.pop(key, None)

    def __contains__(self, name):
        return name in self.shapes

    def read(self, wanted):
        """The tensors for ``[(name, slice)]``, on the CPU.

        Raises: tf.errors.DataLossError and others where the files are damaged.
        """
        wanted = list(wanted)
        if not wanted:
            return []
        with tensorflow.device("CPU"):
            return tensorflow.raw_ops.RestoreV2(
                prefix=self.path,
                tensor_names=[self._keys.get(name, name) for name, _ in wanted],
                shape_and_slices=[part for _, part in wanted],
                dtypes=[self.dtypes[name] for name, _ in wanted],
            )


def found(path):
    """The prefix of the checkpoint that `path` means. Raises: ValueError."""
    if path is None:
        raise messages.no_path()
    path = _tf.as_str(os.fspath(path))
    gfile = tensorflow.io.gfile
    if gfile.isdir(path):
        latest = tensorflow.train.latest_checkpoint(path)
        if latest is None:
            raise messages.empty_directory(path, *_in_directory(path))
        return latest
    if os.path.basename(path) == "checkpoint" and gfile.exists(path):
        latest = tensorflow.train.latest_checkpoint(os.path.dirname(path) or ".")
        if latest is not None:
            return latest
    return path


def _opened(path):
    is_other = _ONE_FILE.search(path) or path.endswith(_OF_KERAS)
    if is_other and tensorflow.io.gfile.exists(path):
        raise messages.no_checkpoint(path, *_beside(path))
    try:
        return tensorflow.train.load_checkpoint(path)
    except errors.NotFoundError:
        raise messages.no_checkpoint(path, *_beside(path)) from None


def _in_directory(path):
    gfile = tensorflow.io.gfile
    if gfile.exists(f"{path}/saved_model.pb"):
        return "a SavedModel", f"its weights: {path}/variables/variables"
    state = tensorflow.train.get_checkpoint_state(path)
    if state is not None:
        there = f"its 'checkpoint' file names {state.model_checkpoint_path}, which is not there"
    else:
        there = ", ".join(sorted(gfile.listdir(path))[:5]) or "an empty directory"
    prefixes = _prefixes(path)
    return there, f"pass one of {', '.join(prefixes[-3:])}" if prefixes else None


def _beside(path):
    gfile = tensorflow.io.gfile
    stem = _ONE_FILE.sub("", path)
    if stem != path and gfile.exists(f"{stem}.index"):
        return "one of the files of a checkpoint", f"pass {stem}"
    if path.endswith(_OF_KERAS) and gfile.exists(path):
        return "a file of Keras", "model.load_weights(path), or keras.models.load_model(path)"
    directory = os.path.dirname(path) or "."
    if not gfile.isdir(directory):
        return f"no directory {directory}", None
    prefixes = _prefixes(directory)
    near = errors.nearest(path, prefixes) or prefixes[-3:]
    return None, f"there is {', '.join(near)}" if near else None


def _prefixes(directory):
    files = tensorflow.io.gfile.glob(f"{directory}/?*.index")
    return sorted(file.removesuffix(".index") for file in files)
