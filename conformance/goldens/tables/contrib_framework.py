"""``tf.contrib.framework``: argument scopes, variables, checks, checkpoints, nests, graphs."""

import collections
import importlib
import os
import tempfile

import numpy as np

from conformance.goldens.cases import Table, ramp

table = Table(__name__)


def misuse(name, function, **how):
    """Adds a case of a call that fails."""
    function.__name__ = name
    table.case(function, **how)


def deep(tf, path):
    """A file of TensorFlow 1 with private names."""
    return importlib.import_module(tf.contrib.framework.__name__ + ".python." + path)


# --- argument scopes -----------------------------------------------------------------------------
@table.case
def arg_scope(tf):
    framework = tf.contrib.framework

    @framework.add_arg_scope
    def one(a, b=1, c=2):
        return [a, b, c]

    @framework.add_arg_scope
    def two(a, c="c", d="d"):
        """Says something."""
        return [a, c, d]

    said = [one(0), framework.has_arg_scope(one), framework.has_arg_scope(len)]
    with framework.arg_scope([one], b=10):
        said += [one(0), one(0, b=20), two(0)]
        with framework.arg_scope([one, two], c=30) as scope:
            said += [one(0), two(0), two(0, c=5)]
            with framework.arg_scope([two], d=40):
                said += [two(0)]
            with framework.arg_scope([one], b=50, c=60):
                said += [one(0)]
        said += [two(0), sorted(map(len, framework.current_arg_scope().values()))]
    with framework.arg_scope(scope):
        said += [one(0), two(0)]
        with framework.arg_scope({}):
            said += [one(0)]
    said += [one(0), framework.current_arg_scope(), two.__name__, two.__doc__]
    said += [framework.arg_scoped_arguments(one), framework.arg_scoped_arguments(two)]
    return {"said": said}


@table.case
def arg_scope_after_an_error(tf):
    framework = tf.contrib.framework
    one = framework.add_arg_scope(lambda a, b=1: [a, b])
    try:
        with framework.arg_scope([one], b=2):
            raise KeyError("x")
    except KeyError:
        pass
    return {"said": [one(0), framework.current_arg_scope()]}


def undecorated(a, b=1):
    return a


misuse(
    "arg_scope_of_undecorated",
    lambda tf: tf.contrib.framework.arg_scope([undecorated], b=1).__enter__(),
    same_text=False,
)
misuse(
    "arg_scope_of_a_function",
    lambda tf: tf.contrib.framework.arg_scope(undecorated, b=1).__enter__(),
)
misuse(
    "arg_scope_again_with_arguments", lambda tf: tf.contrib.framework.arg_scope({}, b=1).__enter__()
)
misuse(
    "arg_scoped_arguments_of_undecorated",
    lambda tf: tf.contrib.framework.arg_scoped_arguments(undecorated),
)


# --- variables -----------------------------------------------------------------------------------
@table.case
def variables(tf):
    framework = tf.contrib.framework
    with tf.variable_scope("net"):
        a = framework.variable("a", [2, 3], regularizer=tf.contrib.layers.l2_regularizer(0.1))
        b = framework.model_variable("b", [2], collections=["mine"], trainable=False)
        with framework.arg_scope([framework.variable], device="/cpu:0"):
            c = framework.model_variable("c", [], tf.float64, tf.ones_initializer())
    with tf.variable_scope("net", reuse=True):
        again = framework.model_variable("a", [2, 3])
    d = framework.local_variable(1.0, name="d")
    e = framework.global_variable(ramp(2), name="e")
    framework.add_model_variable(e)
    framework.add_model_variable(e)
    return {
        "same": again is a,
        "devices": [c.device, b.device],
        "dtypes": [v.dtype.base_dtype.name for v in (a, b, c, d, e)],
    }


@table.case
def variable_partitioned(tf):
    v = tf.contrib.framework.model_variable(
        "v", [4, 2], partitioner=tf.fixed_size_partitioner(2), device="/cpu:0"
    )
    return {
        "value": tf.convert_to_tensor(v),
        "full": [tf.contrib.framework.get_variable_full_name(p) for p in v],
    }


@table.case
def variable_custom_getter(tf):
    framework = tf.contrib.framework

    def getter(name, *args, **kwargs):
        kwargs.pop("reuse")
        return 2.0 * tf.get_variable("my_" + name, *args, **kwargs)

    return {"y": framework.model_variable("v", [2], custom_getter=getter)}


