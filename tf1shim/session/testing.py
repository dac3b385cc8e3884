"""`TestCase`: TensorFlow 1's ``tf.test.TestCase``, whose sessions are tf1shim's."""

from __future__ import annotations

import contextlib

import tensorflow

from tf1shim.graph import get_default_graph, reset_default_graph
from tf1shim.session.session import Session

DEFAULT_GRAPH_SEED = 87654321


class TestCase(tensorflow.test.TestCase):
    """A test case that starts with an empty, seeded default graph and hands out sessions.

    >>> import tf1shim as tf
    >>> class AddTest(tf.test.TestCase):
    ...   def test_add(self):
    ...     with self.session():
    ...       self.assertAllEqual((tf.constant([1, 2]) + 1).eval(), [2, 3])
    >>> AddTest("test_add").run().wasSuccessful()
    True

    Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/test/TestCase
    """

    def setUp(self):
        """Empties the default graph and seeds Python's, numpy's and the graph's numbers."""
        super().setUp()
        self._shared_session = None
        reset_default_graph()
        get_default_graph().seed = DEFAULT_GRAPH_SEED

    def tearDown(self):
        """Closes the session that `cached_session` shared."""
        if self._shared_session is not None:
            self._shared_session.close()
        super().tearDown()

    @contextlib.contextmanager
    def session(self, graph=None, config=None, use_gpu=False, force_gpu=False):
        """A new session and its graph, entered; on the CPU unless a GPU is asked for."""
        with Session(graph=graph, config=config) as sess, _device(sess.graph, use_gpu, force_gpu):
            yield sess

    @contextlib.contextmanager
    def cached_session(self, graph=None, config=None, use_gpu=False, force_gpu=False):
        """As `session`, but the same one for the whole test.

        Raises: ValueError when another graph is asked for than the first time.
        """
        if self._shared_session is None:
            self._shared_session = Session(graph=graph, config=config)
        sess = self._shared_session
        if graph is not None and graph is not sess.graph:
            raise ValueError(
                "The graph used to get the cached session is different than the one that was used "
                "to create the session. Maybe create a new session with self.session()"
            )
        with sess.graph.as_default(), sess.as_default(), _device(sess.graph, use_gpu, force_gpu):
            yield sess

    def test_session(  # TF1's name; pytest finds no test in it: its arguments have defaults
        self, graph=None, config=None, use_gpu=False, force_gpu=False
    ):
        """`cached_session` where no graph is given, else `session` (TF1's older name for both)."""
        make = self.cached_session if graph is None else self.session
        return make(graph, config, use_gpu, force_gpu)

    def evaluate(self, tensors):
        """The values of `tensors` in the default session, else in the shared one."""
        session = tensorflow.compat.v1.get_default_session()
        if session is not None:
            return session.run(tensors)
        with self.cached_session() as session:
            return session.run(tensors)


def _device(graph, use_gpu, force_gpu):
    if use_gpu and not force_gpu:
        return contextlib.nullcontext()
    return graph.device("/device:GPU:0" if force_gpu else "/device:CPU:0")
