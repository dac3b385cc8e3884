"""Scopes: nested, entered again, with every mode of reuse and all that variables inherit."""

import contextlib

from conformance.programs.strategies import Item

NAMES = ("a", "b", "c")

GETTERS = (
    "v = getter(name, *args, **kwargs); return v",
    "return getter(name + '_got', *args, **kwargs)",
    "return tf.identity(getter(name, *args, **kwargs), name='got')",
)


def custom_getter(b):
    """Defines a custom getter."""
    name = b.new("getters", "getter")
    with b.function(f"def {name}(getter, name, *args, **kwargs):"):
        for line in b.pick(GETTERS).split("; "):
            b.line(line)


def options(b):
    """Some arguments of ``variable_scope``."""
    getter = b.any("getters")
    return b.keywords(
        reuse=["tf.AUTO_REUSE", "True", "False", "None"],
        initializer=["tf.constant_initializer(0.5)", "tf.ones_initializer()"],
        regularizer=["lambda w: tf.reduce_sum(w, name='norm')", "lambda w: None"],
        dtype=["tf.float64", "tf.float32", "tf.float16"],
        constraint=["lambda w: tf.abs(w)"],
        partitioner=["tf.fixed_size_partitioner(2)", "tf.variable_axis_size_partitioner(8)"],
        custom_getter=[getter.name if getter else "None"],
        use_resource=["True", "False"],
        auxiliary_name_scope=["False", "True"],
        caching_device=["'/cpu:0'"],
    )


def open_scope(b):
    """The header of a ``with`` block that opens a scope of some kind."""
    name = b.pick(NAMES)
    known = b.any("scopes")
    scope = b.free("sc")
    with_scope = f" as {scope}"
    forms = [
        f"tf.variable_scope({name!r}{options(b)}){with_scope}",
        f"tf.variable_scope(None, {name!r}{options(b)}){with_scope}",
        f"tf.name_scope({name!r})",
        f"tf.variable_op_scope([], None, {name!r}){with_scope}",
        f"tf.variable_scope('{name}/{b.pick(NAMES)}'){with_scope}",
        f"tf.device({b.pick(['/cpu:0', '/device:CPU:0', '/job:localhost/task:0'])!r})",
    ]
    if known:
        forms.insert(1, f"tf.variable_scope({known.name}{options(b)}){with_scope}")
        forms.insert(2, f"tf.name_scope({known.name}.original_name_scope)")
    form = b.pick(forms)
    if form.endswith(with_scope):
        b.known["scopes"].append(known._replace(name=scope) if known else Item(scope))
    return f"with {form}:"


def scope(b, depth=0):
    """A scope with variables, ops and further scopes in it."""
    with b.block(open_scope(b)):
        for _ in range(b.number(1, 3)):
            inner = [get_variable, get_variable, op, variable, reuse_from_here, read_scope]
            if depth < 2:
                inner.append(lambda b: scope(b, depth + 1))
            b.pick(inner)(b)


def get_variable(b, names=("x", "y", "z")):
    """``tf.get_variable`` of a name that may be taken."""
    dtype = b.pick(["float32", "float32", "float64", "int32"])
    shape = b.pick([(2,), (), (4, 2)])
    arguments = f"{b.pick(names)!r}, {list(shape)}"
    if dtype != "float32":
        arguments += f", tf.{dtype}"
    # Without one of its own a variable gets the scope's, or random numbers without a seed.
    arguments += f", initializer={b.initializer(dtype)}"
    arguments += b.keywords(
        trainable=["False", "True"],
        collections=["['mine', tf.GraphKeys.GLOBAL_VARIABLES]", "[tf.GraphKeys.LOCAL_VARIABLES]"],
        regularizer=["lambda w: tf.reduce_sum(w)", "None"],
        partitioner=["tf.fixed_size_partitioner(2)"],
        validate_shape=["False"],
        constraint=["lambda w: w"],
        synchronization=["tf.VariableSynchronization.ON_READ"],
    )
    name = b.new("variables", dtype=dtype, shape=shape)
    b.line(f"{name} = tf.get_variable({arguments})")


def shared_variable(b):
    """A variable that is asked for twice, the second time perhaps as another one."""
    with b.block("with tf.variable_scope('a', reuse=tf.AUTO_REUSE):"):
        get_variable(b, ["s"])
        get_variable(b, ["s"])


def partitions_again(b):
    """A variable in parts, and a second call that need not say so."""
    with b.block("with tf.variable_scope('p', reuse=tf.AUTO_REUSE):"):
        parts = f"initializer={b.initializer()}, partitioner=tf.fixed_size_partitioner(2)"
        b.line(f"{b.free('parts')} = tf.get_variable('w', [4, 2], {parts})")
    with b.block("with tf.variable_scope('p', reuse=True):"):
        b.line(f"{b.free('parts')} = tf.get_variable('w', [4, 2])")


def failing_variable(b):
    """A variable whose initializer fails, and the same variable with one that does not."""
    b.line("tf.get_variable('f', [2], initializer=lambda *args, **kwargs: 1 / 0)")
    b.line(f"{b.free('made')} = tf.get_variable('f', [2], initializer={b.initializer()})")


