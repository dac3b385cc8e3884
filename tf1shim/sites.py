"""Where in the user's code something was made: ``file:line`` of the first frame that is theirs."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

import tensorflow


class Site(NamedTuple):
    """A line of the user's code.

    >>> str(Site("train.py", 12))
    'train.py:12'
    """

    filename: str
    line: int

    def __str__(self):
        return f"{self.filename}:{self.line}"


_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep
_PACKAGES = os.path.dirname(os.path.dirname(os.path.abspath(tensorflow.__file__))) + os.sep
_LIBRARIES = (
    _HERE,
    *(_PACKAGES + name + os.sep for name in ("tensorflow", "keras", "tf_keras", "wrapt")),
    *(os.path.dirname(os.__file__) + os.sep + name for name in ("contextlib", "logging")),
)


def user_site():
    """The innermost frame outside tf1shim, TensorFlow and Keras."""
    frame = sys._getframe(1)
    outermost = frame
    while frame is not None:
        outermost = frame
        filename = frame.f_code.co_filename
        if not is_library(filename):
            return Site(filename, frame.f_lineno)
        frame = frame.f_back
    return Site(outermost.f_code.co_filename, outermost.f_lineno)


def is_library(filename):
    """True for a file of tf1shim, TensorFlow or Keras."""
    return filename.startswith(_LIBRARIES) or filename.startswith("<frozen")


def first_user_frame(frames):
    """``file:line`` of the first of `frames` (as ``traceback`` makes them) in the user's code."""
    for frame in frames:
        filename, line = frame[0], frame[1]
        if not is_library(filename):
            return str(Site(filename, line))
    return None
