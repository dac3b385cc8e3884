"""`get_variable`: initializers, regularizers, getters, creators, records and what errors say."""

import re

import keras
import numpy as np
import pytest
import tensorflow
import tf_keras

import tf1shim as tf
from tf1shim.variables import Registry, current_store

v1 = tensorflow.compat.v1
LOSSES = tf.GraphKeys.REGULARIZATION_LOSSES


def first_line(call):
    """The class and first line of the error that `call` raises."""
    with pytest.raises(Exception) as caught:
        call()
    return type(caught.value), str(caught.value).split("\n")[0]


# --- initial values ------------------------------------------------------------------------------


@pytest.mark.parametrize("namespace", [tf, v1], ids=["tf1shim", "compat.v1"])
def test_default_initializers(namespace):
    """Without an initializer floats are drawn by Glorot's rule, ints, bools, strings are zeros."""
    with namespace.Graph().as_default():
        values = [
            namespace.get_variable(f"v{i}", [2, 3], dtype=dtype).initial_value.op.type
            for i, dtype in enumerate([tf.float32, tf.float64, tf.int32, tf.bool, tf.string])
        ]

    assert values[:2] == ["AddV2" if "AddV2" in values[0] else "Add"] * 2
    assert set(values[2:]) <= {"Const", "Fill"}


def test_no_default_initializer_for_complex_numbers():
    """A dtype without a default needs an initializer."""
    assert first_line(lambda: tf.get_variable("v", [2], dtype=tf.complex64)) == (
        ValueError,
        "An initializer for variable v of <dtype: 'complex64'> is required",
    )


def test_initializer_is_called_with_shape_dtype_and_partition_info():
    """TF1's calling convention, with a list as shape."""
    calls = []

    def initializer(shape, dtype=None, partition_info=None):
        calls.append((shape, dtype, partition_info))
        return tf.zeros(shape, dtype)

    tf.get_variable("v", [2, 3], initializer=initializer)

    assert calls == [([2, 3], tf.float32, None)]


@pytest.mark.parametrize(
    "initializer",
    [
        tf.zeros_initializer,
        tf.zeros_initializer(),
        tf.constant_initializer(2.0),
        tf.truncated_normal_initializer(stddev=0.1),
        tf_keras.initializers.Ones(),
        tf_keras.initializers.HeNormal(),
        keras.initializers.Ones(),
        keras.initializers.GlorotUniform(),
        keras.initializers.Zeros,
        lambda shape, dtype: tf.ones(shape, dtype),
        lambda shape, dtype, **kwargs: tf.ones(shape, dtype),
    ],
)
def test_initializers_of_every_origin(initializer):
    """TF1's, both Keras' and plain callables, with or without `partition_info`."""
    v = tf.get_variable("v", [2, 3], initializer=initializer)

    assert v.shape.as_list() == [2, 3]
    with tf.Session() as sess:
        sess.run(v.initializer)
        assert sess.run(v).shape == (2, 3)


@pytest.mark.parametrize(
    "value", [[1.0, 2.0], np.array([1.0, 2.0], np.float32), 3.0, np.zeros([2, 2], np.float32)]
)
def test_values_give_the_shape(value):
    """A value, array or number initializes to itself."""
    v = tf.get_variable("v", initializer=value)

    assert v.shape.as_list() == list(np.shape(value))
    with tf.Session() as sess:
        sess.run(v.initializer)
        np.testing.assert_array_equal(sess.run(v), value)


def test_tensors_give_shape_and_dtype():
    """A tensor, and a value that eager code computed, initialize to themselves."""
    a = tf.get_variable("a", initializer=tf.constant([1, 2]))
    b = tf.get_variable("b", initializer=tensorflow.constant([1.0, 2.0, 3.0]))

    assert (a.dtype, a.shape.as_list()) == (tf.int32, [2])
    assert (b.dtype, b.shape.as_list()) == (tf.float32, [3])


def test_the_initial_value_decides_the_shape():
    """As in TF1, an initializer that returns another shape than asked for gets its way."""
    v = tf.get_variable("v", [2], initializer=lambda shape, dtype: tf.zeros([4]))

    assert v.shape.as_list() == [4]


