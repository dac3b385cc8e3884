"""What a call in TF1 style comes to, in plain data. TensorFlow 1.15.5 reads this file too.

A table (`tables/*.txt`) has a call, or a few statements that end with an expression, on each line::

    tf.reduce_sum(A, reduction_indices=[1], keep_dims=True)
    v = tf.Variable(1.0); [tf.assign(v, 2.0), v.name]
    with tf.name_scope("a"): x = tf.constant(1.0)
      x.name

A line that begins with two spaces goes on with the one above. Values to call with are in
`vocabulary`; ``fed(value, shape)`` is a placeholder of that static shape, fed with the value.
"""

import ast
import os
import re

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def tables():
    """The names of all tables."""
    return sorted(f[:-4] for f in os.listdir(os.path.join(HERE, "tables")) if f.endswith(".txt"))


def programs(table):
    """The programs of a table, as text."""
    found = []
    with open(os.path.join(HERE, "tables", table + ".txt")) as stream:
        for line in stream.read().splitlines():
            if line.startswith("  "):
                found[-1] += "\n" + line[2:]
            elif line and not line.startswith("#"):
                found.append(line)
    return found


def ramp(*shape):
    """Float32 values between -1 and 1 that all differ, of the given shape."""
    count = int(np.prod(shape))
    return np.sin(np.arange(count) * 1.7 + 0.3).astype(np.float32).reshape(shape)


def vocabulary(tf, feeds):
    """The names that programs use besides Python's."""

    def fed(value, shape=None):
        value = np.asarray(value)
        dtype = tf.string if value.dtype.kind in "SUO" else tf.as_dtype(value.dtype)
        made = tf.placeholder(dtype, value.shape if shape is None else shape)
        feeds[made] = value
        return made

    a, square = ramp(2, 3), ramp(3, 3)
    return {
        "tf": tf,
        "np": np,
        "fed": fed,
        "ramp": ramp,
        "A": a,
        "B": ramp(3, 2),
        "C": square.dot(square.T) + np.eye(3, dtype=np.float32),
        "D": np.arange(24, dtype=np.float32).reshape(2, 3, 4),
        "P": np.abs(a) + np.float32(0.5),
        "V": ramp(5),
        "I": np.array([[1, 2, 3], [6, 5, 4]], np.int32),
        "N": np.array([7, -3, 2, -8], np.int32),
        "T": np.array([[True, False, True], [False, False, True]]),
        "S": np.array(["b a", "c", "dd  e"]),
        "Z": (a + 1j * ramp(3, 2).T).astype(np.complex64),
        "IMAGE": np.abs(ramp(1, 4, 4, 3)),
        "PIXELS": (np.arange(48) * 5 % 251).astype(np.uint8).reshape(4, 4, 3),
    }


def outcomes(tf, program):
    """What `program` comes to in a new default graph of `tf`, in plain data.

    A list of calls is taken one by one: what one raises hides none of the others.
    """
    feeds = {}
    names = vocabulary(tf, feeds)
    tree = ast.parse(program)
    last = tree.body.pop().value
    try:
        exec(compile(tree, program, "exec"), names)
    except Exception as error:  # the class and text of any error are what is compared
        return [{"raises": refusal(error)}]
    calls = last.elts if isinstance(last, ast.List) else [last]
    built = [build(tf, ast.Expression(call), names) for call in calls]
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        sess.run(tf.tables_initializer())
        for value, found in built:
            if "raises" not in found:
                run(sess, value, feeds, found)
    return [found for _, found in built]


def build(tf, call, names):
    """The value of an expression and what can be said of it before it runs."""
    try:
        value = eval(compile(call, "call", "eval"), names)
    except Exception as error:  # as above
        return None, {"raises": refusal(error)}
    return value, {"parts": [part(leaf) for leaf in flat(value)]}


def run(sess, value, feeds, found):
    """Adds the values of the tensors in `value` to `found`, once the operations in it have run."""
    leaves = flat(value)
    try:
        for leaf in leaves:
            if kind(leaf) == "operation":
                sess.run(leaf, feeds)
        tensors = [leaf for leaf in leaves if kind(leaf) == "tensor"]
        if tensors:
            found["values"] = [plain(value) for value in sess.run(tensors, feeds)]
    except Exception as error:  # as above
        found["fails"] = refusal(error)


def flat(value):
    """The leaves of nested dicts, lists, tuples and sparse tensors."""
    if isinstance(value, dict):
        parts = [value[key] for key in sorted(value)]
    elif isinstance(value, (list, tuple)):
        parts = value
    elif hasattr(value, "dense_shape") and hasattr(value, "values"):
        parts = [value.indices, value.values, value.dense_shape]
    elif hasattr(value, "nested_row_splits"):
        parts = [value.flat_values, *value.nested_row_splits]
    else:
        return [value]
    return [leaf for inner in parts for leaf in flat(inner)]


def kind(leaf):
    """What `leaf` is: "tensor" (or a variable), "operation" or "plain"."""
    if hasattr(leaf, "op") and hasattr(leaf, "dtype"):
        return "tensor"
    return "operation" if hasattr(leaf, "node_def") else "plain"


def part(leaf):
    """What can be said of a leaf without running it."""
    if kind(leaf) == "tensor":
        shape = getattr(leaf, "shape", None)
        known = shape is not None and shape.ndims is not None
        return [leaf.name, leaf.dtype.base_dtype.name, shape.as_list() if known else None]
    if kind(leaf) == "operation":
        return [leaf.name]
    return plain(leaf)


def plain(value):
    """`value` as JSON can say it."""
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, complex):
        return [plain(value.real), plain(value.imag)]
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, float):
        return float(f"{value:.6g}") if abs(value) < float("inf") else str(value)
    if value is None or isinstance(value, (bool, int)):
        return value
    return re.sub(r" at 0x[0-9a-f]+", "", str(value)) if not callable(value) else value.__name__


def refusal(error):
    """``[class name, first line]`` of an exception."""
    text = getattr(error, "message", None) or str(error)
    return [type(error).__name__, (str(text).splitlines() or [""])[0]]


def names_called(program):
    """The names of the API in a program: ``nn.relu`` for ``tf.nn.relu(...)``."""
    found = set()
    for node in ast.walk(ast.parse(program)):
        parts = []
        while isinstance(node, ast.Attribute):
            parts.insert(0, node.attr)
            node = node.value
        if isinstance(node, ast.Name) and node.id == "tf":
            found.update(".".join(parts[:end]) for end in range(1, len(parts) + 1))
    return found
