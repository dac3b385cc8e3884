"""The Hypothesis strategy that writes whole TensorFlow 1 programs.

A program is a list of statements in Python, as a user of TensorFlow 1 would write them: it prints
as the script that it is, and any script replays. `Builder` knows what the program has so far
(variables, tensors, scopes, sessions), so that statements use what earlier ones made; a statement
that fails on all backends alike is as good as any other. `PROMISES` says which kinds of statements
(from `statements`) make the programs of each promise.

Programs have one outcome: no run of theirs has two parts of which TensorFlow may do either first
(`Builder.ordered`), and what other variables start with keeps its value (`Builder.base`).
"""

from __future__ import annotations

import collections
import contextlib
import re
from typing import NamedTuple

from hypothesis import strategies as st

from tf1shim.testing.steps import statements

SHAPES = ((), (2,), (3,), (3, 2), (2, 3))
FLOATS = ("float32", "float64", "float16")
INTEGERS = ("int32", "int64", "uint8")
#: What reads or changes variables that its text does not name.
OF_ALL = re.compile(r"l_variables_initializer\(|report_uninitialized|minimize|apply|restore")
#: What runs in any session, whatever has a value there.
SURE = re.compile(r"initializer\(|\.initializer$|tf\.constant\(|(tf|v\d+)\.assign\(|tf\.group\(")


class Item(NamedTuple):
    """Something that a program has a name for."""

    name: str
    dtype: str = "float32"
    shape: tuple[int, ...] = ()
    #: A variable whose initial value is the same each time.
    steady: bool = False


class Effects(NamedTuple):
    """The variables that running something reads or changes; None stands for all of them."""

    touched: frozenset[str | None] = frozenset()
    changes: bool = False
    may_fail: bool = True

    def order_matters(self, other):
        """True if a run of both, unordered, may end in more than one way."""
        in_common = self.touched & other.touched
        if self.touched and other.touched and None in self.touched | other.touched:
            in_common = True
        # What failed may have done so before the change, or after it.
        return bool(
            (self.changes and (in_common or other.may_fail))
            or (other.changes and (in_common or self.may_fail))
        )


