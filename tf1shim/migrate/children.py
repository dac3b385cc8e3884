"""Processes that a legacy program starts with ``multiprocessing`` are redirected like it.

A forked child has everything. A spawned one is a new Python, to which multiprocessing sends its
parent's ``sys.path`` before anything else. So the program's own entry of ``sys.path`` is a string
that, when multiprocessing sends it, brings the program along.
"""

from __future__ import annotations

import multiprocessing.context
import operator
import os
import site
import sys


class ProgramPath(str):
    """An entry of ``sys.path`` that carries a program's `Command` to its spawned processes.

    Anywhere else, pickled or not, it is the string that it is:

    >>> import pickle
    >>> path = ProgramPath("/home/me/project")
    >>> type(pickle.loads(pickle.dumps(path))).__name__, path == "/home/me/project"
    ('str', True)
    """

    command = None

    @classmethod
    def put(cls, command) -> None:
        """Makes an entry of ``sys.path`` carry `command`."""
        for index, entry in enumerate(sys.path):
            if entry:  # multiprocessing replaces the empty one
                sys.path[index] = cls.carrying(entry, command)
                return

    @classmethod
    def carrying(cls, entry, command) -> ProgramPath:
        """The entry `entry`, which carries `command`."""
        path = cls(entry)
        path.command = command
        return path

    def __reduce__(self):
        if self.command is None or multiprocessing.context.get_spawning_popen() is None:
            return str, (str(self),)
        path = [str(entry) for entry in sys.path]
        # The new process may not find this package before it has its parent's path.
        here = os.path.dirname(os.path.dirname(sys.modules["tf1shim"].__file__))
        calls = [
            _Call(site.addsitedir, here),
            _Call(_begin, str(self), self.command, path, sys.argv, os.getcwd()),
        ]
        return operator.itemgetter(-1), (calls,)


class _Call:
    """In a pickle: a call that is made when the pickle is read."""

    def __init__(self, function, *args):
        self._call = function, args

    def __reduce__(self):
        return self._call


def _begin(entry, command, path, argv, directory):
    """Begins a spawned child of the program: what multiprocessing finds loaded, it leaves alone."""
    from tf1shim.migrate.runner import Program

    sys.path[:], sys.argv = path, argv
    os.chdir(directory)
    Program(command).begin_child()
    return ProgramPath.carrying(entry, command)
