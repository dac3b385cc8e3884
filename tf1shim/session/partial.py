"""`partial_run`: one run of a graph in several steps, each op computed once."""

from __future__ import annotations

import itertools

import tensorflow

from tf1shim import _tf
from tf1shim.session.fetches import Fetches
from tf1shim.session.plan import Plan, needed_part

_numbers = itertools.count()


class PartialRuns:
    """The partial runs of a session, by handle."""

    def __init__(self, session):
        self._session = session
        self._runs = {}

    def set_up(self, fetches, feeds):
        """Starts a partial run of all `fetches`, fed through `feeds`; returns its handle."""
        graph = self._session.graph
        feeds = [_feedable(graph, f) for f in feeds or ()]
        structure = Fetches(graph, fetches)
        handle = f"partial_run_{next(_numbers)}"
        self._runs[handle] = _Run(structure, feeds)
        return handle

    def run(self, handle, fetches, feed_dict):
        """One step: gives the values of `feed_dict` and computes `fetches`."""
        session = self._session
        run = self._runs.get(handle)
        if run is None:
            raise tensorflow.errors.InvalidArgumentError(
                None, None, "Must run 'setup' before performing partial runs!"
            )
        structure = Fetches(session.graph, fetches)
        values = session._feeder.feed(feed_dict) if feed_dict else {}
        run.check(structure, values)
        results = run.step(session, structure, values)
        return structure.build([t.numpy() for t in results])


class _Run:
    """What a partial run has computed so far, and what is still to come."""

    def __init__(self, structure, feeds):
        self._pending_fetches = set(structure.tensors) | set(structure.targets)
        self._all = list(self._pending_fetches)
        self._pending_feeds = set(feeds)
        self._known = {}
        self._done_ops = set()

    def check(self, structure, feeds):
        """Refuses what was not set up, or was given before, as TF1 does."""
        for tensor in feeds:
            if tensor not in self._pending_feeds:
                known = tensor in self._known
                raise tensorflow.errors.InvalidArgumentError(
                    None,
                    None,
                    f"The feed {tensor.name} has already been fed."
                    if known
                    else f"The feed {tensor.name} is not in the feeds of the partial run's setup.",
                )
        for element in (*structure.tensors, *structure.targets):
            if element not in self._pending_fetches:
                raise tensorflow.errors.InvalidArgumentError(
                    None, None, f"The requested fetch {element.name} has already been fetched."
                )

    def step(self, session, structure, values):
        """Computes the tensors of `structure`; keeps what later steps will need."""
        self._known.update(values)
        wanted = [*structure.tensors, *structure.targets]
        ops = [_op(e) for e in wanted if e not in self._known and _op(e) not in self._done_ops]
        part = needed_part(ops, dict.fromkeys(self._known), {})
        self._refuse_unfed(part)
        later = needed_part([_op(e) for e in self._all], dict.fromkeys(self._known), {})
        ran = set(part.body)
        kept = {
            t: None
            for op in later.body
            if op not in ran
            for t in op.inputs
            if t.op in ran and t not in self._known
        }
        new = [t for t in structure.tensors if t not in self._known]
        outputs = tuple(dict.fromkeys([*new, *kept]))
        targets = tuple(op for op in structure.targets if op not in self._done_ops)
        feeds = tuple(self._known)
        plan = Plan(
            session._state,
            session._rewriter,
            outputs,
            targets,
            feeds,
            session._config_bytes,
        )
        results = session._execute(plan, list(self._known.values()), session._default_settings)
        self._known.update(zip(outputs, results or ()))
        self._done_ops |= ran
        self._pending_feeds -= set(values)
        self._pending_fetches -= set(wanted)
        return [self._known[t] for t in structure.tensors]

    def _refuse_unfed(self, part):
        for op in part.body:
            for tensor in op.outputs:
                if tensor in self._pending_feeds:
                    raise tensorflow.errors.InvalidArgumentError(
                        None,
                        None,
                        f"Must feed {tensor.name} before the fetches of this step: they depend on "
                        "it.",
                    )


def _op(element):
    return element if isinstance(element, _tf.Operation) else element.op


def _feedable(graph, feed):
    tensor = graph.as_graph_element(feed, allow_tensor=True, allow_operation=False)
    if not graph.is_feedable(tensor):
        raise ValueError(f"Tensor {tensor.name} may not be fed.")
    return tensor