def net(tf):
    """Some variables in scopes."""
    for scope in ("one", "two"):
        with tf.variable_scope(scope):
            tf.contrib.framework.model_variable("weights", [2])
            tf.get_variable("biases", [2], trainable=scope == "one")
    tf.get_variable("weights", [1])
    tf.contrib.framework.local_variable(1.0, name="one/local")


@table.case
def getting_variables(tf):
    framework = tf.contrib.framework
    net(tf)
    with tf.variable_scope("two") as scope:
        pass
    names = lambda found: [v.op.name for v in found]  # noqa: E731
    return {
        "all": names(framework.get_variables()),
        "scope": names(framework.get_variables("one")),
        "object": names(framework.get_variables(scope)),
        "suffix": names(framework.get_variables(suffix="weights")),
        "both": names(framework.get_variables("two", "biases")),
        "colon": names(framework.get_variables(suffix="s:0")),
        "model": names(framework.get_model_variables("o")),
        "local": names(framework.get_local_variables()),
        "trainable": names(framework.get_trainable_variables(suffix="biases")),
        "by_suffix": names(framework.get_variables_by_suffix("ases", "two")),
        "by_name": names(framework.get_variables_by_name("weights")),
        "by_name_in": names(framework.get_variables_by_name("weights", "one")),
        "unique": framework.get_unique_variable("two/weights").op.name,
        "restore": names(framework.get_variables_to_restore()),
        "include": names(framework.get_variables_to_restore(["two", "one"], ["one/w"])),
        "exclude": names(framework.get_variables_to_restore(exclude=["two", "weights"])),
        "filtered": names(
            framework.filter_variables(tf.global_variables(), ["weights", "^two"], ["one"])
        ),
        "matched": names(
            framework.filter_variables(tf.global_variables(), ["weights", "one"], reg_search=False)
        ),
        "unfiltered": len(framework.filter_variables(tf.global_variables())),
        "full": framework.get_variable_full_name(framework.get_unique_variable("one/biases")),
    }


misuse(
    "unique_variable_that_is_not_there", lambda tf: tf.contrib.framework.get_unique_variable("none")
)


@table.case
def unique_variable_that_is_a_prefix(tf):
    net(tf)
    return tf.contrib.framework.get_unique_variable("one/w")


misuse(
    "variables_to_restore_of_a_string",
    lambda tf: tf.contrib.framework.get_variables_to_restore("one"),
)
misuse(
    "variables_to_restore_without_a_string",
    lambda tf: tf.contrib.framework.get_variables_to_restore(exclude="one"),
)


@table.case
def global_step(tf):
    framework = tf.contrib.framework
    none = framework.assert_or_get_global_step()
    step = framework.create_global_step()
    framework.assert_global_step(step)
    return {
        "none": none,
        "same": [
            framework.get_global_step() is step,
            framework.get_or_create_global_step() is step,
            framework.assert_or_get_global_step() is step,
        ],
    }


@table.case(same_text=False)
def global_step_of_floats(tf):
    return tf.contrib.framework.assert_or_get_global_step(
        global_step_tensor=tf.get_variable("v", [], initializer=tf.zeros_initializer())
    )


@table.case(gradients=False)
def zero_initializer(tf):
    v = tf.get_variable("v", [3])
    return {"op": tf.contrib.framework.zero_initializer(v).op.name}


@table.case
def variable_device_chooser(tf):
    choose = tf.contrib.framework.VariableDeviceChooser
    served = choose(num_tasks=2, replica=1)
    return {
        "said": [
            served(None),
            served(None),
            served(None),
            choose()(None),
            choose(device_type="GPU", device_index=3, job_name="x")(None),
            choose(1, job_name="x", device_index=None)(None),
        ]
    }


@table.case
def assign_from_values(tf):
    net(tf)
    op, feeds = tf.contrib.framework.assign_from_values(
        {"one/weights": ramp(2, 1), "weights": ramp(1)}
    )
    return {"type": op.type, "feeds": sorted((k.name, v.tolist()) for k, v in feeds.items())}


misuse(
    "assign_from_values_of_nothing",
    lambda tf: tf.contrib.framework.assign_from_values({"none": ramp(2)}),
)


# --- checks of tensors ---------------------------------------------------------------------------
@table.case
def reduce_sum_n(tf):
    framework = tf.contrib.framework
    a, b = tf.constant(ramp(2, 3), name="a"), tf.constant(ramp(2), name="b")
    return [framework.reduce_sum_n([a, b]), framework.reduce_sum_n([a], "named")]


