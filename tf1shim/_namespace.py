"""How a TensorFlow 1 name resolves: ours, TensorFlow's v1 API bound to our graph, or an error.

`OVERLAY` is the whole of what differs from TensorFlow's own ``compat.v1``.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import sys
import types

import tensorflow

import tf1shim.graph as graph
import tf1shim.graph_files as graph_files
import tf1shim.session as session
import tf1shim.variables as variables
from tf1shim import (
    _tf,
    arguments,
    blocks,
    control_flow,
    datasets,
    former,
    keras2,
    nn_ops,
    pipelines,
    rnn,
    switches,
)
from tf1shim.binding import bind, place, returning_bound
from tf1shim.graph import in_graph_block, with_bodies
from tf1shim.missing import MissingSymbolError
from tf1shim.session.testing import TestCase
from tf1shim.session.training import LOOPS

v1 = tensorflow.compat.v1
ROOT = "tf1shim"
TF1_VERSION = "1.15.5"

_OURS = {
    blocks: "name_scope",
    graph: "Dimension Graph Tensor TensorShape get_default_graph reset_default_graph",
    session: "InteractiveSession Session",
    variables: "AUTO_REUSE Variable VariableScope assert_variables_initialized assign assign_add "
    "assign_sub count_up_to fixed_size_partitioner get_local_variable get_variable "
    "get_variable_scope global_variables global_variables_initializer initialize_all_variables "
    "initialize_local_variables initialize_variables is_variable_initialized local_variables "
    "local_variables_initializer make_template min_max_variable_partitioner model_variables "
    "moving_average_variables no_regularizer report_uninitialized_variables trainable_variables "
    "variable_axis_size_partitioner variable_creator_scope variable_op_scope variable_scope "
    "variables_initializer",
    graph_files: "import_graph_def",
    switches: "control_flow_v2_enabled disable_eager_execution disable_v2_behavior "
    "enable_eager_execution enable_v2_behavior executing_eagerly resource_variables_enabled",
}
_BLOCKS = "colocate_with container control_dependencies device init_scope op_scope"
_DECORATORS = "custom_gradient recompute_grad"
_WITH_BODIES = "case foldl foldr scan"

OVERLAY = {name: getattr(module, name) for module, names in _OURS.items() for name in names.split()}
OVERLAY.update({name: in_graph_block(getattr(v1, name)) for name in _BLOCKS.split()})
OVERLAY.update({name: with_bodies(getattr(v1, name)) for name in _WITH_BODIES.split()})
OVERLAY.update({name: returning_bound(getattr(v1, name)) for name in _DECORATORS.split()})
OVERLAY.update(arguments.FUNCTIONS)
OVERLAY.update(former.FUNCTIONS)
OVERLAY.update(control_flow.FUNCTIONS)
OVERLAY.update(datasets.FUNCTIONS)
OVERLAY.update(pipelines.FUNCTIONS)
OVERLAY.update(rnn.FUNCTIONS)
OVERLAY.update(variables.SCATTERS)
OVERLAY.update(variables.OPTIMIZERS)
OVERLAY.update(graph_files.FUNCTIONS)
OVERLAY.update(LOOPS)
OVERLAY.update(switches.ACCEPTED)
OVERLAY.update(
    {
        "MissingSymbolError": MissingSymbolError,
        "autograph.to_graph": returning_bound(v1.autograph.to_graph),
        # TensorFlow 2's own API, as it is: eager code within legacy code.
        "compat.v2": tensorflow.compat.v2,
        "VERSION": TF1_VERSION,
        "__version__": TF1_VERSION,
        "initializers.global_variables": variables.global_variables_initializer,
        "initializers.local_variables": variables.local_variables_initializer,
        "initializers.variables": variables.variables_initializer,
        "nn.dropout": nn_ops.dropout,
        "test.TestCase": TestCase,
        "train.get_global_step": variables.get_global_step,
        "version.VERSION": TF1_VERSION,
    }
)

for _path, _value in variables.OPTIMIZERS.items():
    place(_value, *_path.rsplit(".", 1))

# AutoGraph, which converts what layers compute, leaves our code alone; TensorFlow's it knows.
for _value in [m for v in OVERLAY.values() for m in (v, *getattr(v, "__dict__", {}).values())]:
    if isinstance(_value, (type, types.FunctionType)) and _value.__module__.startswith(ROOT):
        _tf.never_converted(_value)

# Modules that build no graph: called as they are (`tf.app.run` runs the program itself).
PLAIN_MODULES = frozenset(
    "app compat errors flags gfile logging nest resource_loader sysconfig test "
    "version".split()
)

# What TensorFlow 2 took out and the package ``tf_keras`` keeps.
_keras2 = functools.partial(functools.partial, keras2.module)
LEGACY = {
    "keras": _keras2(_tf.KERAS_V1),
    "keras.wrappers": keras2.wrappers,
    "keras.wrappers.scikit_learn": keras2.scikit_learn_wrappers,
    "nn.rnn_cell": f"{ROOT}.rnn_cell",
}
# What TensorFlow 1 did not have: leading its programs to TensorFlow 2.
MIGRATION = {
    "load_checkpoint": f"{ROOT}.migrate.checkpoints",
    "load_module": f"{ROOT}.migrate.graph_modules",
    "save_checkpoint": f"{ROOT}.migrate.checkpoints",
    "wrap": f"{ROOT}.migrate.wrapped",
}
# Packages written on top of this namespace, imported when first asked for.
ABOVE = ("contrib", "core", "examples", "layers", "python")


def identity(found):
    """The same for all of a function's names: TensorFlow decorates some of them on their own."""
    return id(inspect.unwrap(found) if isinstance(found, types.FunctionType) else found)