def test_a_callable_without_arguments_needs_no_shape():
    """TF1 calls it as it is."""
    v = tf.get_variable("v", initializer=lambda: tf.zeros([2, 3]))

    assert v.shape.as_list() == [2, 3]


# Checked with real TensorFlow 1.15.5, by resource variables where their text differs.
INVALID = (
    "The initializer passed is not valid. It should be a callable with no arguments and the shape "
    "should not be provided or an instance of `tf.keras.initializers.*' and `shape` should be "
    "fully defined."
)
ERRORS = {
    "no shape": (lambda: tf.get_variable("v"), ValueError, INVALID),
    "part of a shape": (lambda: tf.get_variable("v", [None, 2]), ValueError, INVALID),
    "value and shape": (
        lambda: tf.get_variable("v", [2], initializer=np.zeros(2)),
        ValueError,
        "If initializer is a constant, do not specify shape.",
    ),
    "value of another dtype": (
        lambda: tf.get_variable("v", dtype=tf.float32, initializer=np.zeros(2)),
        ValueError,
        "Initializer type '<dtype: 'float64'>' and explicit dtype '<dtype: 'float32'>' "
        "don't match.",
    ),
    "getter": (
        lambda: tf.get_variable("v", [1], custom_getter=3),
        ValueError,
        "Passed a custom_getter which is not callable: 3",
    ),
    "name": (
        lambda: tf.get_variable("a b", [1]),
        ValueError,
        "'a b' is not a valid scope name",
    ),
    "no name": (lambda: tf.get_variable("", [1]), ValueError, "'' is not a valid node name"),
    "constraint": (
        lambda: tf.get_variable("v", [1], constraint=3),
        ValueError,
        "The `constraint` argument must be a callable.",
    ),
    "collections": (
        lambda: tf.get_variable("v", [1], collections="x"),
        ValueError,
        "collections argument to Variable constructor must be a list, tuple, or set. Got x of "
        "type <class 'str'>",
    ),
}


@pytest.mark.parametrize("case", ERRORS)
def test_errors_are_tf1s(case):
    """Class and first line are TensorFlow 1.15.5's, and nothing is left behind."""
    call, error, message = ERRORS[case]

    assert first_line(call) == (error, message)
    assert tf.global_variables() == tf.trainable_variables() == []
    assert current_store().names() == []


# --- what an error says below its first line -----------------------------------------------------


def test_already_exists_says_where_why_and_how_to_mend():
    """Creation site and scope, second site, the usual cause, sharing, starting over."""
    with tf.variable_scope("net"):
        tf.get_variable("w", [2])
        with pytest.raises(ValueError, match="already exists") as caught:
            tf.get_variable("w", [2])
    lines = str(caught.value).split("\n")

    assert lines[0] == (
        "Variable net/w already exists, disallowed. Did you mean to set reuse=True or "
        "reuse=tf.AUTO_REUSE in VarScope? Originally defined at:"
    )
    created, asked = (int(re.search(r"test_get_variable\.py:(\d+)", x)[1]) for x in lines[1:3])
    assert asked == created + 2
    assert lines[1].endswith("in scope 'net'")
    assert lines[4] == "  to share it: with tf.variable_scope('net', reuse=tf.AUTO_REUSE): ..."
    assert lines[5] == "  to start over: tf.reset_default_graph()"


def test_what_the_already_exists_error_advises_works():
    """The line that shares a variable of the root scope is code that runs."""
    v = tf.get_variable("v", [1])
    with pytest.raises(ValueError, match="already exists") as caught:
        tf.get_variable("v", [1])
    advice = re.search(r"to share it: (.*) \.\.\.", str(caught.value))[1]
    names = {"tf": tf}
    exec(f"{advice} again = tf.get_variable('v', [1])", names)

    assert names["again"] is v


def test_does_not_exist_lists_the_nearest_names():
    """A misspelt name is answered with those that exist, most similar first."""
    with tf.variable_scope("net"):
        for name in ("kernel", "bias", "other"):
            tf.get_variable(name, [1])
    with pytest.raises(ValueError, match="does not exist") as caught:
        with tf.variable_scope("net", reuse=True):
            tf.get_variable("kernal", [1])
    lines = str(caught.value).split("\n")

    assert lines[0] == (
        "Variable net/kernal does not exist, or was not created with tf.get_variable(). "
        "Did you mean to set reuse=tf.AUTO_REUSE in VarScope?"
    )
    assert "test_get_variable.py:" in lines[1]
    assert "there are: net/kernel" in lines[2]