misuse("reduce_sum_n_of_nothing", lambda tf: tf.contrib.framework.reduce_sum_n([]))


@table.case
def remove_squeezable_dimensions(tf):
    remove = tf.contrib.framework.remove_squeezable_dimensions
    a, b = tf.constant(ramp(3, 1)), tf.constant(ramp(3))
    unknown = tf.placeholder_with_default(ramp(3, 1), None)
    some = [*remove(a, b), *remove(b, a, "named"), *remove(a, a), *remove(unknown, b)]
    return [tf.identity(t, name="t") for t in some]


@table.case
def with_shape(tf):
    framework = tf.contrib.framework
    known = tf.constant(ramp(2, 3), name="known")
    unknown = tf.placeholder_with_default(ramp(2, 3), None, name="unknown")
    one = tf.constant(ramp(1), name="one")
    return {
        "same": framework.with_shape([2, 3], known) is known,
        "unknown": framework.with_shape([2, 3], unknown),
        "partly": framework.with_shape(
            np.array([2, 3], np.int32),
            tf.placeholder_with_default(ramp(2, 3), [None, 3], name="partly"),
        ),
        "tensor": framework.with_shape(tf.constant([2, 3]), known),
        "scalar": framework.with_shape([], one),
        "like": framework.with_same_shape(known, unknown),
        "like_unknown": framework.with_same_shape(unknown, known),
    }


misuse(
    "with_shape_of_another",
    lambda tf: tf.contrib.framework.with_shape([3, 2], tf.constant(ramp(2, 3), name="x")),
)
misuse(
    "with_shape_of_floats",
    lambda tf: tf.contrib.framework.with_shape([3.0, 2.0], tf.constant(ramp(2, 3), name="x")),
)
misuse(
    "with_shape_of_longs",
    lambda tf: tf.contrib.framework.with_shape(
        tf.constant([2, 3], tf.int64, name="s"), tf.constant(ramp(2, 3), name="x")
    ),
)
misuse(
    "with_shape_of_a_matrix",
    lambda tf: tf.contrib.framework.with_shape([[3, 2]], tf.constant(ramp(2, 3), name="x")),
)
misuse(
    "with_shape_of_sparse",
    lambda tf: tf.contrib.framework.with_shape([2], tf.SparseTensor([[0]], [1.0], [2])),
)


@table.case
def checks(tf):
    framework = tf.contrib.framework
    sparse = tf.SparseTensor([[0]], [1.0], [2])
    return {
        "int": framework.assert_scalar_int(tf.constant(3)),
        "scalar": framework.assert_scalar(tf.constant(3.0)),
        "float": framework.assert_same_float_dtype([tf.constant(1.0)], tf.float32).name,
        "converted": framework.convert_to_tensor_or_sparse_tensor([1, 2]),
        "sparse": framework.convert_to_tensor_or_sparse_tensor(sparse) is sparse,
        "is": [framework.is_tensor(x) for x in (tf.constant(1), 1, sparse)],
    }


misuse("assert_scalar_int_of_float", lambda tf: tf.contrib.framework.assert_scalar_int(1.5))
misuse("assert_scalar_int_of_vector", lambda tf: tf.contrib.framework.assert_scalar_int([1]))


# --- conditions, functions, sorting --------------------------------------------------------------
@table.case
def smart_cond(tf):
    framework = tf.contrib.framework
    x = tf.placeholder_with_default(2.0, [])
    one, two = (lambda: tf.constant(1.0)), (lambda: tf.constant(2.0))
    said = [
        framework.smart_cond(p, lambda: "yes", lambda: "no")
        for p in (True, 0, 1, tf.constant(False), tf.constant(2) > 1)
    ]
    return {
        "said": said,
        "tensor": tf.identity(framework.smart_cond(x > 1.0, one, two, "named"), name="tensor"),
        "known": bool(framework.smart_constant_value(tf.constant(True))),
        "unknown": framework.smart_constant_value(x > 1.0),
        "case": tf.identity(framework.smart_case([(False, one), (True, two)], one), name="case"),
        "cases": tf.identity(
            framework.smart_case([(x > 3.0, one), (x > 1.0, two)], lambda: tf.constant(0.0)),
            name="cases",
        ),
    }


