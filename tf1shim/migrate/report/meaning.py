"""What a use of TensorFlow 1 means on TensorFlow 2: the class of each finding, and what to do.

`SAME`, `SHIM`, `DIFFERS` and `MISSING` are the classes. All but the first are TensorFlow 1. They
are told from the objects themselves: TensorFlow 2's, ``compat.v1``'s and tf1shim's of that name,
and the arguments of the call.
"""

from __future__ import annotations

import functools
import importlib
import inspect
import sys
import types
from typing import NamedTuple

import tensorflow

from tf1shim.migrate.report import replacements, upgrade
from tf1shim.migrate.report.calls import compare
from tf1shim.migrate.report.reading import Use
from tf1shim.missing import UNKNOWN

SAME = "works as it is"
SHIM = "works with tf1shim"
DIFFERS = "differs"
MISSING = "missing"
CLASSES = (SAME, SHIM, DIFFERS, MISSING)
EXPLAINED = {
    SAME: "TensorFlow 2 has the name, and this use of it means the same",
    SHIM: "TensorFlow 2 has no such name; tf1shim has",
    DIFFERS: "TensorFlow 2 has the name, but not with this meaning or these arguments; tf1shim has",
    MISSING: "neither TensorFlow 2 nor tf1shim has it",
}

# The package that this one is a part of: the namespace that legacy code sees.
_OURS = sys.modules[__name__.partition(".")[0]]
# What has modules below modules that old programs import.
_DEEP = ("contrib", "python", "core", "examples")
# Not public in TensorFlow 2, though the modules can be imported.
_PRIVATE = ("python", "core", "compiler", "tools", "security", "dtensor")
# Arguments that have another name now, beside those that tf_upgrade_v2 knows.
_RENAMED = {
    "device": {"device_name_or_function": "device_name"},
    "keras.utils.to_categorical": {"y": "x"},
}


class Verdict(NamedTuple):
    """A symbol, its class, how much work it is, and what to write instead.

    `change` is one of `replacements.CHANGES`, or "" for `SAME`. `check` marks a use that works as
    it is, with something worth a look in `why`. `either` marks one that `DIFFERS` in a TensorFlow 1
    program, but is good TensorFlow 2 in another.
    """

    symbol: str
    meaning: str
    change: str = ""
    instead: str = ""
    why: str = ""
    check: bool = False
    either: bool = False

    def in_tensorflow2(self) -> Verdict:
        """The same, in a file that has nothing else of TensorFlow 1."""
        return self._replace(meaning=SAME, change="", check=True, either=False)


def judge(use: Use) -> Verdict | None:
    """What the use means; None if it turns out not to be one.

    >>> from tf1shim.migrate.report.reading import read_uses
    >>> code = "import tensorflow as tf; tf.log(x); tf.reduce_sum(x, keep_dims=True)"
    >>> for use in read_uses(code).uses: print(judge(use)[:4])
    ('log', 'works with tf1shim', 'rename', '`tf.math.log`')
    ('reduce_sum', 'differs', 'rename', '`tf.reduce_sum(..., keepdims=)`')
    """
    if use.kind == "method":
        return _of_method(use.symbol)
    if use.kind == "dynamic":
        why = "the name is made up at run time; --run tells which"
        return Verdict(f"{use.symbol}.?".lstrip("."), SAME, why=why, check=True)
    parts = use.symbol.split(".")
    if use.v2:
        return Verdict(use.symbol, MISSING if _walk(tensorflow, parts).rest else SAME)
    ours, error, new, old = _resolved(use.symbol)
    if use.guess and (ours.rest or isinstance(ours.found, types.ModuleType)):
        return None
    if ours.rest and new.rest:
        return _missing(_up_to_class(parts), error)
    size = max(ours.size, new.size)
    if size <= use.named < len(parts):
        return None  # an attribute of a thing that the file has named before
    symbol = ".".join(parts[:size])
    if new.rest:
        return _only_ours(symbol)
    if ours.rest:
        lacking = f"TensorFlow 2's own; tf1shim has it as tf.compat.v2.{symbol}"
        return Verdict(symbol, SAME, why=lacking)
    return _both(use, symbol, old.found, new.found)


def _up_to_class(parts):
    for end, part in enumerate(parts, 1):
        if part[0].isupper():
            return ".".join(parts[:end])
    return ".".join(parts)


def _of_method(key):
    row = replacements.exactly(key)
    if row.change in ("check", "same"):
        return Verdict(key, SAME, "", row.instead, row.why, check=row.change == "check")
    if row.change == "means":
        return Verdict(key, DIFFERS, "edit", row.instead, row.why)
    return Verdict(key, SHIM, row.change, row.instead, row.why)


# Where a name leads


class Walked(NamedTuple):
    """What a path led to, how many parts were left over, and how many make up the symbol.

    The parts behind the symbol were asked of an instance, such as a data type.
    """

    found: object
    rest: int
    size: int


def _walk(module, parts):
    """Follows `parts` from `module`, through modules and into classes."""
    found = module
    for done, part in enumerate(parts):
        if not isinstance(found, (types.ModuleType, type)):
            return Walked(found, 0, done)
        try:
            found = getattr(found, part)
        except (AttributeError, ImportError):
            return Walked(found, len(parts) - done, done)
    return Walked(found, 0, len(parts))