# TensorFlow's own object -> ours, so that every alias of a name (tf.initializers.variables,
# tensorflow.python.framework.ops.Graph ...) resolves to the same thing.
_BY_IDENTITY = {}
_FIRST = {}
for _path, _value in OVERLAY.items():
    _original = v1
    for _part in _path.split("."):
        _original = getattr(_original, _part, None)
    if callable(_original):
        _BY_IDENTITY[identity(_original)] = _value
_BY_IDENTITY.update({identity(fn): value for fn, value in graph_files.PRIVATE.items()})


class Namespace(types.ModuleType):
    """A module of the TF1 API: resolves each name at its first use.

    `module`, where the names come from, may be given by name, or by a function that gets it: it is
    then imported at that moment.
    """

    def __init__(self, path, module):
        super().__init__(f"{ROOT}.{path}", getattr(module, "__doc__", None))
        self.__path__ = []
        self._path = path
        self._source = module

    @property
    def _module(self):
        if isinstance(self._source, str):
            self._source = importlib.import_module(self._source)
        elif not isinstance(self._source, types.ModuleType):
            self._source = self._source()
        return self._source

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            return getattr(self._module, name)
        value = resolve(self._path, name, self._module)
        setattr(self, name, value)
        return value

    def __dir__(self):
        own = [p.rpartition(".")[2] for p in OVERLAY if p.rpartition(".")[0] == self._path]
        return sorted({*dir(self._module), *own})


def resolve(path, name, module=v1):
    """The object that ``tf.PATH.NAME`` means.

    Raises: MissingSymbolError, an AttributeError that says why and what to use instead.
    """
    symbol = f"{path}.{name}" if path else name
    if symbol in OVERLAY:
        return OVERLAY[symbol]
    if symbol in MIGRATION:
        return getattr(importlib.import_module(MIGRATION[symbol]), symbol)
    if symbol in LEGACY:
        return submodule(symbol, LEGACY[symbol])
    if symbol in ABOVE:
        return importlib.import_module(f"{ROOT}.{symbol}")
    try:
        found = getattr(module, name)
    except (AttributeError, ImportError):
        raise MissingSymbolError(symbol) from None
    if isinstance(found, types.ModuleType):
        # tf.test.mock is Python's own.
        is_api = found.__name__.startswith(("tensorflow", keras2.ALIAS))
        return submodule(symbol, found) if is_api else found
    return ours(found) if is_plain(path) else adapted(found, path, name)


def ours(found):
    """What stands for TensorFlow's object `found` here: our own, or itself."""
    return _BY_IDENTITY.get(identity(found), found)


def adapted(found, path, name):
    """TensorFlow's object `found`, which legacy code knows as ``tf.PATH.NAME``, for legacy code."""
    own = ours(found)
    if own is not found:
        return own
    return bind(_FIRST.setdefault(identity(found), found), path, name)


def is_plain(path):
    """True for the modules whose functions are called as they are."""
    first, _, rest = path.partition(".")
    if first == "keras":
        return not rest.startswith("initializers")
    return first in PLAIN_MODULES or path == "io.gfile"


def submodule(path, module):
    """The `Namespace` for the API module at `path`; importable as ``tf1shim.PATH``."""
    name = f"{ROOT}.{path}"
    if name not in sys.modules:
        sys.modules[name] = Namespace(path, module)
    return sys.modules[name]


class Root(types.ModuleType):
    """The package as legacy code sees it: without the modules that tf1shim is made of."""

    def __setattr__(self, name, value):
        # Python makes each submodule an attribute of its package.
        if not is_internal(name, value):
            super().__setattr__(name, value)


def is_internal(name, value):
    """True for a module of the package that is not a module of TensorFlow 1's API."""
    if not isinstance(value, types.ModuleType) or isinstance(value, Namespace):
        return False
    own = vars(value).get("__name__") == f"{ROOT}.{name}"
    return own and name not in ("errors", *ABOVE) and not name.startswith("_")


def register_submodules():
    """Makes every API module importable (``import tf1shim.compat.v1 as tf``), none of it loaded."""
    root = sys.modules[ROOT]
    root.__class__ = Root
    for name in [name for name, value in vars(root).items() if is_internal(name, value)]:
        delattr(root, name)
    sys.modules[f"{ROOT}.compat.v1"] = root
    sys.modules[f"{ROOT}.compat.v2"] = OVERLAY["compat.v2"]
    _register("", v1)
    root.compat.v1 = root
    for path, source in LEGACY.items():
        submodule(path, source)


def _register(path, module):
    for name, value in list(vars(module).items()):
        if not isinstance(value, types.ModuleType):
            continue
        symbol = f"{path}.{name}" if path else name
        # A submodule of the API, not one that this module merely imports or would load late.
        if vars(value).get("__name__", "").endswith(f"compat.v1.{symbol}"):
            if symbol in ("compat.v1", "compat.v2") or f"{ROOT}.{symbol}" in sys.modules:
                continue
            setattr(sys.modules[f"{ROOT}.{path}" if path else ROOT], name, submodule(symbol, value))
            _register(symbol, value)
