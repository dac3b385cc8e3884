"""Runs a user's own program on tf1shim and on compat.v1, and says where they first part."""

from __future__ import annotations

from typing import Any, NamedTuple

import tensorflow

import tf1shim
from tf1shim.overlay import Overlay
from tf1shim.testing import facts, likeness


class Parting(NamedTuple):
    """The first fact on which tf1shim and compat.v1 differ."""

    fact: str
    here: Any
    there: Any

    def __str__(self):
        return f"{self.fact}:\n  tf1shim    {self.here}\n  compat.v1  {self.there}"


class Comparison(NamedTuple):
    """What `compare` found; true if all was alike."""

    parting: Parting | None
    runs: int
    variables: int

    def __bool__(self):
        return self.parting is None

    def __str__(self):
        if self.parting is None:
            return f"alike: {self.runs} session runs, {self.variables} variables"
        return f"they part at {self.parting}"


def compare(program, *args, seed=0, **kwargs):
    """Runs ``program(tf, *args, **kwargs)`` on tf1shim and on compat.v1; a `Comparison`.

    >>> def program(tf):
    ...     v = tf.get_variable("v", [2])
    ...     with tf.Session() as sess:
    ...         sess.run(tf.global_variables_initializer())
    ...         return sess.run(v * 2.0)
    >>> print(compare(program))
    alike: 2 session runs, 1 variables

    Compared are, in this order: what each ``Session.run`` gave, what was raised, what the program
    returned, the names, dtypes and shapes of its variables, and its graph's collections. Numbers
    need not agree in their last digits.

    Args:
      program: builds and runs something by the namespace that it gets: ``tf.Session``, not that of
        an import of its own.
      *args: what the program gets besides.
      seed: the graph's seed in both, so that variables start alike; None for none.
      **kwargs: what the program gets besides, by name.
    """
    ours = _observed(program, tf1shim, tf1shim.Graph, seed, args, kwargs)
    theirs = _observed(program, tensorflow.compat.v1, tensorflow.Graph, seed, args, kwargs)
    return Comparison(_parting(ours, theirs), _count(ours, "run "), len(ours["variables"]))


def _observed(program, tf, graph_type, seed, args, kwargs):
    found = {}
    graph = graph_type()
    with graph.as_default():
        if seed is not None:
            tf.set_random_seed(seed)
        try:
            returned = program(_recording(tf, found), *args, **kwargs)
            found["returned"] = facts.described(returned, tf)
        except Exception as error:
            # TensorFlow 2 put the texts anew; the class is what programs catch.
            found["raised"] = type(error).__name__
        variables = tf.global_variables() + tf.local_variables()
        found["variables"] = [facts.described(v, tf) for v in variables]
        for key, items in facts.collections(graph, tf).items():
            found[f"collection {key}"] = sorted(map(_name, items))
    return found


def _name(described):
    return str(described[1]) if len(described) > 1 else str(described[0])


def _recording(tf, found):
    """The namespace `tf` with sessions whose runs are written down."""

    class Session(tf.Session):
        def run(self, fetches, *args, **kwargs):
            result = super().run(fetches, *args, **kwargs)
            found[f"run {_count(found, 'run ') + 1}"] = facts.described(result)
            return result

    return Overlay(tf, Session=Session)


def _count(found, prefix):
    return sum(name.startswith(prefix) for name in found)


def _parting(ours, theirs):
    for fact in {**ours, **theirs}:
        here, there = ours.get(fact), theirs.get(fact)
        # TensorFlow makes the losses of resource variables when they are asked for.
        if fact == "collection regularization_losses":
            here, there = (len(items or ()) for items in (here, there))
        if not likeness.alike(here, there):
            return Parting(fact, here, there)
    return None