misuse("smart_cond_of_values", lambda tf: tf.contrib.framework.smart_cond(True, 1, 2))
misuse(
    "smart_constant_value_of_a_list", lambda tf: tf.contrib.framework.smart_constant_value("yes")
)


@table.case
def py_func(tf):
    framework = tf.contrib.framework
    a, b = tf.constant(ramp(3)), tf.constant(2.0)

    def f(x, pair, by):
        return {"sum": x + pair[0], "by": (x * by, x - pair[1])}

    y = framework.py_func(
        f,
        [a, (b, b)],
        {"by": b},
        {"sum": tf.float32, "by": (tf.float32, tf.float32)},
        {"sum": [3], "by": (tf.TensorShape([None]), [3])},
        name="named",
    )
    z = framework.py_func(np.square, [a], None, tf.float32, stateful=False)
    w = framework.py_func(lambda x: x, [a], None, lambda x: x.dtype, lambda x: x.shape)
    return {"y": y, "z": z, "w": w}


misuse(
    "py_func_of_one_argument",
    lambda tf: tf.contrib.framework.py_func(np.square, tf.constant(1.0), None, tf.float32),
    same_text=False,
)
misuse(
    "py_func_of_no_dict", lambda tf: tf.contrib.framework.py_func(np.square, [], [1], tf.float32)
)


@table.case
def sorting(tf):
    framework = tf.contrib.framework
    x = tf.constant(ramp(3, 4))
    return {
        "sort": tf.identity(framework.sort(x), "a"),
        "down": tf.identity(framework.sort(x, 0, "DESCENDING"), "b"),
        "order": tf.identity(framework.argsort(x, direction="DESCENDING"), "c"),
        "stable": tf.identity(framework.argsort(tf.constant([2, 1, 2, 1]), stable=True), "d"),
    }


# --- names and graphs ----------------------------------------------------------------------------
@table.case
def names(tf):
    framework = tf.contrib.framework
    with tf.name_scope("a"), tf.name_scope("b"):
        inside = framework.get_name_scope()
    return {
        "scope": [inside, framework.get_name_scope()],
        "longer": [framework.prepend_name_scope(n, "s") for n in ("x", "^x", "loc:@x")],
        "same": framework.prepend_name_scope("x", None),
        "shorter": [framework.strip_name_scope(n, "s") for n in ("s/x", "^s/x", "loc:@s/x", "t/x")],
        "kept": framework.strip_name_scope("s/x", ""),
    }


@table.case
def graph_from_inputs(tf):
    framework = tf.contrib.framework
    with tf.Graph().as_default() as other:
        x = tf.constant(1)
    y = tf.constant(2)
    return {
        "said": [
            framework.get_graph_from_inputs([x]) is other,
            framework.get_graph_from_inputs([]) is tf.get_default_graph(),
            framework.get_graph_from_inputs(["a", y]) is tf.get_default_graph(),
            framework.get_graph_from_inputs([x], other) is other,
        ]
    }


@table.case
def graph_from_inputs_of_two(tf):
    with tf.Graph().as_default():
        x = tf.constant(1)
    return tf.contrib.framework.get_graph_from_inputs([tf.constant(1), x])


misuse(
    "graph_from_inputs_and_a_name",
    lambda tf: tf.contrib.framework.get_graph_from_inputs([], "graph"),
)


@table.case
def placeholders(tf):
    with tf.name_scope("a"):
        tf.placeholder(tf.float32, [2], name="x")
    tf.placeholder_with_default(1.0, [])
    tf.placeholder(tf.int32)
    found = tf.contrib.framework.get_placeholders(tf.get_default_graph())
    return {"names": [t.name for t in found]}


misuse("placeholders_of_a_name", lambda tf: tf.contrib.framework.get_placeholders("graph"))


def chain(tf):
    """A small graph of nodes with known names."""
    graph_def = tf.GraphDef()
    for name, inputs in (
        ("a", []),
        ("b", []),
        ("c", ["a"]),
        ("d", ["c", "b:1"]),
        ("e", ["d"]),
        ("f", ["d"]),
        ("g", ["e", "f"]),
        ("h", ["a", "^b"]),
        ("k", ["c", "a"]),
        ("l", ["k"]),
    ):
        graph_def.node.add(name=name, op="Op", input=inputs)
    return graph_def


@table.case
def fuse_op(tf):
    fused = tf.contrib.framework.fuse_op(
        chain(tf), ["c", "b"], ["e", "f"], [1, 2], True, "fused", "Fused"
    )
    return {
        "nodes": [[n.name, n.op, list(n.input)] for n in fused.node],
        "types": list(fused.node[3].attr["_output_types"].list.type),
        "quantized": fused.node[3].attr["_output_quantized"].b,
    }


