"""``tf.contrib.learn.preprocessing``: documents as rows of word numbers."""

from tf1shim.contrib.learn.preprocessing.categorical_vocabulary import CategoricalVocabulary
from tf1shim.contrib.learn.preprocessing.text import ByteProcessor, VocabularyProcessor, tokenizer

__all__ = ["ByteProcessor", "CategoricalVocabulary", "VocabularyProcessor", "tokenizer"]
