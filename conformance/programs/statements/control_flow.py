"""Conditionals, loops, and what runs within them."""

from conformance.programs.statements import ops


def number(b):
    """A scalar or small array of floats."""
    within = b.known["variables"] if b.before_initialization else ()
    return ops.operand(b, where=lambda item: item.dtype == "float32" and item not in within)


def condition(b):
    """A scalar bool's text."""
    x = number(b)
    return b.pick(
        [f"tf.reduce_sum({x.name}) > 0.0", "tf.constant(True)", "False", f"tf.rank({x.name}) < 1"]
    )


def branch(b, x):
    """The text of a branch; it may have effects."""
    v = b.any("variables", where=lambda v: v.dtype == x.dtype and not b.before_initialization)
    forms = [f"{x.name}", f"{x.name} * 2.0", f"tf.exp({x.name})", "tf.constant(1.0)"]
    if v:
        forms += [f"tf.identity({v.name})", f"tf.assign_add({v.name}, {v.name})"]
    return b.pick(forms)


def cond(b):
    """``tf.cond``, perhaps within another."""
    x, y = number(b), number(b)
    inner = branch(b, y)
    if b.flip():
        inner = f"tf.cond({condition(b)}, lambda: {branch(b, x)}, lambda: {inner})"
    options = b.keywords(strict=["True"], name=[repr("choice")])
    text = f"tf.cond({condition(b)}, lambda: {branch(b, x)}, lambda: {inner}{options})"
    keep(b, text, x)


def case(b):
    """``tf.case``."""
    x = number(b)
    pairs = ", ".join(
        f"({condition(b).replace('False', 'tf.constant(False)')}, lambda: {branch(b, x)})"
        for _ in range(b.number(1, 2))
    )
    default = b.pick([f", default=lambda: {branch(b, x)}", ", exclusive=False"])
    keep(b, f"tf.case([{pairs}]{default})", x)


def keep(b, text, x):
    """A name for a result; one with effects has no gradient in TensorFlow 1 alone."""
    name = b.new("effects" if "assign" in text else "results", "r", shape=x.shape)
    b.line(f"{name} = {text}")


def while_loop(b):
    """``tf.while_loop``, perhaps within another, of one or two loop variables."""
    x = number(b)
    times = b.number(0, 4)
    body = f"lambda i, y: (i + 1, {b.pick(['y * 2.0', 'y + tf.to_float(i)', 'tf.tanh(y)'])})"
    if b.flip():
        inner = f"tf.while_loop(lambda j, z: j < 2, lambda j, z: (j + 1, z + {x.name}), (0, y))[1]"
        body = f"lambda i, y: (i + 1, {inner})"
    options = b.keywords(
        maximum_iterations=["2"],
        parallel_iterations=["1"],
        back_prop=["True"],
        swap_memory=["True"],
        name=[repr("again")],
        return_same_structure=["True"],
    )
    name = b.new("results", shape=x.shape)
    b.line(f"{name} = tf.while_loop(lambda i, y: i < {times}, {body}, (0, {x.name}){options})")


def over_elements(b):
    """``scan``, ``map_fn``, ``foldl``, ``foldr``."""
    x = ops.operand(b, where=lambda item: item.dtype == "float32" and item.shape)
    step = b.pick(["a + y", "a * 0.5 - y", "tf.maximum(a, y)"])
    form = b.pick(
        [
            f"tf.map_fn(lambda y: y * 2.0, {x.name})",
            f"tf.scan(lambda a, y: {step}, {x.name})",
            f"tf.foldl(lambda a, y: {step}, {x.name})",
            f"tf.foldr(lambda a, y: {step}, {x.name})",
            f"tf.map_fn(lambda y: (y, y + 1.0), {x.name}, dtype=(tf.float32, tf.float32))",
            f"tf.scan(lambda a, y: {step}, {x.name}, initializer=tf.zeros_like({x.name}[0]))",
        ]
    )
    name = b.new("results", shape=x.shape)
    b.line(f"{name} = {form}")


def tensor_array(b):
    """A ``TensorArray``, written and read."""
    x = number(b)
    size = b.number(1, 3)
    array = b.free("array")
    options = b.keywords(clear_after_read=["False"])
    b.line(f"{array} = tf.TensorArray(tf.float32, size={size}{options})")
    for i in range(size):
        b.line(f"{array} = {array}.write({i}, {x.name} + {float(i)})")
    name = b.new("results", shape=x.shape)
    b.line(f"{name} = {array}.{b.pick(['stack()', 'concat()', 'read(0)', 'size()'])}")


def gradient(b):
    """A gradient through control flow."""
    y = b.any("results")
    if y is None:
        return cond(b)
    x = number(b)
    name = b.new("results", shape=x.shape)
    b.line(f"{name} = tf.gradients({y.name}, {x.name})")


def floats(b):
    """A variable and a constant to work with."""
    for kind, form in (("variables", "tf.Variable({}, name='v')"), ("tensors", "tf.constant({})")):
        shape = b.pick([(), (2,)])
        name = b.new(kind, shape=shape)
        b.line(f"{name} = {form.format(b.array('float32', shape))}")


STATEMENTS = (cond, while_loop, over_elements, gradient, case, tensor_array, ops.binary)
