"""What a program feeds: values for placeholders, and for any other tensor or variable."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import tensorflow

from tf1shim import _tf
from tf1shim.session import failures

_CHECKED = (_tf.BaseTensor, _tf.BaseResourceVariable, _tf.TensorHandle)


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
        ValueError for a value of a wrong shape or a tensor that may not be fed, InternalError for
        an array with an item that is no string.
        """
        if type(feed_dict) is not dict and not isinstance(feed_dict, Mapping):
            raise TypeError(failures.FEED_NO_DICT)
        values = {}
        for key, value in feed_dict.items():
            known = self._known.get(key)
            if known is not None:
                array = known.quick(value)
                if array is not None:
                    values[known.tensor] = self._to_eager(array, known.dtype_enum)
                    continue
            elif isinstance(key, tuple):
                return self.feed(_flattened(feed_dict))
            for tensor, array in self._checked(key, value):
                values[tensor] = self._to_eager(array, tensor.dtype.as_datatype_enum)
        return values

    def arrays(self, feed_dict):
        """The tensors that `feed_dict` feeds, each with the array that TF1 would give back."""
        pairs = _flattened(feed_dict).items()
        return dict(pair for key, value in pairs for pair in self._checked(key, value))

    def _checked(self, key, value):
        """What `key`, no tuple, stands for: each tensor with its checked array."""
        for part, part_value in _expanded(key, value):
            tensor = _tensor(self._graph, part)
            array = checked_value(self._graph, tensor, part_value, part)
            if part is key:
                self._known[key] = _Known(tensor)
            yield tensor, array

    def _to_eager(self, array, dtype_enum):
        """`array` as the runtime's own tensor, sharing no memory with the caller's.

        The runtime shares an aligned array's memory, and a variable may then keep it: copied
        first.
        """
        if not array.__array_interface__["data"][0] % 64 and array.size:
            array = array.copy()
        try:
            return _tf.EagerTensor(array, self._device_name, dtype_enum)
        except ValueError as e:
            raise tensorflow.errors.InternalError(None, None, failures.feed_of_wrong_item(e)) from e


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
            if isinstance(value, _CHECKED) or not _holds(self._dtype, value):
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


def _flattened(feed_dict):
    """`feed_dict` with its tuple keys taken apart.

    Raises: ValueError for a tuple whose value has another number of items, or a key twice.
    """
    flat = {}
    for key, value in feed_dict.items():
        keys, values = [key], [value]
        if isinstance(key, tuple):
            keys, values = tensorflow.nest.flatten(key), tensorflow.nest.flatten(value)
        if len(keys) != len(values):
            raise ValueError(failures.feed_of_wrong_length(keys, values))
        for single, single_value in zip(keys, values):
            if single in flat:
                raise ValueError(f"Could not flatten dictionary: key {single} is not unique.")
            flat[single] = single_value
    return flat


def _expanded(key, value):
    """The tensors that stand behind `key`, each with its part of `value`."""
    for kind, _, feed_fn, _ in _tf.registered_session_conversions:
        if isinstance(key, kind):
            if feed_fn is None:
                break
            return feed_fn(key, value)
    raise TypeError(f"Feed argument {key!r} has invalid type {type(key)!r}")


def tensors_to_feed(graph, key):
    """The tensors that stand behind `key`, for a partial run's setup."""
    for kind, _, _, feed_fn in _tf.registered_session_conversions:
        if isinstance(key, kind):
            if feed_fn is None:
                break
            return [_tensor(graph, part, "feed_list") for part in feed_fn(key)]
    raise TypeError(f"Feed argument {key!r} has invalid type {type(key)!r}")


def _tensor(graph, key, argument="feed_dict"):
    try:
        element = graph.as_graph_element(key, allow_tensor=True, allow_operation=False)
    except (TypeError, ValueError, KeyError) as e:
        raise TypeError(f"Cannot interpret {argument} key as Tensor: {e.args[0]}") from None
    if isinstance(key, (str, bytes)):
        element = getattr(graph, "value_of", lambda e: e)(element)
    return element


def _holds(dtype, value):
    """False if `value` is an integer that `dtype` cannot hold."""
    if not isinstance(value, int):
        return True
    return np.dtype(dtype) != np.object_ and np.array(value).astype(dtype).item() == value


def checked_value(graph, tensor, value, key):
    """`value` as an array of `tensor`'s dtype and a shape it admits."""
    if isinstance(value, _tf.BaseTensor):
        raise TypeError(failures.fed_tensor(value, key))
    if isinstance(value, _tf.BaseResourceVariable):
        raise ValueError(failures.FED_VARIABLE)
    if isinstance(value, _tf.TensorHandle):
        value = value.eval()
    dtype = tensor.dtype.as_numpy_dtype
    if not _holds(dtype, value):
        raise TypeError(failures.feed_of_wrong_type(value, dtype))
    array = np.asarray(value, dtype=dtype)
    if not tensor.shape.is_compatible_with(array.shape):
        raise ValueError(failures.feed_of_wrong_shape(array.shape, tensor))
    if not graph.is_feedable(tensor):
        raise ValueError(f"Tensor {tensor} may not be fed.")
    return array
