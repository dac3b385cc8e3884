"""`TensorShape` and `Dimension` are TensorFlow 1's; the expected texts are 1.15.5's."""

import copy
import pickle

import pytest

import tf1shim as tf

TensorShape = tf.TensorShape


def refusal(fn):
    """The class name and first line of what `fn` raises."""
    with pytest.raises(Exception) as caught:
        fn()
    return type(caught.value).__name__, str(caught.value).splitlines()[0]


@pytest.mark.parametrize(
    ("dims", "text", "plain"),
    [
        ([2, None, 4], "TensorShape([Dimension(2), Dimension(None), Dimension(4)])", "(2, ?, 4)"),
        ([1], "TensorShape([Dimension(1)])", "(1,)"),
        ([], "TensorShape([])", "()"),
        (None, "TensorShape(None)", "<unknown>"),
        (3, "TensorShape([Dimension(3)])", "(3,)"),
    ],
)
def test_texts(dims, text, plain):
    """`repr` shows Dimensions, `str` shows '?' for what is not known."""
    assert repr(TensorShape(dims)) == text
    assert str(TensorShape(dims)) == plain


def test_items_are_dimensions():
    """Items, slices and iteration give Dimensions and TF1 shapes."""
    shape = TensorShape([2, None, 4])

    assert [d.value for d in shape] == [2, None, 4]
    assert [type(d) for d in shape] == [tf.Dimension] * 3
    assert type(shape[1:]) is TensorShape
    assert shape[1:].as_list() == [None, 4]
    assert int(shape[0] * shape[2]) == 8
    assert (shape[1] * 3).value is None
    assert shape[-1] == 4


@pytest.mark.parametrize(
    "make",
    [
        lambda s: s.concatenate([7]),
        lambda s: s.merge_with([2, 5]),
        lambda s: s.with_rank(2),
        lambda s: s.with_rank_at_least(1),
        lambda s: s.with_rank_at_most(3),
        lambda s: s.most_specific_compatible_shape([2, 5]),
        lambda s: s + [1],  # noqa: RUF005
        lambda s: [1] + s,  # noqa: RUF005
        lambda s: s[:1],
        lambda s: TensorShape(s.as_proto()),
        lambda s: pickle.loads(pickle.dumps(s)),
        copy.deepcopy,
        copy.copy,
    ],
)
def test_what_is_made_of_a_shape_is_tf1s_too(make):
    """Every operation on a TF1 shape gives a TF1 shape."""
    assert type(make(TensorShape([2, None]))) is TensorShape


def test_comparisons():
    """Shapes equal lists and tuples; the unknown shape equals None only."""
    shape = TensorShape([2, 3])

    assert shape == [2, 3]
    assert shape == (2, 3)
    assert shape != [3, 2]
    assert not (shape == TensorShape(None))
    assert TensorShape(None) == None  # noqa: E711
    assert shape.is_compatible_with([None, 3])


def test_isinstance():
    """Shapes that TensorFlow made are TF1 shapes, lists are not."""
    assert isinstance(tf.zeros([2]).shape, TensorShape)
    assert type(tf.zeros([2]).shape) is TensorShape
    assert not isinstance([2], TensorShape)


@pytest.mark.parametrize(
    ("fn", "name", "line"),
    [
        (lambda: TensorShape([2]).with_rank(1).merge_with([3]), "ValueError",
         "Shapes (2,) and (3,) are not compatible"),
        (lambda: TensorShape([2, None]).assert_is_fully_defined(), "ValueError",
         "Shape (2, ?) is not fully defined"),
        (lambda: TensorShape(None).as_list(), "ValueError",
         "as_list() is not defined on an unknown TensorShape."),
        (lambda: len(TensorShape(None)), "ValueError",
         "Cannot take the length of shape with unknown rank."),
        (lambda: TensorShape([1]).assert_has_rank(2), "ValueError", "Shape (1,) must have rank 2"),
        (lambda: TensorShape("a"), "TypeError",
         "A string has ambiguous TensorShape, please wrap in a list or convert to an int: a"),
        (lambda: TensorShape([1.5]), "ValueError", "Ambiguous dimension: 1.5"),
        (lambda: TensorShape([-1]), "ValueError", "Dimension -1 must be >= 0"),
        (lambda: tf.zeros(tf.placeholder(tf.float32, [None, 3]).shape), "ValueError",
         "Cannot convert a partially known TensorShape to a Tensor: (?, 3)"),
    ],
)  # fmt: skip
def test_refusals(fn, name, line):
    """What 1.15.5 refused is refused with its words."""
    assert refusal(fn) == (name, line)


def test_shapes_of_the_graph():
    """Dimensions go wherever a size goes."""
    x = tf.placeholder(tf.float32, [None, 3, 4])

    assert x.shape[0].value is None
    assert x.get_shape().as_list() == [None, 3, 4]
    assert tf.reshape(x, [-1, x.shape[1] * x.shape[2]]).shape.as_list() == [None, 12]
    assert tf.zeros(x.shape[1:]).shape.as_list() == [3, 4]
    assert tf.get_variable("v", x.shape[1:]).get_shape()[1].value == 4
    x = tf.placeholder(tf.float32)
    x.set_shape([5, None])
    assert str(x.shape) == "(5, ?)"
    with pytest.raises(ValueError, match=r"Dimension 0 in both shapes must be equal"):
        x.set_shape([4, 4])
