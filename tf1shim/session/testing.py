"""`TestCase`: TensorFlow 1's ``tf.test.TestCase``, whose sessions are tf1shim's."""

from __future__ import annotations

import contextlib
from typing import NamedTuple

import tensorflow

from tf1shim.graph import get_default_graph, reset_default_graph
from tf1shim.session.session import Session
from tf1shim.switches import executing_eagerly

DEFAULT_GRAPH_SEED = 87654321

#: What Python 3.12 took out of ``unittest.TestCase`` -> what it was another name of.
FORMER_NAMES = {
    "assertAlmostEquals": "assertAlmostEqual",
    "assertEquals": "assertEqual",
    "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertNotEquals": "assertNotEqual",
    "assertNotRegexpMatches": "assertNotRegex",
    "assertRaisesRegexp": "assertRaisesRegex",
    "assertRegexpMatches": "assertRegex",
    "assert_": "assertTrue",
    "failIf": "assertFalse",
    "failIfAlmostEqual": "assertNotAlmostEqual",
    "failIfEqual": "assertNotEqual",
    "failUnless": "assertTrue",
    "failUnlessAlmostEqual": "assertAlmostEqual",
    "failUnlessEqual": "assertEqual",
    "failUnlessRaises": "assertRaises",
}


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

    # Of the class, since a test's own setUp need not call ours.
    _shared = None

    def setUp(self):
        """Empties the default graph and seeds Python's, numpy's and the graph's numbers."""
        super().setUp()
        self._test_start_time = None  # TF1 did not report how long each test took
        self._close_shared()
        reset_default_graph()
        get_default_graph().seed = DEFAULT_GRAPH_SEED

    def tearDown(self):
        """Closes the session that `cached_session` shared; looks after its threads."""
        self._close_shared()
        super().tearDown()

    def _close_shared(self):
        if self._shared is not None:
            self._shared.session.close()
            self._shared = None

    @contextlib.contextmanager
    def session(self, graph=None, config=None, use_gpu=False, force_gpu=False):
        """A new session and its graph, entered; on the CPU unless a GPU is asked for.

        With eager execution enabled it is None.
        """
        if executing_eagerly():
            yield None
            return
        with Session(graph=graph, config=config) as sess, _device(sess.graph, use_gpu, force_gpu):
            yield sess

    def cached_session(self, graph=None, config=None, use_gpu=False, force_gpu=False):
        """As `session`, but the same one for the whole test.

        Raises: ValueError, when entered, if `graph`, `config` or `force_gpu` are not those that it
        was made with.
        """
        return self._enter_shared(_Shared(None, graph, config, force_gpu), use_gpu, check=True)

    def test_session(  # TF1's name; pytest finds no test in it: its arguments have defaults
        self, graph=None, config=None, use_gpu=False, force_gpu=False
    ):
        """TF1's older name for both: `session` of a `graph`, else the session of `cached_session`.

        The latter however it was made.
        """
        if graph is not None:
            return self.session(graph, config, use_gpu, force_gpu)
        return self._enter_shared(_Shared(None, None, config, force_gpu), use_gpu, check=False)

    @contextlib.contextmanager
    def _enter_shared(self, wanted, use_gpu, check):
        if executing_eagerly():
            yield None
            return
        if self._shared is None:
            session = Session(graph=wanted.graph, config=wanted.config)
            self._shared = wanted._replace(session=session)
        elif check:
            for field in ("graph", "config", "force_gpu"):
                if getattr(self._shared, field) is not getattr(wanted, field):
                    raise ValueError(_INCONSISTENT.format(field.replace("_gpu", "_gpu value")))
        sess = self._shared.session
        device = _device(sess.graph, use_gpu, wanted.force_gpu)
        with sess.graph.as_default(), sess.as_default(), device:
            yield sess

    def evaluate(self, tensors):
        """The values of `tensors` in the default session, else in the shared one."""
        if executing_eagerly():
            return super().evaluate(tensors)
        session = tensorflow.compat.v1.get_default_session()
        if session is not None:
            return session.run(tensors)
        with self.test_session() as session:
            return session.run(tensors)

    def assertDictContainsSubset(self, subset, dictionary, msg=None):
        """All pairs of `subset` are in `dictionary`; Python 3.12 took it out."""
        self.assertEqual(dictionary, {**dictionary, **subset}, msg)  # noqa: PT009

    def _AssertProtoEquals(self, a, b, msg=None, relative_tolerance=None):
        if relative_tolerance is not None:
            super()._AssertProtoEquals(a, b, msg, relative_tolerance)
        elif a != b:
            # TensorFlow's own report of a difference does not work with every protobuf.
            self.assertMultiLineEqual(str(a), str(b), msg)  # noqa: PT009


class _Shared(NamedTuple):
    """The session that a test's methods share, and what it was made with."""

    session: Session | None
    graph: object
    config: object
    force_gpu: bool


_INCONSISTENT = (
    "The {} used to get the cached session is different than the one that was used to create the "
    "session. Maybe create a new session with self.session()"
)


def _device(graph, use_gpu, force_gpu):
    if use_gpu and not force_gpu:
        return contextlib.nullcontext()
    return graph.device("/device:GPU:0" if force_gpu else "/device:CPU:0")


def _under_former_name(name):
    def assertion(self, *args, **kwargs):
        return getattr(self, name)(*args, **kwargs)

    assertion.__doc__ = f"`{name}`, as Python called it before 3.12."
    return assertion


for _former, _name in FORMER_NAMES.items():
    if not hasattr(TestCase, _former):
        setattr(TestCase, _former, _under_former_name(_name))
