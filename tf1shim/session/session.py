"""`Session`: runs parts of a graph, and owns the values of its variables."""

from __future__ import annotations

from tf1shim import _tf
from tf1shim.session import base, failures
from tf1shim.session.base import BaseSession
from tf1shim.session.server import cluster_of
from tf1shim.session.state import SessionState


class Session(BaseSession):
    """Runs the ops of a graph and holds the values of its variables.

    >>> import tf1shim as tf
    >>> with tf.Session() as sess:
    ...   print(sess.run(tf.constant(2) + 3))
    5

    As a context manager it makes itself and its graph the default, and closes at the end.

    Beyond TF1, `variables` shares what lives elsewhere: the graph's variables that it has, by name,
    are those very objects, with the values that they have. It is a module of `tf1shim.wrap`,
    another session, anything with `.variables`, or a dict or list of TF2 variables.

    >>> import tensorflow
    >>> tf.reset_default_graph()
    >>> w = tf.get_variable("w", [2])
    >>> new = tensorflow.Variable([1.0, 2.0], name="w")
    >>> with tf.Session(variables=[new]) as sess:
    ...   print(sess.run(w.assign_add([1.0, 1.0])))
    [2. 3.]
    >>> new.numpy().tolist()
    [2.0, 3.0]

    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Session
    """

    def __init__(self, target="", graph=None, config=None, *, variables=None):
        super().__init__(target, graph, config=config, variables=variables)
        self._entered = None

    def __enter__(self):
        if self._entered is not None:
            raise RuntimeError(failures.NOT_REENTRANT)
        graph, session = self.graph.as_default(), self.as_default()
        graph.__enter__()
        session.__enter__()
        self._entered = graph, session
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        graph, session = self._entered
        self._entered = None
        session.__exit__(exc_type, exc_value, exc_tb)
        graph.__exit__(exc_type, exc_value, exc_tb)
        self.close()

    @staticmethod
    def reset(target, containers=None, config=None):
        """Closes every open session on `target`; a server there forgets what it has kept."""
        del containers, config
        cluster = cluster_of(_tf.as_bytes(target or ""))
        for session in base.open_sessions():
            if session._cluster is cluster:
                session.close()
        if cluster:
            SessionState.clear(cluster)
