"""The modules beneath ``tensorflow.python`` and ``tensorflow.core``, as TF1 code sees them.

`defined.tsv` says which public names each module of TensorFlow 1.15.5 defined: those mean the
public name. Anything else comes from the installed TensorFlow's module of that path, bound to the
default graph; then, if TensorFlow 2 moved it, from wherever TensorFlow 1 had a public name like it.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import sys
import types
from pathlib import Path

from tf1shim import _namespace, _tf, keras2
from tf1shim.missing import Absence, MissingSymbolError
from tf1shim.python import graph_tools

ROOT = _namespace.ROOT

# What TensorFlow 2 only moved, or gave another name.
RENAMED = {
    "python.autograph.to_graph": "python.autograph.impl.api.to_graph_v1",
    "python.eager.function.defun": "python.eager.def_function.function",
    "python.eager.tape.stop_recording": "python.eager.record.stop_recording",
    "python.keras.engine.network.Network": "python.keras.engine.functional.Functional",
    "python.keras.utils.tf_utils.constant_value":
        "python.framework.smart_cond.smart_constant_value",
    "python.keras.utils.tf_utils.smart_cond": "python.framework.smart_cond.smart_cond",
    "python.ops.gen_nn_ops._max_pool_grad": "python.ops.gen_nn_ops.max_pool_grad",
    "python.ops.nn.rnn_cell": "python.ops.rnn_cell",
    "python.ops.variable_scope.variable": "python.ops.variables.VariableV1",
    "python.ops.variables.RefVariable": "python.ops.variables.VariableV1",
    "python.ops.variables.Variable": "python.ops.variables.VariableV1",
    "python.pywrap_tensorflow.CheckpointReader":
        "python.util._pywrap_checkpoint_reader.CheckpointReader",
    "python.pywrap_tensorflow.EventsWriter": "python.client._pywrap_events_writer.EventsWriter",
    "python.util.nest._sorted": "python.util.nest_util._tf_core_sorted",
    "python.util.nest.is_sequence": "python.util.nest.is_nested",
    "python.util.nest.is_sequence_or_composite": "python.util.nest.is_nested_or_composite",
}  # fmt: skip
# Modules likewise; what is below them too.
MOVED = {
    "python.keras._impl.keras": "python.keras",
    "python.training.checkpointable": "python.trackable",
    "python.training.checkpointable.util": "python.checkpoint.checkpoint",
    "python.training.gen_training_ops": "python.ops.gen_training_ops",
    "python.training.tracking": "python.trackable",
    "python.training.tracking.tracking": "python.trackable.autotrackable",
    "python.training.tracking.util": "python.checkpoint.checkpoint",
    "python.training.training_ops": "python.ops.gen_training_ops",
}
# Modules whose names mean ours before they mean TensorFlow's.
OURS = {
    "python.client.session": "classes",
    "python.framework.common_shapes": "removed",
    "python.framework.ops": "removed",
    "python.framework.tensor_shape": "removed",
    "python.framework.test_util": "test_util",
    "python.ops.resource_variable_ops": "classes",
    "python.ops.rnn_cell_impl": "classes",
    "python.ops.template": "classes",
    "python.ops.variables": "classes",
}
# Packages that TensorFlow 1 arranged like their public names.
LIKE_PUBLIC = ("python.keras", "python.estimator")
# Data, files, texts: these modules build no graph.
PLAIN = ("python.util", "python.platform", "python.lib", "python.framework.errors_impl",
         "python.framework.dtypes", "python.tools", "core")  # fmt: skip
# Modules of TensorFlow 1 that only gathered public names from others.
FACADES = ("python.ops.rnn_cell", "python.ops.nn", "python.ops.standard_ops",
           "python.training.training", "python.layers.layers")  # fmt: skip


@functools.cache
def defined():
    """``{module: {name: public path}}`` of TensorFlow 1.15.5."""
    table = {}
    for line in Path(__file__).with_name("defined.tsv").read_text().splitlines():
        module, _, names = line.partition("\t")
        pairs = (item.partition("=") for item in names.split())
        table[module] = {name: path or name for name, _, path in pairs}
    return table


@functools.cache
def public_names():
    """``{name: public path}`` for the names that only one public thing had."""
    found = {}
    for names in defined().values():
        for name, path in names.items():
            found.setdefault(name, set()).add(path)
    return {name: paths.pop() for name, paths in found.items() if len(paths) == 1}


class PrivateModule(types.ModuleType):
    """A module of TensorFlow's inside; its names are resolved when first asked for."""

    def __init__(self, path):
        super().__init__(f"{ROOT}.{path}", f"What TensorFlow 1 kept in tensorflow.{path}.")
        self.__path__ = []
        self._path = path

    def __getattr__(self, name):
        value = lookup(self._path)(name)
        setattr(self, name, value)
        return value

    def __dir__(self):
        own = defined().get(self._path, {})
        return sorted({*super().__dir__(), *own, *dir(private_module(self._path) or self)})


