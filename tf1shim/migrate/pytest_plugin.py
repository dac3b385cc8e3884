"""A pytest plugin for TensorFlow 1 tests: ``python -m tf1shim --pytest tests`` brings it in.

``pytest -p tf1shim.migrate.pytest_plugin tests`` is the same, and in it `--also` and the others are
called ``--tf1-also``, ``--tf1-eager``, ``--tf1-show-deprecations``.
"""

from __future__ import annotations

import pytest

from tf1shim.migrate import python2
from tf1shim.migrate.runner import Command, Program


def pytest_addoption(parser):
    """Adds the runner's options, under names that no other plugin has."""
    group = parser.getgroup("tf1shim", "TensorFlow 1 tests on TensorFlow 2")
    group.addoption(
        "--tf1-also",
        action="append",
        default=[],
        metavar="PKG",
        help="the installed package PKG is TensorFlow 1 code too",
    )
    group.addoption("--tf1-eager", action="store_true", help="eager execution is enabled")
    group.addoption(
        "--tf1-show-deprecations",
        action="store_true",
        help="shows what TensorFlow 1.15 said of names that it meant to rename",
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(early_config):
    """Redirects from here on: before conftest.py, and ahead of pytest's hook for its asserts."""
    options = early_config.known_args_namespace
    program = Program(
        Command(
            "pytest",
            "pytest",
            also=tuple(options.tf1_also),
            eager=options.tf1_eager,
            show_deprecations=options.tf1_show_deprecations,
        )
    )
    program.__enter__()
    early_config.add_cleanup(lambda: program.__exit__(None, None, None))
    return (yield)


def pytest_runtest_makereport(call):
    """Says of an error that is Python 2's what to do about it."""
    error = call.excinfo and call.excinfo.value
    note = error and python2.explain(error)
    if note and hasattr(error, "add_note"):
        error.add_note(note)
