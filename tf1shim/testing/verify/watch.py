"""The namespace `tf` as a watched program sees it: its sessions are observed, its graphs seeded.

Read by Python 3.7 too, as `facts`. TensorFlow is left as it is. The program gets views of its
modules, in which a few classes and functions are replaced by others that derive from them.
"""

import functools
import types

#: The classes by which programs make sessions.
SESSIONS = ("Session", "InteractiveSession", "train.MonitoredSession")
SESSIONS += ("train.SingularMonitoredSession",)
#: The functions that give programs a session.
_GIVERS = frozenset(("MonitoredTrainingSession", "get_session", "get_default_session"))
_MODULES = ("tensorflow", "tensorflow_core", "tf1shim", "keras", "tf_keras")


class Watch:
    """Makes the views of TensorFlow's modules for one program.

    Args:
      tf: the namespace.
      recorder: the `Recorder`, which is told of sessions and their runs.
      seed: the seed of every graph to which the program gives none; None for no seed.
      instead: names of `tf` itself that are something else for the program.
      get_seed: what ``tf.get_seed`` is for the program, under whichever name; None for itself.
    """

    def __init__(self, tf, recorder, seed=None, instead=(), get_seed=None):
        self._recorder, self._seed, self._tf = recorder, seed, tf
        self._views, self._watched = {}, {}
        self._instead = {}  # id of a class -> what stands for it; and the class, to keep the id
        self._types = []
        for path in SESSIONS:
            kind = functools.reduce(
                lambda found, part: getattr(found, part, None), path.split("."), tf
            )
            if kind is not None:
                self._types.append(kind)
                self._instead[id(kind)] = self._watched_class(kind), kind
        if seed is not None:
            self._instead[id(tf.Graph)] = self._seeded_graph(tf.Graph), tf.Graph
            tf.set_random_seed(seed)
        if get_seed is not None:
            self._instead[id(tf.get_seed)] = get_seed, tf.get_seed
        self.root = View(self, tf, dict(instead))
        self._views[id(tf)] = self.root

    def seen(self, name, value):
        """What the program gets where TensorFlow has `value` under `name`."""
        if id(value) in self._instead:
            return self._instead[id(value)][0]
        if isinstance(value, types.ModuleType):
            return self.view(value)
        if name in _GIVERS and callable(value):
            return self._adopting(value)
        if name == "reset_default_graph" and self._seed is not None:
            return self._reseeding(value)
        if name == "Supervisor" and isinstance(value, type):
            return self._watched.setdefault(value, self._supervisor(value))
        return value

    def view(self, module):
        """The view of a module of TensorFlow; any other module as it is."""
        lazy = type(module).__name__.endswith(("LazyLoader", "Wrapper", "Namespace"))
        if isinstance(module, View) or not (lazy or module.__name__.partition(".")[0] in _MODULES):
            return module
        if id(module) not in self._views:
            self._views[id(module)] = View(self, module)
        return self._views[id(module)]

    # --- what stands for TensorFlow's -------------------------------------------------------------

    def _watched_class(self, kind):
        """The subclass of the session class `kind` whose runs are recorded."""
        if kind in self._watched:
            return self._watched[kind]
        recorder = self._recorder

        class Watched(kind, metaclass=_standing_for(kind)):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                recorder.opened(self, kind.run)

            def run(self, fetches, *args, **kwargs):
                return recorder.run(self, kind.run, fetches, *args, **kwargs)

            def close(self):
                recorder.closing(self)
                super().close()

            def __exit__(self, *exc_info):
                if hasattr(kind, "_tf_sess"):  # a monitored session, which ends here
                    recorder.closing(self)
                return super().__exit__(*exc_info)

        self._watched[kind] = _named(Watched, kind)
        return Watched

    def _adopt(self, session):
        """Has the runs of a session that TensorFlow made recorded as well."""
        kind = type(session)
        if isinstance(session, tuple(self._types)) and not hasattr(kind, "_stands_for"):
            session.__class__ = self._watched_class(kind)
            self._recorder.opened(session, kind.run)
        return session

    def _adopting(self, function):
        @functools.wraps(function)
        def giver(*args, **kwargs):
            return self._adopt(function(*args, **kwargs))

        return giver

    def _supervisor(self, kind):
        watch = self

        class Supervisor(kind, metaclass=_standing_for(kind)):
            def prepare_or_wait_for_session(self, *args, **kwargs):
                return watch._adopt(super().prepare_or_wait_for_session(*args, **kwargs))

        return _named(Supervisor, kind)

    def _seeded_graph(self, kind):
        seed = self._seed

        class Graph(kind, metaclass=_standing_for(kind)):
            def __init__(self, *args, **kwargs):
                super().__init__(*args, **kwargs)
                self.seed = seed

        return _named(Graph, kind)

    def _reseeding(self, reset):
        @functools.wraps(reset)
        def reset_default_graph():
            reset()
            self._tf.set_random_seed(self._seed)

        return reset_default_graph


class View(types.ModuleType):
    """A module in which some names mean what a `Watch` says."""

    def __init__(self, watch, module, instead=()):
        super().__init__(module.__name__, module.__doc__)
        for name in ("__spec__", "__loader__", "__package__", "__path__", "__file__"):
            if hasattr(module, name):
                self.__dict__[name] = getattr(module, name)
        self.__dict__.update(instead, _watch=watch, _module=module)

    def __getattr__(self, name):
        module = self.__dict__["_module"]
        if name == "__all__" and not hasattr(module, name):
            return [public for public in dir(module) if not public.startswith("_")]
        return self.__dict__["_watch"].seen(name, getattr(module, name))

    def __setattr__(self, name, value):
        setattr(self._module, name, value)

    def __dir__(self):
        return dir(self._module)


def _standing_for(kind):
    """The metaclass of a class that stands for `kind`: it has the same instances."""

    class Standing(type(kind)):
        def __instancecheck__(cls, instance):
            if cls.__dict__.get("_stands_for") is kind:
                return isinstance(instance, kind)
            return super().__instancecheck__(instance)

        def __subclasscheck__(cls, subclass):
            if cls.__dict__.get("_stands_for") is kind:
                return issubclass(subclass, kind)
            return super().__subclasscheck__(subclass)

    return Standing


def _named(cls, kind):
    cls._stands_for = kind
    cls.__name__, cls.__qualname__ = kind.__name__, kind.__qualname__
    cls.__module__, cls.__doc__ = kind.__module__, kind.__doc__
    return cls
