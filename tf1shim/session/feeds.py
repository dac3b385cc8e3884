"""What a program feeds: values for placeholders, and for any other tensor or variable."""

from __future__ import annotations

import numpy as np

from tf1shim import _tf
from tf1shim.session import failures


class Feeder:
    """Turns the feeds of a session's runs into the runtime's own tensors.

    What a key stands for is found out once; later runs only check the value.
    """

    def __init__(self, graph, device_name):
        self._graph = graph
        self._device_name = device_name
        self._known = {}

    def feed(self, feed_dict):
        """The tensors that `feed_dict` feeds, in order, each with its eager value.

        Keys are tensors, variables, names, SparseTensors and the like, or tuples of them.

        Raises: TypeError for a key that is no tensor of the graph or a value of a wrong type,
        ValueError for a value of a wrong shape or a tensor that may not be fed.
        """
        values = {}
        for key, value in feed_dict.items():
            known = self._known.get(key)
            if known is not None:
                array = known.quick(value)
                if array is not None:
                    values[known.tensor] = self._to_eager(array, known.dtype_enum)
                    continue
            for key_part, part, part_value in _parts(key, value):
                tensor = _tensor(self._graph, part)
                array = checked_value(self._graph, tensor, part_value, part)
                values[tensor] = self._to_eager(array, tensor.dtype.as_datatype_enum)
                if key_part is part and part is key:
                    self._known[key] = _Known(tensor)
        return values

    def _to_eager(self, array, dtype_enum):
        """`array` as the runtime's own tensor, sharing no memory with the caller's.

        The runtime shares an aligned array's memory, and a variable may then keep it: copied
        first.
        """
        if not array.__array_interface__["data"][0] % 64 and array.size:
            array = array.copy()
        return _tf.EagerTensor(array, self._device_name, dtype_enum)


class _Known:
    """A key that feeds one tensor, with what its values are checked against."""

    __slots__ = ("_dims", "_dtype", "dtype_enum", "tensor")

    def __init__(self, tensor):
        self.tensor = tensor
        self.dtype_enum = tensor.dtype.as_datatype_enum
        self._dtype = np.dtype(tensor.dtype.as_numpy_dtype)
        self._dims = None if tensor.shape.rank is None else tuple(tensor.shape.as_list())

    def quick(self, value):
        """`value` as a checked array, or None where it takes the full check to say."""
        if type(value) is not np.ndarray or value.dtype != self._dtype:
            if isinstance(value, (_tf.BaseTensor, int)):
                return None
            value = np.asarray(value, dtype=self._dtype)
        dims = self._dims
        if dims is not None and dims != value.shape:
            if len(dims) != value.ndim:
                return None
            for expected, given in zip(dims, value.shape):
                if expected is not None and expected != given:
                    return None
        return value


def _parts(key, value):
    """``(key, tensor or name, value)`` for everything that `key` stands for."""
    for single, single_value in _pairs({key: value}):
        for part, part_value in _expanded(single, single_value):
            yield single, part, part_value


def _pairs(feed_dict):
    """`feed_dict` with its tuple keys taken apart, as TF1 did."""
    for key, value in feed_dict.items():
        if isinstance(key, tuple):
            if not isinstance(value, (tuple, list)) or len(value) != len(key):
                raise ValueError(
                    "Could not flatten dictionary: Key had "
                    f"{len(key)} elements, but value had "
                    f"{len(value) if isinstance(value, (tuple, list)) else 1} elements. "
                    f"Key: {key}, value: {value}."
                )
            yield from _pairs(dict(zip(key, value)))
        else:
            yield key, value


def _expanded(key, value):
    """The tensors that stand behind `key`, each with its part of `value`."""
    for kind, _, feed_fn, _ in _tf.registered_session_conversions:
        if isinstance(key, kind):
            if feed_fn is None:
                raise TypeError(f"Feed argument {key!r} has invalid type {type(key)!r}")
            return feed_fn(key, value)
    raise TypeError(f"Feed argument {key!r} has invalid type {type(key)!r}")


def _tensor(graph, key):
    try:
        element = graph.as_graph_element(key, allow_tensor=True, allow_operation=False)
    except Exception as e:
        raise TypeError("Cannot interpret feed_dict key as Tensor: " + e.args[0]) from None
    if isinstance(key, (str, bytes)):
        element = getattr(graph, "value_of", lambda e: e)(element)
    return element


def checked_value(graph, tensor, value, key):
    """`value` as an array of `tensor`'s dtype and a shape it admits."""
    if isinstance(value, _tf.BaseTensor):
        raise TypeError(failures.fed_tensor(value, key))
    dtype = tensor.dtype.as_numpy_dtype
    if isinstance(value, int) and np.array(value).astype(dtype) != value:
        raise TypeError(failures.feed_of_wrong_type(value, dtype))
    array = np.asarray(value, dtype=dtype)
    if not tensor.shape.is_compatible_with(array.shape):
        raise ValueError(failures.feed_of_wrong_shape(array.shape, tensor))
    if not graph.is_feedable(tensor):
        raise ValueError(f"Tensor {tensor} may not be fed.")
    return array

