"""What is measured: the groups, the rows that each of them gives, and their targets."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A row of the table. Its target bounds a ratio, or the figure itself if `absolute`."""

    name: str
    text: str
    unit: str = "ms"
    target: float | None = None
    absolute: bool = False


@dataclass(frozen=True)
class Group:
    """Rows that come out of the same blocks, and how many rounds of blocks there are."""

    name: str
    rows: tuple[Row, ...]
    rounds: int
    quick_rounds: int = 2
    handwritten: bool = False  # Is there a tf.function version?
    other_processes: bool = True  # Do TF 1.15.5 and the like take part?
    needs_shim: bool = False  # Is there no such thing on other backends?


def _steps(name, text, target):
    return Group(name, (Row(name, text, target=target),), rounds=21, quick_rounds=3,
                 handwritten=True)


def _memory(name, text):
    row = Row(f"memory-{name}", text, unit="MB", target=1.05)
    return Group(row.name, (row,), rounds=3, quick_rounds=1)


GROUPS = (
    _steps("tiny", "a step of linear regression with Adam: the cost of a call", 0.6),
    _steps("mlp", "a step of 784-256-256-10, batch 64", 0.95),
    _steps("cnn", "a step of conv-pool-conv-pool-fc on 28x28, batch 32", 1.0),
    _steps("rnn", "a step of an LSTM of 64 units, a while_loop over 32 steps, batch 32", 0.9),
    _steps("deep", "a step of 150 layers, 900 variables with their slots, batch 32", 1.0),
    Group("build", (Row("build", "building a graph of 10,000 ops", target=1.15),),
          rounds=20, quick_rounds=3),
    Group("build-outside",
          (Row("build-outside", "the same outside any Graph, against compat.v1 inside one"),),
          rounds=20, quick_rounds=3, other_processes=False, needs_shim=True),
    Group("start",
          (Row("deep-build", "building `deep`: its variables, gradients and Adam"),
           Row("deep-init", "initializing it: the Session and the first run"),
           Row("first-run", "the first training step of it", target=1.05)),
          rounds=3),
    Group("import",
          (Row("import", "the import, beyond `import tensorflow`", target=300.0, absolute=True),),
          rounds=5, quick_rounds=1, other_processes=False),
    _memory("deep", "peak memory of a process that trains `deep`"),
    _memory("cnn", "peak memory of a process that trains `cnn`"),
)

ALIASES = {
    "steps": ("tiny", "mlp", "cnn", "rnn", "deep"),
    "memory": ("memory-deep", "memory-cnn"),
}


def select(words):
    """Returns the groups that `words` name: groups, rows or aliases; all if there are none."""
    if not words:
        return list(GROUPS)
    wanted = set()
    for word in words:
        found = {
            group.name for group in GROUPS
            if group.name in ALIASES.get(word, (word,)) or word in [r.name for r in group.rows]
        }
        if not found:
            msg = f"nothing is called {word!r}; there are: {', '.join(known_words())}"
            raise ValueError(msg)
        wanted |= found
    return [group for group in GROUPS if group.name in wanted]


def known_words():
    """Returns every word that `select` knows."""
    words = [*ALIASES]
    for group in GROUPS:
        words += [group.name, *(row.name for row in group.rows)]
    return list(dict.fromkeys(words))
