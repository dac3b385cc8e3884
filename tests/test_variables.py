"""`tf.Variable`: names, surface, updates and operators, as in TensorFlow 1.15.5."""

import pytest
import state_oracle
import state_programs
import tf115

import tf1shim as tf
from tf1shim.session.assigns import _shape_to_check


@pytest.mark.parametrize("name", [p.__name__ for p in state_programs.VARIABLES])
def test_variables_are_those_of_tf_1_15(name):
    """Names, values, shapes and the first lines of errors are TensorFlow 1.15.5's."""
    assert state_oracle.differences(name) == {}


@pytest.mark.tf115
def test_the_record_is_what_tf_1_15_says():
    """Real TensorFlow 1.15.5 still says of every program what was recorded."""
    if tf115.python() is None:
        pytest.skip(tf115.reason())
    programs = state_oracle.Programs("state")
    now, recorded = programs.ask(), programs.recorded
    assert now.keys() == recorded.keys()
    differing = {name: state_oracle.differing(now[name], recorded[name]) for name in now}
    assert {name: facts for name, facts in differing.items() if facts} == {}


def test_variables_are_for_sets_and_dictionaries():
    """A variable is equal to itself alone, and hashed by identity."""
    a, b = tf.Variable(1.0), tf.Variable(1.0)
    assert {a: "a", b: "b"}[a] == "a"
    assert [a, b].index(b) == 1
    assert a in {a} and a not in {b}


def test_a_session_shows_its_values_as_tf2_variables():
    """`session.variables` reads and writes the session's values by name; `numpy` reads them."""
    v = tf.Variable([1.0, 2.0], name="v")
    sess = tf.Session()
    sess.run(v.initializer)
    sess.variables["v:0"].assign([3.0, 4.0])
    assert sess.run(v).tolist() == [3.0, 4.0]
    assert v.numpy().tolist() == [3.0, 4.0]
    sess.close()
    with pytest.raises(ValueError, match="no open session"):
        tf.Variable(1.0).numpy()


def test_a_training_step_compares_no_shapes():
    """Assignments whose shapes are known when the graph is built cost no check when they run."""
    w = tf.get_variable("w", [2, 2])
    ops = [tf.train.AdamOptimizer().minimize(tf.reduce_sum(w * w)), w.assign_add(tf.ones([2, 2]))]
    assert all(_shape_to_check(op) is None for op in w.graph.get_operations())
    x = tf.placeholder(tf.float32)
    checked = w.assign(x, read_value=False)
    assert _shape_to_check(checked) is not None
    assert ops[0].type == "NoOp"


def test_operators_in_place_make_tensors():
    """``v += x`` makes `v` a tensor; the variable keeps its value."""
    b = v = tf.Variable([1.0, 2.0])
    b += tf.constant([1.0, 1.0])
    b *= 2.0
    b -= 1.0
    b /= 2.0
    b **= 2.0

    with tf.Session() as sess:
        sess.run(v.initializer)
        assert type(b) is tf.Tensor
        assert sess.run(b).tolist() == [2.25, 6.25]
        assert sess.run(v).tolist() == [1.0, 2.0]


def test_assignments_are_made_in_the_graph_of_their_variable():
    """A variable of another graph than the default one is assigned to and read in its own."""
    graph = tf.Graph()
    with graph.as_default():
        v = tf.get_variable("v", [2])
    ops = [tf.assign(v, [1.0, 2.0]), v.assign_add([1.0, 1.0]), v.read_value()]

    assert [op.graph for op in ops] == [graph] * 3
    with tf.Session(graph=graph) as sess:
        assert [sess.run(op).tolist() for op in ops] == [[1.0, 2.0], [2.0, 3.0], [2.0, 3.0]]


def test_updates_are_placed_with_their_variable():
    """An op that changes a variable has the variable's device, whatever device is in force."""
    with tf.device("/cpu:0"):
        v = tf.Variable([1.0, 2.0])
    with tf.device("/gpu:0"):
        ops = [v.assign([1.0, 2.0]), v.assign_add([1.0, 2.0]), tf.scatter_sub(v, [0], [1.0])]
        ops += [tf.assign(v, [7.0], validate_shape=False), tf.is_variable_initialized(v)]

    assert {op.device for op in ops} == {"/device:CPU:0"}


def test_counting_is_called_as_in_tensorflow_1():
    """`count_up_to` has TF1's op names, and its words for what cannot be counted."""
    v = tf.Variable(0)
    with tf.variable_scope("s"):
        names = [tf.count_up_to(v, 3).name, v.count_up_to(3).name, tf.count_up_to(v, 3, "n").name]
    assert names == ["s/CountUpTo:0", "s/CountUpTo_1:0", "s/n:0"]
    with pytest.raises(TypeError, match="'ref' has DataType float32 not in list of allowed values"):
        tf.count_up_to(tf.Variable(1.0), 3)
