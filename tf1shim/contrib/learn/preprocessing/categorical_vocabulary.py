"""A vocabulary that grows with what it is asked for, until it is frozen."""

import collections


class CategoricalVocabulary:
    """Numbers for words, from 1; 0 stands for any word that is not known.

    >>> vocabulary = CategoricalVocabulary()
    >>> vocabulary.get("cat"), vocabulary.get("dog"), vocabulary.get("cat")
    (1, 2, 1)
    >>> vocabulary.freeze()
    >>> vocabulary.get("cow"), vocabulary.reverse(2), len(vocabulary)
    (0, 'dog', 3)
    """

    def __init__(self, unknown_token="<UNK>", support_reverse=True):
        self._unknown_token = unknown_token
        self._support_reverse = support_reverse
        self._freq = collections.defaultdict(int)
        self._freeze = False
        self._number([])

    def _number(self, words):
        self._reverse_mapping = [self._unknown_token, *words]
        self._mapping = {word: number for number, word in enumerate(self._reverse_mapping)}

    def __len__(self):
        return len(self._mapping)

    def freeze(self, freeze=True):
        """From now on, words that are not known get 0; with False, numbers of their own again."""
        self._freeze = freeze

    def get(self, category):
        """The number of a word (a string, or anything hashable)."""
        if category not in self._mapping:
            if self._freeze:
                return 0
            self._mapping[category] = len(self._mapping)
            self._reverse_mapping.append(category)
        return self._mapping[category]

    def add(self, category, count=1):
        """Counts `count` more occurrences of a word."""
        if self.get(category) > 0:
            self._freq[category] += count

    def trim(self, min_frequency, max_frequency=-1):
        """Keeps words that occur more than `min_frequency` times, the most frequent first.

        With a positive `max_frequency`, words that occur as often as that are dropped too.
        """
        by_word = sorted(self._freq.items(), key=lambda item: (isinstance(item[0], str), item[0]))
        ordered = sorted(by_word, key=lambda item: item[1], reverse=True)
        kept = {
            word: count
            for word, count in ordered
            if count > min_frequency and not 0 < max_frequency <= count
        }
        self._number(kept)
        self._freq = collections.defaultdict(int, ordered[: len(kept)])

    def reverse(self, class_id):
        """The word of a number. Raises: ValueError without `support_reverse`."""
        if not self._support_reverse:
            raise ValueError(
                "This vocabulary wasn't initialized with support_reverse to support reverse() "
                "function."
            )
        return self._reverse_mapping[class_id]
