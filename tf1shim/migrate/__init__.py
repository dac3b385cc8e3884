"""Moving TensorFlow 1 programs to TensorFlow 2: running them as they are."""

from tf1shim.migrate.python2 import Python2Source
from tf1shim.migrate.runner import run_module, run_path

__all__ = ["Python2Source", "run_module", "run_path"]