def constrained_variable(b):
    """A variable of a scope within one with a constraint, which is not handed on."""
    name, inner = (
        b.new("variables", shape=(2,)),
        b.pick(["tf.variable_scope('b')", "tf.name_scope('b')"]),
    )
    with (
        b.block("with tf.variable_scope('c', constraint=lambda w: tf.abs(w)):"),
        b.block(f"with {inner}:"),
    ):
        b.line(
            f"{name} = tf.get_variable({b.pick(['x', 'k'])!r}, [2], initializer={b.initializer()})"
        )
        b.line(f"{b.free('seen')} = getattr({name}, 'constraint', None) is None")


def inherited_initializer(b):
    """A variable whose initializer is that of a scope, or of the one around it."""
    own = b.keywords(initializer=["tf.zeros_initializer()", "None"])
    inner = b.pick([f"tf.variable_scope('b'{own})", "tf.name_scope('b')"])
    with (
        b.block(f"with tf.variable_scope('h', initializer={b.initializer()}):"),
        b.block(f"with {inner}:"),
    ):
        name = b.new("variables", shape=(2,))
        b.line(f"{name} = tf.get_variable({b.pick(['x', 'k'])!r}, [2])")


def nested_getters(b):
    """A variable made through two custom getters, of which each gives it a longer name."""
    getters = []
    for suffix in ("_one", "_two"):
        getters.append(b.new("getters", "getter"))
        with b.function(f"def {getters[-1]}(getter, name, *args, **kwargs):"):
            b.line(f"return getter(name + {suffix!r}, *args, **kwargs)")
    outer, inner = getters[::-1] if b.flip() else getters
    with (
        b.block(f"with tf.variable_scope('g', custom_getter={outer}):"),
        b.block(f"with tf.variable_scope('b', custom_getter={inner}):"),
    ):
        name = b.new("variables", shape=(2,))
        b.line(f"{name} = tf.get_variable('x', [2], initializer={b.initializer()})")


def entered_again(b):
    """A scope entered twice, in which default names begin anew."""
    for _ in range(2):
        with b.block("with tf.variable_scope('e'):"):
            for _ in range(b.number(1, 2)):
                with b.block("with tf.variable_scope(None, 'b'):"):
                    b.line(f"{b.free('seen')} = tf.get_variable_scope().name")


def inherited_variable(b):
    """``tf.get_variable`` of whole numbers, whose initializer is the scope's or zeros."""
    name = b.new("variables", dtype="int32", shape=(2,))
    b.line(f"{name} = tf.get_variable({b.pick(['i', 'j'])!r}, [2], tf.int32)")


def local_variable(b):
    """``tf.get_local_variable``."""
    name = b.new("variables", shape=(2,))
    b.line(
        f"{name} = tf.get_local_variable({b.pick(['x', 'l'])!r}, [2], "
        f"initializer={b.initializer()})"
    )


def variable(b):
    """``tf.Variable``, which scopes only name."""
    name = b.new("variables", shape=(2,))
    b.line(f"{name} = tf.Variable([1.0, 2.0]{b.keywords(name=[repr('x'), repr('w')])})")


def op(b):
    """An op that scopes name."""
    name = b.new("tensors", shape=())
    b.line(f"{name} = tf.constant(1.0{b.keywords(name=[repr('x'), repr('k')])})")


def reuse_from_here(b):
    """Turns reuse on in the current scope."""
    b.line("tf.get_variable_scope().reuse_variables()")


def read_scope(b):
    """Looks at the current scope."""
    what = b.pick(["name", "original_name_scope", "reuse", "dtype", "use_resource"])
    name = b.free("seen")
    b.line(f"{name} = tf.get_variable_scope().{what}")
    b.line(f"{name} = {name} if isinstance({name}, (str, bool)) else str({name})")


def change_scope(b):
    """Changes what the root scope gives to variables."""
    call = b.pick(
        [
            "set_initializer(tf.ones_initializer())",
            "set_regularizer(lambda w: tf.reduce_sum(w))",
            "set_partitioner(tf.fixed_size_partitioner(2))",
            "set_dtype(tf.float64)",
            "set_use_resource(True)",
            "reuse_variables()",
        ]
    )
    b.line(f"tf.get_variable_scope().{call}")


def template(b):
    """A template: its variables are made once, in a scope of its own."""
    function, name = b.free("body"), b.free("template")
    with b.function(f"def {function}(scale=1.0):"):
        b.line(f"w = tf.get_variable('w', [2], initializer={b.initializer()})")
        if b.flip():
            with b.block("with tf.variable_scope('inner'):"):
                b.line("w = w + tf.get_variable('u', [2], initializer=tf.ones_initializer())")
        b.line("return w * scale")
    extra = b.keywords(
        create_scope_now_=["True", "False"], unique_name_=[repr("once")], scale=["2.0"]
    )
    b.line(f"{name} = tf.make_template({b.pick(['t', 'a'])!r}, {function}{extra})")
    for _ in range(b.number(1, 2)):
        result = b.new("tensors", shape=(2,))
        with contextless(b):
            b.line(f"{result} = {name}()")


def contextless(b):
    """Nothing, or a scope around."""
    if b.flip():
        return contextlib.nullcontext()
    return b.block(f"with tf.variable_scope({b.pick(NAMES)!r}{options(b)}):")


STATEMENTS = (
    scope,
    get_variable,
    scope,
    inherited_variable,
    shared_variable,
    partitions_again,
    failing_variable,
    constrained_variable,
    inherited_initializer,
    nested_getters,
    entered_again,
    scope,
    local_variable,
    custom_getter,
    change_scope,
    template,
)