def lookup(path):
    """The ``__getattr__`` of the module at `path`."""

    def find(name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(f"module '{ROOT}.{path}' has no attribute {name!r}")
        return resolve(path, name)

    return find


def resolve(path, name):
    """What ``tensorflow.PATH.NAME`` means; raises MissingSymbolError."""
    symbol = f"{path}.{name}"
    if symbol in RENAMED:
        path, _, name = RENAMED[symbol].rpartition(".")
    if f"{ROOT}.{symbol}" in sys.modules:
        return sys.modules[f"{ROOT}.{symbol}"]
    own = path in OURS and importlib.import_module(f"{ROOT}.python.{OURS[path]}")
    if own and name in own.__all__:
        return getattr(own, name)
    public = _public_path(path, name)
    if public is not None:
        return _public(public)
    module = private_module(path)
    if hasattr(module, name):
        return _adapted(getattr(module, name), path, name)
    if private_module(f"{path}.{name}") is not None:
        return _module(f"{path}.{name}")
    if name in public_names():
        return _public(public_names()[name])
    where = "TensorFlow 2 has no such module" if module is None else "TensorFlow 2 removed it"
    raise MissingSymbolError(symbol, Absence(f"private to TensorFlow 1; {where}", ""))


def _public_path(path, name):
    """The public path of what the module `path` of TensorFlow 1 called `name`, or None."""
    public = defined().get(path, {}).get(name)
    if public is None and path in FACADES:
        public = public_names().get(name)
    if public is None and path.startswith(LIKE_PUBLIC):
        public = _public_above(path, name)
    return public


def private_module(path):
    """The installed module that ``tensorflow.PATH`` means, or None."""
    if path in graph_tools.TOOLS:
        return graph_tools.tool(path)
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        moved = MOVED.get(".".join(parts[:end]))
        if moved:
            parts[:end] = moved.split(".")
            break
    if parts[:2] != ["python", "keras"]:
        return _tf.private_module(".".join(parts))
    # TensorFlow's own copy is not the Keras 2 of `tf.keras`.
    try:
        return keras2.module(".".join([_tf.KERAS_PRIVATE, *parts[2:]]))
    except ModuleNotFoundError:
        return None


def _public(path):
    return functools.reduce(getattr, path.split("."), sys.modules[ROOT])


def _public_above(path, name):
    """The public path of `name` at or above the private `path` (``python.keras.layers.core``)."""
    parts = path.replace("keras._impl.keras", "keras").split(".")[1:]
    places = [".".join(parts[:end]) for end in range(len(parts), 0, -1)]
    if parts[:2] == ["keras", "engine"]:
        places += ["keras.layers", "keras.models"]
    for place in places:
        try:
            found = _public(f"{place}.{name}")
        except AttributeError:
            continue
        return None if isinstance(found, types.ModuleType) else f"{place}.{name}"
    return None


def _adapted(found, path, name):
    if isinstance(found, types.ModuleType):
        inside = found.__name__.partition(".")[2]
        return _module(inside) if _tf.is_private(found) else found
    if path.startswith(PLAIN):
        return _namespace.ours(found)
    return _namespace.adapted(found, path, name)


def _module(path):
    """The module at `path`; protocol buffers are TensorFlow's own."""
    if path.startswith("core.") and path.endswith("_pb2"):
        return private_module(path)
    name = f"{ROOT}.{path}"
    if name not in sys.modules:
        sys.modules[name] = PrivateModule(path)
    return sys.modules[name]


def register():
    """Makes every module that TensorFlow 1.15.5 had importable; imports none of them."""
    for path in (*defined(), *MOVED):
        for end in range(1, path.count(".") + 2):
            name = ".".join(path.split(".")[:end])
            if name != "python":
                _module(name)


def register_protos():
    """Makes the packages of protocol buffers importable."""
    for package in pkgutil.iter_modules(private_module("core").__path__):
        if package.ispkg:
            _module(f"core.{package.name}")
