"""A process in which a program runs watched, on tf1shim or on TensorFlow's own compat.v1.

The process is started with a description of what to run, as JSON (`sides`), and ends with it.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import sys
import types

import tensorflow

import tf1shim
from tf1shim import sites
from tf1shim.migrate import tracebacks
from tf1shim.migrate.imports import LegacyImports
from tf1shim.migrate.runner import Command, Program
from tf1shim.testing.verify import running, seeds
from tf1shim.testing.verify.recorder import Recorder
from tf1shim.testing.verify.watch import Watch

#: What programs that look at the version shall find on compat.v1, which stands for TensorFlow 1.
_VERSION = dict.fromkeys(("__version__", "VERSION"), tf1shim.__version__)


def main() -> None:
    """Runs what the command line describes."""
    task = json.loads(sys.argv[1])
    file = running.events(task)
    oracle, get_seed = task["side"] == "compat.v1", None
    if oracle:
        tensorflow.compat.v1.disable_v2_behavior()
        get_seed = seeds.number_as_functions_do(tensorflow.compat.v1)
    tf = tensorflow.compat.v1 if oracle else tf1shim
    recorder = Recorder(file, tf, sites.is_library, task["steps"])
    running.begin(file, task, tensorflow.__version__)
    watch = Watch(tf, recorder, task["seed"], _VERSION if oracle else (), get_seed)

    def redirect(*args):
        return (_OnCompatV1 if oracle else _Watched)(*args, watch=watch)

    command = Command(**dict(task["command"], target=tf.__name__))

    def run():
        Program(command, replace_path0=True, redirect=redirect).__enter__().run()

    running.run(run, recorder, sites.is_library, trim=tracebacks.trim)


def _part(name: str) -> str:
    """What comes after ``tensorflow`` in a dotted name."""
    return [*name.split("."), ""][1]


class _Watched(LegacyImports):
    """TensorFlow's modules as a `Watch` shows them."""

    def __init__(self, *args, watch: Watch):
        self.watch = watch
        super().__init__(*args)

    def module(self, name):
        """The view of what legacy code gets under the name ``tensorflow[.x.y]``."""
        return self.watch.view(super().module(name))


class _OnCompatV1(_Watched):
    """Imports of a program for which compat.v1 is TensorFlow 1, as far as it reaches.

    What lies below ``tensorflow.python`` is the installed TensorFlow's. The readers of the
    tutorials' data are tf1shim's, which TensorFlow 2 has not, loaded anew on top of compat.v1.
    """

    def __init__(self, *args, watch: Watch):
        super().__init__(*args, watch=watch)
        self._examples = {}

    def _import(self, name, globals=None, locals=None, fromlist=(), level=0):
        if not level and name.partition(".")[0] == "tf1shim":  # already changed by hand
            name = "tensorflow" + name[len("tf1shim") :]
        return super()._import(name, globals, locals, fromlist, level)

    def _import_tensorflow(self, name, fromlist):
        if _part(name) == "examples":
            for item in fromlist or ():
                if not hasattr(self.module(name), item):
                    self.module(f"{name}.{item}")
        return super()._import_tensorflow(name, fromlist)

    def module(self, name):
        """The module for ``tensorflow[.x.y]``."""
        part = _part(name)
        if part in ("python", "core"):
            return self.watch.view(importlib.import_module(name))
        if part == "examples":
            return self._example(name)
        return super().module(name)

    def _example(self, name):
        if name not in self._examples:
            parent, _, last = name.rpartition(".")
            above = self.module(parent)
            spec = importlib.util.find_spec("tf1shim" + name[len("tensorflow") :])
            if spec is None:
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
            module = types.ModuleType(name)
            module.__file__, module.__path__ = spec.origin, spec.submodule_search_locations
            module.__builtins__ = self.builtins.__dict__
            self._examples[name] = module
            above.__dict__[last] = module
            loader = self.loader(name, spec.origin)
            exec(loader.get_code(name), module.__dict__)
        return self._examples[name]
