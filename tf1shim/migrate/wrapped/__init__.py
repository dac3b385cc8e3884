"""`wrap`: functions, methods and classes written for TensorFlow 1 as TensorFlow 2 modules."""

from tf1shim.migrate.wrapped.wrap import wrap

__all__ = ["wrap"]
