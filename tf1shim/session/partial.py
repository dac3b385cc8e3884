"""`partial_run`: one run of a graph in several steps, each op computed once."""

from __future__ import annotations

import itertools

import tensorflow

from tf1shim.session.feeds import tensors_to_feed
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
        session, graph = self._session, self._session.graph
        if not isinstance(feeds, (list, tuple)):
            feeds = [] if feeds is None else [feeds]
        tensors = [tensor for feed in feeds for tensor in tensors_to_feed(graph, feed)]
        structure = Fetches(graph, fetches, session)
        if not structure.tensors and not structure.targets:
            raise _refusal("Must specify at least one target to fetch or execute.")
        handle = f"partial_run_{next(_numbers)}"
        self._runs[handle] = _Run(session, structure, tensors)
        return handle

    def run(self, handle, fetches, feed_dict):
        """One step: gives the values of `feed_dict` and computes `fetches`."""
        session = self._session
        values = session._feeder.feed(feed_dict) if feed_dict else {}
        structure = Fetches(session.graph, fetches, session)
        if structure.targets:
            raise RuntimeError("partial_run() requires empty target_list.")
        run = self._runs.get(handle)
        if run is None:
            raise _refusal("Must run 'setup' before performing partial runs!")
        results = run.step(structure.tensors, values)
        if run.is_done:
            del self._runs[handle]
        return structure.build([t.numpy() for t in results])


class _Run:
    """What a partial run has computed so far, and what is still to come."""

    def __init__(self, session, structure, feeds):
        self._session = session
        self._fetches = structure.tensors
        self._targets = structure.targets
        self._feeds = frozenset(feeds)
        self._pending_fetches = set(structure.tensors)
        self._pending_feeds = set(feeds)
        self._known = {}
        self._done = set()

    @property
    def is_done(self):
        """True when everything that was set up has been fed and fetched."""
        return not self._pending_feeds and not self._pending_fetches

    def step(self, tensors, values):
        """The values of `tensors`, with `values` fed; keeps what later steps will need."""
        _check("feed", "fed", values, self._feeds, self._pending_feeds)
        _check("fetch", "fetched", tensors, self._fetches, self._pending_fetches)
        known = {**self._known, **values}
        pending_feeds = self._pending_feeds.difference(values)
        pending_fetches = self._pending_fetches.difference(tensors)
        # The operations of the setup run at the end: nothing is left that they could miss.
        targets = () if pending_feeds or pending_fetches else self._targets
        new = [t for t in tensors if t not in known]
        part = self._part([*(t.op for t in new), *targets], known)
        _refuse_unfed(part, pending_feeds)
        outputs = tuple(dict.fromkeys([*new, *self._kept(part, known)]))
        plan = Plan(
            self._session._state,
            self._session._rewriter,
            outputs,
            targets,
            tuple(known),
            self._session._config_bytes,
            done=self._done,
        )
        results = self._session._execute(
            plan, list(known.values()), self._session._default_settings
        )
        known.update(zip(outputs, results or ()))
        self._known = known
        self._done.update(part.body)
        self._pending_feeds, self._pending_fetches = pending_feeds, pending_fetches
        return [known[t] for t in tensors]

    def _part(self, ops, known):
        return needed_part(ops, known, {}, self._session._state.is_shared, self._done)

    def _kept(self, part, known):
        """The tensors of `part` that the rest of the run takes values from.

        Resources are found by name, so the ops that make them may run again.
        """
        ran = set(part.body)
        everything = self._part([*(t.op for t in self._fetches), *self._targets], known)
        for op in everything.body:
            if op not in ran:
                for t in op.inputs:
                    if t.op in ran and t not in known and t.dtype != tensorflow.resource:
                        yield t


def _check(what, past, tensors, all_of_them, pending):
    """Refuses what was not set up, or was given before, as TF1 does."""
    for tensor in tensors:
        if tensor not in all_of_them:
            raise _refusal(f"The {what} {tensor.name} was not specified in partial_run_setup.")
        if tensor not in pending:
            raise _refusal(f"The {what} {tensor.name} has already been {past}.")


def _refuse_unfed(part, pending_feeds):
    for op in part.body:
        for tensor in op.outputs:
            if tensor in pending_feeds:
                raise _refusal(
                    f"Fetch {tensor.name} can't be computed from the feeds that have been fed so "
                    "far.\n  feed it in this step, or in one before"
                )


def _refusal(text):
    return tensorflow.errors.InvalidArgumentError(None, None, text)
