"""`Tensor`: operators anywhere, identity, TensorFlow 1.15.5's refusals."""

import operator

import numpy as np
import pytest
import tensorflow
from oracle import both

import tf1shim as tf
from tf1shim.graph.tensor import OPERATORS

BINARY = [
    operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod,
    operator.pow, operator.lt, operator.le, operator.gt, operator.ge,
]  # fmt: skip


def value(fetch, feed=None):
    """What a new session computes."""
    with tf.Session() as sess:
        return sess.run(fetch, feed)


@pytest.mark.parametrize("op", BINARY, ids=lambda op: op.__name__)
@pytest.mark.parametrize(
    ("kind", "other"), [("python", 2.0), ("numpy", np.float32(2)), ("array", np.float32([2, 3]))]
)
def test_binary_operators_both_ways(op, kind, other):
    """Operators work outside any `with`, with numbers and arrays on either side."""

    def program(tf):
        x = tf.constant([4.0, 9.0])
        there, back = op(x, other), op(other, x)
        with tf.Session() as sess:
            return [there.name, back.name, there.dtype.name, sess.run([there, back])]

    ours, theirs = both(program)

    assert ours.value == theirs.value


def test_the_other_operators():
    """Unary, logical, matrix and slicing operators are as compat.v1's."""

    def program(tf):
        x, i, b = tf.constant([[4.0, 9.0]]), tf.constant([7, -7]), tf.constant([True, False])
        made = [
            -x, abs(-x), ~b, b & True, True & b, b | False, False | b, b ^ True, True ^ b,
            x @ np.ones([2, 1], np.float32), np.ones([2, 1], np.float32) @ x, i // 2, i % 4, i / 2,
            x[0], x[0, 1], x[..., None], x[:, ::-1], x[tf.newaxis], x[0, tf.constant(1)],
            np.float32([1, 2]) + x, 5 < x, i + np.int32(1), np.int32(1) - i,
        ]  # fmt: skip
        with tf.Session() as sess:
            return [[t.op.type, t.name, t.shape.as_list()] for t in made], sess.run(made)

    ours, theirs = both(program)

    assert ours.value == theirs.value


def test_no_operator_is_forgotten():
    """Every operator TensorFlow overloads is bound, but for equality."""
    bound = {name for name in OPERATORS if name in vars(tf.Tensor)}

    assert bound == set(tensorflow.Tensor.OVERLOADABLE_OPERATORS) - {"__eq__", "__ne__"}


def test_every_tensor_is_a_tf_tensor():
    """`type(x) is tf.Tensor` for whatever makes x, in loop bodies and branches too."""
    seen = []

    def note(*tensors):
        seen.extend(type(t) is tf.Tensor and isinstance(t.shape, tf.TensorShape) for t in tensors)
        return tensors[0] if len(tensors) == 1 else tensors

    x = tf.placeholder(tf.float32, [None])
    note(x, x + 1, tf.identity(x), *tf.split(tf.ones([2]), 2), tf.py_func(abs, [1], tf.int32))
    note(*tf.while_loop(lambda i, a: note(i) < 3, lambda i, a: note(i + 1, a * 2), [0, 1.0]))
    note(tf.cond(tf.size(x) > 0, lambda: note(x * 2), lambda: note(x)))
    note(tf.map_fn(lambda a: note(a) * 2, x), tf.scan(lambda a, b: note(a) + note(b), x))
    note(tf.foldl(lambda a, b: note(a) + b, x))
    note(tf.data.Dataset.range(2).map(lambda a: note(a) + 1).make_one_shot_iterator().get_next())
    note(
        *tf.gradients(x * x, x), tf.get_default_graph().get_tensor_by_name(x.name), x.op.outputs[0]
    )

    assert all(seen)
    assert len(seen) > 25


def test_eager_values_are_constants():
    """What eager code computed is a constant to the graph."""
    eager = tensorflow.constant([1.0, 2.0])
    x = tf.constant([10.0, 20.0])

    made = [x + eager, eager + x, tf.add(x, eager), tf.stack([eager, x]), tf.identity(eager)]

    assert all(type(t) is tf.Tensor for t in made)
    np.testing.assert_array_equal(value(made[0]), [11, 22])
    np.testing.assert_array_equal(value(made[1]), [11, 22])
    np.testing.assert_array_equal(value(made[3]), [[1, 2], [10, 20]])


