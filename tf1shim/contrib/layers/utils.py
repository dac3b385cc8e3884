"""Collections of named outputs, and arguments that may be numbers, sequences or tensors.

>>> import tf1shim as tf
>>> x = tf.zeros([2, 3])
>>> y = tf.contrib.layers.fully_connected(x, 4, outputs_collections="points")
>>> list(convert_collection_to_dict("points"))
['fully_connected']
"""

from collections import OrderedDict, namedtuple

import tf1shim as tf

NamedOutputs = namedtuple("NamedOutputs", ["name", "outputs"])


def collect_named_outputs(collections, alias, outputs):
    """Adds `outputs` to the collections under the name `alias`, if there are any; returns them."""
    if collections:
        append_tensor_alias(outputs, alias)
        tf.add_to_collections(collections, outputs)
    return outputs


def append_tensor_alias(tensor, alias):
    """Gives `tensor` another name, without a slash at the end; returns the tensor."""
    alias = alias[:-1] if alias[-1] == "/" else alias
    tensor.aliases = [*getattr(tensor, "aliases", ()), alias]
    return tensor


def get_tensor_aliases(tensor):
    """The names that `tensor` was given, else its own.

    >>> import tf1shim as tf
    >>> get_tensor_aliases(tf.zeros([2], name="x")), get_tensor_aliases(tf.unstack([1, 2])[1])
    (['x'], ['unstack:1'])
    """
    if hasattr(tensor, "aliases"):
        return tensor.aliases
    return [tensor.op.name if tensor.name[-2:] == ":0" else tensor.name]


def gather_tensors_aliases(tensors):
    """The names of all the tensors, one after the other."""
    return [alias for tensor in tensors for alias in get_tensor_aliases(tensor)]


def convert_collection_to_dict(collection, clear_collection=False):
    """``{name: tensor}`` of a collection, in its order.

    Args: `clear_collection`, True to empty it.
    """
    found = OrderedDict(
        (alias, tensor)
        for tensor in tf.get_collection(collection)
        for alias in get_tensor_aliases(tensor)
    )
    if clear_collection:
        tf.get_default_graph().clear_collection(collection)
    return found


def constant_value(value_or_tensor_or_var, dtype=None):
    """What is known now of a value: the value itself, that of a constant tensor, or None.

    >>> import tf1shim as tf
    >>> constant_value(True), constant_value(tf.placeholder(tf.bool, []))
    (True, None)

    Raises: ValueError for None, and if a tensor is not of the given dtype.
    """
    value = value_or_tensor_or_var
    if value is None:
        raise ValueError("value_or_tensor_or_var cannot be None")
    if not isinstance(value, (tf.Tensor, tf.Variable)):
        return value
    if dtype and value.dtype != dtype:
        raise ValueError(f"It has the wrong type {value.dtype} instead of {dtype}")
    return None if isinstance(value, tf.Variable) else tf.get_static_value(value)


def static_cond(pred, fn1, fn2):
    """Calls `fn1` if `pred`, else `fn2`.

    Raises: TypeError if either is not callable.
    """
    for name, fn in (("fn1", fn1), ("fn2", fn2)):
        if not callable(fn):
            raise TypeError(f"{name} must be callable.")
    return fn1() if pred else fn2()


def smart_cond(pred, fn1, fn2, name=None):
    """`static_cond` if the value of `pred` is known now, else `tf.cond`."""
    known = constant_value(pred)
    if known is not None:
        return static_cond(known, fn1, fn2)
    return tf.cond(pred, fn1, fn2, name=name)


def get_variable_collections(variables_collections, name):
    """The collections for the variable `name`: its own of a dict, else all."""
    if isinstance(variables_collections, dict):
        return variables_collections.get(name, None)
    return variables_collections


def channel_dimension(shape, data_format, min_rank=1):
    """The number of channels in a shape, as an int.

    >>> import tf1shim as tf
    >>> channel_dimension(tf.TensorShape([None, 3, 8, 8]), "channels_first")
    3

    Raises: ValueError if the rank is below `min_rank` or the dimension is not known.
    """
    return _dimension(shape, 1 if data_format == "channels_first" else -1, min_rank)


def last_dimension(shape, min_rank=1):
    """The last dimension of a shape, as an int.

    Raises: ValueError if the rank is below `min_rank` or the dimension is not known.
    """
    return _dimension(shape, -1, min_rank)


def _dimension(shape, dim, min_rank):
    dims = shape.dims
    if dims is None:
        raise ValueError("dims of shape must be known but is None")
    if len(dims) < min_rank:
        raise ValueError(f"rank of shape must be at least {min_rank} not: {len(dims)}")
    value = dims[dim].value
    if value is None:
        raise ValueError(f"dimension {dim} of shape must be known but is None: {shape}")
    return value


def two_element_tuple(int_or_tuple):
    """A pair of ints of one number, a sequence of two or a shape of two.

    >>> two_element_tuple(3), two_element_tuple([1, 2])
    ((3, 3), (1, 2))

    Raises: ValueError for anything else.
    """
    given = int_or_tuple
    if isinstance(given, (list, tuple)):
        if len(given) != 2:
            raise ValueError(f"Must be a list with 2 elements: {given}")
        return int(given[0]), int(given[1])
    if isinstance(given, int):
        return int(given), int(given)
    if isinstance(given, tf.TensorShape) and len(given) == 2:
        return given[0], given[1]
    raise ValueError("Must be an int, a list with 2 elements or a TensorShape of length 2")


def n_positive_integers(n, value):
    """A tuple of `n` ints of one number or a sequence of them.

    >>> n_positive_integers(2, 3), n_positive_integers(3, [1, 2, 3])
    ((3, 3), (1, 2, 3))

    Raises: ValueError if there are not `n`, or one is below 1.
    """
    if int(n) < 1 or int(n) != n:
        raise ValueError("n must be a positive integer")
    n = int(n)
    try:
        values = (int(value),) * n
    except (TypeError, ValueError):
        wrong = f"Expected sequence of {n} positive integers, but received {value!r}"
        if len(value) != n:
            raise ValueError(wrong)
        try:
            values = tuple(int(x) for x in value)
        except (TypeError, ValueError):
            raise ValueError(wrong)
    for x in values:
        if x < 1:
            raise ValueError(f"expected positive integer, but received {x}")
    return values
