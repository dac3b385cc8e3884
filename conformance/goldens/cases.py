"""A table of small TF1 programs, and everything that can be said about each: its `Outcome`.

Python 3.7 and TensorFlow 1.15.5 read this file and the tables too. A case is a function of the TF1
namespace that builds something and returns it::

    table = Table(__name__)

    @table.case
    def dense(tf):
        return {"y": tf.layers.dense(tf.constant(ramp(4, 3)), 5)}

It returns a dict (nested structures are fine) of tensors, which are evaluated; of operations, which
are run once afterwards; and of plain values, which are compared as they are. What a case raises is
compared too: class and first line.

What is no difference is not recorded: digits beyond the sixth, empty collections, ``AddV2`` for
``Add``.
"""

import binascii
import re
import traceback

import numpy as np

# Kept by TF1's control flow; TF2's has none.
CONTROL_FLOW = ("while_context", "cond_context")

# Ops in whose place TF2 has an equal one.
SAME_OP = {"AddV2": "Add", "MatrixSetDiagV3": "MatrixSetDiag"}


def ramp(*shape):
    """Float32 values between -1 and 1 that all differ, of the given shape."""
    count = int(np.prod(shape))
    return np.sin(np.arange(count) * 1.7 + 0.3).astype(np.float32).reshape(shape)


class Case(object):
    """A program of a table, and how it is compared."""

    def __init__(
        self,
        program,
        gradients=True,
        seeded=False,
        same_text=True,
        same_initializers=True,
        rtol=1e-4,
        atol=1e-5,
    ):
        self.program = program
        self.name = program.__name__
        # False if an error's text is Keras' or NumPy's own: its class is the rule then.
        self.same_text = same_text
        self.gradients = gradients
        # True if the initial values come from explicit seeds: they are compared then.
        self.seeded = seeded
        # False if TensorFlow 2 has other ops for initial values; with `seeded`, these are equal.
        self.same_initializers = same_initializers
        self.rtol = rtol
        self.atol = atol


class Table(object):
    """The cases of one file, by name. Its goldens have the file's name."""

    def __init__(self, module):
        self.name = module.rpartition(".")[2]
        self.cases = {}

    def case(self, program=None, **how):
        """Decorator: adds a program; `how` are the arguments of `Case`."""
        if program is None:
            return lambda program: self.case(program, **how)
        assert program.__name__ not in self.cases, program.__name__
        self.cases[program.__name__] = Case(program, **how)
        return program


class Outcome(object):
    """What a case comes to: `facts` is plain data, `arrays` has the numbers.

    `trace` is the traceback of the exception that building it raised, if it raised one.
    """

    def __init__(self, facts, arrays, trace=None):
        self.facts = facts
        self.arrays = arrays
        self.trace = trace


def outcome(case, tf, weights=None):
    """Builds `case` in a new default graph of `tf` and runs it.

    `weights` sets the variables in a session: ``weights(session, variables)``. Without it they get
    their initial values with a little added, so that zeros do not hide mistakes.
    """
    tf.reset_default_graph()
    tf.set_random_seed(1)  # What is recorded twice is the same.
    try:
        built = case.program(tf)
    except Exception as error:  # the class and text of any error are what is compared
        return Outcome({"raises": refusal(error)}, {}, traceback.format_exc())
    leaves = dict(flat(built))
    graph = tf.get_default_graph()
    variables = tf.global_variables() + tf.local_variables()
    tensors = {k: v for k, v in leaves.items() if hasattr(v, "op") and hasattr(v, "dtype")}
    operations = {k: v for k, v in leaves.items() if hasattr(v, "outputs")}
    values = {k: v for k, v in leaves.items() if k not in tensors and k not in operations}
    facts = {
        "variables": [
            [v.op.name, v.shape.as_list(), v.dtype.base_dtype.name, v in tf.trainable_variables()]
            for v in variables
        ],
        "collections": collections(graph),
        "initializers": {v.op.name: initializer(tf, graph, v.op.name) for v in variables},
        "outputs": {
            k: [t.name, t.dtype.base_dtype.name, dimensions(t)] for k, t in tensors.items()
        },
        "operations": {k: op.name for k, op in operations.items()},
        "values": {k: plain(v) for k, v in values.items() if not isinstance(v, np.ndarray)},
    }
    arrays = {"value/" + k: v for k, v in values.items() if isinstance(v, np.ndarray)}
    fetches = {"output/" + k: t for k, t in tensors.items()}
    updates = [operations, tf.get_collection(tf.GraphKeys.UPDATE_OPS)]
    if case.gradients:
        fetches.update(gradients(tf, tensors.values()))
    arrays.update(run(tf, variables, fetches, updates, weights))
    return Outcome(facts, arrays)


