"""``distutils.version``, which Python 3.12 took out: legacy code compares versions with it."""

from __future__ import annotations

import functools
import re


@functools.total_ordering
class LooseVersion:
    """A version of any form; its numbers compare as numbers.

    >>> LooseVersion("1.15.5") >= LooseVersion("1.4"), LooseVersion("1.15") < "2"
    (True, True)
    >>> LooseVersion("1.4.0-rc1").version
    [1, 4, 0, '-', 'rc', 1]
    """

    def __init__(self, vstring):
        self.vstring = vstring
        parts = re.findall(r"\d+|[a-z]+|[^\da-z.]+", vstring)
        self.version = [int(part) if part.isdigit() else part for part in parts]

    def __str__(self):
        return self.vstring

    def __repr__(self):
        return f"LooseVersion ('{self}')"

    def _key(self):
        # Numbers come before words, which Python 3 does not compare with each other.
        return [(isinstance(part, str), part) for part in self.version]

    def __eq__(self, other):
        return self._key() == _version(other)._key()

    def __lt__(self, other):
        return self._key() < _version(other)._key()

    __hash__ = None


def _version(value):
    return value if isinstance(value, LooseVersion) else LooseVersion(value)


StrictVersion = LooseVersion
