"""Sessions: several of them, on one or more graphs; fetches and feeds of every form."""

from conformance.programs.statements import ops


def session(b):
    """A session of the default graph, or of another."""
    graph = b.any("graphs")
    name = b.new("sessions", "sess")
    b.line(f"{name} = tf.Session({f'graph={graph.name}' if graph and b.flip() else ''})")


def graph(b):
    """A graph of its own, with a variable and an op in it."""
    name = b.new("graphs", "graph")
    b.line(f"{name} = tf.Graph()")
    with b.block(f"with {name}.as_default():"):
        v, y = b.new("variables", shape=(2,)), b.new("tensors", shape=(2,))
        b.line(f"{v} = tf.get_variable('v', [2], initializer={b.initializer()})")
        b.line(f"{y} = {v} * 2.0")
        if b.flip():
            b.line(f"{b.new('actions')} = tf.global_variables_initializer()")


def fetchable(b):
    """Something to fetch."""
    return b.needs(ops.constant, "tensors", "variables", "actions", "results", "losses")


def fetch(b, x):
    """The text that fetches an item."""
    return b.pick([x.name] * 4 + [f"{x.name}.name", f"{x.name}.op", f"[{x.name}]"])


def fetches(b, x, y):
    """The text of a structure of fetches of one or two items."""
    one, two = fetch(b, x), fetch(b, b.ordered(x, y)[-1])
    return b.pick(
        [
            one,
            f"[{one}, {two}]",
            f"({one}, [{two}])",
            f"{{'k': {one}, 'l': ({two},)}}",
            "[]",
            f"[{one}, {one}]",
        ]
    )


def run(b, prefix="f"):
    """Runs something in a session."""
    sess = b.needs(session, "sessions")
    x, y = fetchable(b), fetchable(b)
    what, feeds = fetches(b, x, y), feed_dict(b, x, y)
    b.line(f"{b.free(prefix)} = {sess.name}.run({what}{feeds})")


def feed_dict(b, *fetched):
    """The text of the feeds of a run: for placeholders, at times for any tensor or variable.

    But not for a variable that the run changes.
    """
    feeds = []
    for item in b.known["placeholders"]:
        if b.number(0, 5):
            shape = item.shape if b.number(0, 5) else b.pick([(1,), (2, 3), ()])
            # What no string tensor can hold is refused where 1.15.5 may not even have looked at it.
            dtype = item.dtype if item.dtype == "string" or b.number(0, 5) else "int64"
            feeds.append(f"{item.name}: {b.array(dtype, shape)}")
    # TensorFlow 1 feeds one read of a variable that is a resource, tf1shim all of them.
    has_resources = any("use_resource" in text for text in b.statements)
    kinds = ["tensors"] if has_resources else ["tensors", "variables"]
    other = b.any(*kinds, where=lambda item: item.name not in b.bases)
    if other and other in b.ordered(*fetched, other) and not b.number(0, 5):
        feeds.append(f"{other.name}: {b.array(other.dtype, other.shape)}")
    return f", {{{', '.join(feeds)}}}" if feeds else ""


def structure(b):
    """Fetches a constant, which any session has, in a structure, perhaps beside something else."""
    sess = b.needs(session, "sessions")
    ops.constant(b)
    x, y = b.known["tensors"][-1], fetchable(b)
    b.line(f"{b.free('f')} = {sess.name}.run({fetches(b, x, y)})")


def feed_again(b):
    """Feeds a placeholder twice in one session: what fits, and something else perhaps."""
    sess, p = b.needs(session, "sessions"), b.needs(ops.placeholder, "placeholders")
    for shape in (p.shape, b.pick([(1,), p.shape, (2, 3), ()])):
        b.line(
            f"{b.free('f')} = {sess.name}.run({p.name}, {{{p.name}: {b.array(p.dtype, shape)}}})"
        )


def initialize(b):
    """Initializes all or some variables in a session."""
    sess = b.needs(session, "sessions")
    v = b.any("variables")
    with b.block(f"with {sess.name}.graph.as_default():"):
        which = b.pick(["global", "local"])
        b.line(f"{b.new('actions')} = tf.{which}_variables_initializer()")
    init = b.known["actions"][-1].name
    b.line(f"{sess.name}.run({b.pick([init, f'{v.name}.initializer' if v else init])})")


def within(b):
    """Runs something in a session that is the default one."""
    sess = b.needs(session, "sessions")
    x = b.any("tensors", "variables", "results")
    with b.block(f"with {sess.name}.as_default():"):
        if x:
            b.line(f"{b.free('f')} = {x.name}.eval({feed_dict(b, x)[2:]})")
        v = b.any("variables")
        if v and b.flip():
            b.line(f"{v.name}.initializer.run()")
        v = b.to_change()
        if v and b.flip():
            b.line(f"{v.name}.load({b.array(v.dtype, v.shape)})")


def close(b):
    """Closes a session."""
    sess = b.any("sessions")
    if sess is not None:
        b.line(f"{sess.name}.close()")


def callable_(b):
    """A run made once and called often."""
    sess = b.any("sessions")
    x = b.any("tensors", "variables", "placeholders")
    if sess is None or x is None:
        return run(b)
    function = b.free("call")
    fed = [p.name for p in b.known["placeholders"][:1]]
    b.line(f"{function} = {sess.name}.make_callable({x.name}, [{', '.join(fed)}])")
    values = [b.array(p.dtype, p.shape) for p in b.known["placeholders"][:1]]
    for _ in range(b.number(1, 2)):
        b.line(f"{b.free('f')} = {function}({', '.join(values)})")


def run_all(b):
    """Makes a session in which all is initialized, and runs all that there is in it."""
    name = b.new("sessions", "sess")
    b.line(f"{name} = tf.Session()")
    b.line(f"{name}.run([tf.global_variables_initializer(), tf.local_variables_initializer()])")
    for kind in ("actions", "results", "losses", "tensors", "effects", "actions"):
        for item in b.known[kind][:4]:
            b.line(f"{b.free('f')} = {name}.run({item.name})")


STATEMENTS = (run, initialize, session, structure, within, graph, close, callable_, run)
FEEDS = (ops.placeholder, run, feed_again, ops.unary, ops.binary, run, callable_, within)