class Builder:
    """A program being written, by the choices of Hypothesis' `draw`.

    `before_initialization`: anything may be run before variables have values. Loops and branches
    then read none, since here those that are not entered do not (differences.toml).
    """

    def __init__(self, draw, before_initialization=False):
        self._draw = draw
        self.before_initialization = before_initialization
        self.statements = []
        self._lines = []
        self._depth = 0
        self._counts = collections.Counter()
        self._effects = {}
        self._changing = set()
        self.bases = set()
        self.known = collections.defaultdict(list)

    # --- choices ----------------------------------------------------------------------------------

    def pick(self, options):
        """One of `options`; the first is the simplest."""
        return self._draw(st.sampled_from(list(options)))

    def flip(self):
        """True or False."""
        return self._draw(st.booleans())

    def number(self, low, high):
        """A whole number from `low` to `high`."""
        return self._draw(st.integers(low, high))

    def some(self, options, most=3):
        """Up to `most` different ones of `options`, in any order."""
        options = list(options)
        if not options:
            return []
        picks = st.lists(st.sampled_from(range(len(options))), max_size=most, unique=True)
        return [options[i] for i in self._draw(picks)]

    def keywords(self, **options):
        """``", key=value"`` for some of the options; an option is a list of texts."""
        picked = self.some(sorted(options), most=2)
        return "".join(f", {key}={self.pick(options[key])}" for key in picked)

    # --- what the program has ---------------------------------------------------------------------

    def new(self, kind, prefix=None, **facts):
        """A new name for an `Item` of `kind`; the program has it from now on."""
        name = self.free(prefix or kind[0])
        self.known[kind].append(Item(name, **facts))
        return name

    def free(self, prefix):
        """A name that is not taken."""
        self._counts[prefix] += 1
        return f"{prefix}{self._counts[prefix]}"

    def any(self, *kinds, where=lambda item: True):
        """An `Item` of one of `kinds`, or None."""
        found = [item for kind in kinds for item in self.known[kind] if where(item)]
        return self.pick(found[::-1]) if found else None

    def needs(self, make, *kinds, **conditions):
        """An `Item` of one of `kinds`; of the first of them, made by `make`, if there is none."""
        found = self.any(*kinds, **conditions)
        if found is None:
            make(self)
            found = self.known[kinds[0]][-1]
        return found

    # --- what a run of it does -----------------------------------------------------------------

    def ordered(self, *items):
        """Those of the items that a run may have beside the ones before them."""
        kept = []
        for item in items:
            effects = self._effects.get(item.name, Effects())
            others = [self._effects.get(other.name, Effects()) for other in kept if other != item]
            if not any(map(effects.order_matters, others)):
                kept.append(item)
        return kept

    def to_change(self, where=lambda item: True):
        """A variable that may get other values than its initial one, or None."""
        found = self.any(
            "variables", where=lambda item: item.name not in self.bases and where(item)
        )
        if found:
            self._changing.add(found.name)
        return found

    def base(self):
        """A variable that keeps its initial value, for other variables to start with, or None.

        Initialized anew beside them it is there both before and after.
        """
        found = self.any(
            "variables", where=lambda item: item.steady and item.name not in self._changing
        )
        if found:
            self.bases.add(found.name)
        return found

    def _note_effects(self, text):
        words = set(re.findall(r"\w+", text))
        mentioned = [self._effects[word] for word in words if word in self._effects]
        touched = frozenset([None] if OF_ALL.search(text) else []).union(
            *(effects.touched for effects in mentioned)
        )
        changes = any(effects.changes for effects in mentioned)
        actions = {item.name for kind in ("actions", "effects") for item in self.known[kind]}
        may_fail = not SURE.search(text) or any(
            self._effects[word].may_fail for word in words & actions if word in self._effects
        )
        for kind, items in self.known.items():
            for name in words.intersection(item.name for item in items).difference(self._effects):
                if kind == "draws" and "get_variable" not in text:
                    # A draw that did not happen is seen in the next one.
                    own = Effects(touched | {name}, changes=True, may_fail=False)
                elif kind in ("draws", "variables"):
                    # Two names may be of one variable where it is shared.
                    own = Effects(touched | {"shared" if "get_" in text else name})
                else:
                    own = Effects(touched, changes or name in actions, may_fail)
                self._effects[name] = own

    # --- writing ----------------------------------------------------------------------------------

    def line(self, text):
        """Writes a line; at the top level that is a statement."""
        self._lines.append("  " * self._depth + text)
        if not self._depth:
            self._finish()

    @contextlib.contextmanager
    def block(self, header):
        """Writes `header`, and beneath it what is written in the ``with`` block."""
        self._lines.append("  " * self._depth + header)
        self._depth += 1
        before = len(self._lines)
        try:
            yield
        finally:
            if len(self._lines) == before:
                self._lines.append("  " * self._depth + "pass")
            self._depth -= 1
        if not self._depth:
            self._finish()

    @contextlib.contextmanager
    def function(self, header):
        """A block whose names end with it."""
        known = {kind: list(items) for kind, items in self.known.items()}
        with self.block(header):
            yield
        self.known = collections.defaultdict(list, known)

    def _finish(self):
        self.statements.append("\n".join(self._lines))
        self._lines = []
        self._note_effects(self.statements[-1])

    # --- values -----------------------------------------------------------------------------------

    def array(self, dtype, shape, zeros=True):
        """The text of a NumPy array."""
        size = 1
        for length in shape:
            size *= length
        if dtype == "string":
            items = [self.pick(["a", "bc", ""]) for _ in range(size)]
            return f"np.array({items!r}, object).reshape({list(shape)})"
        if dtype == "bool":
            items = [self.flip() for _ in range(size)]
        elif dtype in INTEGERS:
            items = [self.number(0 if zeros else 1, 5) for _ in range(size)]
        else:
            items = [self.pick([1.0, 0.5, -2.0, 3.25, 0.0][: 4 + zeros]) for _ in range(size)]
        return f"np.array({items}, {dtype!r}).reshape({list(shape)})"

    def initializer(self, dtype="float32"):
        """The text of an initializer whose values are the same on every backend."""
        plain = ["tf.zeros_initializer()", "tf.ones_initializer()", "tf.constant_initializer(3)"]
        if dtype not in ("float32", "float64"):
            return self.pick(plain)
        seed = self.number(1, 5)
        seeded = (
            "random_normal",
            "random_uniform",
            "truncated_normal",
            "uniform_unit_scaling",
            "variance_scaling",
            "glorot_uniform",
            "glorot_normal",
        )
        return self.pick([*plain, *(f"tf.{name}_initializer(seed={seed})" for name in seeded)])


@st.composite
def programs(draw, promise, most=12):
    """A program of the statements that `promise` is about, with a few of the others."""
    from conformance.programs.statements import PROMISES

    builder = Builder(draw)
    kinds = PROMISES[promise]
    for statement in kinds.first:
        statement(builder)
    for statement in draw(st.lists(st.sampled_from(kinds.statements), min_size=1, max_size=most)):
        statement(builder)
    for statement in kinds.last:
        statement(builder)
    return builder.statements


#: What a script has before the program; the backends have these names.
HEAD = """import numpy as np
import tensorflow as tf

DIR = '.'
"""


def script(program):
    """The program as a script that runs on TensorFlow 1.15.5, and that `replay` reads."""
    return HEAD + "\n".join(program) + "\n"


def program_of(script):
    """The program in a script, of `script` or a user's."""
    head = statements(HEAD)
    return [text for text in statements(script) if text not in head]
