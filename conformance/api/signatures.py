"""Does a function take the arguments that TensorFlow 1.15.5's took: names, order, defaults?"""

from __future__ import annotations

import ast
import functools
import inspect
from itertools import zip_longest

import tf1shim as tf

UNKNOWN = object()
OBJECT = ("self", "cls", "instance")
KEYWORD = (inspect.Parameter.KEYWORD_ONLY,)
POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


def difference(fn, recorded, keywords_only=False):
    """How the arguments of `fn` differ from `recorded`, the text of TF1's signature; or None.

    What `fn` takes beyond that, after it and with defaults, is no difference. `keywords_only`
    leaves the order out.
    """
    if recorded == "(...)" or "*args" in recorded:
        return None
    try:
        given = inspect.signature(fn)
    except (TypeError, ValueError):  # functions of Python's own that say nothing
        return None
    wanted, have = dict(parameters(recorded)), given.parameters.values()
    named = [p for p in have if p.kind in (*POSITIONAL, *KEYWORD)]
    # What a method calls its object, or that it is of no class, makes no difference.
    if wanted and next(iter(wanted)) in OBJECT:
        del wanted[next(iter(wanted))]
    if named and named[0].name in OBJECT:
        del named[0]
    open_ended = any(p.kind is p.VAR_KEYWORD for p in have)
    if keywords_only:
        named = [p for p in named if p.name in wanted]
        wanted = {p.name: wanted[p.name] for p in named if p.name in wanted} | wanted
    names, needed = [p.name for p in named], list(wanted)
    if any(n != m != "_" for n, m in zip_longest(names[: len(needed)], needed)) and not (
        open_ended and len(names) < len(needed)
    ):
        return f"takes {_shown(given)}, TensorFlow 1 {recorded}"
    for p, (name, default) in zip(named, wanted.items()):
        if not _equal(p.default, default):
            return f"{name}={p.default!r}, TensorFlow 1 {recorded}"
    return None


@functools.cache
def parameters(text):
    """``{name: default}`` of a recorded signature; `UNKNOWN` for a default of no plain data."""
    found = ast.parse(f"def f{text}: pass").body[0].args
    positional = [*found.posonlyargs, *found.args]
    defaults = [None] * (len(positional) - len(found.defaults)) + found.defaults
    pairs = [*zip(positional, defaults), *zip(found.kwonlyargs, found.kw_defaults)]
    return {arg.arg: inspect.Parameter.empty if d is None else _value(d) for arg, d in pairs}


def _value(node):
    try:
        value = eval(ast.unparse(node), {"tf": tf, "nan": float("nan")})
    except (AttributeError, NameError):
        return UNKNOWN
    return UNKNOWN if value is ... else value


def _equal(given, wanted):
    if inspect.Parameter.empty in (given, wanted):
        return given is wanted
    if wanted is UNKNOWN or not isinstance(given, (bool, int, float, str, tuple, type(None))):
        return True
    return (given == wanted and isinstance(given, bool) == isinstance(wanted, bool)) or (
        given != given and wanted != wanted
    )


def _shown(signature):
    bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    return signature.replace(parameters=bare, return_annotation=signature.empty)
