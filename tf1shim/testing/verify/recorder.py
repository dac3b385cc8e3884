"""What a program does with its sessions, written down as events while it runs.

Read by Python 3.7 too, as `facts`: real TensorFlow 1 records its side with the same file.

An event is one of the program's own runs (``kind`` "run"), the closing of a session ("close") or
the end of the program ("end"). Runs by other threads, and by TensorFlow itself (a `Saver`'s, say),
are counted and not described. So are runs within a run.
"""

import functools
import os
import sys
import threading
import weakref

import numpy as np

from .. import facts
from . import stream

#: TensorFlow's functions through which a program runs something in its session.
_DIRECT = frozenset("eval run _eval_using_default_session _run_using_default_session".split())
_HERE = os.path.dirname(os.path.abspath(__file__)) + os.sep


def items(array):
    """What stands for the items of an array in an event: the array, unless it holds no numbers."""
    if array.dtype.kind not in "?biufcV":
        return facts.listed(array)
    if array.dtype.isbuiltin == 1:
        return array
    try:
        return array.astype(np.float32)  # bfloat16 and the like, which NumPy alone does not have
    except (TypeError, ValueError):
        return [str(item) for item in array.ravel()]


def described(value):
    """`value` as `facts.described` has it, with arrays in it."""
    return facts.described(value, items=items)


