"""`load_module`: graphs in the files of TensorFlow 1 as TensorFlow 2 modules."""

from tf1shim.migrate.graph_modules.loading import load_module

__all__ = ["load_module"]
