"""Ops over several dtypes and partial shapes."""

from conformance.programs.strategies import FLOATS, INTEGERS, SHAPES

NUMBERS = FLOATS[:2] + INTEGERS[:2]

UNARY = {
    "number": ("tf.negative", "tf.square", "tf.abs", "tf.identity", "tf.zeros_like", "tf.sign"),
    "float32": ("tf.tanh", "tf.exp", "tf.nn.relu", "tf.sigmoid", "tf.floor", "tf.stop_gradient"),
    "bool": ("tf.logical_not", "tf.identity"),
    "string": ("tf.identity", "tf.string_to_hash_bucket_fast"),
}
BINARY = ("tf.add", "tf.subtract", "tf.multiply", "tf.maximum", "tf.equal", "tf.less")
OPERATORS = ("+", "-", "*", ">", "<=")
REDUCTIONS = ("tf.reduce_sum", "tf.reduce_max", "tf.reduce_mean", "tf.reduce_prod", "tf.argmax")


def placeholder(b):
    """A placeholder, its shape known in part."""
    dtype = b.pick(["float32", "int32", "float64", "bool", "string"])
    shape = b.pick(SHAPES[1:])
    partly = [None if b.flip() else length for length in shape]
    static = b.pick([str(partly), str(list(shape)), "None"])
    name = b.new("placeholders", dtype=dtype, shape=shape)
    options = b.keywords(name=[repr("p"), repr("q")])
    b.line(f"{name} = tf.placeholder(tf.{dtype}, {static}{options})")


def constant(b):
    """A constant."""
    dtype = b.pick([*NUMBERS, "bool", "string", "float16"])
    shape = b.pick(SHAPES)
    name = b.new("tensors", dtype=dtype, shape=shape)
    b.line(f"{name} = tf.constant({b.array(dtype, shape)}{b.keywords(name=[repr('k')])})")


def operand(b, **conditions):
    """Something that ops take; made if there is none."""
    return b.needs(constant, "tensors", "placeholders", "variables", **conditions)


def unary(b):
    """An op of one operand."""
    x = operand(b)
    functions = UNARY["number"] if x.dtype in NUMBERS else UNARY.get(x.dtype, ("tf.identity",))
    if x.dtype in FLOATS:
        functions += UNARY["float32"]
    function = b.pick(functions)
    dtype = "int64" if function.endswith("hash_bucket_fast") else x.dtype
    arguments = ", 10" if dtype != x.dtype else ""
    name = b.new("tensors", dtype=dtype, shape=x.shape)
    b.line(f"{name} = {function}({x.name}{arguments})")


def binary(b):
    """An op of two operands, which may not fit."""
    x, y = operand(b), operand(b)
    if b.flip():
        y = operand(b, where=lambda item: item.dtype == x.dtype and item.shape == x.shape)
    y = b.ordered(x, y)[-1]
    if b.flip():
        form = f"{x.name} {b.pick(OPERATORS)} {y.name}"
    else:
        form = f"{b.pick(BINARY)}({x.name}, {y.name}{b.keywords(name=[repr('both')])})"
    compares = any(word in form for word in ("tf.equal", "tf.less", " > ", " <= "))
    name = b.new("tensors", dtype="bool" if compares else x.dtype, shape=x.shape)
    b.line(f"{name} = {form}")


def reduction(b):
    """A sum or the like, with TensorFlow 1's argument names."""
    x = operand(b, where=lambda item: item.dtype in NUMBERS)
    function = b.pick(REDUCTIONS)
    axis = b.pick(["", ", 0", ", axis=-1", ", reduction_indices=[0]", ", axis=[0, 1]"])
    keep = b.pick(["", ", keep_dims=True", ", keepdims=True"])
    if function == "tf.argmax":
        axis, keep = b.pick(["", ", 0", ", dimension=0"]), ""
    name = b.new("tensors", dtype=x.dtype, shape=())
    b.line(f"{name} = {function}({x.name}{axis}{keep})")


def shaping(b):
    """An op that changes a tensor's shape or dtype."""
    x = operand(b)
    form = b.pick(
        [
            f"tf.reshape({x.name}, [-1])",
            f"tf.shape({x.name})",
            f"tf.expand_dims({x.name}, {b.pick(['0', '-1', 'dim=0'])})",
            f"tf.concat([{x.name}, {x.name}], {b.pick(['0', '1'])})",
            f"tf.stack([{x.name}, {x.name}], axis={b.pick(['0', '-1'])})",
            f"tf.transpose({x.name})",
            f"tf.cast({x.name}, tf.{b.pick(NUMBERS)})",
            f"tf.to_float({x.name})",
            f"{x.name}[0]",
            f"{x.name}[..., tf.newaxis]",
            f"{x.name}[:1]",
            f"tf.gather({x.name}, [0, 1])",
            f"tf.split({x.name}, 1)[0]",
            f"tf.tile({x.name}, [2])",
            f"tf.squeeze({x.name}, squeeze_dims=[0])",
            f"tf.pad({x.name}, [[1, 1]])",
            f"tf.matmul({x.name}, {x.name}, transpose_b=True)",
            f"tf.one_hot({x.name}, 3)",
            f"tf.where({x.name})",
        ]
    )
    name = b.new("tensors", dtype=x.dtype, shape=x.shape)
    b.line(f"{name} = {form}")


def static(b):
    """What is known of a tensor while the graph is built."""
    x = operand(b)
    what = b.pick(["shape", "get_shape().as_list()", "dtype.base_dtype", "op.name", "shape.ndims"])
    b.line(f"{b.free('seen')} = {x.name}.{what}")


def dependency(b):
    """An op that waits for others."""
    x = operand(b)
    # A variable is not read anew for the identity: it may be read before.
    waits = [item.name for item in b.ordered(x, *b.some(b.known["tensors"] + b.known["actions"]))]
    name = b.new("tensors", dtype=x.dtype, shape=x.shape)
    with b.block(f"with tf.control_dependencies([{', '.join(waits[1:])}]):"):
        b.line(f"{name} = tf.identity({x.name})")


def named(b):
    """Looks something up by its name."""
    x = operand(b)
    form = b.pick(
        [
            f"tf.get_default_graph().get_tensor_by_name({x.name}.name).dtype.base_dtype",
            f"tf.get_default_graph().get_operation_by_name({x.name}.op.name)",
            f"tf.get_default_graph().as_graph_element({x.name}).name",
            f"tf.get_default_graph().is_feedable({x.name})",
            "tf.get_default_graph().get_tensor_by_name('nothing:0')",
        ]
    )
    b.line(f"{b.free('seen')} = {form}")


STATEMENTS = (
    constant,
    unary,
    binary,
    reduction,
    shaping,
    placeholder,
    static,
    dependency,
    named,
)
