"""Whether a call means the same to two functions, by their signatures.

>>> def old(x, keep_dims=None, name=None): ...
>>> def new(x, keepdims=False, name=None): ...
>>> call = ast.parse("f(y, keep_dims=True)", mode="eval").body
>>> compare(call, old, new, {"keep_dims": "keepdims"}).changes
('keep_dims= is keepdims=',)
"""

from __future__ import annotations

import ast
import inspect
from typing import NamedTuple

_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Comparison(NamedTuple):
    """What changes for a call: texts, as they are shown; whether it was written for the new one.

    `renames` is true if other names of arguments are all there is to change; `accepted` if the new
    function takes the call as it is, and so may do something else. `unknown` is true if the call
    passes ``*args`` or ``**kwargs``.
    """

    changes: tuple[str, ...] = ()
    is_new: bool = False
    renames: bool = False
    accepted: bool = False
    unknown: bool = False


def compare(call: ast.Call, old, new, renamed: dict[str, str | None]) -> Comparison:
    """What is different for `call`, written for the function `old`, when `new` gets it.

    Args: `renamed`, what `new` calls arguments of `old`; None for what it no longer has.
    """
    olds, news = _parameters(old), _parameters(new)
    if olds is None or news is None:
        return Comparison()
    changes, only_names, unknown = [], True, False
    old_names, new_names = _positional(olds), _positional(news)
    given = set()
    for index, arg in enumerate(call.args):
        if isinstance(arg, ast.Starred):
            unknown = True
            break
        before = old_names[index] if index < len(old_names) else None
        after = new_names[index] if index < len(new_names) else None
        if before is None or _takes_all(olds, inspect.Parameter.VAR_POSITIONAL):
            continue
        given.update((before, renamed.get(before, before)))
        if after is None:
            changes.append(f"the {_nth(index)} argument, {before}, {_gone(before, news, renamed)}")
            only_names = False
        elif after != before and renamed.get(before) != after:
            given.add(after)
            changes.append(f"the {_nth(index)} argument was {before} and is {after}")
            only_names = False
    for keyword in call.keywords:
        name = keyword.arg
        if name is None:
            unknown = True
        elif name not in news and not _takes_all(news, inspect.Parameter.VAR_KEYWORD):
            to = renamed.get(name)
            changes.append(f"{name}= is {to}=" if to in news else f"{name}= is gone")
            only_names = only_names and to in news
        given.update((name, renamed.get(name, name)))
    accepted = _accepts(call, new)
    if accepted and not _accepts(call, old):
        return Comparison(is_new=True)
    lacking = [] if unknown or changes else [name for name in news if _is_due(news, name, given)]
    if not accepted and lacking:
        changes.append(f"also needs {', '.join(f'{name}=' for name in lacking)}")
        only_names = False
    for name in [] if unknown else [name for name in olds if name in news and name not in given]:
        before, after = olds[name].default, news[name].default
        if not _alike(before, after):
            changes.append(f"{name}= is {after!r} by default, and was {before!r}")
            only_names = False
    return Comparison(tuple(changes), False, bool(changes) and only_names, accepted, unknown)


def _parameters(function):
    try:
        return dict(inspect.signature(function).parameters)
    except (TypeError, ValueError):  # no Python function
        return None


def _is_due(parameters, name, given):
    parameter = parameters[name]
    is_one = parameter.kind in (*_POSITIONAL, inspect.Parameter.KEYWORD_ONLY)
    return is_one and parameter.default is parameter.empty and name not in ("self", *given)


def _positional(parameters):
    names = [name for name, parameter in parameters.items() if parameter.kind in _POSITIONAL]
    return names[1:] if names[:1] == ["self"] else names


def _takes_all(parameters, kind):
    return any(parameter.kind is kind for parameter in parameters.values())


def _accepts(call, function):
    if any(isinstance(arg, ast.Starred) for arg in call.args):
        return False
    keywords = {keyword.arg: None for keyword in call.keywords if keyword.arg}
    try:
        inspect.signature(function).bind(*call.args, **keywords)
    except TypeError:
        return False
    return True


def _alike(before, after):
    """True for the same default, or for two that both say no, or that one has not."""
    if inspect.Parameter.empty in (before, after):
        return True
    no = (None, False)
    if any(before is value for value in no) and any(after is value for value in no):
        return True
    plain = (bool, int, float, str, tuple, type(None))
    if not isinstance(before, plain) or not isinstance(after, plain):
        return True  # objects of two libraries, such as data types and initializers
    return before is None or after is None or before == after


def _gone(name, news, renamed):
    to = renamed.get(name, name)
    return f"must be given as {to}=" if to in news else "is gone"


def _nth(index):
    return ("first", "second", "third", "fourth", "fifth")[index] if index < 5 else f"{index + 1}th"
