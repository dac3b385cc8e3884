"""Variable scopes: names, inheritance, reuse, re-entry and errors, as TensorFlow 1 has them."""

import json
import threading

import hypothesis.strategies as st
import pytest
import scope_programs
import tensorflow
import tf115
from hypothesis import Phase, given, settings

import tf1shim as tf

v1 = tensorflow.compat.v1


# --- programs as data ----------------------------------------------------------------------------


def ours(program):
    """The report of `program` run by tf1shim from eager code, outside any block."""
    tf.reset_default_graph()
    return scope_programs.run(tf, program)


def theirs(program):
    """The report of `program` run by compat.v1."""
    with tensorflow.Graph().as_default():
        return scope_programs.run(v1, program)


def reuse_modes():
    """Every way to say how a scope shares."""
    return st.sampled_from([None, None, False, True, "auto", "auto"])


def scope_options():
    """Keywords of `variable_scope`, most of them absent most of the time."""
    return st.fixed_dictionaries(
        {"reuse": reuse_modes()},
        optional={
            "initializer": st.sampled_from(["class", "object", "function"]),
            "regularizer": st.sampled_from(["yes", "no"]),
            "custom_getter": st.sampled_from(["_one", "_two"]),
            "dtype": st.sampled_from(["float32", "int32", "float64"]),
            "partitioner": st.just(2),
            "auxiliary_name_scope": st.booleans(),
        },
    )


def sometimes(strategy):
    """The options of `strategy` one time in three: mostly plain programs shrink and read well."""
    return st.one_of(st.just({}), st.just({}), strategy)


def gets():
    """Statements that get a variable."""
    shapes = st.fixed_dictionaries({"shape": st.sampled_from([[2], [2], [3], [2, 2], [], None])})
    options = st.fixed_dictionaries(
        {},
        optional={
            "dtype": st.sampled_from(["float32", "int32"]),
            "initializer": st.sampled_from(["class", "function", "value", "nothing"]),
            "regularizer": st.sampled_from(["yes", "no"]),
            "trainable": st.booleans(),
            "collections": st.just(["mine", "variables"]),
            "partitioner": st.sampled_from([1, 2]),
            "custom_getter": st.just("_three"),
            "local": st.booleans(),
            "escape": st.booleans(),
        },
    )
    return st.tuples(
        st.just("get"),
        st.sampled_from(["v", "v", "w", "a/v"]),
        st.builds(lambda shape, more: {**shape, **more}, shapes, sometimes(options)),
    ).map(list)


def statements(depth=3):
    """A block of statements, with scopes in it down to `depth`."""
    kinds = [
        gets(),
        gets(),
        st.just(["op", "x"]),
        st.just(["reuse_variables"]),
        st.sampled_from([["set", "regularizer", "yes"], ["set", "dtype", "int32"]]),
    ]
    if depth:
        body = statements(depth - 1)
        kinds += [scopes(body), scopes(body), scopes(body)]
        kinds.append(st.tuples(st.just("name_scope"), st.sampled_from("an"), body).map(list))
    return st.lists(st.one_of(kinds), min_size=1, max_size=4)


def scopes(body):
    """Statements that open a scope: a name, a scope object, or a name made unique."""
    named = st.tuples(
        st.just("scope"),
        st.one_of(
            st.sampled_from(["a", "b", "a/b", ""]),
            st.integers(0, 3).map(lambda n: {"ref": n}),
        ),
        sometimes(scope_options()),
        body,
    )
    unnamed = st.tuples(
        st.just("scope"),
        st.none(),
        st.builds(
            lambda name, more: {"default_name": name, **more},
            st.sampled_from(["a", "d"]),
            sometimes(scope_options()),
        ),
        body,
    )
    return st.one_of(named, unnamed).map(list)


@given(statements())
def test_scope_programs_do_what_compat_v1_does(program):
    """Any program of scopes gives compat.v1's names, sharing, errors and collections."""
    expected = theirs(program)
    actual = ours(program)

    assert expected == actual, json.dumps(program)


def on_tensorflow_115(programs, directory):
    """The reports of `programs` run by real TensorFlow 1.15.5."""
    file = directory / "programs.json"
    file.write_text(json.dumps(programs))
    outcome = tf115.run(scope_programs.__file__, str(file))
    return json.loads(outcome.stdout.splitlines()[-1])


needs_115 = pytest.mark.skipif(tf115.python() is None, reason=tf115.reason())


@pytest.mark.tf115
@needs_115
def test_scope_programs_do_what_tensorflow_115_does(tmp_path):
    """Any program of scopes gives real TensorFlow 1.15.5's names, sharing, errors, collections."""
    programs = []

    @settings(
        max_examples=60, phases=[Phase.generate], database=None, deadline=None, derandomize=True
    )
    @given(statements())
    def generate(program):
        programs.append(program)

    generate()
    for program, expected in zip(programs, on_tensorflow_115(programs, tmp_path)):
        assert expected == ours(program), json.dumps(program)