def run(tf, variables, fetches, updates, weights):
    """The numbers of a built case: initial values, fetches, variables after the updates."""
    floats = [v for v in variables if v.dtype.is_floating]
    arrays = {}
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.local_variables_initializer()])
        sess.run(tf.tables_initializer())
        for v, value in zip(variables, sess.run(variables)):
            arrays["initial/" + v.op.name] = value
        if weights is None:
            for v in floats:
                value = sess.run(v)
                noise = np.random.RandomState(binascii.crc32(v.op.name.encode()) % 2**32)
                v.load((value + 0.1 * noise.uniform(size=value.shape)).astype(value.dtype), sess)
        else:
            weights(sess, variables)
        for v, value in zip(variables, sess.run(variables)):
            arrays["weight/" + v.op.name] = value
        coordinator = tf.train.Coordinator()
        threads = tf.train.start_queue_runners(sess, coordinator)
        arrays.update(sess.run(fetches))
        sess.run(updates)
        if any(updates):
            for v, value in zip(variables, sess.run(variables)):
                arrays["after/" + v.op.name] = value
        coordinator.request_stop()
        coordinator.join(threads, stop_grace_period_secs=5, ignore_live_threads=True)
    return {k: storable(v) for k, v in arrays.items() if not hasattr(v, "_fields")}


def storable(value):
    """`value` as an array that needs no pickle: strings are of a fixed length."""
    value = np.asarray(value)
    return value.astype("S") if value.dtype.kind == "O" else value


def gradients(tf, tensors):
    """The gradients of all float outputs with respect to all trainable variables, to fetch."""
    variables = tf.trainable_variables()
    ys = [t for t in tensors if t.dtype.is_floating and not hasattr(t, "indices")]
    if not ys or not variables:
        return {}
    weights = [
        tf.reshape(tf.sin(tf.cast(tf.range(tf.size(y)), y.dtype) + 1.0), tf.shape(y)) for y in ys
    ]
    found = tf.gradients(ys, variables, grad_ys=weights)
    return {
        "gradient/" + v.op.name: tf.convert_to_tensor(g)
        for v, g in zip(variables, found)
        if g is not None
    }


def collections(graph):
    """``{collection: names}``, of all that have a name that programs can ask for."""
    found = {}
    for key in graph.get_all_collection_keys():
        if isinstance(key, str) and key not in CONTROL_FLOW:
            found[key] = [
                getattr(item, "name", None) or type(item).__name__
                for item in graph.get_collection(key)
            ]
    return {key: names for key, names in found.items() if names}


def initializer(tf, graph, name):
    """The ops that compute a variable's initial value: their names, types and constants."""
    prefix = name + "/Initializer/"
    found = []
    for op in graph.get_operations():
        # The constant is an argument that MatrixSetDiag did not have.
        if op.name.startswith(prefix) and not op.name.endswith("/set_diag/k"):
            constant = None
            if op.type == "Const":
                constant = tf.make_ndarray(op.get_attr("value"))
                # All of them where they are few or all equal; of a larger array its shape.
                if constant.size > 8 and (constant == constant.flat[0]).all():
                    constant = [list(constant.shape), plain(constant.flat[0])]
                else:
                    constant = plain(constant) if constant.size <= 8 else list(constant.shape)
            found.append([op.name[len(prefix) :], SAME_OP.get(op.type, op.type), constant])
    return found


def flat(value, path=""):
    """Yields ``(path, leaf)`` of nested dicts, lists and tuples."""
    if isinstance(value, dict):
        items = sorted(value.items())
    elif hasattr(value, "dense_shape") and hasattr(value, "values"):
        parts = (value.indices, value.values, value.dense_shape)
        items = zip(("indices", "values", "dense_shape"), parts)
    elif hasattr(value, "as_tensor") and hasattr(value, "__iter__"):
        items = enumerate(value)  # A partitioned variable.
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        items = zip(value._fields, value)
    elif isinstance(value, (list, tuple)) and any(hasattr(v, "graph") for v in walk(value)):
        items = enumerate(value)
    else:
        yield path or "value", value
        return
    for key, item in items:
        if item is None and hasattr(value, "dense_shape"):
            continue
        for leaf in flat(item, "%s.%s" % (path, key) if path else str(key)):
            yield leaf


def walk(value):
    """Yields the leaves of nested lists and tuples."""
    for item in value:
        if isinstance(item, (list, tuple)):
            for leaf in walk(item):
                yield leaf
        else:
            yield item


def dimensions(tensor):
    """A tensor's static shape as a list; None where it is unknown."""
    shape = getattr(tensor, "shape", None)
    if shape is None or shape.ndims is None:
        return None
    return shape.as_list()


def plain(value):
    """`value` as JSON can say it."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    elif isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if isinstance(value, float):
        return float("%.6g" % value) if value == value else "nan"
    if value is None or isinstance(value, (bool, int)):
        return value
    return re.sub(r" at 0x[0-9a-f]+", "", str(value))


def refusal(error):
    """``[class name, first line]`` of an exception."""
    text = getattr(error, "message", None) or str(error)
    return [type(error).__name__, plain((text.splitlines() or [""])[0])]
