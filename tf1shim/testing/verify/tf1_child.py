"""A process in which a program runs watched, on real TensorFlow 1.

Run as a file by the Python that has TensorFlow 1, which needs nothing else; Python 3.5 and later
read it.
"""

import importlib
import json
import os
import runpy
import sys
import types

HERE = os.path.dirname(os.path.abspath(__file__))


def load(name):
    """A module of this directory, without the package around it, which needs TensorFlow 2."""
    for package, path in (("tf1testing", os.path.dirname(HERE)), ("tf1testing.verify", HERE)):
        if package not in sys.modules:
            module = sys.modules[package] = types.ModuleType(package)
            module.__path__ = [path]
    return importlib.import_module("tf1testing.verify." + name)


def main():
    """Runs what the command line describes."""
    del sys.path[0]  # this directory
    task = json.loads(sys.argv[1])
    running = load("running")
    file = running.events(task)
    try:
        import tensorflow as tf
    except ImportError as error:
        load("stream").write(file, {"kind": "failed", "reason": str(error)})
        return
    if not tf.__version__.startswith("1."):
        reason = "it has TensorFlow " + tf.__version__ + ", not TensorFlow 1"
        load("stream").write(file, {"kind": "failed", "reason": reason})
        return
    libraries = tuple(
        os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(tf.__file__))), name) + os.sep
        for name in ("tensorflow", "tensorflow_core", "tensorflow_estimator", "keras")
    ) + tuple(os.path.join(os.path.dirname(os.__file__), name) for name in ("contextlib", "runpy"))

    def is_library(filename):
        return filename.startswith(libraries) or filename.startswith("<frozen")

    recorder = load("recorder").Recorder(file, tf, is_library, task["steps"])
    running.begin(file, task, tf.__version__)
    get_seed = load("seeds").number_as_functions_do(tf)
    watch = load("watch").Watch(tf, recorder, task["seed"], get_seed=get_seed)
    sys.modules["tensorflow"] = watch.root
    command = task["command"]

    def run():
        sys.argv = [command["name"]] + command["argv"]
        if command["kind"] == "module":
            sys.path.insert(0, os.getcwd())
            runpy.run_module(command["name"], run_name="__main__", alter_sys=True)
        else:
            sys.path.insert(0, os.path.dirname(os.path.realpath(command["name"])))
            # Not run_path, which empties the module's names afterwards: threads may need them.
            main_module = sys.modules["__main__"] = types.ModuleType("__main__")
            main_module.__file__ = command["name"]
            with open(command["name"], "rb") as source:
                code = compile(source.read(), command["name"], "exec")
            exec(code, main_module.__dict__)

    running.run(run, recorder, lambda name: is_library(name) or name == __file__)


if __name__ == "__main__":
    main()