# Programs that show one rule each; real TensorFlow 1.15.5 runs them as well.
GET = ["get", "v", {"shape": [2]}]
PROGRAMS = {
    "a name opens a new name scope each time": [
        ["scope", "a", {}, [GET, ["op", "x"]]],
        ["scope", "a", {}, [["op", "x"]]],
    ],
    "default names are counted per parent": [
        ["scope", None, {"default_name": "d"}, [GET]],
        ["scope", None, {"default_name": "d"}, [GET]],
        ["scope", "p", {}, [["scope", None, {"default_name": "d"}, [GET]]]],
        ["scope", "p", {}, [["scope", None, {"default_name": "d"}, [GET]]]],
    ],
    "counters start again when a scope is re-entered by its object": [
        ["scope", "p", {}, [["scope", None, {"default_name": "d"}, [GET]]]],
        ["scope", {"ref": 1}, {}, [["scope", None, {"default_name": "d"}, [["op", "x"]]]]],
    ],
    "reuse is inherited and cannot be switched off below": [
        ["scope", "a", {}, [["scope", "b", {}, [GET]]]],
        ["scope", "a", {"reuse": True}, [["scope", "b", {"reuse": False}, [GET]]]],
    ],
    "a scope object brings its own reuse": [
        ["scope", "a", {}, [GET]],
        ["scope", "b", {"reuse": True}, [["scope", {"ref": 1}, {}, [GET]]]],
    ],
    "AUTO_REUSE makes, then shares": [
        ["scope", "a", {"reuse": "auto"}, [GET, GET]],
        ["scope", "a", {"reuse": "auto"}, [GET]],
    ],
    "a second creation is refused": [["scope", "a", {}, [GET, GET]]],
    "sharing what is not there is refused": [["scope", "a", {"reuse": True}, [GET]]],
    "another shape is refused": [
        ["scope", "a", {"reuse": "auto"}, [GET, ["get", "v", {"shape": [3]}]]]
    ],
    "another dtype is refused": [
        [
            "scope",
            "a",
            {"reuse": "auto"},
            [GET, ["get", "v", {"shape": [2], "dtype": "int32"}]],
        ]
    ],
    "reuse_variables holds from there on": [
        ["scope", "a", {}, [GET, ["reuse_variables"], GET, ["get", "w", {"shape": [1]}]]]
    ],
    "re-entry keeps the variable scope and opens a new name scope": [
        ["scope", "a", {}, [["scope", "b", {}, [["op", "x"]]]]],
        ["scope", {"ref": 2}, {}, [["op", "x"], GET]],
        ["scope", {"ref": 2}, {"auxiliary_name_scope": False}, [["op", "x"]]],
    ],
    "no auxiliary name scope": [
        ["scope", "a", {"auxiliary_name_scope": False}, [GET, ["op", "x"]]],
        [
            "name_scope",
            "n",
            [["scope", "b", {"auxiliary_name_scope": False}, [GET, ["op", "x"]]]],
        ],
    ],
    "the empty name": [["scope", "a", {}, [["scope", "", {}, [GET, ["op", "x"]]]]]],
    "the empty name at the root re-opens it": [
        GET,
        ["scope", "", {"reuse": True}, [GET]],
        ["scope", {"ref": 0}, {"reuse": True}, [GET]],
    ],
    "initializer, dtype and regularizer are inherited": [
        [
            "scope",
            "a",
            {"initializer": "class", "dtype": "float64", "regularizer": "yes"},
            [["scope", "b", {}, [GET]], ["get", "w", {"shape": [2], "regularizer": "no"}]],
        ]
    ],
    "a regularizer is applied once": [
        ["scope", "a", {"regularizer": "yes", "reuse": "auto"}, [GET, GET]]
    ],
    "custom getters nest, the innermost is called first": [
        [
            "scope",
            "a",
            {"custom_getter": "_one"},
            [["scope", "b", {"custom_getter": "_two"}, [GET]]],
        ]
    ],
    "a getter of get_variable replaces those of the scope": [
        [
            "scope",
            "a",
            {"custom_getter": "_one"},
            [["get", "v", {"shape": [2], "custom_getter": "_two"}]],
        ]
    ],
    "partitions must agree": [
        [
            "scope",
            "a",
            {"reuse": "auto", "partitioner": 2},
            [
                ["get", "v", {"shape": [4]}],
                ["get", "v", {"shape": [4]}],
                ["get", "v", {"shape": [4], "partitioner": 3}],
                ["get", "v", {"shape": [5]}],
                ["get", "v", {"shape": [4], "dtype": "int32"}],
            ],
        ],
        ["scope", "a", {}, [["get", "v", {"shape": [4]}]]],
        ["scope", "a", {"reuse": True}, [["get", "v", {"shape": [4]}]]],
        ["scope", "b", {}, [["get", "v", {"shape": [4]}]]],
        ["scope", "b", {"partitioner": 2}, [["get", "v", {"shape": [4]}]]],
    ],
    "an error leaves every scope that it passes": [
        ["scope", "a", {}, [GET, ["scope", "b", {}, [["get", "v", {"escape": True}]]], GET]],
        ["scope", "a", {"reuse": True}, [GET]],
    ],
    "reuse without a name is refused": [
        ["scope", None, {"default_name": "d", "reuse": True}, [GET]]
    ],
    "a value has its own shape": [
        ["get", "v", {"initializer": "value"}],
        ["get", "w", {"initializer": "value", "shape": [2, 2]}],
        ["get", "x", {"initializer": "value", "dtype": "int32"}],
        ["get", "y", {"initializer": "nothing"}],
        ["get", "z", {}],
    ],
    "names that no op can have": [
        ["scope", "a b", {}, [GET]],
        ["scope", "_a", {}, [GET]],
        ["scope", "a", {}, [["scope", "_a", {}, [GET]]]],
        ["get", "a b", {"shape": [1]}],
        ["get", "", {"shape": [1]}],
    ],
    "local variables": [
        ["get", "n", {"shape": [], "local": True, "collections": ["mine"]}],
        ["get", "m", {"shape": [], "collections": ["mine"], "trainable": False}],
    ],
}


