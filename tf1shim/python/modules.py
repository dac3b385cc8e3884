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
from tf1shim.python import tools

ROOT = _namespace.ROOT

# Functions that TensorFlow 2 only gave another name.
RENAMED = {
    "python.util.nest.is_sequence": "python.util.nest.is_nested",
    "python.util.nest.is_sequence_or_composite": "python.util.nest.is_nested_or_composite",
    "python.ops.variables.Variable": "python.ops.variables.VariableV1",
    "python.ops.gen_nn_ops._max_pool_grad": "python.ops.gen_nn_ops.max_pool_grad",
}
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
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        value = resolve(self._path, name)
        setattr(self, name, value)
        return value

    def __dir__(self):
        own = defined().get(self._path, {})
        return sorted({*super().__dir__(), *own, *dir(private_module(self._path) or self)})


def resolve(path, name):
    """What ``tensorflow.PATH.NAME`` means; raises MissingSymbolError."""
    symbol = f"{path}.{name}"
    if symbol in RENAMED:
        path, _, name = RENAMED[symbol].rpartition(".")
    if f"{ROOT}.{symbol}" in sys.modules:
        return sys.modules[f"{ROOT}.{symbol}"]
    public = defined().get(path, {}).get(name)
    if public is None and path in FACADES:
        public = public_names().get(name)
    if public is None and path.startswith("python.keras"):
        public = _keras_name(path, name)
    if public is not None:
        return _public(public)
    module = private_module(path)
    if hasattr(module, name):
        return _adapted(getattr(module, name), path, name)
    if private_module(symbol) is not None:
        return _module(symbol)
    if name in public_names():
        return _public(public_names()[name])
    where = "TensorFlow 2 has no such module" if module is None else "TensorFlow 2 removed it"
    raise MissingSymbolError(symbol, Absence(f"private to TensorFlow 1; {where}", ""))


def private_module(path):
    """The installed module that ``tensorflow.PATH`` means, or None."""
    parts = path.split(".")
    if parts[:2] != ["python", "keras"]:
        return _tf.private_module(path)
    # TensorFlow's own copy is not the Keras 2 of `tf.keras`.
    try:
        return keras2.module(".".join([_tf.KERAS_PRIVATE, *parts[2:]]))
    except ModuleNotFoundError:
        return None


def _public(path):
    return functools.reduce(getattr, path.split("."), sys.modules[ROOT])


def _keras_name(path, name):
    """The public path of a name in ``tensorflow.python.keras``, or None."""
    parts = path.split(".")[1:]
    for end in range(len(parts), 0, -1):
        public = ".".join([*parts[:end], name])
        try:
            found = _public(public)
        except AttributeError:
            continue
        return None if isinstance(found, types.ModuleType) else public
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
    for path in defined():
        for end in range(1, path.count(".") + 2):
            name = ".".join(path.split(".")[:end])
            if name != "python":
                _module(name)


def register_protos():
    """Makes the packages of protocol buffers importable."""
    for package in pkgutil.iter_modules(private_module("core").__path__):
        if package.ispkg:
            _module(f"core.{package.name}")
