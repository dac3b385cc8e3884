"""How a watched program begins and ends in its process.

Read by Python 3.7 too, as `facts`.
"""

import os
import random
import sys
import traceback

import numpy as np

from .. import facts
from . import stream

#: How Python says that a module of TensorFlow lacks a name.
_LACKING = ("module 'tensorflow", "module 'tf_keras", "module 'keras")


def events(task):
    """The file for the events, which no process that the program starts inherits."""
    os.set_inheritable(task["fd"], False)
    return os.fdopen(task["fd"], "wb")


def begin(file, task, version):
    """Says that TensorFlow is there; goes to the program's directory and sets the seeds."""
    stream.write(file, {"kind": "begin", "tensorflow": version, "python": sys.version.split()[0]})
    os.chdir(task["directory"])
    if task["seed"] is not None:
        random.seed(task["seed"])
        np.random.seed(task["seed"] % 2**32)


def run(program, recorder, is_library, trim=lambda error: None):
    """Calls `program` and records how it ended; its exceptions are printed, as Python does."""
    outcome = {"raised": None, "status": 0}
    try:
        program()
    except SystemExit as stop:
        outcome["status"] = stop.code if isinstance(stop.code, int) else int(stop.code is not None)
        if isinstance(stop.code, str):
            sys.stderr.write(stop.code + "\n")
    except BaseException as error:
        trim(error)
        traceback.print_exception(type(error), error, error.__traceback__)
        outcome["raised"] = facts.refusal(error)
        outcome["site"] = _site(error, is_library)
        outcome["lacking"] = _is_lacking(error)
    sys.stdout.flush()
    sys.stderr.flush()
    recorder.end(outcome)


def _site(error, is_library):
    """The innermost line of the program that led to `error`."""
    if isinstance(error, SyntaxError) and error.filename:
        return [error.filename, error.lineno or 0]
    site = ["", 0]
    for frame, line in traceback.walk_tb(error.__traceback__):
        if not is_library(frame.f_code.co_filename):
            site = [frame.f_code.co_filename, line]
    return site


def _is_lacking(error):
    """True if a module, or a name of TensorFlow, that the program needs is not there."""
    if isinstance(error, AttributeError):
        return str(error).startswith(_LACKING)
    return isinstance(error, ImportError)
