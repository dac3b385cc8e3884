"""The kinds of statements, by what they are about; and which make up the programs of a promise."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from conformance.programs.statements import (
    checkpoints,
    control_flow,
    misuse,
    ops,
    randoms,
    scopes,
    sessions,
    training,
    variables,
)


class Kinds(NamedTuple):
    """What a program starts with, is made of, and ends with."""

    statements: tuple[Callable, ...]
    first: tuple[Callable, ...] = ()
    last: tuple[Callable, ...] = ()


PROMISES = {
    "scopes": Kinds(scopes.STATEMENTS, last=(sessions.run_all,)),
    "variables": Kinds(variables.STATEMENTS, last=(sessions.run_all,)),
    "initialization": Kinds(
        (*variables.INITIALIZATION, sessions.run, sessions.initialize, sessions.session),
        last=(sessions.run_all,),
    ),
    "ops": Kinds(ops.STATEMENTS, last=(sessions.run_all,)),
    "sessions": Kinds(
        (*sessions.STATEMENTS, variables.variable, variables.assign),
        first=(variables.variable, ops.constant, sessions.session),
    ),
    "feeds": Kinds(sessions.FEEDS, first=(ops.placeholder, sessions.session)),
    "training": Kinds(training.STATEMENTS, first=(training.model,), last=(sessions.run_all,)),
    "control_flow": Kinds(
        control_flow.STATEMENTS, first=(control_flow.floats,), last=(sessions.run_all,)
    ),
    "random": Kinds(randoms.STATEMENTS),
    "graph_seeds": Kinds(randoms.GRAPH_SEEDS, first=(randoms.graph_seed,)),
    "checkpoints": Kinds(checkpoints.STATEMENTS, first=(variables.variable, checkpoints.session)),
    "errors": Kinds(misuse.STATEMENTS, first=(misuse.start,)),
}
