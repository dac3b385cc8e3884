"""`BaseSession`: runs parts of a graph by plans, which it keeps."""

from __future__ import annotations

import atexit
import functools
import sys
import threading
import weakref

import tensorflow

from tf1shim import _tf, errors
from tf1shim.graph import get_default_graph
from tf1shim.session import failures
from tf1shim.session.callables import Callables
from tf1shim.session.feeds import Feeder
from tf1shim.session.fetches import Fetches, structure_key
from tf1shim.session.options import RunSettings, checked_config, checked_target, run_once
from tf1shim.session.partial import PartialRuns
from tf1shim.session.plan import Plan, repeatable_ops
from tf1shim.session.rewrite import Rewriter
from tf1shim.session.server import cluster_of
from tf1shim.session.sharing import variable_finder
from tf1shim.session.state import SessionState
from tf1shim.session.tables import SavedTables
from tf1shim.session.values import Values
from tf1shim.variables.initialization import InitializationLog, initializer_record

_open_sessions = weakref.WeakSet()
_opened = 0


def open_sessions():
    """The sessions that are not closed."""
    return list(_open_sessions)


def newest_session(graph):
    """The newest open session on `graph`, or None."""
    sessions = [s for s in open_sessions() if s.graph is graph and not s._closed]
    return max(sessions, key=lambda s: s._opened, default=None)


@atexit.register
def _close_idle_sessions():
    """Closes what the program left open, as long as its Python functions can still run."""
    for session in list(_open_sessions):
        if not session._running:
            session.close()


