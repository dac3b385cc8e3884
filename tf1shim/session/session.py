"""`Session`: runs parts of a graph, and owns the values of its variables."""

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
from tf1shim.session.feeds import Feeder
from tf1shim.session.fetches import Fetches, structure_key
from tf1shim.session.graph_module import GraphModule
from tf1shim.session.options import RunSettings, checked_config, checked_target, run_once
from tf1shim.session.partial import PartialRuns
from tf1shim.session.plan import Plan, repeatable_ops
from tf1shim.session.rewrite import Rewriter
from tf1shim.session.server import cluster_of
from tf1shim.session.sharing import variable_finder
from tf1shim.session.state import SessionState
from tf1shim.session.tables import SavedTables
from tf1shim.variables.initialization import InitializationLog, initializer_record

_open_sessions = weakref.WeakSet()
_opened = 0


def newest_session(graph):
    """The newest open session on `graph`, or None."""
    sessions = [s for s in _open_sessions if s.graph is graph and not s._closed]
    return max(sessions, key=lambda s: s._opened, default=None)


@atexit.register
def _close_idle_sessions():
    """Closes what the program left open, as long as its Python functions can still run."""
    for session in list(_open_sessions):
        if not session._running:
            session.close()


class BaseSession(_tf.SessionInterface):
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

    @property
    def variables(self):
        """The TF2 variables that hold this session's values, by TF1 name.

        >>> import tf1shim as tf
        >>> tf.reset_default_graph()
        >>> v = tf.get_variable("v", initializer=3.0)
        >>> with tf.Session() as sess:
        ...   sess.run(v.initializer)
        ...   print(sess.variables["v:0"].numpy())
        3.0

        Assigning to one changes what the next run reads. Those without a value are left out.
        """
        found = {}
        known = getattr(self._graph, "variables_by_op_name", None)
        for op in self._graph.get_operations():
            if op.type != "VarHandleOp" or (known is not None and op.name not in known):
                continue
            if self._state.is_initialized(op):
                found[op.name + ":0"] = self._state.variable(op)
        return found

    def find_variable(self, name):
        """The TF2 variable that holds the value of the graph variable `name`, or None.

        Raises: RuntimeError if the session is closed.
        """
        if self._closed:
            raise RuntimeError(failures.CLOSED)
        try:
            op = self._graph.get_operation_by_name(name)
        except KeyError:
            return None
        return self._state.variable(op) if op.type == "VarHandleOp" else None

    def resource(self, op):
        """The eager handle of the table, queue ... that `op` makes in this session."""
        with _tf.eager_mode(), self._lock:
            if op not in self._handles:
                plan = self._plan((op.outputs[0],), (), ())
                (self._handles[op],) = self._execute(plan, [], self._default_settings)
            return self._handles[op]

    def read_variable(self, variable):
        """The value of the graph variable `variable` in this session, as an array."""
        if not self._state.is_initialized(variable.op):
            raise failures.uninitialized([variable.op], self._log.explain)
        return self._state.variable(variable.op).numpy()

    def list_devices(self):
        """The devices of this session: name, type, memory limit in bytes."""
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

    # --- callables and partial runs ---------------------------------------------------------------

    def make_callable(self, fetches, feed_list=None, accept_options=False):
        """A function of the values of `feed_list` that returns the values of `fetches`.

        >>> import tf1shim as tf
        >>> x = tf.placeholder(tf.float32)
        >>> with tf.Session() as sess:
        ...   double = sess.make_callable(x * 2, [x])
        ...   print(double(21.0))
        42.0

        Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Session#make_callable
        """
        if feed_list is not None:
            if not isinstance(feed_list, (list, tuple)):
                raise TypeError("`feed_list` must be a list or tuple.")
            return lambda *values, **kwargs: self.run(
                fetches, dict(zip(feed_list, values)), **kwargs
            )
        self._structure(fetches)

        def call(options=None, run_metadata=None):
            if self._closed:
                raise tensorflow.errors.CancelledError(None, None, failures.CLOSED_UNDER_CALLABLE)
            return self.run(fetches, None, options, run_metadata)

        return call if accept_options else lambda: call()

    def _make_callable_from_options(self, callable_options):
        """A function of the values of the feeds that a ``CallableOptions`` proto names.

        Keras calls it. The fetches' values come in a list; the function takes `run_metadata`.
        """
        graph, options = self._graph, callable_options
        feeds = [graph.get_tensor_by_name(name) for name in options.feed]
        fetches = tuple(graph.get_tensor_by_name(name) for name in options.fetch)
        targets = tuple(graph.get_operation_by_name(name) for name in options.target)
        connections = {
            graph.get_tensor_by_name(c.to_tensor): graph.get_tensor_by_name(c.from_tensor)
            for c in options.tensor_connection
        }
        run_options = options.run_options if options.HasField("run_options") else None

        def call(*values, run_metadata=None):
            self._check_runnable()
            settings = self._default_settings
            if run_options is not None or run_metadata is not None:
                settings = RunSettings(self._config, run_options, run_metadata)
            feed_dict = dict(zip(feeds, values))
            return self._values(fetches, targets, feed_dict, settings, connections)

        return call

    def partial_run_setup(self, fetches, feeds=None):
        """Prepares a run in steps; returns its handle for `partial_run`.

        Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Session#partial_run_setup
        """
        self._check_runnable()
        return self._partial.set_up(fetches, feeds)

    def partial_run(self, handle, fetches, feed_dict=None):
        """Goes on with a run in steps: every op of it is computed once.

        Source: https://www.tensorflow.org/versions/r1.15/api_docs/python/tf/Session#partial_run
        """
        self._check_runnable()
        return self._partial.run(handle, fetches, feed_dict)

    def as_module(self, inputs, outputs, name="graph_module"):
        """A ``tf.Module`` that computes `outputs` from `inputs` with this session's variables.

        >>> import tf1shim as tf
        >>> tf.reset_default_graph()
        >>> x = tf.placeholder(tf.float32, [None, 2])
        >>> y = tf.layers.dense(x, 1, kernel_initializer=tf.ones_initializer(), name="out")
        >>> sess = tf.Session()
        >>> sess.run(tf.global_variables_initializer())
        >>> module = sess.as_module(inputs=x, outputs=y)
        >>> module([[1.0, 2.0]]).numpy().tolist(), [v.name for v in module.trainable_variables]
        ([[3.0]], ['out/kernel:0', 'out/bias:0'])

        It is called in eager code, ``tf.function`` and ``tf.GradientTape``, and saved by
        ``tf.saved_model.save``; what trains it is seen by the session, and the other way round.

        Args: `inputs` a tensor or its name, a list of them (positional arguments) or a dict
        (keyword arguments): placeholders, or any other tensors; `outputs` a nest of tensors.
        Raises: ValueError if the outputs need another placeholder, or what only a session has.
        """
        return GraphModule(self, inputs, outputs, name)

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
        for session in list(_open_sessions):
            if session._cluster is cluster:
                session.close()
        if cluster:
            SessionState.clear(cluster)