@pytest.mark.tf115
@needs_115
def test_every_program_does_what_tensorflow_115_does(tmp_path):
    """Names, sharing, errors and collections are real TensorFlow 1.15.5's."""
    reports = on_tensorflow_115(list(PROGRAMS.values()), tmp_path)
    expected = dict(zip(PROGRAMS, reports))

    assert expected == {name: ours(program) for name, program in PROGRAMS.items()}


@pytest.mark.parametrize("rule", sorted(set(PROGRAMS) - {"names that no op can have"}))
def test_every_program_does_what_compat_v1_does(rule):
    """Names, sharing, errors and collections are those of compat.v1 in a graph of its own."""
    assert theirs(PROGRAMS[rule]) == ours(PROGRAMS[rule])


# --- what programs as data do not show -----------------------------------------------------------


def test_block_holds_the_graph_and_leaves_the_thread_eager():
    """Inside the block ops are the graph's; after it the thread is eager again."""
    with tf.variable_scope("a"):
        made = tensorflow.constant(1.0)
        assert not tensorflow.executing_eagerly()

    assert made.graph is tf.get_default_graph()
    assert tensorflow.executing_eagerly()


def test_values_choose_the_graph():
    """The scope is opened in the graph that its values live in."""
    other = tf.Graph()
    with other.as_default():
        x = tf.constant(1.0)
    with tf.variable_scope("a", values=[x]):
        w = tf.get_variable("w", [1])

    assert w.graph is other


def test_one_block_object_may_be_entered_again_and_within_itself():
    """A second entry opens a new name scope; one within itself opens a scope below."""
    block = tf.variable_scope("a")
    with block as first:
        pass
    with block as second:
        with block as inner:
            names = first.name, second.name, inner.name

    assert names == ("a", "a", "a/a")
    assert second.original_name_scope == "a/"
    assert tf.get_variable_scope().name == ""


def test_a_subclass_of_variable_scope_is_a_scope():
    """Libraries derive from the class and test with isinstance."""

    class Traced(tf.variable_scope):
        def __enter__(self):
            scope = super().__enter__()
            assert isinstance(scope, tf.VariableScope)
            return scope

    with Traced("a") as scope:
        assert isinstance(scope, v1.VariableScope)

    assert isinstance(Traced("b"), tf.variable_scope)


def test_blocks_left_out_of_order_raise():
    """Leaving an outer block first is an error, as in TF1."""
    with tf.Graph().as_default():
        outer, inner = tf.variable_scope("a"), tf.variable_scope("b")
        outer.__enter__()
        inner.__enter__()
        with pytest.raises(RuntimeError, match=r"Improper nesting of variable_scope\."):
            outer.__exit__(None, None, None)
        inner.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ((None,), TypeError, "If default_name is None then name_or_scope is required"),
        ((5,), TypeError, "VariableScope: name_or_scope must be a string or VariableScope."),
        ((b"a",), TypeError, "VariableScope: name_or_scope must be a string or VariableScope."),
        (("a b",), ValueError, "'a b' is not a valid scope name"),
        ((None, "d d"), ValueError, "'d d' is not a valid scope name"),
    ],
)
def test_wrong_names_raise_and_count_nothing(arguments, error, message):
    """What cannot be opened raises TF1's error; names and counters stay as they were."""
    with pytest.raises(error) as caught, tf.variable_scope(*arguments):
        pass

    assert str(caught.value).split("\n")[0] == message
    with tf.variable_scope(None, "d") as scope:
        assert (scope.name, scope.original_name_scope) == ("d", "d/")