def test_equality_is_identity():
    """`==`, `in`, sets and dicts go by identity."""
    a, b = tf.constant(1.0), tf.constant(1.0)

    assert (a == a) is True
    assert (a == b) is False
    assert (a != b) is True
    assert (a == 1.0) is False
    assert a in [b, a]
    assert [b, a].index(a) == 1
    assert len({a, b, a}) == 2
    assert value(b + 1, {b: 5.0}) == 6.0


IN_GRAPH = "is not allowed in Graph execution. Use Eager execution or decorate this function with @tf.function."  # noqa: E501


@pytest.mark.parametrize(
    ("fn", "kind", "line"),
    [
        (bool, "OperatorNotAllowedInGraphError",
         f"using a `tf.Tensor` as a Python `bool` {IN_GRAPH}"),
        (list, "OperatorNotAllowedInGraphError", f"iterating over `tf.Tensor` {IN_GRAPH}"),
        (len, "TypeError", "len is not well defined for symbolic Tensors. (x:0) Please call "
         "`x.shape` rather than `len(x)` for shape information."),
        (np.array, "NotImplementedError",
         "Cannot convert a symbolic Tensor (x:0) to a numpy array."),
        (round, "TypeError", "type Tensor doesn't define __round__ method"),
        (lambda x: x.numpy(), "AttributeError", "'Tensor' object has no attribute 'numpy'"),
        (lambda x: x.nosuch, "AttributeError", "'Tensor' object has no attribute 'nosuch'"),
        (lambda x: x.eval(), "ValueError", "Cannot evaluate tensor using `eval()`: No default "
         "session is registered. Use `with sess.as_default()` or pass an explicit session to "
         "`eval(session=sess)`"),
        (lambda x: x.set_shape([3]), "ValueError",
         "Dimension 0 in both shapes must be equal, but are 2 and 3. Shapes are [2] and [3]."),
        (lambda x: x + tf.zeros([3], name="z"), "ValueError", "Dimensions must be equal, but are "
         "2 and 3 for 'add' (op: 'AddV2') with input shapes: [2], [3]."),
        (lambda x: complex(1, 2) * x, "TypeError",
         "Expected float32, got (1+2j) of type 'complex' instead."),
    ],
)  # fmt: skip
def test_refusals(fn, kind, line):
    """What 1.15.5 refused is refused with its class and first line."""
    x = tf.constant([1.0, 2.0], name="x")

    with pytest.raises(Exception) as caught:
        fn(x)

    assert type(caught.value).__name__ == kind
    assert str(caught.value).splitlines()[0] == line


def test_texts():
    """`repr` and `str` are TF1's."""
    x = tf.placeholder(tf.float32, [None, 2], name="x")

    assert repr(x) == "<tf.Tensor 'x:0' shape=(?, 2) dtype=float32>"
    assert str(x) == 'Tensor("x:0", shape=(?, 2), dtype=float32)'
    assert str(tf.placeholder(tf.int32, name="u")) == 'Tensor("u:0", dtype=int32)'
    assert repr(x.op) == "<tf.Operation 'x' type=Placeholder>"


@pytest.mark.parametrize(
    ("product", "line"),
    [
        (lambda b, x: b * b, "Value passed to parameter 'x' has DataType bool not in list"),
        (lambda b, x: b * True, "Value passed to parameter 'x' has DataType bool not in list"),
        (lambda b, x: x * b, "Input 'y' of 'Mul' Op has type bool that does not match"),
        (lambda b, x: 2.5 * b, "Expected bool"),
    ],
)
def test_bools_are_not_multiplied(product, line):
    """`*` is no ``and``, as in TF1: a mask must be cast to numbers first."""
    with pytest.raises(TypeError, match=line):
        product(tf.constant([True, False]), tf.constant([1.0, 2.0]))


def test_an_operator_uses_the_tensors_graph():
    """Outside any `with`, an operator adds to the graph of its tensor, not to the default one."""
    g = tf.Graph()
    with g.as_default():
        x = tf.constant(1.0)

    assert (x + 1).graph is g
    assert (1 - x).graph is g
    with pytest.raises(ValueError, match="must be from the same graph as"):
        x + tf.constant(2.0)
