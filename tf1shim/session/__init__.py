"""Sessions: the state half of TensorFlow 1, on the eager runtime of TensorFlow 2."""

from tf1shim.session.base import BaseSession, newest_session
from tf1shim.session.interactive import InteractiveSession
from tf1shim.session.session import Session
from tf1shim.variables.access import Access

# Eager code may ask a variable for its value: it is a session that has it.
Access.newest_session = staticmethod(newest_session)

__all__ = ["BaseSession", "InteractiveSession", "Session", "newest_session"]
