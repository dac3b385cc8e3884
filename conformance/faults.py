"""Faults in tf1shim's scopes, variables, initialization and sessions, which programs must find."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """A change to a file of the package, and the promise whose programs should notice."""

    name: str
    file: str
    old: str
    new: str
    promise: str


#: A change of nothing.
NO_FAULT = Fault("no fault", "errors.py", "", "", "")

FAULTS = [
    Fault(
        "reuse never refused",
        "variables/store.py",
        "        if reuse is False:\n            raise errors.variable_exists",
        "        if reuse is None:\n            raise errors.variable_exists",
        "scopes",
    ),
    Fault(
        "missing variables made in spite of reuse",
        "variables/store.py",
        "        if reuse is True:\n            raise errors.variable_missing",
        "        if reuse is None:\n            raise errors.variable_missing",
        "scopes",
    ),
    Fault(
        "shapes of shared variables unchecked",
        "variables/store.py",
        "if not shape.is_compatible_with(found.get_shape()):",
        "if False:",
        "scopes",
    ),
    Fault(
        "dtypes of shared variables unchecked",
        "variables/store.py",
        "if not dtype.is_compatible_with(found.dtype):",
        "if False:",
        "scopes",
    ),
    Fault(
        "regularizers lost",
        "variables/store.py",
        "        if regularizer:\n",
        "        if regularizer and not name:\n",
        "scopes",
    ),
    Fault(
        "losses of regularizers not collected",
        "variables/store.py",
        "            if loss is not None:",
        "            if loss is None:",
        "scopes",
    ),
    Fault(
        "partitions not found again",
        "variables/store.py",
        "if reuse is True and partitioner is None and name in self._partitioned_vars:",
        "if False:",
        "scopes",
    ),
    Fault(
        "scopes do not inherit initializers",
        "variables/scope.py",
        '                "initializer",\n                "regularizer",\n',
        '                "regularizer",\n',
        "scopes",
    ),
    Fault(
        "the outer scope's initializer wins",
        "variables/scope.py",
        "initializer=_default(initializer, self._initializer),",
        "initializer=_default(self._initializer, initializer),",
        "scopes",
    ),
    Fault(
        "scopes' dtypes ignored",
        "variables/scope.py",
        "dtype=_default(dtype, self._dtype),",
        "dtype=_default(dtype, None) or 'float32',",
        "scopes",
    ),
    Fault(
        "constraints inherited",
        "variables/scope.py",
        'constraint=overrides["constraint"],',
        'constraint=_default(overrides["constraint"], base.constraint),',
        "scopes",
    ),
    Fault(
        "custom getters in the wrong order",
        "variables/scope.py",
        "return own(functools.partial(outer, getter), *args, **kwargs)",
        "return outer(functools.partial(own, getter), *args, **kwargs)",
        "scopes",
    ),
    Fault(
        "default names not made unique",
        "variables/registry.py",
        "counts[scope_name] = counts.get(scope_name, 0) + 1",
        "counts[scope_name] = 0",
        "scopes",
    ),
    Fault(
        "counts of inner scopes kept",
        "variables/registry.py",
        "                counts[name] = 0\n",
        "                pass\n",
        "scopes",
    ),
    Fault(
        "initial values of others not guarded",
        "variables/guard.py",
        "    if not variables or not _depends_on_variables(value.op):",
        "    if True:",
        "initialization",
    ),
    Fault(
        "validate_shape ignored",
        "variables/building.py",
        "    keeps_shape = validate_shape or is_resource\n",
        "    keeps_shape = True\n",
        "variables",
    ),
    Fault(
        "reads beside a dependency not made anew",
        "variables/access.py",
        "if graph is self.graph and graph._current_control_dependencies():",
        "if False:",
        "variables",
    ),
    Fault(
        "assign_add subtracts",
        "variables/access.py",
        'return self._update(_tf.assign_add_variable_op, delta, name, "AssignAdd", read_value)',
        'return self._update(_tf.assign_sub_variable_op, delta, name, "AssignAdd", read_value)',
        "variables",
    ),
    Fault(
        "updates of the wrong dtype accepted",
        "variables/building.py",
        "    if allowed and variable.dtype.name not in allowed:",
        "    if False:",
        "variables",
    ),
    Fault(
        "trainable variables not collected",
        "variables/variable.py",
        "if trainable and GraphKeys.TRAINABLE_VARIABLES not in collections:",
        "if not trainable and GraphKeys.TRAINABLE_VARIABLES not in collections:",
        "variables",
    ),
    Fault(
        "sessions share their state",
        "session/state.py",
        "self.home = cluster.container if cluster else self.container",
        'self.home = b"shared"',
        "sessions",
    ),
    Fault(
        "closed sessions run",
        "session/base.py",
        "            self._closed = True\n",
        "            self._closed = False\n",
        "sessions",
    ),
    Fault(
        "a plan is looked up by its fetches alone",
        "session/base.py",
        "plan = self._plan(tensors, targets, tuple(feeds), connections)",
        "plan = self._plan(tensors, targets, tuple(feeds) if not self._plans else "
        "next(iter(self._plans.values())).feeds, connections)",
        "feeds",
    ),
    Fault(
        "shapes of feeds unchecked",
        "session/feeds.py",
        "                if expected is not None and expected != given:",
        "                if False:",
        "feeds",
    ),
    Fault(
        "fetched dictionaries lose an item",
        "session/fetches.py",
        "            for key, part in parts:\n",
        "            for key, part in parts[1:]:\n",
        "sessions",
    ),
    Fault(
        "None among the fetches accepted",
        "session/fetches.py",
        "            raise TypeError(failures.fetch_of_wrong_type(fetch))\n",
        "            return _nothing\n",
        "errors",
    ),
    Fault(
        "random streams begin anew in each run",
        "session/state.py",
        "            if name not in self._streams:",
        "            if True:",
        "random",
    ),
]
