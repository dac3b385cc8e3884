"""Random numbers: what is drawn, by which seeds, in which session."""

OPS = (
    "tf.random_normal([2], seed={seed})",
    "tf.random_uniform([2], seed={seed})",
    "tf.random_uniform([2], 0, 10, tf.int32, seed={seed})",
    "tf.truncated_normal([2], stddev=2.0, seed={seed})",
    "tf.random_shuffle([1, 2, 3, 4], seed={seed})",
    "tf.multinomial([[0.5, 0.5, 1.0]], 3, seed={seed})",
    "tf.random_gamma([2], 1.5, seed={seed})",
    "tf.random_poisson(2.0, [3], seed={seed})",
    "tf.nn.dropout(tf.ones([4]), 0.5, seed={seed})",
    "tf.random_crop([1, 2, 3, 4], [2], seed={seed})",
    "tf.random_normal([2], dtype=tf.float64, seed={seed})",
)


def draw(b):
    """An op that draws numbers by a seed of its own."""
    name = b.new("draws")
    b.line(f"{name} = {b.pick(OPS).format(seed=b.number(1, 4))}")


def graph_seed(b):
    """A seed for the ops without one of their own."""
    b.line(f"tf.set_random_seed({b.number(0, 3)})")


def seeded_draw(b):
    """An op that draws numbers by the graph's seed, with or without one of its own."""
    name = b.new("draws")
    b.line(f"{name} = {b.pick(OPS).format(seed=b.pick([None, 1, 2]))}")


def seeded_run(b):
    """Draws what the graph's seed gives."""
    run(b, "seeded_bits")


def variable(b):
    """A variable that starts with drawn numbers."""
    name = b.new("draws", shape=(3,))
    b.line(f"{name} = tf.get_variable({b.free('w')!r}, [3], initializer={b.initializer()})")
    b.known["variables"].append(b.known["draws"][-1])


def session(b):
    """A session, in which the streams begin anew."""
    name = b.new("sessions", "sess")
    b.line(f"{name} = tf.Session()")


def run(b, prefix="bits"):
    """Draws from one or two ops."""
    if not b.known["sessions"]:
        session(b)
    if not b.known["draws"]:
        draw(b)
    sess = b.any("sessions").name
    names = [item.name for item in b.ordered(*b.some(b.known["draws"]))]
    b.line(f"{b.free(prefix)} = {sess}.run([{', '.join(names)}])")


def initialize(b):
    """Initializes the variables, anew each time."""
    if b.known["sessions"] and b.known["variables"]:
        b.line(f"{b.any('sessions').name}.run({b.any('variables').name}.initializer)")


STATEMENTS = (draw, run, run, variable, initialize, session)
GRAPH_SEEDS = (seeded_draw, seeded_run, seeded_draw, seeded_run, session, graph_seed)
