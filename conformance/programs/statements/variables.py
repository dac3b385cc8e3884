"""Variables through every door, assignments, initialization of any subset in any order."""

from conformance.programs.statements import scopes
from conformance.programs.strategies import SHAPES


def variable(b):
    """``tf.Variable`` of an array."""
    dtype = b.pick(["float32", "float64", "int32", "int64", "bool", "string"])
    shape = b.pick(SHAPES)
    initial = b.array(dtype, shape)
    options = b.keywords(
        name=[repr("v"), repr("w"), "None"],
        trainable=["False", "True"],
        collections=["['mine']", "[tf.GraphKeys.LOCAL_VARIABLES]", "None"],
        validate_shape=["False", "True"],
        expected_shape=["None"],
        constraint=["lambda v: v"],
    )
    if b.flip():
        initial = f"lambda: tf.constant({initial})"
        options += f", dtype=tf.{dtype}"
    name = b.new("variables", dtype=dtype, shape=shape, steady=True)
    b.line(f"{name} = tf.Variable({initial}{options})")


def dependent_variable(b):
    """A variable whose initial value is another's."""
    other = b.any("variables") if b.flip() else b.base()
    if other is None:
        return variable(b)
    initial, read = f"{other.name}.initial_value", f"tf.identity({other.name})"
    if other.name in b.bases:
        value = f"{other.name}.initialized_value()"
        initial = b.pick([value, initial, f"tf.identity({value})", read])
    # A third variable that starts with this one would not wait for the other, which this one reads.
    steady = other.steady and initial != read
    name = b.new("variables", dtype=other.dtype, shape=other.shape, steady=steady)
    b.line(f"{name} = tf.Variable({initial}{b.keywords(name=[repr('d')])})")


def initialized_alone(b):
    """A variable that starts with what another one starts with, which no one initialized."""
    other = b.needs(variable, "variables", where=lambda item: item.steady)
    b.bases.add(other.name)
    name = b.new("variables", dtype=other.dtype, shape=other.shape)
    b.line(f"{name} = tf.Variable(tf.identity({other.name}){b.keywords(name=[repr('d')])})")
    session = b.new("sessions", "sess")
    b.line(f"{session} = tf.Session()")
    b.line(f"{session}.run({name}.initializer)")
    b.line(f"{b.free('f')} = {session}.run({name})")


def created_variable(b):
    """A variable that creators change on its way."""
    creator = b.free("creator")
    with b.function(f"def {creator}(next_creator, **kwargs):"):
        b.line(b.pick(["kwargs['trainable'] = False", "kwargs['name'] = 'created'", "pass"]))
        b.line("return next_creator(**kwargs)")
    with b.block(f"with tf.variable_creator_scope({creator}):"):
        b.pick([variable, scopes.get_variable])(b)


def assign(b):
    """An assignment to a variable, perhaps before or after something else."""
    v = b.to_change()
    if v is None:
        return variable(b)
    value = b.array(v.dtype, v.shape)
    call = b.pick(
        [
            f"tf.assign({v.name}, {value})",
            f"{v.name}.assign({value})",
            f"tf.assign_add({v.name}, {value})",
            f"{v.name}.assign_sub({value})",
            f"tf.assign({v.name}, {value}, name='put')",
        ]
    )
    before = b.any("actions")
    name = b.new("actions", dtype=v.dtype, shape=v.shape)
    if before and b.flip():
        with b.block(f"with tf.control_dependencies([{before.name}]):"):
            b.line(f"{name} = {call}")
    else:
        b.line(f"{name} = {call}")


def update(b):
    """An addition to a new variable, of a dtype that may have none."""
    variable(b)
    newest = b.known["variables"][-1]
    v = b.to_change(lambda item: item is newest)
    name = b.new("actions", dtype=v.dtype, shape=v.shape)
    b.line(f"{name} = tf.assign_{b.pick(['add', 'sub'])}({v.name}, {b.array(v.dtype, v.shape)})")


