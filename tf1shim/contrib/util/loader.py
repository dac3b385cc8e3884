"""`tf.load_op_library` for a library beside the program's files."""

import os
import sys

import tf1shim as tf


def load_op_library(path):
    """Loads operations and kernels from the shared library at `path`.

    >>> load_op_library("/no/such.so")
    Traceback (most recent call last):
    tensorflow.python.framework.errors_impl.NotFoundError: /no/such.so: cannot open shared object

    A relative path is relative to the file that calls this. It must be built for the installed
    TensorFlow.
    """
    caller = os.path.dirname(os.path.abspath(sys._getframe(1).f_code.co_filename))
    return tf.load_op_library(os.path.join(caller, path))
