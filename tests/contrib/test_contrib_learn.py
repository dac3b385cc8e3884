"""`tf.contrib.learn`: what there is of it."""

import numpy as np
import pytest
from tf1shim.contrib.learn.python.learn.datasets import mnist
from tf1shim.contrib.learn.python.learn.preprocessing import text

import tf1shim as tf

learn = tf.contrib.learn


def test_deep_paths():
    """The paths that programs import give the public objects."""
    assert text.VocabularyProcessor is learn.preprocessing.VocabularyProcessor
    assert mnist.read_data_sets is learn.datasets.mnist.read_data_sets


def test_modes():
    """The modes are TF1's strings; others are refused in its words."""
    assert learn.ModeKeys.TRAIN == "train"
    with pytest.raises(ValueError, match=r"Invalid mode TRAIN\."):
        learn.ModeKeys.validate("TRAIN")


def test_estimators_say_that_they_are_missing():
    """What is not there is a MissingSymbolError with its reason."""
    with pytest.raises(tf.MissingSymbolError, match="not yet part of tf1shim"):
        learn.Experiment  # noqa: B018


def test_trim_keeps_the_most_frequent_words():
    """Words above the frequency are numbered by it, then by the alphabet; others become unknown."""
    words = learn.preprocessing.VocabularyProcessor(5, min_frequency=1)
    words.fit(["b a c a b d", "b e a"])

    assert len(words.vocabulary_) == 3
    assert [row.tolist() for row in words.transform(["a b c x"])] == [[1, 2, 0, 0, 0]]


def test_max_frequency_drops_the_most_frequent():
    """A word as frequent as the maximum has no number."""
    vocabulary = learn.preprocessing.CategoricalVocabulary()
    for word, count in {"the": 9, "cat": 3, "dog": 2, "cow": 1}.items():
        vocabulary.add(word, count)
    vocabulary.trim(1, max_frequency=9)
    vocabulary.freeze()

    assert [vocabulary.get(word) for word in ("the", "cat", "dog", "cow")] == [0, 1, 2, 0]


def test_saved_processors_come_back(tmp_path):
    """A restored processor numbers words as before."""
    words = learn.preprocessing.VocabularyProcessor(3)
    rows = np.array(list(words.fit_transform(["one two", "two three four"])))
    words.save(str(tmp_path / "vocab"))
    again = learn.preprocessing.VocabularyProcessor.restore(str(tmp_path / "vocab"))

    np.testing.assert_array_equal(list(again.transform(["one two", "two three four"])), rows)


def test_without_reverse():
    """A vocabulary made without it refuses to reverse."""
    vocabulary = learn.preprocessing.CategoricalVocabulary(support_reverse=False)
    with pytest.raises(ValueError, match="support_reverse"):
        vocabulary.reverse(0)