def assign_another_shape(b):
    """An assignment after which the variable cannot be initialized, nor updated, any more."""
    v = b.to_change()
    if v is None:
        return variable(b)
    name = b.new("actions", dtype=v.dtype, shape=v.shape)
    b.line(f"{name} = tf.assign({v.name}, [7], validate_shape=False)")


def scatter(b):
    """An update of some rows of a variable."""
    v = b.to_change(lambda v: v.shape and v.dtype in ("float32", "int32", "float64"))
    if v is None:
        return assign(b)
    update = b.pick(["update", "add", "sub", "mul", "div", "min", "max"])
    # A division of whole numbers by zero ends TensorFlow 1.15.5's process.
    row = b.array(v.dtype, (1, *v.shape[1:]), zeros=update != "div" or v.dtype != "int32")
    name = b.new("actions", dtype=v.dtype, shape=v.shape)
    b.line(f"{name} = tf.scatter_{update}({v.name}, [{b.number(0, 1)}], {row})")


def read_after_update(b):
    """What a variable is after an addition to it: TensorFlow 1 adds in place, reads see it."""
    v = b.to_change(lambda v: v.dtype in ("float32", "int32", "float64"))
    if v is None:
        return variable(b)
    name = b.new("actions", dtype=v.dtype, shape=v.shape)
    update = f"tf.assign_add({v.name}, {b.array(v.dtype, v.shape)})"
    with b.block(f"with tf.control_dependencies([{update}]):"):
        b.line(f"{name} = {b.pick([f'{v.name} * {v.name}', f'tf.identity({v.name})'])}")


def read(b):
    """A tensor with a variable's value."""
    v = b.any("variables")
    if v is None:
        return variable(b)
    name = b.new("tensors", dtype=v.dtype, shape=v.shape)
    form = b.pick(
        [
            f"tf.identity({v.name})",
            f"{v.name}.read_value()",
            f"{v.name}.value()",
            f"tf.convert_to_tensor({v.name})",
            f"{v.name}[...]",
        ]
    )
    b.line(f"{name} = {form}")


def attribute(b):
    """What a variable says of itself."""
    v = b.any("variables")
    if v is None:
        return variable(b)
    what = b.pick(["name", "op.name", "shape", "dtype.base_dtype", "device", "trainable"])
    b.line(f"{b.free('seen')} = {v.name}.{what}")


def group(b):
    """Several actions as one."""
    actions = [item.name for item in b.ordered(*b.some(b.known["actions"]))]
    name = b.new("actions")
    b.line(f"{name} = tf.group({', '.join(actions)})")


def initializer(b):
    """An op that initializes some variables, or asks which have a value."""
    picked = [v.name for v in b.some(b.known["variables"])]
    form = b.pick(
        [
            f"tf.variables_initializer([{', '.join(picked)}])",
            "tf.global_variables_initializer()",
            "tf.local_variables_initializer()",
            *(f"{name}.initializer" for name in picked[:1]),
        ]
    )
    name = b.new("actions")
    b.line(f"{name} = {form}")


def question(b):
    """An op that says which variables have a value."""
    picked = [v.name for v in b.some(b.known["variables"])]
    form = b.pick(
        [
            "tf.report_uninitialized_variables()",
            f"tf.report_uninitialized_variables([{', '.join(picked)}])",
            *(f"tf.is_variable_initialized({name})" for name in picked[:1]),
        ]
    )
    name = b.new("tensors")
    b.line(f"{name} = {form}")


def listing(b):
    """A list of the graph's variables."""
    name = b.pick(["global", "local", "trainable", "all", "model", "moving_average"])
    scope = b.pick(["", "scope='a'", "scope='v'"]) if name in ("global", "trainable") else ""
    b.line(f"{b.free('listed')} = tf.{name}_variables({scope})")


STATEMENTS = (
    variable,
    scopes.get_variable,
    assign,
    assign_another_shape,
    update,
    dependent_variable,
    read,
    read_after_update,
    scatter,
    created_variable,
    attribute,
    group,
    listing,
    scopes.local_variable,
)
INITIALIZATION = (
    variable,
    initializer,
    dependent_variable,
    initialized_alone,
    scopes.get_variable,
    question,
    scopes.local_variable,
    assign,
)
