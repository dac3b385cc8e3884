"""Documents as rows of numbers: of words, or of bytes."""

import pickle
import re

import numpy as np

import tf1shim as tf
from tf1shim.contrib.learn.preprocessing.categorical_vocabulary import CategoricalVocabulary

# Acronyms, words in capitals-and-small, anything of letters, digits, quotes and dashes.
TOKENIZER_RE = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z][a-z]+(?=[A-Z])|[\'\w\-]+", re.UNICODE)


def tokenizer(iterator):
    """Yields the list of words of each document.

    >>> list(tokenizer(["it's a FAIRDay"]))
    [["it's", 'a', 'FAIR', 'Day']]
    """
    return map(TOKENIZER_RE.findall, iterator)


class VocabularyProcessor:
    """Documents as rows of `max_document_length` word numbers, filled up with zeros.

    >>> words = VocabularyProcessor(4)
    >>> [row.tolist() for row in words.fit_transform(["a cat", "a dog sat on a cat"])]
    [[1, 2, 0, 0], [1, 3, 4, 5]]
    >>> list(words.reverse([[1, 3]])), len(words.vocabulary_)
    (['a dog'], 6)

    Args: words that do not occur more than `min_frequency` times have no number of their own
    (without it, all have); `vocabulary`, a `CategoricalVocabulary`; `tokenizer_fn`, which yields
    the words of each document.
    """

    def __init__(self, max_document_length, min_frequency=0, vocabulary=None, tokenizer_fn=None):
        self.max_document_length = max_document_length
        self.min_frequency = min_frequency
        self.vocabulary_ = vocabulary or CategoricalVocabulary()
        self._tokenizer = tokenizer_fn or tokenizer

    def fit(self, raw_documents, unused_y=None):
        """Learns the vocabulary of the documents, and freezes it; returns the processor."""
        for words in self._tokenizer(raw_documents):
            for word in words:
                self.vocabulary_.add(word)
        if self.min_frequency > 0:
            self.vocabulary_.trim(self.min_frequency)
        self.vocabulary_.freeze()
        return self

    def fit_transform(self, raw_documents, unused_y=None):
        """`fit`, then `transform`."""
        self.fit(raw_documents)
        return self.transform(raw_documents)

    def transform(self, raw_documents):
        """Yields an int64 row for each document."""
        for words in self._tokenizer(raw_documents):
            row = np.zeros(self.max_document_length, np.int64)
            for place, word in enumerate(words[: self.max_document_length]):
                row[place] = self.vocabulary_.get(word)
            yield row

    def reverse(self, documents):
        """Yields the text of each row of word numbers."""
        for row in documents:
            yield " ".join(map(self.vocabulary_.reverse, row))

    def save(self, filename):
        """Pickles the processor to a file."""
        with tf.gfile.Open(filename, "wb") as stream:
            stream.write(pickle.dumps(self))

    @classmethod
    def restore(cls, filename):
        """The processor that `save` wrote."""
        with tf.gfile.Open(filename, "rb") as stream:
            return pickle.loads(stream.read())


class ByteProcessor:
    """Documents as rows of `max_document_length` bytes, filled up with zeros.

    >>> codes = ByteProcessor(4)
    >>> rows = list(codes.transform(["ab", b"abcde"]))
    >>> [row.tolist() for row in rows], list(codes.reverse(rows))
    ([[97, 98, 0, 0], [97, 98, 99, 100]], ['ab', 'abcd'])
    """

    def __init__(self, max_document_length):
        self.max_document_length = max_document_length

    def fit(self, x):
        """There is nothing to learn."""

    def fit_transform(self, x):
        """The same as `transform`."""
        return self.transform(x)

    def reverse(self, x):
        """Yields the text of each row, empty where the bytes are no UTF-8."""
        for row in x:
            text = np.trim_zeros(row.astype(np.uint8), trim="b").tobytes()
            try:
                yield text.decode()
            except UnicodeDecodeError:
                yield ""

    def transform(self, x):
        """Yields a uint8 row for each document, a string or bytes."""
        for document in x:
            data = document.encode() if isinstance(document, str) else document
            row = np.frombuffer(data[: self.max_document_length], np.uint8)
            yield np.pad(row, (0, self.max_document_length - len(row)))
