"""Which variable goes with which tensor of a checkpoint: names, prefix, assignment map."""

from __future__ import annotations

from collections.abc import Mapping

from tf1shim import errors
from tf1shim.migrate.checkpoints import messages
from tf1shim.migrate.checkpoints.holders import is_variable, weights_of


def assignments(weights, assignment_map=None, prefix=None):
    """``[(weight, name in the checkpoint)]``.

    >>> import tensorflow
    >>> w = weights_of([tensorflow.Variable(0.0, name="new/w")])
    >>> [key for _, key in assignments(w, {"old/": "new/"})]
    ['old/w']
    >>> [key for _, key in assignments(w, prefix="net")]
    ['net/new/w']

    `prefix` is a scope in the checkpoint. `assignment_map` is what `tf.train.init_from_checkpoint`
    takes; variables that it does not name are left out; names count before scopes, inner scopes
    before outer ones. Raises: ValueError where it names what is not there.
    """
    within = f"{prefix.rstrip('/')}/" if prefix and prefix.strip("/") else ""
    if assignment_map is None:
        return [(weight, within + weight.name) for weight in weights]
    found = {}
    for target, rank in sorted(_entries(weights, assignment_map), key=lambda e: -e[1]):
        for weight, name in target:
            known = found.setdefault(id(weight.variable), (weight, name, rank))
            if known[1] != name and known[2] == rank:
                raise messages.assigned_twice(weight.name, [known[1], name])
    order = {id(weight.variable): n for n, weight in enumerate(weights)}
    chosen = sorted(found.values(), key=lambda f: order.get(id(f[0].variable), len(order)))
    return [(weight, within + name) for weight, name, _ in chosen]


def _entries(weights, assignment_map):
    """Of each entry its ``[(weight, name)]`` and how particular it is."""
    by_name = {}
    for weight in weights:
        by_name.setdefault(weight.name, []).append(weight)
    known = {id(weight.variable): weight for weight in weights}
    pairs = assignment_map.items() if isinstance(assignment_map, Mapping) else assignment_map
    for key, value in pairs:
        if is_variable(value) or isinstance(value, (list, tuple)):
            own = [known.get(id(w.variable), w) for w in weights_of([value])]
            yield [(weight, key) for weight in own], float("inf")
            continue
        name = value.removesuffix(":0")
        if name in by_name:
            yield [(weight, key) for weight in by_name[name]], float("inf")
            continue
        if not (key.endswith("/") and name.endswith("/")):
            raise messages.not_in_map(key, value, errors.nearest(name, list(by_name)))
        scope, source = ("" if name == "/" else name), ("" if key == "/" else key)
        inside = [(w, source + w.name[len(scope) :]) for w in weights if w.name.startswith(scope)]
        if not inside:
            scopes = sorted({n.rpartition("/")[0] + "/" for n in by_name})
            raise messages.empty_scope(key, name, errors.nearest(name, scopes) or scopes[:3])
        yield inside, len(scope)
