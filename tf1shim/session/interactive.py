"""`InteractiveSession`: the session of notebooks and shells."""

from __future__ import annotations

import contextlib
import warnings

from tf1shim.session.base import BaseSession


class InteractiveSession(BaseSession):
    """A session that makes itself the default when it is made: for notebooks and shells.

    >>> import tf1shim as tf
    >>> sess = tf.InteractiveSession()
    >>> print((tf.constant(2) + 3).eval())
    5
    >>> sess.close()

    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/InteractiveSession
    """

    _active = 0

    def __init__(self, target="", graph=None, config=None, *, variables=None):
        super().__init__(target, graph, config, variables)
        if InteractiveSession._active > 0:
            warnings.warn(
                "An interactive session is already active. This can cause out-of-memory errors in "
                "some cases. You must explicitly call `InteractiveSession.close()` to release "
                "resources held by the other session(s).",
                stacklevel=2,
            )
        InteractiveSession._active += 1
        self._entered = contextlib.ExitStack()
        self._entered.enter_context(self.as_default())
        if graph is not None:
            self._entered.enter_context(graph.as_default())

    def close(self):
        """Closes the session; it is the default no more."""
        if self._closed:
            return
        super().close()
        InteractiveSession._active -= 1
        self._entered.close()
