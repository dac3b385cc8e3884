"""``python -m conformance``: programs that any TensorFlow 1 user could have written, compared.

python -m conformance report            tries every promise, and prints a table
python -m conformance report scopes     one promise
python -m conformance replay FILE       runs a script on every backend; says what differs
python -m conformance search scopes     many programs; a short one for each kind of difference
"""

from __future__ import annotations

import argparse
import logging
import sys
from pathlib import Path

# The tests' own modules: where real TensorFlow 1.15.5 is, for one.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))


def main(arguments=None):
    """Runs the command line; the exit status is 1 if anything differs."""
    parser = argparse.ArgumentParser(
        prog="python -m conformance",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    report = commands.add_parser("report", help="tries promises, and prints a table")
    report.add_argument("promises", nargs="*", help="names of promises (default: all)")
    report.add_argument("--examples", type=int, default=50, help="programs a promise (default 50)")
    report.add_argument("--json", type=Path, help="also writes the table there, as JSON")
    report.add_argument("--markdown", type=Path, help="also writes the table there")
    replay = commands.add_parser("replay", help="runs a script on every backend")
    replay.add_argument("script", type=Path)
    search = commands.add_parser("search", help="tries many programs, goes on at a difference")
    search.add_argument("promise")
    search.add_argument("--examples", type=int, default=1000, help="programs (default 1000)")
    search.add_argument("--seed", type=int, default=0, help="where random choices begin")
    chosen = parser.parse_args(arguments)
    # The programs use what is deprecated, thousands of times.
    logging.getLogger("tensorflow").setLevel(logging.ERROR)
    if chosen.command == "search":
        from conformance.search import search

        return search(chosen.promise, chosen.examples, chosen.seed)
    if chosen.command == "replay":
        from conformance.report import replay

        return replay(chosen.script.read_text())
    from conformance.report import report

    return report(chosen.promises, chosen.examples, chosen.json, chosen.markdown)


if __name__ == "__main__":
    sys.exit(main())
