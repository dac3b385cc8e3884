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
import itertools
from typing import NamedTuple

_POSITIONAL = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Comparison(NamedTuple):
    """What changes for a call: texts, as they are shown; whether it was written for the new one.

    `write` is what the call must say, as code; `without` the arguments that it must no longer
    have. `renames` is true if other names of arguments are all there is to change; `accepted` if
    the new function takes the call as it is, and so may do something else. `unknown` is true if the
    call passes ``*args`` or ``**kwargs``.
    """

    changes: tuple[str, ...] = ()
    write: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
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
    found = _Changes(news, renamed)
    unknown = any(isinstance(arg, ast.Starred) for arg in call.args)
    unknown = unknown or any(keyword.arg is None for keyword in call.keywords)
    found.positional(call, olds)
    found.keywords(call)
    accepted = _accepts(call, new)
    if accepted and not _accepts(call, old):
        return Comparison(is_new=True)
    if not unknown:
        if not accepted and not found.changes:
            found.needed()
        found.defaults(olds)
    return Comparison(
        tuple(found.changes),
        tuple(found.write),
        tuple(found.without),
        False,
        bool(found.changes) and found.only_names,
        accepted,
        unknown,
    )


class _Changes:
    """What changes for one call, found step by step."""

    def __init__(self, news, renamed):
        self.news, self.renamed = news, renamed
        self.given = set()
        self.changes, self.write, self.without = [], [], []
        self.only_names = True

    def positional(self, call, olds):
        """Compares what stands at each position."""
        old_names, new_names = _positional(olds), _positional(self.news)
        for index, (before, _) in enumerate(zip(old_names, _unstarred(call.args))):
            after = new_names[index] if index < len(new_names) else None
            to = self.renamed.get(before, before)
            self.given.update((before, to))
            if after in (before, to):
                continue
            if after is None:
                self._change(f"the {_nth(index)} argument, {before}, is gone", before)
            else:
                self._change(f"the {_nth(index)} argument was {before} and is {after}", before)
                self.given.add(after)
            self.only_names = False

    def keywords(self, call):
        """Compares the arguments that are given by name."""
        takes_any = any(p.kind is p.VAR_KEYWORD for p in self.news.values())
        for keyword in call.keywords:
            name, to = keyword.arg, self.renamed.get(keyword.arg, keyword.arg)
            self.given.update((name, to))
            if name is None or name in self.news or takes_any:
                continue
            if to in self.news:
                self._change(f"{name}= is {to}=", name)
            else:
                self._change(f"{name}= is gone", name)
                self.only_names = False

    def needed(self):
        """Finds what the new function needs and the call does not give."""
        for name in self.news:
            if _is_due(self.news, name, self.given):
                self._change(f"also needs {name}=", name)
                self.only_names = False

    def defaults(self, olds):
        """Compares the defaults of what is not given."""
        for name in olds:
            if name not in self.news or name in self.given:
                continue
            before, after = olds[name].default, self.news[name].default
            if not _alike(before, after):
                self.changes.append(f"{name}= is {after!r} by default, and was {before!r}")
                self.write.append(f"{name}={before!r}")
                self.only_names = False

    def _change(self, text, name):
        to = self.renamed.get(name, name)
        self.changes.append(text)
        if to in self.news:
            self.write.append(f"{to}=")
        else:
            self.without.append(f"{name}=")


def _unstarred(args):
    """The arguments before the first ``*args``."""
    return itertools.takewhile(lambda arg: not isinstance(arg, ast.Starred), args)


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


def _nth(index):
    return ("first", "second", "third", "fourth", "fifth")[index] if index < 5 else f"{index + 1}th"
