"""Names that Python, NumPy and SciPy removed since TensorFlow 1's days, for legacy code alone.

A program of that time says ``np.float`` and ``collections.Mapping``; to it, and to nothing else in
the process, these mean what they meant. Each use is a ``DeprecationWarning`` with its line.

>>> import numpy
>>> import warnings
>>> with warnings.catch_warnings(record=True) as caught:
...     warnings.simplefilter("always")
...     AgedModule(numpy).float
<class 'float'>
>>> print(caught[0].message)
numpy.float is gone since TensorFlow 1's days; here it is builtins.float
"""

from __future__ import annotations

import collections.abc
import importlib
import warnings

import numpy

from tf1shim.overlay import Overlay

_ABCS = (
    "Awaitable Callable Collection Container Generator Hashable ItemsView Iterable Iterator "
    "KeysView Mapping MappingView MutableMapping MutableSequence MutableSet Reversible Sequence "
    "Set Sized ValuesView"
)

# Module -> name -> what to use: "module:name".
GONE = {
    "collections": {name: f"collections.abc:{name}" for name in _ABCS.split()},
    "fractions": {"gcd": "math:gcd"},
    "inspect": {"getargspec": f"{__name__}:getargspec"},
    "time": {"clock": "time:perf_counter"},
    "numpy": {
        **{name: f"builtins:{name}" for name in "bool complex float int object str".split()},
        "long": "builtins:int",
        "unicode": "builtins:str",
        **dict.fromkeys("Inf Infinity PINF infty".split(), "numpy:inf"),
        "NaN": "numpy:nan",
        "alltrue": "numpy:all",
        "sometrue": "numpy:any",
        "asscalar": f"{__name__}:asscalar",
        "bool8": "numpy:bool_",
        "complex_": "numpy:complex128",
        "cumproduct": "numpy:cumprod",
        "float_": "numpy:float64",
        "int0": "numpy:intp",
        "product": "numpy:prod",
        "round_": "numpy:round",
        "row_stack": "numpy:vstack",
        "string_": "numpy:bytes_",
        "trapz": "numpy:trapezoid",
        "unicode_": "numpy:str_",
    },
}
# Asked for a name so often that it is kept.
HOT = ("numpy",)
# Functions that refuse now what they accepted.
CHANGED = {"numpy": {"array": f"{__name__}:array", "fromstring": f"{__name__}:fromstring"}}
# Modules that only moved.
MOVED = {
    "distutils": "tf1shim.migrate",  # for its `version`
    "distutils.version": "tf1shim.migrate.version",
    "scipy.sparse.linalg.eigen.arpack": "scipy.sparse.linalg",
    "scipy.sparse.linalg.eigen": "scipy.sparse.linalg",
}

ArgSpec = collections.namedtuple("ArgSpec", ["args", "varargs", "keywords", "defaults"])


class AgedModule(Overlay):
    """A module with the names of `GONE` that it has lost."""

    def __getattr__(self, name: str):
        try:
            value = super().__getattr__(name)
        except AttributeError:
            if name not in GONE[self.__name__]:
                raise
            return _replacement(self.__name__, name)
        if name in CHANGED.get(self.__name__, ()):
            value = _load(CHANGED[self.__name__][name])
        if self.__name__ in HOT:
            self.__dict__[name] = value
        return value

    def __setattr__(self, name: str, value: object) -> None:
        self.__dict__.pop(name, None)
        setattr(self._module, name, value)


def _replacement(name: str, attribute: str):
    instead = GONE[name][attribute]
    text = f"{name}.{attribute} is gone since TensorFlow 1's days; here it is "
    warnings.warn(text + instead.replace(":", "."), DeprecationWarning, stacklevel=3)
    return _load(instead)


def _load(path: str):
    module, _, name = path.partition(":")
    return getattr(importlib.import_module(module), name)


def getargspec(func):
    """``inspect.getargspec``, which Python 3.11 removed.

    >>> getargspec(lambda a, b=1, *c: None)
    ArgSpec(args=['a', 'b'], varargs='c', keywords=None, defaults=(1,))
    """
    return ArgSpec(*importlib.import_module("inspect").getfullargspec(func)[:4])


def asscalar(a):
    """``numpy.asscalar``, which NumPy 1.23 removed.

    >>> import numpy as np
    >>> asscalar(np.array([24]))
    24
    """
    return a.item()


def array(*args, **kwargs):
    """``numpy.array``; rows of different lengths give an array of objects, as before NumPy 1.24.

    >>> import warnings
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     array([[1, 2], [3]])
    array([list([1, 2]), list([3])], dtype=object)
    """
    try:
        return numpy.array(*args, **kwargs)
    except ValueError as error:
        if "inhomogeneous" not in str(error) or len(args) > 1 or "dtype" in kwargs:
            raise
    text = "numpy.array of rows of different lengths; here it is an array of objects"
    warnings.warn(text, DeprecationWarning, stacklevel=2)
    return numpy.array(*args, dtype=object, **kwargs)


def fromstring(string, dtype=float, count=-1, *, sep="", like=None):
    """``numpy.fromstring``; without `sep` it reads bytes, as before NumPy 2.3.

    >>> import warnings
    >>> with warnings.catch_warnings():
    ...     warnings.simplefilter("ignore")
    ...     fromstring(b"\\x01\\x02", dtype=numpy.uint8)
    array([1, 2], dtype=uint8)
    """
    if sep:
        return numpy.fromstring(string, dtype, count, sep=sep, like=like)
    text = "numpy.fromstring of bytes is gone since TensorFlow 1's days; here it is a copy of "
    warnings.warn(text + "numpy.frombuffer's array", DeprecationWarning, stacklevel=2)
    data = string.encode("latin-1") if isinstance(string, str) else string
    return numpy.frombuffer(data, dtype, count, like=like).copy()
