"""``tensorflow.python.framework.test_util``: which modes TensorFlow 1's tests ran in.

TensorFlow 2's own decorators of these names ask for its modes; here a test runs in TensorFlow 1's.
"""

from __future__ import annotations

import contextlib
import functools
import unittest

import tf1shim as tf

__all__ = [
    "deprecated_graph_mode_only",
    "run_all_in_graph_and_eager_modes",
    "run_deprecated_v1",
    "run_in_graph_and_eager_modes",
    "run_v1_only",
    "run_v2_only",
]


def run_v1_only(reason, func=None):
    """Marks a test, or a class of tests, that runs with TensorFlow 1's behaviour: it runs.

    >>> run_v1_only("b/120545219")(len) is len
    True

    Raises: ValueError if there is no `reason`.
    """
    if not isinstance(reason, str):
        raise ValueError(f"'reason' should be string, got {type(reason)}")
    return _optional(lambda test: test, func)


def deprecated_graph_mode_only(func=None):
    """Marks a test that builds graphs: it does."""
    return _optional(lambda test: test, func)


run_deprecated_v1 = deprecated_graph_mode_only


def run_v2_only(func=None):
    """Marks a test that needs TensorFlow 2's behaviour: it is skipped."""

    def decorator(test):
        @functools.wraps(test)
        def skipped(self, *args, **kwargs):
            self.skipTest("Test is only compatible with v2")

        return skipped

    return _optional(decorator, func)


def run_in_graph_and_eager_modes(
    func=None, config=None, use_gpu=True, reset_test=True, assert_no_eager_garbage=False
):
    """Runs a test twice: building graphs, in the cached session, then eagerly."""
    del assert_no_eager_garbage  # what it looks for is TensorFlow's

    def decorator(test):
        if isinstance(test, type):
            raise ValueError("`run_in_graph_and_eager_modes` only supports test methods.")

        @functools.wraps(test)
        def both(self, *args, **kwargs):
            skipped = contextlib.suppress(unittest.SkipTest)
            with skipped, self.test_session(use_gpu=use_gpu, config=config):
                test(self, *args, **kwargs)
            if reset_test:
                self.tearDown()
            # A graph that has ops does not become eager.
            tf.reset_default_graph()
            tf.enable_eager_execution()
            try:
                if reset_test:
                    self.setUp()
                test(self, *args, **kwargs)
            finally:
                tf.disable_eager_execution()

        return both

    return _optional(decorator, func)


def run_all_in_graph_and_eager_modes(cls):
    """Runs every test of a class in both modes."""
    for name, value in list(vars(cls).items()):
        if callable(value) and name.startswith("test") and name != "test_session":
            setattr(cls, name, run_in_graph_and_eager_modes(value))
    return cls


def _optional(decorator, func):
    """`decorator`, or what it makes of `func`: each works with and without parentheses."""
    return decorator if func is None else decorator(func)
