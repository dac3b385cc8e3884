"""Tensors that stay in a session between its runs: ``tf.get_session_handle`` and its like.

TensorFlow's kernels keep them in a store that only its own sessions have. Here it is a dictionary
of the session's, and the ops look into it.
"""

from __future__ import annotations

import itertools

import numpy as np

from tf1shim import _tf
from tf1shim.session.python_calls import call_python

KEEP, READ, DELETE = "GetSessionHandle", "GetSessionTensor", "DeleteSessionTensor"
OPS = frozenset({KEEP, READ, DELETE})


class KeptTensors:
    """The tensors that one session keeps, by handle (``op;number;device``)."""

    def __init__(self, device):
        self._device = device
        self._arrays = {}
        self._numbers = itertools.count()

    def keep(self, name, array):
        """The handle of `array`, which the op called `name` was given."""
        handle = _tf.as_bytes(f"{name};{next(self._numbers)};{self._device}")
        self._arrays[handle] = np.array(array)
        return np.array(handle, object)

    def read(self, handle):
        """The array of `handle`; ValueError if there is none, as for a deleted one."""
        try:
            return self._arrays[_tf.as_bytes(handle)]
        except KeyError:
            raise ValueError(
                f"The tensor with handle '{_tf.as_str(handle)}' is not in the session store."
            ) from None

    def delete(self, handle):
        """Forgets the array of `handle`; ValueError if there is none."""
        self.read(handle)
        del self._arrays[_tf.as_bytes(handle)]

    def release(self, handle):
        """Forgets the array of `handle`, if it is there."""
        self._arrays.pop(_tf.as_bytes(handle), None)

    def call(self, node, state, renamed):
        """Makes `node`, one of `OPS`, look into this store."""
        name = node.name
        function = {
            KEEP: lambda array: [self.keep(name, array)],
            READ: lambda handle: [self.read(handle)],
            DELETE: lambda handle: self.delete(handle),
        }[node.op]
        call_python(node, state.python_function((node.op, name), lambda: function), renamed)


def kept(session, dtype, handle):
    """What fetching a `handle` gives: it can be fed, and evaluated in `session`."""
    return _tf.TensorHandle(handle, dtype, session)
