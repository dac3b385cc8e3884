"""What a real run of a program asks TensorFlow for: each name, where, and how often.

Nothing is patched. The program is run as ever, by `tf1shim.migrate.runner`; only the modules that
its imports of TensorFlow give it are seen through `Watched`, which counts what is asked of it and
passes it on.
"""

from __future__ import annotations

import collections
import os
import sys
import traceback
import types
from typing import NamedTuple

from tf1shim import sites
from tf1shim.migrate import tracebacks, views
from tf1shim.migrate.imports import LegacyImports
from tf1shim.migrate.report import findings, meaning, sources
from tf1shim.migrate.report.reading import Use
from tf1shim.migrate.runner import Command, Program

_ROOT = __name__.partition(".")[0]


class Touches(NamedTuple):
    """How often each symbol was asked for at each line: ``{(symbol, file, line): times}``.

    `ended` says how the program ended. A star import asks for everything: its line is in `stars`.
    """

    counts: collections.Counter
    stars: set
    ended: str = ""


class Watched(views.Live):
    """A module of TensorFlow 1's API that counts, in `touches`, what is asked of it.

    `known` has all of a run by their names, so that each is one object.
    """

    def __init__(self, module: types.ModuleType, touches: Touches, known: dict):
        super().__init__(module, _touches=touches, _known=known)
        known[module.__name__] = self

    def __getattr__(self, name: str):
        value = super().__getattr__(name)
        if name.startswith("__") and name.endswith("__"):
            if name == "__all__":
                self._touches.stars.add(sites.user_site())
            return value
        if isinstance(value, types.ModuleType):
            return watched(value, self._touches, self._known)
        site = sites.user_site()
        if site not in self._touches.stars:
            symbol = f"{self._module.__name__}.{name}".partition(".")[2]
            self._touches.counts[symbol, site.filename, site.line] += 1
        return value


def watched(module: types.ModuleType, touches: Touches, known: dict) -> types.ModuleType:
    """The module as the program sees it: what is not TensorFlow 1's is as it was."""
    if module.__name__.partition(".")[0] != _ROOT or isinstance(module, Watched):
        return module
    return known.get(module.__name__) or Watched(module, touches, known)


def run(command: Command) -> Touches:
    """Runs the program to its end, whatever that is, and returns what it asked for.

    Raises: UsageError, if there is no such program.
    """
    touches, known = Touches(collections.Counter(), set()), {}

    class WatchedImports(LegacyImports):
        def module(self, name):
            return watched(super().module(name), touches, known)

    with Program(command, redirect=WatchedImports) as program:
        try:
            program.run()
            ended = "to its end"
        except SystemExit as error:
            ended = "to its end" if not error.code else f"until it exited with {error.code}"
        except KeyboardInterrupt:
            ended = "until it was interrupted"
        except Exception as error:
            tracebacks.trim(error)
            traceback.print_exception(error)
            ended = f"until a {type(error).__name__}"
    sys.stdout.flush()
    return touches._replace(ended=ended)


def add(files: list[findings.File], touches: Touches) -> tuple[list[findings.File], str]:
    """The files with how often the run came by each use, and with the uses that only it showed.

    The second result says how much of them the run came by.
    """
    by_file = collections.defaultdict(collections.Counter)
    for (symbol, filename, line), times in touches.counts.items():
        by_file[os.path.realpath(filename)][symbol, line] += times
    found = [_of_file(file, by_file.pop(os.path.realpath(file.path), {})) for file in files]
    named = [f for file in found for f in file.findings if f.kind in ("name", "import", "run")]
    reached = sum(f.runs > 0 for f in named)
    symbols = {symbol for symbol, _, _ in touches.counts}
    said = (
        f"ran {touches.ended}: asked for {len(symbols)} symbols, {sum(touches.counts.values())} "
        f"times; came by {reached} of {len(named)} uses of names"
    )
    return found, f"{said} (and into {len(by_file)} files outside)" if by_file else said


def _of_file(file, touched):
    counted, left = [], dict(touched)
    for finding in file.findings:
        runs = 0
        for symbol, line in touched:
            within = finding.line <= line <= finding.end_line
            if within and f"{finding.verdict.symbol}.".startswith(f"{symbol}."):
                runs += left.pop((symbol, line), 0)
        counted.append(finding._replace(runs=runs))
    if left:
        source = sources.read(file.path)
        counted += [_shown_by_run(source, *key, runs) for key, runs in left.items()]
    return file._replace(findings=sorted(filter(None, counted), key=lambda f: (f.line, f.column)))


def _shown_by_run(source, symbol, line, runs):
    verdict = meaning.judge(Use(symbol, line, 0, line, "run"))
    place, code = source.place(line), source.line(line)
    return verdict and findings.Finding(
        source.path, line, 0, line, place, code, verdict, "run", runs
    )
