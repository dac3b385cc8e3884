"""A module seen with some of its names replaced."""

from __future__ import annotations

import types

# What the import system asks of any module.
_IDENTITY = ("__spec__", "__loader__", "__package__", "__path__", "__file__")


class Overlay(types.ModuleType):
    """`module` with `names` replaced or added; the module itself is left as it is.

    >>> import math
    >>> seen = Overlay(math, pi=3)
    >>> seen.pi, seen.floor(2.5), math.pi == 3
    (3, 2, False)
    """

    def __init__(self, module: types.ModuleType, **names: object):
        super().__init__(module.__name__, module.__doc__)
        identity = {key: getattr(module, key) for key in _IDENTITY if hasattr(module, key)}
        self.__dict__.update(identity, **names, _module=module)

    def __getattr__(self, name: str):
        if name == "__all__" and not hasattr(self._module, name):
            # A star import would look into this module's own dictionary, which has next to nothing.
            return [public for public in dir(self) if not public.startswith("_")]
        return getattr(self._module, name)

    def __dir__(self):
        return dir(self._module)