class BaseSession(Callables, Values, _tf.SessionInterface):
    """What `Session` and `InteractiveSession` share: running a graph.

    Raises: TypeError for a `target` that is no string, a `graph` that is no graph or a `config`
    that is no ConfigProto; ValueError if `variables` and the graph disagree about one.
    """

    def __init__(self, target="", graph=None, config=None, variables=None):
        global _opened
        self._closed = True
        graph = get_default_graph() if graph is None else graph
        if not isinstance(graph, _tf.Graph):
            raise TypeError(f"graph must be a tf.Graph, but got {type(graph)}")
        elif getattr(graph, "no_session", None):
            raise errors.no_session(graph.no_session)
        self._graph = graph
        self._target = checked_target(target)
        self._config = checked_config(config)
        self._lock = threading.RLock()
        self._running = set()
        self._structures = {}
        self._plans = {}
        self._handles = {}
        self._rewirings = 0
        self._cluster = cluster_of(self._target)
        if self._cluster:
            self._cluster.check(self.sess_str)
        self._state = SessionState(graph, self._cluster, variable_finder(variables))
        self._log = InitializationLog()
        self._partial = PartialRuns(self)
        #: The tables that modules made of this session save.
        self.saved_tables = SavedTables()
        self._ctx = _tf.eager_context()
        self._feeder = Feeder(graph, self._ctx.device_name)
        self._rewriter = Rewriter(
            self._state,
            self._library_function,
            functools.partial(_tf.own_gradient, graph),
            [tensorflow.DeviceSpec.from_string(d) for d in self._ctx.devices()],
            self._config.allow_soft_placement,
            self._cluster,
        )
        self._config_bytes = self._config.SerializeToString()
        self._once_config_bytes = run_once(self._config)
        self._default_settings = RunSettings(self._config, None, None)
        self._closed = False
        #: The version of the graph that the session has seen, in TensorFlow 1 a copy of its own.
        self._extended_to = 0
        _opened += 1
        self._opened = _opened
        _open_sessions.add(self)

    # --- what a session is ------------------------------------------------------------------------

    @property
    def graph(self):
        """The graph that this session runs."""
        return self._graph

    @property
    def graph_def(self):
        """The graph as a `GraphDef`."""
        return self._graph.as_graph_def()

    @property
    def sess_str(self):
        """The TensorFlow process that this session connects to: always this one."""
        return self._target

    def list_devices(self):
        """The devices of this session: name, type, memory limit in bytes."""
        self._check_not_cancelled()
        return _tf.session_devices(self._ctx)

    # --- running ----------------------------------------------------------------------------------

    def run(self, fetches, feed_dict=None, options=None, run_metadata=None):
        """Computes `fetches` and returns their values in the same structure.

        >>> import tf1shim as tf
        >>> x = tf.placeholder(tf.float32, [None])
        >>> with tf.Session() as sess:
        ...   print(sess.run({"twice": x * 2}, {x: [1]}))
        {'twice': array([2.], dtype=float32)}

        Args: `fetches` a tensor, operation, variable, name, or a nest of them; `feed_dict` gives
        values to placeholders or to any other tensor; `options` a RunOptions, `run_metadata` a
        RunMetadata to fill.
        Raises: RuntimeError if the session is closed, TypeError and ValueError for fetches and
        feeds that do not fit, and what the ops raise (`tf.errors`).
        Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Session#run
        """
        if self._closed or not self._plans:
            self._check_runnable()
        settings = self._default_settings
        if options is not None or run_metadata is not None:
            settings = RunSettings(self._config, options, run_metadata)
        try:
            structure = self._structure(fetches)
        except Exception:
            # TF1 looked at the feeds first, and so complained of them.
            self._feeder.feed(feed_dict or {})
            raise
        return structure.build(
            self._values(structure.tensors, structure.targets, feed_dict, settings)
        )

    def _values(self, tensors, targets, feed_dict, settings, connections=None):
        """The values of `tensors` from a run, which runs the operations `targets` too.

        `connections` ``{tensor: other tensor}`` feeds tensors with what others are in this run.
        """
        feeds = self._feeder.feed(feed_dict) if feed_dict else {}
        plan = self._plan(tensors, targets, tuple(feeds), connections)
        results = self._execute(plan, list(feeds.values()), settings)
        if targets:
            self._log.note(targets)
        values = [t.numpy() for t in results] if results else ()
        if plan.fetched_feeds:
            # TF1 gives back what was fed, as the array it was made.
            arrays = self._feeder.arrays(feed_dict)
            for position, feed in plan.fetched_feeds:
                values[position] = arrays[plan.feeds[feed]]
        return values

    def _register_dead_handle(self, handle):
        """Forgets what `handle` stands for; the last `TensorHandle` of it calls this."""
        self._state.kept.release(handle)

    def _check_runnable(self):
        if self._closed:
            raise RuntimeError(failures.CLOSED)
        if self._graph.version == 0:
            raise RuntimeError(failures.EMPTY_GRAPH)

    def _check_not_cancelled(self):
        if self._closed:
            raise tensorflow.errors.CancelledError(None, None, failures.CANCELLED)

    def _extend(self):
        """Sees what was added to the graph."""
        if self._graph.version > self._extended_to:
            self._check_not_cancelled()
            self._extended_to = self._graph.version

    def _structure(self, fetches):
        """The resolved `fetches`; looked up where the same were fetched before."""
        try:
            key = structure_key(fetches)
            structure = self._structures.get(key)
        except TypeError:
            return Fetches(self._graph, fetches, self)
        if structure is None:
            structure = self._structures[key] = Fetches(self._graph, fetches, self)
        return structure

    def _plan(self, tensors, targets, feeds, connections=None):
        rewirings = getattr(self._graph, "rewirings", 0)
        if self._rewirings != rewirings:
            with self._lock:
                self._plans.clear()
                self._rewirings = rewirings
        key = (tensors, targets, feeds)
        if connections:
            key += tuple(connections.items())
        plan = self._plans.get(key)
        if plan is None:
            with self._lock:
                plan = self._plans.get(key)
                if plan is None:
                    self._extend()
                    once = not tensors and all(map(initializer_record, targets))
                    config = self._once_config_bytes if once else self._config_bytes
                    plan = Plan(self._state, self._rewriter, tensors, targets, feeds, config,
                                connections=connections)  # fmt: skip
                    self._plans[key] = plan
        return plan

    def _execute(self, plan, values, settings):
        manager = _tf.CancellationManager()
        self._running.add(manager)
        try:
            if self._closed:
                raise RuntimeError(failures.CLOSED)
            with settings.around(manager):
                return plan(self._ctx, values, manager, settings.traced)
        except tensorflow.errors.OpError as e:
            raise self._failure(plan, values, settings.as_timeout(e, manager)) from None
        finally:
            self._running.discard(manager)

    def _failure(self, plan, values, error):
        """The exception that tells the user what went wrong."""
        failure = failures.RuntimeFailure(self._graph, error)
        if failure.may_be_uninitialized:
            missing = [op for op in plan.variable_ops if not self._state.is_initialized(op)]
            if missing:
                missing.sort(key=lambda op: (op.name not in failure.text, op._id))
                return failures.uninitialized(missing, self._log.explain)
        if failure.op is None and plan.single_threaded:
            failure = self._named(plan, values) or failure
        return failure.error()

    def _named(self, plan, values):
        """The failure again, from the executor that names the op; None if it does not return.

        Only what changes no state runs again.
        """
        with self._lock:
            if plan.repeatable is None:
                ops, config = repeatable_ops(plan.part), self._once_config_bytes
                plan.repeatable = Plan(self._state, self._rewriter, (), ops, plan.feeds, config)
        try:
            plan.repeatable(self._ctx, values, watched=True)
        except tensorflow.errors.OpError as e:
            return failures.RuntimeFailure(self._graph, e)
        return None

    def _library_function(self, name):
        """The definition of the graph's function `name`; None if it is an op, not a function."""
        if self._ctx.has_function(name):
            return self._ctx.get_function_def(name)
        return _tf.library_functions(self._graph).get(name)

    # --- life -------------------------------------------------------------------------------------

    def as_default(self):
        """A context manager that makes this the default session; it stays open after."""
        return _tf.default_session(self)

    def close(self):
        """Cancels what is running and frees the session's variables and other resources."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        _open_sessions.discard(self)
        while self._running:
            for manager in list(self._running):
                manager.start_cancel()
            if self._running:
                threading.Event().wait(0.005)
        self._plans.clear()
        self._structures.clear()
        self._handles.clear()
        self._state.close()

    def __del__(self):
        # When Python goes, the runtime frees everything itself.
        if not getattr(self, "_closed", True) and not sys.is_finalizing():
            self.close()