@pytest.mark.parametrize(
    ("again", "message"),
    [
        (
            {"shape": [3]},
            "Trying to share variable v, but specified shape (3,) and found shape (1, 2).",
        ),
        (
            {"shape": [1, 2], "dtype": tf.int32},
            "Trying to share variable v, but specified dtype int32 and found dtype float32_ref.",
        ),
    ],
)
def test_mismatches_say_what_was_found(again, message):
    """Shape and dtype must fit; the message says where the variable was made."""
    tf.get_variable("v", [1, 2])
    with pytest.raises(ValueError, match="Trying to share") as caught:
        with tf.variable_scope("", reuse=True):
            tf.get_variable("v", **again)
    lines = str(caught.value).split("\n")

    assert lines[0] == message
    assert "first created: " in lines[1]


# --- after an error everything is as before ------------------------------------------------------


def test_a_failing_initializer_leaves_nothing():
    """No entry, no collection, no open scope; the name can be asked for again."""

    def failing(shape, dtype):
        raise KeyError("no data")

    with pytest.raises(KeyError), tf.variable_scope("a"):
        tf.get_variable("v", [1], initializer=failing)

    assert current_store().names() == tf.global_variables() == []
    assert tf.get_variable_scope().name == ""


def test_a_failing_regularizer_leaves_nothing():
    """The variable that was made before it failed is taken out again."""

    def failing(variable):
        raise KeyError("no rate")

    with pytest.raises(KeyError):
        tf.get_variable("v", [1], regularizer=failing)

    assert current_store().names() == []
    assert tf.global_variables() == tf.trainable_variables() == tf.get_collection(LOSSES) == []


# --- regularizers --------------------------------------------------------------------------------


def test_regularizer_is_applied_in_tf1s_name_scope():
    """The loss is built below 'NAME/Regularizer/', wherever the variable is asked for."""
    with tf.name_scope("elsewhere"), tf.variable_scope("net", regularizer=tf.nn.l2_loss):
        tf.get_variable("w", [2])

    assert [loss.op.name for loss in tf.get_collection(LOSSES)] == ["net/w/Regularizer/L2Loss"]


def test_regularizer_results_of_none_are_not_collected():
    """`no_regularizer` and the like add nothing."""
    tf.get_variable("v", [2], regularizer=tf.no_regularizer)
    tf.get_variable("w", [2], regularizer=lambda v: None)

    assert tf.get_collection(LOSSES) == []


# --- getters and creators ------------------------------------------------------------------------


def test_custom_getter_gets_tf1s_arguments():
    """A getter sees exactly the keywords that TF1 passes."""
    seen = {}

    def getter(getter, **kwargs):
        seen.update(kwargs)
        return getter(**kwargs)

    with tf.variable_scope("a", custom_getter=getter):
        v = tf.get_variable("v", [2])
    theirs = {}

    def their_getter(getter, **kwargs):
        theirs.update(kwargs)
        return getter(**kwargs)

    with tensorflow.Graph().as_default(), v1.variable_scope("a", custom_getter=their_getter):
        v1.get_variable("v", [2])

    assert list(seen) == list(theirs)
    assert seen == theirs
    assert v.name == "a/v:0"


def test_custom_getter_without_constraint_is_not_passed_it():
    """Getters written before `constraint` existed still work."""

    def getter(
        getter,
        name,
        shape,
        dtype,
        initializer,
        regularizer,
        reuse,
        trainable,
        collections,
        caching_device,
        partitioner,
        validate_shape,
        use_resource,
        synchronization,
        aggregation,
    ):
        return getter(name, shape=shape, dtype=dtype, trainable=False)

    assert tf.get_variable("v", [2], custom_getter=getter).trainable is False


def test_custom_getter_may_return_anything():
    """A getter of averages or casts returns a tensor."""

    def doubled(getter, *args, **kwargs):
        return getter(*args, **kwargs) * 2

    with tf.variable_scope("a", custom_getter=doubled):
        v = tf.get_variable("v", [2])

    assert isinstance(v, tf.Tensor)
    assert [x.name for x in tf.global_variables()] == ["a/v:0"]