@functools.cache
def _resolved(symbol):
    """What the symbol is in tf1shim, with its error or None; in TensorFlow 2; in TensorFlow 1."""
    parts = symbol.split(".")
    ours, error = _ours(parts)
    is_private = parts[0] in _PRIVATE
    new = Walked(None, len(parts), 0) if is_private else _walk(tensorflow, parts)
    old = _walk(tensorflow.compat.v1, parts)
    return ours, error, new, ours if old.rest or parts[0] == "keras" else old


def _ours(parts):
    """What tf1shim has under the name, and its MissingSymbolError or None."""
    walked = _walk(_OURS, parts)
    if not walked.rest:
        return walked, None
    # Deep paths need not be attributes of what is above them.
    for end in range(len(parts), walked.size, -1) if parts[0] in _DEEP else ():
        name = ".".join([_OURS.__name__, *parts[:end]])
        try:
            inner = _walk(importlib.import_module(name), parts[end:])
        except ImportError:
            continue
        if not inner.rest:
            return Walked(inner.found, 0, end + inner.size), None
    try:
        getattr(walked.found, parts[walked.size])
    except (AttributeError, ImportError) as error:
        return walked, error
    return walked, None


# The cases


def _missing(symbol, error):
    row = replacements.find(symbol)
    reason = getattr(error, "reason", "")
    if row is not None:
        why = row.why if not reason or reason == UNKNOWN.reason else reason
        return Verdict(symbol, MISSING, row.change or "edit", row.instead, why)
    renamed = upgrade.tables().renamed(symbol)
    if renamed and _exists(renamed):
        return Verdict(symbol, MISSING, "rename", f"`tf.{renamed}`", reason)
    return Verdict(symbol, MISSING, "rewrite", getattr(error, "replacement", ""), reason)


def _only_ours(symbol):
    public = _public(symbol) if symbol.startswith("python.") else None
    if public:
        found = _only_ours(public)
        instead = f"`tf.{public}`" if _exists(public) else found.instead
        why = "private to TensorFlow, and moves without notice"
        return Verdict(symbol, SHIM, "rename" if _exists(public) else found.change, instead, why)
    tables = upgrade.tables()
    row, renamed = replacements.exactly(symbol), tables.renamed(symbol)
    if row is None and renamed and _exists(renamed):
        return Verdict(symbol, SHIM, "rename", f"`tf.{renamed}`", "the same under a new name")
    row = row or replacements.above(symbol)
    if row is not None and row.change:
        change = "edit" if row.change in ("means", "check") else row.change
        return Verdict(symbol, SHIM, change, row.instead, row.why)
    why = tables.warning(symbol, None) or tables.of_module(symbol) or "not in TensorFlow 2"
    in_v1 = not _walk(tensorflow.compat.v1, symbol.split(".")).rest
    return Verdict(symbol, SHIM, "rewrite", f"`tf.compat.v1.{symbol}`" if in_v1 else "", why)


def _exists(symbol):
    return not _walk(tensorflow, symbol.split(".")).rest


def _public(symbol):
    """The public path of what a private one of TensorFlow 1 means; or None."""
    module, _, name = symbol.rpartition(".")
    paths = importlib.import_module(f"{_OURS.__name__}.python.modules")
    found = paths.defined().get(module, {}).get(name) or paths.public_names().get(name)
    in_root = isinstance(getattr(tensorflow.compat.v1, name, None), types.ModuleType)
    return found or (name if hasattr(tensorflow.compat.v1, name) and not in_root else None)


def _both(use, symbol, old, new):
    row, tables = replacements.find(symbol), upgrade.tables()
    instead, why = (row.instead, row.why) if row is not None else ("", "")
    if row is not None and row.change == "means":
        return Verdict(symbol, DIFFERS, "edit", instead, why, either=True)
    if use.call is None or not callable(new) or _is(old, new):
        return _same(use, symbol)
    renamed = {**tables.arguments(symbol), **_RENAMED.get(symbol, {})}
    found = compare(use.call, old, new, renamed)
    if not found.changes:
        return Verdict(symbol, SAME) if found.is_new else _same(use, symbol, found.unknown)
    said = "; ".join(found.changes)
    change = "rename" if found.renames else "edit"
    why = f"{said}: {why}" if why else said
    return Verdict(
        symbol, DIFFERS, change, instead or _call(symbol, found), why, either=found.accepted
    )


def _call(symbol, found):
    """The call as TensorFlow 2 wants it, as far as it changes."""
    write = ", ".join(("...", *found.write))
    without = f", without {', '.join(found.without)}" if found.without else ""
    return f"`tf.{symbol}({write})`{without}"


def _same(use, symbol, unknown=False):
    """Works as it is, with what ``tf_upgrade_v2`` says of it, if anything."""
    row, tables = replacements.find(symbol), upgrade.tables()
    said = tables.warning(symbol, use.call) or tables.of_module(symbol)
    if row is not None and not said and (row.change == "check" or tables.keeps_v1(symbol)):
        said = row.why
    if not said and tables.keeps_v1(symbol):
        said = f"as it is used here; tf_upgrade_v2 writes tf.compat.v1.{symbol}"
    renamed = tables.renamed(symbol)
    if not said and renamed:
        said = f"also called tf.{renamed}" if _exists(renamed) else "was moved for a while"
    if not said and use.call is not None and (unknown or tables.edits(symbol, use.call)):
        said = "as it is called here; tf_upgrade_v2 names or checks its arguments"
    return Verdict(symbol, SAME, "", "", said, bool(said))


def _is(old, new):
    """True for the same object; TensorFlow decorates some functions anew for each name."""
    if isinstance(old, types.FunctionType) and isinstance(new, types.FunctionType):
        return inspect.unwrap(old) is inspect.unwrap(new)
    return old is new