class Recorder:
    """Writes down the runs of one program.

    Args:
      file: where the events go.
      tf: the namespace by which the program builds its graphs.
      is_library: tells of a file whether it is TensorFlow's rather than the program's.
      steps: after how many runs the variables are written down as if the program ended there.
    """

    def __init__(self, file, tf, is_library, steps=None):
        self._file, self._tf, self._is_library, self._steps = file, tf, is_library, steps
        self._here = os.getpid(), threading.get_ident()
        self._busy = False
        self._seen = weakref.WeakKeyDictionary()  # session -> _Seen
        self._graphs = weakref.WeakSet()
        self._unreported = []  # variables that got their values outside the program's own runs
        self._opened = self._runs = 0
        self._others = {"threads": 0, "library": 0}

    # --- what happens -----------------------------------------------------------------------------

    def opened(self, session, run):
        """A session was made; the function `run` runs it unobserved."""
        if session in self._seen or os.getpid() != self._here[0]:
            return
        self._opened += 1
        self._seen[session] = _Seen(self._opened, run, session.graph)
        if _raw(session) is not session and self._is_here():  # initialized as it was made
            self._unreported += self._initialized(session, ())

    def run(self, session, run, fetches, *args, **kwargs):
        """Runs `fetches` by `run`, and writes down what came of it."""
        site, own = self._caller()
        self.opened(session, run)
        run = functools.partial(run, session)
        if not self._is_here() or self._busy or not own:
            return self._run_uncompared(session, run, fetches, *args, **kwargs)
        event = {"kind": "run", "site": site, "session": self._seen[session].number}
        event["fetches"] = names(fetches)
        feeds = kwargs.get("feed_dict", args[0] if args else None)
        event["feeds"] = self._fed(feeds)
        self._busy = True
        try:
            value = run(fetches, *args, **kwargs)
            event["value"] = described(value)
            return value
        except Exception as error:
            event["raised"] = facts.refusal(error)
            raise
        finally:
            self._busy = False
            if "value" in event or "raised" in event:
                self._runs += 1
                event["number"] = self._runs
                event["graph"] = self._new_graph(self._seen[session].graph)
                event["variables"] = self._unreported + self._initialized(session, fetches)
                self._unreported = []
                stream.write(self._file, event)
                if self._runs == self._steps:
                    self.end({"raised": None, "status": 0})

    def _run_uncompared(self, session, run, fetches, *args, **kwargs):
        if os.getpid() != self._here[0]:
            return run(fetches, *args, **kwargs)
        if not self._is_here():
            self._others["threads"] += 1
            return run(fetches, *args, **kwargs)
        value = run(fetches, *args, **kwargs)
        if not self._busy:
            self._others["library"] += 1
            self._unreported += self._initialized(session, fetches)
        return value

    def closing(self, session):
        """A session is about to be closed."""
        seen = self._seen.get(session)
        if seen is not None and seen.open and self._is_here():
            values = self._final_values(session)
            seen.open = False
            if values:
                site, _ = self._caller()
                event = {"kind": "close", "site": site, "session": seen.number, "values": values}
                stream.write(self._file, event)

    def end(self, outcome):
        """The program is over; `outcome` says how."""
        sessions = sorted(self._seen.items(), key=lambda pair: pair[1].number)
        event = {"kind": "end", "others": self._others, "runs": self._runs}
        # By the numbers of the sessions: not all that were made need be there still.
        event["values"] = {s.number: self._final_values(it) for it, s in sessions if s.open}
        event["collections"] = {s.number: self._collections(s.graph) for _, s in sessions}
        stream.write(self._file, dict(event, **outcome))

    # --- what is said of it -----------------------------------------------------------------------

    def _is_here(self):
        return self._here == (os.getpid(), threading.get_ident())

    def _caller(self):
        """The program's line that called, and whether it did so directly."""
        frame, direct = sys._getframe(1), True
        while frame is not None:
            filename = frame.f_code.co_filename
            if not filename.startswith(_HERE):
                if not self._is_library(filename):
                    return [filename, frame.f_lineno], direct
                direct = direct and frame.f_code.co_name in _DIRECT
            frame = frame.f_back
        return ["", 0], False

    def _fed(self, feeds):
        if not isinstance(feeds, dict):
            return []
        return [[names(key), _fed_value(value)] for key, value in feeds.items()]

    def _new_graph(self, graph):
        """The seed and the collections of a graph that was not run before."""
        if graph in self._graphs:
            return None
        self._graphs.add(graph)
        return {"seed": graph.seed, "collections": self._collections(graph)}

    def _collections(self, graph):
        found = facts.collections(graph, self._tf)
        return {key: [str(item[1:2] or item[0]) for item in found[key]] for key in found}

    def _initialized(self, session, fetches):
        """The variables that have a value in `session` and were not reported before."""
        seen, raw = self._seen[session], _raw(session)
        if raw is None:
            return []
        keys = self._tf.GraphKeys
        trainable = set(map(id, raw.graph.get_collection(keys.TRAINABLE_VARIABLES)))
        variables = {}
        for key in (keys.GLOBAL_VARIABLES, keys.LOCAL_VARIABLES):
            for v in raw.graph.get_collection(key):
                if hasattr(v, "initializer") and v.name not in seen.variables:
                    variables[v.name] = v
        attempt = (str(names(fetches)), len(variables))
        if not variables or attempt in seen.attempts:
            return []
        seen.attempts.add(attempt)
        found = []
        for v, value in self._values(seen, session, list(variables.values())):
            seen.variables[v.name] = v
            found.append(
                {
                    "name": v.name,
                    "dtype": v.dtype.base_dtype.name,
                    "shape": facts.static_shape(v.get_shape()),
                    "trainable": id(v) in trainable,
                    "value": described(value),
                }
            )
        return found

    def _values(self, seen, session, variables):
        """Pairs of a variable and its value, for those that have one. Adds no op to the graph."""
        raw = _raw(session)
        run = functools.partial(seen.run, session) if raw is session else raw.run
        try:
            return list(zip(variables, run(variables)))
        except self._tf.errors.FailedPreconditionError:
            pass
        found = []
        for v in variables:
            try:
                found.append((v, run(v)))
            except self._tf.errors.FailedPreconditionError:
                pass  # It has no value yet.
        return found

    def _final_values(self, session):
        """``[name, value]`` of each variable; nothing of a session that runs no more."""
        seen, raw = self._seen[session], _raw(session)
        if raw is None or not seen.variables:
            return []
        try:
            pairs = self._values(seen, session, list(seen.variables.values()))
        except Exception:
            return []  # Closed, or broken by what the program did last.
        return [[v.name, described(value)] for v, value in pairs]


class _Seen:
    """What is known of a session."""

    def __init__(self, number, run, graph):
        # Without the session: what is here must not keep it alive.
        self.number, self.run, self.graph = number, run, graph
        self.open = True
        self.variables = {}
        self.attempts = set()


def _raw(session):
    """The session itself; of a monitored one the session in it, or None once that is gone."""
    inner = getattr(session, "_tf_sess", None)
    return session if inner is None else inner()


def names(fetches):
    """The names of what is fetched or fed, in order."""
    if isinstance(fetches, str):
        return [fetches]
    if isinstance(fetches, dict):
        return [name for item in fetches.values() for name in names(item)]
    if isinstance(fetches, (list, tuple)):
        return [name for item in fetches for name in names(item)]
    name = getattr(fetches, "name", None)
    if name is None:
        name = getattr(getattr(fetches, "values", None), "name", None)
    return [name if isinstance(name, str) else type(fetches).__name__]


def _fed_value(value):
    if isinstance(value, (list, int, float, bool)):
        try:
            value = np.asarray(value)
        except ValueError:
            return [type(value).__name__]  # Session.run will refuse it.
    return described(value)