misuse(
    "fuse_op_of_other_inputs",
    lambda tf: tf.contrib.framework.fuse_op(chain(tf), ["c"], ["l"], [1], False, "fused", "Fused"),
)
misuse(
    "fuse_op_of_a_graph",
    lambda tf: tf.contrib.framework.fuse_op(
        tf.get_default_graph(), ["c"], ["g"], [1], False, "fused", "Fused"
    ),
)
misuse(
    "fuse_op_of_a_name",
    lambda tf: tf.contrib.framework.fuse_op(chain(tf), "c", ["g"], [1], False, "fused", "Fused"),
)


@table.case
def nests(tf):
    nest = tf.contrib.framework.nest
    Point = collections.namedtuple("Point", ["x", "y"])
    tree = {"b": [1, (2, 3)], "a": Point(4, None)}
    deeper = [(1, 2), {"x": 3}]
    return {
        "flat": nest.flatten(tree),
        "packed": str(nest.pack_sequence_as(tree, list("vwxyz"))),
        "is": [nest.is_sequence(x) for x in ([], (), {}, Point(1, 2), "a", 1, None, {1})],
        "nested": [nest.is_nested([]), nest.is_nested("a")],
        "mapped": str(nest.map_structure(lambda x: str(x), tree)),
        "up_to": nest.flatten_up_to([0, 0], deeper),
        "mapped_up_to": str(nest.map_structure_up_to([0, 0], lambda a, b: (a, b), deeper, [5, 6])),
        "shallow": nest.assert_shallow_structure([0, 0], deeper),
        "paths": [list(p) for p in nest.yield_flat_paths(tree)],
        "joined": nest.flatten_with_joined_string_paths(tree),
        "tuples": nest.flatten_with_tuple_paths(tree),
        "with_paths": str(nest.map_structure_with_paths(lambda p, x: p, tree)),
        "with_tuple_paths": str(nest.map_structure_with_tuple_paths(lambda p, x: p, tree)),
        "dict": nest.flatten_dict_items({(4, 5): ("a", "b")}),
        "traversed": nest.get_traverse_shallow_structure(
            lambda s: isinstance(s, list) and len(s) > 1, [[1, 2], [3]]
        ),
    }


misuse(
    "nests_that_differ",
    lambda tf: tf.contrib.framework.nest.assert_same_structure([1, 2], [1, [2]]),
    same_text=False,
)
misuse(
    "nests_that_are_shallow",
    lambda tf: tf.contrib.framework.nest.flatten_up_to([0, 0], [1]),
    same_text=False,
)


# --- checkpoints ---------------------------------------------------------------------------------
def checkpoint(tf):
    """The path of a checkpoint with two matrices, and of files with their words."""
    # Always the same: it is part of what is recorded.
    folder = os.path.join(tempfile.gettempdir(), "tf1shim_goldens")
    if not os.path.isdir(folder):
        os.makedirs(folder)
    for name, words in (
        ("old", "a b c d"),
        ("new", "c x a"),
        ("old_col", "p q"),
        ("new_col", "q r p"),
    ):
        with open(os.path.join(folder, name), "w") as stream:
            stream.write("\n".join(words.split()) + "\n")
    path = os.path.join(folder, "model.ckpt")
    with tf.Graph().as_default(), tf.Session() as sess:
        values = {"m": ramp(4, 2), "net/v": ramp(3), "bias": ramp(4, 1)}
        sess.run(
            tf.raw_ops.SaveV2(
                prefix=path,
                tensor_names=sorted(values),
                shape_and_slices=[""] * 3,
                tensors=[tf.constant(values[k]) for k in sorted(values)],
            )
        )
    return path, lambda name: os.path.join(folder, name)


@table.case
def reading_checkpoints(tf):
    framework = tf.contrib.framework
    path, _ = checkpoint(tf)
    return {
        "list": framework.list_variables(path),
        "value": framework.load_variable(path, "m:0"),
        "has": framework.load_checkpoint(path).has_tensor("net/v"),
    }


@table.case(same_text=False)
def init_from_checkpoint_of_another_shape(tf):
    path, _ = checkpoint(tf)
    tf.get_variable("v", [4])
    tf.contrib.framework.init_from_checkpoint(path, {"net/v": "v"})