def test_creators_are_called_from_the_innermost_outwards():
    """`variable_creator_scope` sees every variable that is made, with its full name."""
    seen = []

    def creator(label):
        def create(next_creator, **kwargs):
            seen.append((label, kwargs["name"]))
            return next_creator(**kwargs)

        return create

    with tf.variable_creator_scope(creator("outer")), tf.variable_creator_scope(creator("inner")):
        with tf.variable_scope("a"):
            tf.get_variable("v", [1])

    assert seen == [("inner", "a/v"), ("outer", "a/v")]


# --- collections and locals ----------------------------------------------------------------------


def test_collections_are_tf1s():
    """Global and trainable by default; what is asked for otherwise; local for local ones."""
    mine = ["mine"]
    v = tf.get_variable("v", [1])
    f = tf.get_variable("f", [1], trainable=False)
    m = tf.get_variable("m", [1], collections=mine)
    n = tf.get_local_variable("n", [1], collections=mine)

    assert tf.global_variables() == [v, f]
    assert tf.trainable_variables() == [v, m]
    assert tf.local_variables() == [n]
    assert tf.get_collection("mine") == [m, n]
    assert mine == ["mine"]
    assert tf.global_variables("f") == [f]


def test_lists_of_variables_follow_the_graph():
    """Inside a graph's block they are that graph's."""
    tf.get_variable("v", [1])
    with tf.Graph().as_default():
        assert tf.global_variables() == tf.model_variables() == []
        assert tf.moving_average_variables() == []


def test_assert_variables_initialized_names_them():
    """Running it raises TF1's error for variables without a value."""
    tf.get_variable("v", [1])
    check = tf.assert_variables_initialized()
    with tf.Session() as sess, pytest.raises(tf.errors.FailedPreconditionError):
        sess.run(check)


# --- records, factories, eager mode --------------------------------------------------------------


def test_records_say_how_variables_came_to_be():
    """Name, shape, dtype, scope, creation site; the sites that shared it."""
    with tf.variable_scope("net", reuse=tf.AUTO_REUSE):
        for _ in range(2):
            w = tf.get_variable("w", [2], initializer=tf.zeros_initializer, trainable=False)
    record = current_store().records["net/w"]

    assert (record.name, record.shape.as_list(), record.dtype) == ("net/w", [2], tf.float32)
    assert (record.scope, record.trainable, record.regularizer) == ("net", False, None)
    assert record.initializer is tf.zeros_initializer
    assert str(record.created_at).startswith(__file__)
    assert record.reused_at == (record.created_at,)
    assert w.name == "net/w:0"
    with pytest.raises(AttributeError):
        record.name = "other"


def test_a_factory_makes_the_variables():
    """The registry's rules are the same whatever makes the variable."""
    made = []

    def factory(**kwargs):
        made.append(kwargs["name"])
        return tf.Variable(**kwargs)

    with tf.Graph().as_default() as graph:
        for key in ("__variable_store",), ("__varscope",):
            graph.get_collection_ref(key)[:] = [Registry(factory)]
        with tf.variable_scope("a", reuse=tf.AUTO_REUSE):
            v = tf.get_variable("v", [1])
            assert tf.get_variable("v", [1]) is v

    assert made == ["a/v"]


@pytest.fixture
def eager_mode():
    """TF1's eager mode, for one test."""
    tf.enable_eager_execution()
    yield
    tf.disable_eager_execution()


@pytest.mark.usefixtures("eager_mode")
def test_eager_mode_makes_a_variable_at_every_call():
    """As TF1's eager mode: values at once, names with the scope, no sharing."""
    with tf.variable_scope("a", reuse=tf.AUTO_REUSE):
        a = tf.get_variable("v", [2], initializer=tf.ones_initializer())
        b = tf.get_variable("v", [2], initializer=tf.ones_initializer())

    assert a is not b
    assert (a.name, b.name) == ("a/v:0", "a/v:0")
    np.testing.assert_array_equal(a.numpy(), [1.0, 1.0])


@pytest.mark.usefixtures("eager_mode")
def test_eager_mode_refuses_caching_devices():
    """TF1's error."""
    with pytest.raises(NotImplementedError, match="Caching devices"):
        with tf.variable_scope("a", caching_device="/cpu:0"):
            pass
