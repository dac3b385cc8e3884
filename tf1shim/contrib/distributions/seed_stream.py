"""Independent seeds from one."""

import hashlib

from tf1shim.contrib.distributions.distribution_util import parameter


class SeedStream:
    """Seeds that depend on `seed` and `salt`, another with every call.

    >>> from tf1shim.contrib.distributions import SeedStream
    >>> seeds = SeedStream(3, salt="sampler")
    >>> seeds() == seeds(), seeds() == SeedStream(3, salt="other")()
    (False, False)
    >>> SeedStream(None, salt="sampler")() is None
    True

    Args: `seed`, or the `SeedStream` whose seed it shall be.
    """

    original_seed = parameter("seed", "The seed that it was made with.")
    salt = parameter("salt", "What sets it apart from others of the same seed.")

    def __init__(self, seed, salt):
        self._seed = seed.original_seed if isinstance(seed, SeedStream) else seed
        self._salt = salt
        self._counter = 0

    def __call__(self):
        """The next seed; None if there is none to begin with."""
        self._counter += 1
        if self._seed is None:
            return None
        text = str((self._seed, self._counter, self._salt))
        return int(hashlib.sha512(text.encode("utf-8")).hexdigest(), 16)