@table.case(seeded=True, same_initializers=False)  # The folder may be another.
def load_and_remap_matrix(tf):
    framework = tf.contrib.framework
    path, file = checkpoint(tf)
    get = tf.get_variable

    def count(shape, dtype=None, partition_info=None):
        return tf.fill(shape, 9.0)

    get(
        "rows",
        [3, 2],
        initializer=framework.load_and_remap_matrix_initializer(
            path, "m", 3, 2, old_row_vocab_file=file("old"), new_row_vocab_file=file("new")
        ),
    )
    get(
        "columns",
        [4, 4],
        initializer=framework.load_and_remap_matrix_initializer(
            path,
            "m",
            4,
            3,
            old_col_vocab_file=file("old_col"),
            new_col_vocab_file=file("new_col"),
            num_col_oov_buckets=1,
            initializer=count,
        ),
    )
    get(
        "both",
        [5, 3],
        initializer=framework.load_and_remap_matrix_initializer(
            path,
            "m",
            3,
            3,
            2,
            file("old"),
            file("new"),
            file("old_col"),
            file("new_col"),
            2,
            0,
            initializer=count,
            max_rows_in_memory=1,
        ),
    )
    get(
        "parted",
        [5, 2],
        partitioner=tf.fixed_size_partitioner(2),
        initializer=framework.load_and_remap_matrix_initializer(
            path,
            "m",
            3,
            2,
            old_row_vocab_file=file("old"),
            new_row_vocab_file=file("new"),
            num_row_oov_buckets=2,
            initializer=count,
        ),
    )
    get(
        "embedding",
        [4, 2],
        initializer=framework.load_embedding_initializer(
            path, "m", 3, 2, file("old"), file("new"), 3, 1, count
        ),
    )
    get(
        "bias",
        [3, 1],
        initializer=framework.load_linear_multiclass_bias_initializer(
            path, "bias", 3, file("old"), file("new")
        ),
    )
    get(
        "slot",
        [3, 2],
        initializer=framework.load_variable_slot_initializer(
            path, "m", None, 3, 2, file("old"), file("new")
        ),
    )
    return {}


for name, shape, arguments in (
    ("remap_without_files", [3, 2], {}),
    ("remap_of_a_vector", [3], {}),
    ("remap_of_other_columns", [3, 3], {}),
    ("remap_of_too_many_rows", [4, 2], {}),
    ("remap_of_one_file", [3, 2], {"old_row_vocab_file": "old"}),
    ("remap_below_zero", [3, 2], {"num_row_oov_buckets": -1, "new_row_vocab_size": 9}),
    ("remap_columns_below_zero", [3, 2], {"num_col_oov_buckets": -1, "new_col_vocab_size": 3}),
    ("remap_by_a_number", [3, 2], {"initializer": 3}),
):

    def program(tf, shape=shape, arguments=arguments):
        given = dict({"new_row_vocab_size": 3, "new_col_vocab_size": 2}, **arguments)
        return tf.contrib.framework.load_and_remap_matrix_initializer("none", "m", **given)(shape)

    misuse(name, program)


@table.case(seeded=True, same_initializers=False, rtol=1e-3, atol=1e-4)
def convolutional_orthogonal(tf):
    framework = tf.contrib.framework
    tf.get_variable("one", [3, 2, 4], initializer=framework.convolutional_orthogonal_1d(2.0, 1))
    tf.get_variable("two", [2, 2, 3, 3], initializer=framework.convolutional_orthogonal_2d(seed=2))
    tf.get_variable(
        "three", [2, 2, 2, 2, 2], initializer=framework.convolutional_orthogonal_3d(seed=3)
    )
    tf.get_variable(
        "delta", [3, 3, 2, 2], initializer=framework.convolutional_delta_orthogonal(seed=4)
    )
    return {}


@table.case(gradients=False)
def print_op(tf):
    print_op = deep(tf, "ops.prettyprint_ops").print_op
    sparse = print_op(tf.SparseTensor([[0]], [1.0], [2]))
    array = tf.TensorArray(tf.float32, 1).write(0, 1.0)
    return {
        "tensor": print_op(tf.constant(ramp(2)), [tf.constant([True, False])], "say", name="p"),
        "sparse": sparse.values,
        "array": tf.identity(print_op(array).stack(), name="array"),
    }


misuse("print_op_of_none", lambda tf: deep(tf, "ops.prettyprint_ops").print_op(None))
