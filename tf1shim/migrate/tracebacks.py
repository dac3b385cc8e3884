"""Tracebacks of a legacy program, as if Python itself had run it."""

from __future__ import annotations

import os
import sys
import types

from tf1shim.migrate import python2

_OWN = os.path.dirname(os.path.abspath(__file__)) + os.sep


def hide_runner() -> None:
    """Has the program's uncaught exceptions shown without the runner, and Python 2 explained."""
    before = sys.excepthook

    def excepthook(kind, value, traceback):
        trim(value)
        before(kind, value, value.__traceback__)
        note = python2.explain(value)
        if note:
            print(f"\n{note}", file=sys.stderr)

    sys.excepthook = excepthook


def trim(error: BaseException | None) -> None:
    """Takes the frames of the runner out of the traceback of `error` and of its causes."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = _trimmed(error)
        if error.__cause__ is not None and error.__context__ is not error.__cause__:
            trim(error.__context__)
        error = error.__cause__ or error.__context__


def _trimmed(error: BaseException) -> types.TracebackType | None:
    entries = []
    traceback = error.__traceback__
    while traceback is not None:
        entries.append(traceback)
        traceback = traceback.tb_next
    own = [entry.tb_frame.f_code.co_filename.startswith(_OWN) for entry in entries]
    if True in own:
        # Everything before the program's first line led to the runner.
        first = own.index(True)
        entries, own = entries[first:], own[first:]
    kept = [entry for entry, is_own in zip(entries, own, strict=True) if not is_own]
    if all(_is_import_system(entry) for entry in kept) and not isinstance(error, SyntaxError):
        return error.__traceback__  # An error of the runner itself: show all there is.
    result = None
    for entry in reversed(kept):
        if result is None and _is_import_system(entry) and isinstance(error, SyntaxError):
            continue
        result = types.TracebackType(result, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return result


def _is_import_system(entry: types.TracebackType) -> bool:
    return entry.tb_frame.f_code.co_filename.startswith("<frozen importlib")