def test_wrong_reuse_and_auxiliary_name_scope_raise():
    """They are checked when the block is made."""
    with pytest.raises(ValueError, match=r"The reuse parameter must be True or False or None\."):
        tf.variable_scope("a", reuse=3)
    with pytest.raises(TypeError, match="The auxiliary_name_scope must be `True` or `False`"):
        tf.variable_scope("a", auxiliary_name_scope=3)


def test_each_thread_has_its_own_open_scope():
    """A scope opened in one thread is not open in another; the variables are shared."""
    seen = []
    graph = tf.get_default_graph()

    def work():
        with graph.as_default():
            seen.append(tf.get_variable_scope().name)
            with tf.variable_scope("a", reuse=True):
                seen.append(tf.get_variable("w", [1]))

    with tf.variable_scope("a"):
        w = tf.get_variable("w", [1])
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()

    assert seen == ["", w]


def test_each_graph_has_its_own_variables():
    """The same name in two graphs is two variables."""
    with tf.Graph().as_default():
        a = tf.get_variable("w", [1])
    with tf.Graph().as_default():
        b = tf.get_variable("w", [1])

    assert a is not b
    assert a.name == b.name


def test_tensorflows_own_scopes_share_ours():
    """What TensorFlow's own code opens or makes counts for us, and the other way round."""
    with tf.Graph().as_default():
        with v1.variable_scope("a", reuse=v1.AUTO_REUSE) as theirs_scope:
            w = tf.get_variable("w", [1])
            with tf.variable_scope("b") as our_scope:
                x = v1.get_variable("x", [1])
        with tf.variable_scope(theirs_scope), v1.variable_scope(our_scope):
            names = tf.get_variable("x", [1]) is x, x.name, type(x) is tf.Variable
        with tf.variable_scope("a", reuse=True):
            again = tf.get_variable("w", [1])

    assert names == (True, "a/b/x:0", True)
    assert again is w


def test_a_graph_that_holds_tensorflows_store_keeps_it():
    """In a plain ``tensorflow.Graph`` that compat.v1 used before, its store is used."""
    with tensorflow.Graph().as_default():
        w = v1.get_variable("w", [1])
        with tf.variable_scope("", reuse=True):
            assert tf.get_variable("w", [1]) is w


def test_slots_have_tf1s_names():
    """Optimizers find our variables and make their slots through our scopes."""

    def program(tf):
        with tf.variable_scope("net"):
            w = tf.get_variable("w", [2], initializer=tf.ones_initializer())
        loss = tf.reduce_sum(w * w)
        tf.train.AdamOptimizer(0.1).minimize(loss)
        tf.train.MomentumOptimizer(0.1, 0.9).minimize(loss)
        return [v.name for v in tf.global_variables()]

    with tensorflow.Graph().as_default():
        expected = program(v1)

    assert expected == program(tf)
    assert "net/w/Adam_1:0" in expected


def test_scopes_in_loop_bodies_make_variables_of_the_outer_graph():
    """A variable first asked for in a loop body belongs to the graph, not to the body."""

    def body(i):
        with tf.variable_scope("loop", reuse=tf.AUTO_REUSE):
            step = tf.get_variable("step", [], regularizer=lambda v: v * 2.0)
        return i + step

    tf.while_loop(lambda i: i < 3.0, body, [tf.constant(0.0)])

    assert [v.name for v in tf.global_variables()] == ["loop/step:0"]
    assert len(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)) == 1


def test_scope_lists_its_own_variables():
    """`global_variables` and the like of a scope are those below its name."""
    with tf.variable_scope("a") as scope:
        w = tf.get_variable("w", [1])
        n = tf.get_local_variable("n", [1])
    tf.get_variable("w", [1])

    assert scope.global_variables() == [w]
    assert scope.trainable_variables() == [w]
    assert scope.local_variables() == [n]


def test_variable_op_scope_is_variable_scope_with_values_first():
    """TF1's deprecated name works."""
    with tf.variable_op_scope([], None, "d") as scope:
        assert scope.name == "d"
    with tf.variable_op_scope([], None, "d") as scope:
        assert scope.name == "d_1"
